/// The commands that a session knows, in the order in which `help` shows them.
///
/// A session is given them from outside, so that what stands above the shell brings its own.
package struct CommandSet: Sendable {
  package private(set) var all: [Command]

  package init(_ all: [Command]) { self.all = all }

  /// These and one more.
  ///
  /// - Parameter name: the command that it stands behind.
  package func with(_ command: Command, after name: String) -> CommandSet {
    var all = all
    let place = all.firstIndex { $0.name == name }.map { $0 + 1 } ?? all.endIndex
    all.insert(command, at: place)
    return CommandSet(all)
  }

  /// The command with a name or a fixed abbreviation.
  package func named(_ name: String) -> Command? {
    all.first { $0.name == name || $0.aliases.contains(name) }
  }
}

/// A command of the shell. A new one is a file and a line in `CommandSet.standard`.
package struct Command: Sendable {
  package enum Group: String, Sendable, CaseIterable {
    case stepping = "Stepping"
    case looking = "Looking"
    case changing = "Changing"
    case lessons = "Lessons"
    case other = "The rest"
  }

  /// What Tab completes after the command.
  package enum Completion: Sendable {
    case nothing, names, topics, lessons, languages, files, runs
    /// Names, or a group of them: `cache`.
    case values
    /// A name, and behind its `=` what may stand there.
    case assignment
    /// A phase, an equation's name, or `if` and a condition.
    case breakpoint
    /// The settings of a sweep with their `=`, and its options.
    case sweep
    case words([String])
    /// One of these, then a file.
    case wordsThenFiles([String])
  }

  /// What a command touches outside the session: in files that someone names, in other programs, in
  /// the network, and who sits at it and for how long. What the session keeps for itself, and the
  /// course's own files, are none of it.
  package struct Effects: OptionSet, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    package static let readsFiles = Effects(rawValue: 1)
    package static let writesFiles = Effects(rawValue: 2)
    package static let startsPrograms = Effects(rawValue: 4)
    package static let usesNetwork = Effects(rawValue: 8)
    /// The session is over.
    package static let endsSession = Effects(rawValue: 16)
    /// The student has another name, for later sessions too.
    package static let namesStudent = Effects(rawValue: 32)

    package static let all: Effects = [
      .readsFiles, .writesFiles, .startsPrograms, .usesNetwork, .endsSession, .namesStudent,
    ]
  }

  package typealias Body =
    @Sendable (inout Session, CommandText.Argument) throws -> any CommandResult

  package let name: String
  /// Fixed abbreviations and other names.
  package let aliases: [String]
  package let group: Group
  /// What follows the name: `[N]`.
  package let usage: String
  /// One line for the list of commands.
  package let summary: String
  /// More, for `help NAME`.
  package let help: String
  package let completion: Completion
  /// Whether Enter on an empty line does it again.
  package let isRepeatable: Bool
  /// What it touches with an argument.
  package let effects: @Sendable (CommandText.Argument) -> Effects
  /// Whether it counts in a session that is played again, though it touches something: it then leaves
  /// that out by itself.
  package let isReplayed: Bool
  package let run: Body

  /// The help, paragraph by paragraph.
  var helpParagraphs: [String] { help.split(separator: "\n").map { String($0).trimmed } }

  /// Whether it moves a run or goes on in another, which a change that is held open has to come
  /// before.
  var movesRuns: Bool {
    (group == .stepping && name != Command.delete.name)
      || [Command.redo, .fork, .switch, .sweep].contains { $0.name == name }
  }

  /// Whether what is displayed is shown after it: it may have moved the run.
  var showsDisplays: Bool { group == .stepping || group == .changing }

  package init(
    _ name: String, _ aliases: [String] = [], group: Group, usage: String = "", summary: String,
    help: String = "", completion: Completion = .nothing, isRepeatable: Bool = false,
    effects: Effects = [], run: @escaping Body
  ) {
    self.init(
      name, aliases, group: group, usage: usage, summary: summary, help: help,
      completion: completion, isRepeatable: isRepeatable, isReplayed: false,
      effects: { _ in effects }, run: run)
  }

  /// A command whose effects depend on what follows its name.
  init(
    _ name: String, _ aliases: [String] = [], group: Group, usage: String = "", summary: String,
    help: String = "", completion: Completion = .nothing, isRepeatable: Bool = false,
    isReplayed: Bool, effects: @escaping @Sendable (CommandText.Argument) -> Effects,
    run: @escaping Body
  ) {
    self.name = name
    self.aliases = aliases
    self.group = group
    self.usage = usage
    self.summary = summary
    self.help = help
    self.completion = completion
    self.isRepeatable = isRepeatable
    self.isReplayed = isReplayed
    self.effects = effects
    self.run = run
  }
}

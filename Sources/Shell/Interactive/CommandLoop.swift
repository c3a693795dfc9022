/// Who has commands performed one after the other: a student at a terminal, or a script.
package protocol CommandLoop: AnyObject {
  var session: Session { get set }
  /// Says what came of a command.
  func show(_ outcome: Session.Outcome)
  /// Whether the next command is still wanted.
  func goesOn(after outcome: Session.Outcome) -> Bool
}

extension CommandLoop {
  /// Performs the commands of a line, each shown before the next.
  ///
  /// - Returns: whether all that were performed succeeded.
  package func run(_ commands: [String]) -> Bool {
    run(commands) { self.session.perform($0) }
  }

  package func run(_ commands: [String], perform: (String) -> Session.Outcome) -> Bool {
    var isSuccess = true
    defer { session.endLine() }
    for (index, command) in commands.enumerated() {
      session.expect(ahead: commands.count - index - 1)
      let outcome = perform(command)
      show(outcome)
      session.present()
      if !outcome.isSuccess { isSuccess = false }
      if session.isFinished || !goesOn(after: outcome) { break }
    }
    return isSuccess
  }
}

extension Session.Context {
  /// - Throws: `ShellError` where commands are a lesson's, which keep to the session.
  func expect(_ effects: Command.Effects) throws(ShellError) {
    let refused = effects.subtracting(permitted)
    if refused.isEmpty { return }
    if !refused.isDisjoint(with: [.usesNetwork, .startsPrograms]) {
      throw ShellError("no-view-in-lessons", "a lesson cannot open a view or an editor")
    }
    if refused.contains(.writesFiles) {
      throw ShellError("no-files-in-lessons", "a lesson cannot write files")
    }
    if refused.contains(.readsFiles) {
      throw ShellError("no-files-in-lessons", "a lesson cannot read files")
    }
    if refused.contains(.endsSession) {
      throw ShellError("no-quit-in-lessons", "a lesson cannot end the session")
    }
    throw ShellError("no-names-in-lessons", "a lesson cannot give you a name")
  }
}

extension Session {
  /// Does something by commands that nobody typed, and that touch nothing outside the session.
  mutating func withoutEffects<Result>(_ body: (inout Session) throws -> Result) rethrows -> Result
  {
    let permitted = context.permitted
    context.permitted = []
    defer { context.permitted = permitted }
    return try body(&self)
  }
}

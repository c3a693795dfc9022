/// What a piece of text is, not how it looks: the theme gives each role its looks.
///
/// A style is never the only sign of anything; without colour the words still say it.
public enum Style: String, Sendable, CaseIterable {
  case plain, heading, emphasis, strong, code, link, dim
  /// A variable; a number; something that is not what it was before.
  case name, number, changed
  /// A number's sign, where it matters.
  case positive, negative
  case warning, error, success, hint
  /// The shell's prompt; a command to type; the pointer at what comes next.
  case prompt, command, pointer
}

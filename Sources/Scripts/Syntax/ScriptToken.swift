/// The smallest piece of a Python script.
struct ScriptToken: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    case name(String)
    /// A number as it is written.
    case number(String)
    /// Quoted text, and whether it is an f-string.
    case text(String, isFormatted: Bool)
    case symbol(String)
    case newline
    /// The next line stands further in; the line before it ended in a colon.
    case indent
    case dedent
    case end
  }

  var kind: Kind
  /// Counted from 1.
  var line: Int

  func isSymbol(_ text: String) -> Bool { kind == .symbol(text) }
  func isName(_ text: String) -> Bool { kind == .name(text) }

  var text: String {
    switch kind {
    case .name(let text), .number(let text), .symbol(let text): text
    case .text(let text, _): "'\(text)'"
    case .newline, .end, .indent, .dedent: ""
    }
  }
}

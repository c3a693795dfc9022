/// The smallest piece of the language, as the scanner hands it to the parser.
struct Token: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    case integer(Int)
    case float(Double)
    case name(String)
    /// An operator or a bracket, spelled as in the source: `**`, `//`, `(`, `+=`.
    case symbol(String)
    /// Quoted text, which only `einsum` has.
    case text(String)
    case newline
    case end
  }

  var kind: Kind
  var span: SourceSpan

  func isSymbol(_ text: String) -> Bool { kind == .symbol(text) }
  func isName(_ text: String) -> Bool { kind == .name(text) }
}

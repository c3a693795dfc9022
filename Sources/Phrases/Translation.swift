/// The program's words in another language.
public struct Translation: Sendable, Equatable {
  /// A tag such as `de` or `pt-BR`.
  public let language: String
  /// The translated texts by the English ones; both with `{1}`, `{2}` ... in their places.
  private let texts: [String: String]

  public init(language: String, texts: [String: String]) {
    self.language = language
    self.texts = texts
  }

  /// The translation of a text; nil where there is none.
  public subscript(key: String) -> String? { texts[key] }

  /// The places `{1}`, `{2}` ... that a text has.
  public static func places(in text: String) -> Set<Int> { Template(text).places }
}

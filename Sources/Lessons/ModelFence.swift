/// The model of a lesson: text in the model language, not yet read.
public struct ModelFence: Sendable, Hashable {
  /// Where the fence begins.
  public var position: SourcePosition
  /// What the prompt calls it, the word behind `model`.
  public var name: String?
  /// The text between the fence's lines, each line ending in a line feed.
  public var text: String

  /// The line of the file on which `text` begins, to turn a position in the model into one in the
  /// lesson.
  public var firstTextLine: Int { position.line + 1 }

  /// Whether a prompt has room for a name.
  static func isName(_ text: some StringProtocol) -> Bool {
    1...24 ~= text.count
      && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
  }

  public init(position: SourcePosition, name: String? = nil, text: String) {
    self.position = position
    self.name = name
    self.text = text
  }
}

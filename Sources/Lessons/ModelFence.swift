/// The model of a lesson: text in the model language, not yet read.
public struct ModelFence: Sendable, Hashable {
  /// Where the fence begins.
  public var position: SourcePosition
  /// The text between the fence's lines, each line ending in a line feed.
  public var text: String

  /// The line of the file on which `text` begins, to turn a position in the model into one in the
  /// lesson.
  public var firstTextLine: Int { position.line + 1 }

  public init(position: SourcePosition, text: String) {
    self.position = position
    self.text = text
  }
}

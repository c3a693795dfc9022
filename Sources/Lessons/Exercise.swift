/// Something for the student to do. Only its id and its question are understood so far; the other
/// fields are kept in order.
public struct Exercise: Sendable, Hashable {
  /// Where the fence begins.
  public var position: SourcePosition
  /// The id that progress and grades key on: it stays when the words change.
  public var id: String
  /// What the student is asked to do.
  public var ask: String
  /// Every field in the file's order, `id` and `ask` included.
  public var fields: [LessonField]

  public init(position: SourcePosition, id: String, ask: String, fields: [LessonField]) {
    self.position = position
    self.id = id
    self.ask = ask
    self.fields = fields
  }
}

/// A question with an answer. As with an exercise, its id and its question are understood and the
/// other fields kept.
public struct Quiz: Sendable, Hashable {
  /// Where the fence begins.
  public var position: SourcePosition
  /// The id that progress and grades key on: it stays when the words change.
  public var id: String
  /// The question.
  public var ask: String
  /// Every field in the file's order, `id` and `ask` included.
  public var fields: [LessonField]

  public init(position: SourcePosition, id: String, ask: String, fields: [LessonField]) {
    self.position = position
    self.id = id
    self.ask = ask
    self.fields = fields
  }
}

/// A line of `key: value`. The value is literal text: no quotes, escapes or types.
public struct LessonField: Sendable, Hashable {
  public var key: String
  /// What follows the colon, without the spaces around it.
  public var value: String
  /// Where the key begins.
  public var position: SourcePosition
  /// Where the value begins.
  public var valuePosition: SourcePosition

  public init(
    key: String, value: String, position: SourcePosition, valuePosition: SourcePosition
  ) {
    self.key = key
    self.value = value
    self.position = position
    self.valuePosition = valuePosition
  }
}

extension Sequence where Element == LessonField {
  /// The first field with a key.
  public func first(_ key: String) -> LessonField? { first { $0.key == key } }

  /// All fields with a key (`hint`, `wrong`), in the file's order.
  public func all(_ key: String) -> [LessonField] { filter { $0.key == key } }
}

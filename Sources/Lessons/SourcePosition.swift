/// A place in a lesson's file, as editors count it.
public struct SourcePosition: Sendable, Hashable, Comparable {
  /// The line, counted from 1 at the top of the file (front matter included).
  public var line: Int
  /// The column, counted from 1 in Unicode scalars.
  public var column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  public static func < (left: SourcePosition, right: SourcePosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

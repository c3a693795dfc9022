/// A block of a lesson's page, and where it begins in the file.
public struct LessonBlock: Sendable, Hashable {
  public var position: SourcePosition
  public var content: Content

  public init(position: SourcePosition, content: Content) {
    self.position = position
    self.content = content
  }

  /// What a block can be.
  public indirect enum Content: Sendable, Hashable {
    /// A heading, from 1 (the largest) to 6.
    case heading(level: Int, [LessonInline])
    case paragraph([LessonInline])
    case list(LessonList)
    case quote([LessonBlock])
    /// Code to read, never run: the fence's info (empty for indented code) and the text, each
    /// line ending in a line feed.
    case code(info: String, text: String)
    case table(LessonTable)
    case drawing(LessonDrawing)
    case rule
    case model(ModelFence)
    case run(RunFence)
    /// An exercise or a quiz.
    case exercise(Exercise)
  }
}

/// A list, numbered or not.
public struct LessonList: Sendable, Hashable {
  /// The first number of a numbered list, nil for bullets.
  public var start: Int?
  /// Whether items stand close together, without blank lines between them.
  public var isTight: Bool
  /// The items, each a list of blocks.
  public var items: [[LessonBlock]]

  public init(start: Int?, isTight: Bool, items: [[LessonBlock]]) {
    self.start = start
    self.isTight = isTight
    self.items = items
  }

  public var isOrdered: Bool { start != nil }
}

/// A table: a header and rows of as many cells.
///
/// CommonMark has no tables, and libcmark reads none. A paragraph all of whose lines begin with `|`
/// and whose second line is a row of dashes is read as one here, as code hosts do; `\|` is a bar
/// within a cell.
public struct LessonTable: Sendable, Hashable {
  public enum Alignment: Sendable, Hashable {
    case unset, left, center, right
  }

  /// How each column stands; as many as the header has cells.
  public var alignments: [Alignment]
  public var header: [[LessonInline]]
  /// The rows below the header, each as long as it.
  public var rows: [[[LessonInline]]]

  public init(
    alignments: [Alignment], header: [[LessonInline]], rows: [[[LessonInline]]]
  ) {
    self.alignments = alignments
    self.header = header
    self.rows = rows
  }
}

import Arrays

/// A table in a text file: rows of cells, with names above them if it has such.
///
///     1.5, 2.5, setosa      three columns: two of numbers, one of text
///
/// Texts become whole numbers in the alphabetical order of all that stand in their column, and keep
/// their names.
public struct TextTable: Sendable {
  public struct Column: Sendable {
    public var name: String?
    /// What the whole numbers of a column of text stand for; `nil` of a column of numbers.
    public var labels: [String]?
    /// Whether every number is written as a whole one.
    public var isWhole = true
    public var missing = 0
    /// Where a cell of text stood among numbers.
    public var stray: (line: Int, text: String)?

    public init(
      name: String? = nil, labels: [String]? = nil, isWhole: Bool = true, missing: Int = 0
    ) {
      self.name = name
      self.labels = labels
      self.isWhole = isWhole
      self.missing = missing
    }
  }

  public var columns: [Column] = []
  public var rowCount = 0
  /// Row by row.
  public var values: [Double] = []

  /// A table without rows, to begin with.
  init() {}

  public init(columns: [Column], rowCount: Int, values: [Double]) {
    self.columns = columns
    self.rowCount = rowCount
    self.values = values
  }

  /// How a file is read.
  public struct Options: Sendable, Hashable {
    /// One character; `nil` for blanks, however many.
    public var delimiter: String?
    /// What begins a comment.
    public var comments: String? = "#"
    /// Lines at the beginning that are not looked at.
    public var skippedLines = 0
    /// Rows at the end that are left out.
    public var skippedRows = 0
    public var mostRows: Int?
    /// Whether the first line holds the columns' names.
    public var hasNames = false
    public var columns: [ColumnChoice]?
    /// Texts that stand for a number that is not there, besides those that always do.
    public var missing: [String] = []
    /// What stands for it in the array.
    public var filling = Double.nan
    /// What stands between a number's whole part and its decimals: a point, or a comma.
    public var decimal: String = "."
    /// Whether every cell has to be a number.
    public var isStrict = false

    public init() {}
  }

  public enum ColumnChoice: Sendable, Hashable {
    case index(Int)
    case name(String)
    /// All but the last.
    case inputs
  }

  /// Texts that stand for a number that is not there.
  static let missingWords: Set<String> = [
    "", "nan", "na", "n/a", "#n/a", "null", "none", "?", "-", ".",
  ]

  /// - Throws: `FormatFault` with the line at fault.
  public init(_ source: some ByteSource, _ options: Options) throws(FormatFault) {
    if source.count == 0 { throw .empty }
    var reader = try TextTableReader(options)
    var lines = TextLines(source)
    let lineCount = try lines.countLines()
    try lines.visit { line, number throws(FormatFault) in
      try reader.taking(line, number, of: lineCount)
    }
    self = try reader.finished()
  }

  /// The column's values.
  public func column(_ index: Int) -> [Double] {
    stride(from: index, to: values.count, by: max(columns.count, 1)).map { values[$0] }
  }
}

/// What came of a line.
enum LineOutcome {
  case isTaken
  /// No more are wanted.
  case isEnough
  /// A quotation is open at its end: the row goes on, on the next one.
  case goesOn
}

/// Cuts a file into lines, a stretch at a time.
private struct TextLines<Source: ByteSource> {
  private let source: Source
  private static var chunk: Int { 1 << 20 }
  private static var longest: Int { 1 << 26 }
  /// A mark that nobody closed would have all that follows read for every line.
  private static var mostLinesOfARow: Int { 200 }

  init(_ source: Source) { self.source = source }

  /// How many line feeds there are, and one.
  func countLines() throws(FormatFault) -> Int {
    var stream = PlainStream(source)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.chunk, alignment: 16)
    defer { buffer.deallocate() }
    var count = 1
    while case let got = try stream.read(into: buffer), got > 0 {
      var here = 0
      for byte in buffer[..<got] { here &+= byte == 10 ? 1 : 0 }
      count += here
    }
    return count
  }

  /// Hands on every line, with its number; several together where a quotation goes on.
  mutating func visit(
    _ body: (UnsafeBufferPointer<UInt8>, Int) throws(FormatFault) -> LineOutcome
  ) throws(FormatFault) {
    var stream = PlainStream(source)
    var buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 2 * Self.chunk)
    defer { buffer.deallocate() }
    var (filled, number, isFirst) = (0, 0, true)
    while true {
      if filled == buffer.count {
        guard buffer.count < Self.longest else { throw .lineTooLong(line: number + 1) }
        let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 2 * buffer.count)
        _ = larger.update(fromContentsOf: buffer)
        buffer.deallocate()
        buffer = larger
      }
      let rest = UnsafeMutableRawBufferPointer(
        UnsafeMutableBufferPointer(rebasing: buffer[filled...]))
      let got = try stream.read(into: rest)
      filled += got
      var start = 0
      if isFirst {
        isFirst = false
        let mark = Array(buffer[..<min(filled, 3)])
        if mark.starts(with: [0xff, 0xfe]) || mark.starts(with: [0xfe, 0xff]) { throw .utf16 }
        if mark == [0xef, 0xbb, 0xbf] { start = 3 }
      }
      let isEnd = got == 0
      // Where a line is looked for on, and how many it goes on over.
      var (end, inside) = (start, 0)
      while start < filled {
        while end < filled, buffer[end] != 10 {
          if buffer[end] == 0 { throw .binary(line: number + inside + 1) }
          end += 1
        }
        if end == filled, !isEnd { break }
        var last = end
        if last > start, buffer[last - 1] == 13 { last -= 1 }
        let line = UnsafeBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[start..<last]))
        switch try body(line, number + 1) {
        case .isEnough: return
        case .goesOn:
          inside += 1
          guard end < filled, inside < Self.mostLinesOfARow else {
            throw .openQuote(line: number + 1)
          }
          end += 1
        case .isTaken:
          number += inside + 1
          inside = 0
          start = min(end + 1, filled)
          if end == filled { break }
          end = start
        }
      }
      if isEnd { return }
      // What is left of the last line goes to the front.
      if start > 0 {
        for index in start..<filled { buffer[index - start] = buffer[index] }
        filled -= start
      }
    }
  }
}

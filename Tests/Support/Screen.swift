import System

/// A small terminal: takes the bytes that a program writes and holds what a person would see.
///
/// It knows cursor movement, erasing, inserting and deleting, scrolling and wrapping; colours and
/// titles are read over. What it does not know is kept in `unknown`, for a test to find empty.
public struct Screen: Sendable {
  public private(set) var columns: Int
  public private(set) var rows: Int
  public private(set) var cursor = (row: 0, column: 0)
  /// Rows that have left at the top, oldest first.
  public private(set) var scrolledOff: [String] = []
  public private(set) var unknown: [String] = []

  /// A cell holds a character; the second cell of a wide one holds an empty string.
  private var cells: [[String]]
  /// The last column is written and the next character goes to the next row.
  private var wrapPending = false
  private var saved = (row: 0, column: 0)
  private var state = State.text
  private var bytes: [UInt8] = []

  private enum State { case text, escape, control, command, charset }

  public init(columns: Int = 80, rows: Int = 24) {
    self.columns = columns
    self.rows = rows
    cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
  }

  /// The rows without the spaces at their ends.
  public var lines: [String] { cells.map { Self.trimmed($0.joined()) } }

  /// The rows down to the last that is not empty.
  public var text: String {
    var lines = lines
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  /// The row with the cursor.
  public var currentLine: String { lines[cursor.row] }

  public func contains(_ text: String) -> Bool { lines.contains { $0.contains(text) } }

  private static func trimmed(_ line: String) -> String {
    var line = Substring(line)
    while line.last == " " { line.removeLast() }
    return String(line)
  }

  /// Cuts off or adds at the right and the bottom; rows are not wrapped anew.
  public mutating func resize(columns: Int, rows: Int) {
    while cells.count > rows {
      if cursor.row >= rows || Self.trimmed(cells[cells.count - 1].joined()) != "" {
        scrolledOff.append(Self.trimmed(cells.removeFirst().joined()))
        cursor.row = max(0, cursor.row - 1)
      } else {
        cells.removeLast()
      }
    }
    cells = cells.map { row in
      Array(row.prefix(columns)) + Array(repeating: " ", count: max(0, columns - row.count))
    }
    while cells.count < rows { cells.append(Array(repeating: " ", count: columns)) }
    (self.columns, self.rows) = (columns, rows)
    cursor = (min(cursor.row, rows - 1), min(cursor.column, columns - 1))
    wrapPending = false
  }

  public mutating func write(_ output: some Sequence<UInt8>) {
    for byte in output { write(byte) }
  }

  public mutating func write(_ text: String) { write(Array(text.utf8)) }

  private mutating func write(_ byte: UInt8) {
    switch state {
    case .text: writeText(byte)
    case .escape: writeEscape(byte)
    case .charset: state = .text
    case .control:
      if (0x40...0x7E).contains(byte) {
        state = .text
        control(parameters: String(decoding: bytes, as: UTF8.self), final: byte)
        bytes = []
      } else {
        bytes.append(byte)
      }
    case .command:
      // Ends with BEL or with ESC \.
      if byte == 0x07 || (byte == 0x5C && bytes.last == 0x1B) {
        state = .text
        bytes = []
      } else {
        bytes.append(byte)
      }
    }
  }

  private mutating func writeText(_ byte: UInt8) {
    guard byte >= 0x20, byte != 0x7F else {
      bytes = []
      switch byte {
      case 0x07, 0x00, 0x7F: break
      case 0x08:
        cursor.column = max(0, cursor.column - 1)
        wrapPending = false
      case 0x09: cursor.column = min(columns - 1, (cursor.column / 8 + 1) * 8)
      case 0x0A, 0x0B, 0x0C: lineFeed()
      case 0x0D:
        cursor.column = 0
        wrapPending = false
      case 0x1B: state = .escape
      default: unknown.append("control \(byte)")
      }
      return
    }
    bytes.append(byte)
    let length = byte < 0x80 ? 1 : 0
    let first = bytes[0]
    let needed = length == 1 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
    if bytes.count >= needed {
      let character = String(decoding: bytes, as: UTF8.self)
      bytes = []
      put(character)
    }
  }

  private mutating func put(_ character: String) {
    guard let scalar = character.unicodeScalars.first else { return }
    let width = Self.width(scalar)
    if width == 0 {
      var column = wrapPending ? cursor.column : max(0, cursor.column - 1)
      if cells[cursor.row][column].isEmpty { column = max(0, column - 1) }
      cells[cursor.row][column] += character
      return
    }
    if wrapPending || cursor.column + width > columns {
      cursor.column = 0
      lineFeed()
      wrapPending = false
    }
    cells[cursor.row][cursor.column] = character
    if width == 2, cursor.column + 1 < columns { cells[cursor.row][cursor.column + 1] = "" }
    cursor.column += width
    if cursor.column >= columns {
      cursor.column = columns - 1
      wrapPending = true
    }
  }

  /// Good enough for what tests type.
  static func width(_ scalar: Unicode.Scalar) -> Int {
    if scalar.properties.generalCategory == .nonspacingMark || scalar == "\u{200D}" { return 0 }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
      0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  private mutating func lineFeed() {
    wrapPending = false
    if cursor.row + 1 < rows {
      cursor.row += 1
    } else {
      scrolledOff.append(Self.trimmed(cells.removeFirst().joined()))
      cells.append(Array(repeating: " ", count: columns))
    }
  }

  private mutating func writeEscape(_ byte: UInt8) {
    bytes = []
    state = .text
    switch byte {
    case UInt8(ascii: "["): state = .control
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"): state = .command
    case UInt8(ascii: "("), UInt8(ascii: ")"): state = .charset
    case UInt8(ascii: "7"): saved = cursor
    case UInt8(ascii: "8"): cursor = saved
    case UInt8(ascii: "D"): lineFeed()
    case UInt8(ascii: "E"):
      cursor.column = 0
      lineFeed()
    case UInt8(ascii: "M"): cursor.row = max(0, cursor.row - 1)
    case UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "\\"): break
    case UInt8(ascii: "c"): self = Screen(columns: columns, rows: rows)
    default: unknown.append("ESC \(byte)")
    }
  }

  private mutating func control(parameters: String, final: UInt8) {
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false)
      .map { Int($0) ?? 0 }
    let first = numbers.first ?? 0
    let count = max(1, first)
    if final != UInt8(ascii: "m") { wrapPending = false }
    switch Character(Unicode.Scalar(final)) {
    case "A": cursor.row = max(0, cursor.row - count)
    case "B": cursor.row = min(rows - 1, cursor.row + count)
    case "C": cursor.column = min(columns - 1, cursor.column + count)
    case "D": cursor.column = max(0, cursor.column - count)
    case "G": cursor.column = min(columns - 1, count - 1)
    case "d": cursor.row = min(rows - 1, count - 1)
    case "H", "f":
      let column = numbers.count > 1 ? max(1, numbers[1]) : 1
      cursor = (min(rows - 1, count - 1), min(columns - 1, column - 1))
    case "J": eraseDisplay(first)
    case "K": eraseLine(cursor.row, first)
    case "P":
      let removed = min(count, columns - cursor.column)
      cells[cursor.row].removeSubrange(cursor.column..<cursor.column + removed)
      cells[cursor.row] += Array(repeating: " ", count: removed)
    case "@":
      let added = min(count, columns - cursor.column)
      cells[cursor.row].insert(
        contentsOf: Array(repeating: " ", count: added), at: cursor.column)
      cells[cursor.row].removeLast(added)
    case "X":
      for column in cursor.column..<min(columns, cursor.column + count) {
        cells[cursor.row][column] = " "
      }
    case "L":
      for _ in 0..<min(count, rows - cursor.row) {
        cells.removeLast()
        cells.insert(Array(repeating: " ", count: columns), at: cursor.row)
      }
    case "M":
      for _ in 0..<min(count, rows - cursor.row) {
        cells.remove(at: cursor.row)
        cells.append(Array(repeating: " ", count: columns))
      }
    case "m", "h", "l", "r", "t", "n", "c": break
    default: unknown.append("CSI \(parameters) \(final)")
    }
  }

  private mutating func eraseDisplay(_ part: Int) {
    eraseLine(cursor.row, part)
    let others = part == 0 ? cursor.row + 1..<rows : part == 1 ? 0..<cursor.row : 0..<rows
    for row in others { eraseLine(row, 2) }
  }

  private mutating func eraseLine(_ row: Int, _ part: Int) {
    let range =
      part == 0 ? cursor.column..<columns : part == 1 ? 0..<cursor.column + 1 : 0..<columns
    for column in range { cells[row][column] = " " }
  }
}

import Arrays

/// Makes a table of lines.
struct TextTableReader {
  private let options: TextTable.Options
  private let delimiter: UInt8?
  private let comment: [UInt8]
  private let decimal: UInt8
  private let missing: Set<String>
  private var table = TextTable()
  private var allNames: [String] = []
  /// For each cell of a row, the column of the table that it goes to.
  private var places: [Int?] = []
  private var kinds: [Kind] = []
  private var cells: [Range<Int>] = []
  private var hasBegun = false
  /// The row that is being read, in the order of the table's columns.
  private var row: [Double] = []

  private enum Kind {
    case unknown, number
    /// Texts in the order in which they were met.
    case text([String: Int])
  }

  private static let mostLabels = 10_000

  init(_ options: TextTable.Options) throws(FormatFault) {
    self.options = options
    if let text = options.delimiter, text != " " {
      guard let byte = text.utf8.first, text.utf8.count == 1, byte < 0x80 else {
        throw .delimiter(text)
      }
      delimiter = byte
    } else {
      delimiter = nil
    }
    guard options.decimal == "." || options.decimal == "," else {
      throw .delimiter(options.decimal)
    }
    decimal = options.decimal.utf8.first ?? UInt8(ascii: ".")
    comment = Array((options.comments ?? "").utf8)
    missing = TextTable.missingWords.union(options.missing)
  }

  /// Takes a line.
  ///
  mutating func taking(
    _ line: UnsafeBufferPointer<UInt8>, _ number: Int, of lineCount: Int
  ) throws(FormatFault) -> LineOutcome {
    if number <= options.skippedLines { return .isTaken }
    if let most = options.mostRows, table.rowCount >= most { return .isEnough }
    do throws(FormatFault) {
      try take(line, number, lineCount)
    } catch {
      if case .openQuote = error { return .goesOn }
      throw error
    }
    return .isTaken
  }

  private mutating func take(
    _ line: UnsafeBufferPointer<UInt8>, _ number: Int, _ lineCount: Int
  ) throws(FormatFault) {
    var end = line.count
    let isHeader = options.hasNames && !hasBegun && allNames.isEmpty
    if isHeader {
      var start = 0
      while start < end, line[start] <= 32 || comment.contains(line[start]) { start += 1 }
      if start == end { return }
      let text = UnsafeBufferPointer(rebasing: line[start...])
      try cut(text, text.count, number)
      allNames = cells.map { Self.text(text, $0) }
      // As NumPy names what has no name: above the numbers of rows that pandas writes.
      var count = 0
      for place in allNames.indices where allNames[place].isEmpty {
        allNames[place] = "f\(count)"
        count += 1
      }
      return
    }
    // Between delimiters one may stand in a quotation.
    if !comment.isEmpty, delimiter == nil { end = commentStart(line) }
    var first = 0
    while first < end, line[first] <= 32 { first += 1 }
    if first == end || startsComment(line, first) { return }
    try cut(line, end, number)
    if !hasBegun { try begin(number, lineCount) }
    guard cells.count == places.count else {
      throw .cellCount(line: number, found: cells.count, expected: places.count)
    }
    for index in cells.indices {
      guard let place = places[index] else { continue }
      row[place] = try value(line, cells[index], cell: index, place, number)
    }
    table.values.append(contentsOf: row)
    table.rowCount += 1
  }

  private func commentStart(_ line: UnsafeBufferPointer<UInt8>) -> Int {
    var place = 0
    while place < line.count, !startsComment(line, place) { place += 1 }
    return place
  }

  private func startsComment(_ line: UnsafeBufferPointer<UInt8>, _ place: Int) -> Bool {
    guard let first = comment.first, line[place] == first else { return false }
    return place + comment.count <= line.count
      && comment.indices.allSatisfy { line[place + $0] == comment[$0] }
  }

  // MARK: Cells

  /// Finds the cells of a line, without the blanks and quotation marks around them.
  private mutating func cut(
    _ line: UnsafeBufferPointer<UInt8>, _ end: Int, _ number: Int
  ) throws(FormatFault) {
    cells.removeAll(keepingCapacity: true)
    var place = 0
    guard let delimiter else {
      while place < end {
        while place < end, line[place] <= 32 { place += 1 }
        if place == end { break }
        let start = place
        while place < end, line[place] > 32 { place += 1 }
        cells.append(start..<place)
      }
      return
    }
    var end = end
    // No line has a byte 0.
    let mark = comment.first ?? 0
    func isEnd(_ place: Int) -> Bool {
      line[place] == mark && startsComment(line, place)
    }
    while true {
      while place < end, line[place] == 32 || (line[place] == 9 && delimiter != 9) { place += 1 }
      var range: Range<Int>
      if place < end, line[place] == UInt8(ascii: "\"") {
        let start = place + 1
        place = start
        while place < end {
          if line[place] == UInt8(ascii: "\"") {
            // Two of them are one that belongs to the text.
            guard place + 1 < end, line[place + 1] == UInt8(ascii: "\"") else { break }
            place += 1
          }
          place += 1
        }
        guard place < end else { throw .openQuote(line: number) }
        range = start..<place
        place += 1
        while place < end, line[place] != delimiter {
          if isEnd(place) { end = place } else { place += 1 }
        }
      } else {
        let start = place
        while place < end, line[place] != delimiter {
          if isEnd(place) { end = place } else { place += 1 }
        }
        var last = place
        while last > start, line[last - 1] <= 32 { last -= 1 }
        range = start..<last
      }
      cells.append(range)
      guard place < end else { return }
      place += 1
    }
  }

  private static func text(_ line: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> String {
    let text = String(decoding: line[range], as: UTF8.self)
    return text.contains("\"\"") ? text.replacing("\"\"", with: "\"") : text
  }

  /// Knows the columns from the first row.
  private mutating func begin(_ number: Int, _ lineCount: Int) throws(FormatFault) {
    hasBegun = true
    let count = cells.count
    if options.hasNames, allNames.count != count {
      throw .cellCount(line: number, found: count, expected: allNames.count)
    }
    var wanted: [Int] = []
    for choice in options.columns ?? (0..<count).map({ .index($0) }) {
      switch choice {
      case .index(let index):
        let place = index < 0 ? index + count : index
        guard (0..<count).contains(place) else { throw .columnOutOfRange(index, count: count) }
        wanted.append(place)
      case .inputs: wanted += 0..<max(count - 1, 0)
      case .name(let name):
        guard let place = allNames.firstIndex(of: name) else {
          throw .noColumn(name, candidates: allNames)
        }
        wanted.append(place)
      }
    }
    places = Array(repeating: nil, count: count)
    for (place, index) in wanted.enumerated() {
      guard places[index] == nil else { throw .noColumn("\(index)", candidates: allNames) }
      places[index] = place
    }
    table.columns = wanted.map { TextTable.Column(name: allNames.isEmpty ? nil : allNames[$0]) }
    kinds = Array(repeating: .unknown, count: wanted.count)
    row = Array(repeating: 0, count: wanted.count)
    let rows = max(0, min(options.mostRows ?? .max, lineCount - number + 1))
    let (bytes, overflow) = rows.multipliedReportingOverflow(by: 8 * wanted.count)
    guard !overflow, MemoryAccount.hasRoom(for: bytes) else {
      throw .noRoom(bytes: overflow ? .max : bytes)
    }
    table.values.reserveCapacity(rows * wanted.count)
  }

  private mutating func value(
    _ line: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, cell: Int, _ place: Int,
    _ number: Int
  ) throws(FormatFault) -> Double {
    let bytes = UnsafeBufferPointer(rebasing: line[range])
    if case .text = kinds[place] { return try label(Self.text(line, range), cell, place, number) }
    // A number may stand for a missing one: -99.
    let isMissing = !options.missing.isEmpty && options.missing.contains(Self.text(line, range))
    guard !isMissing, let read = TextNumber.read(bytes, decimal: decimal) else {
      return try notNumber(Self.text(line, range), cell, place, number)
    }
    kinds[place] = .number
    if !read.isWhole { table.columns[place].isWhole = false }
    if read.value.isNaN { table.columns[place].missing += 1 }
    return read.value
  }

  private mutating func notNumber(
    _ text: String, _ cell: Int, _ place: Int, _ number: Int
  ) throws(FormatFault) -> Double {
    if options.isStrict {
      throw text.isEmpty
        ? .missingCell(line: number, column: cell + 1)
        : .notNumber(line: number, column: cell + 1, text: text)
    }
    if missing.contains(text) || missing.contains(text.lowercased()) {
      table.columns[place].missing += 1
      return options.filling
    }
    if case .unknown = kinds[place] { return try label(text, cell, place, number) }
    table.columns[place].missing += 1
    if table.columns[place].stray == nil { table.columns[place].stray = (number, text) }
    return options.filling
  }

  private mutating func label(
    _ text: String, _ cell: Int, _ place: Int, _ number: Int
  ) throws(FormatFault) -> Double {
    if text.isEmpty || options.missing.contains(text) {
      table.columns[place].missing += 1
      return .nan
    }
    var known: [String: Int] = [:]
    if case .text(let labels) = kinds[place] { known = labels }
    if let index = known[text] { return Double(index) }
    guard known.count < Self.mostLabels else {
      throw .tooManyLabels(line: number, column: cell + 1)
    }
    known[text] = known.count
    kinds[place] = .text(known)
    return Double(known.count - 1)
  }

  // MARK: The end

  mutating func finished() throws(FormatFault) -> TextTable {
    guard hasBegun, table.rowCount > 0 else { throw .noRows }
    let width = table.columns.count
    if options.skippedRows > 0 {
      let left = max(0, table.rowCount - options.skippedRows)
      guard left > 0 else { throw .noRows }
      table.values.removeLast((table.rowCount - left) * width)
      table.rowCount = left
    }
    for (place, kind) in kinds.enumerated() {
      guard case .text(let known) = kind else { continue }
      let labels = known.keys.sorted {
        $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
      }
      var order = Array(repeating: 0.0, count: known.count)
      for (index, label) in labels.enumerated() { order[known[label] ?? 0] = Double(index) }
      for index in stride(from: place, to: table.values.count, by: width)
      where !table.values[index].isNaN {
        table.values[index] = order[Int(table.values[index])]
      }
      table.columns[place].labels = labels
    }
    return table
  }
}

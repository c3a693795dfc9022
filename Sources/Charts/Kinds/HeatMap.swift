import Arrays
import Terminal

/// An array as coloured cells, row after row as it prints, with its numbers where they fit.
///
/// Values of both signs stand on a diverging scale around 0, others on a sequential one. Where there
/// is no room for all, a cell shows the mean of those that it stands for.
package struct HeatMap: Chart {
  package var title: Phrase
  /// Row after row; a 1-D array is one row.
  private let values: [Double]
  private let rows: Int
  private let columns: Int
  /// Whether numbers stand in the cells that have room for them; not in an image.
  package var hasNumbers: Bool

  /// What rows are called, and columns too where both are the same things; else their numbers stand
  /// beside them.
  package var names: [String]?
  /// What columns are called where they are other things than the rows.
  package var columnNames: [String]?
  /// What is to be known of all values, looked at once.
  private let range: Range

  /// - Precondition: as many values as rows times columns.
  package init(
    title: Phrase, values: [Double], rows: Int, columns: Int, hasNumbers: Bool = true,
    names: [String]? = nil, columnNames: [String]? = nil
  ) {
    precondition(values.count == rows * columns)
    self.title = title
    self.values = values
    self.rows = rows
    self.columns = columns
    self.names = names
    self.columnNames = columnNames
    self.hasNumbers = hasNumbers
    range = Range(values)
  }

  /// Rows of equal length.
  package init(
    title: Phrase, values: [[Double]], hasNumbers: Bool = true, names: [String]? = nil,
    columnNames: [String]? = nil
  ) {
    let columns = values.lazy.map { $0.count }.min() ?? 0
    self.init(
      title: title, values: values.flatMap { $0.prefix(columns) }, rows: values.count,
      columns: columns, hasNumbers: hasNumbers, names: names, columnNames: columnNames)
  }

  /// What the finite values are.
  private struct Range {
    var count = 0
    var low = Double.nan
    var high = Double.nan
    /// Where the first of the lowest is, and of the highest.
    var lowest = 0
    var highest = 0

    init(_ values: [Double]) {
      // Whoever waits no longer throws away what was found by then.
      try? Interruption.stretches(values.count) {
        for place in $0 where values[place].isFinite {
          let value = values[place]
          count += 1
          if !(value >= low) { (low, lowest) = (value, place) }
          if !(value <= high) { (high, highest) = (value, place) }
        }
      }
    }

    var scale: ColorScale { low < 0 && high > 0 ? .diverging : .sequential }

    var axis: Axis {
      if scale == .sequential { return Axis(low: low, high: high) }
      let most = max(low.magnitude, high.magnitude)
      return Axis(low: -most, high: most)
    }
  }

  package func draw(in drawing: inout Drawing) {
    let (axis, scale) = (range.axis, range.scale)
    var legend: [Drawing.LegendEntry] = []
    let hasBar = drawing.hasRoomForColorBar && range.count > 0
    if !hasBar, range.count > 0 {
      legend = [(axis.fraction(range.low), range.low), (axis.fraction(range.high), range.high)].map
      {
        .init(
          sample: .swatch(.scale(scale, $0.0 ?? .nan)), label: .verbatim(NumberText.short($0.1)))
      }
    }
    drawing.heading(title, legend: low(legend))
    guard columns > 0 else {
      drawing.note("no values")
      drawing.end = drawing.area.y
      return
    }
    let bar = hasBar ? drawing.takeColorBar(axis) : nil
    let grid = HeatGrid(
      rows: rows, columns: columns, names: names, columnNames: columnNames, in: drawing)
    let cells = shrunk(to: grid)
    let fractions = cells.flatMap { row in
      row.map { axis.fraction($0) ?? ($0.isNaN ? .nan : $0 > 0 ? 1 : 0) }
    }
    drawing.add(
      .field(
        .init(
          rectangle: grid.room, columns: grid.columns, rows: grid.rows, fractions: fractions,
          scale: scale)))
    grid.label(in: &drawing)
    if grid.rowStep > 1 || grid.columnStep > 1 {
      drawing.note(
        rangeText.map { "each cell: mean of \(grid.rowStep)×\(grid.columnStep) numbers (\($0))" }
          ?? "each cell: mean of \(grid.rowStep)×\(grid.columnStep) numbers")
    } else if hasNumbers {
      numbers(cells, fractions, scale, grid, in: &drawing)
    }
    drawing.end = grid.room.bottom
    if let bar { drawing.drawColorBar(scale, axis, x: bar, beside: grid.room) }
    drawing.note(Missing.values(values.count - range.count))
  }

  /// One entry where both ends are the same.
  private func low(_ legend: [Drawing.LegendEntry]) -> [Drawing.LegendEntry] {
    legend.count == 2 && legend[0].label == legend[1].label ? [legend[1]] : legend
  }

  /// Between which ends the numbers are that a shrunk picture stands for.
  private var rangeText: Phrase? {
    guard range.count > 0 else { return nil }
    let (low, high) = (NumberText.short(range.low), NumberText.short(range.high))
    return low == high ? nil : "\(low) to \(high)"
  }

  /// What each cell shows: the mean of its finite values; where there are none, the last value.
  private func shrunk(to grid: HeatGrid) -> [[Double]] {
    (0..<grid.rows).map { row in
      var means = Array(repeating: Double.nan, count: grid.columns)
      var counts = Array(repeating: 0.0, count: grid.columns)
      for row in (row * grid.rowStep)..<min((row + 1) * grid.rowStep, rows) {
        let start = row * columns
        for column in 0..<grid.columns {
          let end = min((column + 1) * grid.columnStep, columns)
          for value in values[(start + column * grid.columnStep)..<start + end] {
            guard value.isFinite else {
              if counts[column] == 0 { means[column] = value }
              continue
            }
            counts[column] += 1
            // A sum of the largest values would overflow, and so would a difference.
            means[column] =
              counts[column] == 1
              ? value
              : means[column] + (value / counts[column] - means[column] / counts[column])
          }
        }
      }
      return means
    }
  }

  private func numbers(
    _ cells: [[Double]], _ fractions: [Double], _ scale: ColorScale, _ grid: HeatGrid,
    in drawing: inout Drawing
  ) {
    // A space on both sides keeps a number apart from shades that look like signs.
    let side = drawing.size.isCells ? " " : ""
    let room = drawing.columns(in: grid.cellWidth) - (drawing.size.isCells ? 2 : 1)
    let fits = { (digits: Int) in
      cells.allSatisfy { $0.allSatisfy { NumberText.short($0, digits: digits).count <= room } }
    }
    guard grid.cellHeight >= drawing.size.lineHeight,
      let digits = [4, 3, 2, 1].first(where: fits)
    else { return }
    for (row, values) in cells.enumerated() {
      for (column, value) in values.enumerated() {
        drawing.text(
          side + NumberText.short(value, digits: digits) + side, grid.center(row, column), .middle,
          role: .value,
          ink: .onScale(scale, fractions[row * grid.columns + column]))
      }
    }
  }

  package var summary: [Phrase] {
    var lines: [Phrase] = [
      rows == 1 ? "\(title): 1 row of \(columns)." : "\(title): \(rows) rows of \(columns)."
    ]
    guard range.count > 0 else { return lines + ["No values that are numbers."] }
    func place(_ flat: Int) -> String { "[\(flat / columns), \(flat % columns)]" }
    lines.append(
      """
      Lowest \(NumberText.short(range.low, digits: 4)) at \(place(range.lowest)), \
      highest \(NumberText.short(range.high, digits: 4)) at \(place(range.highest)).
      """)
    if values.count <= 24 {
      for row in 0..<rows {
        let numbers = values[row * columns..<(row + 1) * columns]
          .map { NumberText.short($0, digits: 4) }.joined(separator: ", ")
        lines.append("Row \(rowName(row)): \(numbers).")
      }
    }
    return lines
  }

  private func rowName(_ row: Int) -> String {
    names.flatMap { $0.indices.contains(row) ? $0[row] : nil } ?? "\(row)"
  }

  private static let tableNames = ["row", "column", "value"]

  private func cells(at place: Int) -> [ChartTable.Cell] {
    [
      .number(Double(place / columns)), .number(Double(place % columns)), .number(values[place]),
    ]
  }

  package var table: ChartTable {
    ChartTable(Self.tableNames, rows: values.indices.map(cells))
  }

  package func csv(_ take: (String) throws -> Void) rethrows {
    try ChartTable(Self.tableNames).csv(take)
    for place in values.indices { try take(ChartTable.line(cells(at: place))) }
  }
}

/// The cells of a heat map in the room that is left, with the numbers of its rows and columns.
struct HeatGrid {
  var room: Scene.Rectangle
  var rows: Int
  var columns: Int
  /// How many values one cell stands for, each way.
  var rowStep: Int
  var columnStep: Int
  private let names: [String]?
  private let columnNames: [String]?
  var cellWidth: Double { room.width / Double(columns) }
  var cellHeight: Double { room.height / Double(rows) }

  /// Longer names are cut.
  private static let longestName = 12

  init(
    rows: Int, columns: Int, names: [String]? = nil, columnNames: [String]? = nil,
    in drawing: Drawing
  ) {
    let size = drawing.size
    let ownNames = columnNames ?? names
    self.columnNames = ownNames.flatMap { $0.count == columns ? $0 : nil }
    self.names = names.flatMap {
      $0.count == rows && (rows == columns || columnNames != nil) ? $0 : nil
    }
    let longest =
      self.names?.map { drawing.width(Self.short($0, Self.longestName, drawing)) }.max()
      ?? drawing.width(String(rows - 1))
    let labelWidth = longest + size.characterWidth
    var area = drawing.area
    area.x += labelWidth
    area.width = max(area.width - labelWidth, size.characterWidth)
    area.y += size.lineHeight
    area.height = max(area.height - size.lineHeight, size.isCells ? 4 : 8)
    // A terminal's cells are whole characters; a picture's at least three pixels.
    let unitX = size.isCells ? 2.0 : 3
    let unitY = size.isCells ? 4.0 : 3
    let mostColumns = max(Int(saturating: area.width / unitX), 1)
    let mostRows = max(Int(saturating: area.height / unitY), 1)
    columnStep = (columns + mostColumns - 1) / mostColumns
    rowStep = (rows + mostRows - 1) / mostRows
    self.columns = (columns + columnStep - 1) / columnStep
    self.rows = (rows + rowStep - 1) / rowStep
    let widest = size.isCells ? 24.0 : 150
    let highest = size.isCells ? 12.0 : 90
    var width = min(area.width / Double(self.columns), widest)
    var height = min(area.height / Double(self.rows), highest)
    if size.isCells {
      width = max((width / unitX).rounded(.down), 1) * unitX
      height = max((height / unitY).rounded(.down), 1) * unitY
    }
    room = .init(
      x: area.x, y: area.y, width: width * Double(self.columns),
      height: height * Double(self.rows))
  }

  func center(_ row: Int, _ column: Int) -> Scene.Point {
    .init(
      room.x + (Double(column) + 0.5) * cellWidth, room.y + (Double(row) + 0.5) * cellHeight)
  }

  /// A name in so many columns; where there is hardly room, letters tell more than a mark for what
  /// is left out.
  private static func short(_ name: String, _ columns: Int, _ drawing: Drawing) -> String {
    columns > 3 ? drawing.fit(name, columns) : String(name.prefix(columns))
  }

  /// The numbers of rows and columns, as many as stand apart.
  func label(in drawing: inout Drawing) {
    let size = drawing.size
    // A cut name stands for its column as long as two letters of it are left.
    let letters = max(2, drawing.columns(in: cellWidth) - 1)
    func columnName(_ column: Int) -> String {
      columnNames.map { Self.short($0[column * columnStep], letters, drawing) }
        ?? String(column * columnStep)
    }
    let widest =
      (columnNames == nil
        ? drawing.width(String(columns * columnStep))
        : (0..<columns).map { drawing.width(columnName($0)) }.max() ?? 0) + size.characterWidth
    let everyColumn = max(1, Int(saturating: (widest / cellWidth).rounded(.up)))
    let everyRow = max(1, Int(saturating: (size.lineHeight / cellHeight).rounded(.up)))
    for column in stride(from: 0, to: columns, by: everyColumn) {
      drawing.text(
        columnName(column),
        .init(center(0, column).x, room.y - size.lineHeight / 2), .middle, ink: .faint)
    }
    for row in stride(from: 0, to: rows, by: everyRow) {
      drawing.text(
        names.map { Self.short($0[row * rowStep], Self.longestName, drawing) }
          ?? String(row * rowStep),
        .init(room.x - (size.isCells ? 2 : size.characterWidth / 2), center(row, 0).y), .end,
        ink: .faint)
    }
  }
}

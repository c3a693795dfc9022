import Terminal

/// Several values over the same plane, each a small picture with its name, on one scale of colours.
package struct FieldGrid: Chart {
  package var title: Phrase
  package var xName: String
  package var yName: String
  package var fields: [(name: String, field: PlaneField)]
  /// Between which values they stay whatever is computed; nil where there is no end.
  package var bounds: ClosedRange<Double>?

  /// More would be too small to be told apart.
  private static let mostFields = 16

  package init(
    title: Phrase, xName: String, yName: String, fields: [(name: String, field: PlaneField)],
    bounds: ClosedRange<Double>? = nil
  ) {
    self.title = title
    self.xName = xName
    self.yName = yName
    self.fields = fields
    self.bounds = bounds
  }

  private var scale: FieldScale? { FieldScale(fields.flatMap(\.field.finite), bounds: bounds) }

  package func draw(in drawing: inout Drawing) {
    drawing.heading(title)
    guard let scale else {
      drawing.note("no values")
      return
    }
    let (colors, axis) = (scale.colors, scale.axis)
    let shown = fields.prefix(Self.mostFields)
    if shown.count < fields.count {
      drawing.note("the first \(shown.count) of \(fields.count) units")
    }
    drawing.note("across \(xName), up \(yName)")
    let bar = drawing.takeColorBar(axis)
    let grid = Self.grid(of: shown.count, in: drawing)
    let line = drawing.size.lineHeight
    let area = drawing.area
    let (width, height) = (
      area.width / Double(grid.columns), area.height / Double(grid.rows)
    )
    for (index, one) in shown.enumerated() {
      let (row, column) = (index / grid.columns, index % grid.columns)
      let gap = drawing.size.characterWidth
      let room = Scene.Rectangle(
        x: area.x + Double(column) * width, y: area.y + Double(row) * height + line,
        width: max(whole(width - gap, 2, drawing), 2),
        height: max(whole(height - line - (drawing.size.isCells ? 0 : gap), 4, drawing), 4))
      drawing.text(
        drawing.fit(one.name, drawing.columns(in: room.width)),
        .init(room.x, room.y - line / 2), .start, ink: .faint)
      let frame = Frame(
        room: room, x: one.field.axes.x, y: one.field.axes.y, isCells: drawing.size.isCells)
      one.field.fill(frame, colors, of: &drawing, scale.place)
      if !drawing.size.isCells {
        let middle = one.field.contours([axis.low + (axis.high - axis.low) / 2], in: frame)
        if !middle.isEmpty { drawing.add(.path(middle, .init(.text, width: 1))) }
      }
      drawing.note(one.field.missingNote)
    }
    if let bar { drawing.drawColorBar(colors, axis, x: bar, beside: area) }
  }

  /// A terminal's cells are whole characters.
  private func whole(_ length: Double, _ unit: Double, _ drawing: Drawing) -> Double {
    drawing.size.isCells ? (length / unit).rounded(.down) * unit : length
  }

  /// As many columns as make the pictures about square.
  private static func grid(of count: Int, in drawing: Drawing) -> (rows: Int, columns: Int) {
    let area = drawing.area
    let best = (1...max(count, 1)).max { size($0) < size($1) } ?? 1
    func size(_ columns: Int) -> Double {
      let rows = (count + columns - 1) / columns
      return min(
        area.width / Double(columns),
        area.height / Double(rows) - drawing.size.lineHeight)
    }
    return ((count + best - 1) / best, best)
  }

  package var summary: [Phrase] {
    var lines: [Phrase] = ["\(title): each over \(xName) and \(yName)."]
    for (name, field) in fields {
      guard let low = field.finite.min(), let high = field.finite.max() else {
        lines.append("\(name): no values that are numbers.")
        continue
      }
      lines.append("\(name): from \(NumberText.short(low)) to \(NumberText.short(high)).")
    }
    return lines
  }

  package var table: ChartTable {
    var table = ChartTable(["unit", xName, yName, "value"])
    for (name, field) in fields {
      let columns = PlaneField.centers(field.x, count: field.columns)
      let rows = PlaneField.centers(field.y, count: field.values.count)
      for (y, values) in zip(rows, field.values) {
        for (x, value) in zip(columns, values) {
          table.rows.append([.text(name), .number(x), .number(y), .number(value)])
        }
      }
    }
    return table
  }
}

import Terminal

/// A value over a plane of two parameters, such as the loss, with lines of equal value and the path
/// that training took.
package struct LandscapeChart: Chart {
  package var title: Phrase
  package var xName: String
  package var yName: String
  package var field: PlaneField
  /// Where training went, from its start.
  package var path: [(x: Double, y: Double)]
  /// How many lines of equal value.
  package var contourCount: Int

  package init(
    title: Phrase, xName: String, yName: String, field: PlaneField,
    path: [(x: Double, y: Double)] = [], contourCount: Int = 8
  ) {
    self.title = title
    self.xName = xName
    self.yName = yName
    self.field = field
    self.path = path
    self.contourCount = contourCount
  }

  package func draw(in drawing: inout Drawing) {
    let finite = field.finite
    let axis = Axis(low: finite.min() ?? .nan, high: finite.max() ?? .nan)
    var legend: [Drawing.LegendEntry] = []
    if path.count > 1 {
      legend = [
        .init(sample: .point(.circle, .accent), label: "start"),
        .init(sample: .point(.cross, .accent), label: "end"),
      ]
    }
    field.draw(
      title, (xName, yName), .sequential, axis, highest: finite.max(), legend: legend,
      nothing: "no values yet", in: &drawing
    ) { frame, drawing in
      // In a terminal the shades show the form; lines as well would hide the path.
      if !drawing.size.isCells, contourCount > 0 {
        let levels = (1...contourCount).map {
          axis.value(at: Double($0) / Double(contourCount + 1))
        }
        let lines = field.contours(levels, in: frame)
        if !lines.isEmpty { drawing.add(.path(lines, .init(.ground, width: 0.75))) }
      }
      drawPath(frame, in: &drawing)
    }
  }

  private func drawPath(_ frame: Frame, in drawing: inout Drawing) {
    var pieces: [[Scene.Point]] = []
    var piece: [Scene.Point] = []
    var outside = 0
    for step in path {
      if let point = frame.point(step.x, step.y), frame.contains(point) {
        piece.append(point)
      } else {
        outside += 1
        if !piece.isEmpty { pieces.append(piece) }
        piece = []
      }
    }
    if !piece.isEmpty { pieces.append(piece) }
    if outside > 0 {
      drawing.note(
        outside == 1
          ? "1 step of the path outside the picture"
          : "\(outside) steps of the path outside the picture")
    }
    guard let start = pieces.first?.first, let end = pieces.last?.last else { return }
    pieces = pieces.map { Thinning.near($0, distance: 0.5) }
    drawing.add(.path(pieces, .init(.ground, width: 4)))
    drawing.add(.path(pieces, .init(.accent, width: 2)))
    drawing.add(.points([start], .circle, .accent))
    drawing.add(.points([end], .cross, .accent))
  }

  package var summary: [Phrase] {
    var lines: [Phrase] = ["\(title): a landscape over \(xName) and \(yName)."]
    let ys = PlaneField.centers(field.y, count: field.values.count)
    var lowest: (value: Double, x: Double, y: Double)?
    for (row, y) in zip(field.values, ys) {
      for (value, x) in zip(row, PlaneField.centers(field.x, count: row.count))
      where value.isFinite && value < lowest?.value ?? .infinity {
        lowest = (value, x, y)
      }
    }
    if let lowest, let high = field.finite.max() {
      lines.append(
        """
        From \(NumberText.short(lowest.value, digits: 4)), lowest, at \(xName) \
        \(NumberText.short(lowest.x)) and \(yName) \(NumberText.short(lowest.y)), \
        to \(NumberText.short(high, digits: 4)).
        """)
    } else {
      lines.append("No values that are numbers.")
    }
    if let first = path.first, let last = path.last {
      func place(_ p: (x: Double, y: Double)) -> String {
        "(\(NumberText.short(p.x)), \(NumberText.short(p.y)))"
      }
      lines.append(
        path.count == 1
          ? "The path has 1 point, \(place(first))."
          : "The path of \(path.count) points goes from \(place(first)) to \(place(last)).")
    }
    return lines
  }

  package var table: ChartTable {
    var table = field.table(xName, yName, "value", points: [])
    for step in path {
      table.rows.append(["path", .number(step.x), .number(step.y), .text("")])
    }
    return table
  }
}

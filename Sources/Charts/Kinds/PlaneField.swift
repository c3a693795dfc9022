import Terminal

/// Values over a plane, which a boundary and a landscape draw the same way.
package struct PlaneField: Sendable, Equatable {
  package var x: ClosedRange<Double>
  package var y: ClosedRange<Double>
  /// Row after row from the lowest y; in a row from the lowest x. Each value belongs to the middle
  /// of its cell.
  package var values: [[Double]]

  package init(x: ClosedRange<Double>, y: ClosedRange<Double>, values: [[Double]]) {
    self.x = x
    self.y = y
    self.values = values
  }

  /// The middles of `count` cells over a range: where to evaluate a field.
  package static func centers(_ range: ClosedRange<Double>, count: Int) -> [Double] {
    (0..<max(count, 0)).map {
      let part = (Double($0) + 0.5) / Double(count)
      return range.lowerBound * (1 - part) + range.upperBound * part
    }
  }

  /// A range about some values, with a margin around them; -1...1 without any.
  package static func range(of values: some Sequence<Double>, margin: Double = 0.15)
    -> ClosedRange<Double>
  {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return -1...1 }
    let axis = Axis(low: low, high: high, margin: margin)
    return axis.low...axis.high
  }

  var columns: Int { values.map(\.count).min() ?? 0 }

  var finite: [Double] { values.flatMap { $0 }.filter(\.isFinite) }

  /// The axes of the plane, just as wide as it is.
  var axes: (x: Axis, y: Axis) {
    (
      Axis(low: x.lowerBound, high: x.upperBound), Axis(low: y.lowerBound, high: y.upperBound)
    )
  }

  /// Draws the plane with its heading, axes and colours, and what a chart has on it.
  ///
  /// - Parameters:
  ///   - highest: what the upper end of the colours stands for; in the legend where there is no room
  ///     for a bar of them.
  ///   - nothing: what to say where there are no values.
  func draw(
    _ title: Phrase, _ names: (x: String, y: String), _ scale: ColorScale, _ axis: Axis,
    highest: Double?, legend: [Drawing.LegendEntry], nothing: Phrase, in drawing: inout Drawing,
    _ content: (Frame, inout Drawing) -> Void
  ) {
    var legend = legend
    if !drawing.hasRoomForColorBar, let highest {
      legend.append(
        .init(sample: .swatch(.scale(scale, 1)), label: .verbatim(NumberText.short(highest))))
    }
    drawing.heading(title, legend: legend)
    let bar = drawing.takeColorBar(axis)
    let frame = drawing.frame(
      x: axes.x, y: axes.y, xName: .verbatim(names.x), yName: .verbatim(names.y), hasGrid: false)
    fill(frame, scale, of: &drawing) { axis.fraction($0) ?? ($0 == .infinity ? 1 : .nan) }
    drawing.note(missingNote)
    if columns == 0 { drawing.note(nothing) }
    content(frame, &drawing)
    if let bar { drawing.drawColorBar(scale, axis, x: bar, beside: frame.room) }
  }

  /// Fills a frame with the field's colours.
  ///
  /// - Parameter place: the place on the scale of a value.
  func fill(
    _ frame: Frame, _ scale: ColorScale, of drawing: inout Drawing, _ place: (Double) -> Double
  ) {
    guard columns > 0 else { return }
    let fractions = values.reversed().flatMap { $0.prefix(columns).map(place) }
    drawing.add(
      .field(
        .init(
          rectangle: frame.room, columns: columns, rows: values.count, fractions: fractions,
          scale: scale)))
  }

  /// The lines where the field has some values.
  func contours(_ levels: [Double], in frame: Frame) -> [[Scene.Point]] {
    guard columns > 1, values.count > 1 else { return [] }
    let room = frame.room
    let (width, height) = (room.width / Double(columns), room.height / Double(values.count))
    return levels.flatMap { level in
      Contour.pieces(values, level: level) { column, row in
        .init(room.x + (column + 0.5) * width, room.bottom - (row + 0.5) * height)
      }
    }
  }

  var missingNote: Phrase {
    let missing = values.reduce(0) { $0 + $1.count } - finite.count
    return missing == 0
      ? "" : missing == 1 ? "1 cell not finite" : "\(missing) cells not finite"
  }
}

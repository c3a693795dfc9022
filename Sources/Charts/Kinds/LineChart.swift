/// Values by number, such as the loss by epoch: several lines over one pair of axes.
///
/// Not numbers leave gaps, infinities a mark at the edge; a million values are thinned so that no
/// spike is lost.
package struct LineChart: Chart {
  package struct Series: Sendable, Equatable {
    package var name: String
    package var x: [Double]
    package var y: [Double]

    package init(_ name: String, x: [Double], y: [Double]) {
      self.name = name
      self.x = x
      self.y = y
    }

    /// Values at whole numbers, such as epochs, counted from `start`.
    package init(_ name: String, _ values: [Double], from start: Int = 1) {
      self.init(name, x: values.indices.map { Double(start + $0) }, y: values)
    }
  }

  /// An upright line at a place, such as an epoch at which something was changed.
  package struct Marker: Sendable, Equatable {
    package var x: Double
    package var label: String

    package init(_ x: Double, _ label: String = "") {
      self.x = x
      self.label = label
    }
  }

  package var title: String
  package var xName: String
  package var yName: String
  package var series: [Series]
  package var isLogarithmic: Bool
  package var markers: [Marker]
  /// Whether there is nothing between the whole numbers on the level axis.
  package var hasWholeX: Bool

  package init(
    title: String, xName: String = "epoch", yName: String = "", series: [Series],
    isLogarithmic: Bool = false, markers: [Marker] = [], hasWholeX: Bool = true
  ) {
    self.title = title
    self.xName = xName
    self.yName = yName
    self.series = series
    self.isLogarithmic = isLogarithmic
    self.markers = markers
    self.hasWholeX = hasWholeX
  }

  package func draw(in drawing: inout Drawing) {
    let legend = series.enumerated().map { index, series in
      Drawing.LegendEntry(sample: .line(Self.stroke(index)), label: series.name)
    }
    drawing.heading(title, legend: legend.count > 1 || series.first?.name != title ? legend : [])
    let drawn = series.flatMap { zip($0.x, $0.y).filter { isDrawn($0, $1) } }
    if drawn.isEmpty { drawing.note(emptyReason) }
    let ys = drawn.map(\.1)
    // What is marked at the edge has its place across as well.
    let xs = series.flatMap { zip($0.x, $0.y).filter { isDrawn($0, $1) || isMarked($0, $1) } }
      .map(\.0)
    let frame = drawing.frame(
      x: Axis(low: xs.min() ?? .nan, high: xs.max() ?? .nan, isWhole: hasWholeX),
      y: Axis(
        low: ys.min() ?? .nan, high: ys.max() ?? .nan, isLogarithmic: isLogarithmic,
        startsAtZero: true),
      xName: xName, yName: yName)
    drawMarkers(frame, in: &drawing)
    // The first line last, so that it is whole where lines meet.
    for (index, series) in series.enumerated().reversed() {
      draw(series, Self.stroke(index), frame, in: &drawing)
    }
    noteWhatIsMissing(in: &drawing)
  }

  static func stroke(_ index: Int) -> Scene.Stroke {
    .init(.series(index), width: 2, dash: .ofSeries(index))
  }

  private var emptyReason: String {
    series.allSatisfy({ $0.y.isEmpty }) ? "no values yet" : "no value that can be drawn"
  }

  private func isDrawn(_ x: Double, _ y: Double) -> Bool {
    x.isFinite && y.isFinite && (!isLogarithmic || y > 0)
  }

  /// Whether there is a mark at the edge for it.
  private func isMarked(_ x: Double, _ y: Double) -> Bool { x.isFinite && y.isInfinite }

  private func draw(
    _ series: Series, _ stroke: Scene.Stroke, _ frame: Frame, in drawing: inout Drawing
  ) {
    // Half a unit: a pixel of the PNG, and finer than a terminal's dot.
    let columnWidth = drawing.size.isCells ? 1.0 : 0.5
    var pieces: [[Scene.Point]] = []
    var piece: [Scene.Point] = []
    var seen: Set<Scene.Point> = []
    func finish() {
      if piece.isEmpty { return }
      let thin = Thinning.thin(piece, columnWidth: columnWidth)
      piece.removeAll(keepingCapacity: true)
      // A line full of gaps: pieces where something is drawn already add nothing.
      if thin.count <= 2 {
        let places = thin.map {
          Scene.Point(($0.x * 2).rounded(.down), ($0.y * 2).rounded(.down))
        }
        if places.allSatisfy(seen.contains) { return }
        seen.formUnion(places)
      }
      pieces.append(thin)
    }
    var edges: Set<Scene.Point> = []
    for (x, y) in zip(series.x, series.y) {
      if let point = frame.point(x, y) {
        piece.append(point)
      } else {
        finish()
        if isMarked(x, y), let u = frame.x.fraction(x) {
          let inset = drawing.size.isCells ? 0.5 : 5
          let edge = y > 0 ? frame.room.y + inset : frame.room.bottom - inset
          edges.insert(.init(frame.horizontal(u).rounded(), edge))
        }
      }
    }
    finish()
    let lines = pieces.filter { $0.count > 1 }
    if !lines.isEmpty { drawing.add(.path(lines, stroke)) }
    // A value alone between gaps would be too small a dot in a picture.
    let alone = pieces.filter { $0.count == 1 }
    let width = drawing.size.isCells ? stroke.width : 6
    if !alone.isEmpty {
      drawing.add(.path(alone, .init(stroke.ink, width: width, dash: stroke.dash)))
    }
    for (isAbove, shape) in [(true, Scene.Shape.triangle), (false, .downward)] {
      let places = edges.filter { ($0.y < frame.room.center.y) == isAbove }
      if !places.isEmpty {
        drawing.add(.points(places.sorted { $0.x < $1.x }, shape, stroke.ink))
      }
    }
  }

  private func drawMarkers(_ frame: Frame, in drawing: inout Drawing) {
    var next = -Double.infinity
    for marker in markers.sorted(by: { $0.x < $1.x }) {
      guard let u = frame.x.fraction(marker.x), (0...1).contains(u) else { continue }
      let x = frame.horizontal(u)
      let room = frame.room
      let top = drawing.size.isCells ? room.y + 2 : room.y
      let bottom = drawing.size.isCells ? room.bottom - 2 : room.bottom
      drawing.add(.rule(from: .init(x, top), to: .init(x, bottom), ink: .faint))
      let gap = drawing.size.isCells ? 4 : drawing.size.characterWidth
      let width = drawing.width(marker.label)
      if x + gap < next { continue }
      if x + gap + width <= room.right {
        drawing.text(
          marker.label, .init(x + gap, room.y + drawing.size.lineHeight / 2), ink: .faint)
        next = x + gap + width
      }
    }
  }

  private func noteWhatIsMissing(in drawing: inout Drawing) {
    var (notNumbers, infinite, low) = (0, 0, 0)
    for series in series {
      for (x, y) in zip(series.x, series.y) {
        if y.isNaN || !x.isFinite {
          notNumbers += 1
        } else if y.isInfinite {
          infinite += 1
        } else if isLogarithmic, y <= 0 {
          low += 1
        }
      }
    }
    if notNumbers > 0 {
      drawing.note("\(NumberText.count(notNumbers, "gap")) for nan")
    }
    if infinite > 0 {
      drawing.note("\(NumberText.count(infinite, "infinite value")) marked at the edge")
    }
    if low > 0 {
      drawing.note("\(NumberText.count(low, "value")) not above 0: no place on a log axis")
    }
  }

  // MARK: - Words and values

  package var summary: [String] {
    var lines = ["\(title): " + (isLogarithmic ? "lines on a logarithmic axis." : "lines.")]
    if series.isEmpty { lines.append("No values yet.") }
    for series in series { lines.append(Self.summary(of: series, xName)) }
    for marker in markers where !marker.label.isEmpty {
      lines.append("At \(xName) \(NumberText.short(marker.x, digits: 7)): \(marker.label).")
    }
    return lines
  }

  private static func summary(of series: Series, _ xName: String) -> String {
    let pairs = Array(zip(series.x, series.y))
    let finite = pairs.filter { $0.1.isFinite }
    guard let first = finite.first, let last = finite.last else {
      return "\(series.name): "
        + (pairs.isEmpty
          ? "no values yet." : "\(NumberText.count(pairs.count, "value")), none a number.")
    }
    func place(_ pair: (Double, Double)) -> String {
      "\(NumberText.short(pair.1, digits: 4)) at \(xName) \(NumberText.short(pair.0, digits: 7))"
    }
    let lowest = finite.reduce(first) { $1.1 < $0.1 ? $1 : $0 }
    let highest = finite.reduce(first) { $1.1 > $0.1 ? $1 : $0 }
    var text = "\(series.name): \(NumberText.count(pairs.count, "value")), "
    if finite.count == 1 {
      text += place(first) + "."
    } else if lowest.1 == highest.1 {
      text += "all \(NumberText.short(first.1, digits: 4))."
    } else {
      text += "first \(place(first)), last \(place(last)), lowest \(place(lowest)), "
      text += "highest \(place(highest)); \(trend(finite.map(\.1)))."
    }
    let missing = pairs.count - finite.count
    if missing > 0 { text += " \(NumberText.count(missing, "value")) not finite." }
    return text
  }

  /// What a line does from its start to its end.
  static func trend(_ values: [Double]) -> String {
    guard let first = values.first, let last = values.last, let low = values.min(),
      let high = values.max(), low < high
    else { return "level" }
    let steps = zip(values, values.dropFirst())
    if steps.allSatisfy({ $0 >= $1 }) { return "falling all the way" }
    if steps.allSatisfy({ $0 <= $1 }) { return "rising all the way" }
    let change =
      Axis.fraction(last, from: low, to: high) - Axis.fraction(first, from: low, to: high)
    if change < -0.1 { return "falling, with rises between" }
    if change > 0.1 { return "rising, with falls between" }
    return "ending about where it began"
  }

  package var table: ChartTable {
    var table = ChartTable(["series", xName, yName.isEmpty ? "value" : yName])
    for series in series {
      for (x, y) in zip(series.x, series.y) {
        table.rows.append([.text(series.name), .number(x), .number(y)])
      }
    }
    return table
  }
}

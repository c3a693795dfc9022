import Terminal

/// Values by number, such as the loss by epoch: several lines over one pair of axes.
///
/// Not numbers leave gaps, infinities a mark at the edge; a million values are thinned so that no
/// spike is lost.
package struct LineChart: Chart {
  package struct Series: Sendable, Equatable {
    package var name: Phrase
    package var x: [Double]
    package var y: [Double]

    package init(_ name: Phrase, x: [Double], y: [Double]) {
      self.name = name
      self.x = x
      self.y = y
    }

    /// Values at whole numbers, such as epochs, counted from `start`.
    package init(_ name: Phrase, _ values: [Double], from start: Int = 1) {
      self.init(name, x: values.indices.map { Double(start + $0) }, y: values)
    }
  }

  /// An upright line at a place, such as an epoch at which something was changed.
  package struct Marker: Sendable, Equatable {
    package var x: Double
    package var label: Phrase

    package init(_ x: Double, _ label: Phrase = "") {
      self.x = x
      self.label = label
    }
  }

  /// A level line, such as what the best constant answer would cost.
  package struct Level: Sendable, Equatable {
    package var y: Double
    package var label: Phrase

    package init(_ y: Double, _ label: Phrase) {
      self.y = y
      self.label = label
    }
  }

  package var title: Phrase
  package var xName: Phrase
  package var yName: Phrase
  /// What the values are, where their name alone would mislead.
  package var meaning: Phrase?
  package var series: [Series]
  package var isLogarithmic: Bool
  package var markers: [Marker]
  package var levels: [Level]
  /// Whether there is nothing between the whole numbers on the level axis.
  package var hasWholeX: Bool
  package var hasLogarithmicX: Bool

  package init(
    title: Phrase, xName: Phrase = "epoch", yName: Phrase = "", series: [Series],
    isLogarithmic: Bool = false, markers: [Marker] = [], levels: [Level] = [],
    hasWholeX: Bool = true, hasLogarithmicX: Bool = false
  ) {
    self.title = title
    self.xName = xName
    self.yName = yName
    self.series = series
    self.isLogarithmic = isLogarithmic
    self.markers = markers
    self.levels = levels
    self.hasWholeX = hasWholeX
    self.hasLogarithmicX = hasLogarithmicX
  }

  package func draw(in drawing: inout Drawing) {
    let legend = series.enumerated().map { index, series in
      Drawing.LegendEntry(sample: .line(Self.stroke(index)), label: series.name)
    }
    drawing.heading(
      isLogarithmic ? "\(title), logarithmic" : title,
      legend: legend.count > 1 || series.first?.name != title ? legend : [])
    let extent = Extent(self)
    if !extent.hasValues { drawing.note(emptyReason) }
    let frame = drawing.frame(
      x: Axis(
        low: extent.left, high: extent.right, isLogarithmic: hasLogarithmicX, isWhole: hasWholeX),
      y: uprightAxis(extent), xName: xName,
      yName: meaning.map { "\(yName), \($0)" } ?? yName)
    drawLevels(frame, in: &drawing)
    drawMarkers(markers + LineCourse.markers(of: series), frame, in: &drawing)
    // The first line last, so that it is whole where lines meet.
    for (index, series) in series.enumerated().reversed() {
      draw(series, Self.stroke(index), frame, in: &drawing)
    }
    noteWhatIsMissing(in: &drawing)
  }

  /// How far the values reach that can be drawn. What is no number has its place across as well: what
  /// came after it began is to be seen.
  private struct Extent {
    var left = Double.nan
    var right = Double.nan
    var low = Double.nan
    var high = Double.nan

    var hasValues: Bool { !low.isNaN }

    init(_ chart: LineChart) {
      for series in chart.series {
        for index in 0..<min(series.x.count, series.y.count) {
          let (x, y) = (series.x[index], series.y[index])
          guard x.isFinite, x > 0 || !chart.hasLogarithmicX else { continue }
          if !(x >= left) { left = x }
          if !(x <= right) { right = x }
          guard y.isFinite, y > 0 || !chart.isLogarithmic else { continue }
          if !(y >= low) { low = y }
          if !(y <= high) { high = y }
        }
      }
    }
  }

  private func uprightAxis(_ extent: Extent) -> Axis {
    var (low, high) = (extent.low, extent.high)
    // A level has its place where the lines come near it, and they are flat beside it if they are.
    for level in levels where level.y.isFinite && (level.y > 0 || !isLogarithmic) {
      let reach = 2 * max(high - low, high.magnitude * LineCourse.flat)
      if level.y >= low - reach, level.y <= high + reach {
        (low, high) = (min(low, level.y), max(high, level.y))
      }
    }
    if !levels.isEmpty, !isLogarithmic, low > 0, high - low < high * 0.02 { low = 0 }
    return Axis(low: low, high: high, isLogarithmic: isLogarithmic, startsAtZero: true)
  }

  private func drawLevels(_ frame: Frame, in drawing: inout Drawing) {
    for level in levels {
      guard let part = frame.y.fraction(level.y), (0...1).contains(part) else { continue }
      let y = frame.vertical(part)
      let inset = drawing.size.isCells ? 0.5 : 0
      drawing.add(
        .path(
          [[.init(frame.room.x + inset, y), .init(frame.room.right - inset, y)]],
          .init(.faint, width: 1, dash: .dotted)))
      let label = drawing.say(level.label)
      let line = drawing.size.lineHeight
      guard drawing.width(label) < frame.room.width * 0.7 else { continue }
      // Below the line, at the end where a falling curve is not; of a terminal's rows in the next one,
      // so that the line is not interrupted.
      let (middle, step) =
        drawing.size.isCells
        ? (((y / line).rounded(.down) + 0.5) * line, line) : (y, line * 0.75)
      let below = middle + step
      let place = below + line / 2 <= frame.room.bottom ? below : middle - step
      drawing.text(
        label, .init(frame.room.right - drawing.size.characterWidth, place), .end, ink: .faint)
    }
  }

  static func stroke(_ index: Int) -> Scene.Stroke {
    .init(.series(index), width: 2, dash: .ofSeries(index))
  }

  private var emptyReason: Phrase {
    series.allSatisfy({ $0.y.isEmpty }) ? "no values yet" : "no value that can be drawn"
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

  private func drawMarkers(
    _ markers: [Marker], _ frame: Frame, in drawing: inout Drawing
  ) {
    var next = -Double.infinity
    // Below what is infinite, which has its marks at the upper edge.
    let hasEdge = series.contains { $0.y.contains(.infinity) }
    let edge = hasEdge ? drawing.size.isCells ? drawing.size.lineHeight : 12 : 0
    for marker in markers.sorted(by: { $0.x < $1.x }) {
      guard let u = frame.x.fraction(marker.x), (0...1).contains(u) else { continue }
      let x = frame.horizontal(u)
      let room = frame.room
      let top = drawing.size.isCells ? room.y + 2 : room.y
      let bottom = drawing.size.isCells ? room.bottom - 2 : room.bottom
      drawing.add(.rule(from: .init(x, top), to: .init(x, bottom), ink: .faint))
      let gap = drawing.size.isCells ? 4 : drawing.size.characterWidth
      let label = drawing.say(marker.label)
      let width = drawing.width(label)
      if x + gap < next { continue }
      if x + gap + width <= room.right {
        drawing.text(
          label, .init(x + gap, room.y + edge + drawing.size.lineHeight / 2), ink: .faint)
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
      drawing.note(notNumbers == 1 ? "1 gap for nan" : "\(notNumbers) gaps for nan")
    }
    if infinite > 0 {
      drawing.note(
        infinite == 1
          ? "1 infinite value marked at the edge"
          : "\(infinite) infinite values marked at the edge")
    }
    if low > 0 {
      drawing.note(
        low == 1
          ? "1 value not above 0: no place on a log axis"
          : "\(low) values not above 0: no place on a log axis")
    }
  }

  // MARK: - Words and values

  package var caption: Phrase? {
    let courses = series.prefix(Self.mostCaptions).compactMap { course(of: $0).caption(xName) }
    return courses.isEmpty ? nil : Phrase(courses, separator: " ")
  }

  /// The courses of more lines would be longer than a picture is high.
  private static let mostCaptions = 3

  private func course(of series: Series) -> LineCourse {
    LineCourse(series, isLogarithmic: isLogarithmic)
  }

  package var summary: [Phrase] {
    var lines: [Phrase] = [
      isLogarithmic ? "\(title): lines on a logarithmic axis." : "\(title): lines."
    ]
    if series.isEmpty { lines.append("No values yet.") }
    for series in series {
      if let caption = course(of: series).caption(xName) { lines.append(caption) }
      lines.append(Self.extremes(of: series, xName))
    }
    if let meaning { lines.append("\(yName): \(meaning).") }
    for level in levels { lines.append("\(level.label).") }
    for marker in markers where !marker.label.isEmpty {
      lines.append("At \(xName) \(NumberText.short(marker.x, digits: 7)): \(marker.label).")
    }
    return lines
  }

  private static func extremes(of series: Series, _ xName: Phrase) -> Phrase {
    let pairs = Array(zip(series.x, series.y))
    let finite = pairs.filter { $0.1.isFinite }
    let count = pairs.count
    guard let first = finite.first, let last = finite.last else {
      return count == 0
        ? "\(series.name): no values yet."
        : count == 1
          ? "\(series.name): 1 value, none a number."
          : "\(series.name): \(count) values, none a number."
    }
    func place(_ pair: (Double, Double)) -> Phrase {
      "\(NumberText.short(pair.1, digits: 4)) at \(xName) \(NumberText.short(pair.0, digits: 7))"
    }
    let missing = Missing.values(count - finite.count)
    let lowest = finite.reduce(first) { $1.1 < $0.1 ? $1 : $0 }
    let highest = finite.reduce(first) { $1.1 > $0.1 ? $1 : $0 }
    var text: Phrase
    if finite.count == 1 {
      text =
        count == 1
        ? "\(series.name): 1 value, \(place(first))."
        : "\(series.name): \(count) values, \(place(first))."
    } else if lowest.1 == highest.1 {
      text = "\(series.name): \(count) values, all \(NumberText.short(first.1, digits: 4))."
    } else {
      text = """
        \(series.name): \(count) values, first \(place(first)), last \(place(last)), \
        lowest \(place(lowest)), highest \(place(highest)).
        """
    }
    if !missing.isEmpty { text = Phrase([text, "\(missing)."], separator: " ") }
    return text
  }

  package var table: ChartTable {
    var table = ChartTable([
      "series", xName.english, yName.isEmpty ? "value" : yName.english,
    ])
    for series in series {
      for (x, y) in zip(series.x, series.y) {
        table.rows.append([.text(series.name.english), .number(x), .number(y)])
      }
    }
    return table
  }
}

import Terminal

/// Points of classes in a plane, such as the examples as two hidden units see them, with the lines
/// that part them.
package struct ScatterChart: Chart {
  /// Where a·x + b·y + c = 0, such as where an output unit changes its mind.
  package struct Line: Sendable, Equatable {
    package var a: Double
    package var b: Double
    package var c: Double

    package init(a: Double, b: Double, c: Double) {
      self.a = a
      self.b = b
      self.c = c
    }
  }

  package var title: Phrase
  package var xName: String
  package var yName: String
  package var points: [ClassPoint]
  package var classNames: [String]
  package var lines: [Line]

  package init(
    title: Phrase, xName: String, yName: String, points: [ClassPoint], classNames: [String] = [],
    lines: [Line] = []
  ) {
    self.title = title
    self.xName = xName
    self.yName = yName
    self.points = points
    self.classNames = classNames
    self.lines = lines
  }

  private var cloud: PointCloud { PointCloud(points: points, names: classNames) }

  package func draw(in drawing: inout Drawing) {
    drawing.heading(title, legend: cloud.legend)
    let x = PlaneField.range(of: points.map(\.x), margin: 0.08)
    let y = PlaneField.range(of: points.map(\.y), margin: 0.08)
    let frame = drawing.frame(
      x: Axis(low: x.lowerBound, high: x.upperBound),
      y: Axis(low: y.lowerBound, high: y.upperBound), xName: .verbatim(xName),
      yName: .verbatim(yName))
    let drawn = lines.compactMap { Self.ends(of: $0, x, y) }.map { ends in
      ends.compactMap { frame.point($0.0, $0.1) }
    }
    if !drawn.isEmpty { drawing.add(.path(drawn, .init(.text, width: 2, dash: .dashed))) }
    if drawn.count < lines.count {
      let outside = lines.count - drawn.count
      drawing.note(
        outside == 1 ? "1 line outside the picture" : "\(outside) lines outside the picture")
    }
    if points.isEmpty { drawing.note("no points yet") }
    cloud.draw(in: frame, of: &drawing)
  }

  /// Where a line meets the sides of a rectangle; nil where it misses it.
  static func ends(
    of line: Line, _ x: ClosedRange<Double>, _ y: ClosedRange<Double>
  ) -> [(Double, Double)]? {
    var ends: [(Double, Double)] = []
    func add(_ u: Double, _ v: Double) {
      let isInside =
        u >= x.lowerBound && u <= x.upperBound && v >= y.lowerBound && v <= y.upperBound
      if isInside, !ends.contains(where: { $0 == (u, v) }) { ends.append((u, v)) }
    }
    for u in [x.lowerBound, x.upperBound] where line.b != 0 {
      add(u, -(line.a * u + line.c) / line.b)
    }
    for v in [y.lowerBound, y.upperBound] where line.a != 0 {
      add(-(line.b * v + line.c) / line.a, v)
    }
    return ends.count >= 2 ? Array(ends.prefix(2)) : nil
  }

  package var summary: [Phrase] {
    var summary: [Phrase] = ["\(title): points over \(xName) and \(yName)."]
    if points.isEmpty { summary.append("No points yet.") }
    summary += cloud.summary
    for line in lines {
      var sides: [Phrase] = []
      for index in cloud.classes {
        let own = points.filter { $0.classIndex == index }
        let above = own.filter { line.a * $0.x + line.b * $0.y + line.c > 0 }.count
        sides.append("\(above) of \(own.count) of \(cloud.name(index))")
      }
      if !sides.isEmpty {
        summary.append("On the line's positive side: \(Phrase(sides)).")
      }
    }
    return summary
  }

  package var table: ChartTable {
    let hasParts = points.contains(where: \.isHeldOut)
    return ChartTable(
      [xName, yName, "class"] + (hasParts ? ["part"] : []),
      rows: points.map {
        [.number($0.x), .number($0.y), .text(cloud.name($0.classIndex).english)]
          + (hasParts ? [$0.isHeldOut ? "held out" : "trained on"] : [])
      })
  }
}

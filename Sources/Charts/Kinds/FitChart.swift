import Arrays
import Terminal

/// What a network predicts over its one input, as lines, with the examples as points.
package struct FitChart: Chart {
  package var title: Phrase
  package var xName: String
  package var yName: String
  /// The predictions, a line for each output.
  package var lines: [LineChart.Series]
  /// The targets, with the number of the output that they are for.
  package var points: [ClassPoint]
  /// What the points of each output are called.
  package var pointNames: [String]
  /// What each point is off by from what is predicted there.
  package var residuals: [Residual]

  /// From a prediction to its target.
  package struct Residual: Sendable, Equatable {
    package var x: Double
    package var prediction: Double
    package var target: Double

    package init(x: Double, prediction: Double, target: Double) {
      self.x = x
      self.prediction = prediction
      self.target = target
    }

    var size: Double { (target - prediction).magnitude }
  }

  /// More would be a surface of lines.
  private static let mostResiduals = 120

  package init(
    title: Phrase, xName: String, yName: String, lines: [LineChart.Series], points: [ClassPoint],
    pointNames: [String], residuals: [Residual] = []
  ) {
    self.residuals = residuals
    self.title = title
    self.xName = xName
    self.yName = yName
    self.lines = lines
    self.points = points
    self.pointNames = pointNames
  }

  private var cloud: PointCloud { PointCloud(points: points, names: pointNames) }

  /// Points and line of an output are told apart by their colours, too.
  private func stroke(_ index: Int) -> Scene.Stroke {
    .init(lines.count == 1 ? .series(0) : PointCloud.ink(index), width: 2, dash: .ofSeries(index))
  }

  package func draw(in drawing: inout Drawing) {
    drawing.heading(
      title,
      legend: lines.indices.map { .init(sample: .line(stroke($0)), label: lines[$0].name) }
        + cloud.legend(of: cloud.classes))
    let x = PlaneField.range(of: lines.flatMap(\.x) + points.map(\.x), margin: 0)
    let y = PlaneField.range(of: lines.flatMap(\.y) + points.map(\.y), margin: 0.08)
    let frame = drawing.frame(
      x: Axis(low: x.lowerBound, high: x.upperBound),
      y: Axis(low: y.lowerBound, high: y.upperBound), xName: .verbatim(xName),
      yName: .verbatim(yName))
    // In a terminal they would cover the line.
    if !drawing.size.isCells, residuals.count <= Self.mostResiduals {
      let strokes = residuals.compactMap { residual -> [Scene.Point]? in
        guard let from = frame.point(residual.x, residual.prediction),
          let to = frame.point(residual.x, residual.target)
        else { return nil }
        return [from, to]
      }
      if !strokes.isEmpty { drawing.add(.path(strokes, .init(.faint, width: 1))) }
    }
    cloud.draw(in: frame, of: &drawing)
    for (index, line) in lines.enumerated() {
      let pieces = zip(line.x, line.y).split { frame.point($0.0, $0.1) == nil }.map { piece in
        piece.compactMap { frame.point($0.0, $0.1) }
      }
      if !pieces.isEmpty { drawing.add(.path(pieces, stroke(index))) }
      let missing = line.y.count { !$0.isFinite }
      drawing.note(Missing.values(missing))
    }
  }

  package var caption: Phrase? {
    let finite = residuals.filter { $0.size.isFinite }
    guard let largest = finite.max(by: { $0.size < $1.size }) else { return nil }
    let mean = finite.reduce(0) { $0 + $1.size } / Double(finite.count)
    return """
      Off by \(NumberText.short(mean)) on average, at most by \(NumberText.short(largest.size)) at \
      \(xName) = \(NumberText.short(largest.x)).
      """
  }

  package var summary: [Phrase] {
    var summary: [Phrase] = ["\(title): the prediction over \(xName), and the examples."]
    for line in lines {
      guard let first = line.y.first, let last = line.y.last,
        let low = line.y.filter(\.isFinite).min(), let high = line.y.filter(\.isFinite).max()
      else {
        summary.append("\(line.name): no values that are numbers.")
        continue
      }
      summary.append(
        """
        \(line.name): \(NumberText.short(first)) at the left, \(NumberText.short(last)) at the \
        right, from \(NumberText.short(low)) to \(NumberText.short(high)).
        """)
    }
    return summary + cloud.summary + [caption].compactMap { $0 }
  }

  package var table: ChartTable {
    var table = ChartTable(["kind", "name", xName, yName])
    for line in lines {
      for (x, y) in zip(line.x, line.y) {
        table.rows.append(["line", .text(line.name.english), .number(x), .number(y)])
      }
    }
    for point in points {
      table.rows.append(
        ["point", .text(cloud.name(point.classIndex).english), .number(point.x), .number(point.y)])
    }
    for residual in residuals {
      table.rows.append([
        "residual", "", .number(residual.x), .number(residual.target - residual.prediction),
      ])
    }
    return table
  }
}

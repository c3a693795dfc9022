import Arrays
import Terminal

/// What a network predicts over the plane of two inputs, with the examples on it and the line where
/// it changes its mind.
package struct BoundaryChart: Chart {
  package var title: Phrase
  package var xName: String
  package var yName: String
  /// The predictions.
  package var field: PlaneField
  package var points: [ClassPoint]
  package var classNames: [String]
  /// What the two ends of the colours stand for.
  package var range: ClosedRange<Double>
  /// The prediction at which one class becomes the other; `nil` where there are no classes.
  package var threshold: Double?

  package init(
    title: Phrase, xName: String, yName: String, field: PlaneField, points: [ClassPoint] = [],
    classNames: [String] = [], range: ClosedRange<Double> = 0...1, threshold: Double? = 0.5
  ) {
    self.title = title
    self.xName = xName
    self.yName = yName
    self.field = field
    self.points = points
    self.classNames = classNames
    self.range = range
    self.threshold = threshold
  }

  private var cloud: PointCloud { PointCloud(points: points, names: classNames) }

  private var axis: Axis { Axis(low: range.lowerBound, high: range.upperBound) }

  package func draw(in drawing: inout Drawing) {
    field.draw(
      title, (xName, yName), threshold == nil ? .sequential : .diverging, axis,
      highest: range.upperBound, legend: cloud.legend,
      nothing: "no predictions yet", in: &drawing
    ) { frame, drawing in
      if !isLevel, let threshold {
        let line = field.contours([threshold], in: frame)
        if !line.isEmpty { drawing.add(.path(line, .init(.text, width: 2))) }
      } else if !isLevel, !drawing.size.isCells {
        let lines = field.contours(axis.ticks(atMost: 8).map(\.value), in: frame)
        if !lines.isEmpty { drawing.add(.path(lines, .init(.ground, width: 0.75))) }
      }
      cloud.draw(in: frame, of: &drawing)
    }
  }

  /// Whether what varies is nothing but rounding and what training leaves on its way to a constant,
  /// in which no line is to be seen; cells without a number are another matter.
  private var isLevel: Bool {
    let finite = field.finite
    guard let low = finite.min(), let high = finite.max(), field.missingNote.isEmpty else {
      return false
    }
    return high - low < Self.level * max(low.magnitude, high.magnitude)
  }

  /// The part of itself by which a prediction may vary that counts as the same everywhere.
  private static let level = 1e-7

  package var caption: Phrase? {
    let finite = field.finite
    guard let low = finite.min(), let high = finite.max() else { return nil }
    if isLevel { return "The prediction is \(NumberText.short(low)) everywhere." }
    guard let threshold else {
      return "Predictions from \(NumberText.short(low)) to \(NumberText.short(high))."
    }
    let above = finite.filter { $0 >= threshold }.count
    let percent = (Double(above) / Double(finite.count) * 100).rounded()
    return """
      Predictions from \(NumberText.short(low)) to \(NumberText.short(high)); \
      \(NumberText.short(threshold)) or more on \(NumberText.short(percent)) % of the plane.
      """
  }

  package var summary: [Phrase] {
    var lines: [Phrase] = ["\(title): predictions over \(xName) and \(yName)."]
    if let caption {
      lines.append(caption)
      if isLevel { return lines + cloud.summary }
      let corners: [(Double, Double, (String) -> Phrase)] = [
        (0, 0, { "In the low left corner: \($0)." }), (0, 1, { "In the low right corner: \($0)." }),
        (1, 0, { "In the high left corner: \($0)." }),
        (1, 1, { "In the high right corner: \($0)." }),
      ]
      for (v, u, said) in corners {
        let row = field.values[Int(saturating: v * Double(field.values.count - 1))]
        guard !row.isEmpty else { continue }
        lines.append(said(NumberText.short(row[Int(saturating: u * Double(row.count - 1))])))
      }
    } else {
      lines.append("No predictions that are numbers.")
    }
    return lines + cloud.summary
  }

  package var table: ChartTable { field.table(xName, yName, "prediction", points: points) }
}

extension PlaneField {
  /// The field and the points upon it, the points with their class for a value.
  func table(_ xName: String, _ yName: String, _ name: String, points: [ClassPoint]) -> ChartTable {
    var table = ChartTable(["kind", xName, yName, name])
    let ys = Self.centers(y, count: values.count)
    for (row, yValue) in zip(values, ys) {
      for (value, xValue) in zip(row, Self.centers(x, count: row.count)) {
        table.rows.append(["field", .number(xValue), .number(yValue), .number(value)])
      }
    }
    for point in points {
      table.rows.append(
        [
          point.isHeldOut ? "held out" : "point", .number(point.x), .number(point.y),
          .number(Double(point.classIndex)),
        ])
    }
    return table
  }
}

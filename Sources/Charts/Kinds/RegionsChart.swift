import Arrays
import Terminal

/// Which class a network says over the plane of two inputs: each class in its colour, lines where
/// one becomes another, and the examples on it.
package struct RegionsChart: Chart {
  package var title: Phrase
  package var xName: String
  package var yName: String
  /// What the network gives each class, which wins where it is the largest.
  package var fields: [PlaneField]
  package var points: [ClassPoint]
  package var classNames: [String]
  private let winners: PlaneField

  /// - Parameter fields: one for each class, over the same plane with the same cells.
  package init(
    title: Phrase, xName: String, yName: String, fields: [PlaneField], points: [ClassPoint] = [],
    classNames: [String] = []
  ) {
    self.title = title
    self.xName = xName
    self.yName = yName
    self.fields = fields
    self.points = points
    self.classNames = classNames
    winners = Self.combined(fields) { values in
      var best: Int?
      for (index, value) in values.enumerated() where value.isFinite || value == .infinity {
        if best.map({ value > values[$0] }) ?? true { best = index }
      }
      return best.map(Double.init) ?? .nan
    }
  }

  /// The fields made one, cell by cell.
  private static func combined(
    _ fields: [PlaneField], _ combine: ([Double]) -> Double
  ) -> PlaneField {
    guard let first = fields.first else { return PlaneField(x: -1...1, y: -1...1, values: []) }
    var result = first
    for row in first.values.indices {
      for column in first.values[row].indices {
        result.values[row][column] = combine(fields.map { $0.values[row][column] })
      }
    }
    return result
  }

  /// By how much a class is ahead of the best of the others: 0 on its border.
  private func lead(of index: Int) -> PlaneField {
    Self.combined(fields) { values in
      var best = -Double.infinity
      for (other, value) in values.enumerated() where other != index { best = max(best, value) }
      return values[index] - best
    }
  }

  private var cloud: PointCloud { PointCloud(points: points, names: classNames) }

  private var shown: [Int] {
    Set(winners.finite.map { Int(saturating: $0) }).union(cloud.classes).sorted()
  }

  package func draw(in drawing: inout Drawing) {
    drawing.heading(title, legend: cloud.legend(of: shown))
    let axes = winners.axes
    let frame = drawing.frame(
      x: axes.x, y: axes.y, xName: .verbatim(xName), yName: .verbatim(yName), hasGrid: false)
    winners.fill(frame, .classes, of: &drawing) { value in
      value.isFinite ? ColorScale.place(ofClass: Int(saturating: value)) : .nan
    }
    drawing.note(winners.missingNote)
    if winners.columns == 0 { drawing.note("no predictions yet") }
    if Set(winners.finite).count == 1 { drawing.note("the same class everywhere") }
    // The border of the last class is made of those of the others.
    let borders = fields.indices.dropLast().flatMap { lead(of: $0).contours([0], in: frame) }
    if !borders.isEmpty { drawing.add(.path(borders, .init(.text, width: 2))) }
    cloud.draw(in: frame, of: &drawing)
  }

  package var summary: [Phrase] {
    var lines: [Phrase] = [
      "\(title): the class with the largest output over \(xName) and \(yName)."
    ]
    let finite = winners.finite
    for index in shown where !finite.isEmpty {
      let share = Double(finite.count { Int(saturating: $0) == index }) / Double(finite.count)
      let percent = NumberText.short((share * 100).rounded())
      lines.append("\(cloud.name(index)) on \(percent) % of the plane.")
    }
    if finite.isEmpty { lines.append("No predictions that are numbers.") }
    return lines + cloud.summary
  }

  package var table: ChartTable { winners.table(xName, yName, "class", points: points) }
}

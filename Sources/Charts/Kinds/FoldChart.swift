import Arrays
import Terminal

/// The sheet of a network's two inputs as the layers bend it, stage beside stage: its lines, the
/// examples that ride on it, where the network changes its mind, and the straight cut of the next
/// layer.
package struct FoldChart: Chart {
  package struct Stage: Sendable {
    /// What the stage is called: `A1`.
    package var name: String
    /// The equation that leads to it, or what it is.
    package var caption: Phrase
    package var xName: Phrase
    package var yName: Phrase
    /// Row after row from the lowest, as many a row as there are rows.
    package var sheet: [Scene.Point]
    package var points: [ClassPoint]

    package init(
      name: String, caption: Phrase, xName: Phrase, yName: Phrase, sheet: [Scene.Point],
      points: [ClassPoint]
    ) {
      self.name = name
      self.caption = caption
      self.xName = xName
      self.yName = yName
      self.sheet = sheet
      self.points = points
    }

    var finite: [Scene.Point] {
      (sheet + points.map { .init($0.x, $0.y) }).filter { $0.x.isFinite && $0.y.isFinite }
    }
  }

  package var title: Phrase
  package var stages: [Stage]
  /// How many points the sheet has along a side.
  package var side: Int
  /// At each of them something that is 0 where the network changes its mind.
  package var leads: [[Double]]
  /// Through the last stage.
  package var cuts: [ScatterChart.Line]
  package var classNames: [String]
  /// What is said of the picture below it.
  package var caption: Phrase?
  package var summary: [Phrase]

  package init(
    title: Phrase, stages: [Stage], side: Int, leads: [[Double]], cuts: [ScatterChart.Line],
    classNames: [String], caption: Phrase?, summary: [Phrase]
  ) {
    self.title = title
    self.stages = stages
    self.side = side
    self.leads = leads
    self.cuts = cuts
    self.classNames = classNames
    self.caption = caption
    self.summary = summary
  }

  // MARK: - Drawing

  /// What a stage takes to be read, in columns of text.
  private static let narrowest = 22

  package func draw(in drawing: inout Drawing) {
    let cloud = PointCloud(points: stages.first?.points ?? [], names: classNames)
    drawing.heading(title, legend: cloud.legend)
    guard !stages.isEmpty else { return drawing.note("nothing to be seen yet") }
    let room = max(1, drawing.columns(in: drawing.area.width) / Self.narrowest)
    // The beginning and the end say most.
    var shown = stages.count <= 3 ? stages : [stages[0]] + stages.suffix(2)
    if shown.count > room {
      shown = room == 1 ? shown.suffix(1) : [shown[0], shown[shown.count - 1]]
    }
    let left = stages.filter { stage in !shown.contains { $0.name == stage.name } }.map(\.name)
    if !left.isEmpty { drawing.note("left out: \(left.joined(separator: ", "))") }
    let whole = drawing.area
    let gap = 2 * drawing.size.characterWidth
    let width =
      drawing.size.isCells
      ? ((whole.width - gap * Double(shown.count - 1)) / Double(shown.count) / 2).rounded(.down) * 2
      : (whole.width - gap * Double(shown.count - 1)) / Double(shown.count)
    for (place, stage) in shown.enumerated() {
      drawing.area = whole
      drawing.area.x = whole.x + Double(place) * (width + gap)
      drawing.area.width = width
      draw(stage, isLast: stage.name == stages.last?.name, in: &drawing)
    }
    drawing.area = whole
  }

  private func draw(_ stage: Stage, isLast: Bool, in drawing: inout Drawing) {
    let columns = drawing.columns(in: drawing.area.width)
    if drawing.rows(in: drawing.area.height) >= 7 {
      let y = drawing.takeLine()
      drawing.text(drawing.fit(drawing.say(stage.caption), columns), .init(drawing.area.x, y))
    }
    let finite = stage.finite
    guard !finite.isEmpty else {
      drawing.text(
        drawing.fit(drawing.say("no numbers"), columns), drawing.area.center, .middle, ink: .faint)
      return
    }
    // What room the axes leave decides how a square stays one.
    var probe = drawing
    let room = probe.frame(
      x: Self.axis(finite.map(\.x)), y: Self.axis(finite.map(\.y)), xName: stage.xName,
      yName: stage.yName
    ).room
    let (x, y) = Self.axes(finite, room)
    let frame = drawing.frame(x: x, y: y, xName: stage.xName, yName: stage.yName, hasGrid: false)
    FoldSheet(side: side, leads: leads).draw(
      stage.sheet.map { frame.point($0.x, $0.y) }, every: drawing.size.isCells ? 8 : 4,
      in: &drawing)
    if isLast { Self.draw(cuts, in: frame, of: &drawing) }
    PointCloud(points: stage.points, names: classNames).draw(in: frame, of: &drawing)
  }

  private static func axis(_ values: [Double]) -> Axis {
    let range = PlaneField.range(of: values, margin: 0.06)
    return Axis(low: range.lowerBound, high: range.upperBound)
  }

  /// Axes about some points on which one is as long across as up, as far as their sizes go together.
  static func axes(
    _ points: [Scene.Point], _ room: Scene.Rectangle
  ) -> (x: Axis, y: Axis) {
    let (x, y) = (axis(points.map(\.x)), axis(points.map(\.y)))
    let (width, height) = (x.high - x.low, y.high - y.low)
    let unit = max(width / room.width, height / room.height)
    guard unit.isFinite, unit > 0 else { return (x, y) }
    func widened(_ axis: Axis, _ span: Double) -> Axis {
      let middle = axis.low / 2 + axis.high / 2
      return Axis(low: middle - span / 2, high: middle + span / 2)
    }
    return (widened(x, unit * room.width), widened(y, unit * room.height))
  }

  /// Cuts from one edge of a frame to another.
  static func draw(_ cuts: [ScatterChart.Line], in frame: Frame, of drawing: inout Drawing) {
    let lines = cuts.compactMap { cut in
      ScatterChart.ends(of: cut, frame.x.low...frame.x.high, frame.y.low...frame.y.high)?
        .compactMap { frame.point($0.0, $0.1) }
    }
    if !lines.isEmpty { drawing.add(.path(lines, .init(.accent, width: 2.5))) }
  }

  // MARK: - Values

  package var table: ChartTable {
    var table = ChartTable(["stage", "kind", "row", "column", "x", "y"])
    for stage in stages {
      for (index, place) in stage.sheet.enumerated() {
        table.rows.append([
          .text(stage.name), "sheet", .number(Double(index / max(side, 1))),
          .number(Double(index % max(side, 1))), .number(place.x), .number(place.y),
        ])
      }
      for (index, point) in stage.points.enumerated() {
        table.rows.append([
          .text(stage.name), "point", .number(Double(index)), .number(Double(point.classIndex)),
          .number(point.x), .number(point.y),
        ])
      }
    }
    return table
  }
}

/// The lines of a sheet, and the line on it where the network changes its mind.
struct FoldSheet {
  var side: Int
  var leads: [[Double]]

  /// - Parameters:
  ///   - places: where each point of the sheet stands; `nil` where it has no place.
  ///   - step: how many points there are from one line to the next.
  func draw(_ places: [Scene.Point?], every step: Int, in drawing: inout Drawing) {
    guard side > 1, places.count == side * side else { return }
    func line(_ indices: [Int]) -> [[Scene.Point]] {
      indices.split { places[$0] == nil }.map { part in
        Thinning.near(part.compactMap { places[$0] }, distance: drawing.size.isCells ? 0.5 : 0.7)
      }
    }
    var level: [[Scene.Point]] = []
    var upright: [[Scene.Point]] = []
    for index in stride(from: 0, to: side, by: step) {
      level += line((0..<side).map { index * side + $0 })
      upright += line((0..<side).map { $0 * side + index })
    }
    drawing.add(.path(level, .init(.faint, width: 1)))
    drawing.add(.path(upright, .init(.faint, width: 1)))
    let border = border(places)
    if !border.isEmpty { drawing.add(.path(border, .init(.accent, width: 1.5, dash: .dashed))) }
  }

  private func border(_ places: [Scene.Point?]) -> [[Scene.Point]] {
    // The border of the last class is made of those of the others.
    let fields = leads.count > 1 ? leads.dropLast() : leads[...]
    return fields.flatMap { lead -> [[Scene.Point]] in
      guard lead.count == side * side else { return [] }
      let rows = (0..<side).map { Array(lead[$0 * side..<($0 + 1) * side]) }
      return Contour.pieces(rows, level: 0) { column, row in
        place(column, row, places) ?? .init(.nan, .nan)
      }.flatMap { piece in
        piece.split { !$0.x.isFinite || !$0.y.isFinite }.map(Array.init).filter { $0.count > 1 }
      }
    }
  }

  /// Between two neighbouring points of the sheet, of which one of the two numbers is whole.
  private func place(_ column: Double, _ row: Double, _ places: [Scene.Point?]) -> Scene.Point? {
    let (c, r) = (Int(saturating: column.rounded(.down)), Int(saturating: row.rounded(.down)))
    let (right, up) = (min(c + 1, side - 1), min(r + 1, side - 1))
    let part = column - Double(c) + row - Double(r)
    guard let from = places[r * side + c],
      let to = places[(row > Double(r) ? up : r) * side + (column > Double(c) ? right : c)]
    else { return nil }
    return .init(from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part)
  }
}

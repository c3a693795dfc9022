import Terminal

/// One picture of a film of the fold: the sheet on its way from a stage to the next.
package struct FoldFrame: Chart {
  package var title: Phrase
  /// The equation at work, and which epoch it is; above the sheet.
  package var heading: Phrase
  package var from: FoldChart.Stage
  package var to: FoldChart.Stage
  /// How much of the way is done, 0 to 1.
  package var part: Double
  package var side: Int
  package var leads: [[Double]]
  package var cuts: [ScatterChart.Line]
  package var classNames: [String]

  package init(_ chart: FoldChart, title: Phrase, heading: Phrase, from: Int, to: Int, part: Double)
  {
    self.title = title
    self.heading = heading
    self.from = chart.stages[from]
    self.to = chart.stages[to]
    self.part = part
    side = chart.side
    leads = chart.leads
    // A cut is one through the last stage alone.
    cuts = part == 1 && to == chart.stages.count - 1 ? chart.cuts : []
    classNames = chart.classNames
  }

  package func draw(in drawing: inout Drawing) {
    let cloud = PointCloud(points: to.points, names: classNames)
    drawing.heading(title, legend: cloud.legend)
    let y = drawing.takeLine()
    drawing.text(
      drawing.fit(drawing.say(heading), drawing.columns(in: drawing.area.width)),
      .init(drawing.area.x, y))
    let area = drawing.area
    let room = Scene.Rectangle(
      x: area.x + 6, y: area.y + 6, width: area.width - 12, height: area.height - 12)
    let frames = [Self.frame(from, room), Self.frame(to, room)]
    func place(_ a: (Double, Double), _ b: (Double, Double)) -> Scene.Point? {
      guard let p = frames[0].point(a.0, a.1), let q = frames[1].point(b.0, b.1) else { return nil }
      return .init(p.x + (q.x - p.x) * part, p.y + (q.y - p.y) * part)
    }
    guard from.sheet.count == to.sheet.count, from.points.count == to.points.count else { return }
    FoldSheet(side: side, leads: leads).draw(
      zip(from.sheet, to.sheet).map { place(($0.x, $0.y), ($1.x, $1.y)) }, every: 4, in: &drawing)
    FoldChart.draw(cuts, in: frames[1], of: &drawing)
    for index in cloud.classes {
      let places = zip(from.points, to.points).filter { $1.classIndex == index }
        .compactMap { place(($0.x, $0.y), ($1.x, $1.y)) }
      if !places.isEmpty { drawing.add(.points(places, .ofClass(index), PointCloud.ink(index))) }
    }
  }

  private static func frame(_ stage: FoldChart.Stage, _ room: Scene.Rectangle) -> Frame {
    let axes = FoldChart.axes(stage.finite, room)
    return Frame(room: room, x: axes.x, y: axes.y, isCells: false)
  }

  package var summary: [Phrase] { [title, heading] }

  package var table: ChartTable { ChartTable(["x", "y"]) }
}

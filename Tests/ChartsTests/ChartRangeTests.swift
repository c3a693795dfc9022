import Charts
import Terminal
import Testing

/// Every chart over ranges of every magnitude, in a terminal, as SVG and as PNG: nothing traps, and
/// what is drawn has a place in the picture.
@Suite struct ChartRangeTests {
  /// The sizes that a number can have, from the smallest one to the largest.
  static let magnitudes: [Double] = [
    0, 0x1p-1074, 0x1.ep-1070, 0x1p-1023, 2.2250738585072014e-308, 1e-300, 1e-16, 1e-5,
    0.1, 1,
    1 + 0x1p-52, 0x1p53, 1e300, 8.9e307, 1.7976931348623157e308,
  ]

  static let ends: [Double] =
    magnitudes.dropFirst().reversed().map { -$0 } + magnitudes
    + [.nan, .infinity, -.infinity]

  /// What a chart may be given between two ends.
  static func values(_ low: Double, _ high: Double) -> [[Double]] {
    let middle = low / 2 + high / 2
    return [
      [low, high], [high, middle, low, low], [low, .nan, high, .infinity, -.infinity, middle],
    ]
  }

  static func charts(_ low: Double, _ high: Double, _ values: [Double]) -> [any Chart] {
    let x = PlaneField.range(of: values)
    let field = PlaneField(
      x: x, y: PlaneField.range(of: [low]), values: [values, values.reversed()])
    let points = zip(values, values.reversed()).map { ClassPoint($0, $1, class: $0 < $1 ? 1 : 0) }
    let ends = low <= high ? low...high : 0...1
    return [
      LineChart(title: "t", series: [.init("a", values)], markers: [.init(low, "m")]),
      LineChart(
        title: "t", series: [.init("a", x: values, y: values), .init("b", values)],
        isLogarithmic: true, hasWholeX: false),
      Histogram(title: "t", values: values),
      HeatMap(title: "t", values: [values, values.reversed()]),
      ScatterChart(
        title: "t", xName: "x", yName: "y", points: points,
        lines: [.init(a: low, b: high, c: values[0])]),
      BoundaryChart(
        title: "t", xName: "x", yName: "y", field: field, points: points, range: ends,
        threshold: low / 2 + high / 2),
      RegionsChart(
        title: "t", xName: "x", yName: "y",
        fields: [field, PlaneField(x: field.x, y: field.y, values: [values, values])],
        points: points),
      FitChart(
        title: "t", xName: "x", yName: "y", lines: [.init("a", x: values, y: values.reversed())],
        points: points, pointNames: ["b"]),
      LandscapeChart(
        title: "t", xName: "x", yName: "y", field: field, path: values.map { (x: $0, y: low) }),
      TrialsChart(
        title: "t", scales: [.init("a"), .init("b")], outcome: "L", condition: "c",
        trials: values.map { .init("t", settings: [$0, low], outcome: $0) }),
      NetworkDiagram(
        title: "t",
        layers: [.init("X", values.map { .init("x", $0) }), .init("A", [.init("a", low)])],
        weights: [[values]]),
    ]
  }

  @Test(arguments: ends) func everyRangeIsDrawn(low: Double) {
    for high in Self.ends {
      for values in Self.values(low, high) {
        for chart in Self.charts(low, high, values) {
          let room = SceneSize.pixels(width: 200, height: 120)
          let scene = chart.scene(room)
          for point in Self.places(scene) {
            let isInside =
              point.x >= -1 && point.x <= room.width + 1 && point.y >= -1
              && point.y <= room.height + 1
            #expect(isInside, "\(type(of: chart)) of \(values): \(point)")
          }
          #expect(!scene.svg().isEmpty)
          #expect(!chart.lines(width: 40, height: 12, unicode: true).isEmpty)
          #expect(!chart.lines(width: 9, height: 4, unicode: false).isEmpty)
          #expect(!chart.summary.isEmpty && !chart.csv().isEmpty)
        }
      }
    }
  }

  /// A picture's pixels take longer: its charts over pairs of ends that stand for the others.
  @Test func everyRangeIsAPicture() {
    let few: [Double] = [
      -1.7976931348623157e308, -0x1p-1074, 0, 0x1p-1074, 1e-300, 1, 1e300, 1.7976931348623157e308,
      .nan,
    ]
    for low in few {
      for high in few {
        for chart in Self.charts(low, high, [low, .infinity, high, .nan, high]) {
          #expect(!chart.png(width: 120, height: 80).isEmpty)
        }
      }
    }
  }

  private static func places(_ scene: Scene) -> [Scene.Point] {
    scene.marks.flatMap { mark -> [Scene.Point] in
      switch mark {
      case .path(let pieces, _): pieces.flatMap { $0 }
      case .points(let points, _, _): points
      case .text(_, let point, _, _, _): [point]
      case .tick(let point, _): [point]
      case .circle(let center, _, _, _): [center]
      case .rule(let from, let to, _): [from, to]
      case .rectangle(let r, _): [.init(r.x, r.y), .init(r.right, r.bottom)]
      case .field(let field):
        [.init(field.rectangle.x, field.rectangle.y)]
      }
    }
  }
}

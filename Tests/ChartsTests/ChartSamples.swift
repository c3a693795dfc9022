import Charts
import Terminal

/// Charts of every kind, with ordinary, empty and extreme values. All numbers come from +, -, *
/// and / so that they are the same on every machine.
enum ChartSamples {
  /// Numbers between 0 and 1 that look random (Knuth's multiplier).
  static func noise(_ count: Int, seed: UInt64 = 42) -> [Double] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / 9_007_199_254_740_992
    }
  }

  static func decay(_ count: Int, from start: Double, by factor: Double) -> [Double] {
    var value = start
    return (0..<count).map { _ in
      value *= factor
      return value
    }
  }

  /// Like a sigmoid, from rational functions.
  static func step(_ z: Double) -> Double { 0.5 + 0.5 * z / (1 + z.magnitude) }

  static func field(_ columns: Int, _ rows: Int, _ value: (Double, Double) -> Double) -> PlaneField
  {
    let (x, y) = (-0.5...1.5, -0.5...1.5)
    return PlaneField(
      x: x, y: y,
      values: PlaneField.centers(y, count: rows).map { v in
        PlaneField.centers(x, count: columns).map { value($0, v) }
      })
  }

  static var exclusiveOr: PlaneField {
    field(30, 24) { x, y in
      let (a, b) = (step(12 * (x + y - 0.5)), step(12 * (x + y - 1.5)))
      return step(10 * a - 12 * b - 2.5)
    }
  }

  static let corners = [
    ClassPoint(0, 0, class: 0), ClassPoint(0, 1, class: 1), ClassPoint(1, 0, class: 1),
    ClassPoint(1, 1, class: 0), ClassPoint(1, 1, class: 0),
  ]

  static let names = ["Y = 0", "Y = 1"]

  /// The article's network with a rational function for its bend, and the cut a + b = 1.5.
  static var fold: FoldChart {
    let side = 49
    typealias Bend = (Double, Double) -> (Double, Double)
    let sum: Bend = { x, y in (12 * (x + y) - 6, -12 * (x + y) + 18) }
    let bend: Bend = { x, y in
      let (a, b) = sum(x, y)
      return (step(a), step(b))
    }
    func stage(_ name: String, _ caption: String, _ map: Bend) -> FoldChart.Stage {
      let sheet = (0..<side * side).map { index -> Scene.Point in
        let (x, y) = map(
          Double(index % side) / 48 * 1.4 - 0.2, Double(index / side) / 48 * 1.4 - 0.2)
        return .init(x, y)
      }
      let points = corners.map { corner -> ClassPoint in
        let (x, y) = map(corner.x, corner.y)
        return ClassPoint(x, y, class: corner.classIndex)
      }
      return .init(
        name: name, caption: .verbatim(caption), xName: .verbatim("\(name)[0]"),
        yName: .verbatim("\(name)[1]"), sheet: sheet,
        points: points)
    }
    let stages = [
      stage("X", "X, the inputs") { ($0, $1) }, stage("Z1", "Z1 = W1 @ X + b1", sum),
      stage("A1", "A1 = step(Z1)", bend),
    ]
    return FoldChart(
      title: "the fold", stages: stages, side: side,
      leads: [stages[2].sheet.map { $0.x + $0.y - 1.5 }], cuts: [.init(a: 1, b: 1, c: -1.5)],
      classNames: names, caption: "One straight cut parts them.",
      summary: ["The sheet of X on its way.", "One straight cut parts them."])
  }

  static func network(hidden: Int, valued: Bool = true) -> NetworkDiagram {
    let random = noise(4 * hidden).map { $0 * 4 - 2 }
    return NetworkDiagram(
      title: "network",
      layers: [
        .init("X", [.init("X0", valued ? 1 : nil), .init("X1", valued ? 0 : nil)]),
        .init("A1", (0..<hidden).map { .init("A1[\($0)]", valued ? random[$0] / 4 : nil) }),
        .init("A2", [.init("A2", valued ? 0.97 : nil)]),
      ],
      weights: [
        (0..<hidden).map { [random[hidden + $0], random[2 * hidden + $0]] },
        [(0..<hidden).map { random[3 * hidden + $0] }],
      ])
  }

  /// Units as fields: ramps that lie in other directions, one saturated, one without numbers.
  static func networkOfFields(hidden: Int) -> NetworkDiagram {
    var chart = network(hidden: hidden)
    chart.plane = .init(xName: "X[0]", yName: "X[1]", example: .init(1, 0))
    chart.layers[1].bounds = 0...1
    for index in 0..<hidden {
      let slope = Double(index - hidden / 2) * 3
      chart.layers[1].nodes[index].bias = Double(index) / 4 - 0.5
      chart.layers[1].nodes[index].field = field(20, 20) { x, y in
        switch index {
        case 3: 0.998 + 0.001 * x
        case 4: x < 0 ? .nan : y < 0 ? .infinity : 0.25
        default: step(slope * (x - 0.5) + 9 * (y - 0.5) + 1)
        }
      }
    }
    chart.layers[2].nodes[0].field = field(20, 20) { x, y in 4 * (x - 0.5) * (y - 0.5) }
    return chart
  }

  /// A sweep over a rate in powers of ten, a size and a choice; some trials never got there, one came
  /// to no number, one could not be run.
  static func trials(count: Int) -> TrialsChart {
    let random = noise(4 * count)
    let rates = [0.01, 0.1, 1, 10]
    return TrialsChart(
      title: "\(count) trials by lr, hidden, update",
      scales: [.init("lr"), .init("hidden"), .init("update", .choices(["adam(lr)", "sgd(lr)"]))],
      outcome: "L", condition: "L < 0.1",
      trials: (0..<count).map { index in
        let (rate, hidden) = (rates[index % 4], 2 + (index / 4) % 7)
        let loss = random[index] * random[index] * (index % 4 == 2 ? 0.2 : 1) + 0.01
        return TrialsChart.Trial(
          "lr=\(rate) hidden=\(hidden)",
          settings: [rate, Double(hidden), random[count + index] < 0.5 ? 0 : 1],
          outcome: index == 5 ? .infinity : loss, lack: index == 7 ? .notRun : nil,
          reachedAt: index != 5 && index != 7 && loss < 0.1 ? 100 + index : nil)
      })
  }

  static func line(_ values: [Double], isLogarithmic: Bool = false) -> LineChart {
    LineChart(title: "loss", series: [.init("L", values)], isLogarithmic: isLogarithmic)
  }

  static var training: [LineChart.Series] {
    let random = noise(200)
    return [
      .init("training", zip(decay(200, from: 0.7, by: 0.98), random).map { $0 + $1 * 0.01 }),
      .init("validation", zip(decay(200, from: 0.75, by: 0.985), random).map { $0 + $1 * 0.04 }),
    ]
  }

  static func landscape(_ path: [(x: Double, y: Double)]) -> LandscapeChart {
    LandscapeChart(
      title: "loss", xName: "W1[0, 0]", yName: "W2[0, 1]",
      field: field(30, 24) { x, y in x * x * x - x + 2 * (y - 0.5) * (y - 0.5) }, path: path)
  }

  static let all: [(name: String, chart: any Chart)] = [
    (
      "line",
      LineChart(title: "loss", series: training, markers: [.init(80, "lr = 0.1")])
    ),
    ("line-log", LineChart(title: "loss", series: training, isLogarithmic: true)),
    ("line-log-decades", line(decay(100, from: 10, by: 0.8), isLogarithmic: true)),
    ("line-empty", line([])),
    ("line-one-point", line([0.6931])),
    ("line-nan", line([0.7, 0.6, .nan, .nan, 0.5, .nan, 0.4, 0.35])),
    ("line-all-nan", line([.nan, .nan])),
    ("line-infinite", line([1, 2, 4, .infinity, 3, -.infinity, 2])),
    ("line-equal", line([Double](repeating: 0.5, count: 10))),
    ("line-tiny", line([1e-300, 3e-300, 2e-300])),
    ("line-huge", line([1e300, -1e300, 1.7e308, -1.7e308])),
    ("line-plateau", line([0.6931471805, 0.6931471806, 0.6931471805])),
    ("line-log-zeros", line([1, 0, 0.1, -1, 0.01], isLogarithmic: true)),
    (
      "line-names",
      LineChart(
        title: "losses \u{1B}[31m of <all> & \"many\" runs",
        series: (0..<9).map { .init("run Größe \($0)", [Double($0), 1, 2 + Double($0)]) })
    ),
    (
      "boundary",
      BoundaryChart(
        title: "prediction", xName: "X[0]", yName: "X[1]", field: exclusiveOr, points: corners,
        classNames: names)
    ),
    (
      "boundary-empty",
      BoundaryChart(
        title: "prediction", xName: "X[0]", yName: "X[1]",
        field: .init(x: 0...1, y: 0...1, values: []))
    ),
    (
      "boundary-level",
      BoundaryChart(
        title: "prediction", xName: "X[0]", yName: "X[1]",
        field: field(9, 9) { x, y in 0.5 + 1e-16 * x * y + 1e-9 * x }, points: corners,
        classNames: names)
    ),
    (
      "boundary-nan",
      BoundaryChart(
        title: "prediction", xName: "X[0]", yName: "X[1]",
        field: field(4, 3) { x, y in x < 0 ? .nan : y < 0 ? .infinity : 0.25 },
        points: [.init(.nan, 0), .init(9, 9), .init(0, 0)])
    ),
    (
      "scatter",
      ScatterChart(
        title: "hidden units", xName: "A1[0]", yName: "A1[1]",
        points: [
          .init(0.02, 0.01, class: 0), .init(0.97, 0.05, class: 1), .init(0.96, 0.06, class: 1),
          .init(0.99, 0.93, class: 0),
        ], classNames: names, lines: [.init(a: 1, b: -1, c: -0.5)])
    ),
    ("scatter-empty", ScatterChart(title: "hidden units", xName: "a", yName: "b", points: [])),
    (
      "scatter-classes",
      ScatterChart(
        title: "six classes", xName: "a", yName: "b",
        points: (0..<12).map { .init(Double($0 % 4), Double($0 / 4), class: $0 % 6) }
          + [.init(0, 0, class: 1)])
    ),
    ("heat", HeatMap(title: "W1", values: [[0.5, -1.25, 0.003], [2.5, 0, -0.75]])),
    ("heat-positive", HeatMap(title: "A1", values: [noise(5), noise(5, seed: 7)])),
    ("heat-empty", HeatMap(title: "W1", values: [])),
    ("heat-one", HeatMap(title: "b1", values: [[7]])),
    (
      "heat-extreme",
      HeatMap(title: "W1", values: [[.nan, .infinity, -.infinity], [1e300, -1e-300, 0]])
    ),
    (
      "heat-large",
      HeatMap(
        title: "X", values: (0..<70).map { r in (0..<500).map { c in Double((r * c) % 97) - 48 } })
    ),
    (
      "regions",
      RegionsChart(
        title: "argmax(A2)", xName: "X[0]", yName: "X[1]",
        fields: [
          field(12, 9) { x, _ in x }, field(12, 9) { _, y in y }, field(12, 9) { x, y in -x - y },
        ],
        points: [.init(0.5, 0, class: 0), .init(0, 0.5, class: 1), .init(-0.5, -0.4, class: 2)],
        classNames: ["red", "green", "blue"])
    ),
    (
      "regions-nan",
      RegionsChart(
        title: "argmax(A2)", xName: "a", yName: "b",
        fields: [
          field(4, 3) { x, _ in x < 0 ? .nan : 1 },
          field(4, 3) { x, y in x < 0 ? .nan : y < 0 ? .infinity : 0 },
        ])
    ),
    ("regions-empty", RegionsChart(title: "argmax(A2)", xName: "a", yName: "b", fields: [])),
    (
      "fit",
      FitChart(
        title: "A2", xName: "X", yName: "A2",
        lines: [.init("A2", x: (0..<40).map { Double($0) / 10 }, y: noise(40))],
        points: (0..<9).map { .init(Double($0) / 2, noise(9)[$0]) }, pointNames: ["Y"])
    ),
    (
      "fit-nan",
      FitChart(
        title: "A2", xName: "X", yName: "A2",
        lines: [
          .init("A2[0]", x: [0, 1, 2, 3], y: [1, .nan, 2, .infinity]),
          .init("A2[1]", x: [0, 1, 2, 3], y: [.nan, .nan, .nan, .nan]),
        ], points: [.init(.nan, 1), .init(1, 1, class: 1)], pointNames: ["Y[0]", "Y[1]"])
    ),
    (
      "histogram",
      Histogram(title: "W1", values: zip(noise(400), noise(400, seed: 9)).map { $0 - $1 })
    ),
    ("histogram-empty", Histogram(title: "W1", values: [])),
    ("histogram-equal", Histogram(title: "b1", values: [0, 0, 0])),
    ("histogram-extreme", Histogram(title: "W1", values: [1e300, -1.7e308, 1.7e308, .nan])),
    ("network", network(hidden: 2)),
    ("network-new", network(hidden: 3, valued: false)),
    ("network-hundred", network(hidden: 100)),
    ("network-fields", networkOfFields(hidden: 2)),
    ("network-fields-many", networkOfFields(hidden: 9)),
    ("trials", trials(count: 24)),
    ("trials-many", trials(count: 1000)),
    (
      "trials-one",
      TrialsChart(
        title: "1 trial by lr", scales: [.init("lr")], outcome: "accuracy", isLowBest: false,
        condition: "L < 0.1", trials: [.init("lr=1", settings: [1], outcome: 0.5, reachedAt: 3)])
    ),
    (
      "trials-never",
      TrialsChart(
        title: "2 trials by a, b",
        scales: [.init("a", .choices(["a rather long name", "-"])), .init("b")],
        outcome: "epochs", condition: "L < 0.1 and accuracy == 1",
        trials: [
          .init("one", settings: [0, 1e300], outcome: .nan, lack: .never),
          .init("two", settings: [.nan, -1e300], outcome: .nan, lack: .never),
        ])
    ),
    (
      "trials-empty",
      TrialsChart(
        title: "no trials", scales: [], outcome: "L", condition: "L < 0.1", trials: [])
    ),
    ("network-empty", NetworkDiagram(title: "network", layers: [], weights: [])),
    (
      "network-nan",
      NetworkDiagram(
        title: "network",
        layers: [.init("X", [.init("X0", .nan)]), .init("A", [.init("A0", 1e300)])],
        weights: [[[.nan]]])
    ),
    ("fold", fold),
    (
      "fold-nan",
      FoldChart(
        title: "the fold",
        stages: [
          .init(
            name: "X", caption: "X", xName: "X[0]", yName: "X[1]",
            sheet: [.init(.nan, 0), .init(1, 0), .init(0, 1e300), .init(.infinity, 1)],
            points: [.init(.nan, 1), .init(1, 1, class: 1)])
        ], side: 2, leads: [[1, -1, .nan, 1]], cuts: [.init(a: 1, b: 0, c: -3)],
        classNames: names, caption: "", summary: ["A fold with holes."])
    ),
    (
      "fold-empty",
      FoldChart(
        title: "the fold", stages: [], side: 0, leads: [], cuts: [], classNames: [], caption: "",
        summary: ["Nothing yet."])
    ),
    (
      "landscape",
      landscape([(1.4, 1.4), (1.2, 1.1), (0.9, 0.8), (0.7, 0.6), (0.6, 0.52), (0.58, 0.5)])
    ),
    (
      "landscape-flat",
      LandscapeChart(
        title: "loss", xName: "a", yName: "b", field: field(5, 5) { _, _ in 1 })
    ),
  ]
}

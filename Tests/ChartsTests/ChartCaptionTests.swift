import Terminal
import Testing

@testable import Charts

/// What is said of a line is what is to be seen of it.
@Suite struct ChartCaptionTests {
  static func caption(_ values: [Double], isLogarithmic: Bool = false) -> String? {
    ChartSamples.line(values, isLogarithmic: isLogarithmic).caption?.english
  }

  static func ramp(_ from: Double, _ to: Double, _ count: Int) -> [Double] {
    (1...count).map { from + (to - from) * Double($0) / Double(count) }
  }

  static let plateau = [Double](repeating: 0.693, count: 850)

  @Test func plateausAreSaid() {
    let values = Self.plateau + Self.ramp(0.693, 0.02, 300)
    let caption = Self.caption(values)
    #expect(caption == "L: flat near 0.693 until epoch 870, then falls to 0.02 at epoch 1150.")
    let escaped = Self.caption(values + [Double](repeating: 0.02, count: 400))
    #expect(
      escaped
        == "L: flat near 0.693 until epoch 870, then falls to 0.02 at epoch 1150, then flat near 0.02."
    )
  }

  /// Low in the picture a line that falls to a tenth of itself lies flat, and is not called so.
  @Test func whatIsLowIsComparedWithItself() {
    let late = Self.plateau + Self.ramp(0.693, 0.06, 100) + Self.ramp(0.06, 0.007, 500)
    #expect(
      Self.caption(late)?.hasSuffix("then falls more slowly to 0.007 at epoch 1450.") == true)
    let still = Self.ramp(0.7, 0.02, 50) + [Double](repeating: 0.02, count: 400)
    #expect(Self.caption(still)?.hasSuffix("then flat near 0.02.") == true)
    let noise = (0..<400).map { 0.001 + 0.002 * Double($0 % 2) }
    let noisy = Self.caption(Self.ramp(0.7, 0.001, 200) + noise)
    #expect(
      noisy?.hasSuffix("then goes up and down between 0.001 and 0.003 until epoch 600.") == true,
      "\(noisy ?? "")")
    let none = Self.ramp(0.7, 0.01, 200) + Self.ramp(0.01, 0, 100) + [0, 0]
    #expect(Self.caption(none)?.contains("flat") == false)
    // Around 0 no ratio tells anything.
    let weights = Self.ramp(1, 0, 100) + (0..<100).map { 0.01 * ($0 % 2 == 0 ? 1 : -1) }
    #expect(Self.caption(weights)?.contains("then flat near") == true)
    // From low it rises.
    let rising = Self.ramp(0.7, 0.01, 200) + Self.ramp(0.01, 0.03, 400)
    #expect(
      Self.caption(rising)?
        .hasSuffix("then goes up and down between 0.01 and 0.03 until epoch 600.") == true,
      "\(Self.caption(rising) ?? "")")
  }

  @Test func aLineThatHardlyMovesIsFlat() {
    #expect(
      Self.caption(Self.ramp(0.69317, 0.69314, 300))
        == "L: flat near 0.693 all the way, -2.99e-5 between start and end.")
    #expect(Self.caption([0.5, 0.5, 0.5]) == "L: flat at 0.5 all the way.")
    #expect(Self.caption([0.5]) == nil)
    #expect(Self.caption([]) == nil)
  }

  @Test func twoValuesBesideEachOtherAreNoStretch() {
    #expect(
      Self.caption([0.288, 0.0577, 0.0342, 0.0339, 0.0187])
        == "L: falls from 0.288 to 0.0187 at epoch 5.")
    #expect(Self.caption([0.7, 0.6]) == "L: falls from 0.7 to 0.6 at epoch 2.")
    #expect(
      Self.caption([0.5, 0.5, 0.5, 0.1])
        == "L: flat near 0.5 until epoch 3, then falls to 0.1 at epoch 4.")
  }

  /// A page sets the words below a picture by itself, whole.
  @Test func wordsMayBeLeftToThePage() {
    let chart = LineChart(
      title: "t",
      series: (0..<4).map { .init("series \($0)", Self.ramp(0, Double($0 + 1), 40), from: 1) })
    let scene = chart.scene(.pixels(width: 330, height: 240), isCaptioned: false)
    #expect(scene.caption.first == chart.caption?.english)
    let notes = scene.marks.filter { if case .text(_, _, _, .note, _) = $0 { true } else { false } }
    #expect(notes.isEmpty)
  }

  @Test func whatIsNoNumberIsSaidWhereItIs() {
    let values = Self.ramp(0, 10, 50) + [.infinity] + [Double](repeating: .nan, count: 49)
    #expect(
      Self.caption(values)
        == "L: rises from 0.2 to 10 at epoch 50, then inf at epoch 51, then nan from epoch 52 on.")
    #expect(Self.caption([.nan, .nan, 1, 2])?.hasPrefix("L: nan until epoch 2, then") == true)
  }

  @Test func whatExplodesIsComparedByItsPowers() {
    let values = ChartSamples.decay(60, from: 1, by: 1e5)
    #expect(Self.caption(values) == "L: rises from 100000 to 1e300 at epoch 60.")
  }

  /// The queues find what looking at every window finds.
  @Test(arguments: 1...20) func flatStretchesAreTheLongest(seed: Int) {
    let noise = ChartSamples.noise(60, seed: UInt64(seed))
    let values = noise.map { ($0 * 6).rounded(.down) / 6 * ($0 > 0.5 ? 1 : 0.1) }
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    let tolerance = 0.05 * (high - low)
    var expected: [ClosedRange<Int>] = []
    var start = 0
    while start < 60 {
      var end = start
      while end + 1 < 60, let least = values[start...end + 1].min(),
        let most = values[start...end + 1].max(), most - least <= tolerance
      {
        end += 1
      }
      if Double(end - start) >= 0.1 * 59 {
        expected.append(start + 1...end + 1)
        start = end + 1
      } else {
        start += 1
      }
    }
    let line = LineCourse.Line(
      x: (1...60).map(Double.init), y: values, heights: values, tolerance: tolerance)
    let stretches = line.stretches(0..<60, width: 0.1 * 59)
    #expect(
      stretches.filter(\.isFlat).map { $0.range.lowerBound + 1...$0.range.upperBound } == expected)
    #expect(stretches.flatMap { Array($0.range) } == Array(0..<60))
    let parts = LineCourse(.init("L", values)).parts
    #expect(parts.first?.from == 1 && parts.last?.to == 60)
    for (part, next) in zip(parts, parts.dropFirst()) { #expect(part.to + 1 == next.from) }
  }

  /// A curve that bends is no row of steps.
  @Test func slopesAreNotFlat() {
    let caption = Self.caption(ChartSamples.decay(200, from: 0.7, by: 0.98))
    #expect(
      caption
        == "L: falls from 0.686 to 0.0325 at epoch 152, then falls more slowly to 0.0123 at epoch 200."
    )
  }

  @Test func manyValuesAreSaidAsFewAre() {
    let few = Self.plateau + Self.ramp(0.693, 0.02, 300)
    let many = few.flatMap { [Double](repeating: $0, count: 400) }
    #expect(
      Self.caption(many)
        == "L: flat near 0.693 until epoch 346000, then falls to 0.02 at epoch 460000.")
  }

  @Test func levelsStandWhereTheyAre() throws {
    let level = LineChart.Level(0.6931, "ln 2 = 0.693, the best single answer for all")
    var chart = LineChart(
      title: "loss", series: [.init("L", Self.ramp(0.69317, 0.69314, 300))], levels: [level])
    // In a terminal its label leaves the line whole.
    let rows = chart.lines(width: 80, height: 16, unicode: true).map(\.string)
    let labelled = try #require(rows.firstIndex { $0.contains("ln 2") })
    #expect(!rows[labelled].contains("⠉") && rows[labelled - 1].count { $0 == "⠉" } > 60)
    // A plateau is no fall from the top to the bottom of the picture.
    let lines = chart.lines(width: 76, height: 16, unicode: true).map(\.string)
    #expect(lines.contains { $0.contains("ln 2 = 0.693") })
    #expect(lines.contains { $0.contains(" 0┤") || $0.contains("0 ┤") || $0.contains("0┼") })
    #expect(chart.summary.contains { $0.english == "\(level.label.english)." })
    // One far away would press the line flat.
    chart.levels = [.init(100, "far")]
    #expect(!chart.svg().contains(">far<"))
  }

  @Test func epochsMayStandOnAScaleOfPowers() {
    let chart = LineChart(
      title: "loss", series: [.init("L", Self.ramp(1, 0, 100_000))], hasLogarithmicX: true)
    let svg = chart.svg()
    for label in [">1<", ">1e2<", ">1e4<"] { #expect(svg.contains(label), "\(label)") }
  }

  @Test(arguments: [(8, 0.5), (16, 0.66), (24, 0.001)])
  func atLeastThreeTicks(height: Int, low: Double) {
    for isLogarithmic in [false, true] where height > 8 {
      let chart = ChartSamples.line(Self.ramp(0.7, low, 100), isLogarithmic: isLogarithmic)
      let lines = chart.lines(width: 76, height: height, unicode: true).map(\.string)
      let labelled = lines.filter { $0.contains("┤") && $0.first { $0 != " " }?.isNumber == true }
      #expect(labelled.count >= 3, "\(lines.joined(separator: "\n"))")
    }
  }

  @Test func logarithmicIsSaidAndSeen() {
    let svg = ChartSamples.line(Self.ramp(1, 0.01, 100), isLogarithmic: true).svg()
    #expect(svg.contains("loss, logarithmic"))
    // Two decades: strokes at 0.02, 0.03 ... besides the labelled ones.
    #expect(svg.components(separatedBy: "h-4\"").count > 18)
  }

  @Test func scalesOfAPageHaveColoursOfTheirOwn() {
    let sheet = Scene.styleSheet
    let rules = sheet.split(separator: "\n").filter { $0.contains("{fill:") }
    let light = rules.prefix(rules.count / 2).map { $0.prefix { $0 != "{" } }
    #expect(Set(light).count == light.count, "one name, two colours")
  }

  @Test func biasesStandAtTheirNodes() {
    let chart = NetworkDiagram(
      title: "net",
      layers: [
        .init("X", [.init("X", 1)]), .init("A", [.init("A", 0.5, bias: -0.25)]),
      ], weights: [[[2]]])
    #expect(chart.svg().contains(">A b -0.25</text>"))
    #expect(chart.summary.contains { $0.english == "Biases: A -0.25." })
    #expect(chart.csv().contains("bias,A,A,,-0.25"))
    let lines = chart.lines(width: 76, height: 16, unicode: true).map(\.string)
    #expect(lines.contains { $0.contains("(A 0.5 b -0.25)") })
  }

  /// Cells are as large as each other, but for half a pixel or so over the edge of the next, however
  /// many there are.
  @Test(arguments: [2, 3, 10, 40]) func cellsOfADrawingAreTrue(count: Int) throws {
    let values = (0..<count).map { row in (0..<count).map { Double(row * count + $0) } }
    let svg = HeatMap(title: "W1", values: values).svg()
    let size = try #require(
      svg.firstMatch(of: #/width="([\d.]+)" height="([\d.]+)" viewBox="0 0 \d+ \d+" preserve/#))
    let (width, height) = (try #require(Double(size.1)), try #require(Double(size.2)))
    let strokes = try #require(svg.firstMatch(of: #/crispEdges" stroke-width="([\d.]+)"/#))
    let high = try #require(Double(strokes.1))
    #expect((0.2...1).contains((high - 1) * height / Double(count)))
    let field = svg[size.range.upperBound...]
    let end = try #require(field.firstRange(of: "</svg>"))
    for stroke in field[..<end.lowerBound].matches(of: #/h([\d.]+)/#) {
      let wide = try #require(Double(stroke.1))
      let over = wide - wide.rounded(.down)
      #expect(over * width / Double(count) <= 1, "\(wide) of \(count)")
    }
  }
}

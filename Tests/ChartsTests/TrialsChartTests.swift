import Terminal
import Testing

@testable import Charts

/// The trials of a sweep as lines: their order, their colours, where they end, and what is said.
@Suite struct TrialsChartTests {
  private static func chart(
    _ outcomes: [Double], isLowBest: Bool = true, lacks: [Int: TrialsChart.Lack] = [:]
  ) -> TrialsChart {
    TrialsChart(
      title: "t", scales: [.init("lr")], outcome: "L", isLowBest: isLowBest, condition: "L < 1",
      trials: outcomes.enumerated().map { index, outcome in
        .init(
          "lr=\(index)", settings: [Double(index)], outcome: outcome, lack: lacks[index],
          reachedAt: outcome < 1 ? 7 : nil)
      })
  }

  @Test func theBestComesFirst() {
    let chart = Self.chart([3, .nan, 1, 2, 9], lacks: [4: .notRun])
    #expect(chart.trials.map(\.name) == ["lr=2", "lr=3", "lr=0", "lr=1", "lr=4"])
    #expect(chart.trials.map(\.lack) == [nil, nil, nil, .noNumber, .notRun])
    let accuracy = Self.chart([0.5, 1, 0.75], isLowBest: false)
    #expect(accuracy.trials.map(\.outcome) == [1, 0.75, 0.5])
  }

  @Test(arguments: [
    ([1], [0]), ([1, 2], [0, 2]), ([1, 2, 3], [0, 1, 2]),
    ([1, 2, 3, 4, 5, 6], [0, 0, 1, 1, 2, 2]),
    ([1, 1, 1, 1, 2, 3], [0, 0, 0, 0, 2, 2]), ([5, 5, 5], [0, 0, 0]),
  ])
  func trialsAreInThirds(outcomes: [Double], thirds: [Int]) {
    #expect(Self.chart(outcomes).thirds.map(\.rawValue) == thirds)
  }

  /// What has no place among the numbers is never among the best.
  @Test func whatNeverGotThereIsWorst() {
    let chart = Self.chart([1, 2, 3], lacks: [0: .never, 1: .never, 2: .never])
    #expect(chart.thirds.map(\.rawValue) == [2, 2, 2])
  }

  @Test func theBestAndTheWorstAreNamed() {
    let words = Self.chart([0.5, 4, .nan]).summary.map(\.english)
    #expect(words[0] == "t; the last axis is L.")
    #expect(
      words[1]
        == """
        Best: lr=0, L 0.5, there after 7 epochs. Worst: lr=2, L not finite. 2 of 3 never reached \
        L < 1.
        """)
    #expect(words[2] == "lr: 0 in the best third, 2 in the worst.")
  }

  /// Each line goes through its values: an axis in powers of ten has these evenly, one of choices a
  /// place for each.
  @Test func linesGoThroughTheirValues() throws {
    let chart = TrialsChart(
      title: "t", scales: [.init("lr"), .init("update", .choices(["a", "b"]))], outcome: "L",
      condition: "L < 0",
      trials: [
        .init("1", settings: [0.01, 0], outcome: 1), .init("2", settings: [1, 1], outcome: 2),
        .init("3", settings: [100, 0], outcome: 3),
      ])
    let scene = chart.scene(.pixels(width: 640, height: 400))
    let lines = scene.marks.compactMap { mark -> [Scene.Point]? in
      guard case .path(let pieces, let stroke) = mark, pieces[0].count == 3,
        stroke.dash == .dashed
      else { return nil }
      return pieces[0]
    }
    try #require(lines.count == 3)
    // The worst one is drawn first, below the others.
    let (first, second, third) = (lines[2], lines[1], lines[0])
    #expect(abs(second[0].y - (first[0].y + third[0].y) / 2) < 1e-9)
    // Lines of one value lie beside each other, the better one on the side of the better outcome.
    #expect((0.1...21).contains(first[1].y - third[1].y) && third[1].y > second[1].y)
    #expect(first[2].y > second[2].y && second[2].y > third[2].y)
    #expect(first[2].x > first[1].x && first[1].x > first[0].x)
    let texts = scene.marks.compactMap { mark -> String? in
      if case .text(let text, _, _, _, _) = mark { text } else { nil }
    }
    for label in ["lr", "update", "L", "0.01", "1", "100", "a", "b", "never L < 0"] {
      #expect(texts.contains(label), "\(label)")
    }
  }

  @Test func ofManyTrialsSomeAreDrawnAndThatIsSaid() {
    let svg = ChartSamples.trials(count: 1000).svg()
    #expect(svg.contains("400 of 1000 trials are drawn"))
  }

  /// Where not all axes have room, those that are left out are named.
  @Test(arguments: [20, 40, 76]) func axesLeftOutAreNamed(width: Int) {
    let names = (0..<12).map { "s\($0)" }
    let chart = TrialsChart(
      title: "t", scales: names.map { .init($0) }, outcome: "L", condition: "c",
      trials: [.init("1", settings: names.map { _ in 1 }, outcome: 1, reachedAt: 1)])
    let lines = chart.lines(width: width, height: 24, unicode: true).map(\.string)
    #expect(lines.contains { $0.contains("no room for") }, "\(lines)")
  }
}

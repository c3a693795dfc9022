import Testing

@testable import Charts
@testable import Terminal

@Suite struct ChartThinningTests {
  @Test func noSpikeIsLost() {
    // Flat, with one spike up and one down, wherever they are.
    for seed in 0..<20 {
      let random = ChartSamples.noise(2, seed: UInt64(seed))
      let (up, down) = (Int(random[0] * 99_999), Int(random[1] * 99_999))
      guard up != down else { continue }
      let points = (0..<100_000).map {
        Scene.Point(Double($0) / 1000, $0 == up ? 0 : $0 == down ? 100 : 50)
      }
      let thin = Thinning.thin(points, columnWidth: 1)
      #expect(thin.count <= 400)
      #expect(thin.contains(points[up]) && thin.contains(points[down]))
      #expect(thin.first == points.first && thin.last == points.last)
    }
  }

  @Test func eachColumnKeepsItsRange() {
    let random = ChartSamples.noise(50_000)
    let points = random.enumerated().map { Scene.Point(Double($0) / 500, $1 * 100) }
    let thin = Thinning.thin(points, columnWidth: 1)
    for column in 0..<100 {
      func range(_ points: [Scene.Point]) -> [Double?] {
        let ys = points.filter { Int($0.x) == column }.map(\.y)
        return [ys.first, ys.min(), ys.max(), ys.last]
      }
      #expect(range(points) == range(thin))
    }
    #expect(zip(thin, thin.dropFirst()).allSatisfy { $0.x < $1.x })
  }

  @Test func fewPointsStayAsTheyAre() {
    let points = (0..<50).map { Scene.Point(Double($0), Double($0 % 3)) }
    #expect(Thinning.thin(points, columnWidth: 1) == points)
    #expect(Thinning.thin([], columnWidth: 1) == [])
  }

  @Test func aMillionValuesMakeASmallFile() {
    var values = ChartSamples.noise(1_000_000).map { 0.5 + $0 / 10 }
    values[777_777] = 9
    let chart = ChartSamples.line(values)
    let svg = chart.svg()
    #expect(svg.utf8.count < 120_000)
    // The spike reaches the top of the axes.
    let lines = chart.lines(width: 60, height: 15, unicode: false).map(\.string)
    #expect(lines.dropFirst().prefix(3).contains { $0.contains("*") })
  }

  @Test func gapsThroughoutStaySmall() {
    let values = (0..<100_000).map { $0 % 2 == 0 ? Double($0 % 10) : .nan }
    #expect(ChartSamples.line(values).svg().utf8.count < 400_000)
  }

  @Test func contoursCrossWhereTheFieldDoes() {
    let values = (0..<6).map { r in (0..<8).map { c in Double(c) + 0 * Double(r) } }
    let pieces = Contour.pieces(values, level: 2.5) { .init($0, $1) }
    #expect(pieces.count == 1)
    #expect(pieces[0].allSatisfy { $0.x == 2.5 })
    #expect(pieces[0].count == 6)
    #expect(Contour.pieces([[1]], level: 0) { .init($0, $1) }.isEmpty)
    #expect(Contour.pieces([[.nan, 1], [0, 1]], level: 0.5) { .init($0, $1) }.isEmpty)
  }

  @Test func binsHoldEveryValue() {
    for seed in 0..<50 {
      let values = ChartSamples.noise(100, seed: UInt64(seed)).map { $0 * 20 - 10 }
      let bins = Histogram(title: "", values: values, binCount: 7).bins
      #expect(bins.counts.reduce(0, +) == 100)
      for (index, count) in bins.counts.enumerated() {
        let (low, high) = (bins.edges[index], bins.edges[index + 1])
        let isLast = index == bins.counts.count - 1
        #expect(count == values.filter { $0 >= low && ($0 < high || (isLast && $0 <= high)) }.count)
      }
    }
  }
}

import Testing

@testable import Charts
@testable import Terminal

/// Every chart in every room.
@Suite struct ChartFittingTests {
  @Test(arguments: ChartSamples.all.map(\.name)) func linesFitTheirRoom(name: String) throws {
    let chart = try ChartSnapshotTests.chart(name)
    for width in [1, 7, 20, 33, 110] {
      for height in [1, 3, 8, 24] {
        for unicode in [false, true] {
          let lines = chart.lines(width: width, height: height, unicode: unicode)
          #expect(lines.count == height)
          #expect(lines.allSatisfy { $0.width <= width }, "\(name) in \(width) by \(height)")
          if !unicode {
            #expect(lines.allSatisfy { $0.string.utf8.allSatisfy { (32..<127).contains($0) } })
          }
        }
      }
    }
  }

  @Test(arguments: ChartSamples.all.map(\.name)) func marksStayInTheirRoom(name: String) throws {
    let chart = try ChartSnapshotTests.chart(name)
    let size = SceneSize.pixels(width: 640, height: 400)
    for mark in chart.scene(size).marks {
      var points: [Scene.Point] = []
      switch mark {
      case .path(let pieces, _): points = pieces.flatMap { $0 }
      case .points(let places, _, _): points = places
      case .text(_, let point, _, _, _): points = [point]
      case .circle(let center, _, _, _): points = [center]
      case .rule(let from, let to, _): points = [from, to]
      case .rectangle(let r, _): points = [.init(r.x, r.y), .init(r.right, r.bottom)]
      default: break
      }
      for point in points {
        #expect(
          point.x >= -1 && point.x <= size.width + 1 && point.y >= -1
            && point.y <= size.height + 1, "\(name): \(mark)")
      }
    }
  }

  @Test func whatIsLeftOutIsSaid() {
    let lines = ChartSamples.network(hidden: 100).lines(width: 60, height: 16, unicode: true)
    #expect(lines.last?.string.hasPrefix("A1: ") == true)
    #expect(lines.contains { $0.string.contains("more") })
  }

  @Test func withoutColorThereAreNoEscapes() {
    let picture = ChartSamples.line([1, 2, 3]).picture(width: 40, height: 10, unicode: true)
    #expect(!picture.rendered(color: .none).contains("\u{1B}"))
  }
}

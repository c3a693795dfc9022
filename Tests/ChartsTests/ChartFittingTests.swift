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
          // The cells of an array may need less.
          #expect(chart is HeatMap ? lines.count <= height : lines.count == height)
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

  /// Ten classes and what is held out have their names beside a page's small picture, and the axes
  /// keep theirs.
  @Test(arguments: [["Y = 0"], ["sorte-0"], ["iris-versicolor-0"]]) func tenClassesAreNamed(
    like: [String]
  ) throws {
    let names = (0..<10).map { like[0].dropLast() + "\($0)" }.map(String.init)
    let points = (0..<20).map {
      ClassPoint(Double($0 % 10) / 10, 0.1 * Double($0 / 10), class: $0 % 10, isHeldOut: $0 > 9)
    }
    let fields = (0..<10).map { index in
      ChartSamples.field(12, 9) { x, _ in -(x - Double(index) / 10) * (x - Double(index) / 10) }
    }
    let chart = RegionsChart(
      title: "argmax(P) at 400:7.update", xName: "length", yName: "weight", fields: fields,
      points: points, classNames: names)
    let scene = chart.scene(.pixels(width: 330, height: 240), isCaptioned: false)
    let texts = scene.marks.compactMap {
      if case .text(let text, _, _, _, _) = $0 { text } else { nil }
    }
    #expect(texts.contains("length") && texts.contains("weight"))
    #expect(!scene.caption.contains { $0.contains("not in the legend") })
    let start = String(like[0].prefix(4))
    #expect(Set(texts.filter { $0.hasPrefix(start) }).count == 10)
    let frame = try #require(scene.frame)
    #expect(frame.room.width > 150 && frame.room.height > 100)
  }

  /// A cell that stands for several numbers shows their mean, says of how many, and between which
  /// they are; below it there are no empty lines.
  @Test(arguments: [(1, 500), (2, 1000), (90, 7), (300, 300)])
  func aCellIsAMean(rows: Int, columns: Int) {
    // Ones and minus ones in turn: none of them is the mean of an even number.
    let values = (0..<rows * columns).map { $0 % 2 == 0 ? 1.0 : -1 }
    let chart = HeatMap(title: "X", values: values, rows: rows, columns: columns)
    for (width, height) in [(80, 16), (60, 12), (120, 24)] {
      let lines = chart.lines(width: width, height: height, unicode: false).map(\.string)
      #expect(lines.last?.hasPrefix("each cell: mean of ") == true)
      #expect(lines.last?.hasSuffix(" numbers (-1 to 1)") == true)
      #expect(!lines.contains(""))
    }
    let drawn = HeatMap(title: "X", values: [[.greatestFiniteMagnitude, .nan, 3, .infinity]])
      .lines(width: 4, height: 4, unicode: true)
    #expect(!drawn.isEmpty)
  }

  @Test func meansAreDrawn() throws {
    // A thousand columns of which each pair has the mean 2.
    let chart = HeatMap(
      title: "X", values: (0..<1000).map { $0 % 2 == 0 ? 0.0 : 4 }, rows: 1, columns: 1000)
    let scene = chart.scene(.cells(columns: 260, rows: 12, unicode: true))
    let fields = scene.marks.compactMap { mark -> [Double]? in
      if case .field(let field) = mark { field.fractions } else { nil }
    }
    let fractions = try #require(fields.first)
    #expect(fractions.count < 260 && fractions.allSatisfy { abs($0 - 0.5) < 1e-9 })
  }

  /// Names of any length and width: each class has its own above its column and beside its row, and
  /// its mark in the legend.
  @Test func longNamesAreCutBeforeAnyIsLeftOut() throws {
    let names = [
      "a very long name of a first class", "short", "日本語のクラス名と日本語", "another-rather-long-one",
    ]
    let table = HeatMap(
      title: "confusion", values: (0..<4).map { row in (0..<4).map { Double(row + $0) } },
      names: names)
    let lines = table.lines(width: 76, height: 16, unicode: true).map { $0.string }
    #expect(!lines.joined().contains("a very long n"))
    for beginning in ["a very", "short", "日本", "another"] {
      #expect(lines[1].contains(beginning), "\(lines[1])")
      #expect(lines.contains { $0.drop { $0 == " " }.hasPrefix(beginning) }, "\(beginning)")
    }
    let series = names.map { LineChart.Series(.verbatim($0), [1, 2, 3]) }
    let chart = LineChart(title: "loss", series: series)
    let legend = chart.lines(width: 76, height: 16, unicode: true).map { $0.string }
    for beginning in ["a very", "short", "日本", "another"] {
      #expect(legend[1...2].contains { $0.contains(beginning) }, "\(legend)")
    }
    #expect(!legend.contains { $0.contains("not in the legend") })
    let narrow = chart.lines(width: 30, height: 16, unicode: true).map { $0.string }
    #expect(narrow.contains { $0.contains("not in the legend") })
  }

  @Test func withoutColorThereAreNoEscapes() {
    let picture = ChartSamples.line([1, 2, 3]).picture(width: 40, height: 10, unicode: true)
    #expect(!picture.rendered(color: .none).contains("\u{1B}"))
  }
}

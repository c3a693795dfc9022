import Charts
import Foundation
import Terminal
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Pictures as they were when someone last looked at them. `UNDERHOOD_RECORD=1` writes them anew,
/// to be looked at again.
@Suite struct ChartSnapshotTests {
  static let names = ChartSamples.all.map(\.name)

  static func chart(_ name: String) throws -> any Chart {
    try #require(ChartSamples.all.first { $0.name == name }).chart
  }

  /// Compares with a fixture, or writes it.
  static func expect(_ text: String, matches file: String) throws {
    if ProcessInfo.processInfo.environment["UNDERHOOD_RECORD"] == "1" {
      let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Fixtures/charts")
      try text.write(to: folder.appendingPathComponent(file), atomically: true, encoding: .utf8)
      return
    }
    let url = Bundle.module.resourceURL?.appendingPathComponent("Fixtures/charts/\(file)")
    let expected = try String(contentsOf: #require(url), encoding: .utf8)
    #expect(text == expected, "\(file) is not as recorded; UNDERHOOD_RECORD=1 records it")
  }

  @Test(arguments: names) func inATerminal(name: String) throws {
    let chart = try Self.chart(name)
    var text = chart.summary.map { $0.english + "\n" }.joined()
    for (width, height) in [(20, 8), (44, 14), (76, 22)] {
      for unicode in [false, true] {
        text += "---- \(width) by \(height), \(unicode ? "Unicode" : "ASCII")\n"
        for line in chart.lines(width: width, height: height, unicode: unicode) {
          // Control characters as a page shows them.
          text += line.rendered(color: .none) + "\n"
        }
      }
    }
    try Self.expect(text, matches: "\(name).txt")
  }

  @Test(arguments: names) func asADrawing(name: String) throws {
    try Self.expect(Self.chart(name).svg(), matches: "\(name).svg")
  }

  @Test(arguments: ["line", "boundary", "heat", "histogram", "network"])
  func inColor(name: String) throws {
    let chart = try Self.chart(name)
    var text = ""
    for color in [ColorLevel.ansi16, .ansi256] {
      let picture = chart.picture(width: 44, height: 12, unicode: true, color: color)
      text += picture.rendered(color: color)
    }
    try Self.expect(
      text.replacingOccurrences(of: "\u{1B}", with: "^["), matches: "\(name)-color.txt")
  }

  @Test(arguments: names) func drawingsAreWellFormed(name: String) throws {
    for (width, height) in [(640, 400), (120, 80), (1600, 300)] {
      let svg = try Self.chart(name).svg(width: width, height: height)
      let reader = SVGReader()
      let parser = XMLParser(data: Data(svg.utf8))
      parser.delegate = reader
      #expect(parser.parse(), "\(name): \(String(describing: parser.parserError))")
      #expect(reader.elements.isDisjoint(with: ["script", "image", "use", "foreignObject"]))
      #expect(!reader.title.isEmpty && !reader.details.isEmpty)
      #expect(!svg.contains("nan\"") && !svg.contains("inf\""))
    }
  }

  @Test func idsKeepDocumentsApart() {
    let svg = ChartSamples.line([1, 2]).svg(id: "loss\"><")
    #expect(svg.contains("aria-labelledby=\"loss-title loss-desc\""))
  }

  @Test func summariesTellWhatIsSeen() {
    let lines = ChartSamples.line([3, 1, 2]).summary
    #expect(
      lines.map(\.english) == [
        "loss: lines.", "L: falls from 3 to 2 at epoch 3, with rises between.",
        "L: 3 values, first 3 at epoch 1, last 2 at epoch 3, lowest 1 at epoch 2, "
          + "highest 3 at epoch 1.",
      ])
  }

  @Test func tablesAreCommaSeparated() {
    let chart = LineChart(
      title: "t", series: [.init("a,\"b\"", x: [1, 2], y: [0.1, .nan]), .init("c", [1e300])])
    let lines = [
      "series,epoch,value", #""a,""b""",1,0.1"#, #""a,""b""",2,nan"#, "c,1,1e+300",
    ]
    #expect(chart.csv() == lines.map { $0 + "\n" }.joined())
  }
}

/// What matters of an SVG document.
private final class SVGReader: NSObject, XMLParserDelegate {
  var elements: Set<String> = []
  var title = ""
  var details = ""
  private var path: [String] = []

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    elements.insert(name)
    path.append(name)
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    path.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    if path.last == "title" { title += text }
    if path.last == "desc" { details += text }
  }
}

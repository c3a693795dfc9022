import Charts
import JSON
import Terminal

extension Command {
  static let plot = Command(
    "plot", group: .looking, usage: "PICTURE | NAME [over epochs]",
    summary: "draw a picture: the loss, the boundary, the network, a value",
    help: Plot.help + "\n" + """
      plot W1 draws any array, and plot W1 over epochs its elements as they changed. save plot loss \
      loss.svg writes the picture to a file: SVG, PNG or CSV by its ending, and with .apng a PNG that \
      moves through the epochs. Before the file's name --title "My loss" gives it another title, \
      --size 800x500 a size, --dark or --light a ground.
      """,
    completion: .words(Plot.all.map(\.name))
  ) { session, argument in
    if let request = PlotFile.request(in: argument.words) {
      throw ShellError(
        "unexpected-argument", "plot draws here; save writes the picture to a file",
        hint: .verbatim(request), range: argument.range)
    }
    return PlotReport(chart: try Plot.chart(argument, in: session))
  }
}

/// A picture.
struct PlotReport: CommandResult {
  var chart: any Chart

  var pictures: [any Chart] { [chart] }

  var json: JSONValue {
    .object([
      ("type", .string("plot")), ("title", .string(chart.title.english)),
      ("summary", .strings(chart.summary.map(\.english))),
      ("csv", .text { take in chart.csv(take) }),
    ])
  }

  func write(to page: inout Page) { write(to: &page, height: Self.height(page.capabilities)) }

  /// The rows that a single picture takes.
  static func height(_ place: TerminalCapabilities) -> Int {
    min(max(place.height * 2 / 3, 8), 24)
  }

  func write(to page: inout Page, height: Int) {
    let place = page.capabilities
    guard !page.describesPictures else {
      for sentence in chart.summary { page.paragraph(sentence) }
      return
    }
    page.picture(
      chart.picture(
        width: min(place.width, 100), height: height,
        unicode: place.unicode, color: place.color, page.translation))
  }
}

import Terminal

/// A picture of values: what it draws it draws as marks, which each backend shows in its way.
///
///     let chart = LineChart(title: "loss", series: [.init("L", losses, from: 1)])
///     for line in chart.lines(width: 60, height: 15, unicode: true) { page.line(line) }
///     let file = chart.svg()
///
/// A new kind of chart is one type that draws, sums up and lists what it draws.
package protocol Chart: Sendable {
  var title: String { get }
  func draw(in drawing: inout Drawing)
  /// What the picture shows, in a few spoken sentences.
  var summary: [String] { get }
  /// The values that are drawn.
  var table: ChartTable { get }
  /// The values that are drawn, as `csv()` has them, line after line.
  func csv(_ take: (String) throws -> Void) rethrows
}

extension Chart {
  /// The marks of the chart in a room, with what could not be shown noted in the last lines. In a
  /// terminal the scene is as high as what is drawn: empty rows are none of a picture's.
  package func scene(_ size: SceneSize) -> Scene {
    var drawing = Drawing(size: size, noteLines: [])
    draw(in: &drawing)
    let lines = drawing.wrappedNotes
    if !lines.isEmpty {
      // The notes of the first attempt take room from the second, which may have more of them.
      drawing = Drawing(size: size, noteLines: lines)
      draw(in: &drawing)
    }
    var size = size
    if size.isCells, let end = drawing.end, end < drawing.area.bottom {
      drawing = Drawing(size: size, noteLines: lines, notesTop: end)
      draw(in: &drawing)
      size.height = end + Double(lines.count) * size.lineHeight
    }
    return Scene(
      size: size, title: TextWidth.sanitize(title), summary: summary.map { TextWidth.sanitize($0) },
      marks: drawing.marks, frame: drawing.frame, targets: drawing.targets)
  }

  /// The chart in lines of a terminal.
  ///
  /// - Parameters:
  ///   - width: in columns; at least 20 are of use.
  ///   - height: in rows; at least 8 are of use.
  ///   - unicode: braille, blocks and box characters; else ASCII alone.
  ///   - color: what the lines will be rendered with: without colour, shades tell more.
  package func lines(
    width: Int, height: Int, unicode: Bool, color: ColorLevel = .none
  ) -> [StyledText] {
    picture(width: width, height: height, unicode: unicode, color: color).lines
  }

  /// The chart for a page: its picture, or its summary where the page is plain.
  ///
  /// - Parameter height: in rows; by default two thirds of the terminal, at most 24.
  package func lines(for place: TerminalCapabilities, height: Int? = nil) -> [StyledText] {
    if place.plain { return summary.map { StyledText($0) } }
    return lines(
      width: min(place.width, 100), height: height ?? min(max(place.height * 2 / 3, 8), 24),
      unicode: place.unicode, color: place.color)
  }

  /// The chart in cells, whose colours are richer than a page's styles.
  package func picture(
    width: Int, height: Int, unicode: Bool, color: ColorLevel = .none
  ) -> TerminalPicture {
    let (width, height) = (min(max(width, 1), 1000), min(max(height, 1), 1000))
    let scene = scene(.cells(columns: width, rows: height, unicode: unicode))
    return TerminalPicture(
      scene, columns: width, rows: scene.size.rows, unicode: unicode, color: color)
  }

  /// An SVG document; see `Scene.svg`.
  package func svg(width: Int = 640, height: Int = 400, id: String = "plot") -> String {
    scene(.pixels(width: width, height: height)).svg(id: id)
  }

  /// An SVG element for a page that has `Scene.styleSheet`.
  package func element(width: Int, height: Int, id: String) -> String {
    scene(.pixels(width: width, height: height)).element(id: id)
  }

  /// A PNG file of twice as many pixels each way; see `Scene.png`.
  package func png(width: Int = 640, height: Int = 400, theme: ChartTheme = .light) -> [UInt8] {
    var size = SceneSize.pixels(width: width, height: height)
    size.unicode = false
    size.characterWidth = BitmapFont.advance
    return scene(size).png(theme: theme)
  }

  /// The values that are drawn, as comma-separated values (RFC 4180, with newlines alone).
  package func csv() -> String {
    var text = ""
    csv { text += $0 }
    return text
  }

  package func csv(_ take: (String) throws -> Void) rethrows { try table.csv(take) }
}

/// An example in a plane, with its class, counted from 0.
package struct ClassPoint: Sendable, Equatable {
  package var x: Double
  package var y: Double
  package var classIndex: Int

  package init(_ x: Double, _ y: Double, class classIndex: Int = 0) {
    self.x = x
    self.y = y
    self.classIndex = classIndex
  }
}

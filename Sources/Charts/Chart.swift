import Terminal

/// A picture of values: what it draws it draws as marks, which each backend shows in its way.
///
///     let chart = LineChart(title: "loss", series: [.init("L", losses, from: 1)])
///     for line in chart.lines(width: 60, height: 15, unicode: true) { page.line(line) }
///     let file = chart.svg()
///
/// A new kind of chart is one type that draws, sums up and lists what it draws.
package protocol Chart: Sendable {
  var title: Phrase { get set }
  func draw(in drawing: inout Drawing)
  /// What is to be seen, in a sentence that stands below the picture and is among the summary's.
  var caption: Phrase? { get }
  /// What the picture shows, in a few spoken sentences.
  var summary: [Phrase] { get }
  /// The values that are drawn.
  var table: ChartTable { get }
  /// The values that are drawn, as `csv()` has them, line after line.
  func csv(_ take: (String) throws -> Void) rethrows
}

extension Chart {
  package var caption: Phrase? { nil }

  /// The marks of the chart in a room, with what could not be shown noted in the last lines. In a
  /// terminal the scene is as high as what is drawn: empty rows are none of a picture's.
  ///
  /// - Parameters:
  ///   - translation: of its words; `nil` for English.
  ///   - isCaptioned: whether caption and notes are drawn; else they are the scene's `caption`, whole,
  ///     for a page to set them.
  package func scene(
    _ size: SceneSize, _ translation: Translation? = nil, isCaptioned: Bool = true
  ) -> Scene {
    var drawing = Drawing(size: size, noteLines: [], translation)
    draw(in: &drawing)
    let words = isCaptioned ? [] : drawing.words(of: caption)
    let lines = isCaptioned ? drawing.lines(of: caption) : []
    if !lines.isEmpty {
      // The notes of the first attempt take room from the second, which may have more of them.
      drawing = Drawing(size: size, noteLines: lines, translation)
      draw(in: &drawing)
    }
    var size = size
    if size.isCells, let end = drawing.end, end < drawing.area.bottom {
      drawing = Drawing(size: size, noteLines: lines, notesTop: end, translation)
      draw(in: &drawing)
      size.height = end + Double(lines.count) * size.lineHeight
    }
    func said(_ phrase: Phrase) -> String { TextWidth.sanitize(phrase.text(translation).string) }
    return Scene(
      size: size, title: said(title), summary: summary.map(said), marks: drawing.marks,
      frame: drawing.frame, targets: drawing.targets, caption: words.map { TextWidth.sanitize($0) })
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

  /// The chart in cells, whose colours are richer than a page's styles.
  package func picture(
    width: Int, height: Int, unicode: Bool, color: ColorLevel = .none,
    _ translation: Translation? = nil
  ) -> TerminalPicture {
    let (width, height) = (min(max(width, 1), 1000), min(max(height, 1), 1000))
    let scene = scene(.cells(columns: width, rows: height, unicode: unicode), translation)
    return TerminalPicture(
      scene, columns: width, rows: scene.size.rows, unicode: unicode, color: color)
  }

  /// An SVG document; see `Scene.svg`.
  ///
  /// - Parameter theme: `nil` for light or dark as the reader's system is.
  package func svg(
    width: Int = 640, height: Int = 400, id: String = "plot", theme: ChartTheme? = nil,
    _ translation: Translation? = nil
  ) -> String {
    scene(.pixels(width: width, height: height), translation).svg(id: id, theme: theme)
  }

  /// A PNG file of twice as many pixels each way; see `Scene.png`.
  package func png(
    width: Int = 640, height: Int = 400, theme: ChartTheme = .light,
    _ translation: Translation? = nil
  ) -> [UInt8] {
    scene(.pixels(width: width, height: height), translation).png(theme: theme)
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
  /// Whether nothing is trained on it.
  package var isHeldOut: Bool

  package init(_ x: Double, _ y: Double, class classIndex: Int = 0, isHeldOut: Bool = false) {
    self.x = x
    self.y = y
    self.classIndex = classIndex
    self.isHeldOut = isHeldOut
  }
}

import Arrays
import Terminal

/// Where a chart puts its marks: a room that its title, legend and axes take their parts of.
package struct Drawing: Sendable {
  package let size: SceneSize
  package private(set) var marks: [Scene.Mark] = []
  /// Where single things stand.
  package var targets: [Scene.Target] = []
  /// What could not be shown, or not as it is.
  package private(set) var notes: [Phrase] = []
  /// The room that is left.
  package var area: Scene.Rectangle
  /// The axes that were drawn.
  var frame: Frame?
  /// Where the chart ends, if it does not fill the room.
  var end: Double?
  private let translation: Translation?

  /// What a legend says of a sign that the chart uses.
  struct LegendEntry {
    enum Sample {
      case line(Scene.Stroke)
      case point(Scene.Shape, Ink)
      case swatch(Ink)
    }
    var sample: Sample
    var label: Phrase
  }

  /// The same in the picture's language.
  private struct SaidEntry {
    var sample: LegendEntry.Sample
    var label: String
  }

  /// - Parameters:
  ///   - notesTop: where the notes begin; at the bottom of the room, if it is not said.
  ///   - translation: of the words; `nil` for English.
  init(
    size: SceneSize, noteLines: [String], notesTop: Double? = nil,
    _ translation: Translation? = nil
  ) {
    self.size = size
    self.translation = translation
    let margin = size.isCells ? 0 : 12.0
    area = Scene.Rectangle(
      x: margin, y: margin, width: size.width - 2 * margin, height: size.height - 2 * margin)
    area.height -= Double(noteLines.count) * size.lineHeight
    for (index, line) in noteLines.enumerated() {
      let y = (notesTop ?? area.bottom) + (Double(index) + 0.5) * size.lineHeight
      marks.append(.text(line, .init(area.x, y), .start, .note, .faint))
    }
  }

  // MARK: - Marks and notes

  package mutating func add(_ mark: Scene.Mark) { marks.append(mark) }

  package mutating func note(_ text: Phrase) {
    if !text.isEmpty, !notes.contains(text) { notes.append(text) }
  }

  /// The words in the picture's language.
  package func say(_ phrase: Phrase) -> String { phrase.text(translation).string }

  package mutating func text(
    _ text: String, _ point: Scene.Point, _ anchor: Scene.Anchor = .start,
    role: Scene.TextRole = .label, ink: Ink = .text
  ) {
    if text.isEmpty { return }
    add(.text(shown(text), point, anchor, role, ink))
  }

  /// Clears the ground for a text upon lines; a terminal's cells do that by themselves.
  mutating func cover(_ text: String, at place: Scene.Point) {
    if size.isCells { return }
    let width = width(text)
    add(
      .rectangle(
        .init(x: place.x - width / 2 - 1, y: place.y - 7, width: width + 2, height: 14), .ground))
  }

  /// A caption and the notes in lines that leave most of the room to the picture.
  func lines(of caption: Phrase?) -> [String] {
    let notes = notes.isEmpty ? [] : lines(joinedNotes, atMost: max(1, size.rows / 8))
    // A low picture needs its rows for itself, and what is missing is said before what is seen.
    let room = size.rows / 6 - notes.count
    guard let caption, size.rows >= 12, room > 0 else { return notes }
    return lines(say(caption), atMost: room) + notes
  }

  private func lines(_ text: String, atMost most: Int) -> [String] {
    let columns = Int(saturating: (size.width - (size.isCells ? 0 : 24)) / size.characterWidth)
    var lines = TextWidth.wrap(StyledText(shown(text)), width: max(columns, 1)).map(\.string)
    if lines.count > most {
      let rest = lines[(most - 1)...].joined(separator: " ")
      lines = Array(lines.prefix(most - 1)) + [fit(rest, columns)]
    }
    return lines
  }

  /// A caption and the notes, whole, each a sentence or some.
  func words(of caption: Phrase?) -> [String] {
    (caption.map { [say($0)] } ?? []) + (notes.isEmpty ? [] : [joinedNotes + "."])
  }

  private var joinedNotes: String { notes.map(say).joined(separator: "; ") }

  // MARK: - Text

  /// The text without control characters; in ASCII where the room has no more.
  func shown(_ text: String) -> String {
    let clean = TextWidth.sanitize(text)
    return size.unicode
      ? clean : String(clean.map { $0.isASCII ? $0 : $0 == "×" ? "x" : $0 == "…" ? "." : "?" })
  }

  /// The text cut to some columns.
  func fit(_ text: String, _ columns: Int) -> String {
    let clean = shown(text)
    if TextWidth.columns(of: clean) <= columns { return clean }
    return TextWidth.truncate(
      StyledText(clean), width: columns, unicode: size.unicode
    ).string
  }

  /// The text cut to some columns in its middle, so that both ends are there.
  func fitAround(_ text: String, _ columns: Int) -> String {
    let clean = shown(text)
    guard TextWidth.columns(of: clean) > columns, columns > 4 else { return fit(text, columns) }
    var end = ""
    for character in clean.reversed() {
      guard TextWidth.columns(of: String(character) + end) <= columns / 2 else { break }
      end = String(character) + end
    }
    return fit(clean, columns - TextWidth.columns(of: end)) + end
  }

  func columns(_ text: String) -> Int { TextWidth.columns(of: shown(text)) }

  func width(_ text: String) -> Double { Double(columns(text)) * size.characterWidth }

  /// How many characters stand beside each other in a width.
  func columns(in width: Double) -> Int {
    max(0, Int(saturating: width / size.characterWidth + 1e-9))
  }

  func rows(in height: Double) -> Int { max(0, Int(saturating: height / size.lineHeight + 1e-9)) }

  // MARK: - Heading

  /// A line off the top of the room; its middle is returned.
  mutating func takeLine() -> Double {
    let middle = area.y + size.lineHeight / 2
    area.y += size.lineHeight
    area.height -= size.lineHeight
    return middle
  }

  /// The title, and beside it or below it the legend.
  mutating func heading(_ phrase: Phrase, legend entries: [LegendEntry] = []) {
    guard rows(in: area.height) >= 4 else {
      note(phrase)
      return
    }
    let title = say(phrase)
    let legend = entries.map { SaidEntry(sample: $0.sample, label: say($0.label)) }
    let all = columns(in: area.width)
    let titleWidth = Double(columns(title)) * (size.isCells ? 2 : size.characterWidth * 1.25)
    let y = takeLine()
    text(fit(title, all), .init(area.x, y), role: .title)
    let gap = 2 * size.characterWidth
    let room = area.width - titleWidth - 2 * gap
    let whole = legend.reduce(-gap) { $0 + legendWidth($1) + gap }
    if legend.isEmpty {
    } else if whole <= room {
      drawLegend(legend, from: area.right - whole, y: y)
    } else if let column = columnOfLegend(legend) {
      drawColumn(legend, width: column)
    } else if rows(in: area.height) >= 12, let lines = legendLines(legend) {
      for line in lines { drawLegend(line, from: area.x, y: takeLine()) }
    } else if rows(in: area.height) >= 8 {
      var shown = legend
      func total() -> Double { shown.reduce(-gap) { $0 + legendWidth($1) + gap } }
      if total() > area.width {
        // Long names are cut before any is left out.
        let rest = Double(shown.count - 1) * gap + shown.reduce(0) { $0 + sample(of: $1) }
        let share = columns(in: (area.width - rest) / Double(shown.count))
        if share >= Self.shortestLabel {
          for place in shown.indices { shown[place].label = fit(shown[place].label, share) }
        }
      }
      while shown.count > 1, total() > area.width { shown.removeLast() }
      if shown.count < legend.count {
        let rest = legend[shown.count...].map(\.label).joined(separator: ", ")
        note("not in the legend: \(rest)")
      }
      if var only = shown.first, shown.count == 1 {
        only.label = fit(only.label, all - 3)
        shown = [only]
      }
      drawLegend(shown, from: area.x, y: takeLine())
    } else {
      note("legend left out")
    }
    if !size.isCells {
      area.y += 6
      area.height -= 6
    }
  }

  /// The legend in as few lines as it takes; `nil` where that is more than a quarter of the room, or
  /// an entry has no room in one.
  private func legendLines(_ legend: [SaidEntry]) -> [[SaidEntry]]? {
    var lines: [[SaidEntry]] = []
    var left = 0.0
    for entry in legend {
      let width = legendWidth(entry) + 2 * size.characterWidth
      guard legendWidth(entry) <= area.width else { return nil }
      if lines.isEmpty || width > left + 2 * size.characterWidth {
        lines.append([])
        left = area.width
      }
      lines[lines.count - 1].append(entry)
      left -= width
    }
    return lines.count <= max(1, rows(in: area.height) / 4) ? lines : nil
  }

  /// How wide a legend at the right is, below one another, where in lines it would take the height
  /// from what lies wide as it is; `nil` where it has no room there.
  private func columnOfLegend(_ legend: [SaidEntry]) -> Double? {
    guard !size.isCells, legendLines(legend).map({ $0.count > 2 }) ?? (legend.count > 2),
      Double(legend.count) * size.lineHeight <= area.height
    else { return nil }
    let widest = legend.reduce(0) { max($0, legendWidth($1)) }
    let most = area.width * 0.3
    let samples = legend.reduce(0) { max($0, sample(of: $1)) }
    // A long name is cut before an entry is left out.
    return min(widest, most) - samples >= 4 * size.characterWidth || widest <= most
      ? min(widest, most) : nil
  }

  private mutating func drawColumn(_ legend: [SaidEntry], width: Double) {
    let x = area.right - width
    func label(_ entry: SaidEntry, _ fit: (String, Int) -> String) -> String {
      fit(entry.label, columns(in: width - sample(of: entry)))
    }
    // Names that begin alike are cut in their middle.
    let isClear = Set(legend.map { label($0, fit) }).count == Set(legend.map(\.label)).count
    for (index, entry) in legend.enumerated() {
      var entry = entry
      entry.label = label(entry, isClear ? fit : fitAround)
      drawLegend([entry], from: x, y: area.y + (Double(index) + 0.5) * size.lineHeight)
    }
    area.width -= width + size.characterWidth
  }

  private var sampleWidth: Double { size.isCells ? 12 : 32 }

  /// Where fewer columns are left for a label, entries are left out instead.
  private static let shortestLabel = 8

  private func sample(of entry: SaidEntry) -> Double {
    if case .line = entry.sample { sampleWidth } else { size.isCells ? 4 : 16 }
  }

  private func legendWidth(_ entry: SaidEntry) -> Double {
    sample(of: entry) + width(entry.label)
  }

  private mutating func drawLegend(_ entries: [SaidEntry], from left: Double, y: Double) {
    var x = left
    if size.isCells { x = (x / 2).rounded(.down) * 2 }
    for entry in entries {
      let sample = sample(of: entry)
      switch entry.sample {
      case .line(let stroke):
        // Five cells of a terminal, so that a dash is seen.
        let end = size.isCells ? x + 9.5 : x + 26
        add(.path([[.init(x + (size.isCells ? 0.5 : 0), y), .init(end, y)]], stroke))
      case .point(let shape, let ink):
        add(.points([.init(x + (size.isCells ? 1 : 6), y)], shape, ink))
      case .swatch(let ink):
        let side = size.isCells ? 2.0 : 11
        let height = size.isCells ? 4.0 : 11
        add(.rectangle(.init(x: x, y: y - height / 2, width: side, height: height), ink))
      }
      text(entry.label, .init(x + sample, y))
      x += legendWidth(entry) + 2 * size.characterWidth
    }
  }
}

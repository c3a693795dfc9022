import Equations
import Lessons
import Networks
import Shell
import Terminal

/// Holds a lesson's prose against how it will be read: on a screen of 80 by 24, and by ear.
///
/// What is asked for here is no fault of a lesson that someone keeps for themselves; of a course it
/// is (`underhood check --strict`).
struct PlainReading {
  /// Something that reads badly; the words are in `Wording`.
  enum Problem: Equatable {
    /// Characters that draw, where there is no text for who hears the page.
    case drawing(line: String)
    /// Columns that are set with blanks, in code or in a line of text.
    case columns(line: String)
    case longScreen(lineCount: Int)
    /// A line of the file.
    case wideLine(columns: Int)
    /// A line that cannot be wrapped: of code, a drawing or a table.
    case wideBlock(columns: Int)
    /// A name of the model that stands as a word.
    case bareName(String)
  }

  /// The screen that lessons are written for, and what of it a stretch of a page may take.
  static let width = 80
  static let lineLimit = 24

  private(set) var problems: [(problem: Problem, position: SourcePosition)] = []
  private let lesson: Lesson
  private let names: Set<String>

  /// - Parameter lines: the lesson's file.
  init(_ lesson: Lesson, lines: [String], translation: Translation?) {
    self.lesson = lesson
    names = Self.names(of: lesson)
    for (index, line) in lines.enumerated() { checkWidth(of: line, at: index + 1) }
    for page in lesson.pages {
      for block in page.blocks { check(block.filled { _ in ValuePlaces.usual }, indent: 0) }
    }
    for screen in lesson.screens(width: Self.width, translation: translation)
    where screen.lineCount > Self.lineLimit {
      note(.longScreen(lineCount: screen.lineCount), screen.position)
    }
    problems.sort {
      ($0.position.line, $0.position.column) < ($1.position.line, $1.position.column)
    }
  }

  private mutating func note(_ problem: Problem, _ position: SourcePosition) {
    // Said once for a block: the lines of a drawing are mended together.
    let isKnown = problems.contains { $0.position == position && $0.problem.kind == problem.kind }
    if !isKnown { problems.append((problem, position)) }
  }

  // MARK: Width

  /// The lines that the check passes over: the front matter's are shown in a list of their own, what
  /// commands print is the program's.
  private func isProse(_ line: Int) -> Bool {
    guard let first = lesson.pages.first?.position.line, line >= first else { return false }
    return !lesson.pages.contains { page in
      page.blocks.contains { block in
        switch block.content {
        case .run(let fence): block.position.line...fence.lastLine ~= line
        default: false
        }
      }
    }
  }

  private mutating func checkWidth(of line: String, at number: Int) {
    let columns = TextWidth.columns(of: ValuePlaces.filled(line) { _ in ValuePlaces.usual })
    guard columns > Self.width, isProse(number) else { return }
    note(.wideLine(columns: columns), SourcePosition(line: number, column: Self.width + 1))
  }

  private mutating func checkRoom(for text: String, indent: Int, _ position: SourcePosition) {
    for line in text.split(separator: "\n") {
      let columns = TextWidth.columns(of: String(line)) + indent
      if columns > Self.width { note(.wideBlock(columns: columns), position) }
    }
  }

  // MARK: Blocks

  private mutating func check(_ block: LessonBlock, indent: Int) {
    switch block.content {
    case .paragraph(let inlines):
      check(inlines, block.position)
      let words = inlines.textWithoutCode
      if Self.draws(words) { note(.drawing(line: inlines.plainText), block.position) }
    case .list(let list):
      for item in list.items {
        for block in item { check(block, indent: indent + 4) }
      }
    case .quote(let blocks):
      for block in blocks { check(block, indent: indent + 4) }
    case .code(_, let text):
      checkRoom(for: text, indent: indent + 4, block.position)
      for line in text.split(separator: "\n").map(String.init) {
        if Self.draws(line) {
          note(.drawing(line: line), block.position)
        } else if Self.hasColumns(line) {
          note(.columns(line: line), block.position)
        }
      }
    case .drawing(let drawing):
      checkRoom(for: drawing.text, indent: indent + 4, block.position)
      if let words = LessonReader().readWords(drawing.words) { check(words, block.position) }
    case .table(let table):
      let rows = [table.header] + table.rows
      let cells = rows.map { $0.map { TextWidth.columns(of: $0.plainText) } }
      let widths = table.header.indices.map { column in
        cells.map { column < $0.count ? $0[column] : 0 }.max() ?? 0
      }
      let columns = indent + 4 + widths.reduce(0, +) + 2 * max(widths.count - 1, 0)
      if columns > Self.width { note(.wideBlock(columns: columns), block.position) }
      for cell in rows.joined() { check(cell, block.position) }
    case .exercise(let exercise):
      for key in ["ask", "hint", "explain"] {
        for field in exercise.fields.all(key) {
          let text = ValuePlaces.filled(field.value) { _ in ValuePlaces.usual }
          if let words = LessonReader().readWords(text) { check(words, field.valuePosition) }
        }
      }
    // A command wraps as it does where it is typed.
    case .heading, .rule, .model, .run: break
    }
  }

  // MARK: Drawings

  /// Whether a line is drawn: with arrows and strokes of several characters, corners, or
  /// characters made for boxes.
  private static func draws(_ line: String) -> Bool {
    line.unicodeScalars.contains { 0x2500...0x25FF ~= $0.value || 0x2190...0x21FF ~= $0.value }
      || line.contains(/--+>|<--+|-{4,}|\+-{2,}|\S\s+---\s|\s{2}\|\s|[\/\\]\s+[\/\\]/)
  }

  /// Whether several blanks stand within a line, elsewhere than before a comment.
  private static func hasColumns(_ line: String) -> Bool {
    let line = line.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)[0]
    return String(line).trimmed.contains(/\S\s{3,}\S/)
  }

  // MARK: Names

  /// The model's names that could be taken for words: with a capital or a digit, or of one letter.
  private static func names(of lesson: Lesson) -> Set<String> {
    guard let model = lesson.readModel, let program = try? Program(model) else { return [] }
    let names: [String] = program.names + program.settings.map { $0.name }
    return Set(names.filter(couldBeAWord))
  }

  private static func couldBeAWord(_ name: String) -> Bool {
    // 'A' and 'a' are words first.
    if name.lowercased() == "a" { return false }
    return name.count == 1 || name.contains { $0.isUppercase || $0.isNumber }
  }

  private mutating func check(_ inlines: [LessonInline], _ position: SourcePosition) {
    let words = inlines.textWithoutCode.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    for word in words where names.contains(String(word)) {
      note(.bareName(String(word)), position)
    }
  }
}

extension PlainReading.Problem {
  fileprivate var kind: Int {
    switch self {
    case .drawing: 0
    case .columns: 1
    case .longScreen: 2
    case .wideLine: 3
    case .wideBlock: 4
    case .bareName: 5
    }
  }
}

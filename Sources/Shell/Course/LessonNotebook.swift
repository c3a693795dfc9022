import JSON
import Lessons
import Terminal

/// A lesson as a Jupyter notebook (nbformat 4.5): its text, its commands, and a cell for each answer.
///
/// The first cell opens the lesson, and the first one of each page goes there, so that a cell that is
/// run once more begins as it should.
struct LessonNotebook {
  private let lesson: Lesson
  private let lines: [String]
  private let translation: Translation?
  /// What the values in a block's words come to, by the line where it begins.
  private let values: [Int: [String: String]]
  private var cells: [JSONValue] = []
  /// The lines of text that no cell has yet.
  private var text: [String] = []
  /// The command that goes to the page, as long as none of its cells has it.
  private var pageCommand: String?

  /// - Parameters:
  ///   - source: the lesson's file.
  ///   - values: what the values in a block's words come to, by the line where it begins.
  init(
    _ lesson: Lesson, source: [UInt8], values: [Int: [String: String]] = [:],
    translation: Translation?
  ) {
    self.lesson = lesson
    self.values = values
    self.translation = translation
    let source = String(decoding: source, as: UTF8.self).replacing("\r\n", with: "\n")
    lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    fill()
  }

  var json: JSONValue {
    .object([
      ("cells", .array(cells)),
      (
        "metadata",
        .object([
          (
            "kernelspec",
            .object([
              ("display_name", .string("Underhood")), ("language", .string("underhood")),
              ("name", .string("underhood")),
            ])
          ),
          ("language_info", .object([("name", .string("underhood"))])),
        ])
      ),
      ("nbformat", .integer(4)), ("nbformat_minor", .integer(5)),
    ])
  }

  private mutating func fill() {
    for (number, page) in lesson.pages.enumerated() {
      pageCommand = number > 0 ? "page \(number + 1);" : nil
      for (index, block) in page.blocks.enumerated() {
        let start = block.position.line
        let next =
          index + 1 < page.blocks.count
          ? page.blocks[index + 1].position.line
          : number + 1 < lesson.pages.count
            ? lesson.pages[number + 1].position.line : lines.count + 1
        let values = values[start] ?? [:]
        add(block.filled { values[$0] ?? "?" }.content, start..<max(next, start + 1), values)
        if number == 0, index == 0 { addOpening() }
      }
      endText()
    }
  }

  private mutating func add(
    _ content: LessonBlock.Content, _ range: Range<Int>, _ values: [String: String]
  ) {
    switch content {
    // The lesson that is opened has its model.
    case .model, .rule: break
    case .run(let fence): add(fence.steps)
    case .drawing(let drawing):
      text += ["```text"] + drawing.text.split(separator: "\n").map(String.init)
      text += ["```", "", drawing.words, ""]
    case .exercise(let exercise):
      ask(exercise)
      addCode([string("# Your answer in place of this line; or: hint, answer, skip.")])
    default:
      text += lines[(range.lowerBound - 1)..<min(range.upperBound - 1, lines.count)].map {
        ValuePlaces.filled($0) { values[$0] ?? "?" }
      }
    }
  }

  /// Commands in one cell, up to one that is meant to fail: Jupyter goes on behind such a cell, but
  /// not within it.
  private mutating func add(_ steps: [RunStep]) {
    var commands: [String] = []
    for step in steps {
      commands.append(step.command)
      let words = [string("error:"), "error:"]
      guard words.contains(where: { step.output.first?.hasPrefix($0) ?? false }) else { continue }
      addCode(commands, fails: true)
      commands = []
    }
    if !commands.isEmpty { addCode(commands) }
  }

  /// The cell that opens the lesson, behind its title.
  private mutating func addOpening() {
    addParagraph(
      string(
        """
        This is a notebook for the Underhood kernel. Shift-Enter runs a cell and goes to the next \
        one. Run the first one before the others: it opens the lesson.
        """))
    addCode(["lesson \(lesson.id);"])
  }

  /// The question and its options.
  private mutating func ask(_ exercise: Exercise) {
    let label = exercise.kind == .quiz ? string("Question:") : string("Exercise:")
    addParagraph("**\(label)** \(exercise.ask)")
    if !exercise.task.options.isEmpty { text.append("") }
    for (index, option) in exercise.task.options.enumerated() {
      let words = exercise.task.optionsAreCode ? "`\(option)`" : option
      text.append("- **\(ChoiceText.letter(index))**  \(words)")
    }
    addParagraph(string(exercise.howTo))
  }

  /// A paragraph of its own, behind one blank line.
  private mutating func addParagraph(_ line: String) {
    while let last = text.last, last.trimmed.isEmpty { text.removeLast() }
    if !text.isEmpty { text.append("") }
    text.append(line)
  }

  private func string(_ phrase: Phrase) -> String { phrase.text(translation).string }

  // MARK: Cells

  private mutating func endText() {
    let kept = text.drop { $0.trimmed.isEmpty }
    let end = kept.lastIndex { !$0.trimmed.isEmpty }
    text = []
    if let end { addCell("markdown", Array(kept[...end]), []) }
  }

  /// - Parameter fails: whether it is meant to.
  private mutating func addCode(_ commands: [String], fails: Bool = false) {
    endText()
    let lines = [pageCommand].compactMap(\.self) + commands
    pageCommand = nil
    addCell(
      "code", lines, [("execution_count", .null), ("outputs", .array([]))],
      tags: fails ? ["raises-exception"] : [])
  }

  private mutating func addCell(
    _ kind: String, _ lines: [String], _ more: [(String, JSONValue)], tags: [String] = []
  ) {
    // A list of lines, each but the last with its newline.
    let source = lines.enumerated().map { place, line in
      place + 1 < lines.count ? line + "\n" : line
    }
    cells.append(
      .object(
        [
          ("cell_type", .string(kind)), ("id", .string("cell-\(cells.count + 1)")),
          ("metadata", .object(tags.isEmpty ? [] : [("tags", .strings(tags))])),
        ] + more + [("source", .strings(source))]))
  }
}

extension Session {
  /// Writes a lesson as a notebook.
  ///
  /// - Throws: `ShellError` where it cannot be written, or its file cannot be read again.
  func writeNotebook(
    of lesson: Lesson, to request: SaveRequest
  ) throws(ShellError) -> any CommandResult {
    let source = try TextFile.readBytes(lesson.sourcePath)
    let name = lesson.frontMatter.hasStudentSeeds ? student : nil
    let seed = name.map { StudentSeed.seed(of: $0, in: lesson.id) }
    let notebook = LessonNotebook(
      seed.map { lesson.dealt(seed: $0) } ?? lesson, source: source,
      values: try values(of: lesson, studentSeed: seed), translation: context.translation)
    try request.write(notebook.json.text + "\n")
    return NotebookWritten(path: request.path, title: lesson.title)
  }
}

extension Session {
  /// What the values in a lesson's words come to, by the line of their block.
  private func values(
    of lesson: Lesson, studentSeed: UInt32?
  ) throws(ShellError) -> [Int: [String: String]] {
    var found: [Int: [String: String]] = [:]
    guard lesson.pages.contains(where: { $0.blocks.contains { !$0.values.isEmpty } }) else {
      return found
    }
    var session = try Session.start(
      lesson, studentSeed: studentSeed, commands: context.commands)
    session.context.shouldStop = context.shouldStop
    for block in lesson.pages.flatMap(\.blocks) {
      for expression in block.values {
        found[block.position.line, default: [:]][expression] =
          try? session.lessonValue(of: expression)
      }
      session.perform(lessonBlock: block)
    }
    return found
  }
}

/// A lesson that was written as a notebook.
struct NotebookWritten: CommandResult {
  var path: String
  var title: String

  var json: JSONValue {
    .object([("type", .string("saved")), ("file", .string(path)), ("title", .string(title))])
  }

  func journalText(for command: String, in session: Session) -> String? { nil }

  func write(to page: inout Page) {
    page.paragraph("\(title): saved as the notebook \(StyledText(path, .strong)).")
  }
}

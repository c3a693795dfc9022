import Lessons
import Phrases
import Shell
import System
import Terminal

/// `underhood grade FILES...`
package struct Grading {
  package enum Format: String, Sendable, CaseIterable {
    case table, csv, json, moodle, canvas, gradescope

    /// Whether it names students as a school's system knows them.
    var needsRoster: Bool {
      switch self {
      case .moodle, .canvas, .gradescope: true
      case .table, .csv, .json: false
      }
    }
  }

  /// What is graded, and how.
  package struct Request: Sendable {
    /// Files, and folders of them.
    package var paths: [String] = []
    /// The lessons, by id, number or the beginning of the id; without any, all that there are files of.
    package var lessons: [String] = []
    package var lessonFolder: String?
    package var roster: String?
    /// A date for all lessons, or `LESSON=DATE` for one.
    package var due: [String] = []
    package var limits = GradeLimits.standard
    /// How many files at a time; all cores without it.
    package var processes: Int?
    package var isAnonymous = false
    package var translation: Translation?

    package init() {}
  }

  package private(set) var book: GradeBook
  private let request: Request
  /// The lessons as they are read here, by id.
  private var originals: [String: Lesson] = [:]
  private var feedback = Feedback()

  /// Grades files, and those in folders.
  ///
  /// - Throws: `ShellError` where there is no such lesson or list, or nothing to grade.
  package init(_ request: Request) throws(ShellError) {
    self.request = request
    let entries = request.lessonFolder.map { LessonLibrary(directory: $0).list().entries } ?? []
    let wanted = try Self.ids(request.lessons, in: entries)
    let roster = try request.roster.map { path throws(ShellError) in try Roster(path: path) }
    let dates = try GradeDates(request.due, in: entries)
    let files = GradeFiles.list(request.paths)
    guard !files.isEmpty else { throw ShellError("nothing-to-grade", Wording.nothingToGrade) }
    let handIns = Self.grade(files, request)
    // Those that are asked for have a column even where nobody handed them in.
    let ids = wanted ?? Set(handIns.filter(\.isGraded).compactMap { $0.lesson?.id })
    for entry in entries where ids.contains(entry.id) {
      originals[entry.id] = LessonReader().read(path: entry.path).lesson
    }
    let lessons = originals.values.map { original in
      var lesson = GradedLesson(original)
      lesson.due = dates[lesson.id] ?? lesson.due
      return lesson
    }
    book = GradeBook(handIns, lessons: lessons, roster: roster)
    if request.isAnonymous { book = book.anonymous(try Pseudonyms()) }
  }

  private static func ids(
    _ names: [String], in entries: [LessonLibrary.Entry]
  ) throws(ShellError) -> Set<String>? {
    guard !names.isEmpty else { return nil }
    var ids: Set<String> = []
    for name in names {
      ids.insert(try LessonLibrary.entry(name, in: entries).id)
    }
    return ids
  }

  private static func grade(_ files: [String], _ request: Request) -> [GradedHandIn] {
    let pool = GradePool(
      limits: request.limits, lessonFolder: request.lessonFolder,
      language: request.translation?.language,
      processes: request.processes ?? Machine.processors)
    let line = ProgressLine(output: Output(descriptor: 2)) {
      TerminalCapabilities.detect(environment: Environment.all, descriptor: 2)
    }
    let graded = pool.grade(files) { done in
      line.show(Session.Progress(done: done, total: files.count, loss: nil, unit: "file"))
    }
    line.clear()
    return zip(files, graded).map {
      GradedHandIn(file: $0, lines: $1.output, ending: $1.ending)
    }
  }

  /// Whether every file is what it should be.
  package var isSound: Bool { book.soundCount == book.handIns.count }

  // MARK: What is said

  /// Says what came of it, on standard output; of the tables for other programs what is to be looked
  /// at on the other one.
  ///
  /// - Throws: `ShellError` of a format that wants a class list, where there is none.
  package func write(
    _ format: Format, _ style: Sheet.Style, isPlain: Bool
  ) throws(ShellError) {
    let report = GradeReport(book: book)
    guard !format.needsRoster || book.hasRoster else {
      throw ShellError(
        "no-roster",
        "\(format.rawValue) knows students by their identifiers: a class list is wanted",
        hint: .verbatim("--roster class.csv"))
    }
    let sheets = GradeSheets(book: book, style: style, translation: request.translation)
    let text: String
    switch format {
    case .json: return ScriptRunner.report(report, format: .json, isPlain: isPlain)
    case .table:
      return ScriptRunner.report(
        report, format: .text, isPlain: isPlain, translation: request.translation)
    case .csv: text = sheets.plain
    case .moodle: text = sheets.moodle
    case .canvas: text = sheets.canvas
    case .gradescope: text = sheets.gradescope
    }
    Output().write(text)
    let doubtful = book.handIns.filter { !$0.isSound }
    guard !doubtful.isEmpty else { return }
    say(isPlain) { page in
      page.paragraph(Wording.filesToLookAt(doubtful.count))
      for handIn in doubtful { GradeReport.write(handIn.remarks, of: handIn, to: &page) }
    }
  }

  /// Says something beside the result, on standard error.
  private func say(_ isPlain: Bool, _ write: (inout Page) -> Void) {
    var page = Page(
      capabilities: .detect(environment: Environment.all, plain: isPlain, descriptor: 2),
      translation: request.translation)
    write(&page)
    Output(descriptor: 2).write(page.text)
  }

  // MARK: What is written

  /// Reads what the teacher says of wrong answers, or writes the file to say it in; what is new in the
  /// class is added to it.
  ///
  /// - Parameter mendsLessons: whether it becomes `wrong` lines of the lessons.
  /// - Throws: `ShellError` of a file that cannot be read or written.
  package mutating func useFeedback(
    _ path: String, mendsLessons: Bool, isPlain: Bool
  ) throws(ShellError) {
    if File.exists(path) { feedback = try Feedback(path: path) }
    feedback.spread(over: book)
    let isNew = feedback.lines.isEmpty
    let strays = feedback.strays.map(\.answer)
    try TextFile.write(
      feedback.text(for: book, translation: request.translation), to: path, replacesExisting: true)
    say(isPlain) { page in
      if isNew { page.paragraph(Wording.wroteFeedback(path)) }
      for answer in strays { page.paragraph(Wording.feedbackStray(answer)) }
    }
    if mendsLessons { try mendLessons(isPlain) }
  }

  private func mendLessons(_ isPlain: Bool) throws(ShellError) {
    for lesson in originals.values.sorted(by: { $0.number < $1.number }) {
      let lines = feedback.lines.filter { $0.key.lesson == lesson.id }.map {
        (exercise: $0.key.exercise, answer: $0.answer, words: $0.words)
      }
      let text = try TextFile.read(lesson.sourcePath)
      guard let mended = LessonFeedback.adding(lines, to: text, lesson) else { continue }
      // What would be no lesson any more is not written.
      let faults = LessonReader().read(Array(mended.text.utf8), path: lesson.sourcePath).faults
      if let fault = faults.first { throw Wording.describe(fault) }
      try TextFile.write(mended.text, to: lesson.sourcePath, replacesExisting: true)
      say(isPlain) { $0.paragraph(Wording.mendedLesson(lesson.sourcePath, mended.count)) }
    }
  }

  /// Writes a file for each student.
  ///
  /// - Throws: `ShellError` of a folder that cannot be written to.
  package func writeStudentFiles(to path: String, isPlain: Bool) throws(ShellError) {
    let folder = try OutputFolder(path)
    let asks = originals.mapValues { lesson in
      Dictionary(lesson.exercises.map { ($0.id, $0.ask) }) { first, _ in first }
    }
    let files = StudentFile.all(
      book, asks: asks, feedback: feedback, translation: request.translation)
    for (name, text) in files { try folder.write(text, to: name) }
    say(isPlain) { $0.paragraph(Wording.wroteFiles(files.count, to: path)) }
  }

  /// Writes what the class did as tables for research, with pseudonyms.
  ///
  /// - Throws: `ShellError` of a folder that cannot be written to.
  package func writeProgSnap2(to path: String, isPlain: Bool) throws(ShellError) {
    let folder = try OutputFolder(path)
    let book = request.isAnonymous ? book : book.anonymous(try Pseudonyms())
    let files = ProgSnap2(book: book).files
    for (name, text) in files { try folder.write(text, to: name) }
    say(isPlain) { $0.paragraph(Wording.wroteFiles(files.count, to: path)) }
  }
}

import Lessons
import Shell
import System
import Terminal

/// `underhood grade FILES...`
package struct Grading {
  package enum Format: String, Sendable, CaseIterable {
    case table, csv, json
  }

  package let book: GradeBook

  /// Grades files, and those in folders.
  ///
  /// - Parameters:
  ///   - lesson: what they should be of, by id, number or the beginning of the id; without it, what
  ///     most are of.
  /// - Throws: `ShellError` where there is no such lesson, or nothing to grade.
  package init(
    _ paths: [String], lesson name: String?, lessonFolder: String?, limits: GradeLimits,
    processes: Int?
  ) throws(ShellError) {
    var id: String?
    if let name {
      guard let lessonFolder,
        case .found(let entry) = LessonLibrary(directory: lessonFolder).find(name)
      else { throw ShellError("unknown-lesson", "there is no lesson '\(name)'", hint: "lessons") }
      id = entry.id
    }
    let files = GradeFiles.list(paths)
    guard !files.isEmpty else { throw ShellError("nothing-to-grade", Wording.nothingToGrade) }
    let pool = GradePool(
      limits: limits, lessonFolder: lessonFolder, processes: processes ?? Machine.processors)
    let line = ProgressLine(output: Output(descriptor: 2)) {
      TerminalCapabilities.detect(environment: Environment.all, descriptor: 2)
    }
    let graded = pool.grade(files) { done in
      line.show(Session.Progress(done: done, total: files.count, loss: nil, unit: "file"))
    }
    line.clear()
    book = GradeBook(
      zip(files, graded).map { GradedHandIn(file: $0, lines: $1.output, ending: $1.ending) },
      lesson: id)
  }

  /// Whether every file is what it should be.
  package var isSound: Bool { book.soundCount == book.handIns.count }

  /// Says what came of it, on standard output.
  package func write(_ format: Format, isPlain: Bool) {
    switch format {
    case .csv: Output().write(TextWidth.sanitize(GradeTable(book: book).csv, keepingNewlines: true))
    case .json: ScriptRunner.report(GradeReport(book: book), format: .json, isPlain: isPlain)
    case .table: ScriptRunner.report(GradeReport(book: book), format: .text, isPlain: isPlain)
    }
  }
}

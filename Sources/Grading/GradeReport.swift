import JSON
import Lessons
import Shell
import Terminal
import Training

/// The grades of a class for people, and as JSON.
struct GradeReport: CommandResult {
  let book: GradeBook

  // MARK: JSON

  var json: JSONValue {
    .object([
      ("type", .string("grades")), ("lesson", book.lesson.map { .string($0) } ?? .null),
      ("files", .array(book.handIns.map(json))),
      (
        "class",
        .object([
          ("hand_ins", .integer(book.studentCount)),
          ("exercises", .array(book.exercises().map(json))),
        ])
      ),
    ])
  }

  private func json(_ handIn: GradedHandIn) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("file", .string(handIn.file)), ("status", .string(handIn.status)),
      ("name", handIn.name.map { .string($0) } ?? .null),
      ("lesson", handIn.lesson.map { .string($0.id) } ?? .null),
      ("written", handIn.written.map { .string(Timestamp.text($0)) } ?? .null),
      (
        "remarks",
        .array(
          handIn.remarks.map {
            .object([
              ("code", .string($0.kind.rawValue)), ("text", .string(Wording.describe($0))),
            ])
          })
      ),
    ]
    if handIn.isGraded {
      members += [
        ("solved", .integer(handIn.count(.solved))),
        ("exercises", .array(handIn.exerciseIDs.map { json($0, handIn.tally[$0]) })),
        ("attempts", .integer(handIn.tally.total(\.attempts))),
        ("hints", .integer(handIn.tally.total(\.hints))),
        ("answers", .integer(handIn.count(.answered))),
        ("skipped", .integer(handIn.count(.skipped))),
        ("seconds", handIn.tally.seconds.map { .integer($0) } ?? .null),
      ]
    }
    return .object(members)
  }

  private func json(_ id: String, _ tally: ExerciseTally) -> JSONValue {
    .object([
      ("id", .string(id)), ("state", .string(tally.state.rawValue)),
      ("attempts", .integer(tally.attempts)), ("hints", .integer(tally.hints)),
      ("seconds", tally.seconds.map { .integer($0) } ?? .null),
      ("wrong_answers", .strings(tally.wrongAnswers)),
    ])
  }

  private func json(_ summary: GradeBook.ExerciseSummary) -> JSONValue {
    .object([
      ("id", .string(summary.id)), ("solved", .integer(summary.solved)),
      ("solved_at_once", .integer(summary.solvedAtOnce)), ("answers", .integer(summary.answered)),
      ("skipped", .integer(summary.skipped)), ("unsolved", .integer(summary.unsolved)),
      ("attempts", .integer(summary.attempts)), ("hints", .integer(summary.hints)),
      ("median_seconds", summary.medianSeconds.map { .integer($0) } ?? .null),
      (
        "wrong_answers",
        .array(
          summary.wrongAnswers.map {
            .object([("text", .string($0.text)), ("students", .integer($0.students))])
          })
      ),
    ])
  }

  // MARK: Text

  func write(to page: inout Page) {
    writeGrades(to: &page)
    writeRemarks(to: &page)
    page.blank()
    page.paragraph(
      Wording.gradedSummary(
        files: book.handIns.count, sound: book.soundCount, lesson: book.lesson))
    if book.studentCount > 0 { writeClass(to: &page) }
  }

  private func writeGrades(to page: inout Page) {
    let graded = book.handIns.filter(\.isGraded)
    guard !graded.isEmpty else { return }
    let hasTimes = graded.contains { $0.tally.seconds != nil }
    var columns: [Table.Column] = [
      .init("name"), .init("solved", .right), .init("attempts", .right), .init("hints", .right),
      .init("answers", .right), .init("skipped", .right),
    ]
    if hasTimes { columns.append(.init("time", .right)) }
    columns.append(.init(""))
    var table = Table(columns)
    for handIn in graded {
      let solved = handIn.count(.solved)
      let isWhole = solved == handIn.exerciseIDs.count
      var row: [StyledText] = [
        StyledText(handIn.name ?? "", .name),
        StyledText("\(solved) of \(handIn.exerciseIDs.count)", isWhole ? .success : .plain),
        StyledText("\(handIn.tally.total(\.attempts))", .number),
        StyledText("\(handIn.tally.total(\.hints))", .number),
        StyledText("\(handIn.count(.answered))", .number),
        StyledText("\(handIn.count(.skipped))", .number),
      ]
      if hasTimes { row.append(StyledText(handIn.tally.seconds.map(Wording.duration) ?? "")) }
      let status = (handIn.severity ?? .note) == .note ? "" : handIn.status
      row.append(StyledText(status, .warning))
      table.append(row)
    }
    page.table(table)
  }

  private func writeRemarks(to page: inout Page) {
    var isFirst = true
    for handIn in book.handIns {
      let remarks = handIn.remarks.filter { $0.kind != .noTimes }
      guard !remarks.isEmpty else { continue }
      if isFirst { page.blank() }
      isFirst = false
      let words = remarks.map { Wording.describe($0) }.joined(separator: "; ")
      let isSerious = (handIn.severity ?? .note) > .note
      page.line(
        "\(StyledText(handIn.file, .name)): \(StyledText(words, isSerious ? .warning : .dim))")
    }
  }

  /// On a screen there is room for so many.
  private static let mostExercises = 12

  private func writeClass(to page: inout Page) {
    let all = book.exercises()
    guard !all.isEmpty else { return }
    let shown = Array(all.prefix(Self.mostExercises))
    page.blank()
    page.rule(title: Wording.classHeading(book.studentCount))
    let hasTimes = shown.contains { $0.medianSeconds != nil }
    var columns: [Table.Column] = [
      .init("exercise"), .init("solved", .right), .init("at once", .right),
      .init("attempts", .right), .init("hints", .right), .init("answers", .right),
      .init("skipped", .right), .init("open", .right),
    ]
    if hasTimes { columns.append(.init("time", .right)) }
    var table = Table(columns)
    for summary in shown {
      var row: [StyledText] = [StyledText(summary.id, .name)]
      row += [
        summary.solved, summary.solvedAtOnce, summary.attempts, summary.hints, summary.answered,
        summary.skipped, summary.unsolved,
      ].map { StyledText("\($0)", .number) }
      if hasTimes { row.append(StyledText(summary.medianSeconds.map(Wording.duration) ?? "")) }
      table.append(row)
    }
    page.table(table)
    if all.count > shown.count {
      page.paragraph(StyledText(Wording.moreExercises(all.count - shown.count), .dim))
    }
    writeWrongAnswers(of: shown, to: &page)
  }

  private func writeWrongAnswers(
    of summaries: [GradeBook.ExerciseSummary], to page: inout Page
  ) {
    let summaries = summaries.filter { !$0.wrongAnswers.isEmpty }
    guard !summaries.isEmpty else { return }
    page.blank()
    page.rule(title: Wording.wrongAnswersHeading)
    var table = Table([.init("exercise"), .init("students", .right), .init("answer")])
    for summary in summaries {
      for (index, answer) in summary.wrongAnswers.prefix(3).enumerated() {
        let name = index == 0 || page.capabilities.plain ? summary.id : ""
        table.append([
          StyledText(name, .name), StyledText("\(answer.students)", .number),
          StyledText(answer.text, .code),
        ])
      }
    }
    page.table(table)
  }
}

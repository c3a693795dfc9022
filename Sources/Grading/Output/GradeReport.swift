import Lessons
import Shell
import Terminal

/// The grades of a class for people; as data in `GradeReport+JSON.swift`.
struct GradeReport: CommandResult {
  let book: GradeBook

  func write(to page: inout Page) {
    if book.hasRoster || book.lessons.count > 1 {
      writeBook(to: &page)
    } else {
      writeGrades(to: &page)
    }
    writeRemarks(to: &page)
    writeLikenesses(to: &page)
    page.blank()
    page.paragraph(
      Wording.gradedSummary(
        files: book.handIns.count, sound: book.soundCount,
        lesson: book.lessons.count == 1 ? book.lessons[0].id : nil))
    for column in book.lessons.indices { writeClass(column, to: &page) }
  }

  // MARK: Who has what

  /// A row a student, a column a lesson.
  private func writeBook(to page: inout Page) {
    guard !book.people.isEmpty, !book.lessons.isEmpty else { return }
    let identifiers = book.people.map { $0.student?.identifier ?? "" }
    let hasIdentifiers = identifiers.contains { !$0.isEmpty }
    // A name, a number, the total and what is to be said take most of a line.
    let room = max((page.capabilities.width - 52) / 7, 1)
    let shown = page.capabilities.plain ? book.lessons.count : min(book.lessons.count, room)
    var columns = [page.column("name")]
    if hasIdentifiers { columns.append(page.column("identifier")) }
    columns += book.lessons.prefix(shown).map { lesson in
      let isSpoken = page.capabilities.plain || lesson.number == 0
      return Table.Column(isSpoken ? lesson.id : "\(lesson.number)", .right)
    }
    columns += [page.column("points", .right), page.column("%", .right), Table.Column("")]
    var table = Table(columns)
    for row in book.people.indices {
      let total = book.total(row)
      var cells = [StyledText(book.people[row].name, .name)]
      if hasIdentifiers { cells.append(StyledText(identifiers[row])) }
      cells += (0..<shown).map { column in
        StyledText(book.grade(row, column).map { Sheet.number($0.points) } ?? "-", .number)
      }
      cells += [
        StyledText("\(Sheet.number(total.points))", .number),
        StyledText(Sheet.number(Grade.percent(total.points, of: total.of).rounded()), .number),
        StyledText(status(of: row), .warning),
      ]
      table.append(cells)
    }
    page.table(table)
    if shown < book.lessons.count {
      page.paragraph(Wording.moreLessons(book.lessons.count - shown).styled(.dim))
    }
    let missing = book.people.filter { $0.student != nil && $0.handIns.isEmpty }.map(\.name)
    if !missing.isEmpty {
      page.paragraph(
        Wording.missing(Array(missing.prefix(8)), more: missing.count - min(missing.count, 8)))
    }
  }

  /// What is to be said first of all that someone handed in.
  private func status(of row: Int) -> String {
    let worst = book.people[row].handIns.max {
      book.handIns[$0].severity < book.handIns[$1].severity
    }
    guard let worst, !book.handIns[worst].isSound else { return "" }
    return book.handIns[worst].status
  }

  /// One lesson, and no class list: a row a file.
  private func writeGrades(to page: inout Page) {
    let graded = book.handIns.filter(\.isGraded)
    guard !graded.isEmpty, let lesson = book.lessons.first else { return }
    let hasTimes = graded.contains { $0.tally.seconds != nil }
    let hasPoints = lesson.credit.points != nil || !lesson.credit.weights.isEmpty
    var columns = [page.column("name"), page.column("solved", .right)]
    if hasPoints { columns.append(page.column("points", .right)) }
    columns += [
      page.column("attempts", .right), page.column("hints", .right),
      page.column("answers", .right), page.column("skipped", .right),
    ]
    if hasTimes { columns.append(page.column("time", .right)) }
    columns.append(.init(""))
    var table = Table(columns)
    for handIn in graded {
      let solved = handIn.count(.solved)
      let isWhole = solved == handIn.exerciseIDs.count
      let outOf: Phrase = "\(solved) of \(handIn.exerciseIDs.count)"
      var row: [StyledText] = [
        StyledText(handIn.name ?? "", .name), page.words(outOf, isWhole ? .success : .plain),
      ]
      if hasPoints {
        row.append(StyledText(Sheet.number(book.points(handIn, lesson)), .number))
      }
      row += [
        handIn.tally.total(\.attempts), handIn.tally.total(\.hints), handIn.count(.answered),
        handIn.count(.skipped),
      ].map { StyledText("\($0)", .number) }
      if hasTimes { row.append(StyledText(handIn.tally.seconds.map(Wording.duration) ?? "")) }
      let status = handIn.isSound ? "" : handIn.status
      row.append(StyledText(status, .warning))
      table.append(row)
    }
    page.table(table)
  }

  // MARK: What is to be said

  private func writeRemarks(to page: inout Page) {
    var isFirst = true
    for handIn in book.handIns {
      let remarks = handIn.remarks.filter { $0.kind != .noTimes }
      guard !remarks.isEmpty else { continue }
      if isFirst { page.blank() }
      isFirst = false
      Self.write(remarks, of: handIn, to: &page)
    }
  }

  static func write(_ remarks: [HandInRemark], of handIn: GradedHandIn, to page: inout Page) {
    let words = Phrase(remarks.map { Wording.describe($0) }, separator: "; ")
    let isSerious = !handIn.isSound
    page.line(
      StyledText(handIn.file, .name) + ": " + page.words(words, isSerious ? .warning : .dim))
  }

  private static let mostPairs = 20
  private static let mostAnswers = 3

  private func writeLikenesses(to page: inout Page) {
    guard !book.likenesses.isEmpty else { return }
    page.blank()
    page.rule(title: page.words(Wording.likenessHeading))
    for likeness in book.likenesses.prefix(Self.mostPairs) {
      let (one, other) = (book.handIns[likeness.first], book.handIns[likeness.second])
      page.paragraph(
        """
        \(book.name(of: likeness.first), .name) and \(book.name(of: likeness.second), .name), \
        \(one.lesson?.id ?? "")
        """)
      page.paragraph("\(one.file, .code) and \(other.file, .code)", indent: 2)
      for sentence in Wording.describe(likeness) { page.paragraph(sentence, indent: 2) }
      let telling = likeness.shared.sorted { $0.others < $1.others }.prefix(Self.mostAnswers)
      for answer in telling {
        page.paragraph(
          StyledText("\(answer.exercise): ") + StyledText(answer.text, .code), indent: 4)
      }
    }
    let more = book.likenesses.count - Self.mostPairs
    if more > 0 { page.paragraph(Wording.morePairs(more).styled(.dim)) }
  }

  // MARK: Where the class stalls

  /// On a screen there is room for so many.
  private var mostExercises: Int { book.lessons.count > 1 ? 5 : 12 }

  private func writeClass(_ column: Int, to page: inout Page) {
    let all = book.exercises(column)
    let students = book.counting(column).count
    guard !all.isEmpty, students > 0 else { return }
    let shown = Array(all.prefix(mostExercises))
    page.blank()
    page.rule(
      title: page.words(
        Wording.classHeading(
          students, lesson: book.lessons.count > 1 ? book.lessons[column].id : nil)))
    let hasTimes = shown.contains { $0.medianSeconds != nil }
    var columns = [
      page.column("exercise"), page.column("solved", .right), page.column("at once", .right),
      page.column("attempts", .right), page.column("hints", .right),
      page.column("answers", .right), page.column("skipped", .right), page.column("open", .right),
    ]
    if hasTimes { columns.append(page.column("time", .right)) }
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
      page.paragraph(Wording.moreExercises(all.count - shown.count).styled(.dim))
    }
    writeWrongAnswers(of: shown, to: &page)
  }

  private func writeWrongAnswers(of summaries: [ExerciseSummary], to page: inout Page) {
    let summaries = summaries.filter { !$0.wrongAnswers.isEmpty }
    guard !summaries.isEmpty else { return }
    page.blank()
    page.rule(title: page.words(Wording.wrongAnswersHeading))
    let hasOthers = summaries.contains { $0.wrongAnswers.prefix(3).contains { $0.texts.count > 1 } }
    var columns = [
      page.column("exercise"), page.column("students", .right), page.column("answer"),
    ]
    if hasOthers { columns.append(page.column("also typed")) }
    var table = Table(columns)
    for summary in summaries {
      for (index, group) in summary.wrongAnswers.prefix(3).enumerated() {
        let name = index == 0 || page.capabilities.plain ? summary.id : ""
        var row = [
          StyledText(name, .name), StyledText("\(group.people.count)", .number),
          StyledText(group.text, .code),
        ]
        if hasOthers {
          row.append(StyledText(group.texts.dropFirst().prefix(3).joined(separator: "   "), .code))
        }
        table.append(row)
      }
    }
    page.table(table)
  }
}

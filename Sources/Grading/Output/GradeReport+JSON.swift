import JSON
import Lessons
import Shell
import Training

/// The same as data: all there is.
extension GradeReport {
  var json: JSONValue {
    .object([
      ("type", .string("grades")),
      ("lessons", .array(book.lessons.indices.map(lesson))),
      ("students", .array(book.people.indices.map(student))),
      ("files", .array(book.handIns.map(file))), ("alike", .array(book.likenesses.map(alike))),
    ])
  }

  private func lesson(_ column: Int) -> JSONValue {
    let lesson = book.lessons[column]
    return .object([
      ("id", .string(lesson.id)), ("title", .string(lesson.title)),
      ("points", .number(lesson.points)), ("due", JSONValue(lesson.due.map { Timestamp.text($0) })),
      ("hand_ins", .integer(book.counting(column).count)),
      ("exercises", .array(book.exercises(column).map(exercise))),
    ])
  }

  private func exercise(_ summary: ExerciseSummary) -> JSONValue {
    .object([
      ("id", .string(summary.id)), ("solved", .integer(summary.solved)),
      ("solved_at_once", .integer(summary.solvedAtOnce)), ("answers", .integer(summary.answered)),
      ("skipped", .integer(summary.skipped)), ("unsolved", .integer(summary.unsolved)),
      ("attempts", .integer(summary.attempts)), ("hints", .integer(summary.hints)),
      ("median_seconds", JSONValue(summary.medianSeconds)),
      (
        "wrong_answers",
        .array(
          summary.wrongAnswers.map { group in
            .object([
              ("text", .string(group.text)), ("students", .integer(group.people.count)),
              ("also", .strings(Array(group.texts.dropFirst()))), ("said", JSONValue(group.said)),
              ("foreseen", .bool(group.isForeseen)),
              ("by", .strings(group.people.map { book.people[$0].name })),
            ])
          })
      ),
    ])
  }

  private func student(_ row: Int) -> JSONValue {
    let person = book.people[row]
    let total = book.total(row)
    return .object([
      ("name", .string(person.name)),
      ("identifier", JSONValue(person.student.map(\.identifier))),
      ("email", JSONValue(person.student.map(\.email))), ("listed", .bool(person.student != nil)),
      ("points", .number(total.points)), ("of", .number(total.of)),
      ("percent", .number(Grade.percent(total.points, of: total.of))),
      ("grades", .array(book.lessons.indices.compactMap { grade(row, $0) })),
      ("files", .strings(person.handIns.map { book.handIns[$0].file })),
    ])
  }

  private func grade(_ row: Int, _ column: Int) -> JSONValue? {
    guard let grade = book.grade(row, column) else { return nil }
    let lesson = book.lessons[column]
    let handIn = book.handIns[grade.handIn]
    return .object([
      ("lesson", .string(lesson.id)), ("points", .number(grade.points)), ("of", .number(grade.of)),
      ("percent", .number(grade.percent)), ("late_seconds", JSONValue(grade.late)),
      ("status", .string(handIn.status)), ("file", .string(handIn.file)),
      (
        "exercises",
        .object(
          lesson.exercises.map { id in
            (id, .number(lesson.points(for: id, in: handIn.tally)))
          })
      ),
    ])
  }

  private func file(_ handIn: GradedHandIn) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("file", .string(handIn.file)), ("status", .string(handIn.status)),
      ("name", JSONValue(handIn.name)), ("lesson", JSONValue(handIn.lesson?.id)),
      ("written", JSONValue(handIn.written.map { Timestamp.text($0) })),
      (
        "remarks",
        .array(
          handIn.remarks.map {
            .object([
              ("code", .string($0.kind.rawValue)), ("text", .string(Wording.describe($0).english)),
            ])
          })
      ),
    ]
    if handIn.isGraded {
      members += [
        ("solved", .integer(handIn.count(.solved))),
        ("exercises", .array(handIn.exerciseIDs.map { exercise($0, handIn.tally[$0]) })),
        ("attempts", .integer(handIn.tally.total(\.attempts))),
        ("hints", .integer(handIn.tally.total(\.hints))),
        ("answers", .integer(handIn.count(.answered))),
        ("skipped", .integer(handIn.count(.skipped))),
        ("seconds", JSONValue(handIn.tally.seconds)),
      ]
    }
    return .object(members)
  }

  private func exercise(_ id: String, _ tally: ExerciseTally) -> JSONValue {
    .object([
      ("id", .string(id)), ("state", .string(tally.state.rawValue)),
      ("attempts", .integer(tally.attempts)), ("hints", .integer(tally.hints)),
      ("seconds", JSONValue(tally.seconds)), ("wrong_answers", .strings(tally.wrongAnswers)),
    ])
  }

  private func alike(_ likeness: Likeness) -> JSONValue {
    let both = [book.handIns[likeness.first], book.handIns[likeness.second]]
    return .object([
      ("lesson", JSONValue(both[0].lesson?.id)), ("files", .strings(both.map(\.file))),
      (
        "names", .strings([likeness.first, likeness.second].map { book.name(of: $0) })
      ),
      ("same_seconds_percent", .integer(likeness.sameSeconds)),
      ("fewer_wrong_answers", .integer(likeness.fewer)),
      ("same_wrong_answers", .integer(likeness.shared.count)),
      ("in_the_same_order", .integer(likeness.inOrder)),
      (
        "wrong_answers",
        .array(
          likeness.shared.map {
            .object([
              ("exercise", .string($0.exercise)), ("text", .string($0.text)),
              ("others", .integer($0.others)),
            ])
          })
      ),
      ("commands", .strings(likeness.commands)),
    ])
  }
}

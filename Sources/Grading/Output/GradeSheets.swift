import Shell
import Terminal
import Training

/// A grade book as the tables that spreadsheets and schools' systems read.
struct GradeSheets {
  let book: GradeBook
  let style: Sheet.Style
  /// The language of remarks.
  let translation: Translation?

  private func sheet(_ rows: [[Sheet.Cell]]) -> String { Sheet(style: style, rows: rows).text }

  private func words(_ phrase: Phrase) -> String { phrase.text(translation).string }

  // MARK: One's own

  /// A row a student, with columns for each lesson and each of its exercises.
  var plain: String {
    var heading = ["name", "identifier", "email", "section", "points", "of", "percent"]
    for lesson in book.lessons {
      heading += [
        "", " of", " percent", " status", " late", " written", " attempts", " hints", " answers",
        " skipped", " seconds", " file", " remarks",
      ].map { lesson.id + $0 }
      heading += lesson.exercises.map { "\(lesson.id): \($0)" }
    }
    let rows = book.people.indices.map { row -> [Sheet.Cell] in
      let person = book.people[row]
      let total = book.total(row)
      let cells: [Sheet.Cell] = [
        .text(person.name), .text(person.student?.identifier ?? ""),
        .text(person.student?.email ?? ""), .text(person.student?.section ?? ""),
        .number(total.points), .number(total.of),
        .number(Grade.percent(total.points, of: total.of)),
      ]
      return cells + book.lessons.indices.flatMap { self.cells(row, $0) }
    }
    return sheet([heading.map { .text($0) }] + rows)
  }

  private func cells(_ row: Int, _ column: Int) -> [Sheet.Cell] {
    let lesson = book.lessons[column]
    guard let grade = book.grade(row, column) else {
      // What was handed in and could not be graded is said all the same.
      let files = book.people[row].handIns.map { book.handIns[$0] }.filter {
        $0.lesson?.id == lesson.id
      }
      let status = files.first?.status ?? "missing"
      let blanks = Array(repeating: Sheet.Cell.fixed(""), count: 7)
      return [.fixed(""), .number(lesson.points), .fixed(""), .text(status)] + blanks
        + [.text(files.first?.file ?? ""), .text(files.first.map { remarks(of: $0) } ?? "")]
        + lesson.exercises.map { _ in .fixed("") }
    }
    let handIn = book.handIns[grade.handIn]
    let tally = handIn.tally
    let cells: [Sheet.Cell] = [
      .number(grade.points), .number(grade.of), .number(grade.percent), .text(handIn.status),
      .fixed(grade.late.map { $0 > 0 ? Sheet.clock($0) : "" } ?? ""),
      .fixed(handIn.written.map { Timestamp.text($0) } ?? ""), .count(tally.total(\.attempts)),
      .count(tally.total(\.hints)), .count(handIn.count(.answered)),
      .count(handIn.count(.skipped)), .count(tally.seconds), .text(handIn.file),
      .text(remarks(of: handIn)),
    ]
    return cells
      + lesson.exercises.map { .number(lesson.points(for: $0, in: tally)) }
  }

  private func remarks(of handIn: GradedHandIn) -> String {
    handIn.remarks.map { words(Wording.describe($0)) }.joined(separator: "; ")
  }

  // MARK: Of schools' systems

  /// The rows of the class list: others a school's system would refuse.
  private var listed: [(row: Int, student: Student)] {
    book.people.indices.compactMap { row in book.people[row].student.map { (row, $0) } }
  }

  /// For Moodle's *Grade import: CSV file*: the columns of its own export, by which students are
  /// found by `ID number` or `Email address`, and for each lesson a grade and its feedback. Grades are
  /// per cent, since a grade item that is made by an import is out of 100, and a larger number stops
  /// the import. A dash is no grade. One that is not enrolled stops it too, so that only those of
  /// the class list are there.
  ///
  /// Sources: docs.moodle.org/en/Grade_import (which column is mapped to what; that feedback without
  /// its grade loses the grade), grade/import/csv/classes/load_data.php of Moodle (`-`, the limit).
  var moodle: String {
    let heading = ["First name", "Last name", "ID number", "Email address"]
    let titles = book.lessons.flatMap { ["\($0.title)", "Feedback: \($0.title)"] }
    let rows = listed.map { row, student -> [Sheet.Cell] in
      let cells: [Sheet.Cell] = [
        .text(student.firstName), .text(student.lastName), .text(student.identifier),
        .text(student.email),
      ]
      return cells
        + book.lessons.indices.flatMap { column -> [Sheet.Cell] in
          guard let grade = book.grade(row, column) else { return [.fixed("-"), .fixed("")] }
          return [.number(grade.percent), .text(feedback(grade))]
        }
    }
    return sheet([(heading + titles).map { .text($0) }] + rows)
  }

  private func feedback(_ grade: Grade) -> String {
    let points = words(Wording.points(grade.points, of: grade.of))
    guard let late = grade.late, late > 0 else { return points }
    return points + "; " + words(Wording.describe(HandInRemark(.late, number: late)))
  }

  /// For Canvas's *Gradebook: Import*. Students are found by `ID`, else by `SIS User ID`, `SIS Login
  /// ID` or the name; a second row has the points possible, with which a lesson that is no assignment
  /// yet becomes one. An empty cell is no grade.
  ///
  /// Sources: lib/gradebook_importer.rb of Canvas (the order of the columns, which a header must have
  /// to be taken for one; `Points Possible`), and the guide *How do I import grades in the Gradebook*.
  var canvas: String {
    let heading: [Sheet.Cell] = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"].map {
      .fixed($0)
    }
    let possible: [Sheet.Cell] = ["    Points Possible", "", "", "", ""].map { .fixed($0) }
    let rows = listed.map { row, student -> [Sheet.Cell] in
      let cells: [Sheet.Cell] = [
        .text(student.listedName), .text(student.canvasID), .text(student.identifier),
        .text(student.login.isEmpty ? student.email : student.login), .text(student.section),
      ]
      return cells + book.lessons.indices.map { .number(book.grade(row, $0)?.points) }
    }
    return sheet(
      [
        heading + book.lessons.map { .text($0.title) },
        possible + book.lessons.map { .number($0.points) },
      ] + rows)
  }

  /// The columns that Gradescope's *Download Grades* has for a course, for programs that read those:
  /// four for each lesson, and the lateness of all. Gradescope itself imports class lists alone.
  ///
  /// Sources: help.gradescope.com (*Exporting grades*), and readers of such files: gradelib, nemogb.
  var gradescope: String {
    var heading = ["First Name", "Last Name", "SID", "Email", "Sections"]
    for lesson in book.lessons {
      heading += ["", " - Max Points", " - Submission Time", " - Lateness (H:M:S)"].map {
        lesson.title + $0
      }
    }
    let rows = listed.map { row, student -> [Sheet.Cell] in
      let cells: [Sheet.Cell] = [
        .text(student.firstName), .text(student.lastName), .text(student.identifier),
        .text(student.email), .text(student.section),
      ]
      var late = 0
      let grades = book.lessons.indices.flatMap { column -> [Sheet.Cell] in
        let grade = book.grade(row, column)
        late += grade?.late ?? 0
        let written = grade.flatMap { book.handIns[$0.handIn].written }
        return [
          .number(grade?.points), .number(book.lessons[column].points),
          .fixed(written.map { Self.gradescopeTime($0) } ?? ""),
          .fixed(grade.map { Sheet.clock($0.late ?? 0) } ?? ""),
        ]
      }
      return cells + grades + [.fixed(Sheet.clock(late))]
    }
    return sheet([(heading + ["Total Lateness (H:M:S)"]).map { .text($0) }] + rows)
  }

  /// `2026-11-23 15:50:23 +0000`
  private static func gradescopeTime(_ seconds: Int) -> String {
    Timestamp.text(seconds).replacing("T", with: " ").replacing("Z", with: " +0000")
  }
}

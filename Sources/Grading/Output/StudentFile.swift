import Lessons
import Shell
import Terminal

/// What a student gets back: points, and of each wrong answer what was wrong with it and why.
struct StudentFile {
  let book: GradeBook
  let row: Int
  /// What the exercises ask, by lesson and exercise.
  let asks: [String: [String: String]]
  /// What the teacher says of wrong answers.
  let feedback: Feedback
  let translation: Translation?

  /// The files for all students, each under a name of its own.
  static func all(
    _ book: GradeBook, asks: [String: [String: String]], feedback: Feedback,
    translation: Translation?
  ) -> [(name: String, text: String)] {
    var known: Set<String> = []
    return book.people.indices.map { row in
      let file = StudentFile(
        book: book, row: row, asks: asks, feedback: feedback, translation: translation)
      let base = fileName(book.people[row])
      var name = base
      var number = 2
      while !known.insert(name).inserted {
        name = "\(base)-\(number)"
        number += 1
      }
      return (name + ".txt", file.text)
    }
  }

  /// The identifier, or the name: letters, digits and hyphens, whatever a list has in it.
  static func fileName(_ person: Person) -> String {
    let words = [person.student?.identifier ?? "", person.name].first { !$0.isEmpty } ?? ""
    let slug = FileName.slug(words)
    return slug.isEmpty ? "student" : slug
  }

  var text: String {
    var page = Page(capabilities: .pipe, translation: translation)
    let person = book.people[row]
    let identifier = person.student?.identifier ?? ""
    page.line(
      StyledText(identifier.isEmpty ? person.name : "\(person.name) (\(identifier))", .strong))
    let total = book.total(row)
    page.paragraph(Wording.points(total.points, of: total.of))
    for column in book.lessons.indices { write(column, to: &page) }
    return page.text
  }

  private func write(_ column: Int, to page: inout Page) {
    let lesson = book.lessons[column]
    page.blank()
    guard let grade = book.grade(row, column) else {
      return page.paragraph("\(lesson.title, .strong): nothing handed in that could be graded")
    }
    let handIn = book.handIns[grade.handIn]
    page.paragraph("\(lesson.title, .strong): \(Wording.points(grade.points, of: grade.of))")
    if let late = grade.late, late > 0 {
      page.paragraph(Wording.describe(HandInRemark(.late, number: late)))
    }
    for id in lesson.exercises {
      let had = lesson.points(for: id, in: handIn.tally)
      let line: Phrase =
        "\(id): \(Wording.describe(handIn.tally[id].state)), \(Wording.points(had, of: lesson.points(for: id)))"
      page.paragraph(line, indent: 2)
    }
    writeWrongAnswers(handIn, lesson, to: &page)
  }

  private func writeWrongAnswers(
    _ handIn: GradedHandIn, _ lesson: GradedLesson, to page: inout Page
  ) {
    var known: Set<String> = []
    var last = ""
    for event in handIn.events where event.event.kind == .wrong {
      let id = event.event.exercise
      guard known.insert(id + "\n" + event.text).inserted else { continue }
      if last.isEmpty {
        page.blank()
        page.paragraph("Wrong answers, and why:")
      }
      if last != id {
        page.paragraph(StyledText("\(id): \(asks[lesson.id]?[id] ?? "")"), indent: 2)
      }
      last = id
      page.paragraph(StyledText(event.text, .code), indent: 4)
      if let said = event.said { page.paragraph(StyledText(said), indent: 6) }
      if let words = feedback.words(for: event.text, lesson: lesson.id, exercise: id) {
        page.paragraph("Your teacher: \(words)", indent: 6)
      }
    }
  }
}

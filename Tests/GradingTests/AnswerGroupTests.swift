import Foundation
import Lessons
import ShellSupport
import Support
import Testing

@testable import Grading

/// Wrong answers that come to the same, and what a teacher says of them.
@Suite struct AnswerGroupTests {
  private func wrong(
    _ text: String, _ meaning: AnswerMeaning? = nil, detail: String? = nil
  ) -> GradedEvent {
    GradedEvent(
      ExerciseEvent("sum", .wrong, detail), text: text, number: 1, said: "No.", meaning: meaning)
  }

  /// Messages are wrapped.
  private func oneLine(_ text: String) -> String { text.replacing("\n", with: " ") }

  private func number(_ value: Double) -> AnswerMeaning {
    .numbers(shape: [], values: [value], room: 0.005)
  }

  @Test func groups() {
    let groups = AnswerGrouping.groups([
      (0, wrong("1/3", number(1 / 3))), (1, wrong("0.33", number(0.33))),
      (2, wrong("0.333", number(0.333))), (2, wrong("1 / 3", number(1 / 3))),
      (3, wrong("7", number(7))), (4, wrong("x")), (5, wrong("X")), (6, wrong("x")),
      (7, wrong("left", detail: "foreseen-1")), (8, wrong("b", detail: "foreseen-1")),
      (9, wrong("nan", number(.nan))), (10, wrong("0/0", number(.nan))),
    ])
    #expect(groups.map(\.people) == [[0, 1, 2], [9, 10], [7, 8], [4, 6], [3], [5]])
    #expect(groups[0].text == "1/3" && Set(groups[0].texts) == ["1/3", "0.33", "0.333"])
    #expect(groups.filter(\.isForeseen).map(\.people) == [[7, 8]])
  }

  /// A class's equations that compute the same stand together, however they are written.
  @Test func equationsByWhatTheyCompute() throws {
    let students = try HandInClass()
    let lines = [
      "step", "", "lr = 1", "", "demo", "-0.0134", "2 x 1000", "b", "", "0.5", "demo", "",
    ]
    for (number, equation) in [
      "dZ2 @ A1.T", "(A2 - Y) @ A1.T", "dW2 = dZ2 @ A1.T", "dZ2 @ A1.T * 2", "2 * (A2 - Y) @ A1.T",
      "dot(dZ2, A1.T)",
    ].enumerated() {
      try students.handIn(
        "Student \(number)", lines + [equation], at: (number + 1) * 1_000_000,
        as: "\(number).txt")
    }
    let object = try parseObject(try students.grade(["--format", "json"]).stdout)
    let lessons = try #require(object["lessons"] as? [[String: Any]])
    let exercises = try #require(lessons[0]["exercises"] as? [[String: Any]])
    let equation = try #require(exercises.first { $0["id"] as? String == "equation" })
    let groups = try #require(equation["wrong_answers"] as? [[String: Any]])
    #expect(groups.compactMap { $0["students"] as? Int } == [4, 2])
    let also = try #require(groups[0]["also"] as? [String])
    #expect(Set(also + [groups[0]["text"] as? String ?? ""]).count == 4)

    // Said once, it reaches everyone who gave one of them, and the lesson.
    let path = students.folder.file("words.txt")
    let first = try students.grade(["--feedback", path])
    #expect(oneLine(first.stderr).contains("has the wrong answers of the class"))
    var words = try students.folder.read("words.txt")
    #expect(words.contains("# 4 students") && words.contains("lesson: kinds"))
    let line = try #require(
      words.split(separator: "\n").first { $0.hasPrefix("wrong: ") && $0.contains("A1.T ->") })
    words = words.replacing(line, with: line + " A sum; a mean is wanted.")
    try students.folder.write(words, to: "words.txt")
    let back = students.folder.file("back")
    let second = try students.grade(["--feedback", path, "--students", back, "--into-lessons"])
    #expect(oneLine(second.stderr).contains("has 1 new 'wrong' line"))
    for number in [0, 1, 2, 5] {
      let file = try students.folder.read("back/student-\(number).txt")
      #expect(file.contains("Your teacher: A sum; a mean is wanted."), "\(number)")
    }
    #expect(try !students.folder.read("back/student-3.txt").contains("Your teacher"))
    // What was said is still in the file, and the lesson is one.
    #expect(try students.folder.read("words.txt").contains("-> A sum; a mean is wanted."))
    let reading = LessonReader().read(path: students.lessons + "/01-kinds.md")
    #expect(reading.faults == [])
    let lesson = try #require(reading.lesson)
    let foreseen = lesson.exercises.first { $0.id == "equation" }?.foreseen ?? []
    #expect(foreseen.map(\.feedback) == ["A sum; a mean is wanted."])
    // A second time there is nothing to add.
    let third = try students.grade(["--feedback", path, "--into-lessons"])
    #expect(!third.stderr.contains("new 'wrong'"))
  }

  @Test func whatIsNoFeedback() throws {
    let students = try HandInClass()
    try students.handIn("Ada", HandInClass.right, at: 1_000_000, as: "ada.txt")
    try students.folder.write("Dear class,\n", to: "words.txt")
    let path = students.folder.file("words.txt")
    let result = try students.grade(["--feedback", path])
    #expect(result.status == 1 && result.stderr.contains("line 1"))
    try students.folder.write(
      "lesson: kinds\nexercise: value\nwrong: 99 -> Too much.\n", to: "words.txt")
    #expect(oneLine(try students.grade(["--feedback", path]).stderr).contains("none of the wrong"))
    // Nothing that was worded is lost.
    #expect(try students.folder.read("words.txt").contains("Too much."))
    #expect(try students.grade(["--into-lessons"]).status == 64)
  }
}

import Lessons
import Support
import Testing

@testable import Grading

/// Files that other systems have saved: with CR LF at the ends of lines.
@Suite struct FeedbackTests {
  @Test(arguments: ["\n", "\r\n"]) func wordsAreRead(end: String) throws {
    let folder = try TemporaryFolder()
    let lines = ["# Said once.", "", "lesson: kinds", "exercise: sum", "wrong: 2 -> Too much.", ""]
    try folder.write(lines.joined(separator: end), to: "words.txt")
    let feedback = try Feedback(path: folder.file("words.txt"))
    #expect(feedback.lines.map(\.answer) == ["2"] && feedback.lines[0].words == "Too much.")
    #expect(feedback.lines[0].key == Feedback.Key(lesson: "kinds", exercise: "sum"))
  }

  @Test(arguments: ["\n", "\r\n"]) func lessonsKeepTheirLineEnds(end: String) throws {
    let rows = [
      "---", "id: kinds", "title: Kinds", "number: 1", "minutes: 5", "summary: One.", "---",
      "# One", "", "```exercise", "id: sum", "ask: One and one?", "value: 2", "answer: 2",
      "wrong: 3 -> One too", "  many.", "hint: Count.", "```", "",
    ]
    let text = rows.joined(separator: end)
    let lesson = try #require(LessonReader().read(Array(text.utf8), path: "lesson.md").lesson)
    let added = try #require(LessonFeedback.adding([("sum", "11", "No text.")], to: text, lesson))
    #expect(added.count == 1)
    var expected = rows
    expected.insert("wrong: 11 -> No text.", at: 16)
    #expect(Array(added.text.utf8) == Array(expected.joined(separator: end).utf8))
  }
}

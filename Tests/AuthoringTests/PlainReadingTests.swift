import ShellSupport
import Support
import Testing

@testable import Authoring
@testable import Lessons
@testable import Shell

/// `underhood check --strict`: how a lesson reads on a small screen, and by ear.
@Suite struct PlainReadingTests {
  private static let head = """
    ---
    id: plain
    title: Plain
    number: 7
    minutes: 10
    summary: It is read aloud.
    ---

    # Plain


    """

  private func messages(_ text: String, isStrict: Bool = true) throws -> [String] {
    let folder = try TemporaryFolder()
    try folder.write(Self.head + text + "\n", to: "07-plain.md")
    var check = LessonCheck(updates: false, isStrict: isStrict)
    try check.check(folder.path)
    return check.problems.map {
      $0.place.split(separator: ":").dropFirst().joined(separator: ":") + " " + $0.message.english
    }
  }

  @Test(arguments: [
    ("    x  --3-->  y", "11:5", "is a drawing"),
    ("```text\n   |  on\n   +-----\n```", "11:1", "is a drawing"),
    ("x ─── y", "11:1", "is a drawing"),
    ("    fits       fits", "11:5", "has columns"),
    ("The answer W1 is large.", "11:1", "W1 is a name"),
    ("- The answer *Y* is large.", "11:3", "Y is a name"),
    ("```quiz\nid: a\nask: What is W1?\nvalue: 1\n```", "13:6", "W1 is a name"),
    (String(repeating: "word ", count: 17), "11:81", "85 columns"),
    ("    " + String(repeating: "x", count: 77), "11:5", "takes 81 columns"),
  ])
  func whatReadsBadlyIsFound(text: String, place: String, words: String) throws {
    let found = try messages(text)
    #expect(found.contains { $0.hasPrefix(place + " ") && $0.contains(words) }, "\(found)")
    for message in found { #expect(message.contains("; ")) }
    #expect(try messages(text, isStrict: false) == [])
  }

  @Test(arguments: [
    "`W1` is a name, A is none, and neither is a.",
    "```drawing\ntext: An arrow from `x` to `y`.\n\nx  --3-->  y\n```",
    "    def f(x):\n        return x | 1    # a comment",
    "    w = w - lr * dw",
    "## The weights W1",
    "The value is {value: round(1 / 3, 4) + round(1 / 7, 4) + round(1 / 9, 4) + sum([1, 2])}.",
  ])
  func whatReadsWellIsNot(text: String) throws {
    #expect(try messages(text) == [])
  }

  /// What a student has on the screen at once: up to the next command, or the next exercise.
  @Test func longScreensAreFound() throws {
    let words = (1...12).map { "Paragraph \($0).\n" }.joined(separator: "\n")
    let found = try messages(words)
    #expect(found.count == 1 && found[0].hasPrefix("9:1 from here on 28 lines"), "\(found)")
    let cut = words.replacing("Paragraph 7.\n", with: "```run\n> show 1\n1\n```\n")
    #expect(try messages(cut) == [])
  }

  @Test func theCourseReadsWell() throws {
    let library = LessonLibrary(directory: Transcript.lessonFolder)
    for language in [nil] + library.languages {
      let translation = Languages.translation(into: language, lessons: library.directory)
      let lessons = language.map { library.translations(into: $0) } ?? library
      for entry in lessons.list().entries {
        let lesson = try #require(lessons.read(entry).lesson)
        let lines = try TextFile.read(entry.path).split(omittingEmptySubsequences: false) {
          $0.isNewline
        }
        let reading = PlainReading(lesson, lines: lines.map(String.init), translation: translation)
        for (problem, position) in reading.problems {
          Issue.record("\(entry.path):\(position.line): \(Wording.describe(problem))")
        }
      }
    }
  }
}

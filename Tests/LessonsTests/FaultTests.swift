import Equations
import System
import Testing

@testable import Lessons

/// Each thing that can be wrong with a lesson, in a file of its own: what is reported, and where.
@Suite struct FaultTests {
  struct Expected: Sendable, CustomTestStringConvertible {
    var name: String
    var faults: [(Int, Int, LessonFault.Kind)]
    var testDescription: String { name }

    init(_ name: String, _ faults: (Int, Int, LessonFault.Kind)...) {
      self.name = name
      self.faults = faults
    }
  }

  static let all: [Expected] = [
    Expected("not-utf8", (10, 6, .notUTF8)),
    Expected("escape-character", (10, 5, .controlCharacter(scalar: 0x1B))),
    Expected("c1-control", (10, 3, .controlCharacter(scalar: 0x9B))),
    Expected("carriage-return", (10, 4, .controlCharacter(scalar: 0x0D))),
    Expected("tab", (11, 2, .tab)),
    Expected("bidirectional", (10, 3, .invisibleCharacter(scalar: 0x202E))),
    Expected("entity-escape", (10, 1, .controlCharacter(scalar: 0x1B))),
    Expected("entity-override", (10, 1, .invisibleCharacter(scalar: 0x202E))),
    Expected("missing-front-matter", (1, 1, .missingFrontMatter)),
    Expected("unclosed-front-matter", (1, 1, .unclosedFrontMatter), (4, 1, .noPages)),
    Expected(
      "missing-keys",
      (1, 1, .missingKey(key: "title", of: .frontMatter)),
      (1, 1, .missingKey(key: "number", of: .frontMatter)),
      (1, 1, .missingKey(key: "minutes", of: .frontMatter)),
      (1, 1, .missingKey(key: "summary", of: .frontMatter))),
    Expected("not-a-field", (6, 1, .notAField(text: "five"))),
    Expected("malformed-key", (6, 3, .malformedKey(key: "The Title"))),
    Expected(
      "unknown-key", (6, 1, .unknownKey(key: "author", known: FrontMatter.keys, of: .frontMatter))),
    Expected("repeated-key", (6, 1, .repeatedKey(key: "title", firstLine: 3))),
    Expected("empty-value", (7, 1, .emptyValue(key: "language"))),
    Expected(
      "not-a-number",
      (4, 9, .notANumber(key: "number", value: "-1", range: 0...999)),
      (5, 10, .notANumber(key: "minutes", value: "about 5", range: 1...600))),
    Expected("malformed-id", (2, 5, .malformedID(id: "1st lesson"))),
    Expected("malformed-language", (7, 11, .malformedLanguage(tag: "English please"))),
    Expected(
      "unknown-value", (7, 8, .unknownValue(key: "seeds", value: "teacher", known: ["student"]))),
    Expected(
      "malformed-credit",
      (7, 9, .malformedCredit(key: "points", text: "many")),
      (8, 10, .malformedCredit(key: "weights", text: "first 2 second")),
      (9, 6, .malformedCredit(key: "due", text: "tomorrow"))),
    Expected("weight-of-nothing", (7, 1, .weightOfNothing(id: "nothing"))),
    Expected("no-pages", (8, 1, .noPages)),
    Expected(
      "html", (10, 1, .unsupported(.html)), (12, 1, .unsupported(.html)),
      (12, 1, .unsupported(.html))),
    Expected("image", (10, 1, .unsupported(.image))),
    Expected(
      "mathematics", (10, 1, .unsupported(.mathematics)), (12, 1, .unsupported(.mathematics)),
      (18, 6, .unsupported(.mathematics))),
    Expected("footnote", (10, 1, .unsupported(.footnote))),
    Expected("drawing", (10, 1, .drawingWithoutText), (14, 1, .drawingWithoutLines)),
    Expected(
      "link-destination", (10, 1, .linkDestination("file:///etc/passwd")),
      (12, 1, .linkDestination("JavaScript:x"))),
    Expected(
      "table-row", (12, 1, .tableRow(cells: 1, header: 2)), (13, 1, .tableRow(cells: 3, header: 2))),
    Expected("nesting", (10, 25, .limitExceeded(.nesting, limit: 12))),
    Expected("unclosed-fence", (10, 1, .unclosedFence(info: "run"))),
    Expected("misplaced-fence", (12, 3, .misplacedFence(.run)), (16, 2, .misplacedFence(.model))),
    Expected(
      "misspelled-fence",
      (10, 1, .misspelledFence(info: "Run", meant: .run)),
      (14, 1, .misspelledFence(info: "excercise", meant: .exercise)),
      (18, 1, .misspelledFence(info: "Quiz", meant: .quiz)),
      (25, 1, .misspelledFence(info: "quizz", meant: .quiz)),
      (29, 1, .misspelledFence(info: "exercies", meant: .exercise)),
      (33, 1, .misspelledFence(info: "rnu", meant: .run)),
      (37, 1, .misspelledFence(info: "mdoel", meant: .model))),
    Expected(
      "fence-arguments", (10, 1, .fenceArguments(.run, text: "twice")),
      (14, 1, .fenceArguments(.model, text: "two words"))),
    Expected("empty-fence", (10, 1, .emptyFence(.run)), (14, 1, .emptyFence(.model))),
    Expected("repeated-model", (14, 1, .repeatedModel(firstLine: 10))),
    Expected("output-before-command", (12, 1, .outputBeforeCommand)),
    Expected("empty-command", (13, 1, .emptyCommand)),
    Expected(
      "question-keys",
      (10, 1, .missingKey(key: "ask", of: .fence(.exercise))),
      (14, 1, .missingKey(key: "id", of: .fence(.quiz))),
      (20, 1, .repeatedKey(key: "id", firstLine: 19))),
    Expected("missing-task", (10, 1, .missingTask(.exercise))),
    Expected("several-tasks", (14, 1, .severalTasks(first: "value", second: "shape"))),
    Expected(
      "stray-key", (14, 1, .strayKey(key: "tolerance", task: "shape")),
      (15, 1, .strayKey(key: "after", task: "shape"))),
    Expected(
      "unreadable-expression",
      (
        13, 12,
        .language(
          key: "check",
          LanguageFault(
            error: LanguageError(.unclosedBracket("("), at: SourceSpan(start: 4, end: 5))))
      )),
    Expected("not-an-equation", (15, 9, .notAnEquation(text: "dW2 @ A1.T"))),
    Expected(
      "malformed-wrong", (14, 8, .malformedWrong(text: "2")),
      (15, 8, .malformedWrong(text: "3 ->"))),
    Expected(
      "wrong-not-an-answer",
      (14, 9, .wrongNotAnAnswer(text: "two of them (1,", key: ShapeTask.key)),
      (15, 8, .wrongNotAnAnswer(text: "let me see", key: ShapeTask.key))),
    Expected("malformed-tolerance", (14, 12, .malformedTolerance(text: "about 1"))),
    Expected("choice-count", (13, 1, .choiceCount(1, allowed: 2...8, key: "choice"))),
    Expected("repeated-choice", (15, 9, .repeatedChoice(text: "no"))),
    Expected("not-a-choice", (15, 9, .notAChoice(text: "maybe", options: ["yes", "no"]))),
    Expected("missing-answer", (10, 1, .missingKey(key: "answer", of: .fence(.quiz)))),
    Expected(
      "unknown-question-key",
      (14, 1, .unknownKey(key: "tolerence", known: ExerciseReader.keys, of: .fence(.exercise)))),
    Expected("repeated-question-key", (14, 1, .repeatedKey(key: "value", firstLine: 13))),
    Expected("repeated-id", (18, 5, .repeatedID(id: "one", firstLine: 11))),
    Expected("malformed-question-id", (11, 5, .malformedID(id: "Q1"))),
  ]

  @Test(arguments: all) func isReportedWhereItIs(_ expected: Expected) throws {
    let path = "faults/\(expected.name).md"
    let reading = LessonReader().read(try TestFiles.fixture(path), path: path)
    let faults = expected.faults.map { line, column, kind in
      LessonFault(path: path, position: SourcePosition(line, column), kind: kind)
    }
    #expect(reading.faults == faults)
  }

  @Test func everyFixtureIsExpected() throws {
    let names = try File.names(in: TestFiles.path("faults")).filter { $0.hasSuffix(".md") }
    #expect(names.sorted() == Self.all.map { $0.name + ".md" }.sorted())
  }

  @Test func limitsAreReported() {
    var limits = LessonLimits()
    limits.fileBytes = 300
    limits.frontMatterBytes = 100
    limits.lineBytes = 50
    limits.stretchBytes = 80
    limits.brackets = 5
    limits.pages = 2
    limits.blocks = 6
    limits.fields = 6
    limits.tableColumns = 2
    limits.faults = 3
    func first(_ text: String) -> LessonFault.Kind? {
      TestFiles.read(text, limits: limits).faults.first?.kind
    }
    let pages = "# 1\n\n# 2\n\n# 3\n"
    #expect(first(TestFiles.lesson(pages)) == .limitExceeded(.pages, limit: 2))
    #expect(
      first(TestFiles.lesson(String(repeating: "x\n\n", count: 100)))
        == .limitExceeded(.fileBytes, limit: 300))
    #expect(
      first(TestFiles.lesson(String(repeating: "x", count: 51)))
        == .limitExceeded(.lineBytes, limit: 50))
    #expect(
      first(
        TestFiles.lesson(
          "\n" + String(repeating: String(repeating: "x", count: 41) + "\n", count: 2)))
        == .limitExceeded(.stretchBytes, limit: 80))
    #expect(first(TestFiles.lesson("\n[[[[[[")) == .limitExceeded(.brackets, limit: 5))
    #expect(
      first(TestFiles.lesson("\n- a\n- b\n- c\n- d\n- e\n- f\n"))
        == .limitExceeded(.blocks, limit: 6))
    #expect(
      first(TestFiles.lesson("|a|b|c|\n|-|-|-|\n")) == .limitExceeded(.tableColumns, limit: 2))
    #expect(
      first("---\nid: a\ntitle: b\nnumber: 1\nminutes: 2\nsummary: c\nlanguage: en\nx: y\n---\n")
        == .limitExceeded(.fields, limit: 6))
    #expect(
      first("---\n" + String(repeating: "a: bcdefgh\n\n", count: 9) + "---\n")
        == .limitExceeded(.frontMatterBytes, limit: 100))
    let many = TestFiles.read("---\n\n\t\t\t\t\t\t\t\t", limits: limits).faults
    #expect(many.count == 4)
    #expect(many.last?.kind == .limitExceeded(.faults, limit: 3))
  }
}

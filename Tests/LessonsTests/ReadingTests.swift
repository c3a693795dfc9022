import Testing

@testable import Lessons

/// What a lesson with every kind of block is read as.
@Suite struct ReadingTests {
  let lesson: Lesson

  init() throws {
    let reading = LessonReader().read(try TestFiles.fixture("whole.md"), path: "whole.md")
    #expect(reading.faults == [])
    lesson = try #require(reading.lesson)
  }

  @Test func frontMatterIsLiteral() {
    #expect(
      lesson.frontMatter
        == FrontMatter(
          id: "whole", title: "Every kind: of block", number: 12, minutes: 15,
          summary: "`x` is \"literal\" # all of it", language: "en-GB"))
    #expect(lesson.sourcePath == "whole.md")
  }

  @Test func pagesBeginAtHeadingsAndDashes() {
    #expect(lesson.pages.map(\.title) == [nil, "Second page", nil, "Setext page"])
    #expect(
      lesson.pages.map(\.position)
        == [
          SourcePosition(10, 1), SourcePosition(18, 1), SourcePosition(43, 1),
          SourcePosition(67, 1),
        ])
  }

  @Test func wordsWithinAParagraph() {
    #expect(
      lesson.pages[0].blocks.map(\.content) == [
        .paragraph([
          .text("Words before any heading, "), .emphasis([.text("soft")]), .softBreak,
          .text("and "), .strong([.text("strong "), .emphasis([.text("both")])]), .text(", "),
          .code("code  span"), .text(","), .softBreak,
          .link(
            [.text("a "), .emphasis([.text("link")])], destination: "https://example.org/a?b=1"),
          .text(" and a hard"), .hardBreak, .text("break. "),
        ])
      ])
  }

  @Test func blocksInBlocks() {
    func paragraph(_ line: Int, _ column: Int, _ text: String) -> LessonBlock {
      LessonBlock(position: SourcePosition(line, column), content: .paragraph([.text(text)]))
    }
    let blocks = lesson.pages[1].blocks
    #expect(blocks.count == 7)
    #expect(blocks[0].content == .heading(level: 2, [.text("Second page")]))
    #expect(
      blocks[1].content
        == .list(
          LessonList(
            start: 1, isTight: false,
            items: [
              [paragraph(20, 4, "one")],
              [paragraph(21, 4, "two"), paragraph(23, 4, "with a second paragraph")],
            ])))
    let inner = LessonList(start: nil, isTight: true, items: [[paragraph(27, 5, "inner")]])
    #expect(
      blocks[2]
        == LessonBlock(
          position: SourcePosition(25, 1),
          content: .list(
            LessonList(
              start: nil, isTight: true,
              items: [
                [paragraph(25, 3, "tight")],
                [
                  paragraph(26, 3, "list"),
                  LessonBlock(position: SourcePosition(27, 3), content: .list(inner)),
                ],
              ]))))
    let quoted = LessonList(start: nil, isTight: true, items: [[paragraph(31, 5, "item")]])
    #expect(
      blocks[3].content
        == .quote([
          paragraph(29, 3, "quoted"),
          LessonBlock(position: SourcePosition(31, 3), content: .list(quoted)),
        ]))
    #expect(blocks[4].content == .rule)
    #expect(blocks[5].content == .code(info: "", text: "indented code\n"))
    #expect(blocks[6].content == .code(info: "python", text: "x = 1  # kept\n"))
    #expect(blocks[6].position == SourcePosition(37, 1))
  }

  @Test func tables() throws {
    guard case .table(let table) = lesson.pages[2].blocks[1].content else {
      Issue.record("no table")
      return
    }
    #expect(table.alignments == [.left, .center, .right, .unset])
    #expect(table.header == [[.text("gate")], [.text("out")], [.text("note")], [.text("x")]])
    #expect(table.rows == [[[.emphasis([.text("OR")])], [.code("a|b")], [.text("- 1")], []]])
  }

  @Test func modelIsTheLessonsAndABlock() throws {
    let model = try #require(lesson.model)
    #expect(model.text == "data:\n  X = [[0, 1]]\n")
    #expect(model.firstTextLine == 50)
    #expect(lesson.pages[2].blocks[2].content == .model(model))
  }

  @Test func runsKeepTheirLines() {
    #expect(
      lesson.pages[2].blocks[3].content
        == .run(
          RunFence(
            position: SourcePosition(54, 1), lastLine: 59, isRecorded: true,
            steps: [
              RunStep(
                position: SourcePosition(55, 3), command: "show X", output: ["[[0 1]]", ""]),
              RunStep(position: SourcePosition(58, 3), command: "shape  X", output: []),
            ])))
    #expect(
      lesson.pages[2].blocks[4].content
        == .run(
          RunFence(
            position: SourcePosition(61, 1), lastLine: 65, isRecorded: false,
            steps: [
              RunStep(position: SourcePosition(62, 1), command: "step", output: []),
              RunStep(position: SourcePosition(64, 3), command: "stepi 2", output: []),
            ])))
  }

  @Test func runOutputIsTheFilesOwnLines() throws {
    let text = String(decoding: try TestFiles.fixture("whole.md"), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for case .run(let run) in lesson.pages.flatMap(\.blocks).map(\.content) where run.isRecorded {
      for step in run.steps {
        #expect(
          Array(lines[(step.outputLines.lowerBound - 1)...].prefix(step.output.count))
            == step.output)
        #expect(
          lines[step.position.line - 1].dropFirst(step.position.column - 1).hasPrefix(step.command))
      }
    }
  }

  @Test func questionsKeepTheirFields() {
    guard case .exercise(let exercise) = lesson.pages[3].blocks[1].content,
      case .exercise(let quiz) = lesson.pages[3].blocks[2].content
    else {
      Issue.record("no questions")
      return
    }
    #expect(exercise.id == "first-one")
    #expect(exercise.ask == "Set `W1` so that: the loss is ln 2")
    #expect(
      exercise.fields.map(\.key) == ["id", "ask", "check", "hint", "hint", "wrong", "answer"])
    #expect(exercise.fields.all("hint").map(\.value) == ["`zeros` helps", "see the second page"])
    #expect(exercise.fields.first("wrong")?.position == SourcePosition(76, 1))
    #expect(exercise.fields.first("wrong")?.valuePosition == SourcePosition(76, 8))
    #expect(quiz.id == "second-one")
    #expect(quiz.ask == "Café?")
    #expect(exercise.kind == .exercise && quiz.kind == .quiz)
    let choice = quiz.task as? ChoiceTask
    #expect(choice?.options == ["yes", "no"])
    #expect(choice?.right == 1)
  }

  @Test func columnsCountScalarsNotBytes() {
    let text = TestFiles.lesson("- é\n- ä ```run\n\n> ü\t\n")
    #expect(TestFiles.read(text).faults.map(\.position) == [SourcePosition(11, 4)])
  }

  @Test func lineEndsDoNotMatter() throws {
    let plain = try TestFiles.fixture("whole.md")
    let windows = plain.flatMap { $0 == 10 ? [13, 10] : [$0] }
    let marked = [0xEF, 0xBB, 0xBF] + plain
    let reader = LessonReader()
    #expect(reader.read(windows, path: "whole.md") == reader.read(plain, path: "whole.md"))
    let reading = reader.read(marked, path: "whole.md")
    #expect(reading.faults == [])
    #expect(reading.lesson?.pages == lesson.pages)
  }

  @Test func aLessonBesideFaultsIsSafe() throws {
    for name in ["escape-character", "entity-escape", "entity-override", "c1-control", "tab"] {
      let reading = LessonReader().read(try TestFiles.fixture("faults/\(name).md"), path: name)
      let lesson = try #require(reading.lesson)
      #expect(TestFiles.isSafe(lesson), "\(name): \(lesson)")
    }
  }

  @Test func unsafeTextIsSeenAsSuch() {
    let block = LessonBlock(
      position: SourcePosition(1, 1),
      content: .quote([
        LessonBlock(position: SourcePosition(1, 1), content: .paragraph([.code("\u{1B}[2J")]))
      ]))
    #expect(!TestFiles.isSafe(block))
  }
}

import Testing

@testable import Lessons

/// Values that stand in an author's words.
@Suite struct ValueTests {
  private static let head = """
    ---
    id: a-lesson
    title: A lesson
    number: 1
    minutes: 5
    summary: One.
    ---
    # One


    """

  private func reading(_ text: String) -> LessonReading {
    LessonReader().read(Array((Self.head + text).utf8), path: "01-a-lesson.md")
  }

  @Test func theyStandInEveryText() throws {
    let reading = reading(
      """
      A *b {value: 1 + 1}* and `{value: W1[0, 1]}`.

      - {value: L}

          code {value: m}

      | a |
      |---|
      | {value: 2} |

      ```drawing
      text: An arrow with {value: 3}.

      --{value: 4}-->
      ```

      ```exercise
      id: one
      ask: It is {value: 5}?
      value: 5
      hint: Not {value: 6}.
      wrong: 7 -> No: {value: 7}.
      explain: Yes: {value: 8}.
      ```
      """)
    #expect(reading.faults == [])
    let blocks = try #require(reading.lesson).pages[0].blocks
    #expect(
      blocks.flatMap(\.values)
        == ["1 + 1", "W1[0, 1]", "L", "m", "2", "3", "4", "5", "6", "7", "8"])
    let filled = blocks.map { $0.filled { "<\($0)>" } }
    #expect(filled.flatMap(\.values) == [])
    guard case .paragraph(let words) = filled[1].content,
      case .exercise(let exercise) = filled.last?.content
    else {
      Issue.record("other blocks")
      return
    }
    #expect(words.plainText == "A b <1 + 1> and <W1[0, 1]>.")
    #expect(exercise.ask == "It is <5>?")
    #expect(exercise.hints[0].value == "Not <6>.")
    #expect(exercise.foreseen[0].feedback == "No: <7>.")
    #expect(exercise.explanation == "Yes: <8>.")
  }

  @Test(arguments: [
    ("{value: *a* + b}", true), ("{value: 1 + ", true), ("{value: 1 +\n1}", true),
    ("{value: 1}", false), ("{values}", false), ("{value: a * b}", false),
    ("`{value: *a* + b", true),
  ])
  func onesThatAreNotClosedAreFaults(text: String, isFault: Bool) {
    let faults = reading(text).faults.map(\.kind)
    #expect(faults.contains(.unclosedValue) == isFault, "\(faults)")
  }

  @Test func anExpressionThatCannotBeReadIsAFault() {
    let fault = reading("It is {value: sum(}.").faults.first
    guard case .language(key: "value", _)? = fault?.kind else {
      Issue.record("\(String(describing: fault))")
      return
    }
    #expect(fault?.line == 10)
  }
}

import ShellSupport
import Support
import Testing

@testable import Authoring
@testable import Lessons
@testable import Shell

/// Lessons whose numbers differ from student to student, as `underhood check` sees them.
@Suite struct StudentNumberTests {
  private static func lesson(_ words: String) -> String {
    """
    ---
    id: numbers
    title: Numbers
    number: 7
    minutes: 10
    summary: Of their own.
    seeds: student
    ---

    # Numbers

    ```model net
    data:
      seed(42)
      X = randint(0, 2, size=(2, 10))
      Y = X[0:1]
    init:
      w = randn(1, 2)
      b = zeros((1, 1))
    forward:
      A = sigmoid(w @ X + b)
    loss:
      L = bce(A, Y)
    update:
      sgd(1)
    ```

    ```run
    step 2
    show w
    ```

    \(words)

    """
  }

  private func check(
    _ words: String, seedCount: Int = 3, updates: Bool = false
  ) throws -> [String] {
    let folder = try TemporaryFolder()
    let recorded = Self.lesson(words).replacing("step 2\nshow w", with: "> step 2\n> show w")
    try folder.write(recorded, to: "07-numbers.md")
    var update = LessonCheck(updates: true)
    try update.check(folder.path)
    var check = LessonCheck(updates: false, seedCount: seedCount)
    try check.check(folder.path)
    return check.problems.map(\.message.english)
  }

  @Test func numbersThatDependOnTheSeedAreFound() throws {
    let first = try check("The first weight is {value: round(w[0, 0], 3)}, of 2 and of 10.")
    #expect(first == [])
    // Of randn behind ten pairs of bits from seed 42.
    var session = try Session.start(
      try #require(
        LessonReader().read(Array(Self.lesson("").utf8), path: "07-numbers.md").lesson))
    _ = session.perform("step 2")
    let value = try session.lessonValue(of: "round(abs(w[0, 0]), 3)")
    let found = try check("The first weight is \(value).")
    #expect(found.count == 1 && found[0].hasPrefix("\(value) depends on the seed"), "\(found)")
  }

  @Test func valuesAreComputedWithEveryStudentsNumbers() throws {
    let found = try check("It is {value: nothing}.")
    #expect(found.count == 1 && found[0].contains("cannot be computed here"), "\(found)")
    // With no student's numbers it can: the first of ten bits is 0 or 1.
    let picky = try check(
      "It is {value: zeros((3, 2))[X[0, 0] * 2 + X[0, 1] + X[0, 2]]}.", seedCount: 20)
    #expect(picky.contains { $0.contains("with a student's numbers (seed ") }, "\(picky)")
  }

  /// Each student reads their own.
  @Test func studentsReadTheirNumbers() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      Self.lesson("The first weight is {value: w[0, 0]}."), to: "07-numbers.md")
    var texts: Set<String> = []
    for student in ["", " as Ada", " as Grace"] {
      var session = try Shells.article()
      session.context.lessonDirectory = folder.path
      #expect(session.perform("lesson numbers" + student).isSuccess)
      _ = session.perform("step 2")
      let text = Shells.text(session.perform("show w"))
      let weight = try session.lessonValue(of: "w[0, 0]")
      #expect(text.contains("The first weight is \(weight)."), "\(text)")
      texts.insert(weight)
    }
    #expect(texts.count == 3)
  }

  /// Whatever was typed, the words say what the lesson has.
  @Test func valuesAreThoseOfTheLesson() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      Self.lesson("The first weight is {value: w[0, 0]}."), to: "07-numbers.md")
    var session = try Shells.article()
    session.context.lessonDirectory = folder.path
    _ = session.perform("lesson numbers")
    _ = session.perform("step 2")
    _ = session.perform("show w")
    let weight = try session.lessonValue(of: "w[0, 0]")
    _ = session.perform("set w = [[7, 7]]")
    let page = Shells.text(session.perform("page"))
    #expect(page.contains("The first weight is \(weight)."), "\(page)")
  }
}

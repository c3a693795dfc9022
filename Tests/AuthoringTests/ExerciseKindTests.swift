import Foundation
import ShellSupport
import Support
import Testing

@testable import Authoring
@testable import Lessons
@testable import Shell

/// Every kind of exercise, taken as `underhood check` takes it. A new kind wants its lines here.
@Suite struct ExerciseKindTests {
  /// By the key of the kind: fields of a sound exercise, and fields of which one thing is wrong.
  static let kinds: [String: (sound: String, faulty: String)] = [
    "command": (
      "command: step\nwrong: run 1 -> That is an epoch.",
      "command: step\nwrong: step -> No."
    ),
    "check": (
      "check: lr == 1\nanswer: set lr = 1\nwrong: set lr = 10 -> Too much.",
      "check: lr == 0.5\nanswer: set lr = 0.5"
    ),
    "value": ("value: sigmoid(0)\nwrong: 1 -> Too far.", "value: sigmoid(0)\nwrong: 0.5 -> No."),
    "shape": ("shape: W1\nwrong: (3, 3) -> No.", "shape: nothing"),
    "choice": (
      "choice: this\nchoice: that\nanswer: that\nwrong: a -> No.",
      "choice: this\nchoice: that\nanswer: that\nwrong: b -> No."
    ),
    "predict": (
      "predict: A2[0, 0]\nafter: step 3\nwrong: 7 -> Out of range.",
      "predict: A2[0, 0]\nafter: where"
    ),
    "equation": (
      "equation: dW2 = dZ2 @ A1.T / m\nwrong: dW2 = dZ2 @ A1.T -> No mean.",
      "equation: dW2 = nothing @ A1.T"
    ),
    "bug": (
      "bug: dW1\nchoice: dZ2 = A2 - Y\nchoice: dW1 = dZ1 @ X\nwrong: dZ2 -> It is right.",
      "bug: dW1\nchoice: dZ2 = A2 - Y\nchoice: dW1 = dZ1 @ X\nwrong: dW1 -> No."
    ),
    "order": (
      """
      order: Z1 = W1 @ X + b1
      order: A1 = sigmoid(Z1)
      order: L1 = mean(W1)
      stray: A2 = sigmoid(X) -> That skips the layer.
      wrong: A1 Z1 L1 -> The other way round.
      """,
      "order: A1 = sigmoid(Z1)\norder: Z1 = W1 @ X + b1"
    ),
  ]

  @Test func noKindIsForgotten() { #expect(Set(Self.kinds.keys) == Set(ExerciseKinds.keys)) }

  private func problems(_ fields: String) throws -> [LessonCheck.Problem] {
    let folder = try TemporaryFolder()
    let path = folder.path + "/01-kind.md"
    let lesson = """
      ---
      id: kind
      title: Kind
      number: 1
      minutes: 5
      summary: One exercise.
      ---

      # Kind

      ```exercise
      id: one
      ask: What?
      \(fields)
      ```
      """
    try lesson.write(toFile: path, atomically: true, encoding: .utf8)
    var check = LessonCheck(updates: false)
    try check.check(path)
    return check.problems
  }

  @Test(arguments: kinds.keys.sorted())
  func aSoundOnePassesAndAFaultyOneDoesNot(key: String) throws {
    let kind = try #require(Self.kinds[key])
    #expect(try problems(kind.sound).map(\.message.english) == [])
    #expect(try problems(kind.faulty).count == 1)
  }

  /// Equations that can run in any order are no question of order.
  @Test func anOrderThatIsRightAsItIsShownIsRefused() throws {
    let found = try problems("order: a = 1\norder: b = 2")
    #expect(found.count == 1)
    #expect(found.first?.message.english.contains("solved by what it shows") == true)
  }
}

import Arrays
import Equations
import Networks
import Testing

@testable import Lessons

/// Equations that are put into an order: every permutation of several sets, against what happens when
/// the equations are run in that order.
@Suite struct OrderTests {
  /// Sets of equations in an order that runs, with the names that have a value before.
  static let sets: [(equations: [String], before: [String])] = [
    (
      ["Z1 = W1 @ X + b1", "A1 = tanh(Z1)", "Z2 = W2 @ A1 + b2", "A2 = sigmoid(Z2)"],
      ["W1", "X", "b1", "W2", "b2"]
    ),
    (["p = w * x", "q = w + x", "r = p * q"], ["w", "x"]),
    (["a = x + 1", "b = x * 2", "c = x - 3"], ["x"]),
    // Updates read what they change, and what is changed is read before.
    (["g = w * x", "h = g - y", "v = h * x", "w = w - v", "y = y + 1"], ["w", "x", "y"]),
    (["t = t + 1", "s = t * x", "t = t * 2", "u = t + s"], ["t", "x"]),
    (["m = 0.9 * m + g", "w -= m", "n = w * m"], ["m", "g", "w"]),
    (["W1[0, 0] = x", "Z = W1 @ X", "W1[1, 1] = x * 2"], ["W1", "x", "X"]),
  ]

  private static func assignments(_ texts: [String]) throws -> [Assignment] {
    try texts.map { try #require(try Parser.statement($0).assignment) }
  }

  /// What each equation computes when they run in an order; nil where one cannot.
  private static func run(
    _ equations: [Assignment], _ order: [Int], _ before: [String]
  ) -> [Int: [Double]]? {
    var scope = DictionaryScope()
    for (index, name) in before.enumerated() {
      let numbers = (0..<4).map { Double($0 * (index + 2) + index) * 0.37 + 0.11 }
      let isMatrix = name.first?.isUppercase ?? false
      scope.values[name] = .array(
        isMatrix ? NDArray(shape: [2, 2], float64: numbers) : NDArray(numbers[1]))
    }
    var results: [Int: [Double]] = [:]
    var random: RandomState?
    for index in order {
      let equation = equations[index]
      guard (try? Evaluation.check(equation, in: scope)) != nil,
        let value = try? Evaluation.stored(by: equation, in: scope, random: &random)
      else { return nil }
      scope.values[equation.name] = value
      results[index] = value.array?.doubles
    }
    return results
  }

  static func permutations(_ count: Int) -> [[Int]] {
    guard count > 0 else { return [[]] }
    return permutations(count - 1).flatMap { shorter in
      (0...shorter.count).map { place in
        var longer = shorter
        longer.insert(count - 1, at: place)
        return longer
      }
    }
  }

  /// An order is right exactly where each equation computes what it computes in the author's.
  @Test(arguments: sets.indices)
  func everyPermutation(_ index: Int) throws {
    let (texts, before) = Self.sets[index]
    let equations = try Self.assignments(texts)
    let exercise = try AnswerTests.exercise(texts.map { "order: \($0)" }.joined(separator: "\n"))
    let task = try #require(exercise.task as? OrderTask)
    let wanted = try #require(Self.run(equations, Array(equations.indices), before))
    var accepted = 0
    for order in Self.permutations(equations.count) {
      let runs = Self.run(equations, order, before) == wanted
      let letters = order.map { ChoiceText.letter(task.shown.firstIndex(of: $0)!) }
      for line in [letters.joined(separator: " "), letters.joined(separator: ", ")] {
        let judgement = try AnswerTests.judge(line, exercise)
        #expect(judgement?.isRight == runs, "\(order.map { texts[$0] })")
      }
      accepted += runs ? 1 : 0
    }
    #expect(accepted > 0)
    for line in task.answer + task.otherAnswers.flatMap({ $0 }) {
      #expect(try AnswerTests.judge(line, exercise) == .right)
    }
  }

  @Test func lettersNumbersAndNames() throws {
    let exercise = try AnswerTests.exercise(
      "order: Z = W @ X\norder: A = tanh(Z)\norder: L = mean(A)\nstray: B = tanh(X) -> Not that.")
    let task = try #require(exercise.task as? OrderTask)
    let places = (0..<3).map { item in task.shown.firstIndex(of: item)! }
    let letters = places.map { ChoiceText.letter($0) }
    let numbers = places.map { "\($0 + 1)" }
    for line in [
      letters.joined(separator: " "), letters.joined(separator: ","),
      letters.joined(separator: " , "), letters.joined(separator: " ").uppercased(),
      numbers.joined(separator: " "), numbers.joined(separator: ", "),
      "[\(numbers.joined(separator: ", "))]", "Z A L", "Z, A, L",
    ] { #expect(try AnswerTests.judge(line, exercise) == .right, "\(line)") }
    for line in ["", "a", "1", "Z", "step", "Z A X", "a 2", "1 2 9", "x y", "step 2"] {
      #expect(try AnswerTests.judge(line, exercise) == nil, "\(line)")
    }
  }

  @Test func whatIsSaidOfAnOrder() throws {
    let exercise = try AnswerTests.exercise(
      """
      order: Z = W @ X
      order: A = tanh(Z)
      order: W = W - A
      stray: B = tanh(X) -> B skips the layer.
      wrong: Z W A -> The update comes last.
      """)
    func said(_ line: String) throws -> (code: String, words: String) {
      let judgement = try #require(try AnswerTests.judge(line, exercise))
      return (
        judgement.code,
        exercise.authorsWords(for: judgement) ?? judgement.words(of: exercise.task).english
      )
    }
    #expect(try said("A Z W") == ("waits", "A = tanh(Z) cannot run yet: it waits for Z."))
    #expect(try said("Z B A W") == ("stray", "B skips the layer."))
    #expect(try said("Z W A") == ("foreseen-1", "The update comes last."))
    #expect(try said("W Z A").code == "waits")
    #expect(try said("Z Z A") == ("twice", "Z = W @ X is there twice. Once is enough."))
    #expect(
      try said("Z A") == ("missing", "That runs as far as it goes. 1 equation is missing."))
    let update = try AnswerTests.exercise("order: g = w * x\norder: w = w - 1")
    let judgement = try #require(try AnswerTests.judge("w g", update))
    #expect(
      judgement.words(of: update.task).english
        == "w = w - 1 comes too soon: it changes w, and g = w * x needs it as it was.")
  }

  /// Every student has a shuffle, the same one each time, and none that is right as it stands.
  @Test func theShuffle() throws {
    for (texts, _) in Self.sets {
      let exercise = try AnswerTests.exercise(texts.map { "order: \($0)" }.joined(separator: "\n"))
      var different: Set<[Int]> = []
      for seed in UInt32(0)..<30 {
        let dealt = exercise.dealt(seed: seed)
        let task = try #require(dealt.task as? OrderTask)
        #expect(task.shown.sorted() == Array(texts.indices))
        #expect((exercise.dealt(seed: seed).task as? OrderTask)?.shown == task.shown)
        let untouched = try #require(task.untouchedAnswer).joined()
        let isAlwaysRight = task.order.reasons.allSatisfy(\.isEmpty)
        #expect(try AnswerTests.judge(untouched, dealt)?.isRight == isAlwaysRight)
        #expect(try AnswerTests.judge(task.answer.joined(), dealt) == .right)
        different.insert(task.shown)
      }
      #expect(different.count > 1)
    }
  }

  @Test func faultsOfAnAuthor() {
    for (fields, kind) in [
      ("order: Z = W @ X", LessonFault.Kind.choiceCount(1, allowed: 2...8, key: "order")),
      ("order: Z = W @ X\norder: Z + 1", .notAnEquation(text: "Z + 1")),
      ("order: Z = 1\norder: A = Z\nstray: B = 2", .malformedStray(text: "B = 2")),
      (
        "order: Z = 1\norder: A = Z\nwrong: b a -> No.",
        .wrongNotAnAnswer(text: "b a", key: OrderTask.key)
      ),
    ] {
      let text = TestFiles.lesson("# One\n\n```exercise\nid: one\nask: What?\n\(fields)\n```\n")
      #expect(TestFiles.read(text).faults.map(\.kind) == [kind], "\(fields)")
    }
  }
}

import Arrays
import Equations
import Networks
import Testing
import Training

@testable import Lessons

/// How answers are read, and what is said of them.
@Suite struct AnswerTests {
  /// An exercise of some fields; whatever else it needs it gets.
  static func exercise(_ fields: String) throws -> Exercise {
    let text = TestFiles.lesson("# One\n\n```exercise\nid: one\nask: What?\n\(fields)\n```\n")
    let reading = TestFiles.read(text)
    #expect(reading.faults == [])
    return try #require(reading.lesson?.exercises.first)
  }

  static let article = Result {
    try Program(try Model(name: "xor", text: Model.articleText))
  }

  /// What is said of a line; nil when it is no answer.
  static func judge(
    _ line: String, _ exercise: Exercise, _ values: [String: Value] = [:],
    later: [String: Value]? = nil
  ) throws -> Judgement? {
    guard let attempt = exercise.attempt(line) else { return nil }
    let context = ExerciseContext(
      values: DictionaryScope(values), later: later.map { DictionaryScope($0) },
      program: try article.get())
    return try exercise.judge(attempt, in: context)
  }

  @Test(arguments: [
    "0.5", ".5", "1/2", "5e-1", "0,5", "50%", "50 %", " 0.5 ", "= 0.5", "≈0.5", "~0.5", "½",
    "sigmoid(0)", "1 - 0.5", "+0.5", "[0.5]", "−0.5 + 1", "np.exp(0) / 2", "1 ÷ 2",
  ])
  func everySpellingOfAHalf(_ line: String) throws {
    let exercise = try Self.exercise("value: 0.5\ntolerance: 0")
    #expect(try Self.judge(line, exercise) == .right)
  }

  @Test(arguments: ["1000", "1,000", "1e3", "10**3", "1_000", "1000.0", "2 × 500"])
  func everySpellingOfAThousand(_ line: String) throws {
    #expect(try Self.judge(line, try Self.exercise("value: 1000")) == .right)
  }

  @Test func mistakesWithNumbers() throws {
    let exercise = try Self.exercise("value: 0.25\ntolerance: 1e-4\nwrong: 4 -> Upside down.")
    let cases: [(String, Judgement)] = [
      ("0.25", .right), ("0.25009", .right), ("0.2511", .wrong(.twoDigits)),
      ("-0.25", .wrong(.signFlipped)), ("4", .wrong(.foreseen(0))),
      ("4.00009", .wrong(.foreseen(0))), ("3", .wrong(.tooLarge)), ("0.1", .wrong(.tooSmall)),
      ("nan", .wrong(.tooSmall)),
    ]
    for (line, judgement) in cases {
      #expect(try Self.judge(line, exercise) == judgement, "\(line)")
    }
    for line in ["", "about half", "x = 3", "(", "0.5.5"] {
      #expect(try Self.judge(line, exercise) == nil, "\(line)")
    }
    #expect(throws: LanguageError.self) { try Self.judge("unknown", exercise) }
  }

  /// A number of the network's may be a sum for a mean; one that stands in the lesson is none.
  @Test func theNumberOfExamplesAsAFactor() throws {
    for (key, wrong) in [
      ("pi", [Judgement.wrong(.multipliedByExamples), .wrong(.dividedByExamples)]),
      ("0.25", [.wrong(.tooLarge), .wrong(.tooSmall)]),
    ] {
      let exercise = try Self.exercise("value: \(key)")
      for (factor, judgement) in zip(["* 1000", "/ 1000"], wrong) {
        #expect(try Self.judge("\(key) \(factor)", exercise) == judgement)
      }
    }
  }

  @Test func ofNegativeNumbersItSaysWhereTheRightOneLies() throws {
    let exercise = try Self.exercise("value: -0.0231")
    for (line, mistake) in [
      ("-0.01", Judgement.Mistake.tooNearZero), ("-0.231", .tooFarFromZero), ("0.5", .notNegative),
    ] { #expect(try Self.judge(line, exercise) == .wrong(mistake), "\(line)") }
  }

  @Test func twoDigitsAreEnoughUnlessMoreAreAskedFor() throws {
    let exercise = try Self.exercise("value: pi")
    for (line, judgement) in [
      ("3.1", Judgement.rightToTwoDigits), ("3.14159", .right), ("3.0", .wrong(.tooSmall)),
      ("3.2", .wrong(.tooLarge)),
    ] { #expect(try Self.judge(line, exercise) == judgement, "\(line)") }
    // A whole number is exact, unless the author says otherwise.
    #expect(try Self.judge("9.01", try Self.exercise("value: 9")) == .wrong(.notWhole))
    let wide = try Self.exercise("value: 9\ntolerance: 10 %")
    #expect(try Self.judge("9.9", wide) == .right)
    #expect(try Self.judge("10", wide)?.isRight == false)
  }

  @Test func predictionsAreJudgedByWhatComes() throws {
    let exercise = try Self.exercise("predict: W")
    func matrix(_ values: [Double]) -> Value { .array(NDArray(shape: [2, 2], float64: values)) }
    let now = ["W": matrix([0, 0, 0, 0])]
    let later = ["W": matrix([0.1, 0.2, 0.3, 0.4])]
    let cases: [(String, Judgement)] = [
      ("[[0.1, 0.2], [0.3, 0.4]]", .right), ("[[.1, .2], [.3, .404]]", .rightToTwoDigits),
      ("[[0.1, 0.3], [0.2, 0.4]]", .wrong(.transposed)),
      ("[[-0.1, -0.2], [-0.3, -0.4]]", .wrong(.signFlipped)),
      ("[[100, 200], [300, 400]]", .wrong(.multipliedByExamples)),
      ("[[0.1, 0.2], [0.3, 1]]", .wrong(.elements(right: 3, of: 4))),
      ("[[7, 7], [7, 7]]", .wrong(.other)), ("0.1", .wrong(.otherShape(given: []))),
      // What it is now is no prediction.
      ("W", .wrong(.other)),
    ]
    for (line, judgement) in cases {
      #expect(try Self.judge(line, exercise, now, later: later) == judgement, "\(line)")
    }
  }

  @Test(arguments: [
    "(2, 1000)", "2x1000", "2 by 1000", "2 × 1000", "2, 1000", "[2, 1000]", "2 1000", "2X1000",
    "2 x 1000", "2 rows, 1000 columns", "1000 columns and 2 rows", "(2,1000)", "2*1000",
    "zeros((2, 1000)).shape",
  ])
  func everySpellingOfAShape(_ line: String) throws {
    #expect(try Self.judge(line, try Self.exercise("shape: (2, 1000)")) == .right)
  }

  @Test func mistakesWithShapes() throws {
    let exercise = try Self.exercise("shape: X @ X.T\nwrong: (1, 1) -> No.")
    let values = ["X": Value.array(NDArray(shape: [2, 3], float64: [1, 2, 3, 4, 5, 6]))]
    for (line, judgement) in [
      ("2x2", Judgement.right), ("1x1", .wrong(.foreseen(0))),
      ("2x3", .wrong(.elements(right: 1, of: 2))), ("4", .wrong(.otherRank(given: 1, expected: 2))),
      ("5 by 5", .wrong(.other)),
    ] { #expect(try Self.judge(line, exercise, values) == judgement, "\(line)") }
    let other = try Self.exercise("shape: X")
    #expect(try Self.judge("3 by 2", other, values) == .wrong(.transposedShape))
    #expect(AnswerText.shape("()") == Shape.scalar)
    for line in ["", "two", "1.5 x 2", "2x2x2", "-1 x 2", "99999999999999999999"] {
      #expect(AnswerText.shape(line) == nil, "\(line)")
    }
  }

  @Test func choicesByLetterNumberAndWords() throws {
    let exercise = try Self.exercise(
      "choice: It is a `mean`\nchoice: It is a sum\nanswer: b\nwrong: a -> No.")
    for line in ["b", "B", "b)", "(b)", "2", "it is a  SUM"] {
      #expect(try Self.judge(line, exercise) == .right, "\(line)")
    }
    for line in ["a", "1", "It is a mean"] {
      #expect(try Self.judge(line, exercise) == .wrong(.foreseen(0)), "\(line)")
    }
    for line in ["c", "3", "0", "sum", "step"] { #expect(try Self.judge(line, exercise) == nil) }
    // A number among the options, however it is written.
    let half = try Self.exercise("choice: 0\nchoice: one half\nchoice: 1\nanswer: b")
    for line in ["0.5", "1/2", "0,5", "half", "one half", "b", ".5"] {
      #expect(try Self.judge(line, half) == .right, "\(line)")
    }
    for line in ["0", "0.0", "zero", "1", "1.0", "a"] {
      #expect(try Self.judge(line, half) == .wrong(.other), "\(line)")
    }
    for line in ["2", "3", "0.25", "five"] { #expect(try Self.judge(line, half) == nil) }
    let numbers = try Self.exercise("choice: 2\nchoice: 1\nanswer: 1")
    #expect(try Self.judge("1", numbers) == .right)
    #expect(try Self.judge("2", numbers) == .wrong(.other))
  }

  @Test func bugsByLetterNameAndEquation() throws {
    let exercise = try Self.exercise(
      "bug: dW1\nchoice: dZ2 = A2 - Y\nchoice: dW1 = dZ1 @ X / m")
    for line in ["b", "dW1", "dW1=dZ1@X/m"] {
      #expect(try Self.judge(line, exercise) == .right, "\(line)")
    }
    #expect(try Self.judge("dZ2", exercise) == .wrong(.other))
  }

  /// An update reads the value that its name had before.
  @Test func equationsOfUpdates() throws {
    let step = try Self.exercise("equation: W2 = W2 - lr * dW2")
    for line in ["W2 = W2 - lr * dW2", "W2 -= lr * dW2", "W2 - dZ2 @ A1.T / m * lr"] {
      #expect(try Self.judge(line, step) == .right, "\(line)")
    }
    for line in ["W2 = W2 + lr * dW2", "W2 - dW2", "W2 = -lr * dW2", "W1"] {
      #expect(try Self.judge(line, step)?.isRight != true, "\(line)")
    }
    // The state of an optimizer may have a root taken of it.
    let text = Model.articleText.replacing("sgd(lr)", with: "adam(lr)")
    let program = try Program(try Model(name: "adam", text: text))
    func judge(_ line: String, _ exercise: Exercise) throws -> Judgement? {
      let context = ExerciseContext(values: DictionaryScope([:]), program: program)
      return try exercise.attempt(line).map { try exercise.judge($0, in: context) }
    }
    let mean = try Self.exercise("equation: vW1 = 0.999 * vW1 + 0.001 * dW1**2")
    #expect(try judge("vW1 = vW1 + 0.001 * (dW1 * dW1 - vW1)", mean) == .right)
    #expect(try judge("vW1 = 0.999 * vW1 + 0.001 * dW1", mean) == .wrong(.other))
    let adam = try Self.exercise(
      "equation: W1 = W1 - lr * (mW1 / (1 - 0.9**t)) / (sqrt(vW1 / (1 - 0.999**t)) + 1e-8)")
    #expect(try judge("W1 = W1 - lr * mW1 / (sqrt(vW1) + 1e-8)", adam) == .wrong(.other))
    #expect(
      try judge("W1 -= lr * mW1 / (1 - 0.9**t) / (1e-8 + sqrt(vW1 / (1 - 0.999**t)))", adam)
        == .right)
  }

  /// The article's gradients in every form that computes them, and the mistakes that students make.
  /// What a gradient has been may be written by its name where more comes to it, and nowhere else.
  @Test func whatTheNetworkHasMayBeAddedTo() throws {
    let more = try Self.exercise("equation: dW2 = dZ2 @ A1.T / m + 0.2 * W2")
    #expect(try Self.judge("dW2 = dW2 + 0.2 * W2", more) == .right)
    #expect(try Self.judge("dW2 = dW2 + 0.1 * W2", more)?.isRight == false)
    #expect(try Self.judge("dW2 = dW2", more)?.isRight == false)
    let plain = try Self.exercise("equation: dW2 = dZ2 @ A1.T / m")
    #expect(throws: LanguageError.self) { try Self.judge("dW2 = dW2", plain) }
  }

  @Test func equationsByWhatTheyCompute() throws {
    let exercise = try Self.exercise(
      "equation: dW2 = dZ2 @ A1.T / m\nwrong: dZ2 @ A1.T -> No mean.")
    for line in [
      "dW2 = dZ2 @ A1.T / m", "dZ2 @ A1.T / m", "1 / m * (A2 - Y) @ A1.T",
      "dW2 = (A1 @ dZ2.T).T / X.shape[1]", "dW2 = np.dot(dZ2, sigmoid(Z1).T) / 1000",
    ] { #expect(try Self.judge(line, exercise) == .right, "\(line)") }
    for (line, judgement) in [
      ("dZ2 @ A1.T", Judgement.wrong(.foreseen(0))),
      ("(Y - A2) @ A1.T / m", .wrong(.signFlipped)), ("A1 @ dZ2.T / m", .wrong(.transposed)),
      ("dZ2 @ A1.T / m / m", .wrong(.dividedByExamples)), ("dZ2 @ Z1.T / m", .wrong(.other)),
      ("dZ2 @ X.T / m", .wrong(.other)),
    ] { #expect(try Self.judge(line, exercise) == judgement, "\(line)") }
    // A learning rate is not left out where it happens to be 1.
    let step = try Self.exercise("equation: next = W2 - lr * dW2")
    #expect(try Self.judge("next = W2 - dW2 * lr", step) == .right)
    #expect(try Self.judge("next = W2 - dW2 * 0.5", step) == .wrong(.other))
    // A name that is another one only in its letters' size is told so.
    #expect(
      try Self.judge("dw2 = dZ2 @ A1.T / m", exercise)
        == .wrong(.otherCase(given: "dw2", wanted: "dW2")))
    #expect(try Self.judge("dw2[0, 0] = 3", exercise) == nil)
    // Neither the name itself nor what is computed from it can be used.
    #expect(throws: LanguageError.self) { try Self.judge("dW2 + 0", exercise) }
    #expect(throws: LanguageError.self) { try Self.judge("db2 * dW2", exercise) }
    #expect(throws: LanguageError.self) { try Self.judge("dZ2 @ A1 / m", exercise) }
    for line in ["W2", "3 +", "import numpy"] {
      #expect(try Self.judge(line, exercise) == nil, "\(line)")
    }
    // By another name it is meant only where it is right.
    for (line, isMeant) in [
      ("dW1 = 3", false), ("g = dW2 * 2", false), ("g = dZ2 @ A1.T / m", true),
    ] {
      let attempt = try #require(exercise.attempt(line))
      #expect(attempt.isMeant(try #require(try Self.judge(line, exercise))) == isMeant)
    }
  }
}

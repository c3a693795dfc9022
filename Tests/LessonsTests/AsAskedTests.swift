import Arrays
import Equations
import Networks
import Testing

@testable import Lessons

/// Answers are judged by what was asked: the option that was meant, the way that was wanted, and
/// what is said of them is true.
@Suite struct AsAskedTests {
  // MARK: Names before letters

  private func reading(_ fields: String) -> LessonReading {
    TestFiles.read(
      TestFiles.lesson("# One\n\n```exercise\nid: one\nask: What?\n\(fields)\n```\n"))
  }

  private static let layer = "choice: Z = W @ X + b\nchoice: A = softmax(Z)\nchoice: L = mean(A)"

  @Test func anEquationsNameComesBeforeALetter() throws {
    let exercise = try AnswerTests.exercise("bug: A = softmax(Z)\n" + Self.layer)
    #expect(exercise.answerLines == ["b"])
    for line in ["A", "b", "B", "2", "A = softmax(Z)", "A=softmax( Z )"] {
      #expect(try AnswerTests.judge(line, exercise) == .right, "\(line)")
    }
    for line in ["a", "Z", "1", "c", "L"] {
      #expect(try AnswerTests.judge(line, exercise) == .wrong(.other), "\(line)")
    }
  }

  /// An author has to say which is meant, where a name is an option's letter.
  @Test func whatIsANameAndALetterIsAFault() {
    #expect(
      reading("bug: A\n" + Self.layer).faults.map(\.kind)
        == [.ambiguousOption(text: "A", options: ["A = softmax(Z)", "Z = W @ X + b"])])
    // Typed in small letters nobody knows which is meant.
    let bias = "choice: w = w - lr * dw\nchoice: dw = dz @ X.T\nchoice: b = b - lr * db"
    #expect(
      reading("bug: dw\n" + bias).faults.map(\.kind) == [.optionIsALetter(text: "b", letter: "b")])
    let inPlace = "choice: w = w - lr * dw\nchoice: b = b - lr * db\nchoice: dw = dz @ X.T"
    #expect(reading("bug: b\n" + inPlace).faults == [])
    let words = "choice: w\nchoice: A\nchoice: b\nanswer: b"
    #expect(
      reading(words).faults.map(\.kind)
        == [.optionIsALetter(text: "A", letter: "a"), .optionIsALetter(text: "b", letter: "b")])
    #expect(reading("choice: a\nchoice: b\nchoice: w\nanswer: w").faults == [])
  }

  // MARK: With what it may be written

  private func verdict(_ line: String, _ fields: String) throws -> Judgement? {
    let exercise = try AnswerTests.exercise(fields)
    let values: [String: Value] = ["dw": .array(NDArray(shape: [1, 2], float64: [0.5, 0.25]))]
    guard let attempt = exercise.attempt(line),
      let judgement = try AnswerTests.judge(line, exercise, values)
    else { return nil }
    return exercise.keepingRules(judgement, of: attempt)
  }

  @Test(arguments: [
    ("0.25", "right"), ("1/4", "right"), ("(0.5 + 0) / 2", "right"), ("25 %", "right"),
    ("dw[0, 1]", "not-a-number"), ("dw[0, 1] + 0", "not-a-number"),
    ("sqrt(0.0625)", "right"), ("np.exp(-log(4))", "right"), ("mean(0.25)", "not-a-number"),
    ("sigmoid(-1.0986)", "not-a-number"), ("sqrt(dw[0, 1]) / 2", "not-a-number"),
    ("0.5", "too-large"), ("dw[0, 0]", "too-large"),
  ])
  func aNumberOnly(line: String, code: String) throws {
    let fields = "value: dw[0, 1]\nrequire: number\ntolerance: 0.001"
    #expect(try verdict(line, fields)?.code == code)
  }

  @Test(arguments: [
    ("L = bce(A2, Y)", "forbidden"), ("bce(A2, Y)", "forbidden"),
    ("L = np.bce(A2, Y)", "forbidden"),
    ("L = -mean(Y * log(A2) + (1 - Y) * log(1 - A2))", "right"),
    ("L = -(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)).mean()", "right"),
    ("L = -mean(Y * log1p(A2 - 1) + (1 - Y) * log1p(-A2))", "missing-name"),
    ("L = mse(A2, Y)", "wrong"),
  ])
  func withoutOneAndWithAnother(line: String, code: String) throws {
    let key = "equation: L = -mean(Y * log(A2) + (1 - Y) * log(1 - A2))"
    #expect(try verdict(line, key + "\nforbid: bce, cross_entropy\nrequire: log")?.code == code)
  }

  /// A function has one name here, by whichever it is called.
  @Test func aliasesAreTheFunction() throws {
    for line in ["abs(-2)", "absolute(-2)", "np.abs(-2)"] {
      #expect(try verdict(line, "value: 2\nforbid: absolute")?.code == "forbidden", "\(line)")
      #expect(try verdict(line, "value: 2\nrequire: abs")?.code == "right", "\(line)")
    }
  }

  @Test func theAuthorsWordsComeFirst() throws {
    let fields = "value: dw[0, 1]\nrequire: number\nwrong: dw[0, 1] -> By hand, please."
    #expect(try verdict("dw[0,1]", fields) == .wrong(.foreseen(0)))
    #expect(try verdict("0.25", fields) == .right)
  }

  @Test func rulesThatCannotBeReadAreFaults() {
    #expect(
      reading("value: 2\nforbid: 3 + 4").faults.map(\.kind)
        == [.malformedRule(key: "forbid", text: "3 + 4")])
    #expect(
      reading("choice: x\nchoice: y\nanswer: x\nforbid: log").faults.map(\.kind)
        == [.strayKey(key: "forbid", task: "choice")])
    #expect(reading("value: 2\nforbid: log\nforbid: exp\nrequire: number").faults == [])
  }

  // MARK: Examples that come in batches

  @Test func anEquationOfABatchIsJudged() throws {
    let model = """
      settings:
        batch = 2
      data:
        X = [[0, 0, 1, 1, 2], [0, 1, 0, 1, 2]]
        Y = [[0, 0, 0, 1, 1]]
      init:
        W = randn(1, 2)
      forward:
        A = sigmoid(W @ X)
      loss:
        L = bce(A, Y)
      update:
        momentum(0.1)
      """
    let program = try Program(try Model(name: "batches", text: model))
    func judge(_ asked: String, _ line: String) throws -> Judgement? {
      let exercise = try AnswerTests.exercise("equation: \(asked)")
      return try exercise.attempt(line).map {
        try exercise.judge(
          $0, in: ExerciseContext(values: DictionaryScope([:]), program: program))
      }
    }
    #expect(try judge("vW = 0.9 * vW + dW", "vW = dW + vW - vW / 10") == .right)
    #expect(try judge("vW = 0.9 * vW + dW", "vW = vW + dW") != .right)
    #expect(try judge("dW = (A - Y) @ X.T / m", "dW = 1 / m * ((A - Y) @ X.T)") == .right)
    #expect(try judge("dW = (A - Y) @ X.T / m", "dW = (A - Y) @ X.T / 5") != .right)
  }

  @Test func anEquationOfTheDataIsJudged() throws {
    let model = """
      data:
        inputs = [[1, 2, 3, 5], [20, 10, 40, 30]]
        center = mean(inputs, axis=1, keepdims=True)
        X = inputs - center
      init:
        W = randn(1, 2)
      forward:
        A = sigmoid(W @ X)
      loss:
        L = mean(A)
      update:
        sgd(0.1)
      """
    let program = try Program(try Model(name: "scaled", text: model))
    let exercise = try AnswerTests.exercise("equation: X = inputs - center")
    func judge(_ line: String) throws -> Judgement? {
      try exercise.attempt(line).map {
        try exercise.judge(
          $0, in: ExerciseContext(values: DictionaryScope([:]), program: program))
      }
    }
    #expect(try judge("X = -center + inputs") == .right)
    #expect(try judge("X = center - inputs") != .right)
    // What is computed of it is not there yet.
    #expect(throws: LanguageError.self) { try judge("X = inputs - center + 0 * A") }
  }

  // MARK: Forms that are equal for the data there is

  @Test(arguments: ["Y = [[1, 0, 0, 1], [0, 1, 1, 0]]", "Y = eye(2)[:, [0, 1, 1, 0]]"])
  func oneHotTargetsStayOneHot(labels: String) throws {
    let model = """
      data:
        X = [[0, 0, 1, 1], [0, 1, 0, 1]]
        \(labels)
      init:
        W = randn(2, 2)
      forward:
        Z = W @ X
        A = softmax(Z, axis=0)
      loss:
        L = cross_entropy(A, Y, axis=0)
      update:
        sgd(1)
      """
    let program = try Program(try Model(name: "classes", text: model))
    let targets = NDArray(shape: [2, 4], float64: [1, 0, 0, 1, 0, 1, 1, 0])
    let mixed = NDArray(shape: [2, 4], float64: [1, 1, 0, 1, 0, 1, 1, 0])
    let exercise = try AnswerTests.exercise("equation: dZ = A - Y")
    func judge(_ line: String, _ labels: NDArray) throws -> Judgement? {
      try exercise.attempt(line).map {
        try exercise.judge(
          $0,
          in: ExerciseContext(values: DictionaryScope(["Y": .array(labels)]), program: program))
      }
    }
    let printed = "dZ = sum(Y, axis=0, keepdims=True) * A - Y"
    #expect(try judge(printed, targets) == .right)
    if labels.contains("[[") {
      // What is written out is known before anything has run.
      let before = ExerciseContext(values: DictionaryScope([:]), program: program)
      let attempt = try #require(exercise.attempt(printed))
      #expect(try exercise.judge(attempt, in: before) == .right)
    }
    #expect(try judge(printed, mixed)?.isRight == false)
    for line in ["dZ = A - Y * Y + 0.1", "dZ = (A - Y) / m", "dZ = Y - A", "dZ = A"] {
      #expect(try judge(line, targets)?.isRight == false, "\(line)")
    }
  }

  // MARK: What is said is true

  @Test(arguments: [
    ("38", "38.4", "not-whole"), ("17", "17.4", "not-whole"), ("-10", "-10.5", "not-whole"),
    ("1000", "1004", "two-digits"), ("1000", "1000.5", "not-whole"), ("100", "96", "two-digits"),
    ("38", "39", "too-large"), ("[17, 1000]", "[17, 1001]", "two-digits"),
  ])
  func whatIsSaidOfWholeNumbersIsTrue(key: String, line: String, code: String) throws {
    let judgement = try AnswerTests.judge(line, try AnswerTests.exercise("value: \(key)"))
    #expect(judgement?.code == code)
    guard case .wrong(.found(_, let words))? = judgement else { return }
    #expect(!words.english.contains("Two digits are right"))
  }
}

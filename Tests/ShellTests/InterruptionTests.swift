import Arrays
import Equations
import ShellSupport
import Synchronization
import Testing

@testable import Shell

/// What takes long within one expression ends when that is asked for, and leaves nothing behind.
@Suite struct InterruptionTests {
  /// Each is asked about at least once on its way, and much before its end.
  static let long = [
    "randn(3000000)", "rand(3000000)", "randint(0, 9, size=(3000000,))", "permutation(3000000)",
    "choice(3000000, size=3000000, replace=False)", "exp(ones(3000000))", "ones(3000000) + 1",
    "ones((3000, 700)) @ ones((700, 3000))", "x = permutation(3000000)",
    "sort(randn(300000))", "argsort(arange(300000))", "unique(arange(300000))",
    "default_rng(1).permutation(3000000)", "check gradients", "diagnose",
  ]

  @Test(arguments: long) func itEndsInTheMidst(command: String) throws {
    var session = try Shells.article()
    _ = session.perform("step 3")
    let before = session
    let questions = Mutex(0)
    session.context.shouldStop = {
      questions.withLock { count in
        count += 1
        return true
      }
    }
    let outcome = session.perform(command)
    #expect(outcome.error?.code == "interrupted", "\(command): \(outcome)")
    #expect(questions.withLock { $0 } == 1)
    session.context.shouldStop = { false }
    #expect(session.run.stateHash == before.run.stateHash)
    #expect(session.perform("randn(3)").json.text == Self.performed("randn(3)", before).json.text)
  }

  /// A line of megabytes is cut into tokens before anything is computed.
  @Test(arguments: ["+1", ", 1", " ("]) func longLinesHearIt(piece: String) throws {
    var session = try Shells.article()
    session.context.shouldStop = { true }
    let line = "set W1 = [1" + String(repeating: piece, count: 200_000) + "]"
    #expect(session.perform(line).error?.code == "interrupted")
  }

  /// A curve over the epochs that have been trained is made of all of them anew.
  @Test(arguments: [
    "plot loss", "plot loss all", "plot W1[0, 0]", "plot gradients", "plot trajectory",
  ])
  func curvesHearIt(command: String) throws {
    var session = try Shells.article()
    for line in ["set holdout = 0.2", "run 60"] {
      #expect(session.perform(line).isSuccess, "\(line)")
    }
    let whole = session.perform(command)
    guard whole.isSuccess else { return }
    let questions = Mutex(0)
    session.context.shouldStop = {
      questions.withLock { count in
        count += 1
        return count > 5
      }
    }
    #expect(session.perform(command).error?.code == "interrupted", "\(command)")
  }

  static let livePictures = [
    "loss", "loss all", "boundary", "fold", "net", "hidden", "W1[0, 0] over epochs",
    "W1 over epochs", "gradients",
  ]

  /// What ended a run is heard: where it stands is drawn nevertheless, of all its epochs.
  @Test(arguments: livePictures)
  func aStoppedRunIsDrawn(picture: String) throws {
    var session = try Self.stoppedBefore("live \(picture)")
    let outcome = session.perform("run 100000000")
    let report = try #require(try outcome.result.get() as? RunReport)
    guard case .interrupted = report.stop else { return #expect(Bool(false), "\(outcome)") }
    #expect(report.livePictures.charts.count == 1, "\(report.livePictures)")
    #expect(!report.livePictures.areStopped)
  }

  /// Curves over all epochs hear who asks again, and the run's end is told all the same.
  @Test(arguments: ["W1[0, 0] over epochs", "fold"])
  func aStoppedRunIsNotDrawnWhereThatIsAskedAgain(picture: String) throws {
    var session = try Self.stoppedBefore("live \(picture)")
    session.context.shouldStopAtOnce = { true }
    let outcome = session.perform("run 100000000")
    let report = try #require(try outcome.result.get() as? RunReport)
    guard report.livePictures.areStopped else {
      #expect(report.livePictures.charts.count == 1)
      return
    }
    let words = Shells.text(outcome).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("Ctrl-C stopped this picture; plot \(picture) draws it"), "\(words)")
    #expect(words.contains("nothing is lost"))
  }

  /// A session in which something is live and a run is stopped after some epochs; once it is asked
  /// to stop, it is asked every time.
  private static func stoppedBefore(_ live: String) throws -> Session {
    var session = try Shells.article()
    for line in ["set holdout = 0.2", "run 60", live] {
      try #require(session.perform(line).isSuccess, "\(line)")
    }
    let questions = Mutex(0)
    session.context.shouldStop = {
      questions.withLock { count in
        count += 1
        return count > 40
      }
    }
    return session
  }

  /// Reading it and computing it are asked about, too.
  @Test func longLinesAreAskedAboutOnTheirWay() throws {
    var session = try Shells.article()
    let questions = Mutex(0)
    session.context.shouldStop = {
      questions.withLock { $0 += 1 }
      return false
    }
    #expect(session.perform("x = [1" + String(repeating: ", 1", count: 200_000) + "]").isSuccess)
    // 400,000 tokens are 24 stretches of scanning and as many of reading; the elements twelve.
    #expect(questions.withLock { $0 } >= 50)
  }

  @Test func smallThingsAreNotAskedAbout() throws {
    var session = try Shells.article()
    session.context.shouldStop = { true }
    for command in ["randn(1000)", "ones((100, 100)) @ ones((100, 100))", "exp(ones(10000)).sum()"]
    {
      #expect(session.perform(command).isSuccess)
    }
  }

  /// Whatever is called and however large its arrays are, what nobody wants any more is not given.
  @Test(arguments: FunctionTable.standard.functions.map(\.name) + ["others"])
  func everyFunctionHearsIt(name: String) throws {
    let function = FunctionTable.standard[name]
    let calls =
      function.map { LargeCalls.calls(of: $0, Self.count) } ?? LargeCalls.others(Self.count)
    guard !LargeCalls.small.contains(name) else { return }
    #expect(!calls.isEmpty, "\(name)")
    for call in calls {
      var session = Self.large
      session.context.shouldStop = { true }
      let outcome = session.perform(call)
      if outcome.error?.code != "interrupted" {
        Issue.record("\(call): \(String(describing: outcome.error?.code))")
      }
    }
  }

  /// Few long rows are asked about as often as many short ones.
  @Test(
    arguments: [
      "W + c", "c * W", "W < c", "W == V", "W.sum(axis=0)", "W.max(axis=0)", "W.mean(axis=0)",
      "W.T", "np.where(W > 0.5, c, W)", "W.std(axis=0)", "W.sum(axis=1)", "W.argmax(axis=0)",
      "np.maximum(W, c)", "softmax(W)", "W.cumsum(axis=1)", "np.concatenate((W, V))",
      "W[:, ::2]", "I + 1", "I.sum(axis=0)", "I * I",
    ])
  func longRowsHearIt(call: String) throws {
    var session = try Shells.article()
    for line in [
      "W = rand(2, 1500000)", "V = W * 1", "I = array(W * 9, dtype=int)", "c = ones((2, 1))",
    ] {
      #expect(session.perform(line).isSuccess)
    }
    let questions = Mutex(0)
    session.context.shouldStop = {
      questions.withLock { $0 += 1 }
      return false
    }
    #expect(session.perform(call).isSuccess)
    // Three million elements are eleven stretches; sums take four at once, or a row.
    #expect(questions.withLock { $0 } >= 2)
  }

  /// More than two stretches.
  private static let count = 600_000
  private static let large: Session = {
    guard var session = try? Shells.article() else { fatalError() }
    for line in LargeCalls.setup(count) {
      let outcome = session.perform(line)
      precondition(outcome.isSuccess, "\(line): \(outcome)")
    }
    return session
  }()

  /// The parts of a product are the product, bit for bit.
  @Test func partsAreTheWhole() throws {
    var random = RandomState(seed: UInt32(7))
    let (a, b) = (try random.randn([70, 1200]), try random.randn([1200, 1500]))
    let whole = try NDArray.product(a, b)
    for row in [0, 15, 16, 37, 38, 69] {
      let alone = try NDArray.product(
        NDArray(shape: [1, 1200], float64: Array(a.doubles[row * 1200..<(row + 1) * 1200])), b)
      #expect(
        alone.doubles.map(\.bitPattern)
          == whole.doubles[row * 1500..<(row + 1) * 1500].map(\.bitPattern))
    }
  }

  private static func performed(_ command: String, _ session: Session) -> Session.Outcome {
    var session = session
    return session.perform(command)
  }
}

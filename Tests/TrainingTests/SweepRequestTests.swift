import Arrays
import Equations
import Networks
import Testing

@testable import Training

/// What the words of a sweep mean, and where they are wrong.
@Suite struct SweepRequestTests {
  static func plan(_ text: String, seed: UInt32 = 0) throws -> Sweep {
    var random = RandomState(seed: seed)
    let run = Run(try Program(try Model.article()))
    return try Sweep(try SweepRequest(text), over: run, random: &random)
  }

  static func texts(_ sweep: Sweep) -> [String] {
    (0..<sweep.trialCount).map { index in
      let trial = sweep.trial(index)
      let seed = trial.seed.map { ["seed=\($0)"] } ?? []
      return (trial.settings.map { "\($0.name)=\($0.value.text)" } + seed).joined(separator: " ")
    }
  }

  @Test func aGridInOrder() throws {
    let sweep = try Self.plan("lr=0.1,10 hidden=2..4 seeds=2 epochs=7")
    let expected = ["0.1", "10"].flatMap { rate in
      (2...4).flatMap { hidden in
        (0...1).map { "lr=\(rate) hidden=\(hidden) seed=\($0)" }
      }
    }
    #expect(Self.texts(sweep) == expected)
    #expect(sweep.trial(5).configuration == 3)
    #expect(sweep.trial(5).epochs == 7)
    #expect(sweep.condition.text == "L < 0.1 and accuracy == 1")
  }

  @Test func expressionsListsAndQuotes() throws {
    let sweep = try Self.plan(
      "update=sgd(lr),momentum(lr, beta=0.8) lr=1/3,lr*2 hidden=2,5..6 solved=\"L < 0.2\"")
    #expect(sweep.trialCount == 12)
    #expect(Self.texts(sweep)[11] == "update=momentum(lr, beta=0.8) lr=lr * 2 hidden=6")
    #expect(sweep.condition.text == "L < 0.2")
    #expect(try SweepRequest("seed=7,1..3").seeds == [7, 1, 2, 3])
  }

  static let mistakes: [(String, Int, String)] = [
    ("", 1, "nothingToSweep"), ("epochs=3", 1, "nothingToSweep"), ("lr", 1, "notAnAssignment"),
    ("lr=1 = 2", 6, "notAnAssignment"), ("lr=", 1, "noValue"), ("lr=1,,2", 6, "noValue"),
    ("lr=1,", 6, "noValue"), ("lr=8..2", 4, "badRange"), ("lr=1, 2..x", 6, "noValue"),
    ("lr=1,2..x", 6, "badRange"), ("lr=1 lr=2", 6, "repeatedName"),
    ("seeds=2 seed=1", 9, "repeatedName"), ("lr=log(0.1,1)", 4, "needsRandom"),
    ("random lr=1", 8, "missingCount"), ("random", 1, "missingCount"),
    ("random 0 lr=1", 8, "badCount"), ("random 5 lr=log(0,1)", 13, "badBounds"),
    ("random 5 lr=uniform(2,1)", 13, "badBounds"), ("random 5 lr=log(1,2,3)", 13, "badBounds"),
    ("random 5 seeds=2", 1, "nothingToSweep"), ("lr=1 epochs=0", 13, "badCount"),
    ("lr=1 seeds=100001", 12, "badCount"), ("lr=1..100001", 1, "tooManyTrials"),
    ("lr=1..400 hidden=1..400", 11, "tooManyTrials"), ("lr=1..2000 seeds=51", 1, "tooManyTrials"),
    ("lr=1 seed=-1", 11, "badSeed"), ("lr=1 by=los", 9, "unknownOrder"),
    ("lr=1 solved=\"L", 13, "unclosedQuote"), ("lr=1 solved=\"L <\"", 17, "language"),
    ("lr=1 solved=\"Q < 1\"", 14, "language"), ("lrr=1", 1, "language"), ("lr=1,(2", 6, "language"),
    ("lr=1,foo", 6, "language"), ("lr=1,[1, 2]", 6, "model"), ("update=sgd(lr),lr", 16, "model"),
    ("hidden=-1", 1, "model"),
  ]

  @Test(arguments: mistakes)
  func mistakesHaveTheirPlace(text: String, column: Int, kind: String) throws {
    let error = try #require(throws: SweepError.self) { try Self.plan(text) }
    #expect("\(error.kind)".hasPrefix(kind), "\(text): \(error.kind)")
    #expect(error.span.start + 1 == column, "\(text): \(error)")
  }

  @Test(arguments: 0..<10)
  func drawsLieWithinTheirBounds(seed: UInt32) throws {
    let text = "random 400 lr=log(0.01,10) hidden=2..8 scale=uniform(-1,2)"
    let sweep = try Self.plan(text, seed: seed)
    #expect(Self.texts(sweep) == Self.texts(try Self.plan(text, seed: seed)))
    #expect(Self.texts(sweep) != Self.texts(try Self.plan(text, seed: seed + 1)))
    var rates: [Double] = []
    var hidden: Set<Double> = []
    for index in 0..<400 {
      let values = try sweep.trial(index).settings.map {
        try #require(try Evaluation.value(of: $0.value, in: DictionaryScope()).array?.item)
      }
      #expect(0.01...10 ~= values[0] && 2...8 ~= values[1] && -1...2 ~= values[2])
      rates.append(values[0])
      hidden.insert(values[1])
    }
    #expect(hidden == [2, 3, 4, 5, 6, 7, 8])
    // A third of the draws to each power of ten: 133.3, with a standard deviation of 9.4.
    for low in [0.01, 0.1, 1] {
      let count = rates.count { low..<low * 10 ~= $0 }
      #expect(95...172 ~= count, "\(low): \(count)")
    }
  }
}

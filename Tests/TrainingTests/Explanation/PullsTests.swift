import Arrays
import Equations
import Foundation
import Networks
import Support
import Testing

@testable import Training

/// A gradient as a sum of what each example adds to it.
@Suite struct PullsTests {
  private static let networks = [
    "columns": """
    data:
      X = array([[0.0, 1, 0, 1, 1, 0], [0, 0, 1, 1, 0, 0]])
      Y = array([[0.0, 1, 1, 0, 1, 0]])
    init:
      W1 = array([[0.5, -0.7], [0.2, 0.9]])
      b1 = array([[0.1], [-0.2]])
      W2 = array([[0.6, -0.4]])
      b2 = array([[-0.3]])
    forward:
      A1 = tanh(W1 @ X + b1)
      A2 = sigmoid(W2 @ A1 + b2)
    loss:
      L = bce(A2, Y)
    update:
      sgd(0.1)
    """,
    "rows": """
    settings:
      examples = rows
      lam = 0.1
    data:
      P = array([[0.2, 1.0], [-1.3, 0.4], [0.8, 0.8], [0.2, 1.0]])
      T = array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 0]])
    init:
      W = array([[0.3, -0.2, 0.1], [0.7, 0.4, -0.9]])
      c = array([[0.05, -0.1, 0.2]])
    forward:
      A = softmax(P @ W + c)
    loss:
      L = cross_entropy(A, T) + lam * sum(W**2)
    update:
      sgd(0.1)
    """,
  ]

  /// Each example's part by complex steps in NumPy.
  @Test func partsAreThoseOfComplexSteps() throws {
    var runs: [String: Run] = [:]
    var found: [String: Pulls] = [:]
    for line in try Fixture.lines("pulls", in: .module) {
      let words = line.split(separator: " ").map(String.init)
      if runs[words[0]] == nil {
        var run = try TestModels.run(try #require(Self.networks[words[0]]))
        while run.state[run.program.gradientNames.last ?? ""] == nil { try run.stepEquation() }
        runs[words[0]] = run
      }
      let run = try #require(runs[words[0]])
      let parts = words[1].split { "[],".contains($0) }
      let index = try parts.dropFirst().map { try #require(Int($0)) }
      let key = words[0] + words[1]
      let pulls = try found[key] ?? run.pulls(on: String(parts[0]), at: index)
      found[key] = pulls
      let wanted = try #require(Double(words[3]))
      let part: Double
      if let example = Int(words[2]) {
        let group = try #require(pulls.groups.first { $0.members.contains(example) }, "\(line)")
        part = try #require(group.each)
      } else {
        part = pulls.rest
      }
      #expect((part - wanted).magnitude <= 1e-14, "\(line): \(part)")
    }
    #expect(found.count == 18)
    // Equal examples are one group; of the rows two are equal but for their target.
    #expect(found["columnsW1[0,0]"]?.groups.map(\.count).sorted() == [1, 1, 2, 2])
    #expect(found["rowsW[0,0]"]?.groups.map(\.count) == [1, 1, 1, 1])
  }

  /// The parts are the gradient but for rounding, and each example's is that of the example alone.
  @Test(arguments: TestModels.swept.map(\.text)) func partsAddToTheGradient(text: String) throws {
    for seed in 1...2 {
      var run = try TestModels.run(text, seed: UInt32(seed))
      var dice = Dice(seed)
      try run.runEpochs(dice.below(4))
      // The update would change what the gradients were computed from.
      while !run.isInitialised || run.nextStep.phase != .update { try run.stepEquation() }
      for parameter in run.program.parameters {
        let gradient = try #require(run.state["d" + parameter])
        let flat = dice.below(gradient.count)
        let index = gradient.shape.index(ofFlat: flat)
        let pulls = try run.pulls(on: parameter, at: index)
        let size = pulls.groups.reduce(pulls.rest.magnitude) { $0 + $1.total.magnitude }
        #expect(pulls.value.bitPattern == gradient.element(at: flat).item?.bitPattern)
        #expect(pulls.rounding.magnitude <= 1e-14 * size, "\(parameter)\(index)\n\(text)")
        try Self.check(pulls, parameter, flat, run)
      }
    }
  }

  /// Two examples' parts differ by as much as the gradients of a batch of each alone.
  private static func check(_ pulls: Pulls, _ parameter: String, _ flat: Int, _ run: Run) throws {
    guard let m = run.state[Program.examplesName]?.item, m > 1,
      let first = pulls.groups.first, let last = pulls.groups.last, pulls.groups.count > 1,
      let a = first.each, let b = last.each,
      let alone = try gradient(ofExample: first.members[0], parameter, flat, run),
      let other = try gradient(ofExample: last.members[0], parameter, flat, run),
      // Examples that are measured by each other are none alone.
      alone.isFinite, other.isFinite
    else { return }
    let size = max(alone.magnitude, other.magnitude) / m
    #expect(((a - b) - (alone - other) / m).magnitude <= 1e-12 * size, "\(parameter)")
  }

  private static func gradient(
    ofExample example: Int, _ parameter: String, _ flat: Int, _ run: Run
  ) throws -> Double? {
    var state = run.state
    for name in run.program.names(in: .data) + [Program.examplesName] {
      guard let axis = run.program.exampleAxis(of: name), let array = state[name],
        axis < array.rank
      else { continue }
      let one = Subscript.slice(start: example, stop: example + 1, step: nil)
      let all = Subscript.slice(start: nil, stop: nil, step: nil)
      guard let picked = try? array.subscripted(Array(repeating: all, count: axis) + [one]) else {
        return nil
      }
      state.store(.array(picked), as: name)
    }
    state.store(.array(NDArray(1)), as: Program.examplesName)
    for step in run.program.evaluation + run.program.steps(in: .backward) {
      guard (try? state.execute(step, in: run.program)) != nil else { return nil }
    }
    return state["d" + parameter]?.element(at: flat).item
  }

  @Test func batchesAreThoseOfTheGradient() throws {
    var run = try TestModels.run(TestModels.batches)
    try run.runEpochs(2)
    let ended = try run.pulls(on: "W1", at: [0, 0])
    #expect(ended.groups.reduce(0) { $0 + $1.count } == 2)
    #expect(ended.moment?.batch == 3)
    // Its examples are gone as soon as the next batch is picked.
    while run.state.cursor.epoch < 3 || run.state["Z1"] == nil || run.state.cursor.index < 4 {
      try run.stepEquation()
    }
    let later = try run.pulls(on: "W1", at: [0, 0])
    #expect(later.groups.map(\.total) == ended.groups.map(\.total))
    #expect(later.groups.map(\.members) == ended.groups.map(\.members))
  }

  @Test func whatIsNotTrainedHasNoPulls() throws {
    var run = try TestModels.run(TestModels.small)
    #expect(throws: ExplanationError.self) { try run.pulls(on: "W1", at: [0, 0]) }
    try run.runEpochs(1)
    #expect(throws: PullsFault.noGradient("X")) { try run.pulls(on: "X", at: [0, 0]) }
    #expect(throws: ExplanationError.self) { try run.pulls(on: "W1", at: [7, 0]) }
    #expect(try run.pulls(on: "dZ1", at: [1, 3]).groups.map(\.members) == [[3]])
  }
}

import Arrays
import Equations
import Foundation
import Networks
import Support
import Testing

@testable import Training

/// What a number is used for: slopes beside what really happens.
@Suite struct UsesTests {
  /// A number moved a little to both sides tells the slope, but at kinks, where the sides differ.
  @Test(arguments: TestModels.swept.map(\.text)) func slopesAreWhatHappens(text: String) throws {
    var judged = 0
    for seed in 1...3 {
      var run = try TestModels.run(text, seed: UInt32(seed))
      var dice = Dice(seed)
      for _ in 0..<4 {
        for _ in 0..<dice.below(60) { try run.stepEquation() }
        while !run.isInitialised { try run.stepEquation() }
        let explainer = Explainer(run)
        for name in run.program.names {
          guard let array = run.state[name], array.count > 0, name != "epoch" else { continue }
          let index = array.shape.index(ofFlat: dice.below(array.count))
          let distance = 1e-4 * max(1, array.element(at: array.shape.flat(ofIndex: index)).number)
          let above = try explainer.uses(of: name, at: index, distance: distance)
          let below = try explainer.uses(of: name, at: index, distance: -distance)
          judged += try Self.check(above, below, distance, "\(name)\(index) at \(run.position)")
        }
      }
    }
    #expect(judged > 100)
  }

  private static func check(
    _ above: Uses, _ below: Uses, _ distance: Double, _ place: String
  ) throws -> Int {
    #expect(above.reached.map(\.name) == below.reached.map(\.name), "\(place)")
    var judged = 0
    for (up, down) in zip(above.reached, below.reached) {
      let others = Dictionary(down.groups.map { ($0.index, $0) }, uniquingKeysWith: { a, _ in a })
      for group in up.groups {
        guard let other = others[group.index], let slope = group.slope else { continue }
        let (right, left) = (group.difference / distance, -other.difference / distance)
        let size = max(slope.magnitude, 1e-3)
        // Sides that differ stand at a kink, or bend too much to tell.
        guard (right - left).magnitude < 0.02 * size else { continue }
        let difference = ((right + left) / 2 - slope).magnitude
        // What bends by so much within the distance bends by its square in the mean of both sides.
        let bend = (right - left) * (right - left) / size
        #expect(
          difference < 2e-5 * size + 4 * bend, "\(place) to \(up.name)\(group.index): \(slope)")
        judged += 1
      }
    }
    return judged
  }

  /// Slopes by complex steps in NumPy.
  @Test func slopesAreThoseOfComplexSteps() throws {
    let run = try TestModels.run(
      """
      data:
        X = array([[0.3, -1.2, 0.8, 0.05], [1.1, 0.4, -0.6, 0.9]])
        Y = array([[0.0, 1, 1, 0]])
      init:
        W1 = array([[0.5, -0.7], [0.2, 0.9], [-1.1, 0.3]])
        b1 = array([[0.1], [-0.2], [0.05]])
        W2 = array([[0.6, -0.4, 0.8]])
        b2 = array([[-0.3]])
      forward:
        Z1 = W1 @ X + b1
        A1 = tanh(Z1)
        Z2 = W2 @ A1 + b2
        A2 = sigmoid(Z2)
      loss:
        L = bce(A2, Y)
      update:
        sgd(0.1)
      """)
    var forward = run
    while forward.state["L"] == nil { try forward.stepEquation() }
    let explainer = Explainer(forward)
    var known: [String: Uses] = [:]
    var wanted: [String: Int] = [:]
    let lines = try Fixture.lines("uses", in: .module).map {
      $0.split(separator: " ").map(String.init)
    }
    for line in lines {
      let (from, to) = (try Self.element(line[0]), try Self.element(line[1]))
      let uses = try known[line[0]] ?? explainer.uses(of: from.name, at: from.index)
      known[line[0]] = uses
      wanted[line[0], default: 0] += 1
      let slope = try #require(Double(line[2]))
      let reached = try #require(uses.reached.first { $0.name == to.name })
      let value = try #require(forward.state[to.name])
      let found = reached.groups.filter { group in
        (group.slope ?? .nan) / slope < 1 + 1e-12 && (group.slope ?? .nan) / slope > 1 - 1e-12
      }
      #expect(!found.isEmpty, "\(line): \(reached.groups)")
      if let group = found.first, group.count == 1, found.count == 1 {
        #expect(group.index == to.index || value.count == 1)
      }
    }
    for (from, uses) in known {
      #expect(uses.reached.reduce(0) { $0 + $1.count } == wanted[from], "\(from)")
    }
  }

  /// `W1[0,1]`.
  private static func element(_ text: String) throws -> (name: String, index: [Int]) {
    let parts = text.split { "[],".contains($0) }
    return (String(parts[0]), try parts.dropFirst().map { try #require(Int($0)) })
  }

  /// A gradient moves its parameter by the learning rate, the learning rate by the gradient.
  @Test func whatTheUpdateMakesOfIt() throws {
    var run = try TestModels.run(TestModels.small)
    try run.runEpochs(3)
    let explainer = Explainer(run)
    let gradient = try explainer.uses(of: "dW1", at: [1, 0])
    #expect(gradient.reached.map(\.name) == ["W1"])
    #expect(gradient.reached[0].groups.map(\.slope) == [-0.5])
    #expect(gradient.reached[0].groups.map(\.index) == [[1, 0]])
    let rate = try explainer.uses(of: "lr", at: nil)
    #expect(rate.reached.map(\.name) == run.program.parameters)
    let moves = try #require(rate.reached.first { $0.name == "W2" })
    let gradients = try #require(run.state["dW2"]).doubles
    #expect(moves.groups.compactMap(\.slope).sorted() == gradients.map { -$0 }.sorted())
  }

  @Test func whatIsWholeDoesNotFollow() throws {
    var run = try TestModels.run(TestModels.small)
    try run.runEpochs(1)
    let uses = try Explainer(run).uses(of: "X", at: [0, 3])
    #expect(uses.unmoved.map(\.text) == ["Y = bitwise_xor(X[0:1], X[1:])"])
    #expect(uses.reached.map(\.name) == ["Z1", "A1", "Z2", "A2", "L"])
    #expect(uses.reached.map(\.count) == [2, 2, 1, 1, 1])
    let before = try TestModels.run(TestModels.small)
    #expect(throws: ExplanationError.self) { try Explainer(before).uses(of: "X", at: [0, 3]) }
  }
}

extension NDArray {
  fileprivate var number: Double { item ?? 1 }
}

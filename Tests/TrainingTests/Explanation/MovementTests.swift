import Arrays
import Equations
import Foundation
import Networks
import Support
import Testing

@testable import Training

/// Why a parameter is another number than it was: who has moved it.
@Suite struct MovementTests {
  /// All parts together are what it moved by, of every kind of model and optimizer, over many spans.
  @Test(arguments: TestModels.swept.map(\.text) + TestModels.all + optimizers)
  func partsAddToTheMovement(text: String) throws {
    for seed in 1...3 {
      var run = try TestModels.run(text, seed: UInt32(seed))
      var dice = Dice(seed)
      let (first, last) = (dice.below(6), 7 + dice.below(6))
      try run.runEpochs(last + dice.below(2))
      guard run.program.parameters.allSatisfy({ run.state[$0] != nil }) else { continue }
      for parameter in run.program.parameters {
        let array = try #require(run.state[parameter])
        let flat = dice.below(array.count)
        let index = array.shape.index(ofFlat: flat)
        let movement = try run.movement(
          of: parameter, at: index, from: .after(epoch: first), to: .after(epoch: last))
        let values = try [first, last].map { epoch in
          try #require(run.value(of: parameter, atEndOfEpoch: epoch)?.element(at: flat).item)
        }
        let place = "\(parameter)\(index) seed \(seed)\n\(text)"
        #expect(movement.start.value == values[0], "\(place)")
        #expect(movement.end.value == values[1], "\(place)")
        #expect(movement.updates == (last - first) * run.program.batchesPerEpoch, "\(place)")
        let parts =
          movement.groups.map(\.total)
          + [movement.ofNoExample, movement.ofItself, movement.ofBefore, movement.byHand]
        #expect(
          (parts.reduce(0, +) + movement.rounding - movement.change).magnitude
            <= 1e-14 * parts.reduce(0) { $0 + $1.magnitude }, "\(place)")
        // Each update rounds the number that it moves once.
        let size = parts.reduce(0) { $0 + $1.magnitude }
        let steps = Double(movement.updates) * max(values[0].magnitude, values[1].magnitude).ulp
        #expect(
          movement.rounding.magnitude <= 1e-12 * size + steps, "\(movement.rounding) \(place)")
        #expect(movement.byHand == 0)
      }
    }
  }

  private static let optimizers = [
    "momentum(lr)", "nesterov(lr)", "rmsprop(lr)", "adam(lr)", "adamw(lr)", "adagrad(lr)",
  ].map { TestModels.small.replacing("sgd(lr)", with: $0).replacing("= 0.5", with: "= 0.05") }

  /// With plain gradient descent each example's part is that of every gradient, times the rate.
  @Test(arguments: 0..<8) func partsOfGradientDescentAreThoseOfEveryGradient(seed: Int) throws {
    var run = try TestModels.run(TestModels.small, seed: UInt32(seed))
    try run.runEpochs(3)
    var wanted: [Int: Double] = [:]
    for _ in 0..<20 {
      while run.nextStep.phase != .update { try run.stepEquation() }
      let pulls = try run.pulls(on: "W1", at: [1, 0])
      for group in pulls.groups {
        for member in group.members { wanted[member, default: 0] -= 0.5 * (group.each ?? .nan) }
      }
      while run.nextStep.phase == .update { try run.stepEquation() }
    }
    let movement = try run.movement(of: "W1", at: [1, 0], from: .after(epoch: 3), to: nil)
    #expect(movement.groups.reduce(0) { $0 + $1.count } == 12)
    #expect(movement.updates == 20)
    for group in movement.groups {
      let sum = group.members.compactMap { wanted[$0] }.reduce(0, +)
      #expect((sum - group.total).magnitude <= 1e-13 * max(sum.magnitude, 1e-6))
    }
    #expect(movement.ofNoExample == 0)
    #expect(movement.ofItself == 0)
    #expect(movement.shared.isEmpty)
  }

  /// A velocity is followed back to the gradients that it is made of; one that was there already is
  /// not.
  @Test func velocityIsFollowed() throws {
    var run = try TestModels.run(TestModels.momentum)
    try run.runEpochs(30)
    let all = try run.movement(of: "W2", at: [0, 1], from: .after(epoch: 0), to: nil)
    // Zeros at the beginning are nobody's.
    #expect(all.ofBefore == 0)
    #expect(all.memories.map(\.text) == ["vW2[0, 1]"])
    let later = try run.movement(of: "W2", at: [0, 1], from: .after(epoch: 10), to: nil)
    let velocity = try #require(run.value(of: "vW2", atEndOfEpoch: 10)?.element(at: 1).item)
    let share = (1...20).reduce(0.0) { $0 + pow(0.9, Double($1)) }
    #expect((later.ofBefore + 0.5 * velocity * share).magnitude <= 1e-12 * velocity.magnitude)
    #expect(later.shared.isEmpty)
  }

  /// What Adam divides by is a number that all examples share; decay has a line of its own.
  @Test func whatAllShareIsSaid() throws {
    let text = TestModels.small.replacing("sgd(lr)", with: "adamw(0.01, weight_decay=0.1)")
    var run = try TestModels.run(text)
    try run.runEpochs(20)
    let movement = try run.movement(of: "W1", at: [0, 0], from: .after(epoch: 5), to: nil)
    #expect(movement.shared.map(\.assignment?.name) == ["vW1"])
    let decay = (5..<20).reduce(0.0) { sum, epoch in
      sum - 0.01 * 0.1
        * (run.value(of: "W1", atEndOfEpoch: epoch)?.element(at: 0).item ?? .nan)
    }
    #expect((movement.ofItself - decay).magnitude <= 1e-12 * decay.magnitude)
  }

  /// The price of large weights in the loss belongs to no example.
  @Test func priceBelongsToNoExample() throws {
    let text = TestModels.small.replacing(
      "L = bce(A2, Y)", with: "L = bce(A2, Y) + 0.1 * sum(W1**2)")
    var run = try TestModels.run(text)
    try run.runEpochs(10)
    let movement = try run.movement(of: "W1", at: [0, 1], from: .after(epoch: 0), to: nil)
    let price = (0..<10).reduce(0.0) { sum, epoch in
      sum - 0.5 * 0.2
        * (run.value(of: "W1", atEndOfEpoch: epoch)?.element(at: 1).item ?? .nan)
    }
    #expect((movement.ofNoExample - price).magnitude <= 1e-12 * price.magnitude)
    #expect(movement.ofItself == 0)
  }

  /// Examples are numbered as in the whole data, in whatever batch they come.
  @Test func batchesAreOfTheWholeData() throws {
    var run = try TestModels.run(TestModels.batches)
    try run.runEpochs(12)
    let movement = try run.movement(of: "b2", at: [], from: .after(epoch: 2), to: nil)
    #expect(movement.updates == 30)
    #expect(movement.groups.flatMap(\.members).sorted() == Array(0..<12))
    #expect(movement.groups.count <= 4)
  }

  @Test func changesByHandHaveALine() throws {
    var run = try TestModels.run(TestModels.small)
    try run.runEpochs(5)
    let before = try #require(run.state["W1"]?.element(at: 0).item)
    _ = try run.set("W1[0, 0] = 0.75")
    try run.runEpochs(2)
    _ = try run.set("lr = 2")
    try run.runEpochs(5)
    let movement = try run.movement(of: "W1", at: [0, 0], from: .after(epoch: 2), to: nil)
    #expect(movement.byHand == 0.75 - before)
    #expect(movement.updates == 10)
    #expect(movement.rounding.magnitude <= 1e-15)
    let now = try #require(run.state["W1"]?.element(at: 0).item)
    #expect(movement.end.value == now)
  }

  @Test func whatCannotBeTakenApartIsSaid() throws {
    var run = try TestModels.run(TestModels.small)
    try run.runEpochs(5)
    func moved(_ name: String, _ index: [Int], _ first: Int, _ last: Int? = nil) throws {
      _ = try run.movement(
        of: name, at: index, from: .after(epoch: first), to: last.map { .after(epoch: $0) })
    }
    #expect(throws: MovementFault.noParameter("A1")) { try moved("A1", [0, 0], 1) }
    #expect(throws: MovementFault.order) { try moved("W1", [0, 0], 3, 2) }
    #expect(throws: MovementFault.order) { try moved("W1", [0, 0], 5) }
    #expect(throws: MovementFault.ahead(Cursor(epoch: 10, index: 0))) {
      try moved("W1", [0, 0], 2, 9)
    }
    #expect(throws: ExplanationError.self) { try moved("W1", [5, 0], 2) }
    #expect(throws: ExplanationError.self) { try moved("W9", [0, 0], 2) }
  }
}

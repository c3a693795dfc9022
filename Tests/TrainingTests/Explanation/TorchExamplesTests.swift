import Arrays
import Equations
import Foundation
import Networks
import Support
import Testing

@testable import Training

/// `pulls` and `uses` beside PyTorch's automatic differentiation, of every activation by every loss.
@Suite struct TorchExamplesTests {
  /// The fractional parts of multiples of a square root, which the script writes down too.
  private static func numbers(_ rows: Int, _ columns: Int, _ seed: Int) -> [[Double]] {
    let all = (1...(rows * columns)).map { number -> Double in
      let multiple = Double(number + 100 * seed) * 2.0.squareRoot()
      let part = multiple - multiple.rounded(.down)
      return ((part * 2 - 1) * 1000).rounded(.toNearestOrEven) / 1000
    }
    return (0..<rows).map { Array(all[($0 * columns)..<(($0 + 1) * columns)]) }
  }

  private static func text(_ rows: [[Double]], lastAsSecond: Bool = false) -> String {
    let rows = rows.map { row in
      lastAsSecond ? Array(row.dropLast()) + [row[1]] : row
    }
    return "array(\(rows))"
  }

  private static func run(_ network: String) throws -> Run {
    let parts = network.split(separator: "-").map(String.init)
    let (activation, loss) = (parts[0], parts[1])
    let targets: String
    let last: String
    switch loss {
    case "bce": (last, targets) = ("sigmoid(Z3)", "array([[0.0, 1, 1, 0, 1]])")
    case "mse": (last, targets) = ("Z3 * 1", text(numbers(1, 5, 9), lastAsSecond: true))
    default:
      (last, targets) = (
        "softmax(Z3)",
        text([[1, 0, 0, 1, 0], [0, 1, 0, 0, 1], [0, 0, 1, 0, 0]])
      )
    }
    let outputs = loss == "cross_entropy" ? 3 : 1
    return try TestModels.run(
      """
      settings:
        lam = 0.01
      data:
        X = \(text(numbers(3, 5, 1), lastAsSecond: true))
        Y = \(targets)
      init:
        W1 = \(text(numbers(4, 3, 2)))
        b1 = \(text(numbers(4, 1, 3)))
        W2 = \(text(numbers(4, 4, 4)))
        b2 = \(text(numbers(4, 1, 5)))
        W3 = \(text(numbers(outputs, 4, 6)))
        b3 = \(text(numbers(outputs, 1, 7)))
      forward:
        Z1 = W1 @ X + b1
        A1 = \(activation)(Z1)
        Z2 = W2 @ A1 + b2
        A2 = \(activation)(Z2)
        Z3 = W3 @ A2 + b3
        A3 = \(last)
      loss:
        L = \(loss)(A3, Y) + lam * sum(W1**2)
      update:
        sgd(0.1)
      """)
  }

  private static func element(_ text: String) throws -> (name: String, index: [Int]) {
    let parts = text.split { "[],".contains($0) }
    return (String(parts[0]), try parts.dropFirst().map { try #require(Int($0)) })
  }

  private static func lines(_ kind: String) throws -> [String: [[String]]] {
    let lines = try Fixture.lines("torch_examples", in: .module).map {
      $0.split(separator: " ").map(String.init)
    }
    return Dictionary(grouping: lines.filter { $0.first == kind }) { $0[1] }
  }

  @Test func pullsAreThePerExampleGradients() throws {
    var compared = 0
    for (network, lines) in try Self.lines("pulls") {
      var run = try Self.run(network)
      while run.state["db3"] == nil || run.nextStep.phase != .update { try run.stepEquation() }
      var known: [String: Pulls] = [:]
      for words in lines {
        let (name, index) = try Self.element(words[2])
        let pulls = try known[words[2]] ?? run.pulls(on: name, at: index)
        known[words[2]] = pulls
        let wanted = try #require(Double(words[4]))
        let found: Double
        if let example = Int(words[3]) {
          let group = pulls.groups.first { $0.members.contains(example) }
          found = try #require(group?.each, "\(network) \(words)")
        } else {
          found = pulls.rest
        }
        let size = max(1e-3, wanted.magnitude)
        #expect((found - wanted).magnitude <= 1e-13 * size, "\(network) \(words): \(found)")
        compared += 1
      }
    }
    #expect(compared > 1000)
  }

  @Test func usesAreTheSlopesOfAutograd() throws {
    var compared = 0
    for (network, lines) in try Self.lines("uses") {
      var run = try Self.run(network)
      while run.state["L"] == nil { try run.stepEquation() }
      let explainer = Explainer(run)
      for (source, lines) in Dictionary(grouping: lines, by: { $0[2] }) {
        let (name, index) = try Self.element(source)
        let uses = try explainer.uses(of: name, at: index)
        for (target, lines) in Dictionary(grouping: lines, by: { $0[3].prefix { $0 != "[" } }) {
          let wanted = try lines.map { try #require(Double($0[4])) }.sorted()
          let reached = try #require(uses.reached.first { $0.name == target })
          let found = reached.groups.flatMap { group in
            Array(repeating: group.slope ?? .nan, count: group.count)
          }.filter { $0 != 0 }.sorted()
          #expect(found.count == wanted.count, "\(network) \(source) to \(target)")
          for (slope, wanted) in zip(found, wanted) {
            let size = max(1e-3, wanted.magnitude)
            #expect((slope - wanted).magnitude <= 1e-13 * size, "\(network) \(source) to \(target)")
            compared += 1
          }
        }
      }
    }
    #expect(compared > 500)
  }
}

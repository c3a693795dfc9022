import Arrays
import Networks
import Support
import Testing

@testable import Training

/// Places that training is drawn to and does not leave, though no gradient is exactly 0.
@Suite struct SecondOrderTests {
  /// XOR by two units whose first weights are all 0, which a gradient then moves alike.
  private static func network(
    output: String = "[[1., -1.]]", bias: Double = 1, activation: String = "sigmoid",
    lr: Double = 1, start: String = "zeros((2, 2))"
  ) -> String {
    """
    settings:
      lr = \(lr)
    data:
      X = [[0, 0, 1, 1], [0, 1, 0, 1]]
      Y = [[0, 1, 1, 0]]
    init:
      W1 = \(start)
      b1 = zeros((2, 1))
      W2 = \(output)
      b2 = full((1, 1), \(bias))
    forward:
      Z1 = W1 @ X + b1
      A1 = \(activation)(Z1)
      Z2 = W2 @ A1 + b2
      A2 = sigmoid(Z2)
    loss:
      L = bce(A2, Y)
    update:
      sgd(lr)
    """
  }

  private func run(_ text: String, epochs: Int) throws -> Run {
    var run = Run(try Program(try Model(name: "net", text: text)))
    try run.runEpochs(epochs)
    return run
  }

  @Test func aNetworkThatSlidesOntoASaddleStays() throws {
    let run = try run(Self.network(), epochs: 5000)
    let finding = try #require(Diagnosis.findings(in: run).first { $0.kind == .plateau })
    #expect(finding["secondOrder"] == 1)
    #expect(finding.suggestions.map(\.command) == ["set W1 = randn(2, 2)"])
    let test = try #require(SecondOrderTest(run, rate: 1))
    #expect(test.leastCurvature > -1e-9)
    var ahead = run
    try ahead.runEpochs(200_000)
    #expect(abs((ahead.state.loss?.value ?? 0) - 0.6931471805599453) < 1e-12)
  }

  /// Wherever it is said that training does not leave, it does not.
  @Test func whatIsSaidToStayStays() throws {
    var said = 0
    for number in 0..<24 {
      var dice = Dice(number + 31_000)
      let size = Double(dice.below(30) + 5) / 10
      let other = dice.below(2) == 0 ? size : Double(dice.below(30) + 5) / 10
      let text = Self.network(
        output: "[[\(size), -\(other)]]",
        bias: Double(dice.below(40)) / 10 - 2, activation: dice.pick(["sigmoid", "tanh"]),
        lr: dice.pick([0.1, 0.5, 1]))
      let run = try run(text, epochs: dice.pick([3000, 10_000, 30_000]))
      guard let test = SecondOrderTest(run, rate: run.state["lr"]?.item), test.staysForGood,
        let loss = run.state.loss?.value
      else { continue }
      said += 1
      var ahead = run
      try ahead.runEpochs(60_000)
      #expect(abs((ahead.state.loss?.value ?? 0) - loss) < 1e-6 * loss, "\(number): \(text)")
    }
    #expect(said >= 4)
  }

  /// A slow place is none that training does not leave.
  @Test func whatLeavesIsNotSaidToStay() throws {
    for number in 0..<24 {
      var dice = Dice(number + 32_000)
      let start = "array([[\(dice.below(9) + 1)e-3, -2e-3], [3e-3, \(dice.below(9) + 1)e-3]])"
      let text = Self.network(
        output: "[[\(dice.below(9) + 1)e-3, -4e-3]]", bias: 0,
        activation: dice.pick(["sigmoid", "tanh"]), start: start)
      for epochs in [50, 1000, 5000] {
        let test = SecondOrderTest(try run(text, epochs: epochs), rate: 1)
        #expect(test?.staysForGood != true, "\(number) after \(epochs): \(text)")
      }
    }
  }

  /// A number of epochs that nobody can read is none that anybody waits for.
  @Test func noForecastIsOfBillions() throws {
    for start in [1e-4, 1e-5, 1e-6] {
      let text = Self.network(
        output: "[[\(start), -\(start)]]", bias: 0,
        start: "array([[\(start), 0], [0, -\(start)]])")
      for finding in Diagnosis.findings(in: try run(text, epochs: 300)) {
        let words = Diagnosis.describe(finding).english
        #expect(words.firstMatch(of: #/\d{9}/#) == nil, "\(words)")
      }
    }
  }

  /// The second difference's matrix has the eigenvalues 2 - 2 cos(k π / (n + 1)).
  @Test func eigenvectors() throws {
    for count in 1...12 {
      let matrix = (0..<count).map { row in
        (0..<count).map { row == $0 ? 2.0 : abs(row - $0) == 1 ? -1 : 0 }
      }
      let found = try #require(Eigenvectors(of: matrix))
      let expected = (1...count).map {
        2 - 2 * ElementaryFunctions.cos(Double($0) * .pi / Double(count + 1))
      }
      for (value, wanted) in zip(found.values.sorted(), expected) {
        #expect(abs(value - wanted) < 1e-13)
      }
    }
  }

  @Test func eigenvectorsOfRandomMatrices() throws {
    for number in 0..<40 {
      var dice = Dice(number)
      let count = dice.below(9) + 1
      var matrix = (0..<count).map { _ in (0..<count).map { _ in Double(dice.below(2001)) - 1000 } }
      for row in 0..<count { for column in 0..<row { matrix[row][column] = matrix[column][row] } }
      let found = try #require(Eigenvectors(of: matrix))
      for (value, vector) in zip(found.values, found.vectors) {
        for row in matrix.indices {
          let product = zip(matrix[row], vector).reduce(0) { $0 + $1.0 * $1.1 }
          #expect(abs(product - value * vector[row]) < 1e-9, "\(matrix)")
        }
        for other in found.vectors {
          let product = zip(other, vector).reduce(0) { $0 + $1.0 * $1.1 }
          #expect(abs(product - (other == vector ? 1 : 0)) < 1e-12)
        }
      }
    }
  }

  @Test func noEigenvectorsOfWhatIsNotFinite() {
    #expect(Eigenvectors(of: [[1, .nan], [.nan, 1]]) == nil)
    #expect(Eigenvectors(of: [[1, .infinity], [.infinity, 1]]) == nil)
  }
}

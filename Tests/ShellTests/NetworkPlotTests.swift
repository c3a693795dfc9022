import Foundation
import Networks
import ShellSupport
import Support
import Testing
import Training

@testable import Shell

/// The fields in the picture of the network, beside the same computed from the numbers that are shown.
@Suite struct NetworkPlotTests {
  private struct Place {
    var unit: String
    var value: Double
    var x: Double
    var y: Double
  }

  private static func places(_ command: String, _ session: inout Session) throws -> [Place] {
    let outcome = session.perform(command)
    guard case .success(let result) = outcome.result, let chart = result.pictures.first else {
      throw outcome.error ?? ShellError("", "")
    }
    return try chart.csv().split(separator: "\n").filter { $0.hasPrefix("field,") }.map { line in
      // Names such as X[:, 0] have a comma, those of units with one axis have none.
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      return Place(
        unit: String(cells[2]), value: try #require(Double(cells[4])),
        x: try #require(Double(cells[5])), y: try #require(Double(cells[6])))
    }
  }

  private static func model(rows: Bool, inputs: Int = 2) -> String {
    let (x, z1, z2, y) =
      rows
      ? ("randn(9, \(inputs))", "X @ W1.T + b1.T", "A1 @ W2.T + b2", "X[:, 0:1] > 0")
      : ("randn(\(inputs), 9)", "W1 @ X + b1", "W2 @ A1 + b2", "X[0:1] > 0")
    return """
      data:
        seed(3)
        X = \(x)
        Y = float(\(y))
      init:
        W1 = randn(3, \(inputs))
        b1 = randn(3, 1)
        W2 = randn(1, 3)
        b2 = 0.25
      forward:
        A1 = tanh(\(z1))
        A2 = \(z2)
      loss:
        L = mse(A2, Y)
      update:
        sgd(0.1)

      """
  }

  private static func session(_ text: String) throws -> Session {
    var session = Session(run: Run(try Program(try Model(name: "fields", text: text))))
    #expect(session.perform("run 5").isSuccess)
    return session
  }

  @Test(arguments: [false, true], ["plot net", "plot net gradients --example 2"])
  func fieldsAreWhatTheNetworkComputes(rows: Bool, command: String) throws {
    var session = try Self.session(Self.model(rows: rows))
    let places = try Self.places(command, &session)
    #expect(Set(places.map(\.unit)) == ["A1[0]", "A1[1]", "A1[2]", "A2"])
    #expect(places.count == 4 * 24 * 24)
    func numbers(_ name: String) throws -> [Double] {
      try #require(session.run.state[name]).doubles
    }
    let (w1, b1, w2, b2) = (
      try numbers("W1"), try numbers("b1"), try numbers("W2"), try numbers("b2")
    )
    for place in places {
      let hidden = (0..<3).map { tanh(w1[2 * $0] * place.x + w1[2 * $0 + 1] * place.y + b1[$0]) }
      let output = (0..<3).reduce(b2[0]) { $0 + w2[$1] * hidden[$1] }
      let wanted = Int(place.unit.dropFirst(3).prefix(1)).map { hidden[$0] } ?? output
      #expect(abs(place.value - wanted) < 1e-12, "\(place)")
    }
  }

  /// Both layouts have the same data in another order, so only words can be compared: of as many
  /// units a sentence each, and the names of the inputs as they are looked at.
  @Test(arguments: [false, true]) func unitsAreTold(rows: Bool) throws {
    var session = try Self.session(Self.model(rows: rows))
    let text = Shells.text(session.perform("plot net")).replacing("\n", with: " ")
    #expect(text.contains(rows ? "X[:, 1] up" : "X[1] up"), "\(text)")
    #expect(text.contains("A1 from -1 to 1"), "\(text)")
    for unit in ["A1[0]", "A1[1]", "A1[2]", "A2"] { #expect(text.contains("\(unit): high ")) }
  }

  /// Without two inputs the picture is what it was.
  @Test(arguments: [1, 3]) func withoutAPlaneThereAreNodes(inputs: Int) throws {
    var session = try Self.session(Self.model(rows: false, inputs: inputs))
    #expect(try Self.places("plot net", &session).isEmpty)
    #expect(!Shells.text(session.perform("plot net")).contains("across"))
  }

  /// On a plateau every unit is the same everywhere, and that is said.
  @Test func aPlateauIsTold() throws {
    var session = try Shells.article()
    #expect(session.perform("run 12").isSuccess)
    let text = Shells.text(session.perform("plot net"))
    #expect(text.contains("the same everywhere."), "\(text)")
  }
}

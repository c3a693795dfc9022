import Arrays
import Foundation
import Networks
import Support
import Testing

@testable import Training

/// Whole trainings against NumPy running the same equations, as make_training.py wrote them.
@Suite struct NumPyTrainingTests {
  struct Recording: Sendable, CustomTestStringConvertible {
    var settings: [String: String] = [:]
    var lines: [[String]] = []

    var testDescription: String {
      settings.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: " ")
    }

    func number(_ name: String) -> Int { Int(settings[name]!)! }

    /// The model as a student would write it.
    var model: String {
      let sizes = settings["sizes"]!.split(separator: ",").map { String($0) }
      let activations = settings["activations"]!.split(separator: ",")
      var text = "settings:\n  lr = \(settings["lr"]!)\n  scale = \(settings["scale"]!)\n"
      if number("batch") > 0 { text += "  batch = \(number("batch"))\n" }
      if settings["holdout"] != "0.0" { text += "  holdout = \(settings["holdout"]!)\n" }
      text += """
        data:
          seed(\(settings["seed"]!))
          X = randint(0, 2, size=(2, \(settings["examples"]!)))
          Y = bitwise_xor(X[0:1], X[1:])
        init:

        """
      for layer in 1..<sizes.count {
        text += "  W\(layer) = randn(\(sizes[layer]), \(sizes[layer - 1])) * scale\n"
        text += "  b\(layer) = zeros((\(sizes[layer]), 1))\n"
      }
      text += "forward:\n"
      for layer in 1..<sizes.count {
        let input = layer == 1 ? "X" : "A\(layer - 1)"
        text += "  Z\(layer) = W\(layer) @ \(input) + b\(layer)\n"
        text += "  A\(layer) = \(activations[layer - 1])(Z\(layer))\n"
      }
      return text
        + "loss:\n  L = \(settings["loss"]!)(A\(sizes.count - 1), Y)\nupdate:\n  sgd(lr)\n"
    }
  }

  static func recordings() throws -> [Recording] {
    var recordings: [Recording] = []
    for line in try Fixture.lines("training", in: .module) {
      let words = line.split(separator: " ").map(String.init)
      if words[0] == "run" {
        var recording = Recording()
        for word in words.dropFirst() {
          let parts = word.split(separator: "=").map(String.init)
          recording.settings[parts[0]] = parts[1]
        }
        recordings.append(recording)
      } else {
        recordings[recordings.count - 1].lines.append(words)
      }
    }
    return recordings
  }

  @Test func thereAreEnough() throws {
    #expect(try Self.recordings().count == 20)
  }

  @Test(arguments: 0..<20) func trainingEqualsNumPy(index: Int) throws {
    let recording = try Self.recordings()[index]
    var run = Run(try Program(try Model(name: "recorded", text: recording.model)))
    var finals: [[String]] = []
    var byEpoch: [Int: [[String]]] = [:]
    var whole: [[String]] = []
    for line in recording.lines {
      switch line[0] {
      case "array", "initial": whole.append(line)
      case "final": finals.append(line)
      default: byEpoch[Int(line[1])!, default: []].append(line)
      }
    }
    for line in whole where line[0] == "array" {
      var early = run
      // The data before examples are held back.
      while early.nextStep.origin == .written(line: early.nextStep.writtenLine),
        early.nextStep.phase == .data
      {
        try early.stepEquation()
      }
      let array = try #require(early.state[line[1]])
      #expect(array.shape == Fixture.shape(line[2]))
      #expect(array.integers.map(String.init).joined() == line[3], "\(line[1])")
    }
    while !run.isInitialised { try run.stepEquation() }
    for line in whole where line[0] == "initial" {
      let array = try #require(run.state[line[1]])
      #expect(array.shape == Fixture.shape(line[2]))
      for (x, y) in zip(array.doubles, Fixture.doubles(line[3])) {
        #expect((x - y).magnitude <= y.ulp * 2, "\(line[1])")
      }
    }
    let epochs = recording.number("epochs")
    for epoch in 1...epochs {
      try run.runEpochs(1)
      for line in byEpoch[epoch] ?? [] {
        if line[0] == "loss" {
          let expected = Fixture.double(line[2])
          let loss = run.losses[epoch - 1]
          #expect((loss - expected).magnitude <= 1e-12 * expected.magnitude, "epoch \(epoch)")
        } else {
          try compare(run, line[2], line[3], line[4], epoch)
        }
      }
    }
    for line in finals { try compare(run, line[1], line[2], line[3], epochs) }
  }

  private func compare(
    _ run: Run, _ name: String, _ shape: String, _ values: String, _ epoch: Int
  ) throws {
    let array = try #require(run.state[name])
    #expect(array.shape == Fixture.shape(shape))
    let expected = Fixture.doubles(values)
    let largest = expected.map(\.magnitude).max() ?? 0
    let difference = zip(array.doubles, expected).map { ($0 - $1).magnitude }.max() ?? 0
    // Near a minimum a gradient is the rounding of what cancels in it.
    #expect(difference <= 1e-10 * largest + 1e-15, "\(name) in epoch \(epoch)")
  }
}

extension ProgramEquation {
  fileprivate var writtenLine: Int { if case .written(let line) = origin { line } else { -1 } }
}

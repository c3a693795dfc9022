import Equations
import Networks
import Support
import Testing

@testable import Training

@Suite struct WritingScriptTests {
  private static let epochs = 6
  private static let seed: UInt32 = 5

  @Test(
    .enabled(if: Python.withNumPy != nil, "needs a Python with NumPy (UNDERHOOD_PYTHON)"))
  func numpyScriptsPrintTheSameLosses() throws {
    let python = try #require(Python.withNumPy)
    let outputs = try python.run(scripts: try Self.scripts(.numpy), epochs: Self.epochs)
    #expect(outputs.count == WritingModels.all.count)
    for (sample, output) in zip(WritingModels.all, outputs) {
      try Self.expectLosses(of: sample, in: output, tolerance: 1e-12)
    }
  }

  @Test(
    .enabled(if: Python.withPyTorch != nil, "needs a Python with PyTorch (UNDERHOOD_PYTHON)"))
  func torchScriptsAgreeWithAutograd() throws {
    let python = try #require(Python.withPyTorch)
    let outputs = try python.run(scripts: try Self.scripts(.torch), epochs: Self.epochs)
    #expect(outputs.count == WritingModels.all.count)
    for (sample, output) in zip(WritingModels.all, outputs) {
      let line = output.split(separator: "\n").first { $0.hasPrefix("gradients:") }
      let last = line?.split(separator: " ").last.flatMap { Double($0) }
      guard let difference = last else {
        Issue.record("\(sample.name)\n\(output)")
        continue
      }
      if sample.hasRightGradients {
        #expect(difference < 1e-10, "\(sample.name)")
        try Self.expectLosses(of: sample, in: output, tolerance: 1e-9)
      } else {
        #expect(difference > 1e-3, "\(sample.name)")
      }
    }
  }

  /// A program text for both is there without Python, too.
  @Test(arguments: PythonScript.Dialect.allCases)
  func scriptsAreDeterministic(_ dialect: PythonScript.Dialect) throws {
    #expect(try Self.scripts(dialect) == Self.scripts(dialect))
  }

  @Test func namesOfPythonAreReplaced() throws {
    let sample = WritingModels.peculiar[2]
    let program = try Program(try Model(name: "names", text: sample.text))
    let text = PythonScript.text(of: program, .numpy, seed: 0)
    #expect(text.contains("epoch_ = 0.3"))
    #expect(text.contains("sigmoid_ = np.random.randn(4, 3) * epoch_"))
    #expect(text.contains("P = sigmoid(w @ H)"))
  }

  @Test func seedIsTheSessionsUnlessTheModelHasOne() throws {
    let own = try Program(try Model.article())
    #expect(!PythonScript.text(of: own, .numpy, seed: 9).contains("seed(9)"))
    let text = Model.articleText.split(separator: "\n").filter { !$0.contains("seed(") }
    let other = try Program(try Model(name: "xor", text: text.joined(separator: "\n")))
    #expect(PythonScript.text(of: other, .numpy, seed: 9).contains("\nnp.random.seed(9)\n"))
  }

  private static func scripts(_ dialect: PythonScript.Dialect) throws -> [String] {
    try WritingModels.all.map { sample in
      let program = try Program(try Model(name: "test", text: sample.text))
      return PythonScript.text(of: program, dialect, seed: seed)
    }
  }

  private static func expectLosses(
    of sample: WritingModels.Sample, in output: String, tolerance: Double
  ) throws {
    var run = Run(try Program(try Model(name: "test", text: sample.text)), seed: seed)
    try run.runEpochs(epochs)
    let printed = output.split(separator: "\n").filter { $0.first?.isNumber == true }
      .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }
    #expect(printed.count == epochs, "\(sample.name)\n\(output)")
    for (own, other) in zip(run.losses, printed) {
      #expect(
        (own - other).magnitude <= tolerance * max(own.magnitude, 1e-300),
        "\(sample.name): \(own) and \(other)")
    }
  }
}

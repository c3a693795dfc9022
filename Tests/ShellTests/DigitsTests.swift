import Foundation
import Networks
import ShellSupport
import Support
import Testing
import Training

@testable import Shell

/// The handwritten digits from the table to weights that others read.
@Suite struct DigitsTests {
  /// The course's table in a folder of its own.
  private static func session() throws -> (session: Session, folder: TemporaryFolder) {
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(
      atPath: "\(Transcript.lessonFolder)/data/digits.csv", toPath: "\(folder.path)/digits.csv")
    var session = try DataCommandTests.session(folder)
    #expect(session.perform("data digits.csv").failure == nil)
    return (session, folder)
  }

  @Test func overNinetyFivePercentAndTheWeightsComeBack() throws {
    var (trained, folder) = try Self.session()
    for command in ["run 30", "save weights \(folder.path)/w.safetensors"] {
      #expect(trained.perform(command).failure == nil, "\(command)")
    }
    let judged = try #require(trained.run.judgement(of: .test))
    #expect(try #require(judged.accuracy) > 0.95)
    var (other, second) = try Self.session()
    try FileManager.default.copyItem(
      atPath: "\(folder.path)/w.safetensors", toPath: "\(second.path)/w.safetensors")
    for command in ["step 2", "load weights w.safetensors"] {
      #expect(other.perform(command).failure == nil, "\(command)")
    }
    #expect(try #require(other.run.judgement(of: .test)?.loss).bitPattern == judged.loss.bitPattern)
  }

  /// No line of the model, its scripts or the journal is a table.
  @Test func nothingPrintsALiteralOfThousands() throws {
    var (session, _) = try Self.session()
    for command in ["step", "list", "list math", "list numpy", "stepi"] {
      let outcome = session.perform(command)
      #expect(outcome.failure == nil, "\(command)")
      #expect(Shells.text(outcome).utf8.count < 20_000, "\(command)")
      #expect(outcome.json.text.utf8.count < 60_000, "\(command)")
    }
    for command in ["show all", "show data", "x = dataset(\"digits\")[\"X\"]"] {
      #expect(session.perform(command).json.text.utf8.count < 60_000, "\(command)")
    }
    #expect(session.journal.text.utf8.count < 6000)
  }

  /// Neither does a model whose numbers are written out.
  @Test func aLongLiteralIsCutShort() throws {
    let folder = try TemporaryFolder()
    let numbers = (0..<2000).map { "\(Double($0 * 7 % 1000) / 1000)" }.joined(separator: ", ")
    try folder.write(
      """
      data:
        X = array([[\(numbers)]])
        Y = float(X > 0.5)
      init:
        W = zeros((1, 1))
      forward:
        A = sigmoid(W @ X)
      loss:
        L = bce(A, Y)
      update:
        sgd(1)
      """, to: "long.model")
    var session = try Session.start(
      modelPath: "\(folder.path)/long.model", seed: 0, context: .init())
    for command in ["where", "list", "list math", "list numpy", "step", "rewind", "set X = X * 2"] {
      let outcome = session.perform(command)
      #expect(outcome.failure == nil, "\(command)")
      #expect(Shells.text(outcome).utf8.count < 4000, "\(command)")
      #expect(outcome.json.text.utf8.count < 6000, "\(command)")
    }
    #expect(Shells.text(session.perform("list")).contains("... 1996 more ..."))
    #expect(session.perform("save model \(folder.path)/kept.model").failure == nil)
    #expect(
      try String(contentsOfFile: "\(folder.path)/kept.model", encoding: .utf8).contains(numbers))
  }

  /// The scripts read the same table and come to the same loss.
  @Test(.enabled(if: Python.withNumPy != nil), arguments: ["numpy", "torch"])
  func scriptsReadTheTable(form: String) throws {
    let (session, folder) = try Self.session()
    var written = session
    #expect(written.perform("write \(form) \(folder.path)/digits.py").failure == nil)
    // Not every machine has PyTorch.
    guard let python = form == "numpy" ? Python.withNumPy : Python.having("torch") else { return }
    let text = try String(contentsOfFile: "\(folder.path)/digits.py", encoding: .utf8)
    let result = try python.run(
      "import os, sys\nos.chdir(sys.argv.pop(1))\n"
        + text + "\nprint('shape', tuple(X_test.shape), float(abs(X_test).max()))", [folder.path])
    #expect(result.stdout.contains("shape (64, 270) 1.0"), "\(result.stderr.suffix(800))")
  }
}

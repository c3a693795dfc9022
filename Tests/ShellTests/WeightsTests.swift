import Foundation
import Support
import Testing

@testable import Shell

/// Weights out and in again, and what the course's tables hold.
@Suite struct WeightsTests {
  private static func session(_ folder: TemporaryFolder, lessons: String? = nil) throws -> Session {
    var context = Session.Context()
    context.lessonDirectory = lessons
    return try Session.start(
      modelPath: "\(folder.path)/net.model", seed: 0, context: context)
  }

  @Test(arguments: ["npz", "safetensors", "npy", "csv"]) func weightsComeBackBitForBit(
    ending: String
  ) throws {
    let folder = try DataFileTests.folder()
    var trained = try Self.session(folder)
    for command in ["run 7", "save weights \(folder.path)/w.\(ending)"] {
      #expect(trained.perform(command).failure == nil, "\(command)")
    }
    var other = try Self.session(folder)
    for command in ["step 2", "load weights w.\(ending)"] {
      #expect(other.perform(command).failure == nil, "\(command)")
    }
    for name in ["W", "b"] {
      let (a, b) = (trained.run.state.slots[name], other.run.state.slots[name])
      let (first, second) = (try #require(a?.value.array), try #require(b?.value.array))
      #expect(first.isIdentical(to: second))
    }
    // The journal has it as a command like any other.
    try folder.write(other.journal.text, to: "session")
    let replay = try Replay("\(folder.path)/session", in: try Self.session(folder))
    #expect(replay.hash == other.stateHash)
  }

  @Test func otherShapesAreRefusedAndChangeNothing() throws {
    let folder = try DataFileTests.folder()
    try folder.write(
      DataFileTests.model.replacingOccurrences(of: "(1, 2)", with: "(2, 2)"), to: "two.model")
    var wide = try Session.start(modelPath: "\(folder.path)/net.model", seed: 0, context: .init())
    #expect(wide.perform("step 2").failure == nil)
    #expect(wide.perform("set W = [[1.5, 2.5]]").failure == nil)
    #expect(wide.perform("save W \(folder.path)/W.npy").failure == nil)
    #expect(wide.perform("set W = np.load(\"W.npy\") * 2").failure == nil)
    #expect(wide.run.state.slots["W"]?.value.array?.doubles == [3, 5])
    #expect(wide.perform("load weights W.npy").failure?.code == "other-shape")
    #expect(wide.perform("load weights nothing.npz").failure?.code == "unreadable-file")
    #expect(wide.run.state.slots["W"]?.value.array?.doubles == [3, 5])
    #expect(wide.perform("save weights \(folder.path)/w.pt").failure?.code == "unknown-form")
  }

  /// NumPy, safetensors and PyTorch read what was written.
  @Test(.enabled(if: Python.withNumPy != nil)) func numPyReadsThem() throws {
    let folder = try DataFileTests.folder()
    var session = try Self.session(folder)
    for command in [
      "run 5", "save weights \(folder.path)/w.npz", "save weights \(folder.path)/w.safetensors",
      "save W \(folder.path)/W.npy", "save weights \(folder.path)/all.npy",
      "save weights \(folder.path)/all.csv",
    ] {
      #expect(session.perform(command).failure == nil, "\(command)")
    }
    let python = try #require(Python.withNumPy)
    let result = try python.run(
      """
      import sys, numpy as np
      folder = sys.argv[1]
      a = np.load(folder + "/w.npz")
      assert sorted(a) == ["W", "b"] and a["W"].tobytes() == np.load(folder + "/W.npy").tobytes()
      every = np.concatenate([a["W"].ravel(), a["b"].ravel()])
      assert np.load(folder + "/all.npy").tobytes() == every.tobytes()
      assert np.genfromtxt(folder + "/all.csv", delimiter=",", skip_header=1)[:, 3].tobytes() == every.tobytes()
      try:
          from safetensors.numpy import load_file
      except ImportError:
          load_file = None
      if load_file:
          b = load_file(folder + "/w.safetensors")
          assert all(a[n].tobytes() == b[n].tobytes() and a[n].shape == b[n].shape for n in a)
      try:
          from safetensors.torch import load_file as load_tensors
      except ImportError:
          load_tensors = None
      if load_tensors:
          c = load_tensors(folder + "/w.safetensors")
          assert all(c[n].numpy().tobytes() == a[n].tobytes() for n in a)
      print(a["W"].tobytes().hex())
      """, [folder.path])
    let own = try #require(session.run.state.slots["W"]?.value.array).doubles.map { number in
      withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes in
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
      }
    }
    #expect(result.stdout.trimmed == own.joined(), "\(result.stderr)")
  }

  @Test(arguments: [
    ("iris", 4, 150, 3), ("digits", 64, 1797, 10), ("houses", 4, 400, 0), ("waves", 40, 1000, 10),
  ])
  func theCoursesTablesAreThere(name: String, inputs: Int, rows: Int, classes: Int) throws {
    let folder = try DataFileTests.folder()
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    var session = try Self.session(folder, lessons: root.path + "/lessons")
    #expect(session.perform("x = dataset(\"\(name)\")[\"X\"]").failure == nil)
    #expect(session.perform("y = dataset(\"\(name)\")[\"y\"]").failure == nil)
    #expect(session.workspace["x"]?.array?.shape == [rows, inputs])
    #expect(session.workspace["y"]?.array?.shape == [rows])
    if classes > 0 {
      #expect(Set(try #require(session.workspace["y"]?.array?.doubles)).count == classes)
    }
    let text = root.path + "/lessons/data/\(name).txt"
    #expect(try String(contentsOfFile: text, encoding: .utf8).contains("Licence: "))
  }
}

import Arrays
import Equations
import Formats
import Networks
import Testing
import Training

@testable import Scripts

/// Scripts that read data files: each way to say it gives the same numbers, and stays in the model.
@Suite struct ScriptFilesTests {
  static let rows: [[Double]] = [
    [1, 8, 2.5], [2, 6.5, 3], [4, 7, 1], [6, 5.5, 9], [9, 8, 4.5],
  ]

  /// A table with names, one without, one as others write it, and the same in NumPy's own formats.
  static let files: [String: [UInt8]] = {
    func text(_ separator: String) -> String {
      rows.map { $0.map { "\($0)" }.joined(separator: separator) + "\n" }.joined()
    }
    func array(_ columns: Range<Int>) -> NDArray {
      NDArray(
        shape: Shape([rows.count, columns.count]), float64: rows.flatMap { $0[columns] })
    }
    var files: [String: [UInt8]] = [
      "named.csv": Array(("hours,sleep,grade\n" + text(",")).utf8),
      "data/plain.txt": Array(text(" ").utf8),
      "semicolons.csv": Array(("hours;sleep;grade\n" + text(";")).utf8),
      "all.npy": NPY.bytes(of: array(0..<3)),
    ]
    files["parts.npz"] = NPZ.bytes(of: [("X", array(0..<2)), ("y", array(2..<3))])
    return files
  }()

  static let library = FileLibrary { call throws(FileFault) in
    let name = call.file.hasPrefix("./") ? String(call.file.dropFirst(2)) : call.file
    guard let bytes = files[name] else { throw .missing("", candidates: []) }
    do throws(FormatFault) {
      return try call.content(
        of: MemoryBytes(bytes), origin: FileOrigin(name: name, size: bytes.count, digest: ""))
    } catch {
      throw .format(error)
    }
  }

  static func script(_ reading: String) throws(ScriptError) -> Script {
    try Script(
      """
      import numpy as np
      import pandas as pd
      import os
      \(reading)
      W = np.zeros((2, 1))
      for epoch in range(50):
          p = X @ W
          loss = np.mean((p - y) ** 2)
          W -= 0.01 * 2 * X.T @ (p - y) / len(X)
          print(loss)
      """, name: "files", files: library)
  }

  static let readings = [
    #"d = np.loadtxt("named.csv", delimiter=",", skiprows=1); X, y = d[:, :2], d[:, 2:]"#,
    #"d = np.loadtxt(os.path.join("data", "plain.txt")); X = d[:, :2]; y = d[:, 2].reshape(-1, 1)"#,
    #"d = np.loadtxt(fname="./data/plain.txt", dtype=np.float64); X = d[:, :-1]; y = d[:, -1:]"#,
    #"h, s, g = np.loadtxt("data/plain.txt", unpack=True); X = np.c_[h, s]; y = g[:, None]"#,
    #"""
    X = np.loadtxt("named.csv", delimiter=",", skiprows=1, usecols=(0, 1))
    y = np.loadtxt("named.csv", delimiter=",", skiprows=1, usecols=[2], ndmin=2)
    """#,
    #"d = np.genfromtxt("semicolons.csv", delimiter=";", skip_header=1); X = d[:, :2]; y = d[:, 2:]"#,
    #"""
    d = np.genfromtxt("named.csv", delimiter=",", names=True)
    X = np.column_stack((d["hours"], d["sleep"]))
    y = d["grade"].reshape(-1, 1)
    """#,
    #"d = np.load("all.npy"); X = d[:, :2]; y = d[:, 2:]"#,
    #"d = np.load("parts.npz"); X = d["X"]; y = d["y"]"#,
    #"""
    def load(path, targets=1):
        table = np.load(path)
        return table[:, :-targets], table[:, -targets:]
    X, y = load("all.npy")
    """#,
    #"df = pd.read_csv("named.csv"); X = df.iloc[:, :-1].values; y = df.iloc[:, -1:].values"#,
    #"""
    df = pd.read_csv("semicolons.csv", sep=";")
    print(df.head(), df.columns)
    X = df[["hours", "sleep"]].to_numpy()
    y = df["grade"].values.reshape(-1, 1)
    """#,
    #"""
    df = pd.read_csv("named.csv")
    X = df.drop("grade", axis=1)
    y = df[["grade"]]
    X, y = X.values, y.values
    """#,
    #"""
    df = pd.read_csv("named.csv", header=0)
    X = df.drop(columns=["grade"]).values
    y = np.array(df.grade)[:, np.newaxis]
    """#,
    #"df = pd.read_csv("data/plain.txt", sep=" ", header=None).values; X = df[:, :2]; y = df[:, 2:]"#,
  ]

  @Test(arguments: readings) func theSameIsRead(reading: String) throws {
    let script = try Self.script(reading)
    var run = Run(script.program)
    try run.runEpochs(1)
    let expected = Self.rows.flatMap { $0[..<2] }
    #expect(run.state["X"]?.doubles == expected, "\(script.program.model.text)")
    #expect(run.state["y"]?.doubles == Self.rows.map { $0[2] })
    #expect(run.state["y"]?.shape == Shape([5, 1]))
    // What the model's text says is the same model, with the files' numbers read again.
    let model = try Model(name: "again", text: script.program.model.text, files: Self.library)
    var again = Run(try Program(model))
    try again.runEpochs(1)
    #expect(again.losses == run.losses)
    #expect(!script.program.model.text.contains("9.0"))
  }

  @Test func aMistakeIsFoundBesideAFile() throws {
    let text = Self.readings[0]
    let script = try Self.script(text.replacing("d[:, 2:]", with: "d[:, 2:]\nX = X * 1"))
    #expect(script.departures.filter { !$0.isHarmless }.isEmpty)
  }

  /// What pandas computes in its own way is not computed in NumPy's.
  @Test(arguments: [
    #"X = pd.read_csv("named.csv")[["hours", "sleep"]]; X = X - X.mean()"#,
    #"X = pd.read_csv("named.csv")["hours"].std()"#,
    #"h = pd.read_csv("named.csv")["hours"]; h = h / h.std()"#,
  ])
  func pandasOwnMethodsAreRefused(reading: String) throws {
    let error = try #require(throws: ScriptError.self) { try Self.script(reading) }
    guard case .outside(.methodOfPandas) = error.kind else {
      Issue.record("\(error)")
      return
    }
  }

  @Test func aMeanOfOneColumnIsNumPys() throws {
    let script = try Self.script(
      #"""
      df = pd.read_csv("named.csv")
      h = df["hours"] - df["hours"].mean()
      X = np.column_stack([h, df["sleep"] - np.mean(df["sleep"])]); y = df[["grade"]].values
      """#)
    var run = Run(script.program)
    try run.runEpochs(1)
    #expect(run.state["X"]?.doubles == Self.rows.flatMap { [$0[0] - 4.4, $0[1] - 7] })
  }

  @Test(arguments: [
    #"np.loadtxt("nowhere.csv")"#, #"np.load("parts.npz")["Z"]"#,
    #"pd.read_csv("named.csv")["age"].values"#, #"np.loadtxt("named.csv", delimiter=",")"#,
    #"np.loadtxt(input())"#, #"pd.read_csv("named.csv", nrows=3).values"#,
    #"pd.read_csv("named.csv").sample(3).values"#,
  ])
  func whatCannotBeReadIsSaidInItsLine(reading: String) throws {
    let error = try #require(throws: ScriptError.self) {
      try Self.script("X = \(reading)\ny = X")
    }
    #expect(error.line == 4)
  }

  /// Who gives no files reads none.
  @Test func withoutALibraryNothingIsRead() throws {
    let error = try #require(throws: ScriptError.self) {
      try Script("import numpy as np\nX = np.load('all.npy')", name: "none")
    }
    guard case .language(let fault, _) = error.kind, case .file(.noFiles, _) = fault.kind else {
      Issue.record("\(error)")
      return
    }
  }
}

import Arrays
import Formats
import Foundation
import Networks
import Support
import Testing
import Training

@testable import Shell

/// `data FILE`: what is seen in a table, and that the model proposed for it works and lets nothing
/// through from the examples that are kept back.
@Suite struct DataCommandTests {
  /// Rows of two inputs, and a class by their sum.
  static func rows(_ count: Int, changing changed: Int? = nil) -> [(Double, Double, Bool)] {
    (0..<count).map { index in
      let (a, b) = (Double(index * 37 % 101) / 10, Double(index * 53 % 89) / 7)
      return (index == changed ? 1000 : a, b, a + b > 11)
    }
  }

  static func table(_ count: Int = 100, changing changed: Int? = nil) -> String {
    "a,b,kind\n"
      + rows(count, changing: changed).map { "\($0.0),\($0.1),\($0.2 ? "yes" : "no")" }
      .joined(separator: "\n") + "\n"
  }

  static func session(_ folder: TemporaryFolder) throws -> Session {
    var context = Session.Context()
    context.dataFolder = DataFolder(folder.path)
    return try Session.start(modelPath: nil, seed: 0, context: context)
  }

  private static func looked(_ text: String, _ command: String = "data t.csv") throws -> Session {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "t.csv")
    var session = try session(folder)
    #expect(session.perform(command).failure == nil, "\(command): \(text.prefix(200))")
    return session
  }

  private static func value(_ session: Session, _ name: String) throws -> NDArray {
    try #require(session.run.state.slots[name]?.value.array, "\(name)")
  }

  /// Tables as people have them: each is looked at, and its model trains.
  @Test(arguments: [
    ("a;b;kind", ";", true), ("a\tb\tkind", "\t", true), ("a b kind", " ", true),
    ("", ",", true), ("\"a\",\"b\",\"kind\"", ",", true), ("a,b,kind", ",", false),
  ]) func tablesInManyForms(header: String, delimiter: String, isText: Bool) throws {
    let lines = Self.rows(80).map { row in
      ["\(row.0)", "\(row.1)", isText ? (row.2 ? "yes" : "no") : (row.2 ? "4" : "2")]
        .joined(separator: delimiter)
    }
    var session = try Self.looked(
      ((header.isEmpty ? [] : [header]) + lines).joined(separator: "\n") + "\n")
    #expect(session.perform("run 40").failure == nil)
    #expect(try Self.value(session, "X").shape[0] == 2)
    let accuracy = try #require(session.run.metric(.accuracy)?.item)
    #expect(accuracy > 0.9)
    #expect(session.run.labels(of: "Y") == (isText ? ["no", "yes"] : nil))
  }

  /// The same table as pandas, NumPy and spreadsheets write it: the network comes to the same loss.
  @Test func oneTableInManyForms() throws {
    let rows = Self.rows(60)
    let text: (String, String) -> String = { delimiter, decimal in
      rows.map { row in
        [row.0, row.1].map { "\($0)".replacingOccurrences(of: ".", with: decimal) }
          .joined(separator: delimiter) + delimiter + (row.2 ? "1" : "0")
      }.joined(separator: "\n")
    }
    let numbered = text(",", ".").split(separator: "\n").enumerated().map {
      "\($0.offset),\($0.element)"
    }
    let noted = rows.map {
      "\($0.0),\($0.1),\"two\nlines, \"\"q\"\" # no comment\",\($0.2 ? "1" : "0")"
    }
    let inputs = NDArray(shape: [60, 2], float64: rows.flatMap { [$0.0, $0.1] })
    let classes = NDArray(shape: [60], int64: rows.map { $0.2 ? 1 : 0 })
    let archive: (NDArray) throws -> [UInt8] = {
      try #require(NPZ.bytes(of: [("n", NDArray(3)), ("y", classes), ("x", $0)]))
    }
    let forms: [(String, [UInt8])] = [
      ("point.csv", Array("a,b,kind\n\(text(",", "."))\n".utf8)),
      ("german.csv", Array("a;b;kind\r\n\(text(";", ","))\r\n".utf8)),
      ("headless.csv", Array(text(";", ",").utf8)),
      ("tabs.tsv", Array("a\tb\tkind\n\(text("\t", "."))".utf8)),
      ("blanks.txt", Array("# a table\n\(text("  ", "."))".utf8)),
      ("numbered.csv", Array(",a,b,kind\n\(numbered.joined(separator: "\n"))".utf8)),
      ("noted.csv", Array("a,b,note,kind\n\(noted.joined(separator: "\n"))".utf8)),
      ("bom.csv", [0xef, 0xbb, 0xbf] + Array("a,b,kind\n\(text(",", "."))\n".utf8)),
      (
        "array.npy",
        NPY.bytes(
          of: NDArray(shape: [60, 3], float64: rows.flatMap { [$0.0, $0.1, $0.2 ? 1 : 0] }))
      ),
      ("rows.npz", try archive(inputs)), ("columns.npz", try archive(inputs.transposed)),
      ("tensors.safetensors", SafeTensors.bytes(of: [("x", inputs), ("y", classes)])),
    ]
    let folder = try TemporaryFolder()
    var losses: [String: Double] = [:]
    for (name, bytes) in forms {
      try Data(bytes).write(to: URL(fileURLWithPath: "\(folder.path)/\(name)"))
      var session = try Self.session(folder)
      let target =
        name.hasPrefix("noted") || name.hasSuffix("csv") && name != "headless.csv"
        ? " target kind" : ""
      for command in ["data \(name)\(target)", "run 3"] {
        #expect(session.perform(command).failure == nil, "\(name): \(command)")
      }
      losses[name] = session.run.losses.last
    }
    #expect(Set(losses.values).count == 1 && losses.count == forms.count, "\(losses)")
  }

  @Test func partsAreWholeAndStratified() throws {
    for count in [20, 33, 100, 257] {
      var session = try Self.looked(Self.table(count))
      #expect(session.perform("step").failure == nil)
      let parts = try ["Y", "Y_val", "Y_test"].map { try Self.value(session, $0) }
      #expect(parts.map(\.count).reduce(0, +) == count)
      let share = parts.map { $0.doubles.reduce(0, +) }.reduce(0, +) / Double(count)
      for part in parts {
        #expect((part.doubles.reduce(0, +) - share * Double(part.count)).magnitude <= 1.5)
      }
    }
  }

  /// Nothing that is kept back changes what is trained on or by which numbers it is scaled.
  @Test func nothingLeaks() throws {
    let plain = try Self.looked(Self.table())
    for changed in 0..<100 {
      var (a, b) = (plain, try Self.looked(Self.table(changing: changed)))
      for command in ["step 2"] {
        #expect(a.perform(command).failure == nil)
        #expect(b.perform(command).failure == nil)
      }
      let places = try Self.value(a, "places").doubles
      let isTrained = places.prefix(70).contains(Double(changed))
      for name in ["X", "X_mean", "X_std"] {
        let isSame = try Self.value(a, name).isIdentical(to: Self.value(b, name))
        #expect(isSame != isTrained, "\(name), row \(changed)")
      }
      if changed > 8 { break }
    }
  }

  @Test func columnsThatAreNoUseAreLeftOutAndKindsAreInputs() throws {
    let lines = Self.rows(60).enumerated().map { index, row in
      "name\(index),\(row.0),\(["red", "green", "blue"][index % 3]),7,\(index < 50 ? "" : "1"),\(row.1)"
    }
    var session = try Self.looked(
      "who,a,colour,same,rare,price\n" + lines.joined(separator: "\n") + "\n",
      "data t.csv target price")
    #expect(session.perform("run 30").failure == nil)
    #expect(try Self.value(session, "X").shape[0] == 4)
    #expect(session.run.metric(.determination)?.item != nil)
    let text = session.run.program.model.text
    #expect(!text.contains("who") && !text.contains("same") && !text.contains("rare"))
  }

  @Test func whatIsMissingIsFilledByTheTrainingMeanOrLeftOut() throws {
    let lines = Self.rows(60).enumerated().map { index, row in
      "\(index % 7 == 3 ? "" : "\(row.0)"),\(row.1),\(index == 11 ? "" : row.2 ? "1" : "0")"
    }
    var session = try Self.looked("a,b,kind\n" + lines.joined(separator: "\n") + "\n")
    #expect(session.perform("run 5").failure == nil)
    let parts = try ["X", "X_val", "X_test"].map { try Self.value(session, $0) }
    #expect(parts.map { $0.shape[1] }.reduce(0, +) == 59)
    #expect(parts.allSatisfy { $0.doubles.allSatisfy(\.isFinite) })
  }

  @Test func whatCannotBeLearnedIsRefused() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.table(), to: "t.csv")
    try folder.write("a,b\n1,2\n2,2\n3,2\n", to: "same.csv")
    try folder.write("a,b\n", to: "empty.csv")
    try folder.write("a\n1\n2\n3\n", to: "one.csv")
    try folder.write("a,b\n\"1,5\",2\n\"2\",3\n", to: "comma.csv")
    var session = try Self.session(folder)
    let before = session.stateHash
    for (command, code) in [
      ("data", "missing-argument"), ("data t.csv target kin", "no-column"),
      ("data same.csv", "nothing-to-learn"), ("data one.csv", "no-inputs"),
      ("data comma.csv", "decimal-comma"),
      ("data ../t.csv", "file-outside"), ("data nothing.csv", "unreadable-file"),
    ] {
      #expect(session.perform(command).failure?.code == code, "\(command)")
    }
    #expect(session.perform("data empty.csv").failure != nil)
    #expect(session.stateHash == before)
  }

  /// A journal has the model's text, and plays it again.
  @Test func isPlayedAgain() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.table(), to: "t.csv")
    var session = try Self.session(folder)
    for command in ["data t.csv", "run 3"] { #expect(session.perform(command).failure == nil) }
    try folder.write(session.journal.text, to: "session")
    #expect(session.journal.text.contains("reads"))
    let replay = try Replay("\(folder.path)/session", in: try Self.session(folder))
    #expect(replay.hash == session.stateHash)
    try folder.write(Self.table(99), to: "t.csv")
    #expect(throws: ShellError.self) {
      try Replay("\(folder.path)/session", in: try Self.session(folder))
    }
  }
}

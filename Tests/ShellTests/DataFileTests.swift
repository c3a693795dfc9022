import Foundation
import ShellSupport
import Support
import Testing

@testable import Shell

/// Data files in a session: where they may be, what is said of them, and that a journal knows them.
@Suite struct DataFileTests {
  static let model = """
    data:
      X = np.loadtxt("x.csv", delimiter=",").T
      Y = np.genfromtxt("y.csv", delimiter=",", names=True)["kind"].reshape(1, -1)
    init:
      W = zeros((1, 2))
      b = zeros((1, 1))
    forward:
      A = sigmoid(W @ X + b)
    loss:
      L = bce(A, Y)
    update:
      sgd(0.1)
    """

  static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(model, to: "net.model")
    try folder.write("1,2\n3,4\n5,6\n", to: "x.csv")
    try folder.write("kind\nyes\nno\nyes\n", to: "y.csv")
    return folder
  }

  static func session(_ folder: TemporaryFolder) throws -> Session {
    try Session.start(modelPath: "\(folder.path)/net.model", seed: 0, context: .init())
  }

  static func error(_ session: inout Session, _ command: String) -> ShellError? {
    session.perform(command).failure
  }

  @Test func aModelReadsTheFilesOfItsFolder() throws {
    let folder = try Self.folder()
    var session = try Self.session(folder)
    #expect(Self.error(&session, "step 2") == nil)
    #expect(session.run.state.slots["Y"]?.value.array?.doubles == [1, 0, 1])
    #expect(Self.error(&session, "run 20") == nil)
    #expect(session.run.program.model.text.contains("X = loadtxt(\"x.csv\", delimiter=\",\").T"))
  }

  @Test func aScriptReadsTheFilesOfItsFolder() throws {
    let folder = try Self.folder()
    let script = """
      import numpy as np
      X = np.loadtxt("x.csv", delimiter=",")
      y = np.array([[1.0], [2.0], [3.0]])
      W = np.zeros((2, 1))
      for epoch in range(20):
          loss = np.mean((X @ W - y) ** 2)
          W -= 0.01 * 2 * X.T @ (X @ W - y) / len(X)
      """
    try folder.write(script, to: "own.py")
    try folder.write(script.replacing("x.csv", with: "z.csv"), to: "other.py")
    var session = try Session.start(modelPath: nil, seed: 0, context: .init())
    let missing = Self.error(&session, "script \(folder.path)/other.py")
    #expect(missing?.hint.map { "\($0)".contains("x.csv") } == true)
    #expect(session.context.dataFolder?.read.isEmpty == true)
    #expect(Self.error(&session, "script \(folder.path)/own.py") == nil)
    #expect(Self.error(&session, "step") == nil)
    #expect(session.run.state.slots["X"]?.value.array?.doubles == [1, 2, 3, 4, 5, 6])
    // A later line is read there too, and the journal knows the file.
    #expect(Self.error(&session, "np.loadtxt(\"x.csv\", delimiter=\",\").sum()") == nil)
    #expect(session.journal.records.flatMap(\.filesRead).map(\.name) == ["x.csv"])
  }

  @Test func filesElsewhereAreRefused() throws {
    let folder = try Self.folder()
    let other = try TemporaryFolder()
    try other.write("7,7\n", to: "secret.csv")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/link.csv", withDestinationPath: "\(other.path)/secret.csv")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/out", withDestinationPath: other.path)
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/below", withIntermediateDirectories: true)
    try folder.write("8,9\n", to: "below/in.csv")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/inside.csv", withDestinationPath: "below/in.csv")
    var session = try Self.session(folder)
    for name in [
      "../x.csv", "\(other.path)/secret.csv", "link.csv", "out/secret.csv", "below/../../x",
    ] {
      let error = Self.error(&session, "show np.loadtxt(\"\(name)\", delimiter=\",\")")
      #expect(["file-outside", "unreadable-file"].contains(error?.code), "\(name)")
    }
    #expect(Self.error(&session, "show np.loadtxt(\"below\")")?.code == "unreadable-file")
    for name in ["below/in.csv", "inside.csv", "./x.csv"] {
      #expect(
        Self.error(&session, "show np.loadtxt(\"\(name)\", delimiter=\",\")") == nil, "\(name)")
    }
    let missing = Self.error(&session, "show np.loadtxt(\"X.csv\", delimiter=\",\")")
    #expect(missing?.hint?.english == "did you mean x.csv?")
  }

  @Test func filesAreReadWhereDataAreMadeAndNowhereElse() throws {
    let folder = try Self.folder()
    var session = try Self.session(folder)
    #expect(Self.error(&session, "set A = np.loadtxt(\"x.csv\", delimiter=\",\")") != nil)
    #expect(Self.error(&session, "step 2") == nil)
    #expect(
      Self.error(&session, "set W = np.loadtxt(\"x.csv\", delimiter=\",\", max_rows=1, ndmin=2)")
        == nil)
    #expect(session.run.state.slots["W"]?.value.array?.doubles == [1, 2])
  }

  /// What a sweep's lines train elsewhere is trained on the same files, and says so.
  @Test func sweepsNameTheDataFiles() throws {
    let folder = try Self.folder()
    let model = "settings:\n  lr = 0.1\n" + Self.model.replacing("sgd(0.1)", with: "sgd(lr)")
    try folder.write(model, to: "net.model")
    var session = try Self.session(folder)
    let path = "\(folder.path)/net.model"
    let outcome = session.perform("sweep lr=0.1,1 epochs=2 --commands \(path)")
    let lines = Shells.text(outcome).split(separator: "\n")
    #expect(lines.count == 2)
    let marks = session.run.program.files.map(\.mark)
    #expect(marks.count == 2)
    for line in lines {
      #expect(marks.allSatisfy { line.contains("--reads \($0)") }, "\(line)")
    }
    func trial(_ lr: String) throws -> String {
      try SingleTrial(
        modelPath: path, settings: ["lr=\(lr)"], seed: nil, epochs: 2, solved: nil,
        number: lr == "1" ? 2 : 1, reads: marks
      ).line()
    }
    let first = try #require(TrialLine(try trial("0.1")))
    #expect(first.files == session.run.program.files)
    try folder.write(first.json.text, to: "results")
    try folder.write("1,2\n3,4\n5,7\n", to: "x.csv")
    #expect(throws: ShellError.self) { try trial("1") }
    let other = try SingleTrial(
      modelPath: path, settings: ["lr=1"], seed: nil, epochs: 2, solved: nil, number: 2
    ).line()
    try folder.write(first.json.text + "\n" + other + "\n", to: "results")
    let collected = session.perform("sweep --collect \(folder.path)/results").failure
    #expect(collected?.message.english.contains("the data is not that of the first trial") == true)
  }

  /// A session on a table is gone on with from another folder: the journal on one's own machine has
  /// the table's folder.
  @Test func aSessionOnATableIsGoneOnWithFromAnywhere() throws {
    let (folder, states) = (try TemporaryFolder(), try TemporaryFolder())
    try folder.write(DataCommandTests.table(), to: "t.csv")
    var session = try DataCommandTests.session(folder)
    let start = session.journal
    var keeper = SessionKeeper(folder: JournalFolder(path: states.path))
    for command in ["data t.csv", "run 3"] {
      #expect(session.perform(command).failure == nil)
      #expect(keeper.keep(&session) == nil)
    }
    keeper = SessionKeeper(folder: nil)
    let place = session.context.dataFolder?.place
    for (command, folder, isFound) in [
      ("data t.csv", place, true), ("data u.csv", place, false), ("data t.csv", "/", false),
    ] {
      let found = SessionKeeper(folder: JournalFolder(path: states.path))
        .earlier(startingLike: start, first: (command, folder))
      // The file is still open here.
      #expect(found.earlier == nil || isFound)
    }
    try folder.write(session.journal.text, to: "copy.journal")
    let journal = session.journal
    var other = try Session.start(modelPath: nil, seed: 0, context: .init())
    let earlier = JournalFolder.Earlier(
      path: "\(folder.path)/copy.journal", journal: journal, faults: [])
    _ = keeper.resume(earlier, asCopy: true, in: &other)
    #expect(other.stateHash == session.stateHash)
    #expect(other.perform("data t.csv").failure == nil)
  }

  /// A journal says which files they were, and replay whether they still are.
  @Test func replayTellsOfAnotherFile() throws {
    let folder = try Self.folder()
    try folder.write("0.5 0.25\n", to: "w.txt")
    var session = try Self.session(folder)
    for command in ["step 2", "set W = np.loadtxt(\"w.txt\", ndmin=2)", "run 3"] {
      #expect(Self.error(&session, command) == nil)
    }
    let text = session.journal.text
    #expect(text.contains("data: "))
    #expect(text.contains("\\nreads") || text.contains("reads\\n"))
    try folder.write(text, to: "session")
    let replay = try Replay("\(folder.path)/session", in: try Self.session(folder))
    #expect(replay.hash == session.stateHash)
    try folder.write("0.5 0.75\n", to: "w.txt")
    #expect(throws: ShellError.self) {
      try Replay("\(folder.path)/session", in: try Self.session(folder))
    }
    try folder.write("0.5 0.25\n", to: "w.txt")
    try folder.write("1,2\n3,4\n5,7\n", to: "x.csv")
    do {
      _ = try Replay("\(folder.path)/session", in: try Self.session(folder))
      Issue.record("the other file was not noticed")
    } catch {
      #expect(Wording.describe(error).message.english.contains("x.csv is another file than it was"))
    }
  }

  /// A session that someone else wrote reads no more than its folder either.
  @Test func replayReadsNothingElsewhere() throws {
    let folder = try Self.folder()
    let other = try TemporaryFolder()
    try other.write("918273645\n", to: "secret.csv")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/link.csv", withDestinationPath: "\(other.path)/secret.csv")
    for name in ["\(other.path)/secret.csv", "link.csv", "../secret.csv", "/etc/passwd"] {
      for command in ["x = np.loadtxt(\"\(name)\")", "data \(name)", "load weights \(name)"] {
        var session = try Self.session(folder)
        _ = session.perform("step 2")
        var journal = session.journal
        let note = "reads\nin \(other.path)"
        _ = journal.record(command, at: .start, time: 0, note: note)
        try folder.write(journal.text, to: "session")
        do {
          let replay = try Replay("\(folder.path)/session", in: try Self.session(folder))
          Issue.record("\(command) was played: \(replay.hash)")
        } catch {
          let words = Wording.describe(error).message.english
          #expect(!words.contains("918273645") && !words.contains("root:"), "\(words)")
        }
      }
    }
  }

  /// `np.load` is the function, whatever commands there are; what cannot be read says what is there.
  @Test func whatIsThereIsSaid() throws {
    let folder = try Self.folder()
    var session = try Self.session(folder)
    for topic in ["np.load", "np.loadtxt", "numpy.genfromtxt", "loadtxt"] {
      let text = Shells.text(session.perform("help \(topic)"))
      #expect(text.contains("loadtxt("), "\(topic): \(text)")
    }
    for (topic, word) in [
      ("np.random.randn", "randn(*shape)"), ("math.exp", "exp(x)"), ("holdout_test", "X_test"),
      ("shuffle", "batch"), ("load", "load weights FILE"),
    ] {
      #expect(Shells.text(session.perform("help \(topic)")).contains(word), "\(topic)")
    }
    #expect(Self.error(&session, "x = dataset(\"iris\")[\"X\"]")?.code == "no-course")
  }
}

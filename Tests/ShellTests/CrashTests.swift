import Foundation
import ShellSupport
import Support
import System
import Testing
import Training

@testable import Shell

/// The real program at a terminal, killed at any moment: nothing that was shown is lost.
@Suite(.serialized) struct CrashTests {
  /// Commands with what only their results say; an echo of the command never does.
  static let script: [(command: String, mark: String)] = {
    var script = [("set X = randint(0, 2, size=(2, 6))", "was: X = randint(0, 2, size=(2, 1000))")]
    for turn in 1...6 {
      script.append(("set lr = 0.\(turn)25", "   was: lr = "))
      script.append(("epoch \(turn)", " run: L "))
      script.append(("set W1[0, \(turn % 2)] = 0.\(turn)", "elements changed"))
      script.append(("step", "next: loss"))
      if turn % 2 == 0 { script.append(("rewind 2", "What lies ahead is kept")) }
      if turn == 3 { script.append(("fork other", "Forked: fork other")) }
      if turn == 5 { script.append(("undo", "Taken back: ")) }
    }
    return script
  }()

  static let kills = 100

  @Test func nothingThatWasShownIsLost() throws {
    // How much a whole session writes.
    let whole = try Self.session(in: TemporaryFolder()) { terminal in
      terminal.send("quit\r")
      let status = try terminal.expectExit()
      #expect(status == 0)
    }
    #expect(Self.shown(whole) == Self.script.count)
    let length = whole.utf8.count

    var places: Set<Int> = []
    for kill in 0..<Self.kills {
      // Golden ratio steps go everywhere, every time to the same places.
      let part = (Double(kill) * 0.618_033_988_749_894_9).truncatingRemainder(dividingBy: 1)
      let point = Int(part * Double(length))
      let folder = try TemporaryFolder()
      let seen = try Self.session(in: folder) { terminal in
        try terminal.expectScreen("byte \(point)") { _ in terminal.transcript.count >= point }
        terminal.deliver(signal: SIGKILL)
        let status = try terminal.expectExit()
        #expect(status == 128 + SIGKILL)
      }
      places.insert(try Self.checkNothingIsLost(in: folder, Self.shown(seen), "killed at \(point)"))
    }
    #expect(places.count > Self.script.count / 2, "killed at the same places: \(places.sorted())")
  }

  /// Types the whole script ahead at a fresh program.
  ///
  /// - Returns: everything that was written, up to its end.
  static func session(
    in folder: TemporaryFolder, _ then: (PseudoTerminal) throws -> Void
  ) throws -> String {
    let terminal = try start(in: folder)
    try terminal.expect("0.start> ")
    terminal.send(script.map { $0.command + "\r" }.joined())
    try then(terminal)
    return String(decoding: terminal.transcript, as: UTF8.self)
  }

  static func start(in folder: TemporaryFolder) throws -> PseudoTerminal {
    try PseudoTerminal(
      executable: builtProduct("underhood"),
      environment: [
        "HOME": folder.path, "XDG_STATE_HOME": folder.path, "NO_COLOR": "1",
        "UNDERHOOD_LESSONS": Transcript.lessonFolder,
      ])
  }

  /// How many commands had their results on the screen.
  static func shown(_ transcript: String) -> Int {
    var rest = transcript[...]
    var count = 0
    for (_, mark) in script {
      guard let found = rest.range(of: mark) else { return count }
      rest = rest[found.upperBound...]
      count += 1
    }
    return count
  }

  /// Goes on after a crash, and compares with a session that never crashed.
  ///
  /// - Returns: how many commands were kept.
  static func checkNothingIsLost(
    in folder: TemporaryFolder, _ shown: Int, _ what: String
  ) throws -> Int {
    let kept = try journals(in: folder).first?.records.map(\.command) ?? []
    #expect(kept.count >= shown, "\(what): \(shown) were shown, \(kept.count) are kept")
    #expect(kept == script.prefix(kept.count).map(\.command), "\(what)")

    var expected = try Shells.article()
    for (command, _) in script.prefix(kept.count) {
      #expect(expected.perform(command).isSuccess, "\(command)")
    }
    let terminal = try start(in: folder)
    if !kept.isEmpty {
      try terminal.expect("Go on with it? [Y/n] ")
      terminal.send("\r")
      try terminal.expect("You are at \(expected.run.position) again")
    }
    let prompt = "\(expected.promptText)> "
    try terminal.expect(prompt)
    let saved = folder.file("saved.txt")
    terminal.send("save \(saved)\r")
    try terminal.expect("saved. ")
    terminal.send("quit\r")
    #expect(try terminal.expectExit() == 0, "\(what)")
    let text = try String(contentsOfFile: saved, encoding: .utf8)
    // The times are this machine's.
    func commands(_ journal: Journal?) -> [String]? {
      journal?.records.map { "\($0.position) \($0.command)" }
    }
    #expect(commands(Journal.read(text).journal) == commands(expected.journal), "\(what)")
    let replay = try Replay(saved, in: Shells.article())
    #expect(replay.hash == expected.stateHash, "\(what)")
    return kept.count
  }

  static func journals(in folder: TemporaryFolder) throws -> [Journal] {
    let sessions = folder.path + "/underhood/sessions"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: sessions)) ?? []
    return try names.sorted().compactMap { name in
      let text = try String(contentsOfFile: "\(sessions)/\(name)", encoding: .utf8)
      // Killed between making the file and its first line: to the program too it says nothing, and
      // what was answered is counted by the callers.
      if text.isEmpty { return nil }
      let (journal, faults, _) = Journal.read(text)
      let isWhole = faults.allSatisfy { $0.isHarmless }
      #expect(isWhole, "\(name): \(faults)")
      return journal
    }
  }
}

import Foundation
import ShellSupport
import Support
import System
import Testing
import Training

@testable import Shell

/// Shells that are killed at any moment, whatever they are doing: what was answered is there. A
/// hundred times, or as often as `UNDERHOOD_KILLS` says, which then prints what was done.
@Suite(.serialized) struct KillTests {
  static let named = ProcessInfo.processInfo.environment["UNDERHOOD_KILLS"].flatMap { Int($0) }
  static let count = named ?? 100

  /// What a shell is doing when it is killed.
  enum Deed: String, CaseIterable {
    case commands, writing, sweeps, replay, offers, fullDisk
  }

  /// How often each was killed, and how many commands had been answered, and were kept.
  struct Tally {
    var kills = 0
    var answered = 0
    var kept = 0
  }

  @Test func whatWasAnsweredIsThere() throws {
    var tallies: [Deed: Tally] = [:]
    for kill in 0..<Self.count {
      var dice = Dice(kill)
      let deed = Deed.allCases[kill % Deed.allCases.count]
      var shells = try KilledShells(deed, part: Double(dice.below(1000)) / 1000)
      try shells.play()
      let (answered, kept) = try shells.check("kill \(kill), \(deed)")
      tallies[deed, default: Tally()].kills += shells.kills
      tallies[deed, default: Tally()].answered += answered
      tallies[deed, default: Tally()].kept += kept
    }
    for deed in Deed.allCases {
      guard let tally = tallies[deed] else { continue }
      #expect(Self.count < 100 || tally.answered > 0, "\(deed): nothing was answered")
      guard Self.named != nil else { continue }
      print("\(deed): \(tally.kills) kills, \(tally.answered) answered, \(tally.kept) kept")
    }
  }
}

/// One or two shells on one state folder, until they are killed.
private struct KilledShells {
  let deed: KillTests.Deed
  /// How far they get, from 0 to 1.
  let part: Double
  let folder: TemporaryFolder
  let sessions: String
  let earlier: Journal
  var terminals: [PseudoTerminal] = []

  var kills: Int { deed == .offers ? 2 : 1 }

  /// How many settings each shell makes; each says on the screen that it was made.
  static let settings = 12

  init(_ deed: KillTests.Deed, part: Double) throws {
    self.deed = deed
    self.part = part
    folder = try TemporaryFolder()
    sessions = folder.path + "/underhood/sessions"
    var session = try Shells.article()
    for command in ["set lr = 0.9", "run 3", "rewind 2", "set W1[0, 0] = 0.5", "run 4", "step"] {
      _ = session.perform(command)
    }
    earlier = session.journal
    if deed == .replay || deed == .offers {
      try FileManager.default.createDirectory(
        atPath: sessions, withIntermediateDirectories: true)
      try folder.write(earlier.text, to: "underhood/sessions/20200101-000000-1-xor.journal")
    }
  }

  private func start() throws -> PseudoTerminal {
    let environment = [
      "HOME": folder.path, "XDG_STATE_HOME": folder.path, "NO_COLOR": "1",
      "UNDERHOOD_LESSONS": Transcript.lessonFolder,
    ]
    guard deed == .fullDisk else {
      return try PseudoTerminal(executable: builtProduct("underhood"), environment: environment)
    }
    return try PseudoTerminal(
      executable: "/bin/sh",
      arguments: ["-c", "ulimit -S -f 1; exec \"$0\"", builtProduct("underhood")],
      environment: environment)
  }

  /// The n-th setting of a shell, which no other makes.
  private func setting(_ shell: Int, _ number: Int) -> String {
    "lr = 0.\(shell + 1)\(10 + number)5"
  }

  /// The lines that a shell is given.
  private func lines(_ shell: Int) -> [String] {
    (0..<Self.settings).flatMap { number -> [String] in
      let line = "set " + setting(shell, number)
      switch deed {
      case .writing:
        let file = ["save kept", "write numpy kept.py", "save plot loss kept.svg"][number % 3]
        return [line, "epoch", file.replacing("kept", with: folder.file("kept")) + " --force"]
      case .sweeps: return [line] + (number % 4 == 1 ? ["sweep lr=0.1,1 seeds=2 epochs=20"] : [])
      case .commands: return [line, ["step", "epoch", "rewind 1", "undo"][number % 4]]
      case .replay, .offers, .fullDisk: return [line]
      }
    }
  }

  mutating func play() throws {
    for shell in 0..<kills { try play(shell, start()) }
    // About what one of them writes in all.
    let most = (deed == .replay ? 900 : 700) + lines(0).count * 160
    let point = Int(part * Double(most))
    let terminal = terminals[0]
    let last = Array("\(setting(0, Self.settings - 1))   was".utf8)
    try terminal.expectScreen("byte \(point)") { _ in
      terminal.transcript.count >= point
        || terminal.transcript.suffix(4000).firstRange(of: last) != nil
    }
    for terminal in terminals { terminal.deliver(signal: SIGKILL) }
    for terminal in terminals {
      let status = try terminal.expectExit()
      #expect(status == 128 + SIGKILL)
    }
  }

  private mutating func play(_ shell: Int, _ terminal: PseudoTerminal) throws {
    terminals.append(terminal)
    switch deed {
    case .replay:
      try terminal.expect("[Y/n] ")
      terminal.send("y\r")
    case .offers:
      try terminal.expect("[Y/n] ")
      // Both were asked before either answers.
      guard shell == 1 else { return }
      for terminal in terminals { terminal.send("y\r") }
      // Who comes second takes a copy, or a session that has grown.
      for terminal in terminals {
        try terminal.expectScreen("a prompt") {
          $0.contains("again.") || $0.contains("Go on with a copy") || $0.contains("meanwhile")
        }
        if !terminal.screen.contains("again.") { terminal.send("y\r") }
      }
      for (shell, terminal) in terminals.enumerated() { type(lines(shell), terminal) }
      return
    case .fullDisk:
      try terminal.expect("0.start> ")
      type(Array(lines(shell).prefix(8)), terminal)
      try terminal.expect(setting(shell, 7) + "   was")
      // Then there is room again.
      let arguments = ["--pid", "\(terminal.processIdentifier)", "--fsize=unlimited:unlimited"]
      if FileManager.default.isExecutableFile(atPath: "/usr/bin/prlimit") {
        #expect(try run("/usr/bin/prlimit", arguments).status == 0)
      }
      type(Array(lines(shell).dropFirst(8)), terminal)
      return
    default: try terminal.expect("0.start> ")
    }
    type(lines(shell), terminal)
  }

  private func type(_ lines: [String], _ terminal: PseudoTerminal) {
    terminal.send(lines.map { $0 + "\r" }.joined())
  }

  /// - Returns: how many settings were answered, and how many are kept.
  func check(_ what: String) throws -> (answered: Int, kept: Int) {
    let journals = try CrashTests.journals(in: folder)
    for journal in journals {
      var session = try Shells.article()
      let fault = session.play(journal)
      #expect(fault == nil, "\(what): \(String(describing: fault))")
    }
    let all = journals.map { $0.records.map(\.command) }
    if deed == .replay || deed == .offers {
      let start = earlier.records.map(\.command)
      #expect(all.allSatisfy { $0.starts(with: start) }, "\(what): \(all)")
      #expect(!all.isEmpty, "\(what)")
    }
    var counts = (answered: 0, kept: 0)
    for (shell, terminal) in terminals.enumerated() {
      let seen = String(decoding: terminal.transcript, as: UTF8.self)
      let settings = (0..<Self.settings).map { setting(shell, $0) }
      var answered = settings.count { seen.contains("\($0)   was") }
      if deed == .fullDisk {
        let again = seen.contains("The session is saved again") ? answered : 0
        // What was answered while there was no room is there as soon as there is.
        let before = seen.range(of: "cannot be saved").map { seen[..<$0.lowerBound] } ?? seen[...]
        answered = max(again, settings.count { before.contains("\($0)   was") })
      }
      let kept =
        all.map { commands in settings.count { commands.contains("set \($0)") } }.max() ?? 0
      #expect(kept >= answered, "\(what): \(answered) were answered, kept are \(all)")
      // In their order, and none is missing between two.
      for commands in all {
        let own = commands.filter { command in settings.contains { command == "set \($0)" } }
        #expect(own == settings.prefix(own.count).map { "set \($0)" }, "\(what)")
      }
      counts.answered += answered
      counts.kept += kept
    }
    try checkFiles(what)
    return counts
  }

  /// Files are whole or not there, and what was being written is taken away by the next who writes.
  private func checkFiles(_ what: String) throws {
    guard deed == .writing else { return }
    let ends = ["kept": "\n", "kept.py": "\n", "kept.svg": "</svg>\n"]
    for (name, end) in ends where FileManager.default.fileExists(atPath: folder.file(name)) {
      let text = try folder.read(name)
      #expect(text.hasSuffix(end), "\(what): \(name)")
      if name == "kept" { #expect(Journal.read(text).faults == [], "\(what)") }
    }
    for name in ends.keys {
      try File.replace(folder.file(name), with: [1], permissions: 0o600)
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".new") }
    #expect(left == [], "\(what)")
  }
}

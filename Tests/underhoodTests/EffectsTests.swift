import Foundation
import ShellSupport
import Support
import Testing

@testable import Shell
@testable import underhood

/// What commands touch outside the session: each says so in one place, which everyone asks.
@Suite struct EffectsTests {
  /// Every command that touches anything, with what follows its name when it does. `FILE` stands for
  /// a file.
  static let examples: [(line: String, effects: Command.Effects)] = [
    ("write numpy FILE.py", .writesFiles), ("save FILE", .writesFiles),
    ("save plot loss FILE.svg", .writesFiles),
    ("hand-in FILE as A", [.writesFiles, .namesStudent]),
    ("report FILE.html", .writesFiles), ("source FILE", .readsFiles), ("script FILE", .readsFiles),
    ("save weights FILE.npz", .writesFiles), ("load weights FILE.npz", .readsFiles),
    ("sweep --collect FILE", .readsFiles), ("data FILE", .readsFiles),
    ("sweep lr=1,2 --commands FILE", [.readsFiles, .writesFiles]),
    ("edit", .startsPrograms), ("view", [.startsPrograms, .usesNetwork]), ("quit", .endsSession),
    ("ask L", [.startsPrograms, .usesNetwork]),
    ("lesson 1 as Mallory", .namesStudent),
    ("lesson 1 --notebook FILE.ipynb", .writesFiles),
  ]
  static let refusals = [
    "no-files-in-lessons", "no-view-in-lessons", "no-quit-in-lessons", "no-names-in-lessons",
  ]

  private func effects(_ line: String) throws -> Command.Effects {
    let text = CommandText(line)
    return try #require(CommandSet.program.named(text.word)).effects(text.argument)
  }

  @Test func everyCommandDeclaresWhatItTouches() throws {
    for (line, expected) in Self.examples { #expect(try effects(line) == expected, "\(line)") }
    let touching = Set(Self.examples.map { CommandText($0.line).word })
    for command in CommandSet.program.all where !touching.contains(command.name) {
      for argument in ["", "FILE", "plot FILE", "--collect FILE", "lr=1 --commands FILE"] {
        #expect(try effects("\(command.name) \(argument)").isEmpty, "\(command.name) \(argument)")
      }
    }
    for line in ["sweep lr=1,2", "sweep lr=1,2 --commands", "sweep --commands lr=1,2", "lesson 1"] {
      #expect(try effects(line).isEmpty, "\(line)")
    }
  }

  /// A file of sources in which a command is made and something outside is touched says so.
  @Test func noneIsForgotten() throws {
    let touches =
      #/TextFile\.(read|write)|SaveRequest\(|PlotFile\.write|TrialFiles\.|ChildProcess|LiveViewServer\(/#
    for module in ["Shell", "Pages", "View", "Authoring", "Grading"] {
      let folder = PhraseSources.root.appendingPathComponent("Sources/\(module)")
      let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
      for name in names ?? [] where name.hasSuffix(".swift") {
        let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        guard text.contains(" = Command(\n"), text.contains(touches) else { continue }
        #expect(text.contains("effects: "), "\(module)/\(name)")
      }
    }
  }

  @Test func whatIsNotPermittedIsRefused() throws {
    let folder = try TemporaryFolder()
    for (line, effects) in Self.examples {
      for effect in [
        Command.Effects.readsFiles, .writesFiles, .startsPrograms, .usesNetwork, .endsSession,
        .namesStudent,
      ] where effects.contains(effect) {
        var session = try Shells.article(knowing: .program, after: "run 1")
        session.context.permitted.subtract(effect)
        let outcome = session.perform(line.replacing("FILE", with: folder.file("a")))
        let code = try #require(outcome.error?.code, "\(line)")
        #expect(Self.refusals.contains(code), "\(line): \(code)")
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }

  /// Nothing is left behind a second time, and what counts in the session counts.
  @Test func aSessionThatIsPlayedAgainLeavesNothingBehind() throws {
    let folder = try TemporaryFolder()
    for (line, _) in Self.examples {
      var session = try Shells.article(knowing: .program, after: "run 1")
      session.isReplaying = true
      let outcome = session.perform(line.replacing("FILE", with: folder.file("a")))
      // Weights count in the session, and their file has to be there again.
      #expect(outcome.isSuccess || line.hasPrefix("load"), "\(line): \(outcome)")
      #expect((session.sweep != nil) == line.hasPrefix("sweep lr"))
      #expect(!session.isFinished)
      #expect(session.context.audience.viewer == nil)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }
}

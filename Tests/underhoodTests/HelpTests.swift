import Equations
import Networks
import ShellSupport
import Terminal
import Testing
import Training

@testable import Shell
@testable import underhood

/// Help: on everything there is, and never wider than the window.
@Suite struct HelpTests {
  @Test func theListHasEveryCommand() throws {
    var session = try Shells.article(knowing: .program)
    let text = Shells.text(session.perform("help commands"))
    let overview = Shells.text(session.perform("help"))
    #expect(overview.split(separator: "\n").count <= 22)
    for command in CommandSet.program.all {
      #expect(text.contains("\n  \(command.name) "), "\(command.name)")
      #expect(overview.contains(command.name), "\(command.name)")
      #expect(!command.summary.isEmpty)
    }
  }

  @Test(arguments: HelpReport.allTopics(.program))
  func everyTopicHasAPage(topic: String) throws {
    var session = try Shells.article(knowing: .program)
    let outcome = session.perform("help \(topic)")
    #expect(outcome.isSuccess)
    #expect(!Shells.text(outcome).isEmpty)
    _ = try outcome.parsed()
  }

  @Test(arguments: [
    "help", "help commands", "help functions", "help optimizers", "help keys", "apropos e",
  ])
  func noLineIsTooWide(command: String) throws {
    for width in [30, 40, 80, 120] {
      var session = try Shells.article(knowing: .program)
      var page = Page(capabilities: TerminalCapabilities(width: width))
      session.perform(command).write(to: &page)
      // A signature is not broken.
      let signatures =
        Optimizer.all.map(\.signature) + FunctionTable.standard.functions.map(\.signature)
      let longest = signatures.map(\.count).max().map { $0 + 2 } ?? 0
      for line in page.text.split(separator: "\n") {
        #expect(line.count <= max(width, max(longest, 70)), "\(width): \(line)")
      }
    }
  }

  @Test(arguments: [
    ("gradient", "sgd"), ("logarithm", "log2"), ("history", "keys"), ("EPOCH", "run"),
    ("random", "choice"),
  ])
  func aWordIsFound(word: String, term: String) throws {
    var session = try Shells.article(knowing: .program)
    let text = Shells.text(session.perform("apropos \(word)"))
    #expect(text.contains("  \(term) ") || text.contains("help \(term)"), "\(text)")
  }

  @Test func functionsAreListedWithTheirSignatures() throws {
    var session = try Shells.article(knowing: .program)
    let text = Shells.text(session.perform("help functions"))
    for function in FunctionTable.standard.functions {
      #expect(text.contains("  \(function.signature)"), "\(function.name)")
    }
  }
}

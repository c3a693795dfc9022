import Equations
import Networks
import ShellSupport
import Support
import Terminal
import Testing
import Training

@testable import Manual
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

  /// The command line's help: each subcommand has a page, whichever way it is asked for, and of what
  /// it says nothing is left in English.
  @Test func theCommandLineIsInGermanToo() throws {
    let german = try #require(Languages.translation(into: "de", lessons: Transcript.lessonFolder))
    let line = try #require(CommandLineDescription(json: Underhood._dumpHelp()))
    let untranslated = line.texts.filter { Phrase.hasWords($0) && german[$0] == nil }
    #expect(untranslated == [])
    #expect(line.texts.count > 100)
    let environment = ["UNDERHOOD_LESSONS": Transcript.lessonFolder, "LANG": "de_DE.UTF-8"]
    for command in Underhood.configuration.subcommands + [Underhood.self]
    where command._commandName != "grade-one" {
      let message = Underhood.helpMessage(for: command)
      let page = try #require(Underhood.helpPage(message, in: german), "\(command)")
      let words = page.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      for text in line.texts where text.contains(" ") {
        #expect(!words.contains(text), "\(command._commandName): \(text)")
      }
      #expect(words.contains("Aufruf") && !words.contains("Usage"))
      let names = command == Underhood.self ? [] : [command._commandName]
      let shown = try run(builtProduct("underhood"), names + ["--help"], environment: environment)
      #expect(shown.stdout == page)
      guard let name = names.first else { continue }
      let asked = try run(builtProduct("underhood"), ["help", name], environment: environment)
      #expect(asked.stdout == page)
    }
    let english = try run(
      builtProduct("underhood"), ["check", "--help", "--language", "en"], environment: environment)
    #expect(english.stdout.hasPrefix("Check lessons"), "\(english)")
  }

  @Test func functionsAreListedWithTheirSignatures() throws {
    var session = try Shells.article(knowing: .program)
    let text = Shells.text(session.perform("help functions"))
    for function in FunctionTable.standard.functions {
      #expect(text.contains("  \(function.signature)"), "\(function.name)")
    }
  }
}

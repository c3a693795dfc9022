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

  /// What is wrong with a command line is said in German too, whatever the parser finds.
  @Test(
    arguments: [
      ("--bogus", "Die Option „--bogus“"), ("--modle x", "Ist „--model“ gemeint?"),
      ("--seed", "Der Wert von „--seed <Startwert>“"), ("--seed x", "„x“ geht nicht"),
      ("--format xml", "es gibt 'text' und 'json'"), ("-ex", "oder: in „-ex“"),
      ("--plain=3", "nimmt keinen Wert"), ("bogus", "Das Argument „bogus“ ist zu viel"),
      ("run a b c", "2 Argumente sind zu viel: „b', 'c“"),
      ("run", "Es fehlt das Argument „<Datei>“"),
      ("check", "Es fehlt das Argument „<Pfade> ...“"), ("check --seeds 0 x", "--seeds verlangt"),
      ("grade --format x y", "es gibt:"), ("grade --jobs 0 x", "--jobs geht von"),
      ("grade --separator x y", "'semicolon' oder 'tab'"), ("grade --into-lessons x", "gehört zu"),
    ])
  func complaintsAreInGermanToo(line: String, has text: String) throws {
    let german = try #require(Languages.translation(into: "de", lessons: Transcript.lessonFolder))
    let error = try #require(throws: (any Error).self) {
      _ = try Underhood.parseAsRoot(line.split(separator: " ").map(String.init))
    }
    func said(in translation: Translation?) -> String {
      let page = Underhood.complaint(
        Underhood.message(for: error), in: Underhood.fullMessage(for: error), in: translation)
      return (page ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    let found = said(in: german)
    #expect(found.hasPrefix("Fehler: ") && found.contains("Aufruf: underhood"))
    #expect(found.contains(text), "\(found)")
    let complaint = Underhood.message(for: error).split(whereSeparator: \.isWhitespace)
    #expect(said(in: nil).hasPrefix("error: \(complaint.joined(separator: " "))"))
  }

  @Test func functionsAreListedWithTheirSignatures() throws {
    var session = try Shells.article(knowing: .program)
    let text = Shells.text(session.perform("help functions"))
    for function in FunctionTable.standard.functions {
      #expect(text.contains("  \(function.signature)"), "\(function.name)")
    }
  }
}

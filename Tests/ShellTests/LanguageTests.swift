import Foundation
import ShellSupport
import Support
import Terminal
import Testing

@testable import Lessons
@testable import Shell

/// Which language is spoken, and how well.
@Suite struct LanguageTests {
  private func preferred(_ environment: [String: String]) -> String? {
    Languages.preferred { environment[$0] }
  }

  @Test func theEnvironmentChooses() {
    #expect(preferred([:]) == nil)
    #expect(preferred(["LANG": "de_DE.UTF-8"]) == "de-DE")
    #expect(preferred(["LANG": "de"]) == "de")
    #expect(preferred(["LANG": "sr_RS@latin"]) == "sr-RS")
    for english in ["C", "POSIX", "C.UTF-8", "en_GB.UTF-8", "en", "", "???", "../../etc"] {
      #expect(preferred(["LANG": english]) == nil, "\(english)")
    }
    #expect(preferred(["LANG": "de_DE", "LC_MESSAGES": "fr_FR"]) == "fr-FR")
    #expect(preferred(["LANG": "de_DE", "LC_MESSAGES": "fr_FR", "LC_ALL": "it"]) == "it")
    // LC_ALL=C takes every language away, as it does elsewhere.
    #expect(preferred(["LANG": "de_DE", "LC_ALL": "C"]) == nil)
    #expect(preferred(["LANG": "de_DE", "LC_ALL": ""]) == "de-DE")
    #expect(preferred(["LC_ALL": "C", "UNDERHOOD_LANGUAGE": "de"]) == "de")
    #expect(preferred(["LANG": "de_DE", "UNDERHOOD_LANGUAGE": "en"]) == nil)
  }

  @Test func aLanguageIsFoundWhereverItIsSpoken() throws {
    let lessons = Transcript.lessonFolder
    #expect(Languages.translation(into: "de-AT", lessons: lessons)?.language == "de")
    #expect(Languages.translation(into: "fr", lessons: lessons) == nil)
    #expect(Languages.translation(into: nil, lessons: lessons) == nil)
    #expect(Languages.translation(into: "de", lessons: nil) == nil)
    #expect(try Languages.translation(named: "en", lessons: lessons) == nil)
    for (name, code) in [("xx", "unknown-language"), ("../de", "unknown-language")] {
      #expect {
        try Languages.translation(named: name, lessons: lessons)
      } throws: {
        ($0 as? ShellError)?.code == code
      }
    }
  }

  private func german() throws -> Session {
    var session = try Shells.article()
    session.context.translation = Languages.translation(
      into: "de", lessons: Transcript.lessonFolder)
    return session
  }

  /// What programs read is the same in every language.
  @Test(arguments: [
    "step", "show A2", "foo", "help step", "list init", "diagnose", "page 3", "hint",
    "5", "answer",
  ])
  func jsonIsTheSame(command: String) throws {
    var english = try Shells.article(after: "lesson 1", "page 3")
    var german = try german()
    // The same lesson, since its words are its own.
    let hash = try #require(english.lesson?.lesson.hash)
    #expect(german.perform("lesson first --hash \(hash) --page 3").isSuccess)
    #expect(german.perform(command).json.text == english.perform(command).json.text)
  }

  /// What turns the pages of the first lesson up to its first exercise, and does their commands.
  private static let pages = [String](repeating: "", count: 9)

  /// A journal can be played again whatever language it was made in, by whoever reads another.
  @Test func journalsPlayInEveryLanguage() throws {
    var made = try german()
    for line in ["lesson 1"] + Self.pages + ["6", "hint", "step"] { _ = made.perform(line) }
    #expect(made.lesson?.lesson.language == "de")
    var played = try Shells.article()
    let failure = played.play(made.journal)
    #expect(failure == nil, "\(String(describing: failure))")
    #expect(played.stateHash == made.stateHash)
    #expect(played.lesson?.lesson.language == "de")
    #expect(played.lesson?.record == made.lesson?.record)
  }

  @Test func progressIsKeptByIdInEveryLanguage() throws {
    var session = try german()
    for line in ["lesson 1"] + Self.pages + ["6", "language en", "lesson 1"] {
      _ = session.perform(line)
    }
    #expect(session.lesson?.lesson.language == "en")
    #expect(session.lesson?.record["smallest-model"].state == .solved)
    #expect(session.lesson?.cursor.page == 3)
  }

  @Test func theListMarksWhatIsNotTranslated() throws {
    let folder = try TemporaryFolder()
    let files = FileManager.default
    try files.createDirectory(
      atPath: folder.file("de"), withIntermediateDirectories: true)
    for (path, id, number, language) in [
      ("01-one.md", "one", 1, "en"), ("02-two.md", "two", 2, "en"),
      ("de/01-one.md", "one", 1, "de"),
    ] {
      try """
      ---
      id: \(id)
      title: \(language) \(id)
      number: \(number)
      minutes: 1
      summary: S.
      language: \(language)
      ---

      # P
      """.write(toFile: folder.file(path), atomically: true, encoding: .utf8)
    }
    var session = try Shells.article()
    session.context.lessonDirectory = folder.path
    session.context.translation = Languages.translation(
      into: "de", lessons: Transcript.lessonFolder)
    let text = Shells.text(session.perform("lessons"), session.context.translation)
    #expect(text.contains("de one  1 Minute\n"))
    #expect(text.contains("en two  1 Minute  auf Englisch\n"))
    session.context.translation = nil
    #expect(
      !Shells.text(session.perform("lessons"), session.context.translation).contains("English")
    )
  }

  // MARK: The program

  private func start(
    _ folder: TemporaryFolder, _ arguments: [String] = [], language: String = "de_DE.UTF-8"
  ) throws -> PseudoTerminal {
    try .shell(in: folder, arguments, environment: ["LANG": language])
  }

  @Test func aGermanTerminalIsGreetedInGerman() throws {
    let folder = try TemporaryFolder()
    let terminal = try start(folder, ["--lesson", "1"])
    try terminal.expectScreen("the lesson") { $0.contains("[Seite 1 von 24] Enter blättert um.") }
    for line in Self.pages + ["12"] { terminal.send(line + "\r") }
    try terminal.expectScreen("the feedback") {
      $0.contains("Noch nicht. Erst das Produkt, dann die Summe.")
    }
    // The page that was left is as wide as the terminal, umlauts and all.
    for line in terminal.screen.lines { #expect(line.count <= 80) }
    terminal.send("langauge\r")
    try terminal.expectScreen("the error") { $0.contains("Tipp: meinst du language?") }
    terminal.send("quit\r")
    #expect(try terminal.expectExit() == 0)

    let second = try start(folder, ["--lesson", "1"])
    try second.expectScreen("the question") {
      $0.currentLine.hasPrefix("Damit weitermachen? [J/n]")
    }
    second.send("Nein\r")
    try second.expectScreen("the prompt") { $0.currentLine == "xor 0.start>" }
    #expect(!second.screen.contains("Du bist wieder"))
    second.send("quit\r")
    #expect(try second.expectExit() == 0)
  }

  @Test func theCommandLineChooses() throws {
    let folder = try TemporaryFolder()
    func say(_ arguments: [String], _ environment: [String: String] = [:]) throws -> RunResult {
      try run(
        builtProduct("underhood"), arguments + ["-e", "foo"],
        environment: environment.merging([
          "HOME": folder.path, "UNDERHOOD_LESSONS": Transcript.lessonFolder,
        ]) { $1 })
    }
    #expect(try say([]).stdout.contains("error: there is no"))
    #expect(try say(["--language", "de"]).stdout.contains("Fehler: es gibt hier keinen Befehl"))
    #expect(try say([], ["LANG": "de_AT.UTF-8"]).stdout.contains("Fehler:"))
    #expect(try say(["--language", "en"], ["LANG": "de_AT.UTF-8"]).stdout.contains("error:"))
    #expect(try say([], ["LANG": "fr_FR.UTF-8"]).stdout.contains("error:"))
    let unknown = try say(["--language", "fr"])
    #expect(unknown.status == 1)
    #expect(unknown.stderr.contains("there is no translation into 'fr'"))
  }
}

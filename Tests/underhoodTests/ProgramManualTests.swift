import Equations
import Foundation
import JSON
import Networks
import ShellSupport
import Support
import Terminal
import Testing

@testable import Manual
@testable import Shell
@testable import underhood

/// The program's own manual: all of it is there, once, and every reader of such pages takes it.
@Suite struct ProgramManualTests {
  static let manual = Result {
    try ProgramManual(
      commandLine: Underhood._dumpHelp(), commands: .program, lessons: Transcript.lessonFolder,
      translation: nil)
  }

  static func german() throws -> ProgramManual {
    try ProgramManual(
      commandLine: Underhood._dumpHelp(), commands: .program, lessons: Transcript.lessonFolder,
      translation: Languages.translation(into: "de", lessons: Transcript.lessonFolder))
  }

  static let tools = ["/usr/bin/mandoc", "/usr/bin/man"]
    .allSatisfy(FileManager.default.isExecutableFile)

  func page(_ name: String) throws -> ManualPage {
    try #require(Self.manual.get().pages.first { $0.name == name })
  }

  /// The names that each page should have an entry for.
  @Test func everythingIsAnEntryOnce() throws {
    let commands = try page("underhood-commands").sections
      .filter { $0.title != "Words" }.flatMap(entries).map(\.name)
    #expect(commands == CommandSet.Groups.inOrder(.program))
    let words = try page("underhood-commands").sections.filter { $0.title == "Words" }
      .flatMap(entries).map(\.term)
    #expect(words == Glossary.words.map(\.name))
    let model = try page("underhood-model")
    func terms(_ title: String) -> [String] {
      model.sections.filter { $0.title == title }.flatMap(entries).map(\.term)
    }
    #expect(terms("Functions") == FunctionTable.standard.functions.map(\.signature))
    #expect(terms("Optimizers") == Optimizer.all.map(\.signature))
    let settings = model.sections.filter { $0.title == "Settings" }.flatMap(entries)
      .flatMap { [$0.term] + $0.aliases }
    #expect(
      settings.sorted()
        == ["batch", "examples", "holdout", "holdout_test", "shuffle"])
  }

  func entries(_ section: ManualPage.Section) -> [ManualPage.Entry] {
    ManualPage(name: "", number: 1, summary: "", sections: [section]).entries
  }

  /// Every option of each subcommand is described, one of the same meaning once.
  @Test func everyOptionIsAnEntryOnce() throws {
    let line = try #require(CommandLineDescription(json: Underhood._dumpHelp()))
    let program = try page("underhood")
    let terms = program.entries.map(\.term)
    let headings = program.sections.flatMap(\.blocks).compactMap { block in
      if case .heading(let title) = block { title } else { nil }
    }
    #expect(headings == line.subcommands.map(\.name))
    #expect(line.subcommands.count >= Underhood.configuration.subcommands.count - 1)
    var meanings: [CommandLineDescription.Argument: Int] = [:]
    for argument in line.subcommands.flatMap(\.arguments) where !argument.isPositional {
      meanings[argument] = 1
      #expect(terms.contains(argument.term), "\(argument.term)")
    }
    for (argument, _) in meanings {
      let same = meanings.keys.filter { $0.term == argument.term }.count
      #expect(terms.filter { $0 == argument.term }.count == same, "\(argument.term)")
    }
  }

  /// What the program asks its environment for is in the manual.
  @Test func everyVariableIsThere() throws {
    let terms = try page("underhood").entries.flatMap {
      $0.term.split(separator: ", ").map(String.init)
    }
    for module in try LayoutTests.modules() {
      for file in LayoutTests.files(of: module) {
        let text = try String(contentsOf: file, encoding: .utf8)
        for match in text.matches(of: #/(?:getenv|Environment\.value|given)\("([A-Z_]+)"\)/#)
        where match.1 != "TMPDIR" {
          #expect(terms.contains(String(match.1)), "\(match.1)")
        }
      }
    }
  }

  @Test func everySubcommandShowsHowItIsCalled() throws {
    let line = try #require(CommandLineDescription(json: Underhood._dumpHelp()))
    for command in line.subcommands where command.name != "help" {
      let name = command.name == line.standard ? "" : "\(command.name)"
      #expect(command.discussion.contains("  underhood \(name)"), "\(command.name)")
      let help = Underhood.helpMessage(for: Underhood.self, columns: 80)
      for text in [command.discussion, help].flatMap({ $0.split(separator: "\n") })
      where text.hasPrefix("  ") {
        #expect(text.count < 80, "\(text)")
      }
    }
  }

  // MARK: Readers

  @Test(.enabled(if: tools), arguments: [false, true])
  func nobodyWarns(inGerman: Bool) throws {
    let manual = inGerman ? try Self.german() : try Self.manual.get()
    let folder = try TemporaryFolder()
    for file in manual.files where file.path.hasPrefix("man") {
      let name = file.path.replacing("/", with: "-")
      try folder.write(file.text, to: name)
      let lint = try run("/usr/bin/mandoc", ["-T", "lint", folder.file(name)])
      #expect(lint.stdout == "", "\(file.path)")
      for width in ["80", "120"] {
        let shown = try run(
          "/usr/bin/man", ["--warnings", "-E", "UTF-8", "-l", folder.file(name)],
          environment: [
            "MANWIDTH": width, "HOME": folder.path, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8",
            "MANPAGER": "cat",
          ])
        #expect(shown.stderr == "", "\(file.path)")
        #expect(shown.stdout.count > 1000, "\(file.path)")
      }
    }
  }

  @Test func theWebPageLeadsToEveryEntry() throws {
    let web = try #require(Self.manual.get().files.first { $0.path == "underhood.html" }).text
    let ids = web.matches(of: #/ id="([^"]+)"/#).map { String($0.1) }
    #expect(Set(ids).count == ids.count)
    let links = web.matches(of: #/href="#([^"]+)"/#).map { String($0.1) }
    for link in links { #expect(ids.contains(link), "\(link)") }
    let entries = try Self.manual.get().pages.flatMap(\.entries)
    #expect(links.count > entries.count)
    #expect(!web.contains("src=") && !web.contains("@import"))
    // All tags that are opened are closed.
    for tag in ["dl", "dd", "dt", "ul", "ol", "li", "pre", "h3", "h4", "small", "table"] {
      let opened = web.matches(of: try Regex("<\(tag)[ >]")).count
      #expect(opened == web.matches(of: try Regex("</\(tag)>")).count, "\(tag)")
    }
  }

  // MARK: Files

  @Test func theFilesAreWritten() throws {
    let folder = try TemporaryFolder()
    let environment = ["HOME": folder.path, "UNDERHOOD_LESSONS": Transcript.lessonFolder]
    let program = builtProduct("underhood")
    let names = [
      "man1/underhood.1", "man7/underhood-commands.7", "man5/underhood-model.5",
      "man5/underhood-lesson.5", "man7/underhood-machine.7", "underhood.html",
      "completions/underhood.bash",
      "completions/_underhood", "completions/underhood.fish",
    ]
    let told = try run(program, ["manual"], environment: environment)
    #expect(told.status == 0)
    for name in names { #expect(told.stdout.contains("  \(name) ")) }
    // Once, and in the place of what is there.
    for _ in 0..<2 {
      let place = folder.file("a manual/here")
      let written = try run(program, ["manual", place], environment: environment)
      #expect(written.status == 0, "\(written)")
      for name in names { #expect(try folder.read("a manual/here/" + name).count > 500) }
    }
    try folder.write("", to: "file")
    let failed = try run(program, ["manual", folder.file("file")], environment: environment)
    #expect(failed.status == 1)
    #expect(failed.stderr.contains("cannot be written"), "\(failed)")
  }

  /// Each shell reads its completions without a complaint.
  @Test(arguments: ["bash", "zsh", "fish"])
  func completionsAreRead(shell: String) throws {
    let path = ["/usr/bin/", "/bin/"].map { $0 + shell }
      .first(where: FileManager.default.isExecutableFile)
    guard let path else { return }
    let folder = try TemporaryFolder()
    let text = CompletionScript.text(for: .init(rawValue: shell) ?? .bash)
    #expect(text.contains(try #require(CompletionScript.additions[shell]).addition))
    try folder.write(text, to: "script")
    let script = folder.file("script")
    let command =
      shell == "zsh"
      ? "autoload -U compinit && compinit -D -u && source '\(script)'" : "source '\(script)'"
    let result = try run(
      path, ["-c", command], environment: ["HOME": folder.path, "PATH": "/usr/bin:/bin"])
    #expect(result.stderr == "", "\(shell)")
    if shell != "zsh" { #expect(result.status == 0) }
  }

  /// What Tab offers, as the shells ask the program.
  @Test func lessonsAndLanguagesAreOffered() throws {
    let environment = ["UNDERHOOD_LESSONS": Transcript.lessonFolder, "SAP_SHELL": "bash"]
    let program = builtProduct("underhood")
    func offered(_ option: String) throws -> String {
      try run(
        program,
        ["---completion", "start", "--", "--\(option)", "1", "0", "underhood", "--\(option)"],
        environment: environment
      ).stdout
    }
    #expect(try offered("lesson").contains("first-forward-pass\n"))
    #expect(try offered("language").contains("de\n"))
  }

  // MARK: The version

  @Test func theFirstLineIsTheVersion() throws {
    let result = try run(builtProduct("underhood"), ["--version"])
    let lines = result.stdout.split(separator: "\n").map(String.init)
    #expect(lines.first == Session.version)
    let names = lines.dropFirst().map { String($0.prefix { $0 != ":" }) }
    #expect(names == ["kernels", "threads", "libedit", "cmark"])
    let scalar = try run(
      builtProduct("underhood"), ["--version"],
      environment: ["UNDERHOOD_KERNELS": "scalar", "UNDERHOOD_THREADS": "3"])
    #expect(scalar.stdout.contains("kernels: scalar\nthreads: 3\n"))
  }
}

extension CommandSet {
  /// Commands in the order of their groups.
  enum Groups {
    static func inOrder(_ commands: CommandSet) -> [String] {
      Command.Group.allCases.flatMap { group in
        commands.all.filter { $0.group == group }.map(\.name)
      }
    }
  }
}

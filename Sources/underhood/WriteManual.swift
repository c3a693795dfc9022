import ArgumentParser
import Manual
import Shell

/// `underhood manual FOLDER`.
struct WriteManual: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "Write the manual: man pages, one web page, and what Tab completes in your shell.",
    discussion: """
      Without a folder it says which files it writes. What is there of an older manual is replaced.

        underhood manual                       which files there are
        underhood manual doc                   writes them
        man -M doc underhood-commands          reads one of them
        underhood manual doc/de --language de
      """)

  @OptionGroup var course: LessonFolderOption

  @OptionGroup var reader: LanguageOption

  @Argument(help: "The folder that it is written into.", completion: .directory)
  var folder: String?

  mutating func run() throws {
    try Failure.reporting(format: .text, isPlain: true) {
      let lessons = course.folder
      let translation = try ReaderLanguage.translation(named: reader.language, lessons: lessons)
      let manual = try ProgramManual(
        commandLine: Underhood._dumpHelp(), commands: .program, lessons: lessons,
        translation: translation)
      let files = manual.files + Self.completions
      let report =
        try folder.map { try ManualReport.write(files, to: $0) }
        ?? ManualReport(files, writtenTo: nil)
      ScriptRunner.report(report, format: .text, isPlain: true, translation: translation)
      return true
    }
  }

  /// What each shell loads, under the name by which it looks for it.
  private static var completions: [ProgramManual.ManualFile] {
    [
      .init(
        completionsFor: "bash", path: "underhood.bash",
        text: CompletionScript.text(for: .bash)),
      .init(completionsFor: "zsh", path: "_underhood", text: CompletionScript.text(for: .zsh)),
      .init(
        completionsFor: "fish", path: "underhood.fish",
        text: CompletionScript.text(for: .fish)),
    ]
  }
}

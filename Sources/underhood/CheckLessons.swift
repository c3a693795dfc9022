import ArgumentParser
import Authoring
import Shell
import System

/// `underhood check lessons/`.
struct CheckLessons: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract:
      "Check lessons: their form, their model, and that every command prints what they say.",
    discussion: """
        underhood check --strict lessons/
        underhood check --update lessons/17-my-lesson.md
      """
  )

  @Flag(help: "Rewrite outputs that no longer match.")
  var update = false

  @Flag(help: "Ask for words that read well too, on a screen of 80 by 24 and aloud.")
  var strict = false

  @Flag(help: "Note in translations that they are those of the originals as they are now.")
  var translated = false

  @Option(
    help: ArgumentHelp(
      "How many students' numbers to try, in lessons that give each student their own.",
      valueName: "count"))
  var seeds = 3

  @OptionGroup var reader: LanguageOption

  @OptionGroup var memory: MemoryOptions

  @Argument(help: "Lessons, or folders of them.", completion: .file(extensions: ["md"]))
  var paths: [String]

  func validate() throws {
    guard 1...1000 ~= seeds else { throw ValidationError(words: "--seeds wants 1 to 1000") }
  }

  mutating func run() throws {
    try Failure.reporting(format: .text, isPlain: true) {
      memory.apply()
      let translation = try ReaderLanguage.translation(
        named: reader.language, lessons: LessonFolder.find())
      var check = LessonCheck(
        updates: update, isStrict: strict, isTranslated: translated, seedCount: seeds,
        commands: .program)
      for path in paths { try check.check(path) }
      Output().write(check.report(in: translation))
      return check.problems.isEmpty
    }
  }
}

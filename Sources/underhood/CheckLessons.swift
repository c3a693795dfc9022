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
        underhood check lessons/
        underhood check --update lessons/17-my-lesson.md
      """
  )

  @Flag(help: "Rewrite outputs that no longer match.")
  var update = false

  @OptionGroup var memory: MemoryOptions

  @Argument(help: "Lessons, or folders of them.", completion: .file(extensions: ["md"]))
  var paths: [String]

  mutating func run() throws {
    try Failure.reporting(format: .text, isPlain: true) {
      memory.apply()
      var check = LessonCheck(updates: update, commands: .program)
      for path in paths { try check.check(path) }
      Output().write(check.report)
      return check.problems.isEmpty
    }
  }
}

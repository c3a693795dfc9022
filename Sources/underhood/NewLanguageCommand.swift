import ArgumentParser
import Authoring
import Shell
import System

/// `underhood new-language TAG`.
struct NewLanguageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new-language",
    abstract: "Start a translation: a folder with the texts that are to be translated.",
    discussion: """
        underhood new-language fr
        underhood check --update lessons/fr
        underhood --language fr --lesson 1
      """)

  @OptionGroup var course: LessonFolderOption

  @Argument(help: "The language's tag: fr, pt-BR.")
  var language: String

  mutating func run() throws {
    try Failure.reporting(format: .text, isPlain: true) {
      let paths = try NewLanguage.write(language, in: course.folder ?? "lessons")
      ReaderLanguage.say(paths.map { "\($0): written" })
      return true
    }
  }
}

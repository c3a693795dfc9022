import ArgumentParser
import Authoring
import Shell
import System

/// `underhood new-lesson ID`.
struct NewLessonCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new-lesson", abstract: "Start a lesson: a file that passes check.",
    discussion: """
        underhood new-lesson my-lesson
        underhood --lesson my-lesson
      """)

  @OptionGroup var course: LessonFolderOption

  @Argument(help: "The lesson's id: small letters, digits and hyphens.")
  var id: String

  mutating func run() throws {
    try Failure.reporting(format: .text, isPlain: true) {
      let path = try NewLesson.write(id, in: course.folder ?? "lessons")
      ReaderLanguage.say(["\(path): written"])
      return true
    }
  }
}

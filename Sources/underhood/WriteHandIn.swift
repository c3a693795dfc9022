import ArgumentParser
import Shell

/// `underhood hand-in --lesson ID`.
struct WriteHandIn: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hand-in",
    abstract: "Write the file that you give to your teacher: what you did in a lesson.",
    discussion: """
      hand-in in the shell does the same for the lesson that is open.

        underhood hand-in --lesson 1
        underhood hand-in --lesson 1 --student "Ada L." ada.txt
      """)

  @Option(help: ArgumentHelp("The lesson.", valueName: "id"), completion: .lessons)
  var lesson: String

  @Option(help: ArgumentHelp("Your name, as your teacher knows it.", valueName: "name"))
  var student: String?

  @OptionGroup var course: LessonFolderOption

  @Flag(help: "Replace a file that is there.")
  var force = false

  @Argument(help: "The file; without it, one named after the lesson and you.", completion: .file())
  var file: String?

  mutating func run() throws {
    try Failure.reporting(format: .text, isPlain: true) {
      var context = Session.Context()
      context.commands = .program
      context.lessonDirectory = course.folder
      context.now = Session.Context.wallClock
      var session = try Session.start(modelPath: nil, seed: 0, context: context)
      if let student { try session.introduce(student) }
      session.recall()
      let report: HandInReport
      do throws(ShellError) {
        report = try session.handIn(lesson: lesson, to: file, replaces: force)
      } catch {
        var error = error
        if error.code == "missing-name" { error.hint = "--student \"YOUR NAME\"" }
        throw error
      }
      ScriptRunner.report(
        report, format: .text, isPlain: true, translation: ReaderLanguage.translation())
      return true
    }
  }
}

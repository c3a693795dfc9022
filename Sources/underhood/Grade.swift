import ArgumentParser
import Grading
import Shell

/// What one hand-in may take.
struct GradeOptions: ParsableArguments {
  @OptionGroup var course: LessonFolderOption

  @Option(help: "What one hand-in may take of the processor's time, in seconds.")
  var seconds = GradeLimits.standard.seconds

  @Option(help: "What one hand-in may take of memory, in MiB.")
  var megabytes = GradeLimits.standard.megabytes

  mutating func validate() throws {
    guard 1...3600 ~= seconds else { throw ValidationError("--seconds is 1 to 3600") }
    guard 128...65_536 ~= megabytes else { throw ValidationError("--megabytes is 128 to 65536") }
  }

  var limits: GradeLimits { GradeLimits(seconds: seconds, megabytes: megabytes) }
}

/// `underhood grade FILES...`.
struct Grade: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade",
    abstract: "Grade hand-ins: play each again by itself, and see where the class stalls.",
    discussion: """
      What a file says of itself is not believed: its commands are played again, and the answers
      judged anew, each file in a process of its own under limits. The exit status is 0 if every
      file is what it should be, 1 if one is to be looked at (edited, cut short, a copy, of another
      lesson, not graded to its end), 64 for wrong usage.

        underhood grade class/                              a table
        underhood grade class/ --format csv > grades.csv    for a spreadsheet
        underhood grade class/ --lesson 3 --jobs 4
      """)

  @OptionGroup var options: GradeOptions

  @Option(
    help: ArgumentHelp("The lesson; without it, the one that most are of.", valueName: "id"),
    completion: .lessons)
  var lesson: String?

  @Option(help: "What is printed: a table, CSV with a line a file, or one JSON object.")
  var format: Format = .table

  @Option(help: ArgumentHelp("How many at a time; all cores unless set.", valueName: "n"))
  var jobs: Int?

  @Flag(help: "No colour, boxes or redrawing: text for a screen reader.")
  var plain = false

  @Argument(help: "Hand-ins, or folders of them.", completion: .file())
  var files: [String]

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, csv, json
  }

  mutating func validate() throws {
    if let jobs, !(1...256 ~= jobs) { throw ValidationError("--jobs is 1 to 256") }
  }

  mutating func run() throws {
    let format = Grading.Format(rawValue: format.rawValue) ?? .table
    try Failure.reporting(format: format == .json ? .json : .text, isPlain: plain) {
      let grading = try Grading(
        files, lesson: lesson, lessonFolder: options.course.folder,
        limits: options.limits, processes: jobs)
      grading.write(format, isPlain: plain)
      return grading.isSound
    }
  }
}

/// `underhood grade-one FILE`, which `grade` starts for each file.
struct GradeOne: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade-one", abstract: "Grade one hand-in, for grade.", shouldDisplay: false)

  @OptionGroup var options: GradeOptions

  @Argument(help: "The hand-in.")
  var file: String

  mutating func run() throws {
    try Failure.reporting(format: .text, isPlain: true) {
      GradeWorker(
        limits: options.limits, lessonFolder: options.course.lessons, commands: .program
      ).grade(file)
      return true
    }
  }
}

import ArgumentParser
import Grading
import Shell
import Terminal

/// What one hand-in may take.
struct GradeOptions: ParsableArguments {
  @OptionGroup var course: LessonFolderOption

  @OptionGroup var reader: LanguageOption

  @Option(help: "What one hand-in may take of the processor's time, in seconds.")
  var seconds = GradeLimits.standard.seconds

  @Option(help: "What one hand-in may take of memory, in MiB.")
  var megabytes = GradeLimits.standard.megabytes

  mutating func validate() throws {
    guard 1...3600 ~= seconds else { throw ValidationError(words: "--seconds is 1 to 3600") }
    guard 128...65_536 ~= megabytes else {
      throw ValidationError(words: "--megabytes is 128 to 65536")
    }
  }

  var limits: GradeLimits { GradeLimits(seconds: seconds, megabytes: megabytes) }

  /// - Throws: `ShellError` of a language that there is not.
  func translation() throws -> Translation? {
    try ReaderLanguage.translation(named: reader.language, lessons: course.folder)
  }
}

/// What the tables for other programs look like.
struct SheetOptions: ParsableArguments {
  enum Separator: String, ExpressibleByArgument, CaseIterable {
    case comma, semicolon, tab
  }

  @Option(help: "What separates the cells of a table for other programs.")
  var separator: Separator = .comma

  @Flag(help: "Numbers with a comma, as spreadsheets of some countries read them.")
  var decimalComma = false

  @Flag(help: "Begin with a byte order mark, for Excel.")
  var bom = false

  var style: Sheet.Style {
    var style = Sheet.Style()
    style.separator =
      switch separator {
      case .comma: ","
      case .semicolon: ";"
      case .tab: "\t"
      }
    style.hasDecimalComma = decimalComma
    style.hasByteOrderMark = bom
    return style
  }
}

/// `underhood grade FILES...`.
struct Grade: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade",
    abstract: "Grade hand-ins: play each again by itself, and see where the class stalls.",
    discussion: """
      What a file says of itself is not believed: its commands are played again, and the answers
      judged anew, each file in a process of its own under limits. Hand-ins of any lessons may lie
      together, and several of a student: the one with the most points counts. What lessons and
      exercises are worth, and until when they are due, stands in a lesson's front matter (points,
      weights, due). The exit status is 0 if every file is what it should be, 1 if one is to be
      looked at (edited, cut short, like another student's, of an unknown name, not graded to its
      end), 64 for wrong usage.

        underhood grade class/                              a table
        underhood grade class/ --format csv > grades.csv    for a spreadsheet
        underhood grade class/ --lesson 3 --jobs 4
        underhood grade class/ --roster list.csv --format moodle > moodle.csv
        underhood grade class/ --roster list.csv --due 3=2026-12-01 --students back/
        underhood grade class/ --feedback words.txt         answer many at once
        underhood grade class/ --anonymous --progsnap2 data/
      """)

  @OptionGroup var options: GradeOptions

  @Option(
    help: ArgumentHelp(
      "A lesson, again for each; without it, all that there are files of.", valueName: "id"),
    completion: .lessons)
  var lesson: [String] = []

  @Option(
    help: ArgumentHelp(
      "The class list: a table of names, identifiers and e-mail addresses.", valueName: "file"),
    completion: .file())
  var roster: String?

  @Option(
    help: ArgumentHelp(
      "Until when: a date, or LESSON=DATE, again for each lesson.", valueName: "date"))
  var due: [String] = []

  @Option(
    help: """
      What is printed: a table, CSV with a row a student, one JSON object, or a table that Moodle or \
      Canvas imports or that Gradescope would export.
      """)
  var format: Format = .table

  @OptionGroup var sheet: SheetOptions

  @Option(
    help: ArgumentHelp(
      "Write a file for each student, with what was wrong and why.", valueName: "folder"),
    completion: .directory)
  var students: String?

  @Option(
    help: ArgumentHelp(
      "The words for wrong answers, each group of them once; made where there is none.",
      valueName: "file"),
    completion: .file())
  var feedback: String?

  @Flag(help: "Put the words of --feedback into the lessons, as 'wrong' lines.")
  var intoLessons = false

  @Flag(help: "Pseudonyms for names, the same ones every time.")
  var anonymous = false

  @Option(
    help: ArgumentHelp(
      "Write ProgSnap 2 tables for research, with pseudonyms.", valueName: "folder"),
    completion: .directory)
  var progsnap2: String?

  @Option(help: ArgumentHelp("How many at a time; all cores unless set.", valueName: "n"))
  var jobs: Int?

  @Flag(help: "No colour, boxes or redrawing: text for a screen reader.")
  var plain = false

  @Argument(help: "Hand-ins, or folders of them.", completion: .file())
  var files: [String]

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, csv, json, moodle, canvas, gradescope
  }

  mutating func validate() throws {
    if let jobs, !(1...256 ~= jobs) { throw ValidationError(words: "--jobs is 1 to 256") }
    if intoLessons, feedback == nil {
      throw ValidationError(words: "--into-lessons goes with --feedback")
    }
  }

  mutating func run() throws {
    let format = Grading.Format(rawValue: format.rawValue) ?? .table
    try Failure.reporting(format: format == .json ? .json : .text, isPlain: plain) {
      var grading = try Grading(try request())
      if let feedback {
        try grading.useFeedback(feedback, mendsLessons: intoLessons, isPlain: plain)
      }
      try grading.write(format, sheet.style, isPlain: plain)
      if let students { try grading.writeStudentFiles(to: students, isPlain: plain) }
      if let progsnap2 { try grading.writeProgSnap2(to: progsnap2, isPlain: plain) }
      return grading.isSound
    }
  }

  private func request() throws -> Grading.Request {
    var request = Grading.Request()
    request.paths = files
    request.lessons = lesson
    request.lessonFolder = options.course.folder
    request.roster = roster
    request.due = due
    request.limits = options.limits
    request.processes = jobs
    request.isAnonymous = anonymous
    request.translation = try options.translation()
    return request
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
        limits: options.limits, lessonFolder: options.course.lessons, commands: .program,
        translation: try options.translation()
      ).grade(file)
      return true
    }
  }
}

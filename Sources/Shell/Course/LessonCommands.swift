import Arrays
import Lessons
import Networks
import Terminal
import Training

extension Command {
  static let lessons = Command(
    "lessons", group: .lessons, summary: "list the lessons"
  ) { session, argument in
    try argument.expectNone("lessons")
    let listing = try session.library().list()
    let faults = listing.faults.map { Wording.describePlaced($0) }
    if listing.entries.isEmpty, let fault = faults.first { throw fault }
    return LessonListReport(
      entries: listing.entries, faults: faults,
      current: session.lesson?.lesson.id, standings: session.standings(in: listing.entries))
  }

  static let lesson = Command(
    "lesson", group: .lessons, usage: "ID [as NAME | --notebook FILE]",
    summary: "open a lesson; Enter turns its pages",
    help: """
      Opens a lesson by its id, the beginning of its id, or its number, with the network that it \
      is about. Every command works in between; page shows the place again. While a page asks \
      something, a line that is no command is an answer; the letter of an option is one too, even \
      where it is short for a command. hint, answer, skip, check, again, play and progress help; \
      hand-in writes the file for your teacher. Opening a lesson starts on a clean sheet. With as \
      NAME a lesson that gives every student other numbers gives you yours.
      lesson 1 --notebook FILE.ipynb opens nothing: it writes the lesson as a notebook for Jupyter.
      """,
    completion: .lessons, isReplayed: true,
    effects: lessonEffects
  ) { session, argument in
    guard !argument.isEmpty else {
      throw ShellError("missing-argument", "which lesson?", hint: .verbatim("lessons"))
    }
    let request = LessonRequest(argument)
    guard let notebook = request.notebook else { return try session.open(argument) }
    guard !session.isReplaying else { return Silence() }
    let entry = try session.entry(named: request.name, at: argument)
    return try session.writeNotebook(of: session.readLesson(entry), to: notebook)
  }

  private static func lessonEffects(of argument: CommandText.Argument) -> Effects {
    let request = LessonRequest(argument)
    if request.notebook != nil { return .writesFiles }
    return request.student == nil ? [] : .namesStudent
  }

  static let page = Command(
    "page", group: .lessons, usage: "[N]",
    summary: "show the lesson's page again, or go to page N",
    help: """
      Shows the page again, as far as you have come. page N goes to the beginning of a page, \
      forwards or backwards, and puts the network where the lesson has it there.
      """
  ) { session, argument in
    guard let place = session.lesson else { throw ShellError.noLesson }
    if argument.text == "back" { return try session.turnBack() }
    guard !argument.isEmpty else { return session.pageReport() ?? LessonPageReport(place: place) }
    let number = try argument.count(orElse: nil, what: "pages")
    guard let report = try session.turn(toPage: number - 1) else {
      throw ShellError(
        "no-such-page", "there is no page \(number)", hint: "1 to \(place.lesson.pages.count)",
        range: argument.range)
    }
    return report
  }

  static let next = Command(
    "next", ["n"], group: .lessons, summary: "turn to the lesson's next page",
    help: """
      Goes to the next page and leaves commands of this one out; what they do is done all the same, \
      so that the next page begins as it should. An exercise is waited for: skip goes past it. next \
      and back turn pages and do nothing else; epoch and rewind move through training.
      """
  ) { session, argument in
    try argument.expectNone("next")
    guard let place = session.lesson else {
      throw ShellError(
        "no-lesson", "next turns a lesson's page, and no lesson is open",
        hint: "epoch goes on by an epoch, step by a phase")
    }
    if let exercise = place.exercise, session.sandbox == nil {
      guard place.exerciseInView == nil else { return WaitingReport(exercise: exercise) }
      return DemoReport(steps: try session.doNextStep().map { [$0] } ?? [])
    }
    return try session.turn(toPage: place.cursor.page + 1)
      ?? LessonEndReport(following: place.following)
  }

  static let back = Command(
    "back", ["b"], group: .lessons, summary: "turn to the lesson's page before",
    help: """
      Goes to the page before, and puts the network where the lesson has it there. In training \
      rewind goes back.
      """
  ) { session, argument in
    guard session.lesson != nil else {
      throw ShellError(
        "no-lesson", "back turns a lesson's page, and no lesson is open",
        hint: "rewind goes back by a phase, rewind 3 by three")
    }
    guard argument.isEmpty else {
      throw ShellError(
        "unexpected-argument", "back turns a page and takes nothing after it",
        hint: .verbatim("rewind \(argument.text)"), range: argument.range)
    }
    return try session.turnBack()
  }

  static let demo = Command(
    "demo", group: .lessons, summary: "run the commands of the lesson's page",
    help: """
      Does all the commands of the page that are left, as Enter does one of them. Where none is left \
      it does them once more, from the page's beginning.
      """
  ) { session, argument in
    try argument.expectNone("demo")
    guard let place = session.lesson else { throw ShellError.noLesson }
    var report = DemoReport()
    if place.stepsLeft.isEmpty, !place.steps.isEmpty {
      report.isRepetition = true
      session.lesson?.demonstrated = 0
      session.lesson?.isTouched = true
    }
    for _ in session.lesson?.stepsLeft ?? [] {
      guard let step = try session.doNextStep() else { break }
      report.steps.append(step)
    }
    return report
  }
}

extension ShellError {
  static var noLesson: ShellError {
    ShellError("no-lesson", "no lesson is open", hint: .verbatim("lessons"))
  }
}

extension Session {
  fileprivate mutating func turnBack() throws -> any CommandResult {
    guard let place = lesson else { throw ShellError.noLesson }
    return try turn(toPage: max(place.cursor.page - 1, 0)) ?? LessonPageReport(place: place)
  }

  /// How far the student is in the lessons that were begun, by their ids.
  fileprivate func standings(
    in entries: [LessonLibrary.Entry]
  ) -> [String: LessonListReport.Standing] {
    var standings: [String: LessonListReport.Standing] = [:]
    for entry in entries {
      guard
        let record = lesson.flatMap({ $0.lesson.id == entry.id ? $0.record : nil })
          ?? progress.lessons[entry.id],
        let read = try? library().read(entry).lesson
      else { continue }
      let ids = read.exercises.map(\.id)
      standings[entry.id] = LessonListReport.Standing(
        done: ids.count { record[$0].state != .open }, of: ids.count)
    }
    return standings
  }

  func library() throws(ShellError) -> LessonLibrary {
    guard let directory = context.lessonDirectory else {
      throw ShellError(
        "no-lessons", "the folder of lessons was not found",
        hint: "start underhood with --lessons FOLDER")
    }
    return LessonLibrary(
      directory: directory, language: context.translation?.language)
  }

  /// - Throws: `ShellError` of a lesson that is not there, cannot be read, or has not been begun.
  package mutating func open(_ argument: CommandText.Argument) throws -> LessonPageReport {
    let request = LessonRequest(argument)
    return try open(entry(named: request.name, at: argument), request)
  }

  /// - Throws: `ShellError` of a lesson that is not there.
  fileprivate func entry(
    named name: String, at argument: CommandText.Argument
  ) throws(ShellError) -> LessonLibrary.Entry {
    let range = argument.range
    switch try library().find(name) {
    case .found(let entry): return entry
    case .ambiguous(let entries):
      throw ShellError(
        "ambiguous-lesson",
        "'\(name)' could be \(Suggestions.list(entries.map(\.id)))", range: range)
    case .notFound(let all):
      throw ShellError(
        "unknown-lesson", "there is no lesson '\(name)'",
        hint: Suggestions.hint(for: name, among: all.map(\.id)) ?? .verbatim("lessons"),
        range: range)
    }
  }

  private mutating func open(
    _ entry: LessonLibrary.Entry, _ request: LessonRequest
  ) throws -> LessonPageReport {
    var reading = try library().read(entry)
    if let hash = request.hash, reading.lesson?.hash != hash {
      // A session follows the lesson that it followed, in whichever language that was.
      let others = try library().versions(of: entry.id).lazy.map {
        LessonReader().read(path: $0.path)
      }
      reading = others.first { $0.lesson?.hash == hash } ?? reading
    }
    if let hash = request.hash, let lesson = reading.lesson, lesson.hash != hash {
      throw ShellError(
        "lesson-changed",
        "the lesson '\(lesson.id)' has been changed since this session followed it",
        hint: "lesson \(lesson.id) opens it as it is now")
    }
    let lesson = try Self.lesson(of: reading, at: entry)
    if let name = request.student { try introduce(name) }
    let record =
      request.record
      ?? (isReplaying ? LessonRecord() : progress.lessons[lesson.id] ?? LessonRecord())
    var seed = request.studentSeed
    // A journal says itself which numbers there were.
    if request.record == nil, let student {
      seed = StudentSeed.seed(of: student, in: lesson.id)
    }
    try open(lesson, record: record, studentSeed: lesson.frontMatter.hasStudentSeeds ? seed : nil)
    let listing = try? library().list()
    self.lesson?.following = listing?.entries.filter { $0.number > lesson.number }
      .min { $0.number < $1.number }
    fillValues()
    let place = self.lesson ?? LessonPlace(lesson, record: record)
    return LessonPageReport(
      place: place, isOpening: true,
      numbers: Wording.numbers(of: place, student: student, wasNamed: request.student != nil))
  }

  /// - Throws: `ShellError` of a lesson that cannot be read.
  fileprivate func readLesson(_ entry: LessonLibrary.Entry) throws(ShellError) -> Lesson {
    try Self.lesson(of: library().read(entry), at: entry)
  }

  private static func lesson(
    of reading: LessonReading, at entry: LessonLibrary.Entry
  ) throws(ShellError) -> Lesson {
    if let lesson = reading.lesson { return lesson }
    throw reading.faults.first.map { Wording.describePlaced($0) }
      ?? ShellError("unreadable-lesson", "\(entry.path) cannot be read")
  }

  /// Opens a lesson on a clean sheet: nothing that was done before it makes a difference to it, so
  /// that it is the same for everyone and a sitting can be played again by itself.
  ///
  /// - Throws: `ShellError` of a model that the lesson names and that cannot be read.
  package mutating func open(
    _ lesson: Lesson, record: LessonRecord, studentSeed: UInt32?
  ) throws(ShellError) {
    leaveSandbox()
    try load(lesson, studentSeed: studentSeed)
    workspace = [:]
    random = RandomState(seed: UInt32(0))
    breakpoints = Breakpoints()
    displays = Displays()
    sweep = nil
    var record = record
    // Who was at the end begins anew.
    if record.page + 1 >= lesson.pages.count { record.page = 0 }
    self.lesson = LessonPlace(lesson, record: record, studentSeed: studentSeed)
    if record.page > 0, let reference = try? reference(at: LessonPoint(page: record.page)) {
      adopt(reference)
    } else {
      let start = ReferenceSession(self, at: LessonPoint(page: 0))
      self.lesson?.references = LessonReferences(start)
    }
    keepProgress()
  }

  /// A session of its own for a lesson, whose commands touch nothing outside it.
  ///
  /// - Throws: `ShellError` of a model that the lesson names and that cannot be read.
  package static func start(
    _ lesson: Lesson, seed: UInt32 = 0, studentSeed: UInt32? = nil,
    commands: CommandSet = .standard
  ) throws(ShellError) -> Session {
    var context = Context()
    context.commands = commands
    context.permitted = []
    var session = try Session.start(modelPath: nil, seed: seed, context: context)
    try session.load(lesson, studentSeed: studentSeed)
    return session
  }

  /// Begins on the network that a lesson is about.
  private mutating func load(_ lesson: Lesson, studentSeed: UInt32?) throws(ShellError) {
    let line = lesson.model.map { $0.firstTextLine - 1 } ?? 0
    do {
      let text = lesson.model?.text ?? Model.articleText
      let name = lesson.model.map { $0.name ?? lesson.id } ?? Model.articleName
      context.dataFolder = DataFolder(ofLesson: lesson.sourcePath)
      var model = try Model(name: name, text: text, files: context.dataFolder?.library ?? .none)
      if let studentSeed { model = model.seeded(studentSeed) }
      book = Runs(Run(try Program(model, limits: run.program.limits), seed: run.seed))
    } catch {
      throw Wording.describe(error.below(line: line), place: lesson.sourcePath)
    }
  }
}

extension ModelError {
  /// The error of a model that stands within a file, below so many lines.
  fileprivate func below(line: Int) -> ModelError {
    var error = self
    error.line = self.line.map { $0 + line }
    return error
  }
}

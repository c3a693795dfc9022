import Lessons
import Networks
import Shell
import System
import Terminal
import Training

/// Checks lessons as their author would: reads each, runs its commands in a session of its own, and
/// compares what they print with what the file says they do.
package struct LessonCheck {
  /// Something wrong in a lesson, with its place and what to do about it.
  package struct Problem: Sendable, Equatable {
    package var place: String
    package var message: Phrase
  }

  package private(set) var problems: [Problem] = []
  package private(set) var checkedLessons = 0
  package internal(set) var rewrittenFiles: [String] = []
  /// What is no fault and yet worth knowing: how much of a translation is still to be done.
  package internal(set) var notes: [Phrase] = []
  let updates: Bool
  let isStrict: Bool
  let isTranslated: Bool
  /// How many students' numbers a lesson is tried with that gives each their own.
  let seedCount: Int
  let clock: CheckClock
  let commands: CommandSet
  /// The language of the lesson that is being checked: its commands print in it.
  var translation: Translation?

  /// - Parameters:
  ///   - updates: whether outputs that no longer match are rewritten instead of reported.
  ///   - isStrict: whether what reads badly is a fault too (`PlainReading`).
  ///   - isTranslated: whether translations are noted to be those of the originals as they are now.
  ///   - seedCount: with how many students' seeds a lesson is run that has `seeds: student`.
  ///   - commands: those that a lesson may show.
  ///   - patience: what a command may take; no class would wait longer.
  package init(
    updates: Bool, isStrict: Bool = false, isTranslated: Bool = false, seedCount: Int = 3,
    commands: CommandSet = .standard, patience: Duration = .seconds(30)
  ) {
    self.updates = updates
    self.isStrict = isStrict
    self.isTranslated = isTranslated
    self.seedCount = seedCount
    self.commands = commands
    clock = CheckClock(patience: patience)
  }

  /// Checks a lesson's file, or every lesson of a folder.
  ///
  /// - Throws: `ShellError` where there is nothing to check; what is wrong with a lesson is noted.
  package mutating func check(_ path: String) throws(ShellError) {
    guard File.isFolder(path) else {
      let reading = LessonReader().read(path: path)
      guard let (language, library) = Languages.translations(in: Path.parent(of: path)) else {
        return try check(reading: reading, at: path)
      }
      return try check(reading, at: path, in: language, of: library)
    }
    if let (language, library) = Languages.translations(in: path) {
      return try check(language, of: library)
    }
    let library = LessonLibrary(directory: path)
    let listing = library.list()
    for fault in listing.faults { note(fault) }
    for entry in listing.entries { try check(reading: library.read(entry), at: entry.path) }
    for language in library.languages { try check(language, of: library) }
  }

  mutating func check(reading: LessonReading, at path: String) throws(ShellError) {
    for fault in reading.faults where !problems.contains(where: { $0 == Self.problem(fault) }) {
      note(fault)
    }
    guard let lesson = reading.lesson else { return }
    checkedLessons += 1
    let problemsBefore = problems.count
    if isStrict { try checkReading(of: lesson, path) }
    guard checkModel(of: lesson, path) else { return }
    var session = try Session.start(lesson, commands: commands)
    session.context.shouldStop = { [clock] in clock.isOver }
    var rewriter = RunRewriter()
    // Whether all has come to its end: behind a run that was cut off no output is compared, nor
    // recorded, for it would be that of a network which no reader has.
    var isWhole = true
    for (pageIndex, page) in lesson.pages.enumerated() {
      session.begin(page: pageIndex, of: lesson)
      for (blockIndex, block) in page.blocks.enumerated() {
        for problem in values(of: block, in: session) { note(problem, at: block.position, path) }
        switch block.content {
        case .run(let fence):
          for step in fence.steps where isWhole {
            isWhole = run(step, of: fence, in: &session, path, &rewriter)
          }
        case .exercise(let exercise):
          var check = ExerciseCheck(
            exercise, in: session, of: lesson, page: pageIndex, block: blockIndex, clock)
          check.run()
          for (problem, position) in check.problems {
            note(Wording.describe(problem, of: exercise), at: position, path)
          }
          // What did not end once would not end again.
          isWhole = isWhole && !check.tookTooLong
          guard !check.tookTooLong else { continue }
          clock.restart()
          session.perform(lessonBlock: block)
          if clock.isOver, let command = exercise.task.laterCommands.first {
            note(Wording.takesTooLong(command), at: block.position, path)
            isWhole = false
          }
        default: break
        }
      }
    }
    if rewriter.changesAnything { try rewrite(path, rewriter) }
    // A translation wants what its original wants, with which this is done.
    if lesson.frontMatter.hasStudentSeeds, translation == nil, problems.count == problemsBefore {
      try checkWithStudentSeeds(lesson, path)
    }
  }

  /// What is wrong with the values in a block's words, where they stand.
  func values(of block: LessonBlock, in session: Session) -> [Phrase] {
    block.values.compactMap { expression in
      do {
        _ = try session.lessonValue(of: expression)
        return nil
      } catch {
        return Wording.valueFails(expression, Wording.describe(error))
      }
    }
  }

  static func lines(_ path: String) throws(ShellError) -> [String] {
    try TextFile.read(path).split(omittingEmptySubsequences: false) { $0.isNewline }
      .map(String.init)
  }

  /// How the lesson reads on a small screen, and by ear.
  private mutating func checkReading(of lesson: Lesson, _ path: String) throws(ShellError) {
    let reading = PlainReading(
      lesson, lines: try Self.lines(path), translation: translation)
    for (problem, position) in reading.problems {
      note(Wording.describe(problem), at: position, path)
    }
  }

  static let top = SourcePosition(line: 1, column: 1)

  /// Whether the lesson's model can be read and runs through an epoch.
  private mutating func checkModel(of lesson: Lesson, _ path: String) -> Bool {
    guard let fence = lesson.model else { return true }
    let files = DataFolder(ofLesson: path).library
    do throws(ModelError) {
      var run = Run(try Program(try Model(name: "model", text: fence.text, files: files)))
      do throws(Run.Failure) {
        try run.runEpochs(1)
      } catch {
        var place = fence.position
        if let line = error.step.line {
          place = SourcePosition(line: fence.firstTextLine + line - 1, column: 1)
        }
        note(Wording.modelDoesNotRun(Wording.describe(error)), at: place, path)
        return false
      }
      return true
    } catch {
      let words = Wording.describe(error, place: nil)
      var place = fence.position
      if let line = error.line {
        let indent = words.range.map { $0.lowerBound + 1 } ?? 1
        place = SourcePosition(line: fence.firstTextLine + line - 1, column: max(indent, 1))
      }
      note(Wording.modelDoesNotRun(words), at: place, path)
      return false
    }
  }

  mutating func note(_ message: Phrase, at position: SourcePosition, _ path: String) {
    problems.append(
      Problem(place: "\(path):\(position.line):\(position.column)", message: message))
  }

  /// - Returns: whether it came to its end.
  private mutating func run(
    _ step: RunStep, of fence: RunFence, in session: inout Session, _ path: String,
    _ rewriter: inout RunRewriter
  ) -> Bool {
    clock.restart()
    let outcome = session.perform(step.command)
    guard !clock.isOver else {
      note(Wording.takesTooLong(step.command), at: step.position, path)
      return false
    }
    var page = Page(capabilities: .pipe, translation: translation)
    outcome.write(to: &page)
    var lines = page.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    guard fence.isRecorded else {
      if case .failure(let error) = outcome.result {
        note(Wording.commandFails(step.command, error), at: step.position, path)
      }
      return true
    }
    if updates {
      do {
        try rewriter.record(lines, for: step)
      } catch {
        note(Wording.unrecordable(step.command, line: error.line), at: step.position, path)
      }
    } else if lines != step.output {
      note(difference(step, lines), at: step.position, path)
    }
    return true
  }

  /// The first line that differs, and how to mend it.
  private func difference(_ step: RunStep, _ lines: [String]) -> Phrase {
    let index =
      zip(step.output, lines).enumerated().first { $1.0 != $1.1 }?.offset
      ?? min(step.output.count, lines.count)
    return Wording.outputDiffers(
      step.command, printed: index < lines.count ? lines[index] : nil,
      recorded: index < step.output.count ? step.output[index] : nil)
  }

  private mutating func rewrite(_ path: String, _ rewriter: RunRewriter) throws(ShellError) {
    let text = try TextFile.read(path)
    let rewritten = rewriter.rewritten(Array(text.utf8))
    try TextFile.write(String(decoding: rewritten, as: UTF8.self), to: path, replacesExisting: true)
    rewrittenFiles.append(path)
  }

  mutating func note(_ fault: LessonFault) { problems.append(Self.problem(fault)) }

  private static func problem(_ fault: LessonFault) -> Problem {
    Problem(
      place: "\(fault.path):\(fault.line):\(fault.column)",
      message: Wording.describe(fault).message)
  }
}

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
    package var message: String
  }

  package private(set) var problems: [Problem] = []
  package private(set) var checkedLessons = 0
  package private(set) var rewrittenFiles: [String] = []
  /// What is no fault and yet worth knowing: how much of a translation is still to be done.
  package private(set) var notes: [String] = []
  private let updates: Bool
  private let isStrict: Bool
  private let isTranslated: Bool
  /// How many students' numbers a lesson is tried with that gives each their own.
  let seedCount: Int
  let clock: CheckClock
  let commands: CommandSet
  /// The language of the lesson that is being checked: its commands print in it.
  private(set) var translation: Translation?

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

  /// Checks the translations into a language: the interface's texts, then the lessons, each beside
  /// its original.
  private mutating func check(_ language: String, of library: LessonLibrary) throws(ShellError) {
    let path = Languages.path(of: language, in: library.directory)
    if File.exists(path) { try checkInterface(path, language, library.directory) }
    let translations = library.translations(into: language)
    let listing = translations.list()
    guard File.exists(path) || !listing.entries.isEmpty else { return }
    for fault in listing.faults { note(fault) }
    for entry in listing.entries {
      try check(translations.read(entry), at: entry.path, in: language, of: library)
    }
  }

  /// Checks a translated lesson, beside its original and in its own language.
  private mutating func check(
    _ reading: LessonReading, at path: String, in language: String, of library: LessonLibrary
  ) throws(ShellError) {
    if let lesson = reading.lesson {
      let entry = library.list().entries.first { $0.id == lesson.id }
      let original = entry.flatMap { library.read($0).lesson }
      var found = TranslationCheck(lesson, of: original, language: language)
      if let original {
        let pages = OriginalPage.pages(of: original, lines: try Self.lines(original.sourcePath))
        if isTranslated {
          try date(path, by: pages)
        } else {
          found.compareDates(lesson, pages, isWanted: isStrict)
        }
      }
      for (problem, position) in found.problems {
        note(Wording.describe(problem), at: position, path)
      }
    }
    translation = Languages.translation(into: language, lessons: library.directory)
    defer { translation = nil }
    try check(reading: reading, at: path)
  }

  /// Checks a file of the interface's texts against the list of them; `--update` adds to it what is
  /// still to be translated.
  private mutating func checkInterface(
    _ path: String, _ language: String, _ directory: String
  ) throws(ShellError) {
    let listPath = LessonLibrary.path(of: InterfaceFile.name, in: directory)
    guard File.exists(listPath) else { return }
    let known = InterfaceFile(listPath, language: "en").keys
    var file = InterfaceFile(path, language: language)
    file.check(against: known)
    for fault in file.lineFaults { note(fault) }
    for (fault, position) in file.faults { note(Wording.describe(fault), at: position, path) }
    let missing = file.missingLines(of: known)
    if updates, !missing.isEmpty {
      let text = try TextFile.read(path)
      let end = text.hasSuffix("\n") ? "" : "\n"
      try TextFile.write(
        text + end + missing.joined(separator: "\n") + "\n", to: path, replacesExisting: true)
      rewrittenFiles.append(path)
    }
    let count = file.untranslated(of: known).count
    if count > 0 { notes.append("\(path): \(count) of \(known.count) texts are not translated") }
  }

  private mutating func check(reading: LessonReading, at path: String) throws(ShellError) {
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
    for (pageIndex, page) in lesson.pages.enumerated() {
      session.begin(page: pageIndex, of: lesson)
      for (blockIndex, block) in page.blocks.enumerated() {
        for problem in values(of: block, in: session) { note(problem, at: block.position, path) }
        switch block.content {
        case .run(let fence):
          for step in fence.steps { run(step, of: fence, in: &session, path, &rewriter) }
        case .exercise(let exercise):
          var check = ExerciseCheck(
            exercise, in: session, of: lesson, page: pageIndex, block: blockIndex, clock)
          check.run()
          for (problem, position) in check.problems {
            note(Wording.describe(problem, of: exercise), at: position, path)
          }
          // What did not end once would not end again.
          guard !check.tookTooLong else { continue }
          clock.restart()
          session.perform(lessonBlock: block)
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
  func values(of block: LessonBlock, in session: Session) -> [String] {
    block.values.compactMap { expression in
      do {
        _ = try session.lessonValue(of: expression)
        return nil
      } catch {
        return Wording.valueFails(expression, Wording.describe(error))
      }
    }
  }

  private static func lines(_ path: String) throws(ShellError) -> [String] {
    try TextFile.read(path).split(omittingEmptySubsequences: false) { $0.isNewline }
      .map(String.init)
  }

  /// Notes in a translation's front matter of which text it is one.
  private mutating func date(_ path: String, by pages: [OriginalPage]) throws(ShellError) {
    let line = "original: " + pages.map(\.digest).joined(separator: " ")
    var lines = try Self.lines(path)
    let old = lines
    guard let end = lines.dropFirst().firstIndex(where: { $0.hasPrefix("---") }) else { return }
    if let place = lines[..<end].firstIndex(where: { $0.hasPrefix("original:") }) {
      lines[place] = line
    } else {
      lines.insert(line, at: end)
    }
    guard lines != old else { return }
    try TextFile.write(lines.joined(separator: "\n"), to: path, replacesExisting: true)
    rewrittenFiles.append(path)
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

  mutating func note(_ message: String, at position: SourcePosition, _ path: String) {
    problems.append(
      Problem(place: "\(path):\(position.line):\(position.column)", message: message))
  }

  private mutating func run(
    _ step: RunStep, of fence: RunFence, in session: inout Session, _ path: String,
    _ rewriter: inout RunRewriter
  ) {
    let place = "\(path):\(step.position.line):\(step.position.column)"
    clock.restart()
    let outcome = session.perform(step.command)
    guard !clock.isOver else {
      problems.append(Problem(place: place, message: Wording.takesTooLong(step.command)))
      return
    }
    var page = Page(capabilities: .pipe, translation: translation)
    outcome.write(to: &page)
    var lines = page.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    guard fence.isRecorded else {
      if case .failure(let error) = outcome.result {
        problems.append(
          Problem(place: place, message: Wording.commandFails(step.command, error)))
      }
      return
    }
    if updates {
      do {
        try rewriter.record(lines, for: step)
      } catch {
        problems.append(
          Problem(
            place: place,
            message: Wording.unrecordable(step.command, line: error.line)))
      }
    } else if lines != step.output {
      problems.append(Problem(place: place, message: difference(step, lines)))
    }
  }

  /// The first line that differs, and how to mend it.
  private func difference(_ step: RunStep, _ lines: [String]) -> String {
    let index =
      zip(step.output, lines).enumerated().first { $1.0 != $1.1 }?.offset
      ?? min(step.output.count, lines.count)
    let recorded = index < step.output.count ? "'\(step.output[index])'" : "nothing"
    let printed = index < lines.count ? "'\(lines[index])'" : "nothing"
    return Wording.outputDiffers(step.command, printed: printed, recorded: recorded)
  }

  private mutating func rewrite(_ path: String, _ rewriter: RunRewriter) throws(ShellError) {
    let text = try TextFile.read(path)
    let rewritten = rewriter.rewritten(Array(text.utf8))
    try TextFile.write(String(decoding: rewritten, as: UTF8.self), to: path, replacesExisting: true)
    rewrittenFiles.append(path)
  }

  private mutating func note(_ fault: LessonFault) { problems.append(Self.problem(fault)) }

  private static func problem(_ fault: LessonFault) -> Problem {
    Problem(
      place: "\(fault.path):\(fault.line):\(fault.column)",
      message: Wording.describe(fault).message.english
    )
  }

  /// What the check has to say, a line each.
  /// With nothing in it that a terminal would act upon: names of files say what they like.
  package var report: String {
    var lines = problems.map { "\($0.place): \($0.message)" }
    lines += rewrittenFiles.map { "\($0): rewritten" }
    lines += notes
    let lessons = "\(checkedLessons) lesson\(checkedLessons == 1 ? "" : "s")"
    let count = problems.count
    lines.append(
      "\(lessons) checked, \(count == 0 ? "no" : "\(count)") problem\(count == 1 ? "" : "s")")
    return lines.map { TextWidth.sanitize($0, keepingNewlines: true) }.joined(separator: "\n")
      + "\n"
  }
}

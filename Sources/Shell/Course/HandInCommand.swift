import JSON
import Lessons
import Terminal
import Training

extension Command {
  static let handIn = Command(
    "hand-in", group: .lessons, usage: "[FILE] [as NAME]",
    summary: "write the file that you give to your teacher",
    help: """
      Writes one text file with your name, what you typed in the open lesson in all your sittings, \
      every attempt, hint, answer and skip, and when. Nothing is sent. hand-in as "Ada L." gives \
      your name; it is asked for once and then remembered. Without FILE the file is named after \
      the lesson and you. Hand in as often as you like: your own file is written anew.
      """,
    completion: .files, effects: [.writesFiles, .namesStudent]
  ) { session, argument in
    guard let place = session.lesson else { throw ShellError.noLesson }
    let request = try HandInRequest(argument)
    if let name = request.name { try session.introduce(name) }
    return try session.handIn(place.lesson, to: request.path, replaces: request.replaces)
  }
}

/// What follows `hand-in`.
struct HandInRequest {
  var path: String?
  var name: String?
  var replaces = false

  init(_ argument: CommandText.Argument) throws(ShellError) {
    var words = argument.words
    replaces = SaveRequest.takeForceFlag(from: &words)
    guard let place = words.firstIndex(of: "as") else {
      path = words.isEmpty ? nil : FileName.unquoted(words.joined(separator: " "))
      return
    }
    var rest = words[(place + 1)...].joined(separator: " ")
    var file = words[..<place].joined(separator: " ")
    // Only between quotation marks can a name be told from a file behind it.
    if file.isEmpty, let mark = rest.first, "\"'“".contains(mark),
      let end = rest.dropFirst().firstIndex(where: { $0 == (mark == "“" ? "”" : mark) })
    {
      file = String(rest[rest.index(after: end)...]).trimmed
      rest = String(rest[...end])
    }
    path = file.isEmpty ? nil : FileName.unquoted(file)
    name = StudentName.unquoted(rest)
    if name?.trimmed.isEmpty ?? true { throw .missingName }
  }
}

extension Session {
  /// Writes the hand-in of a lesson: the sittings of earlier sessions, and this one's.
  ///
  /// - Throws: `ShellError` without a name, or where there is nothing to hand in or no place for it.
  func handIn(
    _ lesson: Lesson, to path: String?, replaces: Bool
  ) throws(ShellError) -> HandInReport {
    guard let student else { throw .missingName }
    var sittings = sittings(of: lesson.id)
    guard !sittings.isEmpty else { throw .nothingToHandIn(lesson.id) }
    let all = sittings.count
    if lesson.frontMatter.hasStudentSeeds {
      let seed = StudentSeed.seed(of: student, in: lesson.id)
      sittings.removeAll { sitting in
        let request = sitting.records.first.map { LessonRequest(CommandText($0.command).argument) }
        return (request?.studentSeed ?? seed) != seed
      }
      guard !sittings.isEmpty else { throw .otherStudent(student, lesson.id) }
    }
    let handIn = HandIn(
      name: student, lesson: .init(id: lesson.id, hash: lesson.hash),
      programVersion: Session.version, written: context.now(), sittings: sittings)
    let tally = LessonTally(notesOf: sittings)
    let path = path ?? Self.fileName(lesson.id, student)
    let isOwn = Self.isHandIn(path, like: handIn)
    try TextFile.write(
      handIn.text(summary: Wording.handInSummary(tally, of: lesson)), to: path,
      replacesExisting: replaces || isOwn)
    return HandInReport(
      path: path, name: student, lesson: lesson.id, sittings: sittings.count,
      leftOut: all - sittings.count, exercises: lesson.exercises.count,
      solved: lesson.exercises.count { tally[$0.id].state == .solved })
  }

  private func sittings(of lesson: String) -> [Journal] {
    let earlier = context.journalFolder.map {
      JournalFolder(path: $0).all(but: context.journalPath)
    }
    let sittings = ((earlier ?? []) + [journal]).flatMap { $0.sittings(of: lesson) }
    // Files are in the order in which their sessions began, which may have been gone on with.
    return sittings.enumerated().sorted { first, second in
      guard let one = first.element.records.first?.time,
        let other = second.element.records.first?.time, one != other
      else { return first.offset < second.offset }
      return one < other
    }.map(\.element)
  }

  /// `first-forward-pass-ada-l.txt`
  private static func fileName(_ lesson: String, _ name: String) -> String {
    "\(lesson)-\(FileName.slug(name)).txt"
  }

  /// Whether a file is an earlier hand-in of the same student and lesson.
  private static func isHandIn(_ path: String, like handIn: HandIn) -> Bool {
    guard let bytes = try? TextFile.readBytes(path), let old = HandIn.read(bytes).handIn else {
      return false
    }
    return old.lesson.id == handIn.lesson.id
      && StudentSeed.normal(old.name) == StudentSeed.normal(handIn.name)
  }

  /// Writes the hand-in of a lesson by its name, for the command line.
  ///
  /// - Throws: `ShellError` of a lesson that is not there, of no name, and of a file that cannot be
  ///   written.
  package func handIn(
    lesson name: String, to path: String?, replaces: Bool
  ) throws(ShellError) -> HandInReport {
    guard case .found(let entry) = try library().find(name),
      let lesson = try library().read(entry).lesson
    else { throw ShellError("unknown-lesson", "there is no lesson '\(name)'") }
    return try handIn(lesson, to: path, replaces: replaces)
  }
}

/// A hand-in that was written.
package struct HandInReport: CommandResult {
  var path: String
  var name: String
  var lesson: String
  var sittings: Int
  /// Sittings of another student.
  var leftOut: Int
  var exercises: Int
  var solved: Int

  package var json: JSONValue {
    .object([
      ("type", .string("hand-in")), ("file", .string(path)), ("name", .string(name)),
      ("lesson", .string(lesson)), ("sittings", .integer(sittings)), ("solved", .integer(solved)),
      ("exercises", .integer(exercises)),
    ])
  }

  package func journalText(for command: String, in session: Session) -> String? { nil }

  package func write(to page: inout Page) {
    page.paragraph(Wording.handedIn(self))
    if leftOut > 0 { page.paragraph(Wording.leftOut(leftOut)) }
  }
}

import Lessons

/// The session as a lesson has it at a point: every command above was done, every exercise that
/// changes something was solved as its author solves it, and nothing else.
package struct ReferenceSession: Sendable {
  /// Boxed, since a session holds the place in its lesson, which holds this.
  private indirect enum Box: Sendable { case session(Session) }

  private(set) var point = LessonPoint(page: 0)
  private var box: Box

  /// - Throws: `ShellError`, as for opening the lesson.
  package init(
    _ lesson: Lesson, seed: UInt32, studentSeed: UInt32?, commands: CommandSet
  ) throws(ShellError) {
    box = .session(
      try Session.start(lesson, seed: seed, studentSeed: studentSeed, commands: commands))
  }

  /// A point that was reached already, by a session of which the network and the variables count.
  package init(_ session: Session, at point: LessonPoint) {
    box = .session(session.withoutCourse)
    self.point = point
  }

  package var session: Session {
    get {
      switch box {
      case .session(let session): session
      }
    }
    set { box = .session(newValue) }
  }

  /// Does what the lesson does up to a point, which lies at this one or behind it.
  package mutating func advance(to target: LessonPoint, in lesson: Lesson) {
    var session = session
    while point < target, point.page < lesson.pages.count {
      let blocks = lesson.pages[point.page].blocks
      guard point.block < blocks.count else {
        point = LessonPoint(page: point.page + 1)
        continue
      }
      let commands = blocks[point.block].commands
      if point.step < commands.count {
        _ = session.perform(commands[point.step])
        point.step += 1
      } else {
        point = LessonPoint(page: point.page, block: point.block + 1)
      }
    }
    self.session = session
  }
}

/// What is known of a lesson's points: the last one, and the beginnings of pages.
package struct LessonReferences: Sendable {
  private var latest: ReferenceSession?
  private var pages: [Int: ReferenceSession] = [:]

  package init(_ reference: ReferenceSession? = nil) { latest = reference }

  /// The nearest one that can still be brought to a point.
  func nearest(to point: LessonPoint) -> ReferenceSession? {
    var best = latest.flatMap { $0.point <= point ? $0 : nil }
    for (page, reference) in pages where page <= point.page && reference.point <= point {
      if best.map({ $0.point < reference.point }) ?? true { best = reference }
    }
    return best
  }

  mutating func keep(_ reference: ReferenceSession) {
    latest = reference
    let point = reference.point
    if point == LessonPoint(page: point.page) { pages[point.page] = reference }
  }
}

extension LessonBlock {
  /// What the lesson does at the block: its commands, or the answer to an exercise that changes
  /// something.
  var commands: [String] {
    switch content {
    case .run(let fence): fence.steps.map(\.command)
    case .exercise(let exercise) where exercise.task.changesSession: exercise.answerCommands
    default: []
    }
  }
}

extension Session {
  /// Does what a block of a lesson does.
  package mutating func perform(lessonBlock block: LessonBlock) {
    for command in block.commands { _ = perform(command) }
  }

  /// The session as the open lesson has it before an exercise of the page.
  ///
  /// - Throws: `ShellError` where no lesson is open, or on Ctrl-C.
  package mutating func reference(before exercise: Exercise) throws(ShellError) -> Session {
    guard let place = lesson, let page = place.page else { throw ShellError.noLesson }
    return try reference(
      at: LessonPoint(page: place.cursor.page, block: page.index(of: exercise) ?? 0))
  }

  /// The session as the open lesson has it at a point. What the pages before do is done once; from
  /// what is known of it a point is reached at once.
  ///
  /// - Throws: `ShellError` where no lesson is open, or on Ctrl-C.
  mutating func reference(at point: LessonPoint) throws(ShellError) -> Session {
    guard var place = lesson else { throw ShellError.noLesson }
    var reference =
      if let known = place.references.nearest(to: point) {
        known
      } else {
        try ReferenceSession(
          place.lesson, seed: run.seed, studentSeed: place.studentSeed,
          commands: context.commands)
      }
    var ahead = reference.session
    ahead.context = Context()
    ahead.context.commands = context.commands
    ahead.context.permitted = []
    ahead.context.shouldStop = context.shouldStop
    ahead.context.progress = context.progress
    reference.session = ahead
    for page in reference.point.page..<max(point.page, reference.point.page) {
      reference.advance(to: LessonPoint(page: page + 1), in: place.lesson)
      // What was stopped half-way is no place of the lesson.
      if context.shouldStop() { throw ShellError("interrupted", "stopped by Ctrl-C") }
      place.references.keep(reference)
    }
    reference.advance(to: point, in: place.lesson)
    if context.shouldStop() { throw ShellError("interrupted", "stopped by Ctrl-C") }
    place.references.keep(reference)
    lesson = place
    return reference.session
  }

  /// Puts the network, the variables and what is displayed where another session has them.
  /// Variables of the student's own stay, where they have no name of the network's.
  package mutating func adopt(_ other: Session) {
    book = other.book
    random = other.random
    let names = Set(other.run.candidateNames)
    workspace = workspace.filter { !names.contains($0.key) }.merging(other.workspace) { $1 }
    self[Stops.self] = other[Stops.self]
    self[Sweeps.self] = other[Sweeps.self]
  }

  /// The network, the variables and what is displayed, without lesson, history and journal.
  fileprivate var withoutCourse: Session {
    var session = self
    session.lesson = nil
    session.sandbox = nil
    session.history = []
    session.transcript = SessionTranscript()
    session.unwrittenLines = ""
    session.isReplaying = false
    session.isJournaling = true
    session.isJudging = true
    session.context = Context()
    session.context.permitted = []
    return session
  }
}

extension Exercise {
  /// The commands of the answer.
  package var answerCommands: [String] { answerLines.flatMap { CommandText.split($0) } }
}

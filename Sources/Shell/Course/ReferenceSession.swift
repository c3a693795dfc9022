import Lessons

/// The session as a lesson has it before a block: every command above was done, every exercise
/// that changes something was solved as its author solves it, and nothing else.
package struct ReferenceSession: Sendable {
  /// Boxed, since a session holds the place in its lesson, which holds this.
  private indirect enum Box: Sendable { case session(Session) }

  private var page = 0
  private var block = 0
  private var box: Box

  /// - Throws: `ShellError`, as for opening the lesson.
  package init(
    _ lesson: Lesson, seed: UInt32, studentSeed: UInt32?, commands: CommandSet
  ) throws(ShellError) {
    box = .session(
      try Session.start(lesson, seed: seed, studentSeed: studentSeed, commands: commands))
  }

  /// A reference that was reached already.
  package init(_ session: Session, page: Int, block: Int) {
    box = .session(session)
    self.page = page
    self.block = block
  }

  package var session: Session {
    get {
      switch box {
      case .session(let session): session
      }
    }
    set { box = .session(newValue) }
  }

  /// Whether it can still be brought to a block without starting again.
  package func isBefore(page: Int, block: Int) -> Bool {
    (self.page, self.block) <= (page, block)
  }

  /// Does what the lesson does up to a block.
  package mutating func advance(to target: (page: Int, block: Int), in lesson: Lesson) {
    var session = session
    while (page, block) < target, page < lesson.pages.count {
      let blocks = lesson.pages[page].blocks
      guard block < blocks.count else {
        page += 1
        block = 0
        continue
      }
      session.perform(lessonBlock: blocks[block])
      block += 1
    }
    self.session = session
  }
}

extension Session {
  /// Does what a block of a lesson does: its commands, or the answer to an exercise that changes
  /// something.
  package mutating func perform(lessonBlock block: LessonBlock) {
    switch block.content {
    case .run(let fence):
      for step in fence.steps { _ = perform(step.command) }
    case .exercise(let exercise) where exercise.task.changesSession:
      for command in exercise.answerCommands { _ = perform(command) }
    default: break
    }
  }

  /// The session as the open lesson has it before an exercise, or at the top of the page.
  ///
  /// - Throws: `ShellError` where no lesson is open.
  package mutating func reference(before exercise: Exercise?) throws(ShellError) -> Session {
    guard var place = lesson, let page = place.page else { throw ShellError.noLesson }
    let block = exercise.flatMap { page.index(of: $0) } ?? 0
    let target = (page: place.cursor.page, block: block)
    var reference: ReferenceSession
    if let known = place.reference, known.isBefore(page: target.page, block: block) {
      reference = known
    } else {
      reference = try ReferenceSession(
        place.lesson, seed: run.seed, studentSeed: place.studentSeed,
        commands: context.commands)
    }
    reference.session.context.shouldStop = context.shouldStop
    reference.advance(to: target, in: place.lesson)
    // What was stopped half-way is no place of the lesson.
    if context.shouldStop() { throw ShellError("interrupted", "stopped by Ctrl-C") }
    place.reference = reference
    lesson = place
    return reference.session
  }

  /// Puts the network and the variables where another session has them.
  package mutating func adopt(_ other: Session) {
    run = other.run
    random = other.random
    workspace.merge(other.workspace) { $1 }
  }
}

extension Exercise {
  /// The commands of the answer.
  package var answerCommands: [String] { answerLines.flatMap { CommandText.split($0) } }
}

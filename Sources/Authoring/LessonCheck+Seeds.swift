import Lessons
import Networks
import Shell
import Terminal

/// A lesson whose numbers differ from student to student, as some of them have it: what is right with
/// the author's numbers is to be right with theirs.
extension LessonCheck {
  mutating func checkWithStudentSeeds(_ lesson: Lesson, _ path: String) throws(ShellError) {
    guard lesson.readModel?.hasSeed == true else {
      note(Wording.nothingToSeed, at: lesson.model?.position ?? Self.top, path)
      return
    }
    // Said once: what is wrong with one seed is most often wrong with the next.
    var known: Set<SourcePosition> = []
    var numbers = SeedNumbers(of: lesson)
    for seed in studentSeeds(of: lesson) {
      var session = try Session.start(lesson, studentSeed: seed, commands: commands)
      session.context.shouldStop = { [clock] in clock.isOver }
      var printed = ""
      for (pageIndex, page) in lesson.pages.enumerated() {
        session.begin(page: pageIndex, of: lesson)
        for (blockIndex, block) in page.blocks.enumerated() {
          var found = values(of: block, in: session).map { ($0, block.position) }
          if case .exercise(let exercise) = block.content, !known.contains(block.position) {
            var check = ExerciseCheck(
              exercise, in: session, of: lesson, page: pageIndex, block: blockIndex,
              studentSeed: seed, clock)
            check.run()
            found += check.problems.map {
              (Wording.describe($0.problem, of: exercise), $0.position)
            }
          }
          found += run(block, in: &session, &printed)
          guard !found.isEmpty, known.insert(block.position).inserted else { continue }
          for (problem, position) in found {
            note(Wording.withStudentSeed(seed, problem), at: position, path)
          }
        }
      }
      numbers.compare(with: printed)
    }
    for (number, position) in numbers.found {
      note(Wording.numberOfTheSeed(number), at: position, path)
    }
  }

  /// Does what a block does with a student's numbers, and notes commands that fail with these alone.
  private func run(
    _ block: LessonBlock, in session: inout Session, _ printed: inout String
  ) -> [(Phrase, SourcePosition)] {
    guard case .run(let fence) = block.content else {
      clock.restart()
      session.perform(lessonBlock: block)
      return []
    }
    var found: [(Phrase, SourcePosition)] = []
    for step in fence.steps {
      clock.restart()
      let outcome = session.perform(step.command)
      var page = Page(capabilities: .pipe, translation: translation)
      outcome.write(to: &page)
      printed += page.text
      let first = page.text.split(separator: "\n").first
      if let error = outcome.failure, fence.isRecorded, step.output.first.map({ $0[...] }) != first
      {
        found.append((Wording.commandFails(step.command, error), step.position))
      }
    }
    return found
  }

  /// Seeds such as students have: always the same ones for a lesson.
  private func studentSeeds(of lesson: Lesson) -> [UInt32] {
    let usual: [UInt32] = [17, 482_913_377, 900_150_983]
    let more = (0..<max(seedCount - usual.count, 0)).map {
      StudentSeed.seed(of: "student \($0 + 1)", in: lesson.id)
    }
    return usual.prefix(seedCount) + more
  }
}

extension Lesson {
  /// The model that it is about, its own or the article's; `nil` where that cannot be read.
  var readModel: Model? {
    try? Model(
      name: "model", text: model?.text ?? Model.articleText,
      files: DataFolder(ofLesson: sourcePath).library)
  }
}

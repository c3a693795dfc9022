import Lessons
import Terminal

/// A lesson that is being followed, and where in it the student is.
package struct LessonPlace: Sendable {
  package let lesson: Lesson
  package var cursor: LessonCursor {
    didSet { if cursor.page != oldValue.page { demonstrated = 0 } }
  }
  /// What has been done about the lesson's exercises.
  package var record: LessonRecord
  /// An exercise that is done once more.
  var reopened: String?
  /// The commands since the open exercise was met.
  var recent: [String] = []
  /// How many of the page's commands have been done.
  var demonstrated = 0
  /// What became of the last attempt at an exercise.
  package internal(set) var lastJudgement: Judgement?
  /// The session as the lesson has it at some place, to go on from.
  package var reference: ReferenceSession?

  /// What takes the place of the model's seed.
  let studentSeed: UInt32?

  package init(
    _ lesson: Lesson, record: LessonRecord = LessonRecord(), studentSeed: UInt32? = nil
  ) {
    self.lesson = studentSeed.map { lesson.dealt(seed: $0) } ?? lesson
    self.studentSeed = studentSeed
    self.record = record
    cursor = LessonCursor(page: min(record.page, lesson.pages.count - 1))
  }

  var page: LessonPage? { cursor.currentPage(in: lesson) }

  /// 'page 3 of 23'.
  var progress: Phrase { "page \(cursor.page + 1) of \(lesson.pages.count)" }

  var isLastPage: Bool { cursor.page + 1 >= lesson.pages.count }

  /// The first exercise of the page that is still to be done.
  package var exercise: Exercise? { page?.exercises.first(where: isOpen) }

  package func isOpen(_ exercise: Exercise) -> Bool {
    exercise.id == reopened || record[exercise.id].state == .open
  }

  /// The blocks of the page up to the open exercise: what follows it may give it away.
  var visibleBlocks: ArraySlice<LessonBlock> {
    guard let page else { return [] }
    guard let exercise, let index = page.index(of: exercise) else { return page.blocks[...] }
    return page.blocks[...index]
  }

  /// The commands that the page shows, in order, with what they print.
  package var steps: [RunStep] { visibleBlocks.flatMap(\.steps) }

  /// Those of them that have not been done yet.
  var stepsLeft: [RunStep] { Array(steps.dropFirst(demonstrated)) }
}

extension LessonPage {
  /// Where an exercise stands among the blocks.
  func index(of exercise: Exercise) -> Int? {
    blocks.firstIndex {
      if case .exercise(let other) = $0.content { other.id == exercise.id } else { false }
    }
  }
}

extension LessonBlock {
  /// The commands of a run fence.
  package var steps: [RunStep] {
    if case .run(let fence) = content { fence.steps } else { [] }
  }
}

import Lessons
import Terminal

/// A lesson that is being followed, and where in it the student is.
package struct LessonPlace: Sendable {
  package private(set) var lesson: Lesson
  package private(set) var cursor: LessonCursor
  /// What has been done about the lesson's exercises.
  package var record: LessonRecord
  /// An exercise that is done once more.
  var reopened: String?
  /// The commands since the open exercise was met.
  var recent: [String] = []
  /// How many of the page's commands have been done.
  package internal(set) var demonstrated = 0
  /// The point at which the network stood when it was last known to be where the lesson has it.
  var anchor = LessonPoint(page: 0)
  /// Whether the network may be elsewhere than there, by what was typed.
  var isTouched = false
  /// Whether that has been said on this page.
  var hasSaidElsewhere = false
  /// What became of the last attempt at an exercise.
  package internal(set) var lastJudgement: Judgement?
  /// Where the network has still to be put, in grading.
  var pending: LessonPoint?
  /// The lesson that comes behind this one.
  var following: LessonLibrary.Entry?
  /// The session as the lesson has it, to go on from.
  package var references = LessonReferences()

  /// What takes the place of the model's seed.
  let studentSeed: UInt32?

  package init(
    _ lesson: Lesson, record: LessonRecord = LessonRecord(), studentSeed: UInt32? = nil
  ) {
    self.lesson = studentSeed.map { lesson.dealt(seed: $0) } ?? lesson
    self.studentSeed = studentSeed
    self.record = record
    cursor = LessonCursor(page: min(record.page, lesson.pages.count - 1))
    anchor = LessonPoint(page: cursor.page)
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

  /// The open exercise, once all commands above it have been done: before that it is not shown.
  package var exerciseInView: Exercise? { stepsLeft.isEmpty ? exercise : nil }

  /// Goes to a page counted from 0, to its beginning.
  ///
  /// - Returns: false where there is no such page; the place then stays.
  @discardableResult
  package mutating func go(toPage page: Int) -> Bool {
    guard cursor.go(toPage: page, in: lesson) else { return false }
    demonstrated = 0
    hasSaidElsewhere = false
    recent = []
    arrive(at: LessonPoint(page: page))
    return true
  }

  /// Notes that the network is where the lesson has it at a point.
  mutating func arrive(at point: LessonPoint) {
    anchor = point
    isTouched = false
  }

  /// Whether the network has to be put somewhere before what comes next.
  var isAstray: Bool { isTouched || changes(from: anchor, to: point) }

  /// Goes to where the page's exercise is asked, as if all commands above it had been done.
  package mutating func goToExercise() { demonstrated = steps.count }

  /// Puts the values in a block's words into their places.
  mutating func fill(block: Int, _ value: (String) -> String) {
    let page = cursor.page
    lesson.pages[page].blocks[block] = lesson.pages[page].blocks[block].filled(value)
  }

  // MARK: What the page shows

  /// The blocks of the page up to the open exercise: what follows it may give it away.
  private var reachableBlocks: ArraySlice<LessonBlock> {
    guard let page else { return [] }
    guard let exercise, let index = page.index(of: exercise) else { return page.blocks[...] }
    return page.blocks[...index]
  }

  /// The commands of the page up to the open exercise, in order, with what they print.
  package var steps: [RunStep] { reachableBlocks.flatMap(\.steps) }

  /// Those of them that have not been done yet.
  var stepsLeft: [RunStep] { Array(steps.dropFirst(demonstrated)) }

  /// The blocks that are shown: up to the first commands that are still to be done, since what stands
  /// below them tells what they print.
  var visibleBlocks: ArraySlice<LessonBlock> {
    let blocks = reachableBlocks
    guard !stepsLeft.isEmpty else { return blocks }
    return blocks[...block(ofStep: demonstrated)]
  }

  /// How many commands are shown and still to be done.
  var stepsInView: Int { visibleBlocks.reduce(0) { $0 + $1.steps.count } - demonstrated }

  /// The block that holds one of the steps.
  private func block(ofStep step: Int) -> Int {
    var count = 0
    for (index, block) in zip(reachableBlocks.indices, reachableBlocks) {
      count += block.steps.count
      if step < count { return index }
    }
    return max(reachableBlocks.endIndex - 1, 0)
  }

  /// How many steps there are above a block.
  private func steps(above block: Int) -> Int {
    reachableBlocks.prefix(block).reduce(0) { $0 + $1.steps.count }
  }

  /// The block that comes behind the step that was done last, if that was the last one of its block.
  var blockAfterLastStep: Int? {
    guard demonstrated > 0 else { return nil }
    let block = block(ofStep: demonstrated - 1)
    return steps(above: block + 1) == demonstrated ? block + 1 : nil
  }

  /// The first block of what is read now: the one behind the last commands all of which have been
  /// done, as long as anything stands there.
  var firstBlockInReading: Int {
    let visible = visibleBlocks
    let done = visible.indices.filter {
      !visible[$0].steps.isEmpty && steps(above: $0 + 1) <= demonstrated
    }
    return done.map { $0 + 1 }.last { $0 < visible.endIndex } ?? 0
  }

  // MARK: Points

  /// Where the lesson stands right after the step that was done last.
  var pointAfterLastStep: LessonPoint {
    guard demonstrated > 0 else { return LessonPoint(page: cursor.page) }
    let block = block(ofStep: demonstrated - 1)
    return LessonPoint(
      page: cursor.page, block: block, step: demonstrated - steps(above: block))
  }

  /// Where the lesson stands before what comes next: a command, the open exercise or the next page.
  var point: LessonPoint {
    if !stepsLeft.isEmpty {
      let block = block(ofStep: demonstrated)
      return LessonPoint(
        page: cursor.page, block: block, step: demonstrated - steps(above: block))
    }
    if let exercise, let index = page?.index(of: exercise) {
      return LessonPoint(page: cursor.page, block: index)
    }
    return LessonPoint(page: cursor.page + 1)
  }

  /// Whether between two points of the page an exercise is solved by changing something.
  private func changes(from start: LessonPoint, to end: LessonPoint) -> Bool {
    guard let page, start.page == cursor.page else { return false }
    return page.blocks.indices.contains { index in
      guard case .exercise(let exercise) = page.blocks[index].content else { return false }
      return exercise.task.changesSession && LessonPoint(page: start.page, block: index) >= start
        && LessonPoint(page: start.page, block: index) < end
    }
  }
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

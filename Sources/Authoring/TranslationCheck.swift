import Lessons
import Shell

/// Compares a translated lesson with its original: the words differ, what is asked does not.
///
/// Progress and grades are kept by id in every language, so the same exercises must be there, in the
/// same order, with the same answers; and the commands, since the answers depend on them.
struct TranslationCheck {
  /// What is wrong with a translation; the words are in `Wording`.
  enum Problem {
    case noOriginal(id: String)
    case otherLanguage(found: String, wanted: String)
    case otherNumber(found: Int, wanted: Int)
    case otherModel
    case missingExercise(id: String)
    case strayExercise(id: String)
    case otherOrder(id: String, wanted: String)
    /// The exercise wants something else than the original's.
    case otherTask(id: String)
    case otherCommands(original: String?)
    case missingRun(original: Int)
    /// A value in the words that the original has and this has not, or the other way about.
    case missingValue(String)
    case strayValue(String)
    /// It does not say of which text it is a translation.
    case undated
    /// A page of the original is another than the one that was translated.
    case lags(page: String, line: Int)
  }

  private(set) var problems: [(problem: Problem, position: SourcePosition)] = []
  private let top = SourcePosition(line: 1, column: 1)

  init(_ lesson: Lesson, of original: Lesson?, language: String) {
    if lesson.language != language {
      note(.otherLanguage(found: lesson.language, wanted: language), top)
    }
    guard let original else {
      note(.noOriginal(id: lesson.id), top)
      return
    }
    if lesson.number != original.number {
      note(.otherNumber(found: lesson.number, wanted: original.number), top)
    }
    if lesson.model?.text != original.model?.text || lesson.model?.name != original.model?.name {
      note(.otherModel, lesson.model?.position ?? top)
    }
    compareExercises(lesson, original)
    compareRuns(lesson, original)
    compareValues(lesson, original)
  }

  private mutating func compareValues(_ lesson: Lesson, _ original: Lesson) {
    var wanted: [String: Int] = [:]
    for value in original.values { wanted[value, default: 0] += 1 }
    for block in lesson.pages.flatMap(\.blocks) {
      for value in block.values {
        if wanted[value, default: 0] == 0 { note(.strayValue(value), block.position) }
        wanted[value, default: 0] -= 1
      }
    }
    for value in original.values where wanted[value, default: 0] > 0 {
      note(.missingValue(value), top)
      wanted[value] = 0
    }
  }

  /// Compares the pages that were translated with those that there are now.
  mutating func compareDates(_ lesson: Lesson, _ pages: [OriginalPage], isWanted: Bool) {
    guard let noted = lesson.frontMatter.original else {
      if isWanted { note(.undated, top) }
      return
    }
    let digests = noted.split(separator: " ").map(String.init)
    for (index, page) in pages.enumerated() {
      guard index >= digests.count || digests[index] != page.digest else { continue }
      let place = index < lesson.pages.count ? lesson.pages[index].position : top
      note(.lags(page: page.title, line: page.line), place)
      // A page more moves all behind it.
      if digests.count != pages.count { return }
    }
    if digests.count > pages.count, digests.starts(with: pages.map(\.digest)) {
      note(.lags(page: pages.last?.title ?? "", line: pages.last?.line ?? 1), top)
    }
  }

  private mutating func note(_ problem: Problem, _ position: SourcePosition) {
    problems.append((problem, position))
  }

  private mutating func compareExercises(_ lesson: Lesson, _ original: Lesson) {
    let wanted = original.exercises
    let found = lesson.exercises
    for exercise in wanted where !found.contains(where: { $0.id == exercise.id }) {
      note(.missingExercise(id: exercise.id), top)
    }
    for exercise in found where !wanted.contains(where: { $0.id == exercise.id }) {
      note(.strayExercise(id: exercise.id), exercise.position)
    }
    let both = wanted.filter { exercise in found.contains { $0.id == exercise.id } }
    let same = found.filter { exercise in wanted.contains { $0.id == exercise.id } }
    if let (other, exercise) = zip(both, same).first(where: { $0.id != $1.id }) {
      note(.otherOrder(id: exercise.id, wanted: other.id), exercise.position)
    }
    for exercise in same {
      guard let other = both.first(where: { $0.id == exercise.id }) else { continue }
      if exercise.whatIsWanted != other.whatIsWanted {
        note(.otherTask(id: exercise.id), exercise.position)
      }
    }
  }

  private mutating func compareRuns(_ lesson: Lesson, _ original: Lesson) {
    let wanted = original.runs
    let found = lesson.runs
    for (index, fence) in found.enumerated() {
      let other = index < wanted.count ? wanted[index].steps.map(\.command) : []
      if fence.steps.map(\.command) != other {
        let text = index < wanted.count ? other.joined(separator: "; ") : nil
        return note(.otherCommands(original: text), fence.position)
      }
    }
    if found.count < wanted.count {
      note(.missingRun(original: wanted[found.count].position.line), top)
    }
  }
}

extension Lesson {
  /// The values in its words, in order.
  fileprivate var values: [String] { pages.flatMap { $0.blocks.flatMap(\.values) } }

  /// The run fences in order.
  fileprivate var runs: [RunFence] {
    pages.flatMap(\.blocks).compactMap { block in
      if case .run(let fence) = block.content { fence } else { nil }
    }
  }
}

extension Exercise {
  /// The lines that decide what is right, without the words of a language.
  fileprivate var whatIsWanted: [String] { type(of: task).whatIsWanted(self) }
}

import Equations
import Lessons
import Networks

/// What exercises still to come ask for, in a lesson that is gone through without a place in it.
struct AskedEquations: SessionState {
  var texts: Set<String> = []
}

extension Session {
  /// Begins a page of a lesson that is checked.
  package mutating func begin(page: Int, of lesson: Lesson) {
    self[AskedEquations.self].texts = lesson.answers(fromPage: page)
  }

  /// The equation that comes next as it may be shown: where an exercise of this page or of a later
  /// one asks for it, without its right side.
  func shown(next step: ProgramEquation) -> String {
    let asked =
      lesson.map { $0.lesson.answers(fromPage: $0.cursor.page) } ?? self[AskedEquations.self].texts
    guard let name = step.target, asked.contains(step.text) else { return step.text }
    return "\(name) = ..."
  }
}

extension Lesson {
  /// What is to be typed in the exercises from a page on.
  fileprivate func answers(fromPage page: Int) -> Set<String> {
    Set(pages.dropFirst(page).flatMap(\.exercises).flatMap { $0.task.answer })
  }
}

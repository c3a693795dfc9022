/// The page of a lesson that a student is on.
///
/// A cursor is a value without its lesson. In a lesson that was shortened since, it stands at the
/// nearest page there is.
public struct LessonCursor: Sendable, Hashable {
  /// Counted from 0.
  public private(set) var page: Int

  public init(page: Int = 0) { self.page = max(0, page) }

  /// The page the cursor is on.
  public func currentPage(in lesson: Lesson) -> LessonPage? {
    lesson.pages.isEmpty ? nil : lesson.pages[min(page, lesson.pages.count - 1)]
  }

  /// Goes to the next page. On the last page it stays, and the answer is false.
  @discardableResult
  public mutating func turnPage(in lesson: Lesson) -> Bool {
    clamp(to: lesson)
    return go(toPage: page + 1, in: lesson)
  }

  /// Goes to the page before. On the first page it stays, and the answer is false.
  @discardableResult
  public mutating func turnBack(in lesson: Lesson) -> Bool {
    clamp(to: lesson)
    return go(toPage: page - 1, in: lesson)
  }

  /// Goes to a page counted from 0. Where there is no such page it stays, and the answer is false.
  @discardableResult
  public mutating func go(toPage target: Int, in lesson: Lesson) -> Bool {
    clamp(to: lesson)
    guard lesson.pages.indices.contains(target) else { return false }
    page = target
    return true
  }

  private mutating func clamp(to lesson: Lesson) {
    page = min(page, max(0, lesson.pages.count - 1))
  }
}

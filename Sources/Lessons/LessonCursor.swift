/// Where a student is in a lesson: a page, and how many of its blocks have been shown.
///
///     var cursor = LessonCursor()
///     while let block = cursor.nextBlock(in: lesson) { show(block) }   // one page
///     cursor.turnPage(in: lesson)                                     // Enter
///
/// A cursor is a value without its lesson. In a lesson that was shortened since, it stands at the
/// nearest place there is.
public struct LessonCursor: Sendable, Hashable {
  /// The page, counted from 0.
  public private(set) var page: Int
  /// The blocks of the page already shown: the index of the next one.
  public private(set) var block: Int

  public init(page: Int = 0, block: Int = 0) {
    self.page = max(0, page)
    self.block = max(0, block)
  }

  /// The page the cursor is on.
  public func currentPage(in lesson: Lesson) -> LessonPage? {
    lesson.pages.isEmpty ? nil : lesson.pages[min(page, lesson.pages.count - 1)]
  }

  /// The blocks of the page not yet shown.
  public func blocksLeft(in lesson: Lesson) -> ArraySlice<LessonBlock> {
    currentPage(in: lesson)?.blocks.dropFirst(block) ?? []
  }

  /// The next block of the page, which then counts as shown; nil at the page's end.
  public mutating func nextBlock(in lesson: Lesson) -> LessonBlock? {
    clamp(to: lesson)
    guard let next = blocksLeft(in: lesson).first else { return nil }
    block += 1
    return next
  }

  /// Whether every block of the page has been shown.
  public func isAtPageEnd(in lesson: Lesson) -> Bool { blocksLeft(in: lesson).isEmpty }

  /// Whether every block of the last page has been shown.
  public func isAtEnd(in lesson: Lesson) -> Bool {
    page >= lesson.pages.count - 1 && isAtPageEnd(in: lesson)
  }

  /// Goes to the top of the next page. On the last page it stays, and the answer is false.
  @discardableResult
  public mutating func turnPage(in lesson: Lesson) -> Bool {
    clamp(to: lesson)
    return go(toPage: page + 1, in: lesson)
  }

  /// Goes to the top of the page before. On the first page it stays, and the answer is false.
  @discardableResult
  public mutating func turnBack(in lesson: Lesson) -> Bool {
    clamp(to: lesson)
    return go(toPage: page - 1, in: lesson)
  }

  /// Goes to the top of a page counted from 0. Where there is no such page it stays, and the answer is
  /// false.
  @discardableResult
  public mutating func go(toPage target: Int, in lesson: Lesson) -> Bool {
    clamp(to: lesson)
    guard lesson.pages.indices.contains(target) else { return false }
    page = target
    block = 0
    return true
  }

  /// Goes back to the top of the page, to show it again.
  public mutating func restartPage() { block = 0 }

  private mutating func clamp(to lesson: Lesson) {
    page = min(page, max(0, lesson.pages.count - 1))
    block = min(block, currentPage(in: lesson)?.blocks.count ?? 0)
  }
}

/// A point of a lesson: a page, a block of it, and how many of the block's commands are done, each
/// counted from 0.
package struct LessonPoint: Sendable, Comparable {
  package var page: Int
  package var block: Int
  package var step: Int

  package init(page: Int, block: Int = 0, step: Int = 0) {
    self.page = page
    self.block = block
    self.step = step
  }

  package static func < (a: LessonPoint, b: LessonPoint) -> Bool {
    (a.page, a.block, a.step) < (b.page, b.block, b.step)
  }
}

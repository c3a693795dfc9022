import Lessons

/// A lesson that is being followed, and where in it the student is.
public struct LessonPlace: Sendable {
  public let lesson: Lesson
  public var cursor: LessonCursor

  public init(_ lesson: Lesson) {
    self.lesson = lesson
    cursor = LessonCursor()
  }

  var page: LessonPage? { cursor.currentPage(in: lesson) }

  /// 'page 3 of 23'.
  var progress: String { "page \(cursor.page + 1) of \(lesson.pages.count)" }

  var isLastPage: Bool { cursor.page + 1 >= lesson.pages.count }

  /// The commands of the page, in order.
  var commands: [String] {
    (page?.blocks ?? []).flatMap { block -> [String] in
      if case .run(let fence) = block.content { fence.steps.map(\.command) } else { [] }
    }
  }
}

import Testing

@testable import Lessons

@Suite struct CursorTests {
  let lesson: Lesson

  init() throws {
    let text = TestFiles.lesson("# A\n\none\n\ntwo\n\n## B\n\n---\n\nlast\n")
    lesson = try #require(TestFiles.read(text).lesson)
  }

  @Test func walksEveryBlockOnce() {
    var cursor = LessonCursor()
    var seen: [[LessonBlock]] = []
    repeat {
      var page: [LessonBlock] = []
      while let block = cursor.nextBlock(in: lesson) { page.append(block) }
      #expect(cursor.isAtPageEnd(in: lesson))
      seen.append(page)
    } while cursor.turnPage(in: lesson)
    #expect(seen == lesson.pages.map(\.blocks))
    #expect(cursor.isAtEnd(in: lesson))
    #expect(cursor.nextBlock(in: lesson) == nil)
    #expect(cursor == LessonCursor(page: 2, block: 1))
  }

  @Test func goesBackAndTo() {
    var cursor = LessonCursor()
    let back = cursor.turnBack(in: lesson)
    #expect(!back && cursor == LessonCursor())
    let moves = [2, 3, -1].map { cursor.go(toPage: $0, in: lesson) }
    #expect(moves == [true, false, false])
    #expect(cursor == LessonCursor(page: 2))
    let again = cursor.turnBack(in: lesson)
    #expect(again)
    #expect(cursor == LessonCursor(page: 1))
  }

  @Test func aStaleCursorStandsAtTheNearestPlace() {
    for (page, block) in [(7, 9), (Int.max, Int.max), (-5, -5), (0, 99)] {
      var cursor = LessonCursor(page: page, block: block)
      _ = cursor.blocksLeft(in: lesson)
      _ = cursor.isAtEnd(in: lesson)
      cursor.turnPage(in: lesson)
      _ = cursor.nextBlock(in: lesson)
      cursor.turnBack(in: lesson)
      #expect(lesson.pages.indices.contains(cursor.page))
      #expect(cursor.block <= lesson.pages[cursor.page].blocks.count)
    }
  }
}

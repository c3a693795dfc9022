import Testing

@testable import Lessons

@Suite struct CursorTests {
  let lesson: Lesson

  init() throws {
    let text = TestFiles.lesson("# A\n\none\n\ntwo\n\n## B\n\n---\n\nlast\n")
    lesson = try #require(TestFiles.read(text).lesson)
  }

  @Test func turnsToEveryPageOnce() {
    var cursor = LessonCursor()
    var seen = [cursor.currentPage(in: lesson)]
    while cursor.turnPage(in: lesson) { seen.append(cursor.currentPage(in: lesson)) }
    #expect(seen.map { $0?.blocks } == lesson.pages.map(\.blocks))
    #expect(cursor == LessonCursor(page: 2))
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

  @Test(arguments: [7, Int.max, -5])
  func aStaleCursorStandsAtTheNearestPage(page: Int) {
    var cursor = LessonCursor(page: page)
    #expect(cursor.currentPage(in: lesson) == (page < 0 ? lesson.pages.first : lesson.pages.last))
    cursor.turnBack(in: lesson)
    #expect(lesson.pages.indices.contains(cursor.page))
  }
}

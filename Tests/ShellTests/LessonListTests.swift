import Lessons
import ShellSupport
import Terminal
import Testing

@testable import Shell

/// `lessons`: a line for each, with what is done.
@Suite struct LessonListTests {
  @Test func theListHasALineForEachAndShowsWhatIsDone() throws {
    var session = try Shells.article()
    var page = Page(capabilities: TerminalCapabilities(width: 80))
    session.perform("lessons").write(to: &page)
    let lessons = LessonLibrary(directory: Transcript.lessonFolder).list().entries.count
    #expect(page.text.split(separator: "\n").count == lessons + 1)
    #expect(page.text.contains("lesson 1 opens one"))
    #expect(session.perform("lesson 1").isSuccess)
    for number in session.lesson?.lesson.pages.indices ?? 0..<0 {
      #expect(session.perform("page \(number + 1)").isSuccess)
      _ = session.perform("skip")
    }
    #expect(session.perform("lesson 5").isSuccess)
    let text = Shells.text(session.perform("lessons"))
    #expect(text.contains("minutes  done\n") && text.contains("0 of 9 done  open\n"), "\(text)")
    #expect(text.contains("lesson 2 opens one"))
  }
}

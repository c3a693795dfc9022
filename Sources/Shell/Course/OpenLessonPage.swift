import Lessons
import Terminal

/// The page of a lesson that is read now, for those who read along elsewhere.
package struct OpenLessonPage: Sendable {
  package let title: String
  /// 'page 3 of 23'.
  package let progress: Phrase
  /// Counted from 1.
  package let number: Int
  /// What is to be read on it now: once commands of it have been done, what comes behind them.
  package let parts: [Page.Part]
}

extension Session {
  /// The page of the open lesson; `nil` where none is open.
  package var openLessonPage: OpenLessonPage? {
    guard let place = lesson else { return nil }
    let capabilities = TerminalCapabilities(
      width: 80, height: 24, isTerminal: false, color: .none, unicode: true, plain: false)
    var page = Page(capabilities: capabilities, translation: context.translation)
    page.keepsParts = true
    LessonPageView(place: place, after: .reading).writeText(to: &page)
    return OpenLessonPage(
      title: place.lesson.title, progress: place.progress, number: place.cursor.page + 1,
      parts: page.parts)
  }
}

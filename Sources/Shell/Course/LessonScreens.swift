import Lessons
import Terminal

extension Lesson {
  /// What a student has on the screen at once: a page up to its first commands or exercise, then on
  /// to the next ones.
  package struct Screen: Sendable {
    /// Where its first block begins.
    package var position: SourcePosition
    /// The lines it takes, the one of the prompt included.
    package var lineCount: Int
  }

  /// The lesson with numbers of the usual length for its values.
  private var withUsualValues: Lesson {
    var lesson = self
    for page in pages.indices {
      lesson.pages[page].blocks = pages[page].blocks.map { $0.filled { _ in ValuePlaces.usual } }
    }
    return lesson
  }

  /// The screens of all pages, in order, at a width in columns.
  package func screens(width: Int, translation: Translation?) -> [Screen] {
    var place = LessonPlace(withUsualValues)
    var screens: [Screen] = []
    for page in pages.indices {
      place.go(toPage: page)
      var start = LessonPageView.Start.nothing
      while true {
        let view = LessonPageView(place: place, after: start)
        var text = Page(
          capabilities: TerminalCapabilities(
            width: width, height: 24, isTerminal: true, color: .none, unicode: true, plain: false),
          translation: translation)
        view.write(to: &text)
        let lineCount = text.text.count { $0 == "\n" } + 1
        screens.append(
          Screen(position: view.position ?? pages[page].position, lineCount: lineCount))
        if !place.stepsLeft.isEmpty {
          place.demonstrated += place.stepsInView
          start = .command
        } else if let exercise = place.exercise {
          place.record[exercise.id].end(.solved)
          start = .exercise(exercise)
        } else {
          break
        }
      }
    }
    return screens
  }
}

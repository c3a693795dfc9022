import Equations
import Lessons
import Terminal

/// Values in a lesson's words.
extension Session {
  /// What `{value: EXPRESSION}` comes to here, in one line.
  ///
  /// - Throws: whatever is wrong with the expression here.
  package func lessonValue(of expression: String) throws -> String {
    var copy = self
    let value = try copy.compute(try Parser.expression(expression))
    return value.printed.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Puts values into the words that the page shows now: each as the lesson has it at its place,
  /// whatever was typed meanwhile.
  mutating func fillValues() {
    // Nobody reads what is played again.
    guard !isReplaying, let place = lesson else { return }
    for index in place.visibleBlocks.indices where !place.visibleBlocks[index].values.isEmpty {
      let point = LessonPoint(page: place.cursor.page, block: index)
      guard let reference = try? reference(at: point) else { return }
      // What `check` lets through can be computed; a question mark is for what nobody checked.
      lesson?.fill(block: index) { (try? reference.lessonValue(of: $0)) ?? "?" }
    }
  }

  /// The lesson's page as it stands.
  mutating func pageReport(_ note: Phrase? = nil) -> LessonPageReport? {
    fillValues()
    return lesson.map { LessonPageReport(place: $0, note: note) }
  }

  /// The rest of the page, behind what was done last.
  mutating func restOfPage(after start: LessonPageView.Start) -> LessonPageView? {
    fillValues()
    return lesson.map { LessonPageView(place: $0, after: start) }
  }
}

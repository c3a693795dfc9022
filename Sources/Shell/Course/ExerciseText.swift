import Lessons
import Terminal

/// Exercises as the student reads them.
enum ExerciseText {
  /// Words of an author, with emphasis and code as in the lesson's pages; of what reads as a list or
  /// the like only what stands between backticks is marked.
  static func styled(_ text: String, _ style: Style = .plain) -> StyledText {
    if let words = LessonReader().readWords(text) { return words.styled(style) }
    var styled = StyledText()
    let parts = text.split(separator: "`", omittingEmptySubsequences: false)
    // A backtick without its fellow is just a backtick.
    guard parts.count % 2 == 1 else { return StyledText(text, style) }
    for (index, part) in parts.enumerated() {
      styled.append(String(part), index % 2 == 1 ? .code : style)
    }
    return styled
  }

  static func phrase(_ text: String) -> Phrase { Phrase(styled(text)) }

  /// The question, its options, and how to answer.
  static func write(_ exercise: Exercise, indent: Int, to page: inout Page) {
    let label: Phrase = exercise.kind == .quiz ? "Question:" : "Exercise:"
    page.paragraph("\(label, .strong) \(page.prose(styled(exercise.ask)))", indent: indent)
    for index in exercise.task.options.indices {
      writeOption(index, of: exercise.task, indent: indent, to: &page)
    }
  }

  /// An option behind its letter.
  static func writeOption(
    _ index: Int, of task: any ExerciseTask, indent: Int, to page: inout Page
  ) {
    let text = task.options[index]
    let words = task.optionsAreCode ? StyledText(text, .code) : page.prose(styled(text))
    page.paragraph(
      words, indent: indent + 7,
      marker: StyledText(ChoiceText.letter(index), .command) + "  ")
  }
}

import Lessons
import Terminal

/// Exercises as the student reads them.
enum ExerciseText {
  /// Words of an author: what stands between backticks is code.
  static func styled(_ text: String, _ style: Style = .plain) -> StyledText {
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
    page.paragraph("\(label, .strong) \(styled(exercise.ask))", indent: indent)
    switch exercise.task {
    case .choice(let options, _):
      for (index, option) in options.enumerated() {
        page.paragraph(
          styled(option), indent: indent + 7,
          marker: StyledText(ChoiceText.letter(index), .command) + "  ")
      }
    case .bug(let equations, _):
      for (index, equation) in equations.enumerated() {
        page.paragraph(
          StyledText(equation, .code), indent: indent + 7,
          marker: StyledText(ChoiceText.letter(index), .command) + "  ")
      }
    default: break
    }
  }
}

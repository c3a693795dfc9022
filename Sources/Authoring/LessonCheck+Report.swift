import Phrases
import Terminal

extension LessonCheck {
  /// What the check has to say, a line each, in the reader's language, which need not be that of the
  /// lessons; with nothing in it that a terminal would act upon: names of files say what they like.
  package func report(in translation: Translation? = nil) -> String {
    var lines: [Phrase] = problems.map { "\($0.place): \($0.message)" }
    lines += rewrittenFiles.map { "\($0): rewritten" }
    lines += notes
    lines.append("\(lessonCount), \(problemCount)")
    return lines.map {
      TextWidth.sanitize($0.text(translation).string, keepingNewlines: true) + "\n"
    }.joined()
  }

  private var lessonCount: Phrase {
    checkedLessons == 1 ? "1 lesson checked" : "\(checkedLessons) lessons checked"
  }

  private var problemCount: Phrase {
    switch problems.count {
    case 0: "no problems"
    case 1: "1 problem"
    default: "\(problems.count) problems"
    }
  }
}

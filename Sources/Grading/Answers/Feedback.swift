import Lessons
import Shell
import System
import Terminal

/// What a teacher says of the wrong answers of a class, each group of them once.
///
///     lesson: backpropagation
///     exercise: write-dw2
///     # 14 students; also: dZ2@A1.T, A1 @ dZ2.T
///     wrong: dW2 = dZ2 @ A1.T -> That is the sum over the examples. The loss is a mean.
///
/// The `wrong` lines are those of lessons. Without words behind the arrow a line still waits for them.
package struct Feedback: Sendable {
  struct Key: Hashable {
    var lesson: String
    var exercise: String
  }

  /// The words for an answer in one spelling.
  private var words: [Key: [String: String]] = [:]
  /// The lines that have words, as they stand in the file.
  private(set) var lines: [(key: Key, answer: String, words: String)] = []
  /// Those of the lines whose answers no student gave.
  private(set) var strays: [(key: Key, answer: String, words: String)] = []

  package init() {}

  /// Reads a file that this program wrote and a teacher worded.
  ///
  /// - Throws: `ShellError` where it cannot be read or is something else, with the line.
  package init(path: String) throws(ShellError) {
    let text = TextDecoding.text(try TextFile.readBytes(path))
    var key = Key(lesson: "", exercise: "")
    for (number, row) in text.rows.enumerated() {
      let line = HandIn.oneLine(row.trimmingBlanks)
      guard !line.isEmpty, !line.hasPrefix("#") else { continue }
      if let value = Self.value(of: "lesson", line) {
        key.lesson = value
      } else if let value = Self.value(of: "exercise", line) {
        key.exercise = value
      } else if let value = Self.value(of: "wrong", line), let arrow = value.lastRange(of: "->") {
        let answer = value[..<arrow.lowerBound].trimmingBlanks
        let words = value[arrow.upperBound...].trimmingBlanks
        if !words.isEmpty { lines.append((key, answer, words)) }
      } else {
        throw ShellError(
          "malformed-feedback",
          "line \(number + 1) of \(path) is none of 'lesson:', 'exercise:' and 'wrong: ... -> ...'")
      }
    }
  }

  private static func value(of key: String, _ line: String) -> String? {
    line.hasPrefix(key + ":") ? line.dropFirst(key.count + 1).trimmingBlanks : nil
  }

  /// Takes the words for all answers of the group that an answer is in.
  mutating func spread(over book: GradeBook) {
    var groups: [Key: [AnswerGroup]] = [:]
    for (column, lesson) in book.lessons.enumerated() {
      for summary in book.exercises(column) {
        groups[Key(lesson: lesson.id, exercise: summary.id)] = summary.wrongAnswers
      }
    }
    for line in lines {
      let spelling = AnswerGrouping.spelling(line.answer)
      let group = groups[line.key]?.first { group in
        group.texts.contains { AnswerGrouping.spelling($0) == spelling }
      }
      guard let group else {
        strays.append(line)
        continue
      }
      for text in group.texts {
        words[line.key, default: [:]][AnswerGrouping.spelling(text)] = line.words
      }
    }
  }

  /// What the teacher says of an answer.
  func words(for answer: String, lesson: String, exercise: String) -> String? {
    words[Key(lesson: lesson, exercise: exercise)]?[AnswerGrouping.spelling(answer)]
  }

  /// The file for a class: the groups without words of the lesson's own, the commonest first, with
  /// what the teacher has said of them so far.
  func text(for book: GradeBook, translation: Translation?) -> String {
    func comment(_ phrase: Phrase) -> String { "# " + phrase.text(translation).string + "\n" }
    var text = comment(
      "Wrong answers of the class, those together that come to the same, the commonest first.")
    text += comment(
      "Write behind an arrow what is to be said to all who gave one of them, and grade again.")
    for (column, lesson) in book.lessons.enumerated() {
      var part = ""
      let answers = Dictionary(
        book.exercises(column).map { ($0.id, $0.wrongAnswers) },
        uniquingKeysWith: { first, _ in first })
      for id in lesson.exercises {
        let groups = answers[id] ?? []
        let open = groups.filter { group in
          let isWorded = words(for: group.text, lesson: lesson.id, exercise: id) != nil
          return (!group.isForeseen || isWorded) && !group.text.contains("->")
        }
        if open.isEmpty { continue }
        part += "\nexercise: \(id)\n"
        for group in open {
          part += "\n" + comment(Wording.students(group.people.count))
          if let said = group.said { part += comment(Wording.wasTold(said)) }
          let others = group.texts.dropFirst().prefix(5)
          if !others.isEmpty { part += comment(Wording.alsoTyped(others.joined(separator: "   "))) }
          let words = words(for: group.text, lesson: lesson.id, exercise: id) ?? ""
          part += "wrong: \(group.text) ->" + (words.isEmpty ? "" : " " + words) + "\n"
        }
      }
      if !part.isEmpty { text += "\nlesson: \(lesson.id)\n" + part }
    }
    if !strays.isEmpty { text += "\n" + comment("Of another class:") }
    for line in strays {
      text += "\nlesson: \(line.key.lesson)\nexercise: \(line.key.exercise)\n"
      text += "wrong: \(line.answer) -> \(line.words)\n"
    }
    return text
  }
}

extension String {
  /// The lines of a file, each with the CR at its end that it has.
  ///
  /// By scalars: CR LF is one character, and no line end as a character.
  var rows: [String] {
    unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
  }
}

extension StringProtocol {
  /// The last place of a text.
  fileprivate func lastRange(of text: String) -> Range<Index>? {
    ranges(of: text).last
  }
}

import Lessons
import LineEditor
import System
import Terminal

/// Types a lesson's commands by itself, with time to read between them, until a key is pressed, an
/// exercise asks for an answer, or the lesson ends; from then on it reads what the student types.
final class TourReader: LineReader {
  /// What is typed next.
  struct Move: Equatable {
    var line: String
    /// How long what stands on the screen takes to read, in milliseconds.
    var pause: Int
  }

  /// How it came to an end.
  enum End {
    case stopped, done
  }

  private let reader: any LineReader
  private let output: Output
  private let next: () -> Move?
  private let ended: (End) -> Void
  private var isPlaying = true

  /// - Parameters:
  ///   - reader: reads what the student types.
  ///   - next: the next move; `nil` where the student is to go on alone.
  ///   - ended: told once.
  init(
    _ reader: any LineReader, output: Output, next: @escaping () -> Move?,
    ended: @escaping (End) -> Void
  ) {
    self.reader = reader
    self.output = output
    self.next = next
    self.ended = ended
  }

  func readLine(prompt: Prompt) -> LineInput {
    if isPlaying {
      if let move = next() {
        if let line = type(move, prompt) { return .line(line) }
        Signals.clearInterrupt()
        output.write("\n")
        ended(.stopped)
      } else {
        ended(.done)
      }
      isPlaying = false
    }
    return reader.readLine(prompt: prompt)
  }

  /// - Returns: the line, behind the prompt on the screen; `nil` if a key was pressed before.
  private func type(_ move: Move, _ prompt: Prompt) -> String? {
    output.write(TextWidth.sanitize(prompt.text))
    guard KeyPress.wait(milliseconds: move.pause) != .stop else { return nil }
    var isHurried = false
    for character in move.line {
      output.write(TextWidth.sanitize(String(character)))
      if isHurried { continue }
      switch KeyPress.wait(milliseconds: Self.perCharacter) {
      case .none: break
      case .onward: isHurried = true
      case .stop: return nil
      }
    }
    output.write("\n")
    return move.line
  }

  private static let perCharacter = 40

  func readAnswer(prompt: Prompt) -> LineInput { reader.readAnswer(prompt: prompt) }
  func keep(_ lines: [String]) { reader.keep(lines) }
  func close() { reader.close() }
  var historyProblem: HistoryProblem? { reader.historyProblem }
  var historyLines: [String] { reader.historyLines }
}

extension TourReader.Move {
  /// The next of a lesson; `nil` where an exercise asks for an answer, or the lesson ends.
  init?(in place: LessonPlace?) {
    guard let place else { return nil }
    if let step = place.stepsLeft.first {
      // A page's words are read before its first command, and afterwards what it printed.
      let words = place.demonstrated == 0 ? Self.words(place.visibleBlocks) : 0
      self.init(line: step.command, pause: max(2200, words * 230))
    } else if place.exerciseInView == nil, !place.isLastPage {
      self.init(line: "", pause: 3000)
    } else {
      return nil
    }
  }

  private static func words(_ blocks: ArraySlice<LessonBlock>) -> Int {
    blocks.reduce(0) { count, block in
      guard case .paragraph(let inlines) = block.content else { return count }
      return count + inlines.plainText.split(separator: " ").count
    }
  }
}

extension ScriptRunner {
  /// Plays a lesson without waiting for anybody: its pages and their commands, to its end or to the
  /// first exercise that asks for an answer.
  package func playLesson(_ name: String) -> Bool {
    guard run("lesson \(name)") else { return false }
    while let place = session.lesson {
      if !place.stepsLeft.isEmpty, !run("demo") { return false }
      guard session.lesson?.exerciseInView == nil, !place.isLastPage else { break }
      guard run("next") else { return false }
    }
    return true
  }
}

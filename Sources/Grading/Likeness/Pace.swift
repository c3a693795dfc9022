import Lessons

/// Answers that came faster than anyone types and reads.
enum Pace {
  /// A stretch of answers.
  struct Stretch: Equatable {
    var answers: Int
    var seconds: Int
    /// The command that it begins with.
    var number: Int
  }

  /// The fastest stretch that nobody can have typed; `nil` where there is none.
  ///
  /// A file's times are whole seconds, so that a second is added to each stretch. Nobody finds, reads
  /// and solves more than one exercise a second, nor types more than 15 characters a second over
  /// several answers: 180 words a minute, which the fastest typists keep up for a short while. An
  /// answer that is pasted counts as 25 characters.
  static func impossible(_ events: [GradedEvent]) -> Stretch? {
    let answers = events.filter { $0.event.isAttempt && $0.time != nil }
    guard answers.count >= fewest else { return nil }
    var best: Stretch?
    for first in 0...(answers.count - fewest) {
      var solved: Set<String> = []
      var characters = 0
      let start = answers[first].time ?? 0
      for last in first..<answers.count {
        let answer = answers[last]
        let seconds = (answer.time ?? start) - start
        guard 0...longest ~= seconds else { break }
        if answer.event.kind == .right { solved.insert(answer.event.exercise) }
        // The first one may have been typed before.
        if last > first { characters += min(answer.text.count + 1, pasted) }
        guard last - first + 1 >= fewest else { continue }
        let isTooFast =
          solved.count > seconds + 1 && solved.count >= fewest
          || characters > fastest * (seconds + 1)
        if isTooFast, last - first + 1 > best?.answers ?? 0 {
          best = Stretch(
            answers: last - first + 1, seconds: seconds, number: answers[first].number)
        }
      }
    }
    return best
  }

  private static let fewest = 6
  private static let longest = 120
  private static let pasted = 25
  private static let fastest = 15
}

extension GradedHandIn {
  /// Says so where the times are none that anyone can have.
  mutating func notePace() {
    guard let stretch = Pace.impossible(events) else { return }
    note(HandInRemark(.tooFast, number: stretch.answers, text: "\(stretch.seconds)"))
  }
}

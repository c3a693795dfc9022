/// What two hand-ins of different students have in common that chance does not explain. Which of them
/// was first nobody can tell from the files, and two who worked side by side look the same.
package struct Likeness: Sendable, Hashable {
  /// The hand-ins, by their places in the book.
  package var first: Int
  package var second: Int
  /// How many of a hundred commands of the shorter one were given in the same seconds.
  package var sameSeconds: Int
  /// The wrong answers of both.
  package var shared: [SharedAnswer] = []
  /// How many wrong answers the one with fewer has.
  package var fewer = 0
  /// How many of the shared ones come in the same order.
  package var inOrder = 0
  /// Commands of both that hardly anyone else gave, in the same order.
  package var commands: [String] = []

  package struct SharedAnswer: Sendable, Hashable {
    package var exercise: String
    package var text: String
    /// How many others gave it too.
    package var others: Int
  }

  /// Whether the clock shows it.
  package var isInTheSameSeconds: Bool { sameSeconds >= Self.copyShare }

  /// The share of equal seconds, in per cent, from which on two have not typed by themselves.
  static let copyShare = 50

  /// How many of a hundred commands of the shorter hand-in stand in both with the same second.
  static func shareOfSameSeconds(_ one: GradedHandIn, _ other: GradedHandIn) -> Int {
    let (marks, others) = (Set(one.timedCommands), Set(other.timedCommands))
    let shared = marks.intersection(others).count
    // Fewer are an accident: a class begins together.
    guard shared >= fewestSeconds else { return 0 }
    return shared * 100 / max(min(marks.count, others.count), 1)
  }

  static let fewestSeconds = 4
}

extension GradedHandIn {
  struct TimedCommand: Hashable {
    var time: Int
    var text: String
  }

  /// What was typed when, as far as the file knows.
  var timedCommands: [TimedCommand] {
    commands.compactMap { command in
      command.time.map { TimedCommand(time: $0, text: command.text) }
    }
  }
}

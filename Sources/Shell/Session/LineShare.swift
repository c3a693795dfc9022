import Lessons
import Training

/// Where in a typed line the command stands that is performed: a line is one attempt at an exercise,
/// however many commands stand in it.
struct LineShare: SessionState {
  /// How many commands of the line come after this one.
  var ahead = 0
  /// The exercise to which an answer on this line has been judged.
  var judged: String?
}

extension Session {
  /// Says how many commands of the same line come after the next one; without it, none do.
  package mutating func expect(ahead count: Int) { self[LineShare.self].ahead = count }

  /// The line is over, whatever became of it.
  package mutating func endLine() { self[LineShare.self] = LineShare() }

  /// Performs a command of a journal as it was given: in the midst of a line, or as its last.
  package mutating func perform(_ record: Journal.Record) -> Outcome {
    at(record) { $0.perform(record.command) }
  }

  /// Does something at the place in a line that a command of a journal had.
  package mutating func at<Result>(
    _ record: Journal.Record, _ body: (inout Session) -> Result
  ) -> Result {
    expect(ahead: record.isMidLine ? 1 : 0)
    return body(&self)
  }

  /// What the journal notes of a command: what it did about an exercise, or that its line goes on.
  var journalNote: String? {
    lastEvent?.note ?? noteOfFiles
      ?? (lesson != nil && self[LineShare.self].ahead > 0 ? ExerciseEvent.goesOn : nil)
  }
}

extension Journal.Record {
  /// Whether the next one was on the same line.
  var isMidLine: Bool { note == ExerciseEvent.goesOn }
}

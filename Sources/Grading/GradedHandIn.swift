import Lessons
import Training

/// What came of one file.
package struct GradedHandIn: Sendable {
  package var file: String
  package var name: String?
  package var lesson: Journal.Header.Lesson?
  /// When it was written, in seconds since 1970.
  package var written: Int?
  /// The exercises that the lesson has, in order.
  package var exerciseIDs: [String] = []
  package var tally = LessonTally()
  package var remarks: [HandInRemark] = []
  /// A mark for each command with its time, by which copies are found.
  package var marks: [String] = []

  package init(file: String) { self.file = file }

  package var severity: HandInRemark.Severity? { remarks.map(\.severity).max() }

  package var isGraded: Bool { lesson != nil && severity != .ungraded }

  package mutating func note(_ remark: HandInRemark) {
    if !remarks.contains(remark) { remarks.append(remark) }
  }

  package func has(_ kind: HandInRemark.Kind) -> Bool { remarks.contains { $0.kind == kind } }

  package func count(_ state: ExerciseTally.State) -> Int {
    exerciseIDs.count { tally[$0].state == state }
  }

  /// `ok`, or what is to be said of it first.
  package var status: String {
    remarks.max { $0.severity < $1.severity }?.kind.rawValue ?? "ok"
  }

  /// The marks of a hand-in's commands: what was given when. Two students do not give the same
  /// commands in the same seconds.
  package static func marks(of sittings: [Journal]) -> [String] {
    sittings.flatMap(\.records).prefix(mostMarks).compactMap { record in
      record.time.map { String(Journal.hash(of: "\($0)\t\(record.command)").prefix(12)) }
    }
  }

  static let mostMarks = 5000
}

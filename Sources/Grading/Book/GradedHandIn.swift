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
  /// What was typed, by which copies are found.
  package var commands: [TypedCommand] = []
  /// What was done about the exercises, in order; of very much the first.
  package private(set) var events: [GradedEvent] = []

  package init(file: String) { self.file = file }

  package var severity: HandInRemark.Severity { remarks.map(\.severity).max() ?? .note }

  /// Whether there is nothing about it to look at.
  package var isSound: Bool { severity == .note }

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

  package mutating func add(_ event: GradedEvent) {
    tally.add(event.event, text: event.text, seconds: event.spent)
    if events.count < Self.mostEvents { events.append(event) }
  }

  static let mostEvents = 2000
}

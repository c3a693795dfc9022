import Lessons
import Training

/// What came of one file.
public struct GradedHandIn: Sendable {
  public var file: String
  public var name: String?
  public var lesson: Journal.Header.Lesson?
  /// When it was written, in seconds since 1970.
  public var written: Int?
  /// The exercises that the lesson has, in order.
  public var exerciseIDs: [String] = []
  public var tally = LessonTally()
  public var remarks: [HandInRemark] = []
  /// A mark for each command with its time, by which copies are found.
  public var marks: [String] = []

  public init(file: String) { self.file = file }

  public var severity: HandInRemark.Severity? { remarks.map(\.severity).max() }

  public var isGraded: Bool { lesson != nil && severity != .ungraded }

  public mutating func note(_ remark: HandInRemark) {
    if !remarks.contains(remark) { remarks.append(remark) }
  }

  public func has(_ kind: HandInRemark.Kind) -> Bool { remarks.contains { $0.kind == kind } }

  public func count(_ state: ExerciseTally.State) -> Int {
    exerciseIDs.count { tally[$0].state == state }
  }

  /// `ok`, or what is to be said of it first.
  public var status: String {
    remarks.max { $0.severity < $1.severity }?.kind.rawValue ?? "ok"
  }

  /// The marks of a hand-in's commands: what was given when. Two students do not give the same
  /// commands in the same seconds.
  public static func marks(of sittings: [Journal]) -> [String] {
    sittings.flatMap(\.records).prefix(mostMarks).compactMap { record in
      record.time.map { String(Journal.hash(of: "\($0)\t\(record.command)").prefix(12)) }
    }
  }

  static let mostMarks = 5000
}

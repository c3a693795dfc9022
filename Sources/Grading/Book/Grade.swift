/// What a student has for a lesson.
package struct Grade: Sendable, Hashable {
  /// Which hand-in counts, by its place in the book.
  package var handIn: Int
  package var points: Double
  /// What there was to be had.
  package var of: Double
  /// How many seconds too late it was written; 0 in time, `nil` where there is no date, or no time.
  package var late: Int?

  package var percent: Double { Self.percent(points, of: of) }

  static func percent(_ points: Double, of most: Double) -> Double {
    most > 0 ? points / most * 100 : 0
  }
}

/// A row of a grade book.
package struct Person: Sendable, Hashable {
  /// As the class list has them; `nil` of one who is not on it, or where there is none.
  package var student: Student?
  package var name: String
  /// What stays the same from one grading to the next.
  package var key: String
  /// Their hand-ins, by their places in the book.
  package var handIns: [Int] = []

  package init(student: Student) {
    self.student = student
    name = student.name
    key = student.key
  }

  package init(name: String, key: String) {
    self.name = name
    self.key = key
  }
}

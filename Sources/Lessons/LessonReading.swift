/// What came of reading a lesson's file: a lesson, faults, or both; never neither.
public struct LessonReading: Sendable, Hashable {
  /// The lesson, as far as it could be read. Nil when its front matter or its text is missing.
  /// A lesson beside faults is safe to show: what was wrong in it is left out or replaced.
  public var lesson: Lesson?
  /// Everything found wrong, in the file's order.
  public var faults: [LessonFault]

  public init(lesson: Lesson?, faults: [LessonFault]) {
    self.lesson = lesson
    self.faults = faults
  }
}

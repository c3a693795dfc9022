import Lessons

/// A lesson that a class has handed in.
package struct GradedLesson: Sendable, Hashable {
  package var id: String
  package var title: String
  package var number: Int
  /// In the lesson's order.
  package var exercises: [String]
  package var credit: LessonCredit
  /// Until when it is to be handed in, in seconds since 1970.
  package var due: Int?

  package init(
    id: String, title: String? = nil, number: Int = 0, exercises: [String],
    credit: LessonCredit = LessonCredit()
  ) {
    self.id = id
    self.title = title ?? id
    self.number = number
    self.exercises = exercises
    self.credit = credit
    due = credit.due?.seconds
  }

  package init(_ lesson: Lesson) {
    self.init(
      id: lesson.id, title: lesson.title, number: lesson.number,
      exercises: lesson.exercises.map(\.id), credit: lesson.frontMatter.credit)
  }

  /// What is to be had for it.
  package var points: Double { credit.points(of: exercises) }

  /// What there is for one exercise, where it is solved.
  package func points(for exercise: String) -> Double {
    credit.points(for: exercise, of: exercises)
  }

  /// What a hand-in has of them.
  func points(for exercise: String, in tally: LessonTally) -> Double {
    tally[exercise].state == .solved ? points(for: exercise) : 0
  }
}

import Lessons

/// How a class fared with one exercise.
package struct ExerciseSummary: Sendable, Hashable {
  package var id: String
  /// How many hand-ins the numbers are about.
  package var students = 0
  package var solved = 0
  package var solvedAtOnce = 0
  package var answered = 0
  package var skipped = 0
  /// Left open, or only said to be done.
  package var unsolved = 0
  package var attempts = 0
  package var hints = 0
  /// The median of the times, in seconds.
  package var medianSeconds: Int?
  /// The wrong answers, those together that come to the same, the commonest first.
  package var wrongAnswers: [AnswerGroup] = []

  package init(id: String) { self.id = id }

  /// What orders the exercises: students who did not solve it weigh most.
  package var stall: Int { (students - solved) * 4 + hints + max(attempts - solved, 0) }
}

extension GradeBook {
  /// The hand-ins of a lesson that count, one for each student who has one: what is alike counts too.
  package func counting(_ lesson: Int) -> [(person: Int, handIn: GradedHandIn)] {
    people.indices.compactMap { row in
      grade(row, lesson).map { (row, handIns[$0.handIn]) }
    }
  }

  /// The exercises of a lesson, those where the class stalls first.
  package func exercises(_ lesson: Int) -> [ExerciseSummary] {
    let students = counting(lesson)
    let summaries = lessons[lesson].exercises.map { id in
      var summary = ExerciseSummary(id: id)
      let tallies = students.map { $0.handIn.tally[id] }
      summary.students = tallies.count
      summary.solved = tallies.count { $0.state == .solved }
      summary.solvedAtOnce = tallies.count(where: \.isSolvedAtOnce)
      summary.answered = tallies.count { $0.state == .answered }
      summary.skipped = tallies.count { $0.state == .skipped }
      summary.unsolved = tallies.count { $0.state == .open || $0.state == .claimed }
      // One student who types a thousand answers is no class that stalls.
      summary.attempts = tallies.reduce(0) { $0 + min($1.attempts, Self.mostAttemptsCounted) }
      summary.hints = tallies.reduce(0) { $0 + min($1.hints, Self.mostAttemptsCounted) }
      let times = tallies.compactMap(\.seconds).sorted()
      summary.medianSeconds = times.isEmpty ? nil : times[times.count / 2]
      summary.wrongAnswers = groups(of: id, students)
      return summary
    }
    // Of equals the lesson's order.
    return summaries.enumerated().sorted {
      ($1.element.stall, $0.offset) < ($0.element.stall, $1.offset)
    }.map(\.element)
  }

  /// The wrong answers to an exercise, grouped.
  private func groups(
    of exercise: String, _ students: [(person: Int, handIn: GradedHandIn)]
  ) -> [AnswerGroup] {
    AnswerGrouping.groups(
      students.flatMap { person, handIn in
        handIn.events.lazy.filter { $0.event.exercise == exercise && $0.event.kind == .wrong }
          .prefix(ExerciseTally.mostWrongAnswers).map { (person, $0) }
      })
  }

  private static let mostAttemptsCounted = 20
}

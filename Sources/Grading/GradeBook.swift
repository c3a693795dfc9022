import Lessons

/// The hand-ins of a class: what is to be said of each beside the others, and where the class
/// stalls.
package struct GradeBook: Sendable {
  /// By name, then by file; those without a name last.
  package private(set) var handIns: [GradedHandIn]
  /// The lesson that is graded: the one that was asked for, or that most are of.
  package let lesson: String?
  /// The files that the class's numbers are about.
  private var counted: [Int] = []

  /// - Parameter lesson: the id of the lesson that was to be handed in.
  package init(_ handIns: [GradedHandIn], lesson: String? = nil) {
    self.lesson = lesson ?? Self.commonest(handIns.compactMap { $0.lesson?.id }).first?.value
    self.handIns = handIns.sorted { Self.key($0).lexicographicallyPrecedes(Self.key($1)) }
    for index in self.handIns.indices {
      if let id = self.handIns[index].lesson?.id, id != self.lesson {
        self.handIns[index].note(HandInRemark(.otherLesson, text: id))
      }
    }
    let setAside = compare()
    counted = self.handIns.indices.filter { index in
      let handIn = self.handIns[index]
      return handIn.isGraded && handIn.lesson?.id == self.lesson && !setAside.contains(index)
        && !handIn.has(.edited) && !handIn.has(.editedHeading)
    }
  }

  private static func key(_ handIn: GradedHandIn) -> [String] {
    [handIn.name == nil ? "1" : "0", StudentSeed.normal(handIn.name ?? ""), handIn.file]
  }

  /// How many files are as they should be.
  package var soundCount: Int {
    handIns.count { ($0.severity ?? .note) == .note }
  }

  // MARK: Copies

  /// Finds files that tell of the same sittings.
  ///
  /// - Returns: those that do not count beside another one.
  private mutating func compare() -> Set<Int> {
    var setAside: Set<Int> = []
    for (first, second, share) in pairs() {
      let (one, other) = (handIns[first], handIns[second])
      if StudentSeed.normal(one.name ?? "") != StudentSeed.normal(other.name ?? "") {
        handIns[first].note(HandInRemark(.copy, number: share, text: other.file))
        handIns[second].note(HandInRemark(.copy, number: share, text: one.file))
        // Which of them is the copy nobody can tell from the files alone; one of them counts.
        setAside.insert(isLater(other, than: one) ? second : first)
      } else if one.marks == other.marks {
        handIns[second].note(HandInRemark(.duplicate, text: one.file))
        setAside.insert(second)
      } else {
        let earlier = isLater(other, than: one) ? first : second
        let later = earlier == first ? second : first
        handIns[earlier].note(HandInRemark(.earlier, text: handIns[later].file))
        setAside.insert(earlier)
      }
    }
    noteSameNames(setAside)
    return setAside
  }

  private func isLater(_ one: GradedHandIn, than other: GradedHandIn) -> Bool {
    (one.written ?? 0, one.marks.count) >= (other.written ?? 0, other.marks.count)
  }

  /// The pairs of files of a lesson that share at least half of the shorter one's marks, with the
  /// share in per cent.
  private func pairs() -> [(Int, Int, share: Int)] {
    var places: [String: [Int]] = [:]
    let sets = handIns.map { Set($0.marks) }
    for (index, marks) in sets.enumerated() {
      for mark in marks { places[mark, default: []].append(index) }
    }
    var shared: [Pair: Int] = [:]
    for files in places.values where files.count > 1 {
      // With the first one and with the next one: enough to find every copy, however many there are.
      for (place, file) in files.enumerated().dropFirst() {
        shared[Pair(first: files[0], second: file), default: 0] += 1
        if place > 1 { shared[Pair(first: files[place - 1], second: file), default: 0] += 1 }
      }
    }
    let found = shared.compactMap { pair, count -> (Int, Int, share: Int)? in
      let shorter = min(sets[pair.first].count, sets[pair.second].count)
      guard handIns[pair.first].lesson?.id == handIns[pair.second].lesson?.id,
        count >= Self.fewestAlike, count * 2 >= shorter
      else { return nil }
      return (pair.first, pair.second, count * 100 / max(shorter, 1))
    }
    return found.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
  }

  private struct Pair: Hashable { var first: Int, second: Int }

  /// Fewer common marks are an accident: a class begins together.
  private static let fewestAlike = 4

  private mutating func noteSameNames(_ setAside: Set<Int>) {
    var groups: [String: [Int]] = [:]
    for index in handIns.indices where !setAside.contains(index) && handIns[index].isGraded {
      guard let name = handIns[index].name, handIns[index].lesson?.id == lesson else { continue }
      groups[StudentSeed.normal(name), default: []].append(index)
    }
    for group in groups.values where group.count > 1 {
      for index in group {
        guard let other = group.first(where: { $0 != index }) else { continue }
        handIns[index].note(HandInRemark(.sameName, text: handIns[other].file))
      }
    }
  }

  // MARK: The class

  /// How the class fared with one exercise.
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
    /// The commonest first: how many students gave it.
    package var wrongAnswers: [WrongAnswer] = []

    package struct WrongAnswer: Sendable, Hashable {
      package var text: String
      package var students: Int
    }

    package init(id: String) { self.id = id }

    /// What orders the exercises: students who did not solve it weigh most.
    package var stall: Int { (students - solved) * 4 + hints + max(attempts - solved, 0) }
  }

  /// The exercises of the lesson, those where the class stalls first.
  package func exercises() -> [ExerciseSummary] {
    let students = counted.map { handIns[$0] }
    let ids = students.first?.exerciseIDs ?? []
    let summaries = ids.map { id in
      var summary = ExerciseSummary(id: id)
      let tallies = students.map { $0.tally[id] }
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
      summary.wrongAnswers = Self.commonest(tallies.flatMap(\.wrongAnswers))
        .prefix(Self.mostWrongAnswers).map { .init(text: $0.value, students: $0.count) }
      return summary
    }
    // Of equals the lesson's order.
    return summaries.enumerated().sorted {
      ($1.element.stall, $0.offset) < ($0.element.stall, $1.offset)
    }.map(\.element)
  }

  /// How many students the numbers are about.
  package var studentCount: Int { counted.count }

  private static let mostAttemptsCounted = 20
  private static let mostWrongAnswers = 5

  /// The values by how often they come, the commonest first.
  private static func commonest(_ values: [String]) -> [(value: String, count: Int)] {
    var counts: [String: Int] = [:]
    for value in values { counts[value, default: 0] += 1 }
    return counts.map { (value: $0.key, count: $0.value) }
      .sorted { ($1.count, $0.value) < ($0.count, $1.value) }
  }
}

import Lessons

/// The hand-ins of a class: who has what for which lesson, and what is to be said of each file
/// beside the others.
package struct GradeBook: Sendable {
  /// By name, then by file; those without a name last.
  package internal(set) var handIns: [GradedHandIn]
  /// By their numbers.
  package let lessons: [GradedLesson]
  /// The rows: those of the class list in its order, then whoever else has handed something in.
  package internal(set) var people: [Person] = []
  /// Whether there is a class list.
  package let hasRoster: Bool
  /// Hand-ins of different students that are alike.
  package internal(set) var likenesses: [Likeness] = []
  /// By row and lesson.
  private var grades: [[Grade?]] = []

  /// - Parameters:
  ///   - lessons: what is graded; a hand-in of another lesson is said to be so. Without them, all
  ///     that there are hand-ins of.
  package init(
    _ handIns: [GradedHandIn], lessons: [GradedLesson]? = nil, roster: Roster? = nil
  ) {
    self.handIns = handIns.sorted { Self.order($0).lexicographicallyPrecedes(Self.order($1)) }
    self.lessons = (lessons ?? Self.lessons(of: handIns)).sorted {
      ($0.number, $0.id) < ($1.number, $1.id)
    }
    hasRoster = roster != nil
    for index in self.handIns.indices {
      if let id = self.handIns[index].lesson?.id, !self.lessons.contains(where: { $0.id == id }) {
        self.handIns[index].note(HandInRemark(.otherLesson, text: id))
      }
      self.handIns[index].notePace()
    }
    findPeople(roster)
    grades = people.map { person in self.lessons.map { _ in nil as Grade? } }
    for row in people.indices {
      for column in self.lessons.indices { decide(row, column) }
    }
    findLikenesses()
  }

  private static func order(_ handIn: GradedHandIn) -> [String] {
    [handIn.name == nil ? "1" : "0", StudentSeed.normal(handIn.name ?? ""), handIn.file]
  }

  /// The lessons that there are hand-ins of, as far as those tell.
  private static func lessons(of handIns: [GradedHandIn]) -> [GradedLesson] {
    var found: [String: GradedLesson] = [:]
    for handIn in handIns {
      guard let id = handIn.lesson?.id, handIn.isGraded, found[id] == nil else { continue }
      found[id] = GradedLesson(id: id, exercises: handIn.exerciseIDs)
    }
    return Array(found.values)
  }

  /// How many files are as they should be.
  package var soundCount: Int {
    handIns.count(where: \.isSound)
  }

  /// What a row has for a lesson; `nil` where nothing could be graded.
  package func grade(_ row: Int, _ lesson: Int) -> Grade? { grades[row][lesson] }

  /// What a row has for all lessons, and what there was to be had: a lesson that was not handed in
  /// has no points.
  package func total(_ row: Int) -> (points: Double, of: Double) {
    lessons.indices.reduce((0, 0)) { sum, lesson in
      (sum.0 + (grades[row][lesson]?.points ?? 0), sum.1 + lessons[lesson].points)
    }
  }

  /// Whose a hand-in is, as the class list has it.
  func name(of place: Int) -> String {
    people.first { $0.handIns.contains(place) }?.name ?? handIns[place].name ?? ""
  }

  /// Puts the rows in the order of their names.
  mutating func sortPeople() {
    let rows = people.indices.sorted { people[$0].name < people[$1].name }
    people = rows.map { people[$0] }
    grades = rows.map { grades[$0] }
  }

  // MARK: Who

  private mutating func findPeople(_ roster: Roster?) {
    people = roster?.students.map { Person(student: $0) } ?? []
    let index = roster.map { RosterIndex($0) }
    var others: [String: Int] = [:]
    for place in handIns.indices {
      if let index, let row = whose(place, index) {
        people[row].handIns.append(place)
        continue
      }
      guard let name = handIns[place].name else { continue }
      let key = StudentSeed.normal(name)
      if others[key] == nil {
        others[key] = people.count
        people.append(Person(name: name, key: key))
      }
      if let row = others[key] { people[row].handIns.append(place) }
    }
  }

  /// The row of the class list that a hand-in belongs to.
  private mutating func whose(_ place: Int, _ roster: RosterIndex) -> Int? {
    let handIn = handIns[place]
    let byPath = roster.find(path: handIn.file)
    guard let name = handIn.name else { return byPath.index }
    // A name that was changed afterwards tells nothing.
    let byName = handIn.has(.editedHeading) && byPath.index != nil ? .nobody : roster.find(name)
    switch (byName, byPath.index) {
    case (_, let sender?):
      // Whoever has the account has sent it.
      if let named = byName.index, named != sender {
        handIns[place].note(HandInRemark(.otherSender, text: people[sender].name))
      }
      return sender
    case (.one(let row), nil): return row
    case (.likely(let row), nil):
      handIns[place].note(HandInRemark(.takenFor, text: people[row].name))
      return row
    case (.several(let rows), nil):
      let names = rows.prefix(4).map { people[$0].name }.joined(separator: ", ")
      handIns[place].note(HandInRemark(.ambiguousName, text: names))
    case (.nobody, nil):
      handIns[place].note(HandInRemark(.unlisted))
    }
    return nil
  }

  // MARK: What

  /// Finds which of a student's hand-ins of a lesson counts, and says of the others what they are.
  private mutating func decide(_ row: Int, _ column: Int) {
    let lesson = lessons[column]
    let places = people[row].handIns.filter {
      handIns[$0].isGraded && handIns[$0].lesson?.id == lesson.id
    }
    // The one with the most points; of those the one that was there first.
    let ranked = places.map { ($0, points(handIns[$0], lesson)) }
    let best = ranked.min { one, other in
      (-one.1, handIns[one.0].written ?? .max, one.0)
        < (-other.1, handIns[other.0].written ?? .max, other.0)
    }
    guard let best else { return }
    let late = handIns[best.0].written.flatMap { written in
      lesson.due.map { max(written - $0, 0) }
    }
    grades[row][column] = Grade(
      handIn: best.0, points: best.1, of: lesson.points, late: late)
    if let late, late > 0 { handIns[best.0].note(HandInRemark(.late, number: late)) }
    for place in places where place != best.0 { compare(place, with: best.0) }
  }

  /// What a hand-in has of a lesson's points.
  func points(_ handIn: GradedHandIn, _ lesson: GradedLesson) -> Double {
    lesson.exercises.reduce(0) { $0 + lesson.points(for: $1, in: handIn.tally) }
  }

  /// Says what a hand-in is beside the one of the same student that counts.
  private mutating func compare(_ place: Int, with counting: Int) {
    let (one, other) = (handIns[place], handIns[counting])
    if one.commands == other.commands {
      handIns[place].note(HandInRemark(.duplicate, text: other.file))
    } else if Likeness.shareOfSameSeconds(one, other) >= Likeness.copyShare {
      let isEarlier =
        (one.written ?? 0, one.commands.count) < (other.written ?? 0, other.commands.count)
      handIns[place].note(HandInRemark(isEarlier ? .earlier : .another, text: other.file))
    } else if hasRoster {
      handIns[place].note(HandInRemark(.another, text: other.file))
    } else {
      // Two may have one name.
      handIns[place].note(HandInRemark(.sameName, text: other.file))
      handIns[counting].note(HandInRemark(.sameName, text: one.file))
    }
  }
}

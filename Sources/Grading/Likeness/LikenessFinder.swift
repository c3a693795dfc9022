import Lessons
import System

/// Finds hand-ins of a lesson that are alike by what was typed: the same wrong answers, and commands
/// that no lesson asks for, in the same order.
///
/// That two students give the same wrong answer tells the less the more others give it. Each shared
/// one counts log2(1/p) bits, where p is how often the others give it: of n students, two of whom are
/// looked at, k give it, and p = (k - 1) / n by Laplace's rule of succession. Two are alike where the
/// bits exceed those that the likeliest of all pairs has by chance, log2 of the number of pairs, by
/// `margin`.
struct LikenessFinder {
  private let handIns: [GradedHandIn]
  /// Those that are looked at, and whose they are.
  private let members: [(place: Int, person: Int)]
  private var people = 0
  private var answers: [[Token]] = []
  private var commands: [[Token]] = []
  /// How many students gave it.
  private var givers: [Token: Int] = [:]

  private struct Token: Hashable {
    /// The exercise that it answers; empty for a command.
    var exercise: String
    var text: String
  }

  /// In bits: one pair in 128 classes is called alike by chance.
  private static let margin = 7.0
  /// Of the wrong answers, and of the commands.
  private static let fewestAnswers = 4
  private static let fewestCommands = 5

  /// - Parameter members: hand-ins of one lesson by their places, with the row of whose they are.
  init(_ handIns: [GradedHandIn], _ members: [(place: Int, person: Int)]) {
    self.handIns = handIns
    self.members = members
    people = Set(members.map(\.person)).count
    var known: [Token: Set<Int>] = [:]
    for (place, person) in members {
      let wrong = Self.unique(
        handIns[place].events.filter { $0.event.kind == .wrong }.map {
          Token(exercise: $0.event.exercise, text: StudentSeed.normal($0.text))
        })
      let answered = Set(handIns[place].events.map(\.text))
      let others = Self.unique(
        handIns[place].commands.filter { command in
          !answered.contains(command.text) && command.text.count > 2
            && !command.text.hasPrefix("lesson ")
        }.map { Token(exercise: "", text: StudentSeed.normal($0.text)) })
      answers.append(wrong)
      commands.append(others)
      for token in wrong + others { known[token, default: []].insert(person) }
    }
    givers = known.mapValues(\.count)
  }

  private static func unique(_ tokens: [Token]) -> [Token] {
    var known: Set<Token> = []
    return tokens.filter { known.insert($0).inserted }
  }

  func find() -> [Likeness] {
    var found: [Pair: Likeness] = [:]
    for pair in pairsBySeconds() {
      let share = Likeness.shareOfSameSeconds(
        handIns[place(pair.first)], handIns[place(pair.second)])
      guard share >= Likeness.copyShare else { continue }
      found[pair] = likeness(pair, sameSeconds: share)
    }
    for pair in pairsByTyping() where found[pair] == nil {
      let alike = likeness(pair, sameSeconds: 0)
      if isAlike(alike) { found[pair] = alike }
    }
    return found.values.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
  }

  private func place(_ member: Int) -> Int { members[member].place }

  // MARK: Which pairs are worth a look

  private struct Pair: Hashable { var first: Int, second: Int }

  private func pairsBySeconds() -> Set<Pair> {
    var places: [GradedHandIn.TimedCommand: [Int]] = [:]
    for member in members.indices {
      for command in Set(handIns[place(member)].timedCommands) {
        places[command, default: []].append(member)
      }
    }
    // With the first one and with the next one: enough to find every copy, however many there are.
    return pairs(places.values, fewest: Likeness.fewestSeconds) { list in
      list.indices.dropFirst().flatMap { index in
        [(list[0], list[index])] + (index > 1 ? [(list[index - 1], list[index])] : [])
      }
    }
  }

  /// What more than a quarter of a class types tells nothing about two of them.
  private func pairsByTyping() -> Set<Pair> {
    var places: [Token: [Int]] = [:]
    for member in members.indices {
      for token in answers[member] + commands[member]
      where (givers[token] ?? 0) <= max(4, people / 4) {
        places[token, default: []].append(member)
      }
    }
    return pairs(places.values, fewest: Self.fewestAnswers) { list in
      // A handful of hand-ins has each pair of them looked at, many those that stand together.
      list.indices.flatMap { one in
        list[(one + 1)...].prefix(60).map { (list[one], $0) }
      }
    }
  }

  /// The pairs that come so often, each of two students.
  private func pairs(
    _ lists: some Sequence<[Int]>, fewest: Int, _ pairs: ([Int]) -> [(Int, Int)]
  ) -> Set<Pair> {
    var counts: [Pair: Int] = [:]
    for list in lists where list.count > 1 {
      for (one, other) in pairs(list) where members[one].person != members[other].person {
        counts[Pair(first: min(one, other), second: max(one, other)), default: 0] += 1
      }
    }
    return Set(counts.filter { $0.value >= fewest }.keys)
  }

  // MARK: What two have in common

  private func likeness(_ pair: Pair, sameSeconds: Int) -> Likeness {
    var likeness = Likeness(
      first: place(pair.first), second: place(pair.second), sameSeconds: sameSeconds)
    let (one, other) = (answers[pair.first], answers[pair.second])
    let shared = Set(one).intersection(other)
    likeness.shared = one.filter(shared.contains).map { token in
      Likeness.SharedAnswer(
        exercise: token.exercise, text: token.text, others: (givers[token] ?? 2) - 2)
    }
    likeness.fewer = min(one.count, other.count)
    likeness.inOrder =
      Self.longestCommon(
        one.filter(shared.contains), other.filter(shared.contains)
      ).count
    let rare = { (token: Token) in (givers[token] ?? 0) <= max(2, people / 20) }
    likeness.commands = Self.longestCommon(
      commands[pair.first].filter(rare), commands[pair.second].filter(rare)
    ).map(\.text)
    return likeness
  }

  private func isAlike(_ likeness: Likeness) -> Bool {
    func bits(_ others: Int) -> Double {
      -log2(Double(others + 1) / Double(max(people, others + 2)))
    }
    let wrong = likeness.shared.reduce(0) { $0 + bits($1.others) }
    let typed = likeness.commands.reduce(0) { sum, text in
      sum + bits((givers[Token(exercise: "", text: text)] ?? 2) - 2)
    }
    let wanted = log2(Double(max(people * (people - 1) / 2, 1))) + Self.margin
    let isMost =
      likeness.shared.count * 10 >= likeness.fewer * 6
      && likeness.inOrder * 10 >= likeness.shared.count * 7
    if likeness.shared.count >= Self.fewestAnswers, isMost, wrong >= wanted { return true }
    // Commands alone may come from a page that both have read: there it takes twice as much.
    return likeness.commands.count >= Self.fewestCommands && wrong + typed >= 2 * wanted
  }

  /// The longest sequence that stands in both, in order.
  private static func longestCommon(_ one: [Token], _ other: [Token]) -> [Token] {
    let (one, other) = (Array(one.prefix(mostCompared)), Array(other.prefix(mostCompared)))
    var lengths = Array(
      repeating: Array(repeating: 0, count: other.count + 1), count: one.count + 1)
    for i in one.indices.reversed() {
      for j in other.indices.reversed() {
        lengths[i][j] =
          one[i] == other[j] ? lengths[i + 1][j + 1] + 1 : max(lengths[i + 1][j], lengths[i][j + 1])
      }
    }
    var common: [Token] = []
    var (i, j) = (0, 0)
    while i < one.count, j < other.count {
      if one[i] == other[j] {
        common.append(one[i])
        (i, j) = (i + 1, j + 1)
      } else if lengths[i + 1][j] >= lengths[i][j + 1] {
        i += 1
      } else {
        j += 1
      }
    }
    return common
  }

  private static let mostCompared = 300
}

extension GradeBook {
  /// Finds hand-ins of different students that are alike, and says so of both.
  mutating func findLikenesses() {
    var owners: [Int: Int] = [:]
    for (row, person) in people.enumerated() {
      for place in person.handIns { owners[place] = row }
    }
    for lesson in lessons {
      let members = handIns.indices.compactMap { place -> (place: Int, person: Int)? in
        guard handIns[place].lesson?.id == lesson.id, let owner = owners[place] else { return nil }
        return (place, owner)
      }
      likenesses += LikenessFinder(handIns, members).find()
    }
    for likeness in likenesses {
      note(likeness, on: likeness.first, beside: likeness.second)
      note(likeness, on: likeness.second, beside: likeness.first)
    }
  }

  private mutating func note(_ likeness: Likeness, on place: Int, beside other: Int) {
    let file = handIns[other].file
    // A file that is whole is not to blame for one that was made of it.
    let isSource = isTampered(handIns[other]) && !isTampered(handIns[place])
    if isSource {
      handIns[place].note(HandInRemark(.copied, text: file))
    } else if likeness.isInTheSameSeconds {
      handIns[place].note(HandInRemark(.copy, number: likeness.sameSeconds, text: file))
    } else {
      handIns[place].note(HandInRemark(.alike, number: likeness.shared.count, text: file))
    }
  }

  private func isTampered(_ handIn: GradedHandIn) -> Bool {
    handIn.has(.editedHeading) || handIn.has(.edited) || handIn.has(.otherSeed)
  }
}

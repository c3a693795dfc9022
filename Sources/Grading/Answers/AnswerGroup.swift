import Lessons

/// Wrong answers to an exercise that come to the same, however they were written.
package struct AnswerGroup: Sendable, Hashable {
  /// As they were typed, the commonest first.
  package var texts: [String]
  /// The rows of those who gave one of them, each once.
  package var people: [Int]
  /// What it was told, where that is the lesson's own word for it.
  package var said: String?
  /// Whether the lesson foresaw it.
  package var isForeseen = false

  /// The one that stands for all.
  package var text: String { texts.first ?? "" }
}

/// Groups the wrong answers of a class.
struct AnswerGrouping {
  /// An answer that was given: by whom, and what it comes to.
  private struct Given {
    var text: String
    var people: Set<Int> = []
    var event: GradedEvent
  }

  /// - Parameter answers: the wrong answers to one exercise, each with the row of whoever gave it.
  /// - Returns: the groups, the commonest first.
  static func groups(_ answers: [(person: Int, event: GradedEvent)]) -> [AnswerGroup] {
    var given: [String: Given] = [:]
    for (person, event) in answers {
      given[spelling(event.text), default: Given(text: event.text, event: event)]
        .people.insert(person)
    }
    let ordered = given.values.sorted { ($1.people.count, $0.text) < ($0.people.count, $1.text) }
    var groups: [(first: Given, all: [Given])] = []
    for one in ordered.prefix(mostTexts) {
      if let place = groups.firstIndex(where: { isSame($0.first.event, one.event) }) {
        groups[place].all.append(one)
      } else {
        groups.append((one, [one]))
      }
    }
    return groups.map { first, all in
      AnswerGroup(
        texts: all.map(\.text),
        people: all.reduce(into: Set<Int>()) { $0.formUnion($1.people) }.sorted(),
        said: first.event.said, isForeseen: isForeseen(first.event))
    }.sorted { ($1.people.count, $0.text) < ($0.people.count, $1.text) }
  }

  private static let mostTexts = 1000

  private static func isForeseen(_ event: GradedEvent) -> Bool {
    event.event.detail?.hasPrefix("foreseen-") ?? false
  }

  /// What the lesson calls one mistake is one; else it is what the answers come to.
  private static func isSame(_ one: GradedEvent, _ other: GradedEvent) -> Bool {
    if isForeseen(one) || isForeseen(other) { return one.event.detail == other.event.detail }
    guard let meaning = one.meaning, let another = other.meaning else { return false }
    return meaning.agrees(with: another)
  }

  /// Blanks and quotation marks are nobody's mistake; small and capital letters can be one.
  static func spelling(_ text: String) -> String { text.filter { !$0.isWhitespace && $0 != "`" } }
}

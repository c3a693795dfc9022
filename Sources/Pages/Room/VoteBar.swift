import Arrays
import Charts
import Terminal

/// How many have answered alike.
package struct VoteBar: Sendable {
  package var label: Phrase
  package var count: Int

  /// As many as one takes in at a glance.
  private static let most = 7

  static func bars(ofChoices votes: [Double], _ choices: [Phrase]) -> [VoteBar] {
    choices.enumerated().map { place, label in
      VoteBar(label: label, count: votes.count { $0 == Double(place) })
    }
  }

  /// One for each number where they are few; else ranges of equal width where most of them are, with
  /// what lies below and above together.
  static func bars(ofNumbers votes: [Double]) -> [VoteBar] {
    let sorted = votes.sorted()
    let counts = sorted.reduce(into: [(value: Double, count: Int)]()) { counts, value in
      if counts.last?.value == value {
        counts[counts.count - 1].count += 1
      } else {
        counts.append((value, 1))
      }
    }
    if counts.count <= most {
      return counts.map { VoteBar(label: .verbatim(text($0.value)), count: $0.count) }
    }
    let (low, high) = (sorted[sorted.count / 10], sorted[sorted.count - 1 - sorted.count / 10])
    let edges = Axis.ticks(from: low, to: high, atMost: most - 1)
    func count(_ isMeant: (Double) -> Bool) -> Int { sorted.count(where: isMeant) }
    guard let first = edges.first, let last = edges.last else { return [] }
    let inner = zip(edges, edges.dropFirst()).map { from, to in
      VoteBar(
        label: "from \(from.label) to below \(to.label)",
        count: count { from.value <= $0 && $0 < to.value })
    }
    let below = VoteBar(label: "below \(first.label)", count: count { $0 < first.value })
    let above = VoteBar(label: "\(last.label) or more", count: count { $0 >= last.value })
    return [below] + inner + [above]
  }

  static func text(_ value: Double) -> String {
    let digits = NumberFormatting.significant(value, digits: 6)
    let shortest = NumberFormatting.shortest(value)
    return shortest.utf8.count <= digits.utf8.count ? shortest : digits
  }
}

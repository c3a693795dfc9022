import Arrays

/// A sum for one element: of `sum`, `mean` or `@`.
public struct ElementSum: Sendable {
  public enum Kind: Sendable, Equatable {
    case sum
    /// The sum is divided by the number of terms.
    case mean
    /// The terms are products of a row's and a column's elements.
    case product
  }

  /// Terms that are the same arithmetic on the same numbers.
  public struct Group: Sendable {
    /// Which terms, counted from 0 in the order of the sum.
    public let members: [Int]
    /// The first of them.
    public let term: ElementNode
    /// What they add to the sum together: so many times the term.
    public let total: Double

    public var count: Int { members.count }
  }

  /// One line of the sum written out. The totals of all lines add to the sum exactly.
  public enum Line: Sendable {
    case group(Group)
    /// Everything smaller, taken together.
    case rest(terms: Int, groups: Int, total: Double)
    /// What rounding on the way has added.
    case rounding(Double)

    public var total: Double {
      switch self {
      case .group(let group): group.total
      case .rest(_, _, let total), .rounding(let total): total
      }
    }
  }

  public let kind: Kind
  public let terms: [ElementNode]
  /// By the magnitude of their totals, the largest first.
  public let groups: [Group]
  /// The sum as it was computed, for a mean before the division.
  public let total: Double
  /// Whether the terms run over the examples: term i is example i.
  public let runsOverExamples: Bool

  /// The sum in at most so many lines, and one for what rounding has added, if that is not 0.
  public func lines(limit: Int) -> [Line] {
    var lines: [Line] = []
    let shown = groups.count <= limit ? groups.count : max(limit - 1, 0)
    for group in groups[..<shown] { lines.append(.group(group)) }
    let rest = groups[shown...]
    if !rest.isEmpty {
      lines.append(
        .rest(
          terms: rest.reduce(0) { $0 + $1.count }, groups: rest.count,
          total: ExactSum(rest.map(\.total)).value))
    }
    guard total.isFinite else { return lines }
    var difference = ExactSum(lines.map { -$0.total })
    difference.add(total)
    let rounding = difference.value
    if rounding != 0, rounding.isFinite { lines.append(.rounding(rounding)) }
    return lines
  }
}

extension ElementSum {
  /// Groups the terms of a sum.
  ///
  /// - Parameter classes: terms of different classes are kept apart, however equal they are.
  init(
    _ kind: Kind, _ terms: [ElementNode], total: Double, classes: [Int]?
  ) {
    self.kind = kind
    self.terms = terms
    self.total = total
    runsOverExamples = classes != nil
    struct Key: Hashable {
      let signature: Int
      let bits: UInt64
      let kind: Int
    }
    var places: [Key: Int] = [:]
    var members: [[Int]] = []
    for (index, term) in terms.enumerated() {
      let key = Key(
        signature: term.signature, bits: term.number.bitPattern, kind: classes?[index] ?? 0)
      if let place = places[key] {
        members[place].append(index)
      } else {
        places[key] = members.count
        members.append([index])
      }
    }
    let groups = members.map { members in
      let term = terms[members[0]]
      return Group(
        members: members, term: term, total: Double(members.count) * term.number)
    }
    // The order of the first members breaks ties, so that the order is always the same.
    self.groups = groups.sorted {
      $0.total.isLarger(than: $1.total) ?? ($0.members[0] < $1.members[0])
    }
  }
}

extension Double {
  /// Whether it comes before another one where the largest magnitude comes first, and NaN before
  /// all; `nil` where neither does.
  package func isLarger(than other: Double) -> Bool? {
    let (a, b) = (magnitude, other.magnitude)
    return a == b || (a.isNaN && b.isNaN) ? nil : a > b || a.isNaN
  }
}

/// A number taken apart by whom its parts belong to: to single examples, or to none of them.
public struct ElementShares: Sendable, Equatable {
  /// By the example's number, counted from 0.
  public var ofExamples: [Int: Double]
  /// What belongs to no example, such as the price of large weights.
  public var rest: Double

  public init(ofExamples: [Int: Double] = [:], rest: Double = 0) {
    self.ofExamples = ofExamples
    self.rest = rest
  }
}

extension ElementNode {
  /// The number as a sum of what belongs to each example.
  ///
  /// A term belongs to the example whose column or row its operands are of: `dZ1[0, 7] * X[0, 7]` to
  /// example 7. What is multiplied with a sum, or divided into it, is multiplied with each of its
  /// parts.
  ///
  /// - Parameter shares: those of an operand; `nil` where they cannot be had.
  /// - Returns: `nil` where a part belongs to several examples at once: `dZ1[0, 7] * X[0, 8]`.
  public func shares(
    _ shares: @escaping (ElementOperand, Double) -> ElementShares?
  ) -> ElementShares? {
    var splitter = ElementSplitter(shares: shares)
    return splitter.split(self)?.shares
  }
}

/// What is known of a number on the way.
private enum ElementSplit {
  /// It belongs to no example.
  case plain(Double)
  case owned(Int, Double)
  case several(ElementShares)

  init(_ shares: ElementShares) {
    if shares.ofExamples.isEmpty {
      self = .plain(shares.rest)
    } else if shares.ofExamples.count == 1, shares.rest == 0, let only = shares.ofExamples.first {
      self = .owned(only.key, only.value)
    } else {
      self = .several(shares)
    }
  }

  var shares: ElementShares {
    switch self {
    case .plain(let value): ElementShares(rest: value)
    case .owned(let example, let value): ElementShares(ofExamples: [example: value])
    case .several(let shares): shares
    }
  }

  /// The one example that it has to do with, if it is one.
  var owner: Int? {
    switch self {
    case .plain: nil
    case .owned(let example, _): example
    case .several(let shares):
      shares.ofExamples.count == 1 ? shares.ofExamples.keys.first : nil
    }
  }

  /// Each part with something done to it that is done to the whole.
  func mapped(_ change: (Double) -> Double) -> ElementSplit {
    switch self {
    case .plain(let value): .plain(change(value))
    case .owned(let example, let value): .owned(example, change(value))
    case .several(let shares):
      .several(
        ElementShares(
          ofExamples: shares.ofExamples.mapValues(change), rest: change(shares.rest)))
    }
  }
}

private struct ElementSplitter {
  let shares: (ElementOperand, Double) -> ElementShares?
  private var memo: [ObjectIdentifier: ElementSplit?] = [:]

  init(shares: @escaping (ElementOperand, Double) -> ElementShares?) { self.shares = shares }

  mutating func split(_ node: ElementNode) -> ElementSplit? {
    if let known = memo[ObjectIdentifier(node)] { return known }
    let made = make(node)
    memo[ObjectIdentifier(node)] = made
    return made
  }

  private mutating func make(_ node: ElementNode) -> ElementSplit? {
    switch node.content {
    case .literal, .constant: return .plain(node.number)
    case .draw(let draw): return draw.source.map { split($0) } ?? .plain(node.number)
    case .operand(let operand): return shares(operand, node.number).map { ElementSplit($0) }
    case .conversion(let inner), .definition(_, let inner): return split(inner)
    case .unary(.minus, let inner): return split(inner)?.mapped { -$0 }
    case .unary(.plus, let inner): return split(inner)
    case .binary(.add, let left, let right): return sum([left, right], of: node) { $0 }
    case .binary(.subtract, let left, let right):
      guard let a = split(left), let b = split(right)?.mapped({ -$0 }) else { return nil }
      return sum([a, b], node.number)
    case .binary(.multiply, let left, let right): return product(left, right, node)
    case .binary(.divide, let left, let right):
      guard let a = split(left), let b = split(right) else { return nil }
      if case .several = a, case .plain(let divisor) = b { return a.mapped { $0 / divisor } }
      if case .owned = a, case .several = b { return owned(by: a, node.number) }
      return joint([a, b], node.number)
    case .sum(let sum):
      let count = Double(sum.terms.count)
      return self.sum(sum.terms, of: node) { sum.kind == .mean ? $0 / count : $0 }
    case .call("where", let arguments):
      guard arguments.count == 3, let condition = arguments[0].node else { return nil }
      return arguments[condition.number != 0 ? 1 : 2].node.flatMap { split($0) }
    case .unary, .binary, .call, .reduction:
      var parts: [ElementSplit] = []
      for child in node.children {
        guard let part = split(child) else { return nil }
        parts.append(part)
      }
      return joint(parts, node.number)
    }
  }

  private mutating func product(
    _ left: ElementNode, _ right: ElementNode, _ node: ElementNode
  ) -> ElementSplit? {
    guard let a = split(left), let b = split(right) else { return nil }
    switch (a, b) {
    case (.several, .plain(let factor)): return a.mapped { $0 * factor }
    case (.plain(let factor), .several): return b.mapped { factor * $0 }
    // A term of one example, times what all of them have made, is still that example's.
    case (.owned, .several): return owned(by: a, node.number)
    case (.several, .owned): return owned(by: b, node.number)
    default: return joint([a, b], node.number)
    }
  }

  private func owned(by split: ElementSplit, _ value: Double) -> ElementSplit? {
    guard case .owned(let example, _) = split else { return nil }
    return .owned(example, value)
  }

  /// What is made of parts that belong to one example at most.
  private func joint(_ parts: [ElementSplit], _ value: Double) -> ElementSplit? {
    var owner: Int?
    for part in parts {
      switch part {
      case .plain: continue
      case .owned, .several:
        guard let example = part.owner, owner == nil || owner == example else { return nil }
        owner = example
      }
    }
    return owner.map { .owned($0, value) } ?? .plain(value)
  }

  private mutating func sum(
    _ terms: [ElementNode], of node: ElementNode, _ change: (Double) -> Double
  ) -> ElementSplit? {
    var parts: [ElementSplit] = []
    for term in terms {
      guard let part = split(term) else { return nil }
      parts.append(part.mapped(change))
    }
    return sum(parts, node.number)
  }

  private func sum(_ parts: [ElementSplit], _ value: Double) -> ElementSplit? {
    let isPlain = parts.allSatisfy { if case .plain = $0 { true } else { false } }
    if isPlain { return .plain(value) }
    var total = ElementShares()
    var places: [Int: ExactSum] = [:]
    var rest = ExactSum([])
    for part in parts {
      switch part {
      case .plain(let value): rest.add(value)
      case .owned(let example, let value): places[example, default: ExactSum([])].add(value)
      case .several(let shares):
        rest.add(shares.rest)
        for (example, value) in shares.ofExamples {
          places[example, default: ExactSum([])].add(value)
        }
      }
    }
    total.ofExamples = places.mapValues(\.value)
    total.rest = rest.value
    return ElementSplit(total)
  }
}

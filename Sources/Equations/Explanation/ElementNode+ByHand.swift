import Arrays

extension ElementNode {
  /// The arithmetic as one would write it by hand: in losses what is multiplied by 0 left out, what
  /// is multiplied by 1 without the 1, limits that are not reached left out, a minus before a mean
  /// taken to its terms: of `-mean(y * maximum(log(a), -100) + (1 - y) * ...)` the term `-log(a)`
  /// is left. A softmax of few classes is written without the largest score, which cancels.
  ///
  /// The number is the same but for rounding.
  public var byHand: ElementNode { ByHand().rewritten(self) }
}

private final class ByHand {
  /// What a product with 0 leaves.
  private let nothing = ElementNode(NDArray(0.0), .literal, signature: 0)
  private var outer: [ObjectIdentifier: ElementNode] = [:]

  private static let opened: Set<String> = [
    Function.binaryCrossEntropy.name, Function.crossEntropy.name,
  ]
  private static let mostClasses = 6
  /// Beyond it `exp` of a score would overflow, which the largest score prevents.
  private static let largestScore = 700.0

  /// Outside losses all stays as it is.
  func rewritten(_ node: ElementNode) -> ElementNode {
    let key = ObjectIdentifier(node)
    if let known = outer[key] { return known }
    let made: ElementNode
    switch node.content {
    case .definition(let name, let body) where Self.opened.contains(name):
      var memo: [ObjectIdentifier: ElementNode] = [:]
      made = opened(body, &memo)
    case .definition(Function.softmax.name, let body) where isSmall(body):
      made = withoutLargest(body)
    default:
      made = node.mapping { self.rewritten($0) }
    }
    outer[key] = made
    return made
  }

  // MARK: Losses

  private func opened(
    _ node: ElementNode, _ memo: inout [ObjectIdentifier: ElementNode]
  ) -> ElementNode {
    let key = ObjectIdentifier(node)
    if let known = memo[key] { return known }
    let made = simplified(node, &memo)
    memo[key] = made
    return made
  }

  private func simplified(
    _ node: ElementNode, _ memo: inout [ObjectIdentifier: ElementNode]
  ) -> ElementNode {
    switch node.content {
    case .unary(.minus, let x):
      return negated(opened(x, &memo))
    case .binary(.multiply, let x, let y):
      if x.number == 0, y.number.isFinite { return nothing }
      if y.number == 0, x.number.isFinite { return nothing }
      if x.number == 1 { return opened(y, &memo) }
      if y.number == 1 { return opened(x, &memo) }
    case .binary(.add, let x, let y):
      let (left, right) = (opened(x, &memo), opened(y, &memo))
      if left === nothing { return right }
      if right === nothing { return left }
    case .call("maximum", let arguments):
      if let first = arguments.first?.node, first.number == node.number {
        return opened(first, &memo)
      }
    case .sum(let sum) where sum.terms.count <= Self.mostClasses && !sum.runsOverExamples:
      let terms = sum.terms.map { opened($0, &memo) }.filter { $0 !== nothing }
      if terms.count == 1, sum.kind == .sum { return terms[0] }
    default: break
    }
    return node.mapping { opened($0, &memo) }
  }

  private func negated(_ node: ElementNode) -> ElementNode {
    if node === nothing { return node }
    let value = NDArray(-node.number)
    switch node.content {
    case .unary(.minus, let inner): return inner
    case .sum(let sum):
      return ElementNode(value, .sum(sum.negated { self.negated($0) }), signature: ~node.signature)
    default: return ElementNode(value, .unary(.minus, node), signature: ~node.signature)
    }
  }

  // MARK: Softmax

  /// Whether the largest score can be left out: the sum over the classes stands in the line, and is
  /// no sum of its own whose terms are listed. What the scores are made of is as it was.
  private func isSmall(_ node: ElementNode) -> Bool {
    if case .binary(.subtract, let score, let y) = node.content,
      case .reduction("max", _, _, _) = y.content
    {
      return score.number.magnitude < Self.largestScore
    }
    if case .sum(let sum) = node.content, sum.terms.count > Self.mostClasses { return false }
    var areSmall = true
    _ = node.mapping {
      areSmall = areSmall && isSmall($0)
      return $0
    }
    return areSmall
  }

  private func withoutLargest(_ node: ElementNode) -> ElementNode {
    if case .binary(.subtract, let x, let y) = node.content,
      case .reduction("max", _, _, _) = y.content
    {
      return rewritten(x)
    }
    return node.mapping { self.withoutLargest($0) }
  }
}

extension ElementNode {
  /// The same node with others inside; itself where they are the same.
  fileprivate func mapping(_ change: (ElementNode) -> ElementNode) -> ElementNode {
    func with(_ content: Content) -> ElementNode {
      ElementNode(value, content, signature: signature)
    }
    switch content {
    case .literal, .constant, .operand, .draw, .reduction: return self
    case .conversion(let x):
      let new = change(x)
      return new === x ? self : with(.conversion(new))
    case .unary(let op, let x):
      let new = change(x)
      return new === x ? self : with(.unary(op, new))
    case .binary(let op, let x, let y):
      let (left, right) = (change(x), change(y))
      return left === x && right === y ? self : with(.binary(op, left, right))
    case .definition(let name, let body):
      let new = change(body)
      return new === body ? self : with(.definition(name, body: new))
    case .call(let name, let arguments):
      let new = arguments.map { argument in
        ElementArgument(
          name: argument.name, node: argument.node.map(change), value: argument.value)
      }
      let isSame = zip(new, arguments).allSatisfy { $0.node === $1.node }
      return isSame ? self : with(.call(name, new))
    case .sum(let sum):
      let new = sum.mapping(change)
      return zip(new.terms, sum.terms).allSatisfy { $0 === $1 } ? self : with(.sum(new))
    }
  }
}

extension ElementSum {
  /// The same sum with its terms written otherwise.
  fileprivate func mapping(_ change: (ElementNode) -> ElementNode) -> ElementSum {
    ElementSum(
      kind: kind, terms: terms.map(change),
      groups: groups.map { Group(members: $0.members, term: change($0.term), total: $0.total) },
      total: total, runsOverExamples: runsOverExamples)
  }

  /// The sum with the sign of every term turned.
  fileprivate func negated(_ negate: (ElementNode) -> ElementNode) -> ElementSum {
    ElementSum(
      kind: kind, terms: terms.map(negate),
      groups: groups.map { Group(members: $0.members, term: negate($0.term), total: -$0.total) },
      total: -total, runsOverExamples: runsOverExamples)
  }
}

import Arrays

/// One number with the arithmetic that made it: the equation of an array, for one of its elements.
///
/// A tree with numbers at its leaves. Nodes that several places share are one object, so that the
/// tree of a long sum stays small.
public final class ElementNode: Sendable {
  public indirect enum Content: Sendable {
    /// A number that stands in the equation.
    case literal
    /// A number that the equation makes of nothing but shapes and literals: `zeros((2, 1))`,
    /// `X.shape[1]`; the text says how.
    case constant(String)
    /// An element of something with a name.
    case operand(ElementOperand)
    /// A random number.
    case draw(ElementDraw)
    /// The same number as another type.
    case conversion(ElementNode)
    case unary(UnaryOperator, ElementNode)
    case binary(BinaryOperator, ElementNode, ElementNode)
    /// A function of single numbers: `exp`, `where`, `maximum`.
    case call(String, [ElementArgument])
    /// A function that is written in the language, opened up.
    case definition(String, body: ElementNode)
    case sum(ElementSum)
    /// A reduction that is no sum: `max`, `any`, `prod`; the numbers that it looks at.
    case reduction(String, Reduction, [ElementNode], degreesOfFreedom: Int)
  }

  /// The number, as an array of rank 0.
  public let value: NDArray
  public let content: Content
  /// Equal for nodes with the same arithmetic on the same numbers, wherever these stand.
  let signature: Int

  init(_ value: NDArray, _ content: Content, signature: Int) {
    self.value = value
    self.content = content
    self.signature = signature
  }

  public var number: Double { value.item ?? .nan }
}

/// An element of a named value.
public struct ElementOperand: Sendable, Hashable {
  public let name: String
  /// One number for each dimension, counted from 0.
  public let index: [Int]

  public init(name: String, index: [Int]) {
    self.name = name
    self.index = index
  }
}

/// A random number: which of its call.
public struct ElementDraw: Sendable {
  /// `randn`.
  public let function: String
  /// Of the numbers that the call drew, counted from 1.
  public let number: Int
  /// Counted from 1 over everything that was drawn since the generator was seeded; `nil` where
  /// that is not known.
  public let numberSinceSeed: Int?
  /// For `permutation` and `choice`: the element that was drawn.
  public let source: ElementNode?
}

/// What a function is given for one element.
public struct ElementArgument: Sendable {
  /// The parameter's name.
  public let name: String
  /// `nil` for what is no number: a type, `None`.
  public let node: ElementNode?
  public let value: Value
}

// MARK: - Leaves

extension ElementNode {
  /// The nodes directly inside, in reading order; of sums every term.
  public var children: [ElementNode] {
    switch content {
    case .literal, .constant, .operand: []
    case .draw(let draw): draw.source.map { [$0] } ?? []
    case .conversion(let node), .unary(_, let node), .definition(_, let node): [node]
    case .binary(_, let left, let right): [left, right]
    case .call(_, let arguments): arguments.compactMap(\.node)
    case .sum(let sum): sum.terms
    case .reduction(_, _, let nodes, _): nodes
    }
  }

  /// The elements of names that the number is computed from, each once, in reading order, with
  /// their values.
  public var operands: [(operand: ElementOperand, value: NDArray)] {
    var seenNodes: Set<ObjectIdentifier> = []
    var seen: Set<ElementOperand> = []
    var result: [(operand: ElementOperand, value: NDArray)] = []
    func visit(_ node: ElementNode) {
      guard seenNodes.insert(ObjectIdentifier(node)).inserted else { return }
      if case .operand(let operand) = node.content, seen.insert(operand).inserted {
        result.append((operand, node.value))
      }
      node.children.forEach(visit)
    }
    visit(self)
    return result
  }

  /// The sums in the tree, outermost first.
  public var sums: [ElementSum] {
    var seen: Set<ObjectIdentifier> = []
    var result: [ElementSum] = []
    func visit(_ node: ElementNode) {
      guard seen.insert(ObjectIdentifier(node)).inserted else { return }
      if case .sum(let sum) = node.content { result.append(sum) }
      node.children.forEach(visit)
    }
    visit(self)
    return result
  }

  /// The draws in the tree.
  public var draws: [ElementDraw] {
    var seen: Set<ObjectIdentifier> = []
    var result: [ElementDraw] = []
    func visit(_ node: ElementNode) {
      guard seen.insert(ObjectIdentifier(node)).inserted else { return }
      if case .draw(let draw) = node.content { result.append(draw) }
      node.children.forEach(visit)
    }
    visit(self)
    return result
  }
}

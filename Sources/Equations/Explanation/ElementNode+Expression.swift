import Arrays

extension ElementNode {
  /// The arithmetic as an expression of the language: `W1[0, 0] * X[0, 2] + b1[0, 0]`.
  ///
  /// - Parameters:
  ///   - sumLimit: sums of more terms are written by groups, `251 * (...)`, in so many lines.
  ///   - longestList: of a longer list, so many elements are written and `...`.
  ///   - leaf: what to write for an element of a name, `nil` for the usual `W1[0, 0]`.
  ///   - draw: what to write for a random number.
  ///   - sum: what to write for a sum, with what writes its terms; `nil` for the terms, added up.
  public func expression(
    sumLimit: Int = 8, longestList: Int = .max,
    leaf: (ElementOperand, NDArray) -> Expression? = { _, _ in nil },
    draw: (NDArray) -> Expression = Expression.number,
    sum: @escaping (ElementSum, (ElementNode) -> Expression) -> Expression? = { _, _ in nil }
  ) -> Expression {
    func write(_ node: ElementNode) -> Expression {
      switch node.content {
      case .literal, .constant: return .number(node.value)
      case .draw: return draw(node.value)
      case .operand(let operand): return leaf(operand, node.value) ?? operand.expression
      case .conversion(let inner): return write(inner)
      case .definition(_, let body): return write(body)
      case .unary(let op, let x): return Expression(.unary(op, write(x)))
      case .binary(let op, let x, let y): return .binary(op, write(x), write(y))
      case .call(let name, let arguments):
        return Expression(
          .call(name, arguments.compactMap { $0.node.map { Argument(write($0)) } }))
      case .sum(let terms): return sum(terms, write) ?? written(terms)
      case .reduction(let name, _, let nodes, _):
        let shown = nodes.prefix(longestList).map(write)
        let rest: [Expression] = nodes.count > longestList ? [.name("...")] : []
        return Expression(.call(name, [Argument(Expression(.list(shown + rest)))]))
      }
    }
    func written(_ sum: ElementSum) -> Expression {
      var parts: [Expression] = []
      if sum.terms.count <= sumLimit {
        parts = sum.terms.map(write)
      } else {
        for line in sum.lines(limit: sumLimit) {
          switch line {
          case .group(let group):
            let term = write(group.term)
            parts.append(group.count == 1 ? term : .integer(group.count) * term)
          case .rest(_, _, let total): parts.append(.number(NDArray(total)))
          case .rounding: break
          }
        }
      }
      guard let first = parts.first else { return .integer(0) }
      let total = parts.dropFirst().reduce(first) { $0 + $1 }
      return sum.kind == .mean ? total / .integer(sum.terms.count) : total
    }
    return write(self)
  }

  /// The arithmetic with the live numbers in it: `0.00496714153011233 * 1 + 0.0`.
  public func numbers(sumLimit: Int = 8) -> Expression {
    expression(sumLimit: sumLimit) { _, value in .number(value) }
  }
}

extension ElementOperand {
  /// `W1[0, 0]`; the name alone for a single number.
  public var text: String { expression.text }

  /// `W1[0, 0]`; the name alone for a single number.
  public var expression: Expression {
    index.isEmpty
      ? .name(name)
      : Expression(.index(.name(name), index.map { .position(.integer($0)) }))
  }
}

extension Expression {
  /// A number as it would be written; NaN and infinities by name.
  public static func number(_ value: NDArray) -> Expression {
    let element = value.count > 0 ? value.element(at: 0) : value
    switch element.storage {
    case .bool(let v): return .boolean(v.first ?? false)
    case .int64(let v): return .integer(v.first ?? 0)
    case .float64(let v):
      let number = v.first ?? .nan
      if number.isNaN { return .name("nan") }
      if number.isInfinite { return number < 0 ? -.name("inf") : .name("inf") }
      return Expression(.float(number))
    }
  }

  /// An array as it could be typed, every digit of it: a number, a list, or a list of rows.
  public static func literal(_ array: NDArray) -> Expression {
    func list(_ range: Range<Int>) -> Expression {
      Expression(.list(range.map { .number(array.element(at: $0)) }))
    }
    guard array.rank > 1 else { return array.rank == 0 ? .number(array) : list(0..<array.count) }
    let columns = array.shape[1]
    return Expression(.list((0..<array.shape[0]).map { list($0 * columns..<($0 + 1) * columns) }))
  }
}

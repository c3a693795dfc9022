import Arrays

/// The arithmetic of one number, laid out to be taken apart again and again by whom its parts belong
/// to, with other numbers each time: as `ElementNode.shares`, for an equation that is done in every
/// epoch.
///
/// What is no sum of parts, such as the square of one, belongs to nobody: all share it.
package struct SharePlan: Sendable {
  /// Whose an operand is.
  package enum Owner: Sendable, Equatable {
    /// Nobody's: a setting, a count, a number that all share.
    case nobody
    /// That of one example.
    case example(Int)
    /// Made of parts that are known.
    case parts
    /// A sum of parts of one example and of nobody: what is made of it otherwise is the example's.
    case within(Int)

    /// The example that it has to do with, if that is one.
    fileprivate var only: Int? {
      switch self {
      case .nobody, .parts: nil
      case .example(let example), .within(let example): example
      }
    }

    fileprivate var isSum: Bool {
      switch self {
      case .nobody, .example: false
      case .parts, .within: true
      }
    }
  }

  /// The operands, in the order in which their numbers are to be given.
  package private(set) var operands: [(element: ElementOperand, owner: Owner)] = []
  /// Whether a part that belongs to several is in something else than a sum of them, so that it was
  /// taken as a number that all share.
  package private(set) var sharesWholes = false
  private var steps: [Step] = []

  private enum Operation: Sendable {
    case number(Double)
    case operand(Int)
    case same(Int)
    case negative(Int)
    case add(Int, Int)
    case subtract(Int, Int)
    case multiply(Int, Int)
    case divide(Int, Int)
    case selection(Int, Int, Int)
    case sum([Int], isMean: Bool)
    case unary(UnaryOperator, Int)
    case binary(BinaryOperator, Int, Int)
    /// Of the arguments those that are steps.
    case call(Function, [Value?], [(place: Int, step: Int)])
    case reduction(Reduction, [Int], degreesOfFreedom: Int)
  }

  private struct Step: Sendable {
    let operation: Operation
    let owner: Owner
    var dtype = DType.float64
  }

  /// - Parameter owner: whose an element is.
  /// - Returns: `nil` for arithmetic that draws random numbers, or calls what is unknown.
  package init?(_ node: ElementNode, owner: (ElementOperand) -> Owner) {
    var memo: [ObjectIdentifier: Int] = [:]
    var places: [ElementOperand: Int] = [:]
    guard lay(node, &memo, &places, owner) != nil else { return nil }
  }

  // MARK: Laying out

  private mutating func lay(
    _ node: ElementNode, _ memo: inout [ObjectIdentifier: Int],
    _ places: inout [ElementOperand: Int], _ owner: (ElementOperand) -> Owner
  ) -> Int? {
    if let known = memo[ObjectIdentifier(node)] { return known }
    var parts: [Int] = []
    for child in node.children {
      guard let part = lay(child, &memo, &places, owner) else { return nil }
      parts.append(part)
    }
    guard var step = step(of: node, parts, &places, owner) else { return nil }
    step.dtype = node.value.dtype
    steps.append(step)
    memo[ObjectIdentifier(node)] = steps.count - 1
    return steps.count - 1
  }

  private mutating func step(
    of node: ElementNode, _ parts: [Int], _ places: inout [ElementOperand: Int],
    _ owner: (ElementOperand) -> Owner
  ) -> Step? {
    switch node.content {
    case .literal, .constant: return Step(operation: .number(node.number), owner: .nobody)
    case .draw: return nil
    case .operand(let element):
      if let known = places[element] {
        return Step(operation: .operand(known), owner: operands[known].owner)
      }
      operands.append((element, owner(element)))
      places[element] = operands.count - 1
      let last = operands.count - 1
      return Step(operation: .operand(last), owner: operands[last].owner)
    case .conversion, .definition, .unary(.plus, _):
      return Step(operation: .same(parts[0]), owner: steps[parts[0]].owner)
    case .unary(.minus, _):
      return Step(operation: .negative(parts[0]), owner: steps[parts[0]].owner)
    case .binary(.add, _, _): return Step(operation: .add(parts[0], parts[1]), owner: sum(parts))
    case .binary(.subtract, _, _):
      return Step(operation: .subtract(parts[0], parts[1]), owner: sum(parts))
    case .binary(.multiply, _, _):
      return Step(operation: .multiply(parts[0], parts[1]), owner: product(parts[0], parts[1]))
    case .binary(.divide, _, _):
      return Step(operation: .divide(parts[0], parts[1]), owner: quotient(parts[0], parts[1]))
    case .sum(let sum):
      return Step(operation: .sum(parts, isMean: sum.kind == .mean), owner: self.sum(parts))
    case .call("where", let arguments) where arguments.count == 3 && parts.count == 3:
      return Step(operation: .selection(parts[0], parts[1], parts[2]), owner: sum(parts.suffix(2)))
    case .unary(let op, _): return Step(operation: .unary(op, parts[0]), owner: joint(parts))
    case .binary(let op, _, _):
      return Step(operation: .binary(op, parts[0], parts[1]), owner: joint(parts))
    case .reduction(_, let reduction, _, let freedom):
      return Step(
        operation: .reduction(reduction, parts, degreesOfFreedom: freedom), owner: joint(parts))
    case .call(let name, let arguments):
      guard let function = FunctionTable.standard[name] else { return nil }
      var values = [Value?](repeating: nil, count: function.parameters.count)
      var given: [(place: Int, step: Int)] = []
      for argument in arguments {
        guard let place = function.parameters.firstIndex(where: { $0.name == argument.name }) else {
          return nil
        }
        if argument.node == nil {
          values[place] = argument.value
        } else {
          given.append((place, parts[given.count]))
        }
      }
      return Step(operation: .call(function, values, given), owner: joint(parts))
    }
  }

  /// What is added keeps its parts apart.
  private func sum(_ parts: some Sequence<Int>) -> Owner {
    var found = Owner.nobody
    var hasNobody = false
    for part in parts {
      let owner = steps[part].owner
      switch (owner, found) {
      case (.nobody, _): hasNobody = true
      case (_, .nobody): found = owner
      case (_, _) where owner.only != nil && owner.only == found.only:
        if owner.isSum { found = owner }
      default: return .parts
      }
    }
    if hasNobody, let example = found.only { return .within(example) }
    return found
  }

  private mutating func product(_ left: Int, _ right: Int) -> Owner {
    let (a, b) = (steps[left].owner, steps[right].owner)
    if a.isSum, b == .nobody { return a }
    if b.isSum, a == .nobody { return b }
    // A term of one example, times what all of them have made, is still that example's.
    if let example = a.only, b == .parts { return .example(example) }
    if let example = b.only, a == .parts { return .example(example) }
    return joint([left, right])
  }

  private mutating func quotient(_ left: Int, _ right: Int) -> Owner {
    let (a, b) = (steps[left].owner, steps[right].owner)
    if b == .nobody { return a }
    if let example = a.only, b == .parts { return .example(example) }
    return joint([left, right])
  }

  /// What is made of parts that belong to one example at most, or else to nobody: a function of a sum
  /// is no sum of its parts.
  private mutating func joint(_ parts: [Int]) -> Owner {
    var found: Int?
    for part in parts where steps[part].owner != .nobody {
      guard let example = steps[part].owner.only, found == nil || found == example else {
        sharesWholes = true
        return .nobody
      }
      found = example
    }
    return found.map { .example($0) } ?? .nobody
  }
}

// MARK: - Taking apart

extension SharePlan {
  /// Takes the number apart.
  ///
  /// - Parameters:
  ///   - numbers: those of the operands.
  ///   - parts: those of an operand whose parts are known.
  ///   - places: of each example the place that its parts are put in; those of nobody are put in
  ///     place 0.
  package func shares(
    _ numbers: [Double], parts: (Int) -> Shares, places: [Int]
  ) -> Shares {
    var values = [Double](repeating: 0, count: steps.count)
    var known: [Int: Shares] = [:]
    func whole(_ step: Int, _ factor: Double, into result: inout Shares) {
      switch steps[step].owner {
      case .nobody: result.add(values[step] * factor, at: 0)
      case .example(let example):
        result.add(values[step] * factor, at: example < places.count ? places[example] : 0)
      case .parts, .within: if let inner = known[step] { result.add(inner, times: factor) }
      }
    }
    for (index, step) in steps.enumerated() {
      values[index] = value(of: step.operation, values, numbers)
      guard step.owner.isSum else { continue }
      var result = Shares(places: 3)
      switch step.operation {
      case .operand(let operand): result = parts(operand)
      case .same(let inner): whole(inner, 1, into: &result)
      case .negative(let inner): whole(inner, -1, into: &result)
      case .add(let a, let b):
        whole(a, 1, into: &result)
        whole(b, 1, into: &result)
      case .subtract(let a, let b):
        whole(a, 1, into: &result)
        whole(b, -1, into: &result)
      case .multiply(let a, let b):
        let isLeft = steps[a].owner.isSum
        whole(isLeft ? a : b, values[isLeft ? b : a], into: &result)
      case .divide(let a, let b): if let inner = known[a] { result = inner.divided(by: values[b]) }
      case .selection(let condition, let a, let b):
        whole(values[condition] != 0 ? a : b, 1, into: &result)
      case .sum(let terms, let isMean):
        for term in terms { whole(term, 1, into: &result) }
        if isMean { result = result.divided(by: Double(terms.count)) }
      case .number, .unary, .binary, .call, .reduction: break
      }
      known[index] = result
    }
    if let result = known[steps.count - 1] { return result }
    var result = Shares(places: 3)
    whole(steps.count - 1, 1, into: &result)
    return result
  }

  private func value(
    of operation: Operation, _ values: [Double], _ numbers: [Double]
  ) -> Double {
    func array(_ step: Int) -> NDArray {
      NDArray(values[step]).converted(to: steps[step].dtype)
    }
    switch operation {
    case .number(let number): return number
    case .operand(let place): return numbers[place]
    case .same(let inner): return values[inner]
    case .negative(let inner): return -values[inner]
    case .add(let a, let b): return values[a] + values[b]
    case .subtract(let a, let b): return values[a] - values[b]
    case .multiply(let a, let b): return values[a] * values[b]
    case .divide(let a, let b): return values[a] / values[b]
    case .selection(let condition, let a, let b): return values[values[condition] != 0 ? a : b]
    case .sum(let terms, let isMean):
      let sum = terms.reduce(0) { $0 + values[$1] }
      return isMean ? sum / Double(terms.count) : sum
    case .unary(let op, let a):
      return (try? ValueOperations.unary(op, .array(array(a))))?.array?.item ?? .nan
    case .binary(let op, let a, let b):
      return (try? ValueOperations.binary(op, .array(array(a)), .array(array(b))))?.array?.item
        ?? .nan
    case .call(let function, var arguments, let given):
      for (place, step) in given { arguments[place] = .array(array(step)) }
      var none: RandomState?
      return (try? function.evaluate(Arguments(values: arguments), &none))?.array?.item ?? .nan
    case .reduction(let reduction, let terms, let freedom):
      return (try? NDArray.stacked(terms.map(array)))
        .flatMap { try? $0.reduced(by: reduction, degreesOfFreedom: freedom) }?.item ?? .nan
    }
  }
}

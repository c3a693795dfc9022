import Arrays

/// Carries an adjoint from the top of an expression down to its names.
struct ChainRule {
  let shapes: ShapeTable
  let isActive: (String) -> Bool
  /// What has arrived at names, in the order of arrival; a name may stand in it more than once.
  private(set) var contributions: [(name: String, adjoint: Expression)] = []

  init(shapes: ShapeTable, isActive: @escaping (String) -> Bool) {
    self.shapes = shapes
    self.isActive = isActive
  }

  /// - Parameters:
  ///   - adjoint: of the value of `expression`.
  ///   - result: a short way to say that value.
  mutating func push(
    _ adjoint: Expression, into expression: Expression, result: Expression? = nil
  ) throws(LanguageError) {
    guard expression.names.contains(where: isActive) else { return }
    switch expression.node {
    case .name(let name):
      contributions.append((name, adjoint))
    case .unary(.minus, let operand):
      try push(-adjoint, into: operand)
    case .unary(.plus, let operand):
      try push(adjoint, into: operand)
    case .binary(let op, let left, let right):
      try push(adjoint, through: op, left, right, of: expression, result: result)
    case .attribute(let base, .transpose):
      try push(adjoint.transposed, into: base)
    case .attribute:
      return
    case .index(let base, let items):
      try push(adjoint, throughIndex: items, of: base, in: expression)
    case .call(let name, let arguments):
      try push(adjoint, throughCallOf: name, arguments, in: expression, result: result)
    default:
      throw LanguageError(.notDifferentiable(expression.text), at: expression.span)
    }
  }

  private mutating func push(
    _ d: Expression, through op: BinaryOperator, _ left: Expression, _ right: Expression,
    of expression: Expression, result: Expression?
  ) throws(LanguageError) {
    switch op {
    case .add:
      try spread(d, to: left, of: expression)
      try spread(d, to: right, of: expression)
    case .subtract:
      try spread(d, to: left, of: expression)
      try spread(-d, to: right, of: expression)
    case .multiply:
      try spread(d * right, to: left, of: expression)
      try spread(d * left, to: right, of: expression)
    case .divide:
      try spread(d / right, to: left, of: expression)
      try spread(-(d * left) / .binary(.power, right, .integer(2)), to: right, of: expression)
    case .power:
      let lower = Expression.binary(.power, left, right - .integer(1)).foldingExponent
      try spread(d * right * lower, to: left, of: expression)
      let value = result ?? expression
      try spread(d * value * .call("log", left), to: right, of: expression)
    case .matrixProduct:
      let step = Backpropagation(
        expression: expression, arguments: [left, right], result: result ?? expression, adjoint: d,
        shapes: shapes)
      let adjoints = try step.productAdjoints(left, right)
      try push(adjoints.left, into: left)
      try push(adjoints.right, into: right)
    case .or, .and, .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual, .bitwiseOr,
      .bitwiseXor, .bitwiseAnd, .floorDivide:
      return
    case .remainder:
      throw LanguageError(.notDifferentiable(expression.text), at: expression.span)
    }
  }

  private mutating func push(
    _ d: Expression, throughCallOf name: String, _ given: [Argument], in expression: Expression,
    result: Expression?
  ) throws(LanguageError) {
    guard let function = FunctionTable.standard[name] else { return }
    let binding = try ArgumentBinding(given, of: function, span: expression.span)
    let arguments = binding.positions.map { $0.map { given[$0].value } }
    let step = Backpropagation(
      expression: expression, arguments: arguments, result: result ?? expression, adjoint: d,
      shapes: shapes)
    switch function.derivative {
    case .zero:
      return
    case .none:
      throw LanguageError(.notDifferentiable("\(name)()"), at: expression.span)
    case .elementwise(let slopes):
      var table = ["result": result ?? expression]
      for (parameter, argument) in zip(function.parameters, arguments) {
        if let argument { table[parameter.name] = argument }
        if case .optional(let text) = parameter.presence, argument == nil {
          table[parameter.name] = .trusted(text)
        }
      }
      for (parameter, argument) in zip(function.parameters, arguments) {
        guard let argument, let slope = slopes[parameter.name] else { continue }
        try spread(
          d * Expression.trusted(slope).substituting(table), to: argument, of: expression)
      }
    case .custom(let rule):
      let adjoints = try rule(step)
      for (index, adjoint) in adjoints.sorted(by: { $0.key < $1.key }) {
        guard let argument = arguments[index] else { continue }
        try spread(adjoint, to: argument, of: expression)
      }
    }
  }
}

// MARK: - Broadcasting and indexing, backwards

extension ChainRule {
  /// Hands an adjoint to an operand that may have been broadcast: what was spread is summed up.
  private mutating func spread(
    _ adjoint: Expression, to operand: Expression, of whole: Expression
  ) throws(LanguageError) {
    guard operand.names.contains(where: isActive) else { return }
    try push(try summed(adjoint, to: operand, of: whole), into: operand)
  }

  private func summed(
    _ adjoint: Expression, to operand: Expression, of whole: Expression
  ) throws(LanguageError) -> Expression {
    let target = try shapes.shape(of: operand)
    let own = try shapes.shape(of: adjoint)
    // A rule may give an adjoint larger than the call's result: that of a loss's operand.
    let full = own.count > (try shapes.shape(of: whole)).count ? adjoint : whole
    let source = try shapes.shape(of: full)
    if target == source { return adjoint }
    var result = adjoint
    let missing = source.rank - target.rank
    var summedAxes: [Int] = []
    for axis in 0..<source.rank {
      let wasSpread = axis < missing || (target[axis - missing] == 1 && source[axis] != 1)
      guard wasSpread else { continue }
      let ownAxis = axis - (source.rank - own.rank)
      if ownAxis >= 0, own[ownAxis] == source[axis], source[axis] != 1 {
        summedAxes.append(axis)
      } else {
        result = result * (try shapes.size(of: full, axis: axis))
      }
    }
    guard !summedAxes.isEmpty else {
      // A single value that needs fewer dimensions.
      return target.rank == 0 && own.rank > 0
        ? .reduction("sum", result, axis: nil, keepDimensions: false) : result
    }
    if summedAxes.count == own.rank || target.rank == 0 {
      let keep = target.rank == own.rank
      return .reduction("sum", result, axis: nil, keepDimensions: keep)
    }
    return .reduction(
      "sum", result, axis: summedAxes[0], keepDimensions: target.rank == source.rank)
  }

  /// `A[rows, columns]` picks with matrices of zeros and ones, P A Q, so the adjoint goes back as
  /// Pᵀ d Qᵀ.
  private mutating func push(
    _ adjoint: Expression, throughIndex items: [IndexItem], of base: Expression,
    in expression: Expression
  ) throws(LanguageError) {
    let shape = try shapes.shape(of: base)
    let picked = try shapes.shape(of: expression)
    let refusal = LanguageError(.notDifferentiable(expression.text), at: expression.span)
    guard items.allSatisfy({ if case .ellipsis = $0 { false } else { $0 != .newAxis } }),
      items.count <= shape.rank
    else { throw refusal }
    let step = Backpropagation(
      expression: expression, arguments: [], result: expression, adjoint: adjoint, shapes: shapes)
    var d = try step.materialized(adjoint)
    var sizes: [Int] = []
    for axis in 0..<shape.rank {
      guard axis < items.count else {
        sizes.append(shape[axis])
        continue
      }
      let selection = Expression(.index(.call("eye", try shapes.size(of: base, axis: axis)), [items[axis]]))
      let selected = try shapes.shape(of: selection)
      sizes.append(selected.rank == 2 ? selected[0] : 1)
    }
    if picked.dimensions != sizes {
      d = .call("reshape", d, Expression(.tuple(sizes.map { .integer($0) })))
    }
    for (axis, item) in items.enumerated() where item != .slice(start: nil, stop: nil, step: nil) {
      let identity = Expression.call("eye", try shapes.size(of: base, axis: axis))
      var rows: Expression = Expression(.index(identity, [item]))
      if try shapes.shape(of: rows).rank == 1 {
        rows = .call("reshape", rows, Expression(.tuple([.integer(1), .integer(-1)])))
      }
      d = axis == 0 ? rows.transposed.matrixProduct(d) : d.matrixProduct(rows)
    }
    try push(d, into: base)
  }
}

extension Expression {
  /// `x**(2 - 1)` as `x`.
  fileprivate var foldingExponent: Expression {
    guard case .binary(.power, let base, let exponent) = node,
      case .binary(.subtract, let n, let one) = exponent.node,
      case .integer(let power) = n.node, case .integer(1) = one.node
    else { return self }
    switch power - 1 {
    case 0: return .integer(1)
    case 1: return base
    default: return .binary(.power, base, .integer(power - 1))
    }
  }
}

import Arrays

/// Carries an adjoint from the top of an expression down to its names.
struct ChainRule {
  let shapes: ShapeTable
  let isActive: (String) -> Bool
  /// What depends on a parameter, where only some of that is followed.
  let isTrained: (String) -> Bool
  /// What has arrived at names, in the order of arrival; a name may stand in it more than once.
  private(set) var contributions: [(name: String, adjoint: Expression)] = []

  /// The most nodes that an adjoint may have. Equations that people write stay under a hundredth.
  static let largestAdjoint = 5000

  init(
    shapes: ShapeTable, isActive: @escaping (String) -> Bool,
    isTrained: ((String) -> Bool)? = nil
  ) {
    self.shapes = shapes
    self.isActive = isActive
    self.isTrained = isTrained ?? isActive
  }

  /// - Parameters:
  ///   - adjoint: of the value of `expression`.
  ///   - result: a short way to say that value.
  mutating func push(
    _ adjoint: Expression, into expression: Expression, result: Expression? = nil
  ) throws(LanguageError) {
    guard expression.valueNames.contains(where: isActive) else { return }
    // A rule may mention the adjoint twice, and a call in a call in a call then doubles and doubles.
    guard adjoint.size <= Self.largestAdjoint else {
      throw LanguageError(.nestedTooDeeply, at: expression.span)
    }
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

  /// Through an operator. Of one that works element by element (m, n) and (m, n) have an adjoint
  /// (m, n), and what was broadcast is summed by `spread`; of (m, k) @ (k, n) it is (m, n).
  ///
  /// - Parameter d: the adjoint of the result.
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

  /// Through a call, by the rule that its function has.
  ///
  /// - Parameter d: the adjoint of the result.
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
    case .elementwise(let alone, let ofSeveral):
      let trainedCount = arguments.count { $0?.names.contains(where: isTrained) ?? false }
      let slopes = trainedCount > 1 ? ofSeveral ?? alone : alone
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
    case .broadcasting(let rule):
      for (index, adjoint) in try rule(step).sorted(by: { $0.key < $1.key }) {
        guard let argument = arguments[index] else { continue }
        try spread(adjoint, to: argument, of: expression)
      }
    case .custom(let rule):
      for (index, adjoint) in try rule(step).sorted(by: { $0.key < $1.key }) {
        guard let argument = arguments[index] else { continue }
        try push(adjoint, into: argument)
      }
    case .opening:
      guard let body = try function.opened(arguments, shapes) else {
        throw LanguageError(.notDifferentiable(expression.text), at: expression.span)
      }
      try push(d, into: body, result: result)
    case .joining(let rule):
      for (part, adjoint) in try rule(step) { try push(adjoint, into: part) }
    }
  }
}

// MARK: - Broadcasting and indexing, backwards

extension ChainRule {
  /// Hands an adjoint to an operand that may have been broadcast: what was spread is summed up.
  private mutating func spread(
    _ adjoint: Expression, to operand: Expression, of whole: Expression
  ) throws(LanguageError) {
    guard operand.valueNames.contains(where: isActive) else { return }
    try push(try summed(adjoint, to: operand, of: whole), into: operand)
  }

  /// An adjoint (m, n) for an operand that is (m, 1), (1, n), (n,) or (): summed along the axes on
  /// which the operand stood for all. Where the adjoint itself is one number for all places of an
  /// axis, it is multiplied by how many they are.
  private func summed(
    _ adjoint: Expression, to operand: Expression, of whole: Expression
  ) throws(LanguageError) -> Expression {
    let target = try shapes.shapes(of: operand)
    let own = try shapes.shapes(of: adjoint)
    // A rule may give an adjoint larger than the call's result: that of a loss's operand.
    let result = try shapes.shapes(of: whole)
    let isLarger =
      own.now.count > result.now.count || own.more.count > result.more.count
      || own.rank > result.rank
    let full = isLarger ? adjoint : whole
    let source = isLarger ? own : result
    if target == source { return adjoint }
    let missing = source.rank - target.rank
    var scaled = adjoint
    var summedAxes: [Int] = []
    for axis in 0..<source.rank {
      // A dimension may be 1 only because there is a single example, so both sizes are asked.
      let wasSpread =
        axis < missing || (target.isOne(axis - missing) && !source.isOne(axis))
      guard wasSpread else { continue }
      let ownAxis = axis - (source.rank - own.rank)
      let isThere = ownAxis >= 0 && own.isEqual(ownAxis, to: source, axis)
      if !isThere { scaled = scaled * (try shapes.size(of: full, axis: axis)) }
      if isThere || (ownAxis >= 0 && axis < missing) { summedAxes.append(axis) }
    }
    if target.rank == 0 {
      return own.rank == 0
        ? scaled : .reduction("sum", scaled, axis: nil, keepDimensions: false)
    }
    if summedAxes.isEmpty { return scaled }
    if summedAxes.count == own.rank {
      let keep = target.rank == own.rank
      return .reduction("sum", scaled, axis: nil, keepDimensions: keep)
    }
    let axis = summedAxes[0]
    return .reduction(
      "sum", scaled, axis: axis - (source.rank - own.rank), keepDimensions: axis >= missing)
  }

  /// `A[rows, columns]` picks with matrices of zeros and ones: of A, (m, n), the r rows and c columns
  /// that are asked for are P A Q, (r, m) @ (m, n) @ (n, c), so the adjoint d, (r, c), goes back as
  /// Pᵀ d Qᵀ, (m, n).
  private mutating func push(
    _ adjoint: Expression, throughIndex items: [IndexItem], of base: Expression,
    in expression: Expression
  ) throws(LanguageError) {
    if let whole = try opened(base) {
      return try push(adjoint, into: Expression(.index(whole, items)).pickingItems)
    }
    if try pushed(adjoint, throughAxesOf: items, of: base, in: expression) { return }
    let shape = try shapes.shape(of: base)
    let picked = try shapes.shape(of: expression)
    let refusal = LanguageError(.notDifferentiable(expression.text), at: expression.span)
    guard items.allSatisfy({ if case .ellipsis = $0 { false } else { $0 != .newAxis } }),
      items.count <= shape.rank
    else { throw refusal }
    let step = Backpropagation(
      expression: expression, arguments: [], result: expression, adjoint: adjoint, shapes: shapes)
    var d = try step.materialized(adjoint)
    // The picked elements with every axis in its place: a single row or column still is one.
    var sizes: [Int] = []
    var sizeTexts: [Expression] = []
    for axis in 0..<shape.rank {
      var selection = base
      var selectionAxis = axis
      if axis < items.count {
        let identity = Expression.call("eye", try shapes.size(of: base, axis: axis))
        selection = Expression(.index(identity, [items[axis]]))
        selectionAxis = 0
      }
      let selected = try shapes.shapes(of: selection)
      guard axis >= items.count || selected.rank == 2 else {
        sizes.append(1)
        sizeTexts.append(.integer(1))
        continue
      }
      sizes.append(selected.now[selectionAxis])
      let grows = selected.now[selectionAxis] != selected.more[selectionAxis]
      sizeTexts.append(.integer(grows ? -1 : selected.now[selectionAxis]))
    }
    if picked.dimensions != sizes {
      d = .call("reshape", d, Expression(.tuple(sizeTexts)))
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
      case .binary(.subtract, let n, let one) = exponent.node, case .integer(1) = one.node
    else { return self }
    if case .float(let power) = n.node, power > 1 {
      return .binary(.power, base, Expression(.float(power - 1)))
    }
    guard case .integer(let power) = n.node else { return self }
    switch power - 1 {
    case 0: return .integer(1)
    case 1: return base
    default: return .binary(.power, base, .integer(power - 1))
    }
  }
}

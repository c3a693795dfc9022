import Arrays

/// The meaning of the language that computes values with their tangents.
///
/// With x and y moving by s and t: x + y by s + t, x * y by s * y + x * t, x @ y by s @ y + x @ t;
/// what only moves elements about, or adds them up, does the same to the tangent.
struct TangentDomain: Domain {
  let scope: any Scope
  let tangents: [String: NDArray]
  /// Names that the scope does not have: the parameters of an opened function.
  var plans: [String: TangentValue] = [:]

  init(scope: any Scope, tangents: [String: NDArray] = [:], plans: [String: TangentValue] = [:]) {
    self.scope = scope
    self.tangents = tangents
    self.plans = plans
  }

  var candidateNames: [String] { scope.candidateNames }

  func lookUp(_ name: String) -> Lookup<TangentValue> {
    if let plan = plans[name] { return .found(plan) }
    return switch scope.value(of: name) {
    case .found(let value): .found(TangentValue(value, tangents[name]))
    case .unavailable(let name): .unavailable(name)
    case .unknown: .unknown
    }
  }

  func constant(_ value: Value) -> TangentValue { TangentValue(value) }

  func tuple(_ items: [TangentValue]) -> TangentValue { TangentValue(items) }

  func list(_ items: [TangentValue]) throws(FunctionFault) -> TangentValue {
    let value = try ValueOperations.list(items.map(\.value))
    guard items.contains(where: \.moves) else { return TangentValue(value) }
    return TangentValue(value, try ValueOperations.list(items.map(\.moved)).array)
  }

  func unary(_ op: UnaryOperator, _ x: TangentValue) throws(FunctionFault) -> TangentValue {
    let value = try ValueOperations.unary(op, x.value)
    guard let tangent = x.tangent, op == .minus || op == .plus else { return TangentValue(value) }
    return TangentValue(value, try ValueOperations.unary(op, .array(tangent)).array)
  }

  func binary(
    _ op: BinaryOperator, _ x: TangentValue, _ y: TangentValue
  ) throws(FunctionFault) -> TangentValue {
    let value = try ValueOperations.binary(op, x.value, y.value)
    guard x.moves || y.moves, let result = value.array, let a = x.value.array,
      let b = y.value.array
    else { return TangentValue(value) }
    var parts: [NDArray] = []
    func apply(_ op: BinaryOperation, _ a: NDArray, _ b: NDArray) throws(FunctionFault) -> NDArray {
      try arrays { () throws(ArrayError) in try NDArray.apply(op, a, b) }
    }
    func negative(_ a: NDArray) throws(FunctionFault) -> NDArray {
      try arrays { () throws(ArrayError) in try NDArray.apply(.negative, a) }
    }
    switch op {
    case .add:
      parts = [x.tangent, y.tangent].compactMap { $0 }
    case .subtract:
      if let s = x.tangent { parts.append(s) }
      if let t = y.tangent { parts.append(try negative(t)) }
    case .multiply:
      if let s = x.tangent { parts.append(try apply(.multiply, s, b)) }
      if let t = y.tangent { parts.append(try apply(.multiply, a, t)) }
    case .divide:
      if let s = x.tangent { parts.append(try apply(.divide, s, b)) }
      if let t = y.tangent {
        parts.append(try negative(try apply(.divide, try apply(.multiply, result, t), b)))
      }
    case .power:
      if let s = x.tangent {
        let lower = try apply(.power, a, try apply(.subtract, b, NDArray(1.0)))
        parts.append(try apply(.multiply, s, try apply(.multiply, b, lower)))
      }
      if let t = y.tangent {
        let log = try arrays { () throws(ArrayError) in try NDArray.apply(.log, a) }
        parts.append(try apply(.multiply, t, try apply(.multiply, result, log)))
      }
    case .matrixProduct:
      parts = try productParts(x, y)
    case .and, .or:
      // One of the two is the result.
      let chosen = try ValueOperations.truth(a) == (op == .and) ? y : x
      return TangentValue(value, chosen.tangent)
    case .remainder:
      throw .argument(0, .array)
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual, .bitwiseOr, .bitwiseXor,
      .bitwiseAnd, .floorDivide:
      return TangentValue(value)
    }
    return TangentValue(value, try sum(parts, in: result.shape))
  }

  /// s @ y and x @ t.
  private func productParts(
    _ x: TangentValue, _ y: TangentValue
  ) throws(FunctionFault) -> [NDArray] {
    guard let a = x.value.array, let b = y.value.array else { return [] }
    var parts: [NDArray] = []
    for (left, right) in [(x.tangent, b), (a, y.tangent)] as [(NDArray?, NDArray?)] {
      guard let left, let right else { continue }
      parts.append(
        try arrays { () throws(ArrayError) in
          try left.rank == 0 || right.rank == 0
            ? NDArray.apply(.multiply, left, right) : NDArray.product(left, right)
        })
    }
    return parts
  }

  /// The parts added up, spread over a shape; `nil` where there are none.
  private func sum(_ parts: [NDArray], in shape: Shape) throws(FunctionFault) -> NDArray? {
    if parts.isEmpty { return nil }
    return try arrays { () throws(ArrayError) in
      var total = try parts[0].broadcast(to: shape)
      for part in parts.dropFirst() { total = try NDArray.apply(.add, total, part) }
      return total
    }
  }

  func attribute(
    _ attribute: Attribute, of x: TangentValue
  ) throws(FunctionFault) -> TangentValue {
    let value = try ValueOperations.attribute(attribute, of: x.value)
    guard attribute == .transpose, let tangent = x.tangent else { return TangentValue(value) }
    return TangentValue(value, try ValueOperations.attribute(attribute, of: .array(tangent)).array)
  }

  func index(
    _ x: TangentValue, _ items: [BoundIndexItem<TangentValue>]
  ) throws(FunctionFault) -> TangentValue {
    let bound = items.map { $0.map(\.value) }
    let value = try ValueOperations.index(x.value, bound)
    if let elements = x.items, case .position(let position)? = bound.first,
      let index = position.integer
    {
      return elements[index < 0 ? index + elements.count : index]
    }
    guard let tangent = x.tangent else { return TangentValue(value) }
    return TangentValue(value, try ValueOperations.index(.array(tangent), bound).array)
  }
}

// MARK: - Calls

extension TangentDomain {
  mutating func call(
    _ function: Function, _ arguments: Arguments<TangentValue>
  ) throws(FunctionFault) -> TangentValue {
    let given = arguments.values.compactMap { $0 } + arguments.rest
    if given.contains(where: \.moves), let body = try function.body(for: arguments) {
      return try open(body, arguments)
    }
    var none: RandomState?
    let value = try function.evaluate(arguments.map(\.value), &none)
    guard given.contains(where: \.moves), let result = value.array else {
      return TangentValue(value)
    }
    if case .zero = function.derivative { return TangentValue(value) }
    switch function.elements {
    case .movement, .reduction(.sum), .reduction(.mean):
      guard let first = arguments[0], first.moves else { return TangentValue(value) }
      var moved = arguments.map(\.value)
      moved.values[0] = first.moved
      return TangentValue(value, try function.evaluate(moved, &none).array)
    case .product:
      guard let x = arguments[0], let y = arguments[1] else { return TangentValue(value) }
      return TangentValue(value, try sum(try productParts(x, y), in: result.shape))
    default: break
    }
    if case .elementwise(let alone, let ofSeveral) = function.derivative {
      let slopes = arguments.values.count { $0?.moves ?? false } > 1 ? ofSeveral ?? alone : alone
      return TangentValue(value, try elementwise(function, slopes, arguments, result))
    }
    guard let tangent = TransposedRule.tangent(function, arguments, result) else {
      throw .argument(0, .array)
    }
    return TangentValue(value, try sum([tangent], in: result.shape))
  }

  private func open(
    _ body: Definition, _ arguments: Arguments<TangentValue>
  ) throws(FunctionFault) -> TangentValue {
    var interpreter = Interpreter(
      domain: TangentDomain(
        scope: DictionaryScope(), plans: body.bind(arguments)))
    return try body.evaluated { () throws(LanguageError) in
      try interpreter.evaluate(body.expression)
    }
  }

  /// The tangent of each argument times the function's slope by it, added up.
  private func elementwise(
    _ function: Function, _ slopes: [String: String], _ arguments: Arguments<TangentValue>,
    _ result: NDArray
  ) throws(FunctionFault) -> NDArray? {
    var names = DictionaryScope(["result": .array(result)])
    for (index, parameter) in function.parameters.enumerated() {
      if let argument = arguments[index] {
        names.values[parameter.name] = argument.value
      } else if case .optional(let text) = parameter.presence {
        names.values[parameter.name] = try? Evaluation.value(
          of: .trusted(text), in: DictionaryScope())
      }
    }
    var parts: [NDArray] = []
    for (index, parameter) in function.parameters.enumerated() {
      guard let tangent = arguments[index]?.tangent, let rule = slopes[parameter.name],
        let slope = try? Evaluation.value(of: .trusted(rule), in: names).array
      else { continue }
      parts.append(
        try arrays { () throws(ArrayError) in try NDArray.apply(.multiply, tangent, slope) })
    }
    return try sum(parts, in: result.shape)
  }
}

/// A derivative rule, which goes backwards, taken forwards.
///
/// Backwards the adjoint d of a result becomes J.T d for an argument, an expression that is linear in
/// d. The sum of that times the argument's tangent t is d · J t, so its derivative by d is J t.
enum TransposedRule {
  private static let adjoint = "adjoint of the result"
  private static let result = "result of the call"

  private static func literal(_ value: Value) -> Expression? {
    switch value {
    case .none: Expression(.none)
    case .array(let array) where array.rank == 0: .number(array)
    case .array, .tuple, .dtype, .generator: nil
    }
  }

  /// - Returns: the result's tangent, or a smaller array to be spread over its shape; `nil` where
  ///   there is no rule, or it cannot be computed.
  static func tangent(
    _ function: Function, _ arguments: Arguments<TangentValue>, _ value: NDArray
  ) -> NDArray? {
    var scope = DictionaryScope([
      result: .array(value), adjoint: .array(NDArray(repeating: NDArray(1.0), shape: value.shape)),
    ])
    var moving: [String: NDArray] = [:]
    func name(_ argument: TangentValue, _ place: String) -> Expression {
      if let items = argument.items {
        return Expression(
          .tuple(items.enumerated().map { name($0.element, "\(place), item \($0.offset)") }))
      }
      // What the text fixes, an axis, stays a part of the text.
      if !argument.moves, let literal = Self.literal(argument.value) { return literal }
      let text = "argument \(place)"
      scope.values[text] = argument.value
      if let tangent = argument.tangent { moving[text] = tangent }
      return .name(text)
    }
    let given = zip(function.parameters, arguments.values).enumerated().compactMap {
      index, pair in
      pair.1.map { Argument(keyword: pair.0.name, name($0, "\(index)")) }
    }
    let table = scope.values.mapValues { StaticValue(of: $0, isFixed: true) }
    let shapes = ShapeTable(table, withOneMore: table, examples: nil)
    var backwards = ChainRule(shapes: shapes, isActive: { moving[$0] != nil })
    let call = Expression(.call(function.name, given))
    guard (try? backwards.push(.name(adjoint), into: call, result: .name(result))) != nil else {
      return nil
    }
    var total: NDArray?
    for (name, part) in backwards.contributions {
      guard let tangent = moving[name] else { continue }
      let place = "tangent of \(name)"
      scope.values[place] = .array(tangent)
      var known = table
      known[place] = StaticValue(of: .array(tangent), isFixed: true)
      let product = Expression.reduction(
        "sum", part * .name(place), axis: nil, keepDimensions: false)
      var forwards = ChainRule(
        shapes: ShapeTable(known, withOneMore: known, examples: nil), isActive: { $0 == adjoint })
      guard (try? forwards.push(.integer(1), into: product)) != nil else { return nil }
      for (_, tangent) in forwards.contributions {
        guard let array = (try? Evaluation.value(of: tangent, in: scope))?.array,
          let whole = try? array.broadcast(to: value.shape),
          let sum = total.map({ try? NDArray.apply(.add, $0, whole) }) ?? whole
        else { return nil }
        total = sum
      }
    }
    return total
  }
}

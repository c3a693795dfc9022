import Arrays

/// A meaning of the language's operations: values, or only their types and shapes.
///
/// The walk over the tree, the matching of arguments and the placing of errors are the same for
/// every meaning, and stand once, in `Interpreter`.
package protocol Domain {
  associatedtype V: ArgumentValue
  /// All names that could be meant, for 'did you mean'.
  var candidateNames: [String] { get }

  func lookUp(_ name: String) -> Lookup<V>
  func constant(_ value: Value) -> V
  func unary(_ op: UnaryOperator, _ x: V) throws(FunctionFault) -> V
  func binary(_ op: BinaryOperator, _ x: V, _ y: V) throws(FunctionFault) -> V
  func list(_ items: [V]) throws(FunctionFault) -> V
  func tuple(_ items: [V]) -> V
  func attribute(_ attribute: Attribute, of x: V) throws(FunctionFault) -> V
  func index(_ x: V, _ items: [BoundIndexItem<V>]) throws(FunctionFault) -> V
  mutating func call(_ function: Function, _ arguments: Arguments<V>) throws(FunctionFault) -> V
}

/// An `IndexItem` whose expressions have been evaluated.
package enum BoundIndexItem<V: ArgumentValue> {
  case position(V)
  case slice(start: V?, stop: V?, step: V?)
  case newAxis
  case ellipsis

  /// The same item with other values in the places of its own.
  package func map<W>(_ change: (V) -> W) -> BoundIndexItem<W> {
    switch self {
    case .position(let place): .position(change(place))
    case .slice(let start, let stop, let step):
      .slice(start: start.map(change), stop: stop.map(change), step: step.map(change))
    case .newAxis: .newAxis
    case .ellipsis: .ellipsis
    }
  }
}

/// Walks a tree and gives it the meaning of a domain.
package struct Interpreter<D: Domain> {
  package var domain: D

  package init(domain: D) { self.domain = domain }

  /// One small function for each kind of node: the stack that a deep tree needs is that of
  /// `evaluate` and of the one function in use.
  ///
  /// - Throws: `LanguageError` at the node that has no value in this domain.
  package mutating func evaluate(_ expression: Expression) throws(LanguageError) -> D.V {
    switch expression.node {
    case .integer, .float, .boolean, .none: return constant(expression)
    case .name(let name): return try lookUp(name, at: expression.span)
    case .list(let items): return try list(items, expression)
    case .tuple(let items): return domain.tuple(try evaluateAll(items))
    case .unary(let op, let operand): return try unary(op, operand, expression)
    case .binary(let op, let left, let right): return try binary(op, left, right, expression)
    case .attribute(let base, let attribute): return try self.attribute(attribute, base, expression)
    case .index(let base, let items): return try index(base, items, expression)
    case .call(let name, let arguments): return try call(name, arguments, in: expression)
    case .file(let call): return try content(of: call, at: expression.span)
    }
  }

  private func content(of call: FileCall, at span: SourceSpan) throws(LanguageError) -> D.V {
    guard let content = call.content else {
      throw LanguageError(.fileNotRead(call.function.rawValue), at: span)
    }
    return domain.constant(.array(content.array))
  }

  private func constant(_ expression: Expression) -> D.V {
    switch expression.node {
    case .integer(let value): domain.constant(.array(NDArray(value)))
    case .float(let value): domain.constant(.array(NDArray(value)))
    case .boolean(let value): domain.constant(.array(NDArray(value)))
    default: domain.constant(.none)
    }
  }

  private mutating func list(
    _ items: [Expression], _ expression: Expression
  ) throws(LanguageError) -> D.V {
    let values = try evaluateAll(items)
    return try placing(expression, "[...]", items, values) { domain throws(FunctionFault) in
      try domain.list(values)
    }
  }

  private mutating func unary(
    _ op: UnaryOperator, _ operand: Expression, _ expression: Expression
  ) throws(LanguageError) -> D.V {
    let x = try evaluate(operand)
    return try placing(expression, op.rawValue, [operand], [x]) { domain throws(FunctionFault) in
      try domain.unary(op, x)
    }
  }

  private mutating func binary(
    _ op: BinaryOperator, _ left: Expression, _ right: Expression, _ expression: Expression
  ) throws(LanguageError) -> D.V {
    let x = try evaluate(left)
    let y = try evaluate(right)
    return try placing(expression, op.rawValue, [left, right], [x, y]) {
      domain throws(FunctionFault) in
      try domain.binary(op, x, y)
    }
  }

  private mutating func attribute(
    _ attribute: Attribute, _ base: Expression, _ expression: Expression
  ) throws(LanguageError) -> D.V {
    let x = try evaluate(base)
    return try placing(expression, ".\(attribute.rawValue)", [base], [x]) {
      domain throws(FunctionFault) in
      try domain.attribute(attribute, of: x)
    }
  }

  private mutating func index(
    _ base: Expression, _ items: [IndexItem], _ expression: Expression
  ) throws(LanguageError) -> D.V {
    let x = try evaluate(base)
    let bound = try bind(items)
    return try placing(expression, "[]", [base], [x]) { domain throws(FunctionFault) in
      try domain.index(x, bound)
    }
  }

  /// - Throws: `LanguageError` of an index that has no value.
  package mutating func bind(_ items: [IndexItem]) throws(LanguageError) -> [BoundIndexItem<D.V>] {
    var bound: [BoundIndexItem<D.V>] = []
    for item in items {
      switch item {
      case .position(let e): bound.append(.position(try evaluate(e)))
      case .slice(let start, let stop, let step):
        bound.append(
          .slice(
            start: try evaluateOptional(start), stop: try evaluateOptional(stop),
            step: try evaluateOptional(step)))
      case .newAxis: bound.append(.newAxis)
      case .ellipsis: bound.append(.ellipsis)
      }
    }
    return bound
  }

  private mutating func evaluateOptional(_ e: Expression?) throws(LanguageError) -> D.V? {
    guard let e else { return nil }
    return try evaluate(e)
  }

  private mutating func evaluateAll(_ items: [Expression]) throws(LanguageError) -> [D.V] {
    var values: [D.V] = []
    values.reserveCapacity(items.count)
    for (place, item) in items.enumerated() {
      if place > 0, place.isMultiple(of: Scanner.stretch) {
        try LanguageError.checkInterruption(at: item.span)
      }
      values.append(try evaluate(item))
    }
    return values
  }

  private func lookUp(_ name: String, at span: SourceSpan) throws(LanguageError) -> D.V {
    switch domain.lookUp(name) {
    case .found(let value): return value
    case .unavailable(let name): throw LanguageError(.unavailable(name), at: span)
    case .unknown:
      if let constant = Constants.value(of: name) { return domain.constant(constant) }
      if Constants.otherTypes.contains(name) {
        throw LanguageError(.otherPrecision(name), at: span)
      }
      if FunctionTable.standard[name] != nil {
        throw LanguageError(.functionAsValue(name), at: span)
      }
      throw LanguageError(.unknownName(name, candidates: domain.candidateNames), at: span)
    }
  }

  private mutating func call(
    _ name: String, _ arguments: [Argument], in expression: Expression
  ) throws(LanguageError) -> D.V {
    let call = try BoundCall(name, arguments, in: expression)
    return try apply(call, to: try evaluateArguments(of: call))
  }

  private mutating func apply(_ call: BoundCall, to values: [D.V]) throws(LanguageError) -> D.V {
    do {
      return try domain.call(call.function, call.binding.applied(to: values))
    } catch {
      throw place(error, call.expression, call.function, call.binding, call.operands, values)
    }
  }
}

/// A call with its function found and its arguments matched to parameters.
private final class BoundCall {
  let expression: Expression
  let function: Function
  let operands: [Expression]
  let binding: ArgumentBinding

  init(
    _ name: String, _ arguments: [Argument], in expression: Expression
  ) throws(LanguageError) {
    guard let function = FunctionTable.standard[name] else {
      if Constants.otherTypes.contains(name) {
        throw LanguageError(.otherPrecision(name), at: expression.span)
      }
      let names = FunctionTable.standard.names
      throw LanguageError(
        .unknownFunction(PythonWords.spelling(name), candidates: names), at: expression.span)
    }
    self.expression = expression
    self.function = function
    operands = arguments.map(\.value)
    binding = try ArgumentBinding(arguments, of: function, span: expression.span)
  }
}

extension Interpreter {
  private mutating func evaluateArguments(of call: BoundCall) throws(LanguageError) -> [D.V] {
    var values: [D.V] = []
    values.reserveCapacity(call.operands.count)
    for (index, operand) in call.operands.enumerated() {
      if case .list(let items) = operand.node, call.binding.isSequence(index, of: call.function) {
        values.append(domain.tuple(try evaluateAll(items)))
      } else {
        values.append(try evaluate(operand))
      }
    }
    return values
  }
}

// MARK: - Placing errors

extension Interpreter {
  private mutating func placing(
    _ expression: Expression, _ operation: String, _ operands: [Expression], _ values: [D.V],
    _ body: (inout D) throws(FunctionFault) -> D.V
  ) throws(LanguageError) -> D.V {
    do {
      return try body(&domain)
    } catch {
      switch error {
      case .array(let error):
        throw LanguageError(
          .array(error, operation: operation, operands: Self.described(operands, values)),
          at: expression.span)
      case .argument(let index, let expected):
        let span = index < operands.count ? operands[index].span : expression.span
        throw LanguageError(.wrongOperand(operation: operation, expected: expected), at: span)
      case .tooLarge(let shape, let limit):
        throw LanguageError(.tooLarge(shape, limit: limit), at: expression.span)
      case .noRoom(let bytes):
        throw LanguageError(.noRoom(bytes: bytes), at: expression.span)
      case .missing, .noRandomNumbers:
        throw LanguageError(.noRandomNumbers(function: operation), at: expression.span)
      }
    }
  }

  private func place(
    _ fault: FunctionFault, _ call: Expression, _ function: Function, _ binding: ArgumentBinding,
    _ operands: [Expression], _ values: [D.V]
  ) -> LanguageError {
    switch fault {
    case .array(let error):
      let described = Self.described(operands, values)
      return LanguageError(
        .array(error, operation: function.spelling, operands: described), at: call.span)
    case .argument(let index, let expected):
      let position = binding.positions[index] ?? binding.rest.first
      return LanguageError(
        .wrongArgument(
          function: function.spelling, parameter: function.parameters[index].name,
          expected: expected),
        at: position.map { operands[$0].span } ?? call.span)
    case .missing(let index):
      return LanguageError(
        .missingArgument(
          function: function.spelling, parameter: function.parameters[index].name), at: call.span)
    case .tooLarge(let shape, let limit):
      return LanguageError(.tooLarge(shape, limit: limit), at: call.span)
    case .noRoom(let bytes):
      return LanguageError(.noRoom(bytes: bytes), at: call.span)
    case .noRandomNumbers:
      return LanguageError(.noRandomNumbers(function: function.spelling), at: call.span)
    }
  }

  static func described(_ operands: [Expression], _ values: [D.V]) -> [LanguageError.Operand] {
    zip(operands, values).compactMap { operand, value in
      value.arrayType.map { LanguageError.Operand(text: operand.text, shape: $0.shape) }
    }
  }
}

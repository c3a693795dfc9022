import Arrays

/// Functions that are another expression of the language, which one depends on the shapes of their
/// arguments, or on an argument that the text fixes: `expand_dims(x, 1)`, Python's `max`.
extension Function {
  /// What is known of an argument.
  struct ReadArgument {
    /// `nil` where it is not known, or where there is none.
    var shape: Shape?
    /// `nil` where it is not known, or makes no difference.
    var dtype: DType?
    var value: Value?
    /// The arrays of a sequence.
    var items: [ReadArgument]?

    var integer: Int? { value?.integer }

    init<V: ArgumentValue>(_ value: V) {
      shape = value.arrayType?.shape
      dtype = value.arrayType?.dtype
      self.value = value.known
      items = value.items?.map { ReadArgument($0) }
    }

    /// Whether shapes that are not known may call for another expression.
    var isOpen: Bool {
      if let items { return items.contains(where: \.isOpen) }
      return shape == nil && value == nil
    }
  }

  /// The expression over the parameters' names; by parameter, `nil` for one that was left out.
  typealias Rewording =
    @Sendable (_ arguments: [ReadArgument?]) throws(FunctionFault) -> String

  /// The function's body for these arguments, if it is an expression.
  ///
  /// - Throws: what the function refuses of these arguments.
  package func body<V: ArgumentValue>(
    for arguments: Arguments<V>
  ) throws(FunctionFault) -> Definition? {
    guard let reading else { return definition }
    let known = arguments.values.map { $0.map { ReadArgument($0) } }
    return Definition(parameters: parameters, text: try reading(known))
  }

  /// The call of the function with the expression in its place; `nil` if it is none.
  func opened(
    _ arguments: [Expression?], _ shapes: ShapeTable
  ) throws(LanguageError) -> Expression? {
    guard let reading else { return nil }
    var known: [ReadArgument?] = []
    for (argument, parameter) in zip(arguments, parameters) {
      known.append(
        try argument.map { argument throws(LanguageError) in
          ReadArgument(try shapes.value(of: argument, isSequence: parameter.isSequence))
        })
    }
    guard let text = try? reading(known) else { return nil }
    return Definition(parameters: parameters, text: text).applied(to: arguments).pickingItems
  }

  /// A function that is read as an expression over its parameters.
  static func read(
    _ name: String, aliases: [String] = [], _ parameters: [Parameter], isMethod: Bool = false,
    summary: String, _ reading: @escaping Rewording
  ) -> Function {
    @Sendable func body<V: ArgumentValue>(
      _ arguments: Arguments<V>
    ) throws(FunctionFault) -> Definition {
      let known = arguments.values.map { $0.map { ReadArgument($0) } }
      return Definition(parameters: parameters, text: try reading(known))
    }
    var function = Function(
      name, aliases: aliases, parameters, isMethod: isMethod, summary: summary,
      derivative: .opening,
      infer: { arguments throws(FunctionFault) in
        let isOpen = arguments.values.contains { $0.map { ReadArgument($0).isOpen } ?? false }
        if isOpen, arguments[0]?.items == nil, arguments[0]?.arrayType?.shape == nil {
          return .array(arguments[0]?.arrayType?.dtype ?? .float64, nil)
        }
        let body = try body(arguments)
        var interpreter = Interpreter(
          domain: ShapeInference(
            scope: StaticScope(body.bind(arguments)), limit: EvaluationLimits.standard.bytes))
        let result = try body.evaluated { () throws(LanguageError) in
          try interpreter.evaluate(body.expression)
        }
        return isOpen ? .array(result.dtype ?? .float64, nil) : result
      },
      evaluate: { arguments, _ throws(FunctionFault) in
        let body = try body(arguments)
        var interpreter = Interpreter(
          domain: Computation(scope: DictionaryScope(body.bind(arguments)), random: nil))
        return try body.evaluated { () throws(LanguageError) in
          try interpreter.evaluate(body.expression)
        }
      })
    function.reading = reading
    return function
  }
}

extension Expression {
  /// `(a, b)[0]` as `a`, everywhere inside.
  var pickingItems: Expression {
    let mapped = mapChildren(\.pickingItems)
    guard case .index(let base, let items) = mapped.node, items.count == 1,
      case .position(let position) = items[0], case .integer(let index) = position.node
    else { return mapped }
    switch base.node {
    case .tuple(let elements) where elements.indices.contains(index),
      .list(let elements) where elements.indices.contains(index):
      return elements[index]
    default: return mapped
    }
  }
}

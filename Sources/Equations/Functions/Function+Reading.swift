import Arrays

/// Functions that are another expression of the language, which one depends on the shapes of their
/// arguments, or on an argument that the text fixes: `expand_dims(x, 1)`, Python's `max`.
extension Function {
  /// What is known of an argument.
  struct ReadArgument {
    /// `nil` where it is not known, or where there is none.
    var shape: Shape?
    var value: Value?

    var integer: Int? { value?.integer }
  }

  /// The expression over the parameters' names; by parameter, `nil` for one that was left out.
  typealias Rewording =
    @Sendable (_ arguments: [ReadArgument?]) throws(FunctionFault) -> String

  /// The function's body for these arguments, if it is an expression.
  package func body<V: ArgumentValue>(
    for arguments: Arguments<V>
  ) throws(FunctionFault) -> Definition? {
    guard let reading else { return definition }
    let known = arguments.values.map { value in
      value.map { ReadArgument(shape: $0.arrayType?.shape, value: $0.known) }
    }
    return Definition(parameters: parameters, text: try reading(known))
  }

  /// A function that is read as an expression over its parameters.
  static func read(
    _ name: String, aliases: [String] = [], _ parameters: [Parameter], isMethod: Bool = false,
    summary: String, _ reading: @escaping Rewording
  ) -> Function {
    var function = Function(
      name, aliases: aliases, parameters, isMethod: isMethod, summary: summary,
      derivative: .joining { context throws(LanguageError) in
        var known: [ReadArgument?] = []
        for argument in context.arguments {
          known.append(
            try argument.map { argument throws(LanguageError) in
              ReadArgument(
                shape: try? context.shapes.shape(of: argument),
                value: try context.shapes.known(argument))
            })
        }
        guard let text = try? reading(known) else { throw context.refusal }
        let body = Definition(parameters: parameters, text: text)
        return [(body.applied(to: context.arguments), context.adjoint)]
      },
      infer: { arguments throws(FunctionFault) in
        let known = arguments.values.map { value in
          value.map { ReadArgument(shape: $0.arrayType?.shape, value: $0.known) }
        }
        let body = Definition(parameters: parameters, text: try reading(known))
        var interpreter = Interpreter(
          domain: ShapeInference(
            scope: StaticScope(body.bind(arguments)), limit: EvaluationLimits.standard.bytes))
        let result = try body.evaluated { () throws(LanguageError) in
          try interpreter.evaluate(body.expression)
        }
        // What is not known now may call for another expression.
        let isKnown = arguments.values.allSatisfy { value in
          value.map { $0.arrayType.map { $0.shape != nil } ?? true } ?? true
        }
        return isKnown ? result : .array(result.dtype ?? .float64, nil)
      },
      evaluate: { arguments, _ throws(FunctionFault) in
        let known = arguments.values.map { value in
          value.map { ReadArgument(shape: $0.arrayType?.shape, value: $0.known) }
        }
        let body = Definition(parameters: parameters, text: try reading(known))
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

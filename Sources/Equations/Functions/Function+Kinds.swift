import Arrays

/// The kinds of function that most are: elementwise, a reduction, one defined in the language.
extension Function {
  /// A function of each element by itself.
  static func elementwise(
    _ name: String, aliases: [String] = [], _ operation: UnaryOperation, isMethod: Bool = false,
    summary: String, derivative: DerivativeRule = .none
  ) -> Function {
    Function(
      name, aliases: aliases, [.required("x")], isMethod: isMethod, summary: summary,
      derivative: derivative, elements: .elementwise(.unary(operation)),
      infer: { arguments throws(FunctionFault) in
        let (dtype, shape) = try arguments.type(0)
        let result = try arrays { () throws(ArrayError) in try operation.resultType(dtype) }
        return .array(result, shape)
      },
      evaluate: { arguments, _ throws(FunctionFault) in
        let x = try arguments.array(0)
        return .array(try arrays { () throws(ArrayError) in try NDArray.apply(operation, x) })
      })
  }

  /// A function of two arrays, element by element, with broadcasting.
  static func elementwise(
    _ name: String, aliases: [String] = [], _ operation: BinaryOperation, summary: String,
    derivative: DerivativeRule = .none
  ) -> Function {
    Function(
      name, aliases: aliases, [.required("x"), .required("y")], summary: summary,
      derivative: derivative, elements: .elementwise(.binary(operation)),
      infer: { arguments throws(FunctionFault) in
        let (a, aShape) = try arguments.type(0)
        let (b, bShape) = try arguments.type(1)
        let dtype = try arrays { () throws(ArrayError) in try operation.resultType(a, b) }
        guard let aShape, let bShape else { return .array(dtype, nil) }
        return .array(
          dtype, try arrays { () throws(ArrayError) in try Shape.broadcast(aShape, bShape) })
      },
      evaluate: { arguments, _ throws(FunctionFault) in
        let x = try arguments.array(0)
        let y = try arguments.array(1)
        return .array(try arrays { () throws(ArrayError) in try NDArray.apply(operation, x, y) })
      })
  }

  /// A function that is an expression of the language, which `why` and the writers can open up.
  ///
  /// - Parameter definition: the expression, over the parameters' names.
  static func defined(
    _ name: String, aliases: [String] = [], _ parameters: [Parameter], summary: String,
    definition: String, derivative: DerivativeRule, elements: ElementRule = .whole
  ) -> Function {
    let body = Definition(parameters: parameters, text: definition)
    return Function(
      name, aliases: aliases, parameters, summary: summary, derivative: derivative,
      elements: elements, definition: body,
      infer: { arguments throws(FunctionFault) in
        var interpreter = Interpreter(
          domain: ShapeInference(
            scope: StaticScope(body.bind(arguments)), limit: EvaluationLimits.standard.bytes))
        return try body.evaluated { () throws(LanguageError) in
          try interpreter.evaluate(body.expression)
        }
      },
      evaluate: { arguments, _ throws(FunctionFault) in
        var interpreter = Interpreter(
          domain: Computation(scope: DictionaryScope(body.bind(arguments)), random: nil))
        return try body.evaluated { () throws(LanguageError) in
          try interpreter.evaluate(body.expression)
        }
      })
  }
}

/// The body of a function that is written in the language itself.
public struct Definition: Sendable {
  public let expression: Expression
  let parameters: [Parameter]
  private let defaults: [String: Expression]

  init(parameters: [Parameter], text: String) {
    self.parameters = parameters
    expression = Expression.trusted(text)
    var defaults: [String: Expression] = [:]
    for parameter in parameters {
      if case .optional(let text) = parameter.presence {
        defaults[parameter.name] = Expression.trusted(text)
      }
    }
    self.defaults = defaults
  }

  /// The body with a call's arguments in the parameters' places.
  ///
  /// - Parameter arguments: by parameter; `nil` stands for the default.
  public func applied(to arguments: [Expression?]) -> Expression {
    var table = defaults
    for (parameter, argument) in zip(parameters, arguments) {
      if let argument { table[parameter.name] = argument }
    }
    return expression.substituting(table)
  }

  /// A table of the parameters' values, defaults filled in.
  package func bind<V: ArgumentValue>(_ arguments: Arguments<V>) -> [String: V]
  where V: ConstantValue {
    var table: [String: V] = [:]
    for (index, parameter) in parameters.enumerated() {
      if let value = arguments[index] {
        table[parameter.name] = value
      } else if let number = defaults[parameter.name]?.literal {
        table[parameter.name] = V(constant: number)
      }
    }
    return table
  }

  /// Hands an error inside the body to the caller as one of the call's.
  ///
  /// - Throws: that error.
  package func evaluated<T>(_ body: () throws(LanguageError) -> T) throws(FunctionFault) -> T {
    do {
      return try body()
    } catch {
      switch error.kind {
      case .array(let error, _, _): throw .array(error)
      case .wrongArgument, .wrongOperand: throw .argument(0, .array)
      default: throw .missing(0)
      }
    }
  }
}

/// A value that can be made from a literal.
package protocol ConstantValue {
  init(constant: NDArray)
}

extension Value: ConstantValue {
  package init(constant: NDArray) { self = .array(constant) }
}

extension StaticValue: ConstantValue {
  package init(constant: NDArray) { self.init(of: .array(constant), isFixed: true) }
}

extension Expression {
  /// The tree of a text that stands in the program itself, where a fault is ours; it then evaluates
  /// to the error that names the text, and a test over all functions would show it.
  static func trusted(_ text: String) -> Expression {
    (try? Parser.expression(text)) ?? .name("malformed: \(text)")
  }

  /// The number, if the expression is one.
  var literal: NDArray? {
    switch node {
    case .integer(let value): NDArray(value)
    case .float(let value): NDArray(value)
    case .boolean(let value): NDArray(value)
    case .unary(.minus, let operand): operand.literal.flatMap { try? NDArray.apply(.negative, $0) }
    default: nil
    }
  }
}

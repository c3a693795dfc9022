import Arrays

/// Checking and computing expressions.
public enum Evaluation {
  /// Checks types and shapes without computing anything.
  ///
  /// - Throws: `LanguageError` for everything that can be known before evaluation: unknown names,
  ///   shapes that do not fit, arrays larger than the limit.
  public static func check(
    _ expression: Expression, in scope: any Scope, limits: EvaluationLimits = .standard
  ) throws(LanguageError) -> StaticValue {
    var checker = Interpreter(domain: ShapeInference(scope: scope, limit: limits.bytes))
    return try checker.evaluate(expression)
  }

  /// Computes the value of an expression that has been checked.
  ///
  /// - Parameter random: the generator to draw from; `nil` refuses random functions.
  /// - Throws: `LanguageError` at the part that fails: what the check cannot know before, such as a
  ///   mask that names nothing, an integer beyond 2^53, or a name without a value.
  public static func compute(
    _ expression: Expression, in scope: any Scope, random: inout RandomState?
  ) throws(LanguageError) -> Value {
    var interpreter = Interpreter(domain: Computation(scope: scope, random: random))
    let value = try interpreter.evaluate(expression)
    random = interpreter.domain.random
    return value
  }

  /// Checks, then computes, an expression without random numbers.
  ///
  /// - Throws: `LanguageError`, of the check or of computing.
  public static func value(
    of expression: Expression, in scope: any Scope, limits: EvaluationLimits = .standard
  ) throws(LanguageError) -> Value {
    _ = try check(expression, in: scope, limits: limits)
    var none: RandomState?
    return try compute(expression, in: scope, random: &none)
  }

  /// What an assignment stores under its name.
  ///
  /// For `W1[0, 0] = 0.5` that is the whole of `W1` with one element changed.
  ///
  /// - Throws: `LanguageError`, as `compute`; for an element or a slice also where the value does
  ///   not fit into it.
  public static func stored(
    by assignment: Assignment, in scope: any Scope, random: inout RandomState?
  ) throws(LanguageError) -> Value {
    guard let items = assignment.subscripts else {
      let value = try compute(assignment.computedValue, in: scope, random: &random)
      if assignment.updateOperator != nil {
        try checkUpdate(assignment, from: scope.value(of: assignment.name).found, to: value)
      }
      return value
    }
    let name = Expression(.name(assignment.name), span: assignment.nameSpan)
    var interpreter = Interpreter(domain: Computation(scope: scope, random: random))
    let value = try interpreter.evaluate(assignment.computedValue)
    let whole = try interpreter.evaluate(name)
    if assignment.updateOperator != nil {
      try checkUpdate(assignment, from: try interpreter.evaluate(assignment.target), to: value)
    }
    let bound = try interpreter.bind(items)
    random = interpreter.domain.random
    guard case .array(var array) = whole else {
      throw LanguageError(.notAnArray(assignment.name), at: assignment.nameSpan)
    }
    guard case .array(let elements) = value else {
      throw LanguageError(.notAnArray(assignment.value.text), at: assignment.value.span)
    }
    do throws(FunctionFault) {
      let subscripts = try ValueOperations.subscripts(bound)
      try arrays { () throws(ArrayError) in try array.assign(elements, at: subscripts) }
    } catch {
      let operands = Interpreter<Computation>.described(
        [name, assignment.value], [whole, value])
      if case .array(let error) = error {
        throw LanguageError(
          .array(error, operation: "[]=", operands: operands), at: assignment.nameSpan)
      }
      throw LanguageError(.wrongOperand(operation: "[]", expected: .index), at: assignment.nameSpan)
    }
    return .array(array)
  }

  /// What is known of the value that an assignment stores.
  ///
  /// - Throws: `LanguageError`, as for an expression.
  public static func check(
    _ assignment: Assignment, in scope: any Scope, limits: EvaluationLimits = .standard
  ) throws(LanguageError) -> StaticValue {
    let value = try check(assignment.computedValue, in: scope, limits: limits)
    if assignment.updateOperator != nil {
      try checkUpdate(
        assignment, from: try check(assignment.target, in: scope, limits: limits), to: value)
    }
    guard assignment.subscripts != nil else { return value }
    _ = try check(assignment.target, in: scope, limits: limits)
    let whole = try check(
      Expression(.name(assignment.name), span: assignment.nameSpan), in: scope, limits: limits)
    return StaticValue(whole.form)
  }
}

extension Evaluation {
  /// `b -= x` stores into the array that `b` is, as NumPy does: into its shape and type. A single
  /// number is no array, and gets a new value.
  private static func checkUpdate<V: ArgumentValue>(
    _ assignment: Assignment, from old: V?, to new: V
  ) throws(LanguageError) {
    guard let (type, shape) = old?.arrayType, let (newType, newShape) = new.arrayType,
      let shape, shape.rank > 0
    else { return }
    if let newShape, newShape != shape {
      throw LanguageError(
        .updateShape(assignment.text, own: shape, result: newShape), at: assignment.nameSpan)
    }
    if newType > type {
      throw LanguageError(
        .updateType(assignment.text, own: type, result: newType), at: assignment.nameSpan)
    }
  }
}

import Arrays

/// Derivatives carried forwards: how an expression's value moves when values that it is made of do.
///
/// Of a name with the value x and the tangent t it is asked what becomes of x + h t for a small h:
/// the value of an expression then moves by h times its tangent. Backwards, `Differentiator` asks the
/// same of the loss alone; the rules are the same, those of `Function.derivative`.
public enum Tangent {
  /// The tangent of an expression's value.
  ///
  /// - Parameter tangents: those of the names that move, each in its value's shape.
  /// - Returns: in the value's shape; `nil` where it does not move.
  /// - Throws: `LanguageError` of what cannot be computed, or has no derivative.
  public static func of(
    _ expression: Expression, in scope: any Scope, _ tangents: [String: NDArray]
  ) throws(LanguageError) -> NDArray? {
    guard expression.valueNames.contains(where: { tangents[$0] != nil }) else { return nil }
    var interpreter = Interpreter(domain: TangentDomain(scope: scope, tangents: tangents))
    return try interpreter.evaluate(expression).tangent
  }

  /// The tangent of what an assignment stores; of an element or a slice, that of the whole.
  ///
  /// - Throws: `LanguageError`, as for an expression.
  public static func of(
    _ assignment: Assignment, in scope: any Scope, _ tangents: [String: NDArray]
  ) throws(LanguageError) -> NDArray? {
    let tangent = try of(assignment.computedValue, in: scope, tangents)
    guard assignment.subscripts != nil else { return tangent }
    guard tangent != nil || tangents[assignment.name] != nil,
      let whole = scope.value(of: assignment.name).found?.array
    else { return nil }
    // The same elements of the tangent are given the new tangent.
    let own = tangents[assignment.name] ?? NDArray(repeating: NDArray(0.0), shape: whole.shape)
    let names = OverlaidScope(
      base: scope,
      over: [
        assignment.name: .array(own), Self.assigned: .array(tangent ?? NDArray(0.0)),
      ])
    var stored = assignment
    stored.updateOperator = nil
    stored.value = .name(Self.assigned)
    var none: RandomState?
    return try Evaluation.stored(by: stored, in: names, random: &none).array
  }

  private static let assigned = "assigned tangent"
}

/// A value with its tangent.
struct TangentValue: ArgumentValue, ConstantValue {
  let value: Value
  /// In the value's shape; `nil` where it does not move.
  let tangent: NDArray?
  /// The items of a tuple.
  let items: [TangentValue]?

  init(_ value: Value, _ tangent: NDArray? = nil) {
    self.value = value
    self.tangent = tangent
    items = value.items?.map { TangentValue($0) }
  }

  init(_ items: [TangentValue]) {
    value = .tuple(items.map(\.value))
    tangent = nil
    self.items = items
  }

  init(constant: NDArray) { self.init(.array(constant)) }

  var known: Value? { value }
  var arrayType: (dtype: DType, shape: Shape?)? { value.arrayType }

  var moves: Bool { tangent != nil || (items?.contains(where: \.moves) ?? false) }

  /// The tangent in the place of the value, 0 where it does not move; what is no array as it is.
  var moved: Value {
    if let items { return .tuple(items.map(\.moved)) }
    guard let array = value.array else { return value }
    return .array(tangent ?? NDArray(repeating: NDArray(0.0), shape: array.shape))
  }
}

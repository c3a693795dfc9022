import Arrays

/// One step of the chain rule: from the adjoint of a call's result to those of its arguments.
///
/// The adjoint of a value is the derivative of the loss with respect to it, times whatever the
/// equation in hand is scaled by. It may be smaller than the value it belongs to, and then stands
/// for the same number in each place: `1 / m` for a mean of m elements.
struct Backpropagation {
  let expression: Expression
  /// By parameter; `nil` where an argument was left out.
  let arguments: [Expression?]
  /// A short way to say the value of the call: the name that it is assigned to, if there is one.
  let result: Expression
  let adjoint: Expression
  let shapes: ShapeTable

  func argument(_ index: Int) -> Expression { arguments[index] ?? .integer(0) }

  func optionalArgument(_ index: Int) -> Expression? {
    guard index < arguments.count, let argument = arguments[index] else { return nil }
    if case .none = argument.node { return nil }
    return argument
  }

  func axis(_ index: Int) throws(LanguageError) -> Int? {
    guard let argument = optionalArgument(index) else { return nil }
    let known = try shapes.known(argument)
    if let axes = known?.items {
      return axes.count == 1 ? axes[0].integer : nil
    }
    guard let axis = known?.integer else {
      throw LanguageError(.notDifferentiable(expression.text), at: expression.span)
    }
    return axis
  }

  /// What to throw where this call has no derivative here.
  var refusal: LanguageError {
    LanguageError(.notDifferentiable(expression.text), at: expression.span)
  }

  func count(of operand: Expression) throws(LanguageError) -> Expression {
    try shapes.count(of: operand)
  }

  func size(of operand: Expression, axis: Int) throws(LanguageError) -> Expression {
    try shapes.size(of: operand, axis: axis)
  }

  /// How many elements of the first argument went into each element of a reduction.
  func reducedCount() throws(LanguageError) -> Expression {
    guard let axis = try axis(1) else { return try count(of: argument(0)) }
    return try size(of: argument(0), axis: axis)
  }

  /// Something of a reduction's result, in a shape that spreads over the elements it came from: of
  /// (m, n) along axis 1, what is (m,) as (m, 1); along axis 0, what is (n,) as it is.
  func expanded(_ value: Expression) throws(LanguageError) -> Expression {
    guard let axis = try axis(1) else { return value }
    let operand = try shapes.shape(of: argument(0))
    let own = try shapes.shape(of: value)
    // Rows of sums need to stand upright again; sums of columns spread by themselves.
    guard operand.rank == 2, own.rank == 1, axis == 1 || axis == -1 else { return value }
    return .call("reshape", value, Expression(.tuple([.integer(-1), .integer(1)])))
  }

  /// The adjoint in the full shape of the result, where a rule needs every element to be there.
  func materialized(_ value: Expression) throws(LanguageError) -> Expression {
    try shapes.materialized(value, like: expression, named: result)
  }

  /// The adjoints of the two operands of `left @ right`, by the ranks that they have, d being the
  /// adjoint of the result:
  ///
  ///     left (m, k), right (k, n), d (m, n):  d @ right.T (m, k),  left.T @ d (k, n)
  ///     left (m, k), right (k,),   d (m,):    d as a column * right (m, k),  left.T @ d (k,)
  ///     left (k,),   right (k, n), d (n,):    right @ d (k,),  left as a column * d (k, n)
  ///     left (k,),   right (k,),   d ():      d * right (k,),  d * left (k,)
  ///
  /// With a scalar, which only `dot` takes, it is a multiplication, and the scalar's part is summed.
  func productAdjoints(
    _ left: Expression, _ right: Expression
  ) throws(LanguageError) -> (left: Expression, right: Expression) {
    let a = try shapes.shape(of: left)
    let b = try shapes.shape(of: right)
    func upright(_ e: Expression) -> Expression {
      .call("reshape", e, Expression(.tuple([.integer(-1), .integer(1)])))
    }
    if a.rank == 1 && b.rank == 1 { return (adjoint * right, adjoint * left) }
    let d = try materialized(adjoint)
    func total(_ e: Expression) -> Expression {
      .reduction("sum", e, axis: nil, keepDimensions: false)
    }
    if a.rank == 0 || b.rank == 0 {
      return (
        a.rank == 0 && b.rank > 0 ? total(d * right) : d * right,
        b.rank == 0 && a.rank > 0 ? total(d * left) : d * left
      )
    }
    switch (a.rank, b.rank) {
    case (2, 1): return (upright(d) * right, left.transposed.matrixProduct(d))
    case (1, 2): return (right.matrixProduct(d), upright(left) * d)
    default: return (d.matrixProduct(right.transposed), left.transposed.matrixProduct(d))
    }
  }
}

extension ShapeTable {
  /// `value` in the full shape of `model`; `name` is a short way to say `model`.
  func materialized(
    _ value: Expression, like model: Expression, named name: Expression
  ) throws(LanguageError) -> Expression {
    if try shapes(of: value) == shapes(of: model) { return value }
    return value * .call("ones_like", name, Expression.name("float"))
  }
}

import Arrays

extension Function {
  /// Truth values and bits, element by element.
  static let logic: [Function] = [
    .elementwise(
      "bitwise_xor", .bitwiseXor,
      summary: "1 where exactly one of x and y is 1", derivative: .zero
    )
    .written(.expression("x ^ y")),
    .elementwise("bitwise_and", .bitwiseAnd, summary: "x & y", derivative: .zero)
      .written(.expression("x & y")),
    .elementwise("bitwise_or", .bitwiseOr, summary: "x | y", derivative: .zero)
      .written(.expression("x | y")),
    .elementwise(
      "bitwise_not", aliases: ["invert"], .invert, summary: "~x", derivative: .zero
    )
    .written(.expression("~x")),
    .elementwise(
      "logical_and", .logicalAnd, summary: "True where both are not 0", derivative: .zero
    )
    .written(.expression("x & y")),
    .elementwise(
      "logical_or", .logicalOr, summary: "True where one is not 0", derivative: .zero
    )
    .written(.expression("x | y")),
    .elementwise(
      "logical_xor", .logicalXor, summary: "True where exactly one is not 0", derivative: .zero
    )
    .written(.expression("x ^ y")),
    .elementwise("logical_not", .logicalNot, summary: "True where x is 0", derivative: .zero)
      .written(.expression("~x")),
    .elementwise("isnan", .isnan, summary: "True where x is not a number", derivative: .zero),
    .elementwise("isinf", .isinf, summary: "True where x is infinite", derivative: .zero),
    .elementwise(
      "isfinite", .isfinite, summary: "True where x is a finite number", derivative: .zero),
    .elementwise("equal", .equal, summary: "x == y", derivative: .zero)
      .written(.expression("x == y"), torch: .name("torch.eq")),
    .elementwise("not_equal", .notEqual, summary: "x != y", derivative: .zero)
      .written(.expression("x != y")),
    .elementwise("less", .less, summary: "x < y", derivative: .zero)
      .written(.expression("x < y")),
    .elementwise("less_equal", .lessEqual, summary: "x <= y", derivative: .zero)
      .written(.expression("x <= y")),
    .elementwise("greater", .greater, summary: "x > y", derivative: .zero)
      .written(.expression("x > y")),
    .elementwise("greater_equal", .greaterEqual, summary: "x >= y", derivative: .zero)
      .written(.expression("x >= y")),
    .selection.written(
      .template("{$x if $condition, $y otherwise}", ascii: "{$x if $condition, $y otherwise}"),
      torch: .template("torch.where($condition, $x, $y)")),
  ]

  private static let selection = Function(
    "where", [.required("condition"), .required("x"), .required("y")],
    summary: "x where the condition holds, y elsewhere",
    // All (m, n), or spread to it: each element of the adjoint goes to the side it came from.
    derivative: .broadcasting { context throws(LanguageError) in
      let condition = context.argument(0)
      return [
        1: .call("where", condition, context.adjoint, .integer(0)),
        2: .call("where", condition, .integer(0), context.adjoint),
      ]
    },
    elements: .elementwise(.selection),
    infer: { arguments throws(FunctionFault) in
      let (_, c) = try arguments.type(0)
      let (xType, x) = try arguments.type(1)
      let (yType, y) = try arguments.type(2)
      let shape = try ShapeInference.combined(
        c, try ShapeInference.combined(x, y, Shape.broadcast), Shape.broadcast)
      return .array(max(xType, yType), shape)
    },
    evaluate: { arguments, _ throws(FunctionFault) in
      let condition = try arguments.array(0)
      let x = try arguments.array(1)
      let y = try arguments.array(2)
      return .array(try arrays { () throws(ArrayError) in try NDArray.select(condition, x, y) })
    })
}

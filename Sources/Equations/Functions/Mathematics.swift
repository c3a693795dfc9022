import Arrays

extension Function {
  /// The elementwise mathematics of NumPy. Derivatives are in the language: `x` is the argument,
  /// `result` the function's value.
  static let mathematics: [Function] = [
    .elementwise(
      "exp", .exp, summary: "e to the power of each element",
      derivative: .elementwise(["x": "result"])),
    .elementwise(
      "log", .log, summary: "the natural logarithm of each element",
      derivative: .elementwise(["x": "1 / x"])
    )
    .written(.template("log $x!", ascii: "log $x!")),
    .elementwise(
      "log1p", .log1p, summary: "log(1 + x), accurate near 0",
      derivative: .elementwise(["x": "1 / (1 + x)"])),
    .elementwise(
      "expm1", .expm1, summary: "exp(x) - 1, accurate near 0",
      derivative: .elementwise(["x": "result + 1"])),
    .elementwise(
      "log2", .log2, summary: "the logarithm to base 2",
      derivative: .elementwise(["x": "1 / (x * log(2))"])),
    .elementwise(
      "log10", .log10, summary: "the logarithm to base 10",
      derivative: .elementwise(["x": "1 / (x * log(10))"])),
    .elementwise(
      "sqrt", .sqrt, summary: "the square root of each element",
      derivative: .elementwise(["x": "1 / (2 * result)"])
    )
    .written(.template("√$x!", ascii: "sqrt($x)")),
    .elementwise(
      "square", .square, summary: "each element times itself",
      derivative: .elementwise(["x": "2 * x"])
    )
    .written(.expression("x**2")),
    .elementwise(
      "abs", aliases: ["absolute"], .absolute, summary: "each element without its sign",
      derivative: .elementwise(["x": "sign(x)"])
    )
    .written(.template("|$x|", ascii: "|$x|")),
    .defined(
      "fabs", [.required("x")], summary: "abs(x) as float64", definition: "abs(float(x))",
      derivative: .elementwise(["x": "sign(x)"])),
    .elementwise(
      "sign", .sign, summary: "-1, 0 or 1 by the sign of each element", derivative: .zero),
    .elementwise(
      "sin", .sin, summary: "the sine", derivative: .elementwise(["x": "cos(x)"])),
    .elementwise(
      "cos", .cos, summary: "the cosine", derivative: .elementwise(["x": "-sin(x)"])),
    // The error function (Gauss; the name is Glaisher's, 1871).
    .elementwise(
      "erf", .erf, summary: "2 / sqrt(pi) times the integral of exp(-t**2) from 0 to x",
      derivative: .elementwise(["x": "2 / sqrt(pi) * exp(-x**2)"])
    )
    .written(
      numpy: .helper(
        """
        def erf(x):
            from math import erf
            return np.vectorize(erf, otypes=[float])(x)
        """)),
    .elementwise(
      "negative", .negative, summary: "each element with the other sign",
      derivative: .elementwise(["x": "-1"])
    )
    .written(.expression("-x")),
    // Against a constant it is relu, whose slope where both are equal is 0. Two values that depend
    // on the network share, as in the common frameworks; else neither would get anything.
    .elementwise(
      "maximum", .maximum, summary: "the larger of x and y, element by element",
      derivative: .elementwise(
        ["x": "x > y", "y": "y > x"],
        ofSeveral: ["x": "(x > y) + (x == y) / 2", "y": "(y > x) + (x == y) / 2"])
    )
    .written(
      torch: .helper(
        """
        def maximum(x, y):
            x, y = torch.as_tensor(x), torch.as_tensor(y)
            result = torch.maximum(x, y)
            if x.requires_grad and y.requires_grad:
                return result
            return torch.where(x == y, x.detach(), result)
        """)),
    .elementwise(
      "minimum", .minimum, summary: "the smaller of x and y, element by element",
      derivative: .elementwise(
        ["x": "x < y", "y": "y < x"],
        ofSeveral: ["x": "(x < y) + (x == y) / 2", "y": "(y < x) + (x == y) / 2"])
    )
    .written(
      torch: .helper(
        """
        def minimum(x, y):
            x, y = torch.as_tensor(x), torch.as_tensor(y)
            result = torch.minimum(x, y)
            if x.requires_grad and y.requires_grad:
                return result
            return torch.where(x == y, x.detach(), result)
        """)),
    .elementwise(
      "add", .add, summary: "x + y", derivative: .elementwise(["x": "1", "y": "1"])
    )
    .written(.expression("x + y")),
    .elementwise(
      "subtract", .subtract, summary: "x - y", derivative: .elementwise(["x": "1", "y": "-1"])
    )
    .written(.expression("x - y")),
    .elementwise(
      "multiply", .multiply, summary: "x * y, element by element",
      derivative: .elementwise(["x": "y", "y": "x"])
    )
    .written(.expression("x * y")),
    .elementwise(
      "divide", aliases: ["true_divide"], .divide, summary: "x / y",
      derivative: .elementwise(["x": "1 / y", "y": "-x / y**2"])
    )
    .written(.expression("x / y")),
    .elementwise("floor_divide", .floorDivide, summary: "x // y", derivative: .zero),
    .elementwise("mod", aliases: ["remainder"], .remainder, summary: "x % y")
      .written(.expression("x % y"), torch: .name("torch.remainder")),
    .elementwise(
      "power", aliases: ["pow"], .power, summary: "x ** y",
      derivative: .elementwise(["x": "y * x**(y - 1)", "y": "result * log(x)"])
    )
    .written(.expression("x**y"), torch: .name("torch.pow")),
  ]

  /// To whole numbers and between limits.
  static let rounding: [Function] = [
    .elementwise("floor", .floor, summary: "the largest whole number below", derivative: .zero)
      .written(.template("⌊$x⌋", ascii: "floor($x)")),
    .elementwise("ceil", .ceil, summary: "the smallest whole number above", derivative: .zero)
      .written(.template("⌈$x⌉", ascii: "ceil($x)")),
    .elementwise(
      "rint", .rint, summary: "the nearest whole number, halves to the even one",
      derivative: .zero
    )
    .written(torch: .name("torch.round")),
    .round.written(torch: .template("torch.round($x, decimals=$decimals)")),
    .clip.written(
      numpy: .template("np.clip($x, $min, $max)"),
      torch: .helper(
        """
        def clip(x, min=None, max=None):
            bounds = [None if b is None else torch.as_tensor(b, dtype=x.dtype) for b in (min, max)]
            return x if bounds == [None, None] else torch.clamp(x, *bounds)
        """)),
  ]

  private static let round = Function(
    "round", aliases: ["around"], [.required("x"), .optional("decimals", "0")], isMethod: true,
    summary: "rounded to so many decimals, halves to the even digit", derivative: .zero,
    elements: .elementwise(.rounding),
    infer: { arguments throws(FunctionFault) in
      _ = try arguments.integer(1, default: 0)
      let (dtype, shape) = try arguments.type(0)
      return .array(dtype, shape)
    },
    evaluate: { arguments, _ throws(FunctionFault) in
      let decimals = try arguments.integer(1, default: 0).get(1, .integer)
      let x = try arguments.array(0)
      return .array(try arrays { () throws(ArrayError) in try x.round(decimals: decimals) })
    })

  private static let clip = Function(
    "clip",
    [.required("x"), .optional("min", synonym: "a_min"), .optional("max", synonym: "a_max")],
    isMethod: true,
    summary: "each element moved into the range from min to max",
    derivative: .broadcasting { context throws(LanguageError) in
      let x = context.argument(0)
      var inside: Expression?
      for (index, op) in [(1, BinaryOperator.greaterEqual), (2, .lessEqual)] {
        guard let bound = context.optionalArgument(index) else { continue }
        let condition = Expression.binary(op, x, bound)
        inside = inside.map { .binary(.bitwiseAnd, $0, condition) } ?? condition
      }
      return [0: inside.map { context.adjoint * $0 } ?? context.adjoint]
    },
    elements: .elementwise(.clipping),
    infer: { arguments throws(FunctionFault) in
      var (dtype, shape) = try arguments.type(0)
      for index in [1, 2] where !arguments.isAbsent(index) {
        let bound = try arguments.type(index)
        dtype = max(dtype, bound.dtype)
        shape = try ShapeInference.combined(shape, bound.shape, Shape.broadcast)
      }
      return .array(dtype, shape)
    },
    evaluate: { arguments, _ throws(FunctionFault) in
      let x = try arguments.array(0)
      let low = arguments.isAbsent(1) ? nil : try arguments.array(1)
      let high = arguments.isAbsent(2) ? nil : try arguments.array(2)
      return .array(try arrays { () throws(ArrayError) in try x.clip(low, high) })
    })
}

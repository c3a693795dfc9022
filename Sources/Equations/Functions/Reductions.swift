import Arrays

extension Function {
  /// Many elements to one, over everything or along an axis.
  static let reductions: [Function] = [
    .reduction("sum", .sum, summary: "the sum of the elements") { d, _ in d }
      .written(.large("Σ", ascii: "sum", isAverage: false)),
    .reduction("mean", .mean, summary: "the average of the elements") {
      d, c throws(LanguageError) in
      d / (try c.reducedCount())
    }
    .written(.large("Σ", ascii: "sum", isAverage: true)),
    .reduction("max", aliases: ["amax"], .max, summary: "the largest element", Function.extremum)
      .written(.large("max", ascii: "max", isAverage: false), torch: .name("torch.amax")),
    .reduction("min", aliases: ["amin"], .min, summary: "the smallest element", Function.extremum)
      .written(.large("min", ascii: "min", isAverage: false), torch: .name("torch.amin")),
    .reduction("prod", .prod, summary: "the product of the elements") {
      d, c throws(LanguageError) in
      d * (try c.expanded(c.result)) / c.argument(0)
    }
    .written(
      .large("Π", ascii: "prod", isAverage: false),
      torch: .helper(
        """
        def prod(x, axis=None, keepdims=False):
            if axis is not None:
                return torch.prod(x, axis, keepdims)
            return torch.prod(x).reshape([1] * x.ndim if keepdims else [])
        """)),
    .reduction("var", .variance, hasDegreesOfFreedom: true, summary: "the variance") {
      d, c throws(LanguageError) in
      .integer(2) * d * (try c.deviation()) / (try c.freeCount())
    }
    .written(torch: .template("torch.var($x, dim=$axis, correction=$ddof, keepdim=$keepdims)")),
    .reduction(
      "std", .standardDeviation, hasDegreesOfFreedom: true, summary: "the standard deviation"
    ) {
      d, c throws(LanguageError) in
      d * (try c.deviation()) / ((try c.freeCount()) * (try c.expanded(c.result)))
    }
    .written(torch: .template("torch.std($x, dim=$axis, correction=$ddof, keepdim=$keepdims)")),
    .reduction("any", .any, summary: "whether one element is not 0"),
    .reduction("all", .all, summary: "whether no element is 0"),
    .reduction("argmax", .argmax, summary: "the position of the largest element"),
    .reduction("argmin", .argmin, summary: "the position of the smallest element"),
  ]

  /// The adjoint of the operand, (m, n), from the result's adjoint spread over the elements it came
  /// from: () without an axis, (1, n) or (n,) along axis 0, (m, 1) along axis 1.
  private typealias ReductionRule =
    @Sendable (Expression, Backpropagation) throws(LanguageError) -> Expression

  /// The adjoint goes to the elements that equal the extremum, in equal shares.
  private static func extremum(
    _ d: Expression, _ context: Backpropagation
  ) throws(LanguageError) -> Expression {
    let isExtremum = Expression.binary(
      .equal, context.argument(0), try context.expanded(context.result))
    let shares = Expression.reduction(
      "sum", isExtremum, axis: try context.axis(1), keepDimensions: true)
    return d * isExtremum / shares
  }

  private static func reduction(
    _ name: String, aliases: [String] = [], _ reduction: Reduction,
    hasDegreesOfFreedom: Bool = false, summary: String, _ rule: ReductionRule? = nil
  ) -> Function {
    let derivative: DerivativeRule =
      rule.map { rule in
        .custom { context throws(LanguageError) in
          [0: try rule(try context.expanded(context.adjoint), context)]
        }
      } ?? .zero
    let parameters: [Parameter] = [
      .required("x"), .optional("axis"), .optional("keepdims", "False"),
    ]
    return Function(
      name, aliases: aliases,
      hasDegreesOfFreedom ? parameters + [.optional("ddof", "0")] : parameters,
      isMethod: true, summary: summary, derivative: derivative,
      elements: .reduction(reduction),
      infer: { arguments throws(FunctionFault) in
        let (dtype, shape) = try arguments.type(0)
        let type = try arrays { () throws(ArrayError) in try reduction.resultType(dtype) }
        guard let shape, case .known(let axis) = try arguments.axis(1),
          case .known(let keep) = try arguments.flag(2)
        else { return .array(type, nil) }
        let result = try arrays { () throws(ArrayError) in
          try reduction.resultShape(of: shape, axis: axis, keepDimensions: keep)
        }
        return .array(type, result)
      },
      evaluate: { arguments, _ throws(FunctionFault) in
        let x = try arguments.array(0)
        let axis = try arguments.axis(1).get(1, .axis)
        let keep = try arguments.flag(2).get(2, .boolean)
        let freedom =
          hasDegreesOfFreedom ? try arguments.integer(3, default: 0).get(3, .integer) : 0
        return .array(
          try arrays { () throws(ArrayError) in
            try x.reduced(
              by: reduction, axis: axis, keepDimensions: keep, degreesOfFreedom: freedom)
          })
      })
  }
}

extension Backpropagation {
  /// The operand's distance from its mean along the reduced axis.
  fileprivate func deviation() throws(LanguageError) -> Expression {
    argument(0)
      - .reduction("mean", argument(0), axis: try axis(1), keepDimensions: true)
  }

  /// The number of elements in one sum, less the degrees of freedom.
  fileprivate func freeCount() throws(LanguageError) -> Expression {
    let count = try reducedCount()
    return optionalArgument(3).map { count - $0 } ?? count
  }
}

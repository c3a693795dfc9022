extension Function {
  /// mean(½ (a − y)²) where a and y are nearer than delta, and delta (|a − y| − ½ delta) beyond
  /// (Huber, 1964), as PyTorch's `huber_loss`: a far outlier pulls no harder than one at delta.
  ///
  /// ∂/∂a = (a − y) kept between −delta and delta / count.
  static let huber = defined(
    "huber", [.required("a"), .required("y"), .optional("delta", "1.0")],
    summary: "Huber's loss: mean of (a - y)**2 / 2 near y, and of a straight line beyond delta",
    definition: """
      mean(where(abs(a - y) <= delta, 0.5 * (a - y)**2, delta * (abs(a - y) - 0.5 * delta)))
      """,
    derivative: .broadcasting { context throws(LanguageError) in
      let a = context.argument(0)
      let y = context.argument(1)
      let delta = context.optionalArgument(2) ?? Expression(.float(1))
      let slope =
        context.adjoint * .call("clip", a - y, -delta, delta) / (try context.count(of: a))
      return [0: slope, 1: -slope]
    }
  )
  .written(.template("Huber($a, $y)", ascii: "Huber($a, $y)"))
}

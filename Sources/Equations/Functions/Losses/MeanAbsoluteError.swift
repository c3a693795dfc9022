extension Function {
  /// mean(|a − y|) over all elements of the difference, the L1 loss. ∂/∂a = sign(a − y) / count.
  static let meanAbsoluteError = defined(
    "mae", [.required("a"), .required("y")], summary: "mean absolute error: mean(abs(a - y))",
    definition: "mean(abs(a - y))",
    // The adjoint is (), those of a and y are (k, m).
    derivative: .broadcasting { context throws(LanguageError) in
      let a = context.argument(0)
      let y = context.argument(1)
      let slope = context.adjoint * .call("sign", a - y) / (try context.count(of: a - y))
      return [0: slope, 1: -slope]
    }
  )
  .written(.expression("np.sum(abs(a - y)) / count(a - y)"))
}

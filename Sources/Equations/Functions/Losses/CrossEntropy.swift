extension Function {
  /// −mean over the examples (columns, unless `axis=1` says that they are rows) of Σ y log a over the
  /// classes (rows); `a` are probabilities, usually a softmax, `y` the classes one-hot. Logarithms are kept at −100 or
  /// above.
  ///
  /// ∂/∂a = −y / a / examples, the examples being what the mean is taken over.
  static let crossEntropy = defined(
    "cross_entropy", [.required("a"), .required("y"), .optional("axis", "0")],
    summary: "cross-entropy over classes in rows: -mean(sum(y*log(a), axis=0))",
    definition: "-mean(sum(y * maximum(log(a), -100), axis=axis))",
    // The adjoint is (), those of a and y are (k, m).
    derivative: .broadcasting { context throws(LanguageError) in
      let a = context.argument(0)
      let y = context.argument(1)
      let share =
        context.adjoint
        / (try context.count(
          of: .reduction(
            "sum", a * y, axis: try context.axis(2) ?? 0, keepDimensions: false)))
      return [0: -(share * y / a), 1: -(share * .call("log", a))]
    }
  )
  .alongClasses
  .written(
    .expression("-(np.sum(y * log(a)) / count(sum(a * y, axis=axis)))"),
    torch: .helper(
      """
      def cross_entropy(a, y, axis=0):
          logs = torch.log(torch.clamp(a, min=np.exp(-100)))
          return -torch.mean(torch.sum(y * logs, axis=axis))
      """))
}

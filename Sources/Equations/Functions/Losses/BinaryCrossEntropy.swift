extension Function {
  /// −mean(y log a + (1 − y) log(1 − a)): the loss of a prediction `a` between 0 and 1 of a target
  /// `y` that is 0 or 1, averaged over all elements that the two have together. Both logarithms are
  /// kept at −100 or above, as in PyTorch's `BCELoss`, so that a prediction of exactly 0 or 1 has a
  /// finite loss.
  ///
  /// ∂/∂a = (a − y) / (a (1 − a)) / count. After a sigmoid the denominator cancels, and a − y is
  /// left.
  static let binaryCrossEntropy = defined(
    "bce", aliases: ["binary_cross_entropy"], [.required("a"), .required("y")],
    summary: "binary cross-entropy: -mean(y*log(a) + (1-y)*log(1-a)), each logarithm at least -100",
    definition: "-mean(y * maximum(log(a), -100) + (1 - y) * maximum(log(1 - a), -100))",
    // The adjoint is (), those of a and y are (k, m).
    derivative: .broadcasting { context throws(LanguageError) in
      let a = context.argument(0)
      let y = context.argument(1)
      let one = Expression.integer(1)
      let share = context.adjoint / (try context.count(of: a - y))
      return [
        0: share * (a - y) / (a * (one - a)),
        1: share * (.call("log", one - a) - .call("log", a)),
      ]
    },
    elements: .negatedMean(of: .crossEntropyTerm)
  )
  .written(
    .expression("-(np.sum(y * log(a) + (1 - y) * log(1 - a)) / count(a - y))"),
    torch: .helper(
      """
      def bce(a, y):
          least = np.exp(-100)
          right = y * torch.log(torch.clamp(a, min=least))
          wrong = (1 - y) * torch.log(torch.clamp(1 - a, min=least))
          return -torch.mean(right + wrong)
      """))
}

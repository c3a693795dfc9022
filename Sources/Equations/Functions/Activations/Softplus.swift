extension Function {
  /// log(1 + eˣ) (Dugas et al., 2001), a smooth relu; computed as max(x, 0) + log1p(e^−|x|), which
  /// does not overflow. Its derivative is σ(x).
  static let softplus = elementwise(
    "softplus", .softplus, summary: "log(1 + exp(x)): a relu with a round corner",
    derivative: .elementwise(["x": "sigmoid(x)"])
  )
  .written(
    .expression("log(1 + exp(x))"),
    numpy: .template("np.logaddexp($x, 0)"),
    torch: .helper(
      """
      def softplus(x):
          return torch.logaddexp(x, torch.zeros_like(x))
      """))
}

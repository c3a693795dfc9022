extension Function {
  /// log(1 + eˣ) (Dugas et al., 2001), a smooth relu; computed as max(x, 0) + log1p(e^−|x|), which
  /// does not overflow. Its derivative is σ(x).
  static let softplus = elementwise(
    "softplus", .softplus, summary: "log(1 + exp(x)): a relu with a round corner",
    derivative: .elementwise(["x": "sigmoid(x)"]))
}

extension Function {
  /// tanh x = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ) = 2σ(2x) − 1. tanh′ = 1 − tanh².
  static let tanh = elementwise(
    "tanh", .tanh, summary: "the hyperbolic tangent: squeezes every number into -1 to 1",
    derivative: .elementwise(["x": "1 - result**2"])
  )
  .bounded(-1...1)
}

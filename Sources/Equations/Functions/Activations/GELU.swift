extension Function {
  /// gelu(x) = x Φ(x) (Hendrycks and Gimpel, 2016): x as far as a standard normal number is below it,
  /// Φ(x) = (1 + erf(x / √2)) / 2. Its derivative is Φ(x) + x φ(x), φ being the normal density.
  static let gelu = defined(
    "gelu", [.required("x")],
    summary: "x times the share of normal numbers that are below x: a smooth relu",
    definition: "x * (1 + erf(x / sqrt(2))) / 2",
    derivative: .elementwise([
      "x": "(1 + erf(x / sqrt(2))) / 2 + x * exp(-x**2 / 2) / sqrt(2 * pi)"
    ])
  )
  .written(
    .template("GELU($x)", ascii: "GELU($x)"), torch: .name("torch.nn.functional.gelu"))
}

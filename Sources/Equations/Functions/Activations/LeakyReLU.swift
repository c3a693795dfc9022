extension Function {
  /// x above 0, slope · x below (Maas, Hannun and Ng, 2013), so that no unit dies.
  static let leakyReLU = defined(
    "leaky_relu", [.required("x"), .optional("slope", "0.01")],
    summary: "x above 0, slope times x below",
    definition: "where(x > 0, x, slope * x)",
    derivative: .elementwise(["x": "where(x > 0, 1, slope)"])
  )
  .written(.template("LeakyReLU($x)", ascii: "LeakyReLU($x)"))
}

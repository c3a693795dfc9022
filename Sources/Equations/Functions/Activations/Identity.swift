extension Function {
  /// x itself: the activation of linear regression.
  static let identity = defined(
    "identity", [.required("x")], summary: "x itself, the activation of a linear layer",
    definition: "x", derivative: .elementwise(["x": "1"])
  )
  .written(.expression("x"))
}

extension Optimizer {
  /// w ← w − lr g: downhill, as far as the slope is steep.
  static let gradientDescent = Optimizer(
    "sgd", summary: "a step against the gradient, lr times as long",
    source: "Cauchy, 1847; Robbins and Monro, 1951",
    [("lr", nil)],
    update: ["w = w - lr * g"],
    torch: "torch.optim.SGD($w, lr=$lr)")
}

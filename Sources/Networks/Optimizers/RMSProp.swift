extension Optimizer {
  /// s ← α s + (1 − α) g², w ← w − lr g / (√s + ε): each weight at its own pace.
  static let rmsprop = Optimizer(
    "rmsprop", summary: "divides each gradient by its recent size",
    source: "Tieleman and Hinton, 2012, in PyTorch's form",
    [("lr", "0.01"), ("alpha", "0.99"), ("eps", "1e-08")],
    state: ["s = zeros_like(w)"],
    update: [
      "s = alpha * s + (1 - alpha) * g**2",
      "w = w - lr * g / (sqrt(s) + eps)",
    ],
    torch: "torch.optim.RMSprop($w, lr=$lr, alpha=$alpha, eps=$eps)")
}

extension Optimizer {
  /// s ← s + g², w ← w − lr g / (√s + ε): weights that have moved much move less.
  static let adagrad = Optimizer(
    "adagrad", summary: "divides each gradient by all that came before",
    source: "Duchi, Hazan and Singer, 2011, in PyTorch's form",
    [("lr", "0.01"), ("eps", "1e-10")],
    state: ["s = zeros_like(w)"],
    update: ["s = s + g**2", "w = w - lr * g / (sqrt(s) + eps)"],
    torch: "torch.optim.Adagrad($w, lr=$lr, eps=$eps)")
}

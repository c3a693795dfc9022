extension Optimizer {
  /// Momentum that looks ahead: w ← w − lr (g + β v) after v ← β v + g.
  static let nesterov = Optimizer(
    "nesterov", summary: "momentum that looks one step ahead",
    source: "Nesterov, 1983, in PyTorch's form",
    [("lr", nil), ("beta", "0.9")],
    state: ["v = zeros_like(w)"],
    update: ["v = beta * v + g", "w = w - lr * (g + beta * v)"],
    torch: "torch.optim.SGD($w, lr=$lr, momentum=$beta, nesterov=True)")
}

extension Optimizer {
  /// v ← β v + g, w ← w − lr v: a ball that keeps some of its speed.
  static let momentum = Optimizer(
    "momentum", summary: "keeps a share beta of the last step's velocity",
    source: "Polyak, 1964, in PyTorch's form",
    [("lr", nil), ("beta", "0.9")],
    state: ["v = zeros_like(w)"],
    update: ["v = beta * v + g", "w = w - lr * v"],
    torch: "torch.optim.SGD($w, lr=$lr, momentum=$beta)")
}

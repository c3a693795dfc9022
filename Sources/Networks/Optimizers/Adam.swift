extension Optimizer {
  /// Momentum and a pace for each weight at once, both freed of their start at zero.
  static let adam = Optimizer(
    "adam", summary: "momentum, and a pace of its own for each weight",
    source: "Kingma and Ba, 2015, in PyTorch's form",
    [("lr", "0.001"), ("beta1", "0.9"), ("beta2", "0.999"), ("eps", "1e-08")],
    sharedState: ["t = 0"],
    sharedUpdate: ["t = t + 1"],
    state: ["m = zeros_like(w)", "v = zeros_like(w)"],
    update: [
      "m = beta1 * m + (1 - beta1) * g",
      "v = beta2 * v + (1 - beta2) * g**2",
      "w = w - lr * (m / (1 - beta1**t)) / (sqrt(v / (1 - beta2**t)) + eps)",
    ],
    torch: "torch.optim.Adam($w, lr=$lr, betas=($beta1, $beta2), eps=$eps)")
}

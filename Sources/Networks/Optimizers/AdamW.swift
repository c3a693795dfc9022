extension Optimizer {
  /// Adam, with the decay of the weights beside the gradient and not within it, so that each weight
  /// shrinks at the same pace however large its gradients are.
  static let adamW = Optimizer(
    "adamw", summary: "adam, and every weight shrinks a little with each update",
    source: "Loshchilov and Hutter, 2019, in PyTorch's form",
    [
      ("lr", "0.001"), ("beta1", "0.9"), ("beta2", "0.999"), ("eps", "1e-08"),
      ("weight_decay", "0.01"),
    ],
    sharedState: ["t = 0"],
    sharedUpdate: ["t = t + 1"],
    state: ["m = zeros_like(w)", "v = zeros_like(w)"],
    update: [
      "m = beta1 * m + (1 - beta1) * g",
      "v = beta2 * v + (1 - beta2) * g**2",
      """
      w = w - lr * weight_decay * w \
      - lr * (m / (1 - beta1**t)) / (sqrt(v / (1 - beta2**t)) + eps)
      """,
    ],
    torch: """
      torch.optim.AdamW($w, lr=$lr, betas=($beta1, $beta2), eps=$eps, weight_decay=$weight_decay)
      """)
}

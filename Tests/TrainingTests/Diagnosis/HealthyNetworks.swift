import Support

/// Networks with nothing wrong, at random moments of their training.
struct HealthyNetwork: Sendable {
  let text: String
  /// The epochs that are trained before it is looked at.
  let epochs: Int
  /// The equations that are executed of the next.
  let equations: Int

  /// The epochs in which it has to solve its task, so that nothing can be wrong with it.
  static let enough = 3000

  init(_ number: Int) {
    var dice = Dice(number + 500_000)
    var draft = NetworkDraft.random(&dice, depth: 1...4)
    if draft.layers == 1 { draft.setTask(.line, &dice) }
    if dice.below(6) == 0, draft.layers > 1 {
      draft.sizes[1] = 6
      draft.setXOR(&dice)
    }
    draft.activation = dice.pick(
      draft.layers > 2 ? ["tanh", "leaky_relu"] : ["tanh", "sigmoid", "relu", "leaky_relu"])
    // A logarithm written out has no value once an output is exactly 0 or 1.
    if draft.loss.contains("log") { draft.loss = "bce(A, Y)" }
    let rate = draft.names.rate
    switch dice.below(6) {
    case 0:
      draft.update = ["adam(\(rate))"]
      draft.rate = 0.02
    case 1:
      draft.update = ["rmsprop(\(rate))"]
      draft.rate = 0.01
    case 2:
      draft.update = ["\(dice.pick(["momentum", "nesterov"]))(\(rate))"]
      draft.rate *= 0.2
    case 3: draft.update = draft.descent()
    default: break
    }
    if draft.examples > 4, dice.below(3) == 0 {
      draft.settings = ["batch = \(dice.pick([8, 10, 20]))"]
      draft.rate *= 0.4
    }
    draft.scale = dice.pick(["0.7", "0.5", "0.3"])
    text = draft.text
    epochs = dice.pick([0, dice.below(10), dice.below(100), dice.below(1000), Self.enough])
    equations = dice.below(3) == 0 ? dice.below(20) : 0
  }
}

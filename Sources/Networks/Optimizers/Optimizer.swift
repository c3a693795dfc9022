import Equations

/// A rule that turns gradients into updates, written as equations of the language.
///
/// In the equations `w` stands for a parameter, `g` for its gradient; names of the state (`v`)
/// become one name for each parameter (`vW1`). A shared name (`t`) is there once.
public struct Optimizer: Sendable {
  public let name: String
  /// One line for `help`.
  public let summary: String
  /// Where the formula is from.
  public let source: String
  /// The arguments, in order, with defaults: `("beta", "0.9")`; `nil` must be given.
  let parameters: [(name: String, value: String?)]
  /// Once, in `init`: `t = 0`.
  let sharedState: [String]
  /// Once, at the start of each update: `t = t + 1`.
  let sharedUpdate: [String]
  /// For each parameter, in `init`: `v = zeros_like(w)`.
  let state: [String]
  /// For each parameter, in `update`.
  let update: [String]
  /// The same in PyTorch: `torch.optim.SGD($w, lr=$lr)`, where `$w` stands for the parameters.
  let torch: String?

  init(
    _ name: String, summary: String, source: String, _ parameters: [(name: String, value: String?)],
    sharedState: [String] = [], sharedUpdate: [String] = [], state: [String] = [], update: [String],
    torch: String? = nil
  ) {
    self.name = name
    self.summary = summary
    self.source = source
    self.parameters = parameters
    self.sharedState = sharedState
    self.sharedUpdate = sharedUpdate
    self.state = state
    self.update = update
    self.torch = torch
  }

  /// Every optimizer. A new one is a line here and a file beside.
  public static let all: [Optimizer] = [
    .gradientDescent, .momentum, .nesterov, .rmsprop, .adam, .adamW, .adagrad,
  ]

  public static func named(_ name: String) -> Optimizer? { all.first { $0.name == name } }

  /// What it calls the learning rate, which every optimizer takes first.
  public var rateName: String? { parameters.first?.name }

  /// How it is called: `momentum(lr, beta=0.9)`.
  public var signature: String {
    let list = parameters.map { parameter in
      parameter.value.map { "\(parameter.name)=\($0)" } ?? parameter.name
    }
    return "\(name)(\(list.joined(separator: ", ")))"
  }

  /// How it might be called: `adam(0.01)`.
  public var example: String { "\(name)(0.01)" }
}

extension Optimizer {
  /// Its equations for one parameter `w` with the gradient `g`, as `help` shows them.
  public var equations: [String] { sharedUpdate + update }

  /// The plain equations that the optimizer stands for.
  struct Expansion {
    var initial: [Statement] = []
    var update: [Statement] = []
    /// Names of the optimizer's state, `vW1` and its like, by the parameter they belong to.
    var stateNames: [String] = []
  }

  /// - Parameters:
  ///   - arguments: of the call in the update section.
  ///   - names: the parameters of the model.
  ///   - taken: names that are the model's own; state of such a name gets another one, `t_adam`.
  func expanded(
    _ arguments: [Argument], for names: [String], avoiding taken: Set<String> = [],
    at span: SourceSpan
  ) throws(LanguageError) -> Expansion {
    func free(_ name: String) -> String {
      var free = name
      while taken.contains(free) { free += "_\(self.name)" }
      return free
    }
    var table = try bind(arguments, at: span)
    var expansion = Expansion()
    for symbol in Self.targets(of: sharedState) where taken.contains(symbol) {
      table[symbol] = .name(free(symbol))
    }
    for text in sharedState { append(text, table, to: &expansion.initial) }
    expansion.stateNames += expansion.initial.compactMap { $0.assignment?.name }
    for text in sharedUpdate { append(text, table, to: &expansion.update) }
    let stateSymbols = Self.targets(of: state)
    for name in names {
      table["w"] = .name(name)
      table["g"] = .name(Differentiator.gradientName(of: name))
      for symbol in stateSymbols {
        table[symbol] = .name(free(symbol + name))
        expansion.stateNames.append(free(symbol + name))
      }
      for text in state { append(text, table, to: &expansion.initial) }
      for text in update { append(text, table, to: &expansion.update) }
    }
    return expansion
  }

  private static func targets(of texts: [String]) -> [String] {
    texts.compactMap { (try? Parser.statement($0))?.assignment?.name }
  }

  private func append(_ text: String, _ table: [String: Expression], to list: inout [Statement]) {
    guard let assignment = (try? Parser.statement(text))?.assignment else { return }
    let target = table[assignment.name]?.text ?? assignment.name
    list.append(
      Statement(.assignment(Assignment(target, value: assignment.value.substituting(table)))))
  }

  /// The arguments of a call by parameter, defaults filled in.
  ///
  /// - Throws: `LanguageError`, as for the call of a function.
  func bind(
    _ arguments: [Argument], at span: SourceSpan
  ) throws(LanguageError) -> [String: Expression] {
    let binding = try ArgumentBinding(
      arguments, of: name,
      parameters.map { name, value in
        value.map { .optional(name, $0) } ?? .required(name)
      }, span: span)
    var table: [String: Expression] = [:]
    for (parameter, position) in zip(parameters, binding.positions) {
      table[parameter.name] =
        position.map { arguments[$0].value }
        ?? parameter.value.flatMap { try? Parser.expression($0) }
    }
    return table
  }
}

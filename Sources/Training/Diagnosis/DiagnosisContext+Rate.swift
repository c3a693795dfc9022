import Equations
import Networks

/// The learning rate of a model, by the part that it plays rather than by its name.
extension DiagnosisContext {
  /// The learning rate, if a setting holds it: one with a name that textbooks give it, else what the
  /// optimizer takes first, or the one setting that the update alone reads.
  var rate: (name: String, value: Double)? {
    for name in ["lr", "learning_rate", "alpha", "eta"] {
      if let value = run.state[name]?.item { return (name, value) }
    }
    let settings = run.program.settings.filter { $0.value.array?.item != nil }.map(\.name)
    let name: String?
    if let call = optimizerCall {
      guard case .name(let first)? = call.arguments.first?.value.node else { return nil }
      name = settings.contains(first) ? first : nil
    } else {
      let read = Set(run.program.steps(in: .update).flatMap(\.inputs))
      let before = Set(
        Phase.allCases.filter { $0 != .update }.flatMap { run.program.steps(in: $0) }
          .flatMap(\.inputs))
      let alone = settings.filter { read.contains($0) && !before.contains($0) }
      name = alone.count == 1 ? alone[0] : nil
    }
    return name.flatMap { name in run.state[name]?.item.map { (name, $0) } }
  }

  /// Its value, where a setting holds it or the optimizer is given a number.
  var rateValue: Double? { rate?.value ?? writtenRate }

  /// Another learning rate, so many times as large; `nil` where it is not known where it stands.
  func rate(times factor: Double) -> Finding.Suggestion? {
    let idea: Finding.Suggestion.Idea = factor < 1 ? .smallerRate : .longerRate
    if let rate {
      return .init(idea, "set \(rate.name) = \(Self.rounded(rate.value * factor))")
    }
    guard let written = writtenRate, let call = optimizerCall else { return nil }
    let others = call.arguments.dropFirst().map { argument in
      (argument.keyword.map { "\($0)=" } ?? "") + argument.value.text
    }
    let list = ["\(Self.rounded(written * factor))"] + others
    return .init(idea, "set update = \(call.name)(\(list.joined(separator: ", ")))")
  }

  func smallerRate(by factor: Double) -> [Finding.Suggestion] {
    rate(times: factor).map { [$0] } ?? []
  }

  /// The number that the optimizer is given as its rate.
  private var writtenRate: Double? {
    guard let call = optimizerCall, let first = call.arguments.first,
      first.keyword == nil || first.keyword == Optimizer.named(call.name)?.rateName
    else { return nil }
    switch first.value.node {
    case .integer(let value): return Double(value)
    case .float(let value): return value
    default: return nil
    }
  }

  /// The call that the whole update section is, `sgd(lr)`.
  private var optimizerCall: (name: String, arguments: [Argument])? {
    let statements = run.program.model[.update].map(\.statement)
    guard statements.count == 1, case .expression(let expression) = statements[0].kind,
      case .call(let name, let arguments) = expression.node, Optimizer.named(name) != nil
    else { return nil }
    return (name, arguments)
  }
}

import Arrays
import Equations
import Networks

extension Remedy {
  /// What is tried at most, beside going on as it is.
  private static let most = 9

  /// Going on as it is, every remedy that the findings propose, and the usual ones beside them.
  static func all(for run: Run, _ findings: [Finding]) -> [Remedy] {
    let context = DiagnosisContext(run, history: nil)
    // Nothing that is changed from here on mends numbers that are none, or a loss that has run off.
    let isLost = findings.contains {
      [.notFinite, .lossWasNotFinite].contains($0.kind)
        || ($0.kind == .learningRateTooLarge && $0.severity == .error)
    }
    let start: Start = isLost ? .initial : .here
    var found: [Remedy] = []
    func add(_ remedy: Remedy?) {
      guard let remedy, found.count < most,
        !found.contains(where: { $0.command(seed: 0) == remedy.command(seed: 0) })
      else { return }
      found.append(remedy)
    }
    for finding in findings {
      for suggestion in context.mendedEquations(finding) + finding.suggestions {
        add(Remedy(suggestion, from: start))
      }
    }
    for usual in context.usualRemedies(isLost: isLost) {
      add(
        Remedy(usual, from: start).map {
          Remedy($0.idea, $0.changes, from: $0.start)
        })
    }
    return [.none] + found
  }
}

extension DiagnosisContext {
  /// Changes that help often, the likeliest first, as far as this model has what they change.
  ///
  /// - Parameter isLost: whether training has run off, so that nothing but shorter steps will do.
  fileprivate func usualRemedies(isLost: Bool) -> [Finding.Suggestion] {
    var all = smallerInputs
    all += [largerStart ?? largerWeights].compactMap { $0 }
    all += [otherSeed].compactMap { $0 }
    all += moreHidden
    all += otherOptimizers
    all += (isLost ? [0.1, 0.01, 0.001] : [0.1, 10]).compactMap { rate(times: $0) }
    return all + otherActivation
  }

  /// Optimizers that the model does not have: they scale the steps by themselves.
  private var otherOptimizers: [Finding.Suggestion] {
    let update = run.program.model[.update].map(\.statement.text).joined()
    return ["rmsprop", "adam"].filter { !update.contains("\($0)(") }.map {
      .init(.otherOptimizer, "set update = \($0)(0.01)")
    }
  }

  /// Twice the units, in the setting that says how many a hidden layer has, whatever its name.
  private var moreHidden: [Finding.Suggestion] {
    let hidden = layers.dropLast()
    return run.program.settings.compactMap { setting in
      guard let value = setting.value.array?.item, value == value.rounded(), value >= 1,
        value < 1e4,
        hidden.contains(where: { layer in
          units(of: layer) == Int(value)
            && run.program.steps(in: .`init`).contains {
              $0.target == layer.weights && $0.inputs.contains(setting.name)
            }
        })
      else { return nil }
      return .init(.moreUnits, "set \(setting.name) = \(Int(value) * 2)")
    }
  }

  /// Small weights made larger where they are, for models without a setting for it.
  private var largerWeights: Finding.Suggestion? {
    let sizes = layers.map { (state[$0.weights]?.doubles ?? []).rootMeanSquare }
    guard let largest = sizes.max(), largest > 0, largest < 0.1, sizes.allSatisfy({ $0 > 0 }) else {
      return nil
    }
    let changes = zip(layers, sizes).map { layer, size in
      "\(layer.weights) = \(layer.weights) * \(Self.rounded(1 / size, digits: 1))"
    }
    return .init(.largerWeights, "set \(changes.joined(separator: "; "))")
  }

  /// Hidden layers of a sigmoid with tanh in its place, those of a relu with one that has a slope
  /// below 0 too.
  private var otherActivation: [Finding.Suggestion] {
    let changes = run.program.steps(in: .forward).compactMap { step -> String? in
      guard let name = step.target, name != prediction,
        let value = step.statement.assignment?.value,
        case .call(let function, let arguments) = value.node,
        arguments.count == 1, let other = ["sigmoid": "tanh", "relu": "leaky_relu"][function]
      else { return nil }
      return "\(name) = \(other)(\(arguments[0].value.text))"
    }
    guard !changes.isEmpty else { return [] }
    return [.init(.otherActivation, "set \(changes.joined(separator: "; "))")]
  }
}

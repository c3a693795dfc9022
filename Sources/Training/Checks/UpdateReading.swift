import Arrays
import Equations
import Networks

/// Which of the written values is a parameter's gradient: the one that its update takes a step
/// along, whatever it is called.
///
///     W1 = W1 - lr * grad_w       // grad_w
///     W1 = W1 + lr * down / m     // -down / m
///     W1 = W1 - 0.1 * (2 * error @ X.T / m)       // -(what W1 is changed by) / 0.1
///
/// What is a rate and what belongs to the gradient cannot be told from `0.1 * 2 * g`, so there may
/// be several candidates, the likeliest first.
struct UpdateReading {
  struct Candidate {
    /// What it is called.
    let name: String
    /// The equation that makes it: of the written value, or the update itself.
    let index: Int
    /// By what the equation's value is multiplied to be the gradient.
    let scale: Double
    let gradient: NDArray
  }

  private(set) var candidates: [Candidate] = []

  private let training: WrittenTraining
  private let parameter: String
  private let gradientName: String

  init(of parameter: String, in training: WrittenTraining) {
    self.training = training
    self.parameter = parameter
    gradientName = Differentiator.gradientName(of: parameter)
    guard let last = training.steps.lastIndex(where: { $0.target == parameter }) else {
      // An optimizer's rule, or no update: the gradient goes by its name.
      if let index = training.steps.lastIndex(where: { $0.target == gradientName }) {
        add(gradientName, index, scales: [1])
      }
      return
    }
    read(last)
  }

  private mutating func add(_ name: String, _ index: Int, scales: [Double]) {
    guard let value = training.value(index) else { return }
    for scale in scales {
      let gradient = value.scaled(by: scale)
      // Without what decays the parameter it may have been read before.
      let isKnown = candidates.contains {
        ($0.index, $0.scale) == (index, scale) && $0.gradient.doubles == gradient.doubles
      }
      if isKnown { continue }
      candidates.append(Candidate(name: name, index: index, scale: scale, gradient: gradient))
    }
  }

  private mutating func read(_ last: Int) {
    guard let assignment = training.steps[last].statement.assignment else { return }
    var value = expanded(assignment.computedValue, before: last, whole: false)
    var index = last
    var whole = ScaledSum.Part()
    var own = parameter
    while assignment.subscripts == nil {
      let parts = gradientParts(of: value).filter { $0.core != .name(own) }
      let cores = Set(parts.compactMap(\.core))
      guard let part = parts.first, cores.count == 1, case .name(let name)? = part.core?.node,
        let made = training.lastIndex(of: name, before: index)
      else { break }
      whole = whole.scaled(by: part)
      index = made
      let definition = training.steps[made].statement.assignment
      if let definition, definition.subscripts == nil, leadsOn(name, made, definition) {
        value = expanded(definition.computedValue, before: made, whole: false)
        own = name
        continue
      }
      addNamed(name, made, whole, definition)
      addDecayed(assignment.computedValue, last)
      return
    }
    addChange(
      last, gradientParts(of: expanded(assignment.computedValue, before: last, whole: true)))
  }

  /// Whether what a value is made of is the gradient rather: what an optimizer remembers, or a step
  /// of the update that is nothing but a multiple of something written.
  private func leadsOn(_ name: String, _ made: Int, _ definition: Assignment) -> Bool {
    if isState(name) { return true }
    guard training.steps[made].phase == .update else { return false }
    let whole = expanded(definition.computedValue, before: made, whole: false)
    let cores = Set(gradientParts(of: whole).compactMap(\.core))
    guard cores.count == 1, case .name(let source)? = cores.first?.node else { return false }
    return training.lastIndex(of: source, before: made) != nil
  }

  private mutating func addNamed(
    _ name: String, _ made: Int, _ whole: ScaledSum.Part, _ definition: Assignment?
  ) {
    guard let step = number(whole) else { return }
    var rates = self.rates(whole.factors)
    if rates.isEmpty, let definition, definition.subscripts == nil {
      rates = self.rates(commonFactors(parts(of: definition.computedValue)))
    }
    var scales = Self.products(rates).map { -step / $0 }
    scales.insert(1, at: min(1, scales.count))
    add(name, made, scales: scales)
  }

  /// The step with what decays the parameter in it, as `W - lr * (dW + decay * W)`: the gradient of
  /// a loss that has the price of the weights.
  private mutating func addDecayed(_ update: Expression, _ last: Int) {
    let value = expanded(update, before: last, whole: true)
    let own = parts(of: value).filter { $0.core == .name(parameter) }
    guard own.contains(where: { !$0.factors.isEmpty }) else { return }
    let rates = self.rates(commonFactors(gradientParts(of: value)))
    add(gradientName, last, scales: Self.products(rates).map { -1 / $0 })
  }

  /// The step itself, made within the update; then what it is made of.
  private mutating func addChange(_ last: Int, _ parts: [ScaledSum.Part]) {
    let rates = self.rates(commonFactors(parts))
    let scales = Self.products(rates).map { -1 / $0 }
    let names = parts.flatMap { $0.core?.names ?? [] }
    let shape = training.start[parameter]?.shape
    let written = names.filter { !isState($0) }.compactMap { name in
      training.lastIndex(of: name, before: last).map { (name: name, index: $0) }
    }.filter { training.value($0.index)?.shape == shape }
    // An optimizer written out takes no step along its gradient.
    let isOptimizer = training.steps.contains { step in
      step.phase == .update && step.target.map(isState) ?? false
    }
    if isOptimizer { addWritten(written, last) }
    let expression = parts.dropFirst().reduce(parts.first?.expression) { sum, part in
      sum.map { $0 + part.expression }
    }
    if let expression, let change = training.evaluate(expression, in: training.updateStart) {
      for scale in scales {
        candidates.append(
          Candidate(
            name: gradientName, index: last, scale: scale, gradient: change.scaled(by: scale)))
      }
    }
    add(gradientName, last, scales: scales)
    if !isOptimizer { addWritten(written, last) }
  }

  private mutating func addWritten(_ written: [(name: String, index: Int)], _ last: Int) {
    guard let change = training.value(last) else { return }
    let (own, others) = (
      written.filter { $0.name == gradientName }, written.filter { $0.name != gradientName }
    )
    for (name, index) in own + others {
      guard let value = training.value(index) else { continue }
      let along = zip(value.doubles, change.doubles).reduce(0) { $0 + $1.0 * $1.1 }
      // What is remembered may carry the step another way for a while.
      add(name, index, scales: [along > 0 ? -1 : 1] + (remembers ? [along > 0 ? 1 : -1] : []))
    }
  }

  /// Whether the optimizer has something from the epochs before.
  private var remembers: Bool {
    training.steps.contains { step in
      guard step.phase == .update, let target = step.target, isState(target) else { return false }
      return training.start[target]?.doubles.contains { $0 != 0 } ?? false
    }
  }

  // MARK: Expressions

  /// An expression of the update with what the update computes before written out, so that all
  /// names in it mean what they hold when the update begins.
  ///
  /// - Parameter whole: whether the update's own names are written out, too.
  private func expanded(
    _ expression: Expression, before index: Int, whole: Bool
  ) -> Expression {
    var table: [String: Expression] = [:]
    for name in expression.names {
      guard let made = training.lastIndex(of: name, before: index) else { continue }
      let step = training.steps[made]
      guard
        training.program.parameters.contains(name)
          || step.phase == .update && (whole || isState(name) || training.isPlain(name)),
        let assignment = step.statement.assignment, assignment.subscripts == nil
      else { continue }
      let value = expanded(assignment.computedValue, before: made, whole: whole)
      if value.text.utf8.count < 4096 { table[name] = value }
    }
    return table.isEmpty ? expression : expression.substituting(table)
  }

  private func parts(of expression: Expression) -> [ScaledSum.Part] {
    ScaledSum(expression, isNumber: training.isNumber).parts
  }

  /// The terms with something of the epoch in them: not the parameter itself, nor what decays it.
  private func gradientParts(of expression: Expression) -> [ScaledSum.Part] {
    let program = training.program
    return parts(of: expression).filter { part in
      part.core?.valueNames.contains { name in
        !program.parameters.contains(name) && !training.isPlain(name)
          && (!isState(name)
            || training.steps.contains { $0.target == name && $0.phase != .update })
      } ?? false
    }
  }

  /// Whether the name remembers something from epoch to epoch.
  private func isState(_ name: String) -> Bool {
    !training.program.parameters.contains(name) && !training.isPlain(name)
      && training.program.steps(in: .`init`).contains { $0.target == name }
  }

  // MARK: Numbers

  private func number(_ part: ScaledSum.Part) -> Double? {
    var result = part.isNegative ? -1.0 : 1
    for factor in part.factors {
      guard let value = value(factor) else { return nil }
      result *= value
    }
    return result
  }

  private func value(_ factor: ScaledSum.Factor) -> Double? {
    guard let value = training.evaluate(factor.number, in: training.updateStart)?.item else {
      return nil
    }
    return factor.isInverse ? 1 / value : value
  }

  private func commonFactors(_ parts: [ScaledSum.Part]) -> [ScaledSum.Factor] {
    guard let first = parts.first else { return [] }
    return first.factors.filter { factor in
      parts.allSatisfy { part in
        part.factors.contains {
          $0.number == factor.number && $0.isInverse == factor.isInverse
        }
      }
    }
  }

  /// The factors that may be rates of learning: settings, and numbers that are not whole.
  private func rates(_ factors: [ScaledSum.Factor]) -> [Double] {
    factors.compactMap { factor in
      guard let value = value(factor), value != 0, value.isFinite else { return nil }
      if case .name(let name) = factor.number.node, training.program.isSetting(name) {
        return value
      }
      let number = factor.isInverse ? 1 / value : value
      return number.rounded() == number ? nil : value
    }
  }

  /// The products that a rate may be: of all factors, then of some.
  private static func products(_ rates: [Double]) -> [Double] {
    let rates = rates.prefix(6)
    guard !rates.isEmpty else { return [1] }
    let subsets = (1..<(1 << rates.count)).reversed()
    return subsets.map { subset in
      rates.enumerated().reduce(1) { subset >> $1.offset & 1 == 1 ? $0 * $1.element : $0 }
    }
  }
}

extension Program {
  fileprivate func isSetting(_ name: String) -> Bool { settings.contains { $0.name == name } }
}

extension NDArray {
  func scaled(by factor: Double) -> NDArray {
    factor == 1 ? self : NDArray(shape: shape, float64: doubles.map { $0 * factor })
  }
}

import Arrays
import Equations

/// Which of the names made in `init` are trained, and what stays as it is.
extension ProgramBuilder {
  /// Finds the names of `init` that the loss depends on, but for constants.
  mutating func findParameters(
    _ initial: [ProgramEquation], besides constants: Set<String>
  ) throws(ModelError) {
    var needed: Set<String> = [loss]
    for step in (written(.forward) + written(.loss)).reversed() {
      if let target = step.target, needed.contains(target) { needed.formUnion(step.inputs) }
    }
    for name in initial.compactMap(\.target)
    where needed.contains(name) && !constants.contains(name) && !parameters.contains(name) {
      parameters.append(name)
    }
    guard !parameters.isEmpty else { throw ModelError(.noParameters, phase: .`init`) }
    for step in initial {
      guard let name = step.target, parameters.contains(name), let shape = statics[name]?.shape,
        shape.count == 0
      else { continue }
      let empty = step.inputs.first { setting($0)?.array?.item == 0 }
      throw ModelError(
        .emptyParameter(name, shape: shape.description, setting: empty), line: step.line,
        source: step.text, phase: step.phase)
    }
  }

  /// The names of `init` that are no parameters, though the loss may depend on them: sizes such as
  /// `n = X.shape[1]`, and numbers such as `penalty = 0.01` where the model writes its gradients or
  /// its update itself and has none for them.
  ///
  /// To be asked when `init` has been checked and nothing behind it.
  func constants(in initial: [ProgramEquation]) -> Set<String> {
    var constants: Set<String> = []
    for step in initial {
      guard let name = step.target, !changingNames.contains(name),
        let known = statics[name]?.known
      else { continue }
      guard case .array(let array) = known else {
        constants.insert(name)
        continue
      }
      guard let item = array.item, array.rank == 0 else { continue }
      let isCount = known.integer != nil && (isMadeOfShapes(step, constants) || isReadAsCount(name))
      // A bias that begins at 0 and was forgotten is no constant.
      if isCount || (item != 0 && isNeverTrained(name)) { constants.insert(name) }
    }
    return constants
  }

  /// Whether the model says itself which parameters it trains, and the name is none of them.
  private func isNeverTrained(_ name: String) -> Bool {
    let isUpdateWritten = model[.update].allSatisfy {
      if case .assignment = $0.statement.kind { true } else { false }
    }
    if isUpdateWritten { return true }
    let gradient = Differentiator.gradientName(of: name)
    return model.sections[.backward] != nil
      && !written(.backward).contains { $0.target == gradient }
  }

  /// Whether a value that is known can only come from shapes: none of the numbers it reads is known.
  private func isMadeOfShapes(_ step: ProgramEquation, _ constants: Set<String>) -> Bool {
    step.statement.expressions.contains { expression in
      !expression.names.isEmpty
        && expression.valueNames.allSatisfy { constants.contains($0) || statics[$0]?.known == nil }
    }
  }

  /// Whether a whole number is read as no weight is: as a size, an exponent, a divisor.
  private func isReadAsCount(_ name: String) -> Bool {
    let isSize = (written(.`init`) + written(.data)).contains { step in
      step.statement.expressions.contains { $0.readsInCall(name) }
    }
    if isSize { return true }
    let readers = (written(.forward) + written(.loss)).flatMap { $0.statement.expressions }
      .filter { $0.valueNames.contains(name) }
    return !readers.isEmpty && !readers.contains { $0.readsAsWeight(name) }
  }

  /// The names that the epochs' equations give more than one value, or another than they had.
  static func changingNames(in sections: [Phase: [ProgramEquation]]) -> Set<String> {
    var assigned: Set<String> = []
    var changing: Set<String> = []
    for step in Phase.allCases.flatMap({ sections[$0, default: []] }) {
      guard let name = step.target else { continue }
      let isFirst = assigned.insert(name).inserted
      if step.phase.isRepeated, !isFirst || step.inputs.contains(name) { changing.insert(name) }
    }
    return changing
  }

  /// Forgets, before the epochs begin, the values that they change.
  mutating func forgetChangingValues() {
    for name in changingNames {
      statics[name] = statics[name].map { StaticValue($0.form) }
      staticsWithOneMore[name] = staticsWithOneMore[name].map { StaticValue($0.form) }
    }
  }

  /// What stays known of an equation's value: in the epochs the sizes that shapes give it, as of
  /// `n = A1.shape[1]`; of all else the numbers change.
  func lasting(_ value: StaticValue, of step: ProgramEquation) -> StaticValue {
    guard step.phase.isRepeated else { return value }
    let isSize =
      step.origin != .batching && (step.target.map { !changingNames.contains($0) } ?? false)
      && step.statement.expressions.allSatisfy { expression in
        expression.valueNames.allSatisfy { statics[$0]?.isSizeOrUnknown ?? false }
      }
    return isSize && value.isSize ? value : StaticValue(value.form)
  }
}

extension StaticValue {
  /// Whether this is a whole number, or several, that the text alone fixes.
  fileprivate var isSize: Bool {
    if let items { return items.allSatisfy(\.isSize) }
    return known?.integer != nil
  }

  /// Whether a number that is made of this and known comes from its shape, or from a size.
  fileprivate var isSizeOrUnknown: Bool { known == nil || isSize }
}

extension Expression {
  /// Whether a call inside is given the name's number.
  fileprivate func readsInCall(_ name: String) -> Bool {
    if case .call(_, let arguments) = node,
      arguments.contains(where: { $0.value.valueNames.contains(name) })
    {
      return true
    }
    return children.contains { $0.readsInCall(name) }
  }

  /// Whether the name is read other than as a divisor, an exponent, or in an index.
  fileprivate func readsAsWeight(_ name: String) -> Bool {
    switch node {
    case .name(let own): own == name
    case .binary(let op, let left, let right)
    where [.divide, .floorDivide, .remainder, .power].contains(op):
      left.readsAsWeight(name) || (right != .name(name) && right.readsAsWeight(name))
    case .index(let base, _): base.readsAsWeight(name)
    default: children.contains { $0.readsAsWeight(name) }
    }
  }
}

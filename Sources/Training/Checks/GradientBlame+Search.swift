import Arrays
import Equations
import Networks

/// From a wrong value to the mistake.
extension GradientBlame {
  typealias Mistake = (index: Int, culprit: GradientCheck.Culprit)
  private struct Input {
    let name: String
    let index: Int
    let value: NDArray
    /// What it is the derivative by, and its ratio to that; `nil` if it is none.
    let match: (name: String, ratio: Double)?
  }

  /// Where the mistake in a value comes from; `nil` if the value is right.
  ///
  /// - Parameters:
  ///   - right: what it should be, but for a factor.
  ///   - ratios: what the factor may be.
  ///   - name: what it is the derivative by; `nil` of a slope.
  mutating func mistake(
    at index: Int, _ right: NDArray, _ ratios: [Double], of name: String?
  ) -> Mistake? {
    roles[index] = name
    guard visited.insert(index).inserted else { return nil }
    let precision = name == nil ? Self.roundingOfSlopes : Self.rounding
    let ratio = training.value(index).flatMap { self.ratio($0, right, within: precision) }
    if let ratio, contains(ratios, ratio) { return nil }
    if let changed = changedTooEarly(index, right) { return changed }
    let inputs = self.inputs(of: index)
    if ratio != nil, let source = source(ofScale: index, right, ratios, inputs) { return source }
    if let source = source(of: index, right, inputs, ratio == nil ? nil : ratios) { return source }
    return entering(index, right, ratios)
  }

  private func inputs(of index: Int) -> [Input] {
    training.inputs(index).compactMap { name in
      guard !training.isPlain(name), !training.program.parameters.contains(name),
        let made = training.lastIndex(of: name, before: index), let value = training.value(made)
      else { return nil }
      return Input(name: name, index: made, value: value, match: match(value, name))
    }.sorted { $0.index < $1.index }
  }

  /// A name that has another value than forward gave it, where that value was wanted.
  private func changedTooEarly(_ index: Int, _ right: NDArray) -> Mistake? {
    for name in training.inputs(index) {
      guard let changing = training.lastIndex(of: name, before: index),
        let old = training.start[name], isOfForward(name),
        let value = training.value(index, with: [name: old]), self.ratio(value, right) != nil
      else { continue }
      let culprit = GradientCheck.Culprit(
        name: name, equation: training.steps[changing].statement, expected: nil,
        usedAfter: training.steps[index].statement)
      return (changing, culprit)
    }
    return nil
  }

  private func isOfForward(_ name: String) -> Bool {
    let program = training.program
    return program.parameters.contains(name)
      || (program.steps(in: .data) + program.evaluation).contains { $0.target == name }
  }

  /// The input because of which a value is right but for a factor.
  private mutating func source(
    ofScale index: Int, _ target: NDArray, _ ratios: [Double], _ inputs: [Input]
  ) -> Mistake? {
    let matched = inputs.compactMap { input in input.match.map { (input, $0.name, $0.ratio) } }
    // A sign is nobody's style. Where parameters begin as zeros, one value may be the derivative by
    // one thing and the negative of that by another.
    let negative = matched.flatMap { input, _, _ in
      matches(input.value, input.name).filter { $0.ratio < 0 }.map { (input, $0.name, $0.ratio) }
        .sorted { contains(betweenRatios, -$0.2) && !contains(betweenRatios, -$1.2) }
    }
    for (input, name, ratio) in negative
    where !isRightElsewhere(input, besides: index) && !inheritsSign(input) {
      guard let right = exact[name],
        let value = training.value(index, with: [input.name: input.value.scaled(by: -1)]),
        let turned = self.ratio(value, target), contains(ratios, turned)
      else { continue }
      if let found = mistake(at: input.index, right, [-ratio], of: name) { return found }
    }
    for convention in betweenRatios {
      var others: [String: NDArray] = [:]
      for (input, name, _) in matched {
        others[input.name] = exact[name]?.scaled(by: convention).reshaped(like: input.value)
      }
      guard let value = training.value(index, with: others),
        let ratio = self.ratio(value, target), contains(ratios, ratio)
      else { continue }
      let doubtful = matched.filter {
        !isRightElsewhere($0.0, besides: index) && !($0.2 < 0 && inheritsSign($0.0))
      }
      let unusual = doubtful.filter {
        !contains(betweenRatios, $0.2) && !leavesTwo($0.0, to: index)
      }
      let divided = convention == 1 ? doubtful.filter { !contains([1], $0.2) } : []
      for (input, name, _) in unusual + divided {
        guard let right = exact[name] else { continue }
        let allowed = contains(betweenRatios, input.match?.ratio ?? 0) ? [1] : betweenRatios
        if let found = mistake(at: input.index, right, allowed, of: name) { return found }
      }
    }
    return nil
  }

  /// The input because of which a value is wrong: with the right one in its place it is right.
  ///
  /// - Parameter ratios: what the ratio must be then; `nil` where any will do.
  private mutating func source(
    of index: Int, _ right: NDArray, _ inputs: [Input], _ ratios: [Double]?
  ) -> Mistake? {
    func isRight(_ value: NDArray, within precision: Double = Self.rounding) -> Bool {
      ratio(value, right, within: precision).map { contains(ratios ?? [], $0) } ?? false
    }
    let unmatched = inputs.filter { $0.match == nil }
    // What is the derivative by something, but not by what it is taken for, shows where it is used:
    // all of that is wrong.
    let mistaken =
      ratios == nil
      ? inputs.filter {
        $0.match != nil
          && (isUnderOthersName($0) || isWrongEverywhere($0) || isMultipliedOnly($0, index))
      } : []
    for input in unmatched + mistaken {
      for (name, candidate) in candidates(for: input) {
        guard let value = training.value(index, with: [input.name: candidate]),
          isRight(value, within: name == nil ? Self.roundingOfSlopes : Self.rounding)
        else { continue }
        return mistake(
          at: input.index, candidate, name == nil ? [] : betweenRatios, of: name)
      }
    }
    // Several are wrong at once: by their names, the first of them.
    var others: [String: NDArray] = [:]
    for input in unmatched {
      let of = Differentiator.name(ofGradient: input.name)
      others[input.name] = of.flatMap { exact[$0] }?.reshaped(like: input.value)
    }
    guard others.count > 1, let value = training.value(index, with: others), isRight(value)
    else { return nil }
    for input in unmatched {
      guard let right = others[input.name] else { continue }
      let name = Differentiator.name(ofGradient: input.name)
      if let found = mistake(at: input.index, right, betweenRatios, of: name) { return found }
    }
    return nil
  }

  /// Whether a value is the derivative by something, and called that by something else.
  private func isUnderOthersName(_ input: Input) -> Bool {
    guard let own = Differentiator.name(ofGradient: input.name), let right = exact[own],
      right.count == input.value.count
    else { return false }
    return input.match?.name != own
  }

  /// Whether a value that goes by no derivative's name is half of one: an error, whose 2 of the
  /// square is written where it is used.
  private func leavesTwo(_ input: Input, to index: Int) -> Bool {
    if let own = Differentiator.name(ofGradient: input.name), exact[own] != nil { return false }
    return training.steps[index].statement.expressions.contains(where: \.mentionsTwo)
      && contains(betweenRatios.map { $0 / 2 }, input.match?.ratio ?? 0)
  }

  /// Whether the gradient of a parameter, or the step of one, that is made of a value as it is, is
  /// right.
  private func isRightElsewhere(_ input: Input, besides index: Int) -> Bool {
    training.steps.indices.contains { other in
      guard other != index, other > input.index, training.steps[other].inputs.contains(input.name),
        let name = training.steps[other].target, name != input.name,
        let value = training.value(other)
      else { return false }
      if training.program.parameters.contains(name) {
        return exact[name].flatMap { ratio(value, $0) }.map { $0 < 0 } ?? false
      }
      guard let match = match(value, name), training.program.parameters.contains(match.name) else {
        return false
      }
      return contains([1] + (commonFactor.map { [$0] } ?? []), match.ratio)
    }
  }

  /// Whether a value points down the slope because one does that it is made of, and that others read
  /// rightly so: errors as targets minus outputs.
  private func inheritsSign(_ input: Input) -> Bool {
    inputs(of: input.index).contains { inner in
      (inner.match?.ratio ?? 0) < 0
        && (isRightElsewhere(inner, besides: input.index) || inheritsSign(inner))
    }
  }

  /// Whether a value is read more than once, and nothing that is made of it is right.
  private func isWrongEverywhere(_ input: Input) -> Bool {
    let readers = training.steps.indices.filter { index in
      index > input.index && training.steps[index].target != input.name
        && training.steps[index].inputs.contains(input.name)
    }
    return readers.count > 1
      && readers.allSatisfy { index in
        guard let name = training.steps[index].target, let value = training.value(index) else {
          return false
        }
        // Down the slope is as good as up it.
        return match(value, name).map { !contains(betweenRatios, $0.ratio.magnitude) } ?? true
      }
  }

  /// Whether nothing is done with a value but to multiply it as a matrix in the gradient of a
  /// parameter, where slopes are taken no more, and no name says what it is.
  private func isMultipliedOnly(_ input: Input, _ index: Int) -> Bool {
    guard roles[index].map(training.program.parameters.contains) ?? false,
      input.match.map({ Differentiator.gradientName(of: $0.name) }) != input.name,
      training.steps[index].statement.expressions.allSatisfy(\.isMatrixProduct)
    else { return false }
    return training.steps.indices.allSatisfy { other in
      other <= input.index || other == index || training.steps[other].target == input.name
        || !training.steps[other].inputs.contains(input.name)
    }
  }

  /// What may stand in an input's place: derivatives of its shape, that of its name first, and
  /// slopes.
  private func candidates(for input: Input) -> [(name: String?, value: NDArray)] {
    let own = Differentiator.name(ofGradient: input.name)
    let names = exact.keys.sorted { ($0 != own ? 1 : 0, $0) < ($1 != own ? 1 : 0, $1) }
    var candidates: [(name: String?, value: NDArray)] = []
    for name in names {
      if let value = exact[name]?.reshaped(like: input.value) { candidates.append((name, value)) }
    }
    for slope in slopes {
      if let value = slope.reshaped(like: input.value) { candidates.append((nil, value)) }
    }
    return candidates
  }

  /// The mistake is in the equations of this value: the last of them that has touched what is
  /// wrong.
  private mutating func entering(_ index: Int, _ right: NDArray, _ ratios: [Double]) -> Mistake {
    let group = training.group(index)
    var place = index
    if group.count > 1, let name = training.steps[index].target,
      let value = training.value(index), value.count == right.count
    {
      let best = (ratios.isEmpty ? [1] : ratios).map { ratio in
        Self.differing(value.doubles, right.doubles.map { $0 * ratio })
      }.min { $0.count < $1.count }
      let touching = group.last { step in
        guard let before = training.before(step)[name], step != group.first else { return false }
        let after = training.after(step)[name]
        guard let after, before.count == after.count else { return true }
        return best?.contains { before.doubles[$0] != after.doubles[$0] } ?? false
      }
      place = touching ?? untouched(group) ?? index
    }
    let step = training.steps[place]
    let role = roles[index]
    roles[place] = role
    let gradient = role.map { Differentiator.gradientName(of: $0) }
    let isUpdate = step.target.map(training.program.parameters.contains) ?? false
    return (
      place,
      GradientCheck.Culprit(
        name: isUpdate ? gradient ?? step.target ?? "" : step.target ?? "",
        equation: step.statement, expected: gradient.flatMap { expected($0, at: place) },
        usedAfter: nil)
    )
  }

  /// Of equations none of which has touched what is wrong, the one that should have: the first, or the
  /// next where the first is right as the derivative by something else.
  private func untouched(_ group: [Int]) -> Int? {
    guard let first = group.first, group.count > 1, let name = training.steps[first].target,
      let value = training.after(first)[name], let match = match(value, name),
      contains(betweenRatios, match.ratio)
    else { return group.first }
    return group[1]
  }

  private static func differing(_ values: [Double], _ right: [Double]) -> Set<Int> {
    let size = right.reduce(0) { max($0, $1.magnitude) }
    return Set(
      values.indices.filter { (values[$0] - right[$0]).magnitude > rounding * max(size, 1e-300) })
  }
}

extension Expression {
  /// A product of matrices, perhaps scaled by numbers.
  fileprivate var isMatrixProduct: Bool {
    if matrixFactors != nil { return true }
    return switch node {
    case .binary(.divide, let product, let number):
      product.isMatrixProduct && number.children.isEmpty
    case .binary(.multiply, let a, let b):
      a.isMatrixProduct && b.children.isEmpty || b.isMatrixProduct && a.children.isEmpty
    default: false
    }
  }

  fileprivate var mentionsTwo: Bool {
    switch node {
    case .integer(2), .float(2): true
    default: children.contains(where: \.mentionsTwo)
    }
  }
}

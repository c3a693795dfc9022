import Arrays
import Equations
import Networks

/// What should stand in the place of the mistake.
extension GradientBlame {
  /// Of longer programs no right line is written: it would be as long.
  private static let mostSpelled = 200

  /// What differentiation gives for a gradient, in the names that are written for what it reads: a
  /// derivative to which the script gives no name is written out.
  ///
  /// - Parameter place: the equation in whose place it is to be read.
  func expected(_ gradient: String, at place: Int) -> Expression? {
    guard training.steps.count <= Self.mostSpelled else { return nil }
    let written = Set(training.steps[..<place].compactMap(\.target))
    var table: [String: Expression] = [:]
    for (name, role, scale) in writtenDerivatives(before: place) {
      let derived = Differentiator.gradientName(of: role)
      if name == derived || !written.contains(derived) {
        table[derived] = scale.removed(from: .name(name))
      }
    }
    func spelled(_ expression: Expression, _ levels: Int) -> Expression {
      var open = table
      for name in expression.valueNames
      where open[name] == nil && !written.contains(name) && levels > 0 {
        open[name] = derived(name).map { spelled($0, levels - 1) }
      }
      return expression.substituting(open)
    }
    func derived(_ gradient: String) -> Expression? {
      derivation.expression(of: gradient) ?? unnamed?.derivation?.expression(of: gradient)
    }
    return derived(gradient).map { expression in
      let named = spelled(expression, 3).substituting(unnamed?.values ?? [:])
      let own = scale(at: place).applied(to: named)
      return own == expression ? own : derivation.simplified(own)
    }
  }

  /// How people scale what is between: m times the derivative or the derivative, up or down the slope.
  private struct Scale {
    var isNegative = false
    var isOfMean = false

    static let all = [
      Scale(), Scale(isNegative: true), Scale(isOfMean: true),
      Scale(isNegative: true, isOfMean: true),
    ]

    func applied(to derivative: Expression) -> Expression {
      let signed = isNegative ? -derivative : derivative
      return isOfMean ? signed / .name(Program.examplesName) : signed
    }

    func removed(from written: Expression) -> Expression {
      let signed = isNegative ? -written : written
      return isOfMean ? .name(Program.examplesName) * signed : signed
    }
  }

  /// The names that equations before one give to derivatives, by their numbers or by what they were
  /// taken for.
  private func writtenDerivatives(
    before place: Int
  ) -> [(name: String, role: String, scale: Scale)] {
    (0..<place).compactMap { index in
      guard let name = training.steps[index].target,
        !training.program.parameters.contains(name), training.group(index).last == index
      else { return nil }
      if let match = training.value(index).flatMap({ match($0, name) }),
        let scale = Scale.all.first(where: { contains([factor($0)], match.ratio) })
      {
        return (name, match.name, scale)
      }
      return roles[index].map { (name, $0, Scale()) }
    }
  }

  private func factor(_ scale: Scale) -> Double {
    (scale.isNegative ? -1 : 1) / (scale.isOfMean ? max(examples, 1) : 1)
  }

  /// How a value between must be scaled for what is made of it to be right.
  private func scale(at place: Int) -> Scale {
    guard let role = roles[place], let name = training.steps[place].target,
      !training.program.parameters.contains(role), let right = exact[role],
      let value = training.after(place)[name]
    else { return Scale() }
    func mended(_ scale: Scale) -> Int {
      guard let scaled = right.scaled(by: factor(scale)).reshaped(like: value) else { return 0 }
      return wrong.count { parameter, index, ratios in
        guard let gradient = exact[parameter],
          let value = training.value(index, replacing: place, with: scaled)
        else { return false }
        return ratio(value, gradient).map { contains(ratios, $0) } ?? false
      }
    }
    let best = Scale.all.map(mended)
    guard let most = best.max(), most > 0, let index = best.firstIndex(of: most) else {
      return Scale()
    }
    return Scale.all[index]
  }
}

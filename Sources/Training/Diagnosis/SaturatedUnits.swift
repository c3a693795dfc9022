import Arrays
import Equations

extension Diagnosis {
  /// Units whose slope is next to nothing for nearly every example, in a net that does not yet do
  /// what it should: what is wrong no longer reaches their weights.
  static let saturatedUnits = Diagnosis(.saturatedUnits) { patient in
    guard !patient.isSolved, patient.run.isInitialised else { return [] }
    return patient.run.program.steps(in: .forward).compactMap { step -> Finding? in
      guard let name = step.target, let call = step.statement.assignment?.value.squashing,
        let array = patient.state[name], array.rank == 2, array.shape[1] > 0
      else { return nil }
      let isOutput = name == patient.prediction
      let wanted = isOutput ? patient.target.flatMap { patient.state[$0]?.doubles } : nil
      let columns = array.shape[1]
      let values = array.doubles
      func isStuck(_ place: Int) -> Bool {
        guard Saturation.isSaturated(values[place], call) else { return false }
        // An output may well be sure of itself, as long as it is right.
        guard isOutput else { return true }
        return wanted.map { place < $0.count && (values[place] - $0[place]).magnitude > 0.5 }
          ?? false
      }
      let shares = (0..<array.shape[0]).map { row in
        Double((0..<columns).count { isStuck(row * columns + $0) }) / Double(columns)
      }
      let units = shares.indices.filter { shares[$0] >= (isOutput ? 0.2 : 0.95) }
      guard !units.isEmpty else { return nil }
      return Finding(
        .saturatedUnits, .warning, names: [name],
        elements: units.map { ElementOperand(name: name, index: [$0]) },
        measures: [
          .init("units", Double(array.shape[0])), .init("saturatedUnits", Double(units.count)),
          .init("share", units.map { shares[$0] }.max() ?? 0),
        ],
        suggestions: patient.smallerStart + patient.smallerRate(by: 0.1))
    }
  }
}

/// Where sigmoid and tanh are flat.
enum Saturation {
  /// A slope below this counts as none: a hundredth of 1.
  static let slope = 0.01

  /// - Parameter value: of the function itself.
  static func isSaturated(_ value: Double, _ function: String) -> Bool {
    switch function {
    case "sigmoid", "softmax": value * (1 - value) < slope
    case "tanh": 1 - value * value < slope
    default: false
    }
  }
}

extension Expression {
  /// `sigmoid` or `tanh`, if that is what is done last, however it is written.
  var squashing: String? {
    switch node {
    case .call(let name, _): return ["sigmoid", "tanh"].contains(name) ? name : nil
    case .binary(.divide, let one, let below):
      guard one == .integer(1) || one == Expression(.float(1)),
        below.calledFunctions == ["exp"]
      else { return nil }
      return "sigmoid"
    default: return nil
    }
  }
}

extension Patient {
  var smallerStart: [Finding.Suggestion] {
    guard let setting = run.program.settings.first(where: { $0.name == "scale" }),
      let value = setting.value.array?.item, value > 0.5
    else { return [] }
    return [.init(.smallerStart, "set scale = 0.5")]
  }

  func smallerRate(by factor: Double) -> [Finding.Suggestion] {
    guard let rate else { return [] }
    return [
      .init(.smallerRate, "set \(rate.name) = \(NumberFormatting.shortest(rate.value * factor))")
    ]
  }
}

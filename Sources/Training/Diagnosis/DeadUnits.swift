import Arrays
import Equations

extension Diagnosis {
  /// Units of a relu that let no example through: their gradient is 0 for ever.
  static let deadUnits = Diagnosis(.deadUnits) { patient in
    guard patient.run.isInitialised else { return [] }
    return patient.run.program.steps(in: .forward).compactMap { step -> Finding? in
      guard let name = step.target, step.statement.assignment?.value.isRectified == true,
        let array = patient.state[name], array.rank == 2, array.shape[1] > 1
      else { return nil }
      let dead = (0..<array.shape[0]).filter { unit in array.row(unit).allSatisfy { $0 == 0 } }
      guard !dead.isEmpty else { return nil }
      return Finding(
        .deadUnits, dead.count == array.shape[0] ? .error : .warning, names: [name],
        elements: dead.map { ElementOperand(name: name, index: [$0]) },
        measures: [
          .init("units", Double(array.shape[0])), .init("deadUnits", Double(dead.count)),
        ],
        suggestions: [
          .init(.otherActivation, "set \(name) = leaky_relu(\(step.inputs.first ?? "Z1"))")
        ] + [patient.otherSeed].compactMap { $0 })
    }
  }
}

extension Expression {
  /// `relu(x)`, `maximum(0, x)`.
  fileprivate var isRectified: Bool {
    guard case .call(let name, let arguments) = node else { return false }
    if name == "relu" { return true }
    return name == "maximum"
      && arguments.contains { $0.value == .integer(0) || $0.value == Expression(.float(0)) }
  }
}

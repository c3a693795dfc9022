/// The parts that examples are split into: one is trained on, one is chosen by, and one is looked at
/// once, at the very end.
public enum DataPart: String, Sendable, CaseIterable {
  case training = "train"
  case validation = "val"
  case test

  /// What a model calls the part of an array that has another name than the array itself.
  func name(of array: String) -> String {
    switch self {
    case .training: ProgramBuilder.wholeName(of: array)
    case .validation: ProgramBuilder.validationName(of: array)
    case .test: "\(array)_test"
    }
  }
}

extension Program {
  /// The data of a part, by the name under which the equations read it.
  package func examples(of part: DataPart) -> [String: String] {
    var table: [String: String] = [:]
    for name in Set(steps(in: .data).compactMap(\.target)) {
      let other = part.name(of: name)
      if !steps(assigning: other).isEmpty { table[name] = other }
    }
    return table
  }

  /// Whether the model has examples of a part.
  package func has(_ part: DataPart) -> Bool { part == .training || !examples(of: part).isEmpty }
}

import Equations

/// Scaling by numbers of all examples, of those too that `holdout` keeps back.
extension ProgramBuilder {
  private static let summaries: Set<String> = [
    "mean", "std", "var", "min", "max", "amin", "amax", "ptp", "median", "percentile",
  ]

  /// The equation of the data that scales what is split afterwards, if there is one: what it
  /// subtracts or divides by has been computed of all examples.
  var leak: ModelNote? {
    let cut = exampleNames.filter { name in
      [Self.validationName(of: name), DataPart.test.name(of: name)]
        .contains { statics[$0] != nil && !written(.data).compactMap(\.target).contains($0) }
    }
    guard let axis = cut.compactMap({ exampleAxis(ofData: $0) }).first else { return nil }
    var (wanted, cone) = (Set(cut), [ProgramEquation]())
    for step in written(.data).reversed() {
      guard let target = step.target, wanted.contains(target) else { continue }
      wanted.formUnion(step.inputs)
      cone.insert(step, at: 0)
    }
    var fitted: Set<String> = []
    for step in cone {
      for expression in step.statement.expressions {
        if expression.isScaled(by: { $0.summarises(along: axis, Self.summaries, or: fitted) }) {
          return ModelNote(kind: .scaledByAll, equation: step.text)
        }
        if let target = step.target, expression.summarises(along: axis, Self.summaries, or: fitted)
        {
          fitted.insert(target)
        }
      }
    }
    return nil
  }
}

extension Expression {
  /// Whether it is a number, or several, of all examples: `X.mean(axis=1)`, or made of such.
  fileprivate func summarises(
    along axis: Int, _ functions: Set<String>, or known: Set<String>
  ) -> Bool {
    switch node {
    case .name(let name): return known.contains(name)
    case .call(let name, let arguments) where functions.contains(name):
      guard let given = arguments.dropFirst().first(where: { $0.keyword ?? "axis" == "axis" })
      else { return true }
      switch given.value.node {
      case .integer(let value): return value == axis || value == axis - 2
      case .none: return true
      default: return false
      }
    default:
      return children.contains { $0.summarises(along: axis, functions, or: known) }
        && !isScaled { $0.summarises(along: axis, functions, or: known) }
    }
  }

  /// Whether something is subtracted, or divided by, that is as asked.
  fileprivate func isScaled(by isSummary: (Expression) -> Bool) -> Bool {
    if case .binary(let op, let first, let second) = node, op == .subtract || op == .divide,
      isSummary(second), !isSummary(first)
    {
      return true
    }
    return children.contains { $0.isScaled(by: isSummary) }
  }
}

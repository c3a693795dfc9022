import Arrays
import Equations
import Networks

/// What a model's forward equations compute on the way and give no name, such as the `X @ W + b` in
/// `A = sigmoid(X @ W + b)`: the derivatives by it are what people write as `delta`.
struct UnnamedParts {
  private let program: Program
  private var names: [String] = []
  /// What each of them is, in the names that forward has.
  private(set) var values: [String: Expression] = [:]
  /// The derivatives of the model in which they have names.
  var derivation: Derivation? { program.derivation }

  /// - Returns: `nil` where there are none, or where the model cannot be written with names for them.
  init?(of model: Model, _ program: Program) {
    var lines: [ModelLine] = []
    var dependent = Set(program.parameters)
    for line in model[.forward] {
      guard case .assignment(var assignment) = line.statement.kind else { return nil }
      if line.statement.drawsRandomNumbers {
        lines.append(line)
        continue
      }
      var parts: [(name: String, value: Expression)] = []
      let first = names.count
      assignment.value = Self.naming(
        assignment.value, isWhole: assignment.subscripts == nil, dependent
      ) { part in
        let name = "unnamed_part_\(first + parts.count)"
        parts.append((name, part))
        return .name(name)
      }
      for (name, value) in parts {
        lines.append(ModelLine(Statement(.assignment(Assignment(name, value: value)))))
        names.append(name)
        values[name] = value.substituting(values)
      }
      lines.append(ModelLine(Statement(.assignment(assignment))))
      if assignment.value.names.contains(where: dependent.contains) || !parts.isEmpty {
        dependent.insert(assignment.name)
      }
    }
    guard !names.isEmpty else { return nil }
    var model = model
    model.sections[.forward] = lines
    guard let named = try? Program(model, limits: program.limits) else { return nil }
    self.program = named
  }

  /// The expression with a name in the place of every sum and product in it that depends on a
  /// parameter, the inner ones first.
  private static func naming(
    _ expression: Expression, isWhole: Bool, _ dependent: Set<String>,
    _ name: (Expression) -> Expression
  ) -> Expression {
    let inner = expression.mapChildren { naming($0, isWhole: false, dependent, name) }
    guard !isWhole, expression.isSumOrProduct,
      expression.names.contains(where: dependent.contains)
    else { return inner }
    return name(inner)
  }

  /// The derivatives of the loss by each, m times those by what has a column for each example.
  ///
  /// - Parameter start: what forward and loss have left.
  func derivatives(after start: RunState) -> [String: NDArray] {
    guard let derivation = program.derivation else { return [:] }
    var state = start
    for step in program.evaluation {
      // What was drawn stays.
      if step.statement.drawsRandomNumbers { continue }
      guard (try? state.execute(step, limits: program.limits)) != nil else { return [:] }
    }
    for equation in derivation.equations {
      try? state.execute(ProgramEquation(equation), limits: program.limits)
    }
    var found: [String: NDArray] = [:]
    for name in names {
      let gradient = Differentiator.gradientName(of: name)
      found[name] = state[gradient]
      guard found[name] == nil,
        let value = derivation.unfolded.first(where: { $0.0 == gradient })?.1
      else { continue }
      found[name] = (try? Evaluation.value(of: value, in: SlotScope(state.slots)))?.array
    }
    return found
  }
}

extension Expression {
  fileprivate var isSumOrProduct: Bool {
    if case .binary(let op, _, _) = node, [.add, .subtract, .multiply].contains(op) { return true }
    return matrixFactors != nil
  }
}

import Arrays
import Equations

/// What a model does that it may not mean: it runs all the same, as it does in NumPy.
public struct ModelNote: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// Prediction and target spread over each other, `(5, 1)` and `(5,)` to `(5, 5)`, so that each
    /// prediction is compared with the targets of all examples.
    case spread(Operand, Operand, to: Shape)
    /// A class of the targets of which all examples are held back, or none.
    case missingClass(Double, of: String, isHeldBack: Bool)
    /// The equations fit examples in rows as well as in columns, and columns were taken.
    case columnsAssumed(Operand)
    /// Python's `sum` (or `max`, `min`) of a matrix, read as NumPy's, because a loss is one number.
    case sumRead
    /// The same, because Python's do not fit the rest of their equation.
    case sumFitted
    /// What is split afterwards has been scaled by numbers of all examples.
    case scaledByAll
  }

  /// One of the two, as it is written, and its shape.
  public struct Operand: Sendable, Hashable {
    public let text: String
    public let shape: Shape

    package init(text: String, shape: Shape) {
      (self.text, self.shape) = (text, shape)
    }
  }

  public let kind: Kind
  /// The text of the equation, or the setting.
  public let equation: String

  package init(kind: Kind, equation: String) {
    self.kind = kind
    self.equation = equation
  }
}

extension ProgramBuilder {
  /// What is noted of the equations from the parameters to the loss.
  var notes: [ModelNote] {
    var reached = Set(parameters)
    var notes = sumsRead.map { ModelNote(kind: .sumRead, equation: $0.text) }
    notes += sumsFitted.map { ModelNote(kind: .sumFitted, equation: $0.text) }
    if isLayoutAssumed, let name = growth?.seed, let data = operand(.name(name)) {
      let reader = (written(.forward) + written(.loss)).first { $0.inputs.contains(name) }
      notes.append(ModelNote(kind: .columnsAssumed(data), equation: reader?.text ?? name))
    }
    if let leak { notes.append(leak) }
    for step in written(.forward) + written(.loss) {
      if let spread = ModelNote.spread(in: step, trained: reached, operand) {
        notes.append(spread)
      }
      if let target = step.target, step.inputs.contains(where: reached.contains) {
        reached.insert(target)
      }
    }
    return notes
  }

  private func operand(_ expression: Expression) -> ModelNote.Operand? {
    let value = try? Evaluation.check(expression, in: StaticScope(statics), limits: limits)
    return value?.shape.map { ModelNote.Operand(text: expression.text, shape: $0) }
  }
}

extension ModelNote {
  /// What in an equation spreads a prediction over the targets of all examples; of several the first
  /// says it.
  ///
  /// - Parameters:
  ///   - trained: the names that the parameters move.
  ///   - operand: what is compared, with its shape; `nil` where that is not known.
  package static func spread(
    in step: ProgramEquation, trained: Set<String>, _ operand: (Expression) -> Operand?
  ) -> ModelNote? {
    step.statement.expressions.flatMap {
      spreads(in: $0, of: step, trained: trained, operand)
    }.first
  }

  private static func spreads(
    in expression: Expression, of step: ProgramEquation, trained: Set<String>,
    _ operand: (Expression) -> Operand?
  ) -> [ModelNote] {
    let inner = expression.children.flatMap {
      spreads(in: $0, of: step, trained: trained, operand)
    }
    guard let (first, second) = expression.compared, let a = operand(first),
      let b = operand(second), let whole = try? Shape.broadcast(a.shape, b.shape),
      whole.count > max(a.shape.count, b.shape.count)
    else { return inner }
    func isTrained(_ operand: Expression) -> Bool {
      operand.names.contains(where: trained.contains)
    }
    // A difference may spread on purpose, of a point from some centres; not the one of a loss.
    if case .binary(let operation, _, _) = expression.node {
      let isSquare = whole.rank == 2 && whole[0] == whole[1]
      guard isTrained(first) != isTrained(second), isSquare else { return inner }
      // A product may spread on purpose, too, but for that of a loss: `y * log(a)`.
      let isOfLoss = step.phase == .loss && a.shape.rank != b.shape.rank
      guard operation == .subtract || isOfLoss else { return inner }
    }
    return inner + [ModelNote(kind: .spread(a, b, to: whole), equation: step.text)]
  }
}

extension Expression {
  /// What a loss or a difference compares.
  fileprivate var compared: (Expression, Expression)? {
    switch node {
    case .binary(.subtract, let first, let second), .binary(.multiply, let first, let second):
      return (first, second)
    case .call(let name, let arguments) where arguments.count == 2:
      guard FunctionTable.standard[name]?.isLoss ?? false else { return nil }
      return (arguments[0].value, arguments[1].value)
    default: return nil
    }
  }
}

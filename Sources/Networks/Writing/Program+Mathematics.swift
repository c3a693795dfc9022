import Equations

/// One equation of a program as a textbook writes it, with its shapes.
public struct MathEquation: Sendable, Equatable {
  public let phase: Phase
  /// `Z₁`; empty for what has no value.
  public let left: String
  /// `=`, or ← where a name gets a new value that is made from its old one.
  public let relation: String
  /// `W₁ X + b₁`.
  public let right: String
  /// `(2×1000)`, `number`; `nil` where the shape is not known.
  public let leftShape: String?
  /// `(2×2)(2×1000) + (2×1)`; `nil` where it would say nothing more.
  public let rightShape: String?

  /// The equation without its shapes.
  public var text: String { left.isEmpty ? right : "\(left) \(relation) \(right)" }
}

extension Program {
  /// The equations of a phase as mathematics.
  ///
  /// - Parameter unicode: whether characters beyond ASCII may be used: W₁ or W1.
  public func mathematics(in phase: Phase, unicode: Bool) -> [MathEquation] {
    var scope = MathScope(examples: exampleCount.map { (Self.examplesName, $0) })
    for setting in settings {
      scope.declare(
        setting.name, StaticValue(of: setting.value, isFixed: true), isPerExample: false)
    }
    for name in [Self.examplesName, ProgramBuilder.batchIndexName] {
      if let value = statics[name] { scope.declare(name, value, isPerExample: false) }
    }
    var equations: [MathEquation] = []
    for step in setup + iteration {
      let before = scope
      declareTarget(of: step, in: &scope)
      if step.phase == phase {
        equations.append(Self.equation(step, before, after: scope, unicode: unicode))
      }
    }
    return equations
  }

  private func declareTarget(of step: ProgramEquation, in scope: inout MathScope) {
    guard let assignment = step.statement.assignment else { return }
    let name = assignment.name
    if assignment.subscripts != nil { return }
    let value = scope.value(of: assignment.computedValue)
    // What depends on the data has the shape that the program was built for.
    let known = value?.shape == nil ? statics[name] ?? value : value
    guard let known else { return }
    let isPerExample =
      step.phase == .data || step.origin == .batching
      || scope.isPerExample(assignment.computedValue)
    scope.declare(name, StaticValue(known.form), isPerExample: isPerExample)
  }

  private static func equation(
    _ step: ProgramEquation, _ scope: MathScope, after: MathScope, unicode: Bool
  ) -> MathEquation {
    let writer = MathWriter(scope: scope, unicode: unicode)
    guard let assignment = step.statement.assignment else {
      let text = step.statement.expressions.map { writer.text(of: $0) }.joined()
      return MathEquation(
        phase: step.phase, left: "", relation: "", right: text, leftShape: nil, rightShape: nil)
    }
    let value = assignment.computedValue
    let isUpdate = assignment.subscripts != nil || value.names.contains(assignment.name)
    let shapes = MathWriter(scope: scope, unicode: unicode, showsShapes: true)
    let target = assignment.subscripts == nil ? after : scope
    let leftShape = target.value(of: assignment.target)?.shape.map { shapes.text(of: $0) }
    let right = writer.text(of: value)
    let rightShape = shapes.text(of: value)
    let saysMore = rightShape != right && rightShape != leftShape
    return MathEquation(
      phase: step.phase, left: writer.text(of: assignment.target),
      relation: isUpdate ? (unicode ? "←" : "<-") : "=", right: right,
      leftShape: leftShape, rightShape: saysMore ? rightShape : nil)
  }
}

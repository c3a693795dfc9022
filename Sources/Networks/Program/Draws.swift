import Equations

/// Random draws inside equations of forward and loss, made equations of their own.
///
/// The derivative of `A = maximum(0, Z) * (rand(4, 9) < 0.8)` has to read the very numbers that
/// forward drew. So what an equation draws on its way from the parameters to the loss gets a name
/// and an equation before it, `A_draw = rand(4, 9)`, in the order in which it would have been drawn
/// inside; everything that reads equations then reads the same numbers.
struct Draws {
  /// The names that are taken.
  private var taken: Set<String>
  /// Names that may depend on a parameter.
  private var reached: Set<String>

  /// - Parameters:
  ///   - taken: the names that mean something to the model.
  ///   - start: the names that the parameters are among.
  init(besides taken: Set<String>, from start: some Sequence<String>) {
    self.taken = taken
    reached = Set(start)
  }

  /// The steps with their draws before them.
  mutating func separated(_ steps: [ProgramEquation]) -> [ProgramEquation] {
    steps.flatMap { separated($0) }
  }

  private mutating func separated(_ step: ProgramEquation) -> [ProgramEquation] {
    guard var assignment = step.statement.assignment, step.inputs.contains(where: reached.contains)
    else { return [step] }
    reached.insert(assignment.name)
    guard assignment.subscripts == nil, assignment.value.drawsRandomNumbers else { return [step] }
    var draws: [ProgramEquation] = []
    // A draw that is all of an equation has a name, that of what is computed.
    let isDraw = assignment.value.isDraw && assignment.updateOperator == nil
    assignment.value =
      isDraw
      ? assignment.value.mapChildren { named($0, for: step, &draws) }
      : named(assignment.value, for: step, &draws)
    if draws.isEmpty { return [step] }
    let statement = Statement(.assignment(assignment)).atStartOfText
    return draws + [ProgramEquation(step.phase, statement, step.origin)]
  }

  /// The expression with names in place of its draws.
  private mutating func named(
    _ expression: Expression, for step: ProgramEquation, _ draws: inout [ProgramEquation]
  ) -> Expression {
    guard expression.drawsRandomNumbers else { return expression }
    let inner = expression.mapChildren { named($0, for: step, &draws) }
    guard inner.isDraw else { return inner }
    let name = freeName(step.target ?? "")
    let statement = Statement(.assignment(Assignment(name, value: inner))).atStartOfText
    let line: Int = if case .written(let line) = step.origin { line } else { 0 }
    draws.append(ProgramEquation(step.phase, statement, .draw(line: line)))
    return .name(name)
  }

  private mutating func freeName(_ target: String) -> String {
    var name = "\(target)_draw"
    var number = 2
    while !taken.insert(name).inserted {
      name = "\(target)_draw\(number)"
      number += 1
    }
    return name
  }
}

extension Expression {
  /// Whether it is a call that draws; `seed` only says from where.
  fileprivate var isDraw: Bool {
    guard case .call(let name, _) = node, name != "seed" else { return false }
    return FunctionTable.standard[name]?.isRandom ?? false
  }
}

extension Model {
  /// All names that the model's text mentions.
  var mentionedNames: Set<String> {
    var names: Set<String> = []
    for line in settings + sections.values.flatMap({ $0 }) {
      names.formUnion(line.statement.expressions.flatMap(\.names))
      if let target = line.statement.asAssignment.assignment?.name { names.insert(target) }
    }
    return names
  }
}

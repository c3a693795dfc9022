import Arrays
import Equations
import Networks

/// The equations of backward and update as they run, with what is there before each of them.
struct WrittenTraining {
  let program: Program
  /// Those that ran: of the update only what its author wrote.
  private(set) var steps: [ProgramEquation] = []
  /// What forward and loss have left.
  let start: RunState
  private var moments: [RunState] = []
  private(set) var end: RunState
  /// Names of numbers that no gradient is in: settings, counts, rates that fall.
  private let plainNames: Set<String>

  /// - Throws: `GradientCheck.Failure.equation` if an equation of backward cannot be computed.
  init(_ program: Program, after start: RunState) throws(GradientCheck.Failure) {
    self.program = program
    self.start = start
    end = start
    plainNames = Self.plainNames(program)
    for step in program.steps(in: .backward) {
      do throws(LanguageError) { try run(step) } catch { throw .equation(step, error) }
    }
    for step in program.steps(in: .update) {
      guard case .written = step.origin else { continue }
      // An update that cannot be computed says so when it is its turn.
      do throws(LanguageError) { try run(step) } catch { break }
    }
  }

  private mutating func run(_ step: ProgramEquation) throws(LanguageError) {
    let before = end
    try end.execute(step, limits: program.limits)
    steps.append(step)
    moments.append(before)
  }

  /// What there is before an equation.
  func before(_ index: Int) -> RunState { index < moments.count ? moments[index] : end }

  func after(_ index: Int) -> RunState { before(index + 1) }

  /// What there is when the update begins.
  var updateStart: RunState {
    steps.firstIndex { $0.phase == .update }.map(before) ?? end
  }

  /// The last equation before another that gives a name its value.
  func lastIndex(of name: String, before index: Int) -> Int? {
    steps[..<index].lastIndex { $0.target == name }
  }

  /// The equations that together give a value: one, or several where it is made piece by piece.
  func group(_ index: Int) -> [Int] {
    steps.indices.filter { $0 <= index && steps[$0].target == steps[index].target }
  }

  /// What an equation has computed; of a parameter, by how much it was changed.
  func value(_ index: Int) -> NDArray? {
    guard let name = steps[index].target else { return nil }
    return change(of: name, to: after(index)[name])
  }

  private func change(of name: String, to value: NDArray?) -> NDArray? {
    guard program.parameters.contains(name), let old = start[name], let value else { return value }
    return try? NDArray.apply(.subtract, value, old)
  }

  /// What an equation computes where some of what it reads is something else.
  func value(_ index: Int, with others: [String: NDArray]) -> NDArray? {
    guard let name = steps[index].target else { return nil }
    let indices = group(index)
    var state = before(index)
    if let first = indices.first, let slot = before(first).slots[name] {
      state.store(slot.value, as: name)
    }
    for (other, value) in others where other != name { state.store(.array(value), as: other) }
    for index in indices {
      guard (try? state.execute(steps[index], limits: program.limits)) != nil else { return nil }
    }
    return change(of: name, to: state[name])
  }

  /// What an equation would have computed had an earlier one come to something else.
  func value(_ index: Int, replacing earlier: Int, with value: NDArray) -> NDArray? {
    guard let name = steps[index].target, let replaced = steps[earlier].target, earlier < index
    else { return nil }
    var state = after(earlier)
    state.store(.array(value), as: replaced)
    for step in steps[(earlier + 1)...index] {
      guard (try? state.execute(step, limits: program.limits)) != nil else { return nil }
    }
    return change(of: name, to: state[name])
  }

  /// The names that the equations of a value read.
  func inputs(_ index: Int) -> [String] {
    let own = steps[index].target
    var names: [String] = []
    for step in group(index).map({ steps[$0] }) {
      for name in step.inputs where name != own && !names.contains(name) { names.append(name) }
    }
    return names
  }

  func evaluate(_ expression: Expression, in state: RunState) -> NDArray? {
    (try? Evaluation.value(of: expression, in: SlotScope(state.slots)))?.array
  }
}

// MARK: - Numbers

extension WrittenTraining {
  /// Whether an expression is a number that no gradient is in.
  func isNumber(_ expression: Expression) -> Bool {
    guard expression.valueNames.allSatisfy(plainNames.contains) else { return false }
    return program.staticShape(of: expression)?.rank == 0
  }

  func isPlain(_ name: String) -> Bool { plainNames.contains(name) }

  private static func plainNames(_ program: Program) -> Set<String> {
    var names = Set(program.settings.map(\.name))
    names.formUnion([Program.examplesName, ProgramBuilder.batchIndexName])
    for step in program.setup + program.iteration {
      guard let assignment = step.statement.assignment else { continue }
      let value = assignment.computedValue
      if !program.parameters.contains(assignment.name), assignment.subscripts == nil,
        program.staticShape(of: value)?.rank == 0, !value.drawsRandomNumbers,
        value.valueNames.allSatisfy(names.contains)
          || program.statics[assignment.name]?.known != nil
      {
        names.insert(assignment.name)
      } else {
        names.remove(assignment.name)
      }
    }
    return names
  }
}

extension Program {
  fileprivate func staticShape(of expression: Expression) -> Shape? {
    let value = try? Evaluation.check(expression, in: StaticScope(statics), limits: limits)
    return value?.shape
  }
}

import Arrays
import Equations

/// Which matrices hold the examples, and how many there are.
extension ProgramBuilder {
  /// The examples are the columns of the first matrix of the data that the forward pass reads.
  mutating func findExamples() throws(ModelError) {
    let made = Set(written(.data).compactMap(\.target))
    let read = (written(.forward) + written(.loss)).flatMap(\.inputs)
    for name in read where made.contains(name) {
      if case .array(_, let shape)? = statics[name]?.form, shape == nil {
        try runData()
      }
      guard let shape = statics[name]?.shape, shape.rank == 2 else { continue }
      guard shape[1] > 0 else {
        let line = model[.data].last { $0.statement.asAssignment.assignment?.name == name }
        throw ModelError(
          .noExamples, line: line?.line, source: line?.statement.text, phase: .data)
      }
      exampleCount = shape[1]
      break
    }
    if let exampleCount {
      statics[Program.examplesName] = StaticValue(
        of: .array(NDArray(exampleCount)), isFixed: true)
    }
  }

  /// `m` is the number of examples; an equation may say so, and nothing else.
  func checkExamplesName() throws(ModelError) {
    guard let exampleCount else { return }
    for step in Phase.allCases.flatMap(written) where step.target == Program.examplesName {
      if let value = step.statement.assignment?.computedValue,
        case .index(let shape, let items) = value.node, items == [.position(.integer(1))],
        case .attribute(let array, .shape) = shape.node, case .name(let name) = array.node,
        statics[name]?.shape?.dimensions.last == exampleCount
      {
        continue
      }
      var error = LanguageError(.reservedName(Program.examplesName), at: .none).in(step)
      error.kind = .reservedForExamples(Program.examplesName)
      throw error
    }
  }

  /// Runs the data section once to see the shapes that only its numbers can tell.
  private mutating func runData() throws(ModelError) {
    var state = RunState(seed: 0)
    for setting in settings { state.store(setting.value, as: setting.name) }
    for step in written(.data) {
      do throws(LanguageError) {
        try state.execute(step, limits: limits)
      } catch {
        throw error.in(step)
      }
    }
    for (name, slot) in state.slots where setting(name) == nil {
      statics[name] = StaticValue(StaticValue(of: slot.value, isFixed: false).form)
    }
  }

  /// Adds one example to the data in the second table.
  mutating func spreadExamples() {
    guard let exampleCount else { return }
    for name in written(.data).compactMap(\.target) {
      guard let value = staticsWithOneMore[name], case .array(let dtype, let shape?) = value.form,
        shape.rank == 2, shape[1] == exampleCount
      else { continue }
      staticsWithOneMore[name] = .array(dtype, [shape[0], exampleCount + 1])
    }
    staticsWithOneMore[Program.examplesName] = StaticValue(
      of: .array(NDArray(exampleCount + 1)), isFixed: true)
  }
}

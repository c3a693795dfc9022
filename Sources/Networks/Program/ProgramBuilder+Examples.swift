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
      examplesFrom = name
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

  /// Finds the data that only happens to be as wide as there are examples: where all of it grew
  /// with one more example, some equation would not fit any more.
  ///
  /// Then the matrix that the examples were counted in grows, and what has to grow with it, a row
  /// of targets without a second dimension too; the rest is `coincidental`.
  mutating func findCoincidences() {
    let matrices = matricesAsWideAsExamples
    guard let first = examplesFrom, let misfit = firstMisfit(growing: Set(matrices)) else { return }
    var grown: Set<String> = [first]
    let candidates = (matrices + rowsAsLongAsExamples).filter { $0 != first }
    var reached = firstMisfit(growing: grown)
    while let place = reached {
      let next = candidates.first { name in
        !grown.contains(name)
          && firstMisfit(growing: grown.union([name])).map { $0 > place } ?? true
      }
      guard let next else { break }
      grown.insert(next)
      reached = firstMisfit(growing: grown)
    }
    guard reached == nil || reached ?? 0 > misfit else { return }
    coincidental = Set(matrices).subtracting(grown)
    growingRows = Set(rowsAsLongAsExamples).intersection(grown)
  }

  /// The names that the epochs read.
  var readNames: Set<String> {
    Set((written(.forward) + written(.loss)).flatMap(\.inputs))
  }

  /// Names of the data with so many elements along the last of so many dimensions.
  private func data(rank: Int, last: Int?) -> [String] {
    var seen: [String] = []
    for name in written(.data).compactMap(\.target) where !seen.contains(name) {
      if let shape = statics[name]?.shape, shape.rank == rank, shape.dimensions.last == last {
        seen.append(name)
      }
    }
    return seen
  }

  /// The matrices of the data that have as many columns as there are examples.
  var matricesAsWideAsExamples: [String] { data(rank: 2, last: exampleCount) }

  private var rowsAsLongAsExamples: [String] {
    data(rank: 1, last: exampleCount).filter(readNames.contains)
  }

  /// The number of the first equation of an epoch that does not fit one more example if these names
  /// get one; `nil` if all do.
  private func firstMisfit(growing names: Set<String>) -> Int? {
    var probe = self
    probe.coincidental = Set(matricesAsWideAsExamples).subtracting(names)
    probe.growingRows = names
    probe.staticsWithOneMore = statics
    probe.spreadExamples()
    // What does not fit the examples that there are is said where it is checked for good.
    guard (try? probe.check(written(.`init`))) != nil else { return nil }
    for (index, step) in (written(.forward) + written(.loss)).enumerated() {
      guard (try? probe.check([step])) != nil else { return nil }
      if probe.isSizeFixed { return index }
    }
    return nil
  }

  /// Adds one example to the data in the second table.
  mutating func spreadExamples() {
    guard let exampleCount else { return }
    let growing =
      matricesAsWideAsExamples.filter { !coincidental.contains($0) }
      + rowsAsLongAsExamples.filter(growingRows.contains)
    // Of batches only what is picked for each of them grows.
    for name in growing where batched == nil {
      guard let dtype = statics[name]?.dtype, let shape = statics[name]?.shape else { continue }
      let more = shape.dimensions.dropLast() + [exampleCount + 1]
      staticsWithOneMore[name] = .array(dtype, Shape(Array(more)))
    }
    staticsWithOneMore[Program.examplesName] = StaticValue(
      of: .array(NDArray(exampleCount + 1)), isFixed: true)
  }
}

import Arrays
import Equations

/// Which axes of the data run over the examples, and how many there are.
extension ProgramBuilder {
  /// The setting that says which axis of the data's matrices runs over the examples, and its words.
  package static let examplesSetting = "examples"
  static let exampleLayouts = ["rows": 0, "columns": 1]

  /// Finds the axes that run over the examples, from what the equations fit and from what the
  /// settings say. Where they fit no other number of examples at all, the examples are the columns of
  /// the first matrix.
  mutating func findExamples() throws(ModelError) {
    let made = Set(written(.data).compactMap(\.target))
    var read: [String] = []
    for name in (written(.forward) + written(.loss)).flatMap(\.inputs)
    where made.contains(name) && !read.contains(name) {
      read.append(name)
    }
    let isUnknown = read.contains { name in
      if case .array(_, let shape)? = statics[name]?.form { shape == nil } else { false }
    }
    if isUnknown { try runData() }
    let matrices = read.filter { statics[$0]?.shape?.rank == 2 }
    if let first = matrices.first, let shape = statics[first]?.shape, shape.count == 0 {
      let line = model[.data].last { $0.statement.asAssignment.assignment?.name == first }
      throw ModelError(
        .noExamples, line: line?.line, source: line?.statement.text, phase: .data)
    }
    let wanted = try wantedExampleAxis()
    if let result = ExampleSearch(self, read: read, wantedAxis: wanted).result() {
      growth = result.growth
      changesLiterals = result.leniency == .literals
      isLayoutAssumed = result.isAssumed
    } else if let first = matrices.first, let shape = statics[first]?.shape {
      let axis = wanted ?? 1
      let matching = matrices.filter { statics[$0]?.shape?[axis] == shape[axis] }
      growth = ExampleGrowth(
        seed: first, axis: axis, count: shape[axis],
        axes: Dictionary(uniqueKeysWithValues: matching.map { ($0, [axis]) }))
    }
    exampleCount = growth?.count
    if let exampleCount {
      statics[Program.examplesName] = StaticValue(
        of: .array(NDArray(exampleCount)), isFixed: true)
    }
  }

  /// The axis that `examples = rows` or `columns` asks for.
  private func wantedExampleAxis() throws(ModelError) -> Int? {
    guard let value = setting(Self.examplesSetting) else { return nil }
    guard case .array(let array) = value, array.rank == 0, let axis = array.item,
      axis == 0 || axis == 1
    else { throw fault(.invalidExamples(describe(value)), in: Self.examplesSetting) }
    return Int(saturating: axis)
  }

  /// `m` is the number of examples; an equation may say so, and nothing else.
  func checkExamplesName() throws(ModelError) {
    guard exampleCount != nil else { return }
    for step in Phase.allCases.flatMap(written) where step.target == Program.examplesName {
      if let value = step.statement.assignment?.computedValue, isExampleCount(value) { continue }
      var error = LanguageError(.reservedName(Program.examplesName), at: .none).in(step)
      error.kind = .reservedForExamples(Program.examplesName)
      throw error
    }
  }

  /// Whether an expression is the length of an axis of data that is as long as there are examples.
  private func isExampleCount(_ expression: Expression) -> Bool {
    func isLong(_ array: Expression, _ axis: Int) -> Bool {
      guard case .name(let name) = array.node, let shape = statics[name]?.shape else {
        return false
      }
      let place = axis < 0 ? axis + shape.rank : axis
      return (0..<shape.rank).contains(place) && shape[place] == exampleCount
    }
    switch expression.node {
    case .index(let shape, let items):
      guard items.count == 1, case .position(let place) = items[0],
        case .array(let number)? = try? Evaluation.value(of: place, in: DictionaryScope()),
        let axis = number.item.map({ Int(saturating: $0) })
      else { return false }
      if case .attribute(let array, .shape) = shape.node { return isLong(array, axis) }
      guard case .call("shape", let arguments) = shape.node, arguments.count == 1 else {
        return false
      }
      return isLong(arguments[0].value, axis)
    case .call("len", let arguments) where arguments.count == 1:
      return isLong(arguments[0].value, 0)
    default: return false
    }
  }

  /// The values of the data section as they are with some seed; empty if it does not run.
  func dataValues() -> [String: NDArray] {
    var state = RunState(seed: 0)
    for setting in settings { state.store(setting.value, as: setting.name) }
    for step in written(.data) where (try? state.execute(step, limits: limits)) == nil {
      return [:]
    }
    return state.slots.compactMapValues(\.value.array)
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

  /// The names that the epochs read.
  var readNames: Set<String> {
    Set((written(.forward) + written(.loss)).flatMap(\.inputs))
  }

  /// The axis of an array of the data that runs over the examples.
  func exampleAxis(ofData name: String) -> Int? { growth?.axis(of: name) }

  /// Adds one example to the data in the second table.
  mutating func spreadExamples() {
    guard let exampleCount, let growth else { return }
    // Of batches only what is picked for each of them grows.
    for (name, axes) in growth.axes where batched == nil {
      guard let dtype = statics[name]?.dtype, let shape = statics[name]?.shape else { continue }
      staticsWithOneMore[name] = .array(dtype, shape.growing(axes))
    }
    staticsWithOneMore[Program.examplesName] = StaticValue(
      of: .array(NDArray(exampleCount + 1)), isFixed: true)
  }

  /// What the equations say of every name's examples.
  var exampleAxes: ExampleAxes? {
    guard let exampleCount, let growth else { return nil }
    var axes: [String: Int] = [:]
    for (name, value) in statics {
      axes[name] = ExampleAxes.axis(
        value.shape, staticsWithOneMore[name]?.shape, count: exampleCount)
    }
    for name in growth.axes.keys {
      guard let axis = growth.axis(of: name) else { continue }
      for other in [name, Self.wholeName(of: name), Self.validationName(of: name)]
      where statics[other] != nil {
        axes[other] = axis
      }
    }
    // A gradient lies as the value does that it is the gradient of.
    for (name, axis) in axes {
      let gradient = Differentiator.gradientName(of: name)
      if axes[gradient] == nil, statics[gradient]?.shape == statics[name]?.shape,
        statics[gradient] != nil
      {
        axes[gradient] = axis
      }
    }
    return ExampleAxes(
      count: exampleCount, assumedFor: isLayoutAssumed ? growth.seed : nil, axes: axes,
      names: statics, namesWithOneMore: staticsWithOneMore)
  }
}

extension Shape {
  /// The shape with some of its axes longer by one.
  func growing(_ axes: [Int]) -> Shape {
    var dimensions = dimensions
    for axis in axes where dimensions.indices.contains(axis) { dimensions[axis] += 1 }
    return Shape(dimensions)
  }
}

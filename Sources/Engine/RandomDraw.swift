import Arrays
import Equations
import Networks

/// A call that draws random numbers in every pass, or the number of the batch: found before the
/// pass, for nothing that an epoch computes decides it.
struct RandomDraw {
  enum Source {
    case call(Function, Arguments<Value>)
    case batchIndex
  }

  let source: Source
  /// How many numbers it draws, at least.
  let count: Int

  /// What it draws; `nil` of a call that draws nothing, as `seed` does.
  func value(from random: inout RandomState, batch: Int) -> NDArray? {
    switch source {
    case .batchIndex: return NDArray(batch)
    case .call(let function, let arguments):
      var generator: RandomState? = random
      let value = try? function.evaluate(arguments, &generator)
      if let generator { random = generator }
      return value?.array
    }
  }
}

/// What one run through the instructions works on.
struct PassKind {
  let examples: Int
  /// Whether an epoch ends with it.
  let isLast: Bool
  /// The batches of an epoch.
  let batches: Int
  /// The examples of all of them.
  let examplesOfEpoch: Int
}

extension Compiler {
  /// A call that draws, as a node that is filled before each pass.
  func draw(
    _ function: Function, _ arguments: Arguments<CompiledValue>
  ) throws(FunctionFault) -> CompiledValue {
    guard !isInCondition else { throw refusal(.condition) }
    if let known = arguments.allKnown { return try drawn(function, known) }
    // Elements of what varies, drawn by their numbers.
    guard case .movement = function.elements, case .varying(let x)? = arguments[0],
      x.shape.rank > 0
    else { throw refusal(.drawDependsOnValues) }
    var others = arguments
    others.values[0] = .known(.array(Self.numbered(x.shape)), nil)
    guard let known = others.allKnown, case .varying(let table) = try drawn(function, known) else {
      throw refusal(.drawDependsOnValues)
    }
    return .varying(
      add(.pick, [graph.flattened(graph.plain(x.view)), table.view], table.shape, x.dtype, x.range))
  }

  private func drawn(
    _ function: Function, _ arguments: Arguments<Value>
  ) throws(FunctionFault) -> CompiledValue {
    // Only numbers decide the shape, so that it is the same each time.
    var scratch: RandomState? = RandomState(seed: UInt32(0))
    let sample = try function.evaluate(arguments, &scratch)
    guard let sample = sample.array else {
      // Only `seed` gives nothing.
      draws.append(RandomDraw(source: .call(function, arguments), count: 0))
      return .known(.none, nil)
    }
    guard sample.count > 0 else { throw refusal(.notAnArray("[]")) }
    draws.append(RandomDraw(source: .call(function, arguments), count: sample.count))
    let range = sample.dtype == .bool ? .truth : Self.drawnRange(arguments)
    return .varying(add(.drawn(draws.count - 1), [], sample.shape, sample.dtype, range))
  }

  /// Between which numbers the integers are that a call with these arguments draws: elements of the
  /// arrays that it is given, or their places, or below the numbers.
  private static func drawnRange(_ arguments: Arguments<Value>) -> CompiledValue.Range {
    var range = CompiledValue.Range(low: 0, high: 0)
    for value in arguments.values {
      guard case .array(let array)? = value else { continue }
      range = range.union(CompiledValue.Range(low: 0, high: Double(array.count - 1)))
      guard array.dtype == .int64 else { continue }
      let values = array.doubles
      range = range.union(
        CompiledValue.Range(low: values.min() ?? 0, high: values.max() ?? 0))
    }
    return range
  }

  /// The number of the batch, where equations read it.
  func bindBatchIndex(_ pass: PassKind) {
    draws.append(RandomDraw(source: .batchIndex, count: 0))
    let range = CompiledValue.Range(low: 0, high: Double(pass.batches - 1))
    bind(
      ProgramBuilder.batchIndexName,
      .varying(add(.drawn(draws.count - 1), [], .scalar, .int64, range)))
  }

  /// The equations that pick a batch: an order for each epoch, which is no node, and the examples of
  /// the batch.
  ///
  /// - Returns: whether the step is one of them.
  func compileBatching(
    _ step: ProgramEquation, in program: Program, _ pass: PassKind
  ) throws(NotCompilable) -> Bool {
    // Batches share their instructions, which cannot tell the first of an epoch.
    if step.origin != .batching, step.isOncePerEpoch { throw NotCompilable(.condition, step) }
    guard step.origin == .batching, let target = step.target else { return false }
    if step.isOncePerEpoch { return true }
    let whole = ProgramBuilder.wholeName(of: target)
    guard case .known(let value, _)? = names[whole], let array = value.array,
      let axis = program.exampleAxis(of: target), axis < array.rank,
      let range = try? operand(.known(value, nil)).range
    else { return false }
    // An example in a row of its own is read at once.
    let count = array.shape[axis]
    let rows = axis == 1 ? array.transposed : array
    let examples = graph.constant(rows.doubles, rows: count, columns: array.count / count)
    var batch = add(
      .gather, [examples], [array.count / count, pass.examples], array.dtype, range)
    if array.rank == 1 { batch.shape = [pass.examples] }
    bind(target, .varying(array.rank == 2 && axis == 0 ? transposed(batch) : batch))
    return true
  }
}

extension Program {
  /// How many examples the batches are picked from; `nil` without batches.
  func batchedExampleCount(in state: RunState) -> Int? {
    guard batchesPerEpoch > 1 else { return nil }
    for step in iteration where step.origin == .batching {
      if let target = step.target, let whole = state[ProgramBuilder.wholeName(of: target)] {
        return exampleAxis(of: target).map { whole.shape[$0] }
      }
    }
    return nil
  }
}

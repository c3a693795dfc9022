import Arrays
import Equations
import Networks

/// A call that draws random numbers in every pass of a plan: the plan makes it beforehand, for
/// nothing that an epoch computes decides what it draws.
struct PlanDraw {
  let expression: Expression
  /// The values of its arguments.
  let scope: DictionaryScope
  /// How many numbers it draws, at least.
  let count: Int

  /// What it draws; `nil` of a call that draws nothing, as `seed` does.
  func value(from random: inout RandomState) -> NDArray? {
    var generator: RandomState? = random
    let value = try? Evaluation.compute(expression, in: scope, random: &generator)
    if let generator { random = generator }
    return value?.array
  }
}

/// What one run through a plan's instructions works on.
struct PlanPass {
  let examples: Int
  /// Whether an epoch ends with it.
  let isLast: Bool
}

extension PlanCompiler {
  /// A call that draws, as a node that is filled before each pass.
  mutating func draw(_ expression: Expression) throws(PlanRefusal) -> Known {
    guard drawsRandomNumbers else { throw PlanRefusal("random numbers in a condition") }
    var scope = DictionaryScope()
    for child in expression.children {
      guard case .constant(let value) = try compile(child) else {
        throw PlanRefusal(expression.text)
      }
      scope.values[Self.placeholder(scope.values.count)] = value
    }
    var index = -1
    let call = expression.mapChildren { _ in
      index += 1
      return Expression(.name(Self.placeholder(index)))
    }
    // Only numbers decide the shape, so that it is the same each time.
    var scratch = RandomState(seed: UInt32(0))
    let sample = PlanDraw(expression: call, scope: scope, count: 0).value(from: &scratch)
    draws.append(PlanDraw(expression: call, scope: scope, count: sample?.count ?? 0))
    guard let sample else {
      // Only `seed` gives nothing.
      guard case .call("seed", _) = expression.node else { throw PlanRefusal(expression.text) }
      return .constant(.none)
    }
    guard sample.count > 0 else { throw PlanRefusal(expression.text) }
    let (rows, columns) = sample.shape.matrix
    let view = add(.drawn(draws.count - 1), [], rows, columns)
    return .varying(Varying(view: view, shape: sample.shape, dtype: sample.dtype))
  }

  /// The equations that pick a batch: an order for each epoch, which is no node, and the examples of
  /// the batch.
  ///
  /// - Returns: whether the step is one of them.
  mutating func compileBatching(
    _ step: Step, in program: Program, _ pass: PlanPass
  ) throws(PlanRefusal) -> Bool {
    guard step.origin == .batching, let target = step.target else { return false }
    if step.isOncePerEpoch { return true }
    let whole = ProgramBuilder.wholeName(of: target)
    guard case .constant(let value)? = self[whole], let array = value.array, array.rank == 2,
      program.exampleAxis(of: whole) == 1
    else { return false }
    // An example in a row of its own is read at once.
    let examples = graph.constant(
      array.transposed.doubles, rows: array.shape[1], columns: array.shape[0])
    let view = add(.gather, [examples], array.shape[0], pass.examples)
    bind(
      target, Varying(view: view, shape: [array.shape[0], pass.examples], dtype: array.dtype))
    return true
  }
}

extension Program {
  /// How many examples the batches are picked from; `nil` without batches.
  func batchedExampleCount(in state: RunState) -> Int? {
    guard batchesPerEpoch > 1 else { return nil }
    for step in cycle where step.origin == .batching {
      if let target = step.target, let whole = state[ProgramBuilder.wholeName(of: target)] {
        return exampleAxis(of: target).map { whole.shape[$0] }
      }
    }
    return nil
  }
}

import Arrays
import Equations
import Networks

/// An equation whose last step is an elementwise function, with what the function says of itself at
/// the values that it has now.
struct Activity {
  let function: Function
  /// How steep the function is at each element of the result, the examples in columns.
  let slopes: [Double]

  /// A slope below this counts as none: a hundredth of 1.
  static let flat = 0.01

  /// - Parameters:
  ///   - result: what the equation computed.
  ///   - state: where the equation's names have their values.
  ///   - exampleAxis: the axis of the result that runs over the examples, if one does.
  init?(of step: ProgramEquation, result: NDArray, in state: RunState, exampleAxis: Int? = nil) {
    guard let applied = step.statement.assignment?.value.appliedFunction else { return nil }
    let arguments = applied.arguments.map { argument in
      argument.flatMap { try? Evaluation.value(of: $0, in: SlotScope(state.slots)).array }
    }
    guard let slopes = applied.function.slopes(at: arguments, result: result) else { return nil }
    function = applied.function
    self.slopes =
      NDArray(shape: result.shape, float64: slopes).examplesInColumns(exampleAxis).doubles
  }

  /// Whether it ends on both sides, as a sigmoid does, so that it can be saturated.
  var isBounded: Bool { function.bounds != nil }

  /// The elements at which a bounded function hardly changes.
  var saturated: [Bool] { slopes.map { isBounded && $0 < Self.flat } }
}

import Arrays
import Equations

/// A value of a run in a few numbers.
public struct Statistics: Sendable {
  public let name: String
  public let shape: Shape
  public let dtype: DType
  public let count: Int
  /// Over the numbers that are finite; NaN where there are none.
  public let least: Double
  public let greatest: Double
  public let mean: Double
  /// Of the whole population, as `np.std`.
  public let standardDeviation: Double
  public let notFiniteCount: Int
  /// The share of elements that are exactly 0.
  public let shareAtZero: Double
  /// For outputs of a function between two bounds, as sigmoid and tanh are: the share of elements at
  /// which its slope is below 0.01.
  public let shareSaturated: Double?
  /// For parameters with a gradient: the size of the next, or last, update over that of the
  /// parameter, both as norms; about 0.001 is healthy.
  public let updateRatio: Double?

  /// - Throws: as `Explainer.explain` for names without an array.
  public init(of name: String, in run: Run) throws(ExplanationError) {
    let array = try run.array(named: name)
    let activity = run.program.steps(assigning: name).last.flatMap {
      Activity(of: $0, result: array, in: run.state)
    }
    self.init(
      of: array, named: name, activity: activity,
      updateRatio: Self.updateRatio(of: name, array, in: run))
  }

  /// An array by itself, which is no output of a function and no parameter.
  public init(of array: NDArray, named name: String) {
    self.init(of: array, named: name, activity: nil, updateRatio: nil)
  }

  private init(
    of array: NDArray, named name: String, activity: Activity?,
    updateRatio: Double?
  ) {
    self.name = name
    shape = array.shape
    dtype = array.dtype
    let values = array.doubles
    count = values.count
    // Looked at once; whoever waits no longer throws away what was found by then.
    var (finite, zeros, least, greatest) = (0, 0, Double.nan, Double.nan)
    try? Interruption.stretches(values.count) {
      for value in values[$0] where value.isFinite {
        finite += 1
        if value == 0 { zeros += 1 }
        if !(value >= least) { least = value }
        if !(value <= greatest) { greatest = value }
      }
    }
    (self.least, self.greatest) = (least, greatest)
    notFiniteCount = values.count - finite
    let vector =
      finite == values.count
      ? NDArray(shape: [finite], float64: values)
      : (try? array.flattened.subscripted([.mask(NDArray.apply(.isfinite, array.flattened))])
        .turned(into: .float64)) ?? NDArray(shape: [0], float64: [])
    mean = (try? vector.reduced(by: .mean))?.item ?? .nan
    standardDeviation = (try? vector.reduced(by: .standardDeviation))?.item ?? .nan
    func share(_ count: Int) -> Double {
      values.isEmpty ? .nan : Double(count) / Double(values.count)
    }
    shareAtZero = share(zeros)
    shareSaturated =
      activity?.isBounded ?? false ? share(activity?.saturated.count { $0 } ?? 0) : nil
    self.updateRatio = updateRatio
  }

  /// Runs the update section on a copy, with the gradients that are there.
  private static func updateRatio(of name: String, _ array: NDArray, in run: Run) -> Double? {
    guard run.program.parameters.contains(name),
      run.state[Differentiator.gradientName(of: name)] != nil
    else { return nil }
    var state = run.state
    for step in run.program.steps(in: .update) {
      guard (try? state.execute(step, limits: run.program.limits)) != nil else { return nil }
    }
    guard let updated = state[name], updated.shape == array.shape else { return nil }
    let size = array.doubles.norm
    return size > 0 ? zip(updated.doubles, array.doubles).map { $0 - $1 }.norm / size : nil
  }
}

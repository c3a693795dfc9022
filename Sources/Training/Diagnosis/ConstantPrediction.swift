import Arrays
import Equations
import Networks

/// The best that one and the same answer for every example reaches, by the program's own loss: ln 2
/// where a cross-entropy has as many ones as zeros, a quarter for their squared error, the variance
/// where numbers are predicted. What a network knows begins below this level.
struct ConstantPrediction {
  /// One for each output.
  let values: [Double]
  let loss: Double

  /// Outputs whose best answers are looked for one by one; of more, the means are taken.
  private static let mostSearched = 4

  init?(_ context: DiagnosisContext) {
    guard let prediction = context.prediction, let target = context.target,
      let a = context.examplesInColumns(prediction), let y = context.examplesInColumns(target),
      a.rank == 2, y.rank == 2, a.count > 0, y.count > 0, y.isFinite,
      !context.run.program.steps(in: .loss).contains(where: { step in
        step.statement.drawsRandomNumbers
      })
    else { return nil }
    let outputs = a.shape[0]
    var values: [Double]
    if y.shape == a.shape {
      values = (0..<outputs).map { y.row($0).reduce(0, +) / Double(y.shape[1]) }
    } else if y.shape[0] == 1, outputs > 1 {
      // Classes by number: the share of each.
      values = (0..<outputs).map { unit in
        Double(y.doubles.count { $0 == Double(unit) }) / Double(y.count)
      }
    } else {
      return nil
    }
    func loss(_ values: [Double]) -> Double {
      context.loss(predicting: a.shape[1]) { unit, _ in values[unit] } ?? .infinity
    }
    var least = loss(values)
    // Shares of classes must add up, and are the best already.
    if outputs == 1 || outputs <= Self.mostSearched && context.logarithmsOfPrediction.isEmpty {
      for unit in 0..<outputs {
        let targets = y.shape == a.shape ? y.row(unit) : y.doubles
        let (low, high) = (targets.min() ?? 0, targets.max() ?? 0)
        let span = max(high - low, 1e-12)
        let best = Self.lowest(from: low - 4 * span, to: high + 4 * span, or: values[unit]) {
          var changed = values
          changed[unit] = $0
          return loss(changed)
        }
        if best.value < least { (values[unit], least) = (best.place, best.value) }
      }
    }
    guard least.isFinite else { return nil }
    (self.values, self.loss) = (values, least)
  }

  /// The lowest place of a function with one valley: the best of a grid, then by golden sections
  /// beside it. No number counts as infinitely high.
  private static func lowest(
    from low: Double, to high: Double, or start: Double, _ function: (Double) -> Double
  ) -> (place: Double, value: Double) {
    func height(_ x: Double) -> Double {
      let value = function(x)
      return value.isNaN ? .infinity : value
    }
    let count = 36
    let step = (high - low) / Double(count)
    let places = [start] + (0...count).map { low + Double($0) * step }
    var best = (place: start, value: Double.infinity)
    for place in places {
      let value = height(place)
      if value < best.value { best = (place, value) }
    }
    var (a, b) = (best.place - step, best.place + step)
    let ratio = 0.6180339887498949
    for _ in 0..<24 {
      let (c, d) = (b - ratio * (b - a), a + ratio * (b - a))
      if height(c) <= height(d) { b = d } else { a = c }
    }
    let middle = (a + b) / 2
    let value = height(middle)
    return value < best.value ? (middle, value) : best
  }
}

extension DiagnosisContext {
  /// The loss if the network predicted these values.
  ///
  /// - Parameters:
  ///   - count: the examples.
  ///   - predicted: by output and example.
  func loss(predicting count: Int, _ predicted: (_ unit: Int, _ example: Int) -> Double) -> Double?
  {
    guard let prediction, let old = state[prediction] else { return nil }
    let isInRows = old.rank == 2 && run.program.exampleAxis(of: prediction) == 0
    let values = (0..<old.count).map { place in
      isInRows
        ? predicted(place % old.shape[1], place / old.shape[1])
        : predicted(place / count, place % count)
    }
    var changed = state
    changed.store(.array(NDArray(shape: old.shape, float64: values)), as: prediction)
    for step in run.program.steps(in: .loss) {
      guard (try? changed.execute(step, limits: run.program.limits)) != nil else { return nil }
    }
    return changed[run.program.loss]?.item
  }

  /// How far the targets of an output reach.
  func reach(ofTarget unit: Int) -> Double {
    guard let target, let y = examplesInColumns(target), y.rank == 2 else { return 1 }
    let own = unit < y.shape[0] ? y.row(unit) : y.doubles
    let span = (own.max() ?? 0) - (own.min() ?? 0)
    return span > 0 ? span : 1
  }

  /// The largest difference between predictions of one output, as a share of its targets' reach.
  var spread: Double? {
    guard let prediction, let a = examplesInColumns(prediction), a.rank == 2, a.count > 0 else {
      return nil
    }
    return (0..<a.shape[0]).map { unit in
      let own = a.row(unit)
      return ((own.max() ?? 0) - (own.min() ?? 0)) / reach(ofTarget: unit)
    }.max()
  }
}

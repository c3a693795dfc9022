import Arrays

/// Examples with what the network says of them: each example is a column, however the network
/// itself has them.
public struct PredictedExamples: Sendable {
  public let inputName: String
  public let inputs: NDArray
  public let targetName: String
  public let targets: NDArray
  public let predictionName: String
  public let predictions: NDArray
  /// The example's number, counted from 0, of each column; of equal examples it is the first one's.
  public let numbers: [Int]
  /// How many different examples there are, and how many in all.
  public let differentCount: Int
  public let count: Int
}

extension Run {
  /// The first different examples of the training data, with the targets, and the predictions of
  /// the parameters that are there.
  ///
  /// - Parameter limit: at most so many examples.
  /// - Returns: `nil` before `init`, and where the loss compares no prediction with a target.
  public func predictedExamples(limit: Int) -> PredictedExamples? {
    guard isInitialised, let (prediction, target) = program.comparison,
      let first = program.layers.first, let state = state(on: .accuracy),
      let inputs = state[first.input]?.examplesInColumns(program.exampleAxis(of: first.input)),
      let targets = state[target]?.examplesInColumns(program.exampleAxis(of: target)),
      let predictions = state[prediction]?.examplesInColumns(
        program.exampleAxis(of: prediction)), inputs.rank == 2, targets.rank == 2,
      predictions.rank == 2, inputs.shape[1] == targets.shape[1],
      inputs.shape[1] == predictions.shape[1]
    else { return nil }
    let count = inputs.shape[1]
    var seen: Set<[UInt64]> = []
    var numbers: [Int] = []
    let (x, y) = (inputs.doubles, targets.doubles)
    for column in 0..<count {
      let values = Self.column(column, of: x, count) + Self.column(column, of: y, count)
      guard seen.insert(values.map(\.bitPattern)).inserted else { continue }
      if numbers.count < limit { numbers.append(column) }
    }
    func chosen(_ array: NDArray) -> NDArray {
      let (rows, values) = (array.shape[0], array.doubles)
      return NDArray(
        shape: [rows, numbers.count],
        float64: (0..<rows).flatMap { row in numbers.map { values[row * count + $0] } })
    }
    return PredictedExamples(
      inputName: first.input, inputs: chosen(inputs), targetName: target,
      targets: chosen(targets), predictionName: prediction, predictions: chosen(predictions),
      numbers: numbers, differentCount: seen.count, count: count)
  }

  private static func column(_ column: Int, of values: [Double], _ count: Int) -> [Double] {
    stride(from: column, to: values.count, by: count).map { values[$0] }
  }
}

import Arrays
import Equations
import Networks
import Phrases

extension Diagnosis {
  /// Inputs so large, or so far from 0 for how much they vary, that the first layer's units start
  /// at the ends of their range and the steps of its weights are of another size than all others.
  static let inputsOffScale = Diagnosis(.inputsOffScale, "Inputs off scale") { context in
    guard !context.isSolved, context.run.isInitialised, let (name, x) = context.run.inputs,
      x.shape[1] > 1, let worst = context.inputOffScale
    else { return [] }
    return [
      Finding(
        .inputsOffScale, .warning, names: [name],
        elements: [ElementOperand(name: name, index: [worst.row])],
        measures: [
          .init("row", Double(worst.row)), .init("mean", worst.mean),
          .init("deviation", worst.deviation), .init("largest", worst.largest),
        ],
        suggestions: context.smallerInputs)
    ]
  } words: { finding in
    """
    input \(finding.whole("row")) of \(finding.subject) has the mean \(finding.number("mean")) and the \
    deviation \(finding.number("deviation")), and goes up to \(finding.number("largest")); around 0, \
    with a deviation of about 1, the steps of all weights have one size.
    """
  }
}

extension DiagnosisContext {
  struct Input {
    let row: Int
    let mean: Double
    let deviation: Double
    let largest: Double
  }

  /// The worst of the inputs that are off scale or off centre.
  var inputOffScale: Input? {
    guard let (name, x) = run.inputs else { return nil }
    return (0..<x.shape[0]).compactMap { row -> Input? in
      let values = NDArray(shape: [x.shape[1]], float64: x.row(row))
      let numbers = Statistics(of: values, named: name)
      let (mean, deviation) = (numbers.mean, numbers.standardDeviation)
      let largest = max(numbers.least.magnitude, numbers.greatest.magnitude)
      // An input that is always the same stands for a bias.
      guard deviation > 0, largest > 20 || mean.magnitude > 8 * deviation else { return nil }
      return Input(row: row, mean: mean, deviation: deviation, largest: largest)
    }.max { $0.largest < $1.largest }
  }

  /// A command that brings the inputs to a mean of 0 and a deviation of 1, where they are not near
  /// it.
  var smallerInputs: [Finding.Suggestion] {
    guard inputOffScale != nil, let (name, _) = run.inputs,
      !run.program.steps(in: .data).filter({ $0.target == name }).isEmpty
    else { return [] }
    let along = "axis=\(run.program.exampleAxis(of: name) ?? 1), keepdims=True"
    let value = "(\(name) - mean(\(name), \(along))) / std(\(name), \(along))"
    return [.init(.scaledInputs, "set \(name) = \(value)")]
  }
}

extension Finding.Kind {
  package static let inputsOffScale = Finding.Kind("inputsOffScale")
}

extension Finding.Suggestion.Idea {
  fileprivate static let scaledInputs = Self("every input around 0, with a deviation of 1")
}

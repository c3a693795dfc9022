import Arrays
import Equations
import Networks
import Phrases

extension Diagnosis {
  /// A network trained to a standstill that is wrong in the same direction for examples that lie side
  /// by side: what is left is no noise, and the network cannot bend that far.
  static let tooSmall = Diagnosis(.tooSmall, "Too small") { context in
    guard context.run.isInitialised, !context.isSolved, context.layers.count > 1,
      context.run.finishedEpochs >= 200, context.isFlat, (context.spread ?? 0) > 0.2,
      let loss = context.loss, let constant = context.constant, loss > 0.2 * constant.loss,
      let agreement = context.agreementOfNeighbours,
      agreement.correlation > max(3 / Double(agreement.examples).squareRoot(), 0.2)
    else { return [] }
    return [
      Finding(
        .tooSmall, .warning,
        names: [context.run.program.loss, context.prediction].compactMap { $0 },
        measures: [
          .init("loss", loss), .init("constant", constant.loss),
          .init("agreement", agreement.correlation),
          .init("numbers", Double(context.run.parameterCount)),
          .init("examples", Double(agreement.examples)),
        ],
        suggestions: context.moreUnits + [context.otherSeed].compactMap { $0 })
    ]
  } words: { finding in
    """
    the loss stands at \(finding.number("loss")), where one answer for all gives \
    \(finding.number("constant")), and examples that lie side by side are wrong in the same direction: \
    what is left is a shape, and no noise. With \(finding.whole("numbers")) parameters the network has \
    not come closer from this start; more units can.
    """
  }
}

extension DiagnosisContext {
  /// So many are an example's surroundings.
  private static let neighbours = 3

  /// How much what is wrong with an example is wrong with those nearest to it too, as a correlation:
  /// near 0 for noise, whose chance values lie within 2 / √examples, and near 1 where the network
  /// leaves out a shape in the data.
  fileprivate var agreementOfNeighbours: (correlation: Double, examples: Int)? {
    guard let prediction, let target, let a = examplesInColumns(prediction),
      let y = examplesInColumns(target), a.shape == y.shape, let (_, x) = run.inputs,
      x.shape[1] == a.shape[1], (20...2000).contains(a.shape[1])
    else { return nil }
    let (count, rows) = (x.shape[1], x.shape[0])
    let inputs = (0..<rows).map { row -> [Double] in
      let values = x.row(row)
      let mean = values.reduce(0, +) / Double(count)
      let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count))
        .squareRoot()
      return values.map { ($0 - mean) / (deviation > 0 ? deviation : 1) }
    }
    let wrong = (0..<a.shape[0]).map { unit in zip(a.row(unit), y.row(unit)).map { $0 - $1 } }
    var (together, own, others) = (0.0, 0.0, 0.0)
    for example in 0..<count {
      let nearest = (0..<count).filter { $0 != example }.map { other in
        let distance = inputs.reduce(0) {
          $0 + ($1[example] - $1[other]) * ($1[example] - $1[other])
        }
        return (distance: distance, example: other)
      }.sorted { $0.distance < $1.distance }.prefix(Self.neighbours)
      for row in wrong {
        let around = nearest.reduce(0) { $0 + row[$1.example] } / Double(nearest.count)
        together += row[example] * around
        own += row[example] * row[example]
        others += around * around
      }
    }
    return own > 0 && others > 0 ? (together / (own * others).squareRoot(), count) : nil
  }
}

extension Finding.Kind {
  package static let tooSmall = Finding.Kind("tooSmall")
}

import Arrays
import Equations
import Networks
import Phrases

extension Diagnosis {
  /// Units of a hidden layer with the same weights in and out: their gradients are the same too,
  /// so that they stay the same for ever, and count as one. Equal means to the last bit: what differs
  /// by a rounding error can drift apart.
  static let twinNeurons = Diagnosis(.twinNeurons, "Twin neurons") { context in
    context.layers.flatMap { layer -> [Finding] in
      let outgoing = context.outgoing(of: layer)
      let units = context.units(of: layer)
      // Where each epoch draws numbers, as for dropout, they need not stay alike.
      guard units > 1, !outgoing.isEmpty, !context.drawsNumbersInEpochs else { return [] }
      let rows = (0..<units).map { unit in
        context.weights(of: unit, in: layer, outgoing)
      }
      var groups: [[Int]] = []
      for unit in 0..<units where !groups.contains(where: { $0.contains(unit) }) {
        let twins = (unit..<units).filter { rows[$0] == rows[unit] }
        if twins.count > 1 { groups.append(twins) }
      }
      guard let largest = groups.max(by: { $0.count < $1.count }) else { return [] }
      let distinct = units - groups.reduce(0) { $0 + $1.count - 1 }
      let names = [layer.weights] + layer.biases + outgoing.map(\.weights)
      return [
        Finding(
          .twinNeurons, .error, names: names,
          elements: largest.map { ElementOperand(name: layer.weights, index: [$0]) },
          measures: [
            .init("units", Double(units)), .init("distinctUnits", Double(distinct)),
            .init("weight", rows[largest[0]].first ?? 0),
          ],
          suggestions: [context.randomStart(of: layer)]
            + [context.otherSeed].compactMap { $0 })
      ]
    }
  } words: { finding in
    let units = finding.elements.compactMap { $0.index.first.map(String.init) }
    return """
      rows \(Phrase.list(units, .and)) of \(finding.subject) are equal in and out, so they get \
      equal updates and stay equal for ever: \(finding.whole("units")) units do the work of \
      \(finding.whole("distinctUnits")).
      """
  }
}

extension DiagnosisContext {
  /// Whether an epoch draws random numbers for its equations, besides its order of examples.
  fileprivate var drawsNumbersInEpochs: Bool {
    run.program.iteration.contains { step in
      step.origin != .batching
        && step.statement.drawsRandomNumbers
    }
  }

  /// Everything that makes a unit what it is: a row of weights, biases, columns of what follows.
  fileprivate func weights(of unit: Int, in layer: NetworkLayer, _ outgoing: [NetworkLayer])
    -> [Double]
  {
    var values = state[layer.weights].map { layer.unitsInRows($0).row(unit) } ?? []
    for bias in layer.biases {
      guard let bias = state[bias] else { continue }
      // A number for each unit, whichever way it lies.
      values += bias.count == units(of: layer) ? [bias.doubles[unit]] : bias.row(unit)
    }
    for next in outgoing {
      guard let matrix = state[next.weights], matrix.shape.rank == 2 else { continue }
      values += next.unitsInRows(matrix).transposed.row(unit)
    }
    return values
  }

}

extension NDArray {
  /// A row of a matrix; nothing where there is none.
  func row(_ index: Int) -> [Double] {
    guard rank == 2, index < shape[0] else { return [] }
    return Array(doubles[index * shape[1]..<(index + 1) * shape[1]])
  }
}

extension Finding.Kind {
  package static let twinNeurons = Finding.Kind("twinNeurons")
}

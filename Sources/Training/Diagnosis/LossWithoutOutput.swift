import Arrays
import Equations
import Networks
import Phrases

extension Diagnosis {
  /// A loss that asks for another kind of output than the network has: a cross-entropy of classes
  /// over a single row, or one of probabilities over what is none; a softmax with nothing to share
  /// out, or that shares it out among the examples.
  static let lossWithoutOutput = Diagnosis(.lossWithoutOutput, "Loss and output do not fit") {
    context in
    guard let prediction = context.prediction, let a = context.examplesInColumns(prediction),
      a.rank == 2, context.run.isInitialised
    else { return [] }
    let program = context.run.program
    let called = Set(
      program.steps(in: .loss).flatMap(\.statement.expressions).flatMap(\.calledFunctions))
    let output = program.steps(in: .forward).last { $0.target == prediction }
    let last = output?.statement.assignment?.value.appliedFunction?.function.name
    func finding(_ label: String) -> [Finding] {
      [
        Finding(
          .lossWithoutOutput, .error, names: [prediction], measures: [.init(label, 1)],
          equation: program.steps(in: .loss).last?.statement)
      ]
    }
    if last == "softmax", a.shape[0] == 1, a.doubles.allSatisfy({ $0 == 1 || $0.isNaN }) {
      return finding("alwaysOne")
    }
    if a.shape[1] > 1, a.sharesOutAmongExamples { return finding("amongExamples") }
    if called.contains("cross_entropy"), a.shape[0] == 1, last != "softmax" {
      return finding("oneOutput")
    }
    if called.contains("bce"), last == "softmax" { return finding("softmax") }
    if context.usesCrossEntropy || called.contains("bce"), last == nil,
      a.doubles.contains(where: { $0 < 0 || $0 > 1 })
    {
      return finding("noProbability")
    }
    return []
  } words: { finding in
    if finding["oneOutput"] != nil {
      return """
        cross_entropy is of several classes, and \(finding.subject) is one output, of which it sees \
        the ones alone; bce sees both.
        """
    }
    if finding["softmax"] != nil {
      return """
        bce takes each output as a question of its own, and softmax makes those of \
        \(finding.subject) one question; cross_entropy belongs to it.
        """
    }
    if finding["alwaysOne"] != nil {
      return """
        softmax shares 1 out among the outputs of an example, and \(finding.subject) is one output: \
        it is always 1, whatever the weights. A sigmoid is for one output.
        """
    }
    if finding["amongExamples"] != nil {
      return """
        \(finding.subject) shares 1 out among the examples, so that each takes from the others; \
        softmax wants the axis of the classes.
        """
    }
    return """
      the loss takes logarithms of \(finding.subject) as of a probability, and it is none: outside \
      0 to 1 there is no loss. A sigmoid makes one of it.
      """
  }
}

extension NDArray {
  /// Whether each output, a row, adds up to 1 over the examples, and the examples do not.
  fileprivate var sharesOutAmongExamples: Bool {
    func isOne(_ sum: Double) -> Bool { (sum - 1).magnitude < 1e-9 }
    let rows = (0..<shape[0]).map(row)
    return rows.allSatisfy { isOne($0.reduce(0, +)) && $0.allSatisfy { (0...1).contains($0) } }
      && !(0..<shape[1]).allSatisfy { example in isOne(rows.reduce(0) { $0 + $1[example] }) }
  }
}

extension Finding.Kind {
  package static let lossWithoutOutput = Finding.Kind("lossWithoutOutput")
}

import Equations
import Networks
import Phrases

extension Diagnosis {
  /// The loss of the examples that are kept back has risen again while that of the training
  /// examples fell: what is learned now is about these examples alone.
  static let overfitting = Diagnosis(.overfitting, "Overfitting") { context in
    let run = context.run
    guard run.program.metrics.contains(.validationLoss), run.finishedEpochs >= 20,
      let course = try? run.course(of: .name(Metric.validationLoss.rawValue), count: 60),
      let last = course.last?.value, let loss = context.loss,
      let lowest = course.filter({ $0.value.isFinite }).min(by: { $0.value < $1.value }),
      last > 1.15 * lowest.value, loss < lowest.value
    else { return [] }
    return [
      Finding(
        .overfitting, .warning, names: [Metric.validationLoss.rawValue, run.program.loss],
        measures: [
          .init("validationLoss", last), .init("lowest", lowest.value),
          .init("epoch", Double(lowest.epoch)), .init("loss", loss),
        ],
        suggestions: [.init(.stopEarlier, "goto \(lowest.epoch)")])
    ]
  } words: { finding in
    let validation = finding.names.first.map { .verbatim($0) } ?? ("the loss" as Phrase)
    let training = finding.names.last.map { .verbatim($0) } ?? ("the loss" as Phrase)
    return """
      \(validation) is \(finding.number("validationLoss")) and was \
      \(finding.number("lowest")) after epoch \(finding.whole("epoch")), while \(training) \
      fell to \(finding.number("loss")): what is learned now holds for the training examples alone.
      """
  }
}

extension Finding.Kind {
  package static let overfitting = Finding.Kind("overfitting")
}

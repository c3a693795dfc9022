import Arrays
import Equations
import JSON
import Terminal
import Training

/// What is wrong with a network, in words.
struct DiagnosisReport: CommandResult {
  var findings: [Finding]
  var hasTrained: Bool

  var json: JSONValue {
    .object([
      ("type", .string("diagnosis")),
      ("findings", .array(findings.map(json))),
    ])
  }

  private func json(_ finding: Finding) -> JSONValue {
    .object([
      ("kind", .string(finding.kind.rawValue)), ("severity", .string(finding.severity.rawValue)),
      ("text", .string(DiagnosisWording.describe(finding).english)),
      ("names", .strings(finding.names)),
      ("elements", .strings(finding.elements.map(\.expression.text))),
      ("measures", .object(finding.measures.map { ($0.label, .number($0.value)) })),
      ("equation", finding.equation.map { .string($0.text) } ?? .null),
      ("try", .strings(finding.suggestions.map(\.command))),
    ])
  }

  func write(to page: inout Page) {
    guard !findings.isEmpty else {
      page.paragraph(
        hasTrained
          ? "Nothing is wrong that can be seen from here."
          : "Nothing has been computed yet; ask again after a few epochs.")
      return
    }
    for finding in findings {
      page.paragraph(
        """
        \(DiagnosisWording.title(of: finding.kind), style(for: finding.severity)): \
        \(DiagnosisWording.describe(finding))
        """)
      if let equation = finding.equation { page.line("    \(StyledText(equation.text, .code))") }
      for suggestion in finding.suggestions {
        let why = DiagnosisWording.reason(for: suggestion.idea)
        page.paragraph(
          page.words("try \(StyledText(suggestion.command, .command))") + "   "
            + page.words(why, .dim),
          indent: 4)
      }
    }
  }

  private func style(for severity: Finding.Severity) -> Style {
    switch severity {
    case .note: .strong
    case .warning: .warning
    case .error: .error
    }
  }
}

/// The words for what a diagnosis has found.
package enum DiagnosisWording {
  package static func title(of kind: Finding.Kind) -> Phrase {
    switch kind {
    case .notFinite: "Not a number"
    case .twinNeurons: "Twin neurons"
    case .plateau: "Plateau"
    case .trap: "Trap"
    case .saturatedUnits: "Saturated units"
    case .deadUnits: "Dead units"
    case .learningRateTooLarge: "Learning rate too large"
    case .unbalancedData: "Unbalanced data"
    case .noHiddenLayer: "No hidden layer"
    case .overfitting: "Overfitting"
    case .lossWasNotFinite: "The loss had no value"
    }
  }

  package static func describe(_ finding: Finding) -> Phrase {
    let names = Suggestions.list(finding.names, .and)
    let loss = number(finding, "loss")
    switch finding.kind {
    case .notFinite:
      let operands = finding.elements.dropFirst().map { element in
        let text = element.expression.text
        return "\(text) = \(number(finding, text))"
      }
      let element = finding.elements.first.map { .verbatim($0.expression.text) } ?? names
      let value = number(finding, "value")
      guard finding.equation != nil else { return "\(element) was set to \(value) by hand." }
      let epoch = whole(finding, "epoch")
      return operands.isEmpty
        ? "\(element) became \(value) in epoch \(epoch)."
        : "\(element) became \(value) in epoch \(epoch), from \(operands.joined(separator: ", "))."
    case .twinNeurons:
      let units = finding.elements.compactMap { $0.index.first.map(String.init) }
      return """
        rows \(Suggestions.list(units, .and)) of \(names) are equal in and out, so they get \
        equal updates and stay equal for ever: \(whole(finding, "units")) units do the work of \
        \(whole(finding, "distinctUnits")).
        """
    case .plateau:
      var sentences: [Phrase] = [
        "the loss \(loss) is close to ln 2, what always saying one half gives, and hardly falls."
      ]
      if finding["largestGradient"] == 0 {
        sentences.append("Every gradient is exactly 0, so no number will ever change.")
      }
      if let epochs = finding["epochsToLeave"], epochs.isFinite {
        sentences.append("At this pace it leaves the plateau in about \(rounded(epochs)) epochs.")
      }
      return Phrase(sentences, separator: " ")
    case .trap:
      return """
        the loss \(loss) is at the level \(number(finding, "level")) where some examples are \
        right and the others, which the network cannot tell apart, all get about \
        \(number(finding, "prediction")). More training does not leave it.
        """
    case .saturatedUnits:
      let units = counted(finding, "saturatedUnits", of: names)
      return finding["saturatedUnits"] == 1
        ? """
        \(units) is at an end of its range for nearly every example; its slope is below 0.01 \
        there, so it hardly learns.
        """
        : """
        \(units) are at an end of their range for nearly every example; their slope is below 0.01 \
        there, so they hardly learn.
        """
    case .deadUnits:
      let units = counted(finding, "deadUnits", of: names)
      return finding["deadUnits"] == 1
        ? "\(units) is 0 for every example: no gradient reaches them."
        : "\(units) are 0 for every example: no gradient reaches them."
    case .learningRateTooLarge:
      guard let rate = (finding["lr"] ?? finding["rate"]).map(short) else {
        return "\(names) rises or jumps instead of falling."
      }
      return "\(names) rises or jumps instead of falling with a rate of \(rate)."
    case .unbalancedData:
      return """
        \(percent(finding, "majority")) of \(names) is one class; always saying that class \
        has the loss \(number(finding, "majorityLoss")) already.
        """
    case .noHiddenLayer:
      return """
        the loss \(loss) is the lowest that a single layer reaches here, since all gradients are \
        below \(short(1e-3)). It can only draw a straight line; more training does not bend it, a \
        hidden layer does.
        """
    case .lossWasNotFinite:
      let value = number(finding, "value")
      let epoch = whole(finding, "epoch")
      return finding["count"] == 1
        ? "\(names) was \(value) in epoch \(epoch), though all numbers are finite now."
        : """
        \(names) was not finite in \(whole(finding, "count")) of \(whole(finding, "of")) epochs, \
        \(value) in epoch \(epoch) first, though all numbers are finite now.
        """
    case .overfitting:
      let validation = finding.names.first.map { .verbatim($0) } ?? ("the loss" as Phrase)
      let training = finding.names.last.map { .verbatim($0) } ?? ("the loss" as Phrase)
      return """
        \(validation) is \(number(finding, "validationLoss")) and was \
        \(number(finding, "lowest")) after epoch \(whole(finding, "epoch")), while \(training) \
        fell to \(loss): what is learned now holds for the training examples alone.
        """
    }
  }

  package static func reason(for idea: Finding.Suggestion.Idea) -> Phrase {
    switch idea {
    case .largerStart: "larger weights leave the flat region sooner"
    case .smallerStart: "smaller weights keep the units where they have a slope"
    case .randomStart: "different numbers break the symmetry"
    case .smallerRate: "shorter steps"
    case .otherOptimizer: "an optimizer with momentum or a pace of its own"
    case .moreUnits: "more units, more ways out"
    case .otherSeed: "another draw of the numbers"
    case .otherActivation: "an activation with a slope everywhere"
    case .askWhy: "the moment at which it happened; then ask why"
    case .wait: "it is on its way out"
    case .stopEarlier: "where the examples that are kept back were predicted best"
    }
  }

  /// 'the only unit of A2', '1 of the 3 units of A1'.
  private static func counted(_ finding: Finding, _ label: String, of names: Phrase) -> Phrase {
    finding["units"] == 1
      ? "the only unit of \(names)"
      : "\(whole(finding, label)) of the \(whole(finding, "units")) units of \(names)"
  }

  private static func number(_ finding: Finding, _ label: String) -> String {
    finding[label].map(short) ?? "?"
  }

  private static func short(_ value: Double) -> String {
    NumberFormatting.significant(value, digits: 6)
  }

  private static func whole(_ finding: Finding, _ label: String) -> String {
    guard let value = finding[label], value.magnitude < 1e15 else { return "?" }
    return String(Int(value))
  }

  /// To two digits: a forecast is no better than that.
  private static func rounded(_ value: Double) -> String {
    guard value.magnitude < 1e15 else { return short(value) }
    var unit = 1
    while Int(value) / unit >= 100 { unit *= 10 }
    return String(Int((value / Double(unit)).rounded()) * unit)
  }

  private static func percent(_ finding: Finding, _ label: String) -> String {
    finding[label].map { "\(NumberFormatting.fixed($0 * 100, decimals: 1)) %" } ?? "?"
  }
}

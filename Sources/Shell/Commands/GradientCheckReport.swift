import Arrays
import Equations
import JSON
import Terminal
import Training

/// What the check of the gradients came to.
struct GradientCheckReport: CommandResult {
  var check: GradientCheck
  /// The command that starts with larger weights, if there is one.
  var largerStart: String?

  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("type", .string("gradient-check")), ("correct", .bool(check.isCorrect)),
      ("wrong", .bool(check.isWrong)),
      ("parameters", .array(check.parameters.map(json))),
      ("between", .array(check.intermediates.map(json))),
    ]
    if let culprit = check.culprit {
      members.append(
        (
          "culprit",
          .object([
            ("name", .string(culprit.name)), ("equation", .string(culprit.equation.text)),
            (
              "expected",
              culprit.expected.map { .string("\(culprit.name) = \($0.text)") } ?? .null
            ),
            ("used_after", culprit.usedAfter.map { .string($0.text) } ?? .null),
          ])
        ))
    }
    if let factor = check.commonFactor { members.append(("factor", .number(factor))) }
    return .object(members)
  }

  private func json(_ result: GradientCheck.Result) -> JSONValue {
    .object([
      ("name", .string(result.name)), ("of", .string(result.of)),
      ("verdict", .string(result.verdict.rawValue)),
      ("judged", .integer(result.judgedCount)), ("elements", .integer(result.elements.count)),
      ("largest_difference", result.largestDifference.map { .number($0) } ?? .null),
      ("eps", result.bestEps.map { .number($0) } ?? .null),
      (
        "sweep",
        .array(
          result.table.map {
            .object([
              ("eps", .number($0.eps)), ("difference", .number($0.relativeDifference)),
              ("rounding", .number($0.rounding)),
            ])
          })
      ),
    ])
  }

  func write(to page: inout Page) {
    var table = Table([
      page.column("gradient"), page.column("verdict"), page.column("difference", .right),
      page.column("best eps", .right), page.column("size", .right),
    ])
    for result in check.parameters { table.append(row(result, page)) }
    page.table(table)
    for result in check.parameters where result.verdict == .wrong {
      guard let worst = result.worst else { continue }
      let element = ElementOperand(name: result.name, index: worst.index).text
      page.paragraph(
        """
        \(StyledText(element, .name)) is \(short(worst.gradient, 8)); the loss \
        says \(short(worst.difference, 8))
        """, indent: 2)
    }
    page.paragraph(conclusion)
    for result in check.parameters where result.verdict == .missing {
      writeMissing(result, to: &page)
    }
    if let culprit = check.culprit { write(culprit, to: &page) }
  }

  private func row(_ result: GradientCheck.Result, _ page: Page) -> [StyledText] {
    [
      StyledText(result.name, .name),
      page.words(words(for: result.verdict), style(for: result.verdict)),
      StyledText(result.largestDifference.map { short($0, 2) } ?? "-", .number),
      StyledText(result.bestEps.map { short($0, 1) } ?? "-", .number),
      StyledText(short(result.size, 2), .number),
    ]
  }

  private var conclusion: Phrase {
    if check.isCorrect { return Phrase("All gradients agree with what the loss does.", .success) }
    if check.isWrong { return Phrase("Not all gradients are right.", .error) }
    if let factor = check.commonFactor {
      return """
        No mistake: every gradient is \(short(factor, 4)) times the derivative of the loss, and so \
        points the right way. The learning rate takes the factor up.
        """
    }
    let verdicts = check.parameters.map(\.verdict)
    if verdicts.contains(.notFinite) {
      return """
        Some of the numbers are not finite, and no difference can judge those: \
        \(StyledText("diagnose", .command)) says where that began.
        """
    }
    if verdicts.contains(.lossAtLimit) {
      return """
        Nothing is wrong as far as can be seen: a prediction is so near to 0 or 1 that the loss is at \
        its limit and does not move, so it cannot judge the gradients. Smaller weights would show \
        them.
        """
    }
    let state: Phrase =
      "Nothing is wrong as far as can be seen; some gradients are too small to be judged."
    guard let largerStart else { return state }
    return "\(state) Larger weights would show them: \(StyledText(largerStart, .command))."
  }

  private func writeMissing(_ result: GradientCheck.Result, to page: inout Page) {
    guard let derived = result.derived else { return }
    page.paragraph(
      "No equation makes \(StyledText(result.name, .name)); forward and loss say:", indent: 2)
    page.line("    \(StyledText("\(result.name) = \(derived.text)", .success))")
  }

  private static let longestRight = 240

  private func write(_ culprit: GradientCheck.Culprit, to page: inout Page) {
    page.paragraph("The mistake enters here:", indent: 2)
    page.line("    \(StyledText(culprit.equation.text, .error))")
    if let use = culprit.usedAfter {
      page.paragraph(
        "It changes \(StyledText(culprit.name, .name)), whose old value is needed after it:",
        indent: 2)
      page.line("    \(use.text)")
    }
    guard let expected = culprit.expected else { return }
    let text = "\(culprit.name) = \(expected.text)"
    // Of a longer one nobody sees in what it differs.
    if text != culprit.equation.text, text.utf8.count <= Self.longestRight {
      page.paragraph("where forward and loss say:", indent: 2)
      page.line("    \(StyledText(text, .success))")
    }
  }

  private func words(for verdict: GradientCheck.Verdict) -> Phrase {
    switch verdict {
    case .correct: "right"
    case .wrong: "WRONG"
    case .scaled: "scaled"
    case .tooSmallToJudge: "too small to judge"
    case .lossAtLimit: "loss at its limit"
    case .notFinite: "not finite"
    case .missing: "missing"
    case .wrongShape: "wrong shape"
    }
  }

  private func style(for verdict: GradientCheck.Verdict) -> Style {
    switch verdict {
    case .correct: .success
    case .wrong, .missing, .wrongShape: .error
    case .scaled, .tooSmallToJudge, .lossAtLimit, .notFinite: .warning
    }
  }

  private func short(_ value: Double, _ digits: Int) -> String {
    NumberFormatting.significant(value, digits: digits)
  }
}

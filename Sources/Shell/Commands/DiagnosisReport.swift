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
      ("text", .string(Diagnosis.describe(finding).english)),
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
      if hasTrained {
        page.paragraph(
          Phrase("Looked for: \(Phrase.list(Diagnosis.all.map(\.title), .and)).", .dim))
      }
      return
    }
    for finding in findings {
      page.paragraph(
        """
        \(Diagnosis.title(of: finding), style(for: finding.severity)): \
        \(Diagnosis.describe(finding))
        """)
      if let equation = finding.equation {
        page.paragraph(StyledText(equation.text, .code), indent: 4)
      }
      for suggestion in finding.suggestions {
        page.paragraph(
          page.words("try \(StyledText(suggestion.command, .command))") + "   "
            + page.words(suggestion.idea.words, .dim),
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

import JSON
import Terminal
import Training

/// What was asked of a network before its training, with the answers.
struct StartCheckReport: CommandResult {
  var check: StartCheck

  var json: JSONValue {
    .object([
      ("type", .string("start-check")),
      (
        "answers",
        .array(
          check.answers.map { answer in
            .object([
              ("question", .string(answer.kind)), ("verdict", .string(answer.verdict.rawValue)),
              ("text", .string(answer.words.english)),
              ("measures", .object(answer.measures.map { ($0.label, .number($0.value)) })),
            ])
          })
      ),
    ])
  }

  func write(to page: inout Page) {
    for answer in check.answers {
      page.paragraph(
        "\(answer.title, .strong) (\(words(for: answer.verdict), style(for: answer.verdict))): \(answer.words)"
      )
    }
  }

  private func words(for verdict: StartCheck.Verdict) -> Phrase {
    switch verdict {
    case .good: "good"
    case .look: "look at it"
    case .wrong: "WRONG"
    case .unasked: "not asked"
    }
  }

  private func style(for verdict: StartCheck.Verdict) -> Style {
    switch verdict {
    case .good: .success
    case .look: .warning
    case .wrong: .error
    case .unasked: .dim
    }
  }
}

import Equations
import Terminal
import Training

extension Command {
  static let derive = Command(
    "derive", group: .looking, usage: "NAME [next] | next [EXPRESSION | answer]",
    summary: "derive a gradient's equation from the loss, line by line, each with its number",
    help: """
      derive dW1 goes from the loss to the equation that list shows for dW1, by way of those that it is \
      made of: every line differs from the one before it by one rule, which stands beside it, and \
      comes to the same number. dL_dA2 is how far L moves for each bit that A2 moves; dA2 is m times \
      that, so that each example has the gradient of its own loss. \
      derive dW1 next asks you for the lines: derive next EXPRESSION answers, and any way to write it \
      that computes the same is right; derive next answer shows the line.
      """,
    completion: .names
  ) { session, argument in
    let words = argument.words
    guard let first = words.first else {
      throw ShellError(
        "missing-argument", "derive what?", hint: .verbatim("derive d\(session.firstName)"))
    }
    if first == "next" { return try session.answerDerivation(argument.dropping(4)) }
    let isAsking = words.count == 2 && words[1] == "next"
    guard words.count == 1 || isAsking else {
      throw ShellError(
        "unexpected-argument", "derive takes a gradient's name",
        hint: .verbatim("derive d\(session.firstName)"), range: argument.range)
    }
    let told = try session.toldDerivation(of: first, range: argument.range)
    if isAsking { return session.askDerivation(of: told) }
    return DeriveReport(told: told)
  }
}

extension Session {
  /// The derivation of a gradient.
  ///
  /// - Throws: `ShellError` of what has none.
  func toldDerivation(of name: String, range: Range<Int>?) throws -> ToldDerivation {
    do throws(DerivationFault) {
      return try run.toldDerivation(of: name)
    } catch {
      let example: Phrase = .verbatim("derive d\(firstName)")
      switch error {
      case .noGradient(let name):
        if case .unknown = run.value(of: name) {
          throw LanguageError(
            .unknownName(name, candidates: run.candidateNames),
            at: range.map { SourceSpan(start: $0.lowerBound, end: $0.upperBound) } ?? .none)
        }
        throw ShellError(
          "no-gradient", "\(name) has no gradient: the loss is not trained through it",
          hint: example, range: range)
      case .folded(let gradient):
        throw ShellError(
          "no-equation",
          "\(gradient) cancels into the next gradient and has no equation of its own",
          hint: .verbatim("list backward"), range: range)
      case .noDerivative:
        throw ShellError(
          "no-derivative", "the model cannot be differentiated", hint: .verbatim("list"),
          range: range)
      case .inSteps:
        throw ShellError(
          "in-steps",
          "a name on the way is computed in several steps, and each has a gradient of its own",
          hint: .verbatim("list forward"), range: range)
      }
    }
  }
}

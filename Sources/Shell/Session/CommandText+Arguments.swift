import Equations
import Networks

extension CommandText.Argument {
  /// A count such as that of `step 3`; `standard` where there is none.
  ///
  /// - Throws: `ShellError` of what is no count.
  package func count(orElse standard: Int?, what: String) throws(ShellError) -> Int {
    let range = offset..<offset + max(text.utf8.count, 1)
    if isEmpty, let standard { return standard }
    guard !isEmpty else {
      throw ShellError(
        "missing-argument", "how many \(what)?", hint: "a whole number", range: range)
    }
    let digits = text.filter { $0 != "_" }
    guard let number = Int(digits), number > 0, number <= Expression.largestInteger else {
      throw ShellError(
        "bad-count", "'\(text)' is no number of \(what)", hint: "a whole number from 1",
        range: range)
    }
    return number
  }

  /// Refuses an argument where none is taken.
  ///
  /// - Throws: `ShellError` where there is one.
  package func expectNone(_ command: String) throws(ShellError) {
    guard !isEmpty else { return }
    throw ShellError(
      "unexpected-argument", "\(command) takes nothing after it",
      hint: .verbatim("help \(command)"),
      range: offset..<offset + text.utf8.count)
  }

  /// A phase by its name.
  ///
  /// - Throws: `ShellError` of what is no phase.
  package func phase() throws(ShellError) -> Phase? {
    if isEmpty { return nil }
    if let phase = Phase(rawValue: text) { return phase }
    let names = Phase.allCases.map(\.rawValue)
    let matches = Phase.allCases.filter { $0.rawValue.hasPrefix(text) }
    if matches.count == 1 { return matches[0] }
    throw ShellError(
      "unknown-phase", "there is no phase '\(text)'",
      hint: Suggestions.hint(for: text, among: names)
        ?? "the phases are \(Suggestions.list(names, .and))",
      range: offset..<offset + text.utf8.count)
  }
}

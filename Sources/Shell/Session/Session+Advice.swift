import Equations
import Terminal
import Training

extension Session {
  /// An error in words, with the hint that this session's names make possible.
  func describe(_ error: any Error, of line: CommandText) -> ShellError {
    var result = Wording.describe(error)
    guard let kind = (error as? LanguageError)?.kind else { return result }
    switch kind {
    case .unknownFunction(let name, _) where scope.candidateNames.contains(name):
      result.message = "\(name) is a value, not a function"
      result.hint = "\(name) * (...) multiplies, \(name)[0, 0] is an element"
    case .unknownName(let name, _):
      if name == "loss" {
        let loss = run.program.loss
        result.hint = .verbatim(line.text.replacing(#/\bloss\b/#, with: loss))
      } else if let word = Glossary.word(name), word.name.count > 1 {
        result.hint = "\(word.name)? says what it means"
      }
    case .unexpected(let found, let after):
      if let (name, value) = Self.withoutEquals(line) {
        result.hint = .verbatim("set \(name) = \(value)")
      } else if let left = Self.operand(after, bracket: ")"),
        let right = Self.operand(found, bracket: "(")
      {
        result.hint = .verbatim("\(left) * \(right)")
      }
    case .malformedNumber(let text):
      if let (number, name) = factors(text) { result.hint = .verbatim("\(number) * \(name)") }
    default: break
    }
    return result
  }

  /// `set lr 1`: what is to have which value.
  private static func withoutEquals(_ line: CommandText) -> (name: String, value: String)? {
    guard line.word == "set",
      let match = line.argument.text.wholeMatch(of: #/([A-Za-z]\w*(?:\[[^\]]*\])?)\s+([^=\s]+)/#)
    else { return nil }
    return (String(match.1), String(match.2))
  }

  /// A name or a number of an equation, or what brackets enclose, of which this is the bracket that
  /// is met; nil of an operator.
  private static func operand(_ word: String, bracket: String) -> String? {
    // `(lr + 1)(lr - 1)`: what stands in brackets is named without them.
    if word == bracket || bracket == ")" && word.contains(" ") { return "(...)" }
    return word.wholeMatch(of: #/[A-Za-z_]\w*|[0-9][0-9.]*/#) == nil ? nil : word
  }

  /// `2x`, as it is written on paper: a number and a name. `0x1`, `1e` and `2j` are numbers, of
  /// Python's or unfinished, where nothing has that name.
  private func factors(_ text: String) -> (number: Substring, name: Substring)? {
    guard let match = text.wholeMatch(of: #/([0-9]+\.?[0-9]*|\.[0-9]+)([A-Za-z_]\w*)/#) else {
      return nil
    }
    let name = String(match.2)
    let isNumberLike = match.1 == "0" || name.contains(#/^[eEjJlL]\d*$/#)
    return scope.candidateNames.contains(name) || !isNumberLike ? (match.1, match.2) : nil
  }
}

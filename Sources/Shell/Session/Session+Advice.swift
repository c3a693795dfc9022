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
      } else if Self.isOperand(found), Self.isOperand(after) {
        result.hint = .verbatim("\(after) * \(found)")
      }
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

  /// Whether a word of an equation is a name or a number.
  private static func isOperand(_ word: String) -> Bool {
    word.wholeMatch(of: #/[A-Za-z_]\w*|[0-9.]+/#) != nil
  }
}

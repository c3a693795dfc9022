import Equations
import Training

extension Wording {
  /// What is wrong with the words of a sweep.
  static func describe(_ error: SweepError) -> ShellError {
    var result = words(for: error.kind)
    if error.span.isSome { result.range = error.span.start..<error.span.end }
    return result
  }

  /// An error in an argument of the command line, which is shown beneath it.
  static func describe(_ error: LanguageError, argument: String) -> ShellError {
    var result = describe(error)
    result.source = ShellError.Source(text: argument, place: "the command line")
    return result
  }

  private static func words(for kind: SweepError.Kind) -> ShellError {
    switch kind {
    case .nothingToSweep:
      return ShellError(
        "missing-argument", "no setting has values to try",
        hint: .verbatim("sweep lr=0.1,1,10 hidden=2..8 seeds=20"))
    case .notAnAssignment(let text):
      return ShellError(
        "bad-sweep", "'\(text)' gives no setting values",
        hint: "NAME=VALUES without blanks around the =, such as lr=0.1,1,10")
    case .repeatedName(let name):
      return ShellError("bad-sweep", "\(name) stands here twice")
    case .noValue(let name):
      return ShellError(
        "bad-sweep", "a value of \(name) is missing", hint: "\(name)=1,2,3 or \(name)=2..8")
    case .badRange(let text):
      return ShellError(
        "bad-sweep", "'\(text)' is no range of whole numbers from the smaller to the larger",
        hint: "2..8, or the values one by one: 0.1,0.2")
    case .badBounds(let text):
      return ShellError(
        "bad-sweep", "nothing can be drawn from '\(text)'",
        hint: "log(0.01,10) from above 0, uniform(0.1,2); the smaller bound first")
    case .needsRandom(let text):
      return ShellError(
        "bad-sweep", "'\(text)' is drawn from, which a grid does not do",
        hint: .verbatim("sweep random 50 ..."))
    case .badCount(let name, let text, let most):
      return ShellError(
        "bad-count", "'\(text)' is no number for \(name)", hint: "a whole number from 1 to \(most)")
    case .badSeed(let text):
      return ShellError(
        "bad-sweep", "'\(text)' is no seed", hint: "whole numbers from 0: seed=1,2,3 or seed=0..19")
    case .unknownOrder(let text, let candidates):
      return ShellError(
        "bad-sweep", "a sweep cannot be sorted by '\(text)'",
        hint: .verbatim("by=" + candidates.joined(separator: ", by=")))
    case .missingCount:
      return ShellError(
        "missing-argument", "how many are to be drawn?",
        hint: .verbatim("sweep random 50 lr=log(0.01,10)"))
    case .unclosedQuote:
      return ShellError("unclosed-quote", "this quotation mark is never closed")
    case .tooManyTrials(let limit):
      return ShellError(
        "too-large", "that is more than \(limit) trials",
        hint: "fewer values or seeds, or sweep random N ...")
    case .severalTrials:
      return ShellError(
        "bad-sweep", "one value of each setting is wanted here",
        hint: .verbatim("open lr=1 scale=1 seed=4"))
    case .language(let error): return describe(error)
    case .model(let error):
      var result = describe(error, place: nil)
      result.source = nil
      result.message = "these settings do not fit the model: \(result.message)"
      return result
    }
  }
}

import Equations
import Phrases

/// With what an answer may be written, and with what it may not.
///
///     forbid: bce              not with this function, or this name
///     require: log, mean       with these
///     require: number          with numbers alone, and what can be worked out of them
public struct AnswerRules: Sendable, Hashable {
  /// The keys that say so.
  static let keys = ["forbid", "require"]
  /// What `require` says where nothing but numbers will do.
  static let number = "number"

  /// Functions and names that must not be used.
  package var forbidden: [String] = []
  /// Those that have to be.
  package var required: [String] = []
  /// Whether no name may be used, nor a function but those of a pocket calculator.
  package var isNumber = false

  /// No rules.
  init() {}

  /// Reads the lines of an exercise, with what is wrong noted.
  init(_ fields: inout ExerciseFields) {
    for field in Self.keys.flatMap({ fields.all($0) }) {
      let words = field.value.split { ", ".contains($0) }.map(String.init)
      guard !words.isEmpty, words.allSatisfy({ Self.isName($0) }) else {
        fields.note(.malformedRule(key: field.key, text: field.value), field.valuePosition)
        continue
      }
      switch field.key {
      case "forbid": forbidden += words
      default:
        isNumber = isNumber || words.contains(Self.number)
        required += words.filter { $0 != Self.number }
      }
    }
  }

  private static func isName(_ word: String) -> Bool {
    if case .name? = try? Parser.expression(word).node { true } else { false }
  }

  /// Every function and name that the rules are about.
  package var names: [String] { forbidden + required }

  /// What is said of them beside the question; nil where there are none.
  package var words: Phrase? {
    var sentences: [Phrase] = []
    if isNumber { sentences.append("Work it out: only a number counts here, no name.") }
    if !forbidden.isEmpty {
      sentences.append("Do it without \(Self.list(forbidden, .or)).")
    }
    if !required.isEmpty { sentences.append("Do it with \(Self.list(required, .and)).") }
    return sentences.isEmpty ? nil : Phrase(sentences, separator: " ")
  }

  private static func list(_ names: [String], _ conjunction: Phrase.Conjunction) -> Phrase {
    Phrase.list(names.map { Phrase(StyledText($0, .code)) }, conjunction)
  }

  /// The rule that a right answer breaks; nil where it keeps them all.
  func mistake(in expressions: [Expression]) -> Judgement.Mistake? {
    // Of the ways in which a text can be meant one is enough.
    var first: Judgement.Mistake?
    for expression in expressions {
      guard let mistake = mistake(in: expression) else { return nil }
      first = first ?? mistake
    }
    return first
  }

  private func mistake(in expression: Expression) -> Judgement.Mistake? {
    let used = Set((expression.names + expression.calledFunctions).map(Self.oneName))
    if isNumber, !used.isSubset(of: Self.calculator) { return .notANumber }
    if let name = forbidden.first(where: { used.contains(Self.oneName($0)) }) {
      return .forbidden(name)
    }
    if let name = required.first(where: { !used.contains(Self.oneName($0)) }) {
      return .missing(name)
    }
    return nil
  }

  /// What one may have worked out in: all else would know the answer.
  private static let calculator = Set(
    ["exp", "log", "log2", "log10", "sqrt", "abs", "pi"].map(oneName))

  /// A function under the first of its names.
  private static func oneName(_ name: String) -> String {
    FunctionTable.standard[name]?.name ?? name
  }
}

/// A right answer that is not what was asked for.
extension Judgement.Mistake {
  fileprivate static let notANumber = found(
    code: "not-a-number",
    """
    Names count here no more than functions do, but for exp, log and sqrt. Work it out, and type \
    the number.
    """)

  fileprivate static func forbidden(_ name: String) -> Self {
    found(
      code: "forbidden",
      "That comes to the right thing, but it was to be done without \(name, .code).")
  }

  fileprivate static func missing(_ name: String) -> Self {
    found(
      code: "missing-name",
      "That comes to the right thing, but it was to be done with \(name, .code).")
  }
}

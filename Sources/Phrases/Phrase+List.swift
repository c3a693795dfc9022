extension Phrase {
  /// What joins the last of several words to the others.
  public enum Conjunction: Sendable {
    case and, or
  }

  /// `a`, `a or b`, `a, b or c`.
  public static func list(_ words: [String], _ conjunction: Conjunction = .or) -> Phrase {
    list(words.map { .verbatim($0) }, conjunction)
  }

  /// The same for words that have a translation.
  public static func list(_ words: [Phrase], _ conjunction: Conjunction) -> Phrase {
    guard let last = words.last, words.count > 1 else { return words.first ?? .verbatim("") }
    let others = Phrase(words.dropLast())
    switch conjunction {
    case .and: return "\(others) and \(last)"
    case .or: return "\(others) or \(last)"
    }
  }
}

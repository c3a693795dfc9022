/// Markup that authors know from elsewhere, and that a terminal would show as it was typed.
enum ForeignMarkup {
  /// What is in a text, which holds no code.
  static func first(in text: String) -> LessonFault.Unsupported? {
    if holdsFootnote(text) { return .footnote }
    if holdsMathematics(text) { return .mathematics }
    return nil
  }

  /// `[^1]`.
  private static func holdsFootnote(_ text: String) -> Bool {
    text.contains(/\[\^[^\]\s]+\]/)
  }

  /// `$$`, `\frac{`, `\alpha`, or a stretch between two `$`. As Pandoc has it, the first of the two
  /// has no blank behind it, the second none before it and no digit behind: prices are none.
  private static func holdsMathematics(_ text: String) -> Bool {
    text.contains("$$") || text.contains(/\\[A-Za-z]{2,}\{/)
      || text.matches(of: /\\([A-Za-z]+)/).contains { commands.contains(String($0.1)) }
      || text.contains(/\$[^\s$]([^$]*[^\s$])?\$(?![0-9])/)
  }

  /// The commands that mean themselves, without braces.
  private static let commands: Set<String> = [
    "alpha", "beta", "gamma", "delta", "epsilon", "eta", "theta", "lambda", "mu", "sigma", "phi",
    "Delta", "Sigma", "Theta", "sum", "prod", "int", "partial", "nabla", "infty", "cdot", "times",
    "le", "leq", "ge", "geq", "neq", "approx", "in", "to", "rightarrow", "ldots", "odot",
  ]

  /// A text without what stands between backticks.
  static func withoutCode(_ text: String) -> String {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .map { $0.offset % 2 == 0 ? String($0.element) : "" }.joined(separator: " ")
  }
}

extension DocumentReader {
  /// Notes what a paragraph has that only another program would show.
  mutating func check(_ inlines: [LessonInline], at position: SourcePosition) {
    if let foreign = ForeignMarkup.first(in: inlines.textWithoutCode) {
      faults.add(.unsupported(foreign), at: position)
    }
  }

  /// The same for the words of a field.
  mutating func check(_ field: LessonField) {
    if let foreign = ForeignMarkup.first(in: ForeignMarkup.withoutCode(field.value)) {
      faults.add(.unsupported(foreign), at: field.valuePosition)
    }
  }
}

extension Sequence where Element == LessonInline {
  /// The words alone, with a blank for each piece of code.
  package var textWithoutCode: String {
    map { inline in
      switch inline {
      case .text(let words): words
      case .code, .softBreak, .hardBreak: " "
      case .emphasis(let inner), .strong(let inner), .link(let inner, _): inner.textWithoutCode
      }
    }.joined()
  }
}

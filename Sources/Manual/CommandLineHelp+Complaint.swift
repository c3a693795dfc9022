import Phrases
import Shell
import Terminal

/// A command line that is not understood: what is wrong, in the reader's language.
extension CommandLineHelp {
  /// What the parser of arguments says, in its own words; those that begin alike have the longer one
  /// first.
  private static let complaints: [Phrase] = [
    "Unknown option '\("{1}")'. Did you mean '\("{2}")'?",
    "Unknown option '\("{1}")'",
    "or: Missing value for '\("{1}") <\("{2}")>' in '\("{3}")'",
    "Missing value for '\("{1}") <\("{2}")>'",
    "Missing value for '\("{1}")'",
    "The option '\("{1}")' does not take any value, but '\("{2}")' was specified.",
    "Unexpected argument '\("{1}")'",
    "\("{1}") unexpected arguments: '\("{2}")'",
    "Missing expected argument '<\("{1}")> ...'",
    "Missing expected argument '<\("{1}")>'",
    "Missing expected argument '\("{1}") <\("{2}")>'",
    "Missing one of: '\("{1}")'",
    "Value to be set with flag '\("{1}")' had already been set with flag '\("{2}")'",
    """
    The value '\("{1}")' is invalid for '\("{2}") <\("{3}")>'. Please provide one of \("{4}") and \
    \("{5}").
    """,
    """
    The value '\("{1}")' is invalid for '\("{2}") <\("{3}")>'. Please provide one of \("{4}") or \
    \("{5}").
    """,
    """
    The value '\("{1}")' is invalid for '\("{2}") <\("{3}")>'. Please provide one of the following:
    """,
    "The value '\("{1}")' is invalid for '\("{2}") <\("{3}")>'",
    "The value '\("{1}")' is invalid for '<\("{2}")>'",
  ]

  /// A line of what the parser says, or of what a subcommand says of its options.
  static func phrase(_ line: some StringProtocol) -> Phrase {
    let text = String(line)
    return complaints.lazy.compactMap { $0.read(from: text) }.first ?? Phrase(key: text)
  }

  /// Says what is wrong, what the option that is meant takes, and how the command is typed.
  ///
  /// - Parameter complaint: in the parser's words.
  package func write(complaint: String, to page: inout Page) {
    let words = Wordings(translation: page.translation)
    for (number, line) in complaint.split(separator: "\n").enumerated() {
      let text = page.words(Self.phrase(line.drop { $0 == " " }))
      if number == 0 {
        page.paragraph(page.words("error:", .error) + " " + text)
      } else {
        page.paragraph(text, indent: 2)
      }
    }
    if let argument = command.arguments.first(where: { $0.isNamed(in: complaint) }) {
      page.paragraph(
        StyledText(words.term(argument), .command) + "  " + ManualPage.about(argument, words),
        indent: 2)
    }
    page.paragraph(page.words("Usage") + ": " + StyledText(usage(words), .code))
    let help = StyledText("underhood help \(command.name)", .command)
    page.paragraph(page.words("hint:", .hint) + " " + page.words(Phrase(help)))
  }
}

extension CommandLineDescription.Argument {
  /// Whether a complaint is about its value.
  fileprivate func isNamed(in complaint: String) -> Bool {
    guard let value else { return false }
    let terms = isPositional ? ["<\(value)>"] : names.map { "\($0) <\(value)>" }
    return terms.contains { complaint.contains("'\($0)") }
  }
}

import Equations
import JSON
import Shell
import Terminal
import Web

/// What the panel says in which a number's arithmetic opens.
enum DoorWords {
  /// By the name that the page's script calls them; what it puts in stands as `{0}`, `{1}` ...
  private static let phrases: [(String, Phrase)] = [
    (
      "sumOfEqualExamples",
      "\("{0}") = \("{1}"), a sum over \("{2}") examples, equal ones together:"
    ),
    ("sumOfExamples", "\("{0}") = \("{1}"), a sum over \("{2}") examples:"),
    ("sumOfEqualTerms", "\("{0}") = \("{1}"), a sum over \("{2}") terms, equal ones together:"),
    ("sumOfTerms", "\("{0}") = \("{1}"), a sum over \("{2}") terms:"),
    ("example", "example \("{0}")"),
    ("term", "term \("{0}")"),
    ("examplesLike", "\("{1}") examples like \("{0}")"),
    ("termsLike", "\("{1}") terms like \("{0}")"),
    ("rest", "\("{0}") smaller terms of \("{1}") kinds, together"),
    ("rounding", "rounding on the way"),
    ("draw", "draw \("{0}") of \("{1}") \("{2}")"),
    ("drawSince", "draw \("{0}") of \("{1}"), number \("{3}") \("{2}")"),
    ("operands", "where these come from:"),
    ("inPlace", "where they stand:"),
    ("more", "and \("{0}") more of the same kinds"),
    ("course", "from its first value to this one:"),
    ("firstValue", "the first value"),
    ("earlierUpdates", "the updates before the last one, together"),
    ("lastUpdate", "the update of epoch \("{0}"), worked out above"),
    ("allUpdates", "all updates to that of epoch \("{0}"), together"),
    (
      "notKept",
      """
      This file keeps the arithmetic of some moments alone. The shell's why has that of every \
      moment.
      """
    ),
    ("nearest", "The last moment before it that is kept:"),
    ("nearestMoment", "The nearest moment that is kept:"),
    ("gradient", "its gradient:"),
    ("uses", "what reads it:"),
    ("others", "and \("{0}") more"),
    ("moves", "what moves when it is made \("{0}") larger:"),
    ("movesElsewhere", "The shell's \("{0}") says how far it moves them at this moment."),
    ("reached", "reaches"),
    ("howMany", "how many"),
    ("slope", "slope"),
    ("expected", "slope * \("{0}")"),
    ("really", "really"),
    ("pulls", "what each example adds to the gradient of \("{0}"):"),
    (
      "sides",
      "(below 0: wants \("{0}") larger, above 0: smaller; the update goes against the gradient)"
    ),
    ("nothing", "It has no value at this moment."),
  ]

  /// What is said of a number that no epoch has computed.
  static let evaluated: Phrase =
    "what the network says with the parameters as they are, when it is asked"

  private static let panel: Phrase = "the arithmetic of one number; Escape closes it"

  /// The panel for a page of a session.
  static func doors(_ book: WebPage.Doors.Book, _ translation: Translation?) -> WebPage.Doors {
    func text(_ phrase: Phrase) -> String { phrase.text(translation).string }
    let words = JSONValue.object([
      ("words", .object(phrases.map { ($0.0, .string(text($0.1))) })),
      (
        "precedence",
        .object(BinaryOperator.allCases.map { ($0.rawValue, .integer($0.precedence)) })
      ),
    ])
    return WebPage.Doors(
      book, words: words.text, language: translation?.language ?? "en",
      labels: (
        text(panel), text("the way here"), text("Back"), text("Every digit"), text("Close")
      ))
  }
}

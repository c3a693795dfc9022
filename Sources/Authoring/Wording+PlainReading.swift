import Phrases
import Shell

/// What `underhood check --strict` says of a lesson's words: what reads badly, then what to do.
extension Wording {
  static func describe(_ problem: PlainReading.Problem) -> Phrase {
    switch problem {
    case .drawing(let line):
      """
      '\(cut(line))' is a drawing, which nobody can hear; make it a ```drawing fence, with \
      'text: ' and what it shows above it
      """
    case .columns(let line):
      """
      '\(cut(line))' has columns, which run together when they are read aloud; make it a table, \
      or a sentence
      """
    case .longScreen(let count):
      "from here on \(count) lines stand on a screen of 24 at once; begin a page, or say less"
    case .wideLine(let columns):
      "the line has \(columns) columns; break it before the \(PlainReading.width + 1)st"
    case .wideBlock(let columns):
      """
      this takes \(columns) columns of a screen's \(PlainReading.width), and does not wrap; make \
      it narrower
      """
    case .bareName(let name):
      "\(name) is a name here and stands as a word; put it between backticks"
    }
  }

  private static func cut(_ text: String) -> String {
    Phrase.cut(text.trimmed, atMost: ShellError.longestQuotation)
  }
}

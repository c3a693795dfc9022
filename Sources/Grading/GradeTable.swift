import Lessons
import Shell
import Terminal

/// The grades as comma-separated values, a line a file.
struct GradeTable {
  let book: GradeBook

  private var exercises: [String] {
    book.handIns.first { $0.lesson?.id == book.lesson && $0.isGraded }?.exerciseIDs ?? []
  }

  var csv: String {
    let heading =
      [
        "name", "lesson", "status", "solved", "exercises", "attempts", "hints", "answers",
        "skipped", "seconds", "file", "remarks",
      ] + exercises
    return ([heading] + book.handIns.map(cells)).map { row in
      row.map(Self.cell).joined(separator: ",") + "\n"
    }.joined()
  }

  private func cells(_ handIn: GradedHandIn) -> [String] {
    let isGraded = handIn.isGraded
    func number(_ value: Int?) -> String { isGraded ? value.map { "\($0)" } ?? "" : "" }
    let isOfThis = handIn.lesson?.id == book.lesson
    return [
      handIn.name ?? "", handIn.lesson?.id ?? "", handIn.status, number(handIn.count(.solved)),
      number(handIn.exerciseIDs.count), number(handIn.tally.total(\.attempts)),
      number(handIn.tally.total(\.hints)), number(handIn.count(.answered)),
      number(handIn.count(.skipped)), number(handIn.tally.seconds), handIn.file,
      handIn.remarks.map { Wording.describe($0) }.joined(separator: "; "),
    ] + exercises.map { isGraded && isOfThis ? handIn.tally[$0].state.rawValue : "" }
  }

  /// A cell that a spreadsheet takes as the text it is: quoted where need be (RFC 4180), and with an
  /// apostrophe before what would be a formula.
  static func cell(_ text: String) -> String {
    var text = TextWidth.sanitize(text)
    let isNumber = !text.isEmpty && text.utf8.allSatisfy { 48...57 ~= $0 }
    // Programs differ in which blanks they pass over in front of a formula.
    if !isNumber, let first = text.drop(while: \.isWhitespace).first,
      "=+-@|%\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".contains(first)
    {
      text = "'" + text
    }
    guard text.contains(where: { ",\"';".contains($0) || $0.isWhitespace }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}

import Lessons
import Shell
import System
import Training

/// What a class did, event by event, as tables of the format that research on learning to program
/// exchanges data in: ProgSnap 2 (cssplice.github.io/progsnap2; Price et al., *ProgSnap2: A Flexible
/// Format for Programming Process Data*, ITiCSE 2020).
///
///     DatasetMetadata.csv       Property,Value
///     MainTable.csv             a row an event
///     CodeStates/CodeStates.csv what was typed, each text once
///
/// Answers are `Submit`, with a score of 1 or 0; hints and answers that were shown are
/// `Intervention`; the start of a sitting is `Session.Start`, and other commands are `X-Command`.
struct ProgSnap2 {
  let book: GradeBook
  private var rows: [[Sheet.Cell]] = []
  private var codes: [String: Int] = ["": 0]
  private var codeTexts = [""]

  static let columns = [
    "EventID", "SubjectID", "ToolInstances", "CodeStateID", "EventType", "Order",
    "ClientTimestamp", "ClientTimezone", "SessionID", "AssignmentID", "ProblemID", "Attempt",
    "Score", "InterventionCategory", "InterventionType", "InterventionMessage",
  ]

  /// - Parameter book: with pseudonyms.
  init(book: GradeBook) {
    self.book = book
    for person in book.people {
      for place in person.handIns where book.handIns[place].isGraded { add(book.handIns[place]) }
    }
  }

  private mutating func add(_ handIn: GradedHandIn) {
    let events = Dictionary(handIn.events.map { ($0.number, $0) }) { first, _ in first }
    var attempts: [String: Int] = [:]
    var sitting = 0
    for command in handIn.commands {
      if command.sitting != sitting {
        sitting = command.sitting
        add("Session.Start", command, of: handIn)
        // The lesson was opened with it.
        continue
      }
      guard let event = events[command.number] else {
        add("X-Command", command, of: handIn, code: command.text)
        continue
      }
      switch event.event.kind {
      case .right, .wrong:
        attempts[event.event.exercise, default: 0] += 1
        add(
          "Submit", command, of: handIn, code: event.text, problem: event.event.exercise,
          attempt: attempts[event.event.exercise], score: event.event.kind == .right ? 1 : 0)
        if let said = event.said {
          add(
            "Intervention", command, of: handIn, problem: event.event.exercise,
            intervention: ("Feedback", event.event.detail ?? "wrong", said))
        }
      case .hint, .answer:
        add(
          "Intervention", command, of: handIn, problem: event.event.exercise,
          intervention: ("Hint", event.event.kind.rawValue, event.event.detail ?? ""))
      case .skip: add("X-Skip", command, of: handIn, problem: event.event.exercise)
      }
    }
  }

  private mutating func add(
    _ type: String, _ command: TypedCommand, of handIn: GradedHandIn, code: String = "",
    problem: String = "", attempt: Int? = nil, score: Int? = nil,
    intervention: (category: String, type: String, message: String)? = nil
  ) {
    if codes[code] == nil {
      codes[code] = codeTexts.count
      codeTexts.append(code)
    }
    let lesson = handIn.lesson?.id ?? ""
    let subject = handIn.name ?? ""
    rows.append([
      .count(rows.count), .text(subject), .text("Underhood \(Session.version)"),
      .count(codes[code]), .fixed(type), .count(rows.count),
      // Without the Z: the time zone has a column of its own.
      .fixed(command.time.map { String(Timestamp.text($0).dropLast()) } ?? ""),
      .fixed(command.time == nil ? "" : "+0000"), .text("\(handIn.file) \(command.sitting)"),
      .text(lesson), .text(problem), .count(attempt), .count(score),
      .fixed(intervention?.category ?? ""), .text(intervention?.type ?? ""),
      .text(intervention?.message ?? ""),
    ])
  }

  /// The files by their paths in the folder.
  var files: [(path: String, text: String)] {
    let metadata = [
      ("Property", "Value"), ("Version", "1.0"), ("IsEventOrderingConsistent", "true"),
      ("EventOrderScope", "Restricted"), ("EventOrderScopeColumns", "SubjectID;AssignmentID"),
      ("CodeStateRepresentation", "Table"),
    ]
    func sheet(_ heading: [String], _ rows: [[Sheet.Cell]]) -> String {
      Sheet(rows: [heading.map { .fixed($0) }] + rows).text
    }
    return [
      ("DatasetMetadata.csv", Sheet(rows: metadata.map { [.fixed($0.0), .fixed($0.1)] }).text),
      ("MainTable.csv", sheet(Self.columns, rows)),
      (
        "CodeStates/CodeStates.csv",
        sheet(["CodeStateID", "Code"], codeTexts.enumerated().map { [.count($0), .text($1)] })
      ),
    ]
  }
}

import Equations
import Networks
import Shell
import Training
import Web

/// What a page that follows a session asks it: read-only, a name at a time.
extension SessionPage {
  /// What is asked for at an address: `why/W1` or `why/W1/12.0.7`, the arithmetic of a name's
  /// elements, now or as it was computed at a cursor, as `DoorBook` writes it; `ask/uses/W1/0` or
  /// `ask/pulls/W1/0`, what the command says of one element, in JSON. `nil` of anything else.
  package func answer(to question: String) -> [UInt8]? {
    let parts = question.split(separator: "/", omittingEmptySubsequences: false)
    switch parts.first {
    case "why": return arithmetic(parts.dropFirst())
    case "ask": return told(Array(parts.dropFirst()))
    default: return nil
    }
  }

  /// What a command says that only looks.
  private func told(_ parts: [Substring]) -> [UInt8]? {
    guard parts.count == 3, let name = Self.decoded(parts[1]), let flat = Int(parts[2]),
      let command = ["uses", "pulls"].first(where: { parts[0] == $0 }),
      case .array(let array)? = run.state.slots[name]?.value, array.count > flat, flat >= 0
    else { return nil }
    let index = array.shape.index(ofFlat: flat).map { String($0) }.joined(separator: ", ")
    var copy = session
    let outcome = copy.perform(
      index.isEmpty ? "\(command) \(name)" : "\(command) \(name)[\(index)]")
    return outcome.isSuccess ? Array(outcome.json.text.utf8) : nil
  }

  private func arithmetic(_ parts: ArraySlice<Substring>) -> [UInt8]? {
    let parts = Array(parts)
    guard parts.count <= 2, let name = parts.first.flatMap(Self.decoded), !name.isEmpty else {
      return nil
    }
    if let found = evaluation(name, parts.dropFirst().first) { return found }
    var cursor = run.state.cursor
    if parts.count == 2 {
      guard let found = moment(parts[1]) else { return nil }
      cursor = found
    }
    var book = DoorBook()
    guard let version = book.note(name, before: cursor, Explainer(run), follows: false) else {
      return nil
    }
    return book.encoded([DoorBook.Moment(names: [name: version])], session.context.translation)
  }

  /// What the network says of a name now, `=A2`, or of one that an answer like it has led to: `A1` at
  /// `=train.12.0.0`; `nil` of anything else.
  private func evaluation(_ asked: String, _ moment: Substring?) -> [UInt8]? {
    guard asked.hasPrefix("=") || moment?.hasPrefix("=") == true else { return nil }
    let name = String(asked.drop { $0 == "=" })
    let explainer = Explainer(run)
    for part in DataPart.allCases
    where moment.map({ $0.hasPrefix("=\(part.rawValue).") }) ?? true {
      let records = explainer.evaluation(on: part)
      guard let record = records.first(where: { $0.version.name == name }),
        moment.map({ record.version.text.hasSuffix("@\($0)") }) ?? true
      else { continue }
      var book = DoorBook()
      book.note(records, explainer, traced: name)
      return book.encoded(
        [DoorBook.Moment(names: [asked: record.version])], session.context.translation)
    }
    return nil
  }

  /// The moment after the equation at a cursor, `12.0.7`, at one, `!12.0.7`, or the present, `-`;
  /// `nil` where the run has not been there.
  private func moment(_ text: Substring) -> Cursor? {
    // Behind it the stretch of the run's line, which the moment itself tells.
    let text = text.prefix { $0 != "~" }
    if text == "-" || text.isEmpty { return run.state.cursor }
    let numbers = text.drop { $0 == "!" }.split(separator: ".").map { Int($0) }
    guard numbers.count == 3, let epoch = numbers[0], let batch = numbers[1], let index = numbers[2]
    else { return nil }
    let cursor = Cursor(epoch: epoch, batch: batch, index: index)
    let program = run.program
    let steps = epoch == 0 ? program.setup.count : program.iteration.count
    guard epoch >= 0, index >= 0, index < steps, batch >= 0, batch < program.batchesPerEpoch,
      cursor < run.state.cursor
    else { return cursor == run.state.cursor ? cursor : nil }
    return text.hasPrefix("!") ? cursor : program.cursor(after: cursor)
  }

  /// A part of an address without its escapes.
  private static func decoded(_ text: Substring) -> String? {
    PercentEncoding.decoded(text.utf8).flatMap { String(validating: $0, as: UTF8.self) }
  }
}

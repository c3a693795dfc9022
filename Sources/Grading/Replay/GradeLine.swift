import JSON
import Lessons
import Shell
import Training

/// What the process that plays a hand-in again tells the one that asked for it, a line of JSON each,
/// as it goes: what was found before a process broke off is not lost.
enum GradeLine: Equatable {
  case heading(name: String, lesson: Journal.Header.Lesson, written: Int?)
  case exercises([String])
  case remark(HandInRemark)
  case commands([TypedCommand])
  /// The command with this number comes next.
  case at(Int)
  case event(GradedEvent)
  case claim(String)
  /// The time spent.
  case seconds(Int)
  case done

  var text: String { JSONValue.object(members).text }

  private var members: [(String, JSONValue)] {
    switch self {
    case .heading(let name, let lesson, let written):
      return [
        ("line", .string("heading")), ("name", .string(name)), ("lesson", .string(lesson.id)),
        ("hash", .string(lesson.hash)), ("written", JSONValue(written)),
      ]
    case .exercises(let ids): return [("line", .string("exercises")), ("ids", .strings(ids))]
    case .remark(let remark):
      return [
        ("line", .string("remark")), ("kind", .string(remark.kind.rawValue)),
        ("number", JSONValue(remark.number)), ("text", JSONValue(remark.text)),
      ]
    case .commands(let commands):
      return [("line", .string("commands")), ("commands", .array(commands.map(\.json)))]
    case .at(let number): return [("line", .string("at")), ("number", .integer(number))]
    case .event(let event): return [("line", .string("event")), ("event", event.json)]
    case .claim(let id): return [("line", .string("claim")), ("exercise", .string(id))]
    case .seconds(let seconds):
      return [("line", .string("seconds")), ("number", .integer(seconds))]
    case .done: return [("line", .string("done"))]
    }
  }

  /// Reads a line; `nil` for any other text.
  init?(_ text: String) {
    guard let value = JSONReader.value(text), let line = value["line"]?.string else { return nil }
    let number = value["number"]?.integer
    switch line {
    case "heading":
      guard let name = value["name"]?.string, let lesson = value["lesson"]?.string,
        let hash = value["hash"]?.string
      else { return nil }
      self = .heading(
        name: name, lesson: .init(id: lesson, hash: hash), written: value["written"]?.integer)
    case "exercises": self = .exercises(value["ids"]?.strings ?? [])
    case "remark":
      guard let kind = value["kind"]?.string.flatMap({ HandInRemark.Kind(rawValue: $0) }) else {
        return nil
      }
      self = .remark(HandInRemark(kind, number: number, text: value["text"]?.string))
    case "commands":
      self = .commands(value["commands"]?.items?.compactMap { TypedCommand($0) } ?? [])
    case "at":
      guard let number else { return nil }
      self = .at(number)
    case "event":
      guard let event = value["event"].flatMap({ GradedEvent($0) }) else { return nil }
      self = .event(event)
    case "claim":
      guard let exercise = value["exercise"]?.string else { return nil }
      self = .claim(exercise)
    case "seconds":
      guard let number else { return nil }
      self = .seconds(number)
    case "done": self = .done
    default: return nil
    }
  }
}

extension GradedHandIn {
  /// What came of a file, from what the process said of it and how it ended.
  init(file: String, lines: some Sequence<GradeLine>, ending: GradeEnding) {
    self.init(file: file)
    var at: Int?
    var isDone = false
    for line in lines {
      switch line {
      case .heading(let name, let lesson, let written):
        (self.name, self.lesson, self.written) = (name, lesson, written)
      case .exercises(let ids): exerciseIDs = ids
      case .remark(let remark): note(remark)
      case .commands(let commands): self.commands = commands
      case .at(let number): at = number
      case .event(let event): add(event)
      case .claim(let id): tally.claim(id)
      case .seconds(let seconds): tally.seconds = seconds
      case .done: isDone = true
      }
    }
    let claims = count(.claimed)
    if claims > 0 { note(HandInRemark(.claimed, number: claims)) }
    guard !isDone else { return }
    switch (at, ending) {
    case (let at?, .tooLong): note(HandInRemark(.timeLimit, number: at))
    case (let at?, .ended): note(HandInRemark(.brokeOff, number: at))
    case (nil, .tooLong): note(HandInRemark(.failed, text: Wording.gradingTookTooLong))
    case (nil, .ended(let status)):
      note(HandInRemark(.failed, text: Wording.gradingEnded(status)))
    }
  }
}

/// How a process that graded came to its end.
enum GradeEnding: Equatable {
  case ended(status: Int32)
  case tooLong
}

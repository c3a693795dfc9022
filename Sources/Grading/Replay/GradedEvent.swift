import JSON
import Lessons
import Training

/// What a student did about an exercise, and what became of it.
package struct GradedEvent: Sendable, Hashable {
  package var event: ExerciseEvent
  /// What was typed, shortened.
  package var text: String
  /// Of the command, counted through all sittings.
  package var number: Int
  /// In seconds since 1970, by the student's clock.
  package var time: Int?
  /// The seconds that it took.
  package var spent: Int?
  /// What a wrong answer was told.
  package var said: String?
  package var meaning: AnswerMeaning?

  package init(
    _ event: ExerciseEvent, text: String, number: Int, time: Int? = nil, spent: Int? = nil,
    said: String? = nil, meaning: AnswerMeaning? = nil
  ) {
    self.event = event
    self.text = text
    self.number = number
    self.time = time
    self.spent = spent
    self.said = said
    self.meaning = meaning
  }
}

extension GradedEvent {
  var json: JSONValue {
    .object([
      ("exercise", .string(event.exercise)), ("kind", .string(event.kind.rawValue)),
      ("detail", JSONValue(event.detail)), ("text", .string(text)), ("number", .integer(number)),
      ("time", JSONValue(time)), ("spent", JSONValue(spent)), ("said", JSONValue(said)),
      ("meaning", meaning?.json ?? .null),
    ])
  }

  init?(_ value: JSONValue) {
    guard let exercise = value["exercise"]?.string, let text = value["text"]?.string,
      let kind = value["kind"]?.string.flatMap({ ExerciseEvent.Kind(rawValue: $0) }),
      let number = value["number"]?.integer
    else { return nil }
    self.init(
      ExerciseEvent(exercise, kind, value["detail"]?.string), text: text, number: number,
      time: value["time"]?.integer, spent: value["spent"]?.integer, said: value["said"]?.string,
      meaning: value["meaning"].flatMap { AnswerMeaning($0) })
  }
}

extension AnswerMeaning {
  fileprivate var json: JSONValue {
    switch self {
    case .words(let words): .object([("words", .string(words))])
    case .numbers(let shape, let values, let room):
      // As texts, which NaN and the infinities have too.
      .object([
        ("shape", .array(shape.map { .integer($0) })),
        ("values", .strings(values.map { "\($0)" })), ("room", .string("\(room)")),
      ])
    }
  }

  fileprivate init?(_ value: JSONValue) {
    if let words = value["words"]?.string {
      self = .words(words)
      return
    }
    guard let shape = value["shape"]?.items?.compactMap(\.integer),
      let texts = value["values"]?.strings, let room = value["room"]?.string.flatMap({ Double($0) })
    else { return nil }
    let values = texts.compactMap { Double($0) }
    guard values.count == texts.count else { return nil }
    self = .numbers(shape: shape, values: values, room: room)
  }
}

/// A command as it was typed, for telling one student's way from another's.
package struct TypedCommand: Sendable, Hashable {
  /// Counted through all sittings, those that open the lesson included.
  package var number: Int
  /// Which sitting it was given in, from 1.
  package var sitting: Int
  package var time: Int?
  /// Shortened, as answers are.
  package var text: String

  package init(number: Int, sitting: Int, time: Int?, text: String) {
    self.number = number
    self.sitting = sitting
    self.time = time
    self.text = text
  }

  /// The commands of a hand-in; of very many the first.
  package static func all(in sittings: [Journal]) -> [TypedCommand] {
    var commands: [TypedCommand] = []
    var number = 0
    for (index, sitting) in sittings.enumerated() {
      for record in sitting.records {
        number += 1
        guard commands.count < most else { return commands }
        commands.append(
          TypedCommand(
            number: number, sitting: index + 1, time: record.time,
            text: ExerciseTally.shortened(record.command)))
      }
    }
    return commands
  }

  static let most = 3000
}

extension TypedCommand {
  var json: JSONValue {
    .array([.integer(number), .integer(sitting), JSONValue(time), .string(text)])
  }

  init?(_ value: JSONValue) {
    guard let items = value.items, items.count == 4, let number = items[0].integer,
      let sitting = items[1].integer, let text = items[3].string
    else { return nil }
    self.init(number: number, sitting: sitting, time: items[2].integer, text: text)
  }
}

extension JSONValue {
  init(_ value: Int?) { self = value.map { .integer($0) } ?? .null }
  init(_ value: String?) { self = value.map { .string($0) } ?? .null }
}

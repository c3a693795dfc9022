import Arrays
import Equations
import Terminal
import Training

/// `why W1[0, 0] between 800 and 900`, `why W1[0, 0] since 800`.
struct MovementQuestion {
  var element: CommandText.Argument
  var first: CommandText.Argument
  /// `nil` for now.
  var second: CommandText.Argument?

  /// What follows `why`, if it asks about a difference.
  ///
  /// - Throws: `ShellError` of a question with only one moment.
  static func split(_ argument: CommandText.Argument) throws(ShellError) -> MovementQuestion? {
    let words = argument.places
    guard let place = words.lastIndex(where: { ["between", "since"].contains($0.text) }), place > 0
    else { return nil }
    let isBetween = words[place].text == "between"
    let rest = words[(place + 1)...].filter { !["epoch", "epochs"].contains($0.text) }
    let element = argument.before(words[place])
    if isBetween {
      guard rest.count == 3, rest[1].text == "and" else {
        throw ShellError(
          "missing-argument", "between which two moments?",
          hint: .verbatim("why \(element.text) between 800 and 900"), range: argument.range)
      }
      return MovementQuestion(element: element, first: rest[0], second: rest[2])
    }
    guard rest.count == 1 else {
      throw ShellError(
        "missing-argument", "since which moment?", hint: .verbatim("why \(element.text) since 800"),
        range: argument.range)
    }
    return MovementQuestion(element: element, first: rest[0], second: nil)
  }
}

extension CommandText.Argument {
  /// Its words, each where it stands.
  fileprivate var places: [CommandText.Argument] {
    Array(text.utf8).split { $0 == 32 || $0 == 9 }.map {
      CommandText.Argument(
        text: String(decoding: $0, as: UTF8.self), offset: offset + $0.startIndex)
    }
  }

  /// What stands before one of its words.
  fileprivate func before(_ word: CommandText.Argument) -> CommandText.Argument {
    let text = String(decoding: text.utf8.prefix(word.offset - offset), as: UTF8.self)
    return CommandText.Argument(text: text.trimmed, offset: offset)
  }
}

extension Session {
  /// Why a number is another than it was.
  func explainMovement(_ question: MovementQuestion) throws -> any CommandResult {
    let expression = try question.element.expression()
    guard let (name, index) = WhyQuestion.element(expression), !isOwn(name) else {
      throw ShellError(
        "not-a-name", "between two moments, why asks about an element of a parameter",
        hint: .verbatim("why \(firstName)[0, 0] since 10"), range: expression.range)
    }
    let first = try moment(question.first)
    let second = try question.second.map { try moment($0) }
    let tell = context.progress
    do {
      return try explained(expression) { explainer in
        let run = explainer.run
        return MovementReport(
          movement: try run.movement(of: name, at: index, from: first, to: second) { done, total in
            tell(Progress(done: done, total: total, loss: nil))
          })
      }
    } catch let fault as MovementFault {
      throw Wording.describe(fault, expression, firstName)
    } catch let error as MomentError {
      throw Wording.describe(error, question.second ?? question.first)
    }
  }

  private func moment(_ argument: CommandText.Argument) throws(ShellError) -> MomentReference {
    do {
      return try run.moment(argument.text)
    } catch {
      throw Wording.describe(error, argument)
    }
  }
}

extension Wording {
  fileprivate static func describe(
    _ fault: MovementFault, _ expression: Expression, _ example: String
  ) -> ShellError {
    let range = expression.range
    switch fault {
    case .noParameter(let name):
      return ShellError(
        "not-trained", "updates move parameters alone, and \(name) is none",
        hint: .verbatim("why \(example)[0, 0] since 10"), range: range)
    case .ahead(let cursor):
      let isStart = cursor.index == 0 && cursor.batch == 0
      return ShellError(
        "not-reached",
        "epoch \(isStart ? cursor.epoch - 1 : cursor.epoch) has not been reached yet",
        hint: .verbatim("run 100"))
    case .order:
      return ShellError(
        "bad-moment", "the second moment has to come after the first",
        hint: .verbatim("why \(expression.text) between 800 and 900"))
    case .noExamples:
      return ShellError("no-examples", "the model has no examples", hint: "help model")
    case .notFinite(let position):
      return ShellError(
        "not-finite", "at \(position) it is no number, and no sum of numbers",
        hint: .verbatim("diagnose"), range: range)
    case .otherShape(let position):
      return ShellError(
        "other-shape", "at \(position) it has another shape", hint: .verbatim("compare"),
        range: range)
    case .notFollowed(let statement):
      return ShellError(
        "not-followed", "\(statement.text) cannot be taken apart by examples",
        hint: .verbatim("why \(expression.text)"), range: range)
    case .noUpdate(let name):
      return ShellError(
        "no-update", "no equation of the update gives \(name) a value",
        hint: .verbatim("list update"), range: range)
    }
  }
}

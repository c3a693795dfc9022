import Equations
import Lessons
import Terminal

/// The words for exercises.
extension Wording {
  static let noLesson: StyledText =
    "No lesson is open. \(StyledText("lessons", .command)) lists them."
  static let noExercise: StyledText = "No exercise is open on this page. Enter turns it."
  static let noHints: StyledText =
    "There is no hint for this one. \(StyledText("answer", .command)) shows the answer."
  static let waitsForReturn: StyledText =
    "This is play: the lesson waits. \(StyledText("return", .command)) goes back to it."
  static let alreadyPlaying: StyledText =
    "You are playing already. \(StyledText("return", .command)) goes back."
  static let playing: StyledText =
    "Play: all that you do now happens on a copy. \(StyledText("return", .command)) goes back."
  static let noProgress: StyledText =
    "Nothing yet. \(StyledText("lessons", .command)) lists the lessons."
  static let lastHint = "That was the last hint; `answer` shows the answer."
  static let hintsLeft = "`hint` gives a hint."

  static func returned(_ session: Session) -> StyledText {
    "Back at \(session.run.position), as it was."
  }

  static func skipped(_ task: ExerciseTask) -> String {
    task.changesSession ? "Skipped; the network is where the exercise leads to." : "Skipped."
  }

  // MARK: Progress

  static let noPlaceForProgress: StyledText =
    "Your progress cannot be kept: there is no folder for it. Everything else works."

  static func progressNotKept(_ error: any Error) -> StyledText {
    "Your progress cannot be kept: \(describe(error).message). Everything else works."
  }

  static func leftOff(page: Int, of count: Int, title: String, id: String) -> StyledText {
    "You were on page \(page) of \(count) of '\(title)'; "
      + "\(StyledText("lesson \(id)", .command)) goes on there."
  }

  static func resumed(page: Int, of count: Int) -> StyledText {
    "You were on page \(page) of \(count). \(StyledText("page 1", .command)) shows the beginning."
  }

  // MARK: The open exercise

  /// How an answer is given.
  static func howTo(_ task: ExerciseTask) -> StyledText {
    switch task {
    case .command: "Type the command."
    case .state: "Type commands; \(StyledText("check", .command)) says whether it holds."
    case .value(_, let tolerance): "Type a number or an expression\(room(tolerance, task))."
    case .prediction(_, _, let tolerance): "Type what you expect\(room(tolerance, task))."
    case .shape: "Type a shape, such as (3, 4)."
    case .choice(let options, _), .bug(let options, _):
      "Type \(Suggestions.list(options.indices.map { ChoiceText.letter($0) }))."
    case .equation(let name?, _): "Type the equation: \(StyledText("\(name) = ...", .code))"
    case .equation(nil, _): "Type the expression."
    }
  }

  private static func room(_ tolerance: Tolerance?, _ task: ExerciseTask) -> String {
    switch tolerance {
    case .absolute(0): ", exactly"
    case .absolute(let room): ", to within \(number(room))"
    case .relative(let part): ", to within \(number(part * 100)) %"
    case nil:
      switch task {
      case .value(let value, _): value.isWholeNumber ? "" : "; two digits are enough"
      default: "; two digits are enough"
      }
    }
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
  }

  static let exerciseWaits: StyledText =
    "There is an exercise to do first. \(StyledText("hint", .command)) helps, "
    + "\(StyledText("answer", .command)) shows the answer, "
    + "\(StyledText("skip", .command)) goes past it."

  static func describe(_ condition: ConditionState) -> StyledText {
    var text: StyledText = "\(StyledText(condition.text, .code)) does not hold"
    let known = condition.values.compactMap { name, value in value.map { "\(name) is \($0)" } }
    let missing = condition.values.filter { $0.value == nil }.map(\.name)
    if !known.isEmpty { text += ": " + StyledText(Suggestions.list(known, "and")) }
    text += "."
    if !missing.isEmpty {
      text += " Not computed yet: \(Suggestions.list(missing, "and"))."
    }
    return text
  }

  // MARK: Judgements

  /// Stays the same when the words change.
  static func code(of judgement: Judgement) -> String {
    switch judgement {
    case .right: "right"
    case .rightToTwoDigits: "right-to-two-digits"
    case .wrong(let mistake):
      switch mistake {
      case .foreseen(let index): "foreseen-\(index + 1)"
      case .twoDigits: "two-digits"
      case .signFlipped: "sign-flipped"
      case .transposed: "transposed"
      case .multipliedByExamples: "times-m"
      case .dividedByExamples: "divided-by-m"
      case .tooLarge: "too-large"
      case .tooSmall: "too-small"
      case .elements: "some-elements"
      case .otherShape: "other-shape"
      case .otherRank: "other-rank"
      case .otherArgument: "other-argument"
      case .notYet: "not-yet"
      case .other: "wrong"
      }
    }
  }

  /// What a judgement says, without the answer.
  static func describe(_ judgement: Judgement, of task: ExerciseTask) -> String {
    switch judgement {
    case .right: "Right."
    case .rightToTwoDigits: "That is right to two digits."
    case .wrong(let mistake): describe(mistake, of: task)
    }
  }

  private static func describe(_ mistake: Judgement.Mistake, of task: ExerciseTask) -> String {
    switch mistake {
    case .twoDigits: "Two digits are right. More are wanted here."
    case .signFlipped: "The size is right, the sign is not."
    case .transposed:
      task.key == .shape
        ? "Right numbers, other order: which counts rows, and which columns?"
        : "That is the transpose: rows and columns have changed places."
    case .multipliedByExamples:
      "That is m times too large, m being the number of examples: a sum where a mean is wanted?"
    case .dividedByExamples:
      "That is m times too small, m being the number of examples: divided once too often?"
    case .tooLarge: "That is too large."
    case .tooSmall: "That is too small."
    case .elements(let right, let count):
      "Of the \(count) numbers \(right) \(right == 1 ? "is" : "are") right."
    case .otherShape(let given):
      given.rank == 0
        ? "One number is not enough here."
        : "That has the shape \(given), which is not the one wanted."
    case .otherRank(let given, let expected):
      "That has \(counted(given, "dimension")), and \(expected) are wanted."
    case .otherArgument: "That is the right command. Look again at what follows it."
    case .foreseen, .notYet, .other: other(task)
    }
  }

  private static func other(_ task: ExerciseTask) -> String {
    switch task {
    case .choice: "That is not it. Read the question once more, and try another."
    case .bug: "That equation is right. Check the shapes and signs of the others."
    case .equation: "That computes something else. Try it on one element, and check its shape."
    case .shape: "That is not it. What is a row here, and what is a column?"
    default: "That is not it."
    }
  }

  static func counted(_ count: Int, _ word: String) -> String {
    "\(count) \(word)\(count == 1 ? "" : "s")"
  }
}

extension Expression {
  /// Whether it is written as a whole number.
  fileprivate var isWholeNumber: Bool {
    switch node {
    case .integer: true
    case .unary(_, let operand): operand.isWholeNumber
    default: false
    }
  }
}

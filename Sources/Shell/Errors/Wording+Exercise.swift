import Equations
import Lessons
import Terminal

/// The words for exercises.
extension Wording {
  static let noLesson: Phrase =
    "No lesson is open. \(StyledText("lessons", .command)) lists them."
  static let noExercise: Phrase = "No exercise is open on this page. Enter turns it."
  static let noHints: Phrase =
    "There is no hint for this one. \(StyledText("answer", .command)) shows the answer."
  static let waitsForReturn: Phrase =
    "This is play: the lesson waits. \(StyledText("return", .command)) goes back to it."
  static let alreadyPlaying: Phrase =
    "You are playing already. \(StyledText("return", .command)) goes back."
  static let playing: Phrase =
    "Play: all that you do now happens on a copy. \(StyledText("return", .command)) goes back."
  static let noProgress: Phrase =
    "Nothing yet. \(StyledText("lessons", .command)) lists the lessons."
  static let lastHint: Phrase =
    "That was the last hint; \(StyledText("answer", .code)) shows the answer."
  static let hintsLeft: Phrase = "\(StyledText("hint", .code)) gives a hint."

  static func returned(_ session: Session) -> Phrase {
    "Back at \(session.run.position), as it was."
  }

  static func skipped(_ task: ExerciseTask) -> Phrase {
    task.changesSession ? "Skipped; the network is where the exercise leads to." : "Skipped."
  }

  // MARK: Progress

  static let noPlaceForProgress: Phrase =
    "Your progress cannot be kept: there is no folder for it. Everything else works."

  static func progressNotKept(_ error: any Error) -> Phrase {
    "Your progress cannot be kept: \(describe(error).message). Everything else works."
  }

  static func leftOff(page: Int, of count: Int, title: String, id: String) -> Phrase {
    """
    You were on page \(page) of \(count) of '\(title)'; \
    \(StyledText("lesson \(id)", .command)) goes on there.
    """
  }

  static func resumed(page: Int, of count: Int) -> Phrase {
    "You were on page \(page) of \(count). \(StyledText("page 1", .command)) shows the beginning."
  }

  // MARK: The open exercise

  /// How an answer is given.
  static func howTo(_ task: ExerciseTask) -> Phrase {
    switch task {
    case .command: "Type the command."
    case .state: "Type commands; \(StyledText("check", .command)) says whether it holds."
    case .value(let value, let tolerance): howTo(value, tolerance)
    case .prediction(_, _, let tolerance): howToPredict(tolerance)
    case .shape: "Type a shape, such as (3, 4)."
    case .choice(let options, _), .bug(let options, _):
      "Type \(Suggestions.list(options.indices.map { ChoiceText.letter($0) }))."
    case .equation(let name?, _): "Type the equation: \(StyledText("\(name) = ...", .code))"
    case .equation(nil, _): "Type the expression."
    }
  }

  private static func howTo(_ value: Expression, _ tolerance: Tolerance?) -> Phrase {
    switch tolerance {
    case .absolute(0): "Type a number or an expression, exactly."
    case .absolute(let room): "Type a number or an expression, to within \(number(room))."
    case .relative(let part):
      "Type a number or an expression, to within \(number(part * 100)) %."
    case nil:
      if value.isWholeNumber {
        "Type a number or an expression."
      } else if value.isComputed {
        """
        Type a number or an expression; two digits are enough, but a whole number has to be exact.
        """
      } else {
        "Type a number or an expression; two digits are enough."
      }
    }
  }

  private static func howToPredict(_ tolerance: Tolerance?) -> Phrase {
    switch tolerance {
    case .absolute(0): "Type what you expect, exactly."
    case .absolute(let room): "Type what you expect, to within \(number(room))."
    case .relative(let part): "Type what you expect, to within \(number(part * 100)) %."
    case nil: "Type what you expect; two digits are enough."
    }
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
  }

  static let exerciseWaits: Phrase =
    """
    There is an exercise to do first. \(StyledText("hint", .command)) helps, \
    \(StyledText("answer", .command)) shows the answer, \
    \(StyledText("skip", .command)) goes past it.
    """

  static func describe(_ condition: ConditionState) -> Phrase {
    let known = condition.values.compactMap { name, value -> Phrase? in
      value.map { "\(name) is \($0)" }
    }
    let missing = condition.values.filter { $0.value == nil }.map(\.name)
    var sentences: [Phrase] = []
    if !known.isEmpty { sentences.append("Now \(Suggestions.list(known, .and)).") }
    if !missing.isEmpty {
      sentences.append("Not computed yet: \(Suggestions.list(missing, .and)).")
    }
    return Phrase(sentences, separator: " ")
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
      case .otherCase: "other-case"
      case .otherArgument: "other-argument"
      case .notYet: "not-yet"
      case .other: "wrong"
      }
    }
  }

  /// What a judgement says, without the answer.
  static func describe(_ judgement: Judgement, of task: ExerciseTask) -> Phrase {
    switch judgement {
    case .right: "Right."
    case .rightToTwoDigits: "That is right to two digits."
    case .wrong(let mistake): describe(mistake, of: task)
    }
  }

  private static func describe(_ mistake: Judgement.Mistake, of task: ExerciseTask) -> Phrase {
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
      right == 1
        ? "Of the \(count) numbers 1 is right." : "Of the \(count) numbers \(right) are right."
    case .otherShape(let given):
      given.rank == 0
        ? "One number is not enough here."
        : "That has the shape \(given), which is not the one wanted."
    case .otherRank(let given, let expected):
      given == 1
        ? "That has 1 dimension, and \(expected) are wanted."
        : "That has \(given) dimensions, and \(expected) are wanted."
    case .otherCase(let given, let wanted):
      """
      The equation asked for is that of \(wanted); \(given) is another name, since capital and \
      small letters differ.
      """
    case .otherArgument: "That is the right command. Look again at what follows it."
    case .foreseen, .notYet, .other: other(task)
    }
  }

  private static func other(_ task: ExerciseTask) -> Phrase {
    switch task {
    case .choice: "That is not it. Read the question once more, and try another."
    case .bug: "That equation is right. Check the shapes and signs of the others."
    case .equation: "That computes something else. Try it on one element, and check its shape."
    case .shape: "That is not it. What is a row here, and what is a column?"
    default: "That is not it."
    }
  }

  /// 'one thing', 'two things', where it is said in English alone.
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
    case .list(let items): items.allSatisfy(\.isWholeNumber)
    default: false
    }
  }
}

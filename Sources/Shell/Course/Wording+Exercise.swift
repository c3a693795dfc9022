import Lessons
import Terminal

/// The words for exercises.
extension Wording {
  static let noLesson: Phrase =
    "No lesson is open. \(StyledText("lessons", .command)) lists them."
  static let noExercise: Phrase = "No exercise is open on this page. Enter turns it."
  static let commandsFirst: Phrase =
    """
    The page's commands come first: Enter does the next one, \(StyledText("demo", .command)) all \
    of them.
    """
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
  static let notCounted: Phrase =
    "If you only wanted to look at a value: this does not count as an attempt."
  static let hintsLeft: Phrase = "\(StyledText("hint", .code)) gives a hint."

  // MARK: Pages

  static func elsewhere(page: Int, position: String) -> Phrase {
    "Page \(page) goes on from \(position). \(StyledText("again", .command)) takes you back there."
  }

  static func broughtBack(from position: String, to place: String) -> Phrase {
    position == place
      ? "Everything is again as the page has it; what you changed is put aside."
      : "Back at \(place), where the page goes on; you were at \(position)."
  }

  static func pageHasRun(_ name: String, insteadOf own: String) -> Phrase {
    """
    Your \(StyledText(own, .name)) is what the page's run \(StyledText(name, .name)) is; the page \
    goes on in that.
    """
  }

  static func lessonEnds(_ following: LessonLibrary.Entry?) -> Phrase {
    guard let following else {
      return "The lesson ends here. \(StyledText("lessons", .command)) lists the others."
    }
    return """
      The lesson ends here. The next one is '\(following.title)': \
      \(StyledText("lesson \(following.number)", .command)).
      """
  }

  static func returned(_ session: Session) -> Phrase {
    "Back at \(session.run.position), as it was."
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

  /// 'one thing', 'two things', where it is said in English alone.
  package static func counted(_ count: Int, _ word: String) -> String {
    "\(count) \(word)\(count == 1 ? "" : "s")"
  }
}

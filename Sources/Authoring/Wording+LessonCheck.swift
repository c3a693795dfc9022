import Lessons
import Phrases
import Shell

/// What `underhood check` says of a lesson's exercises, commands and model: what is wrong, then what
/// to do about it.
extension Wording {
  static let nothingToSeed: Phrase = """
    the front matter says 'seeds: student', and the model's data calls no seed; begin the data \
    section with seed(42), or leave the line out
    """

  static func withStudentSeed(_ seed: UInt32, _ problem: Phrase) -> Phrase {
    "with a student's numbers (seed \(seed)): \(problem)"
  }

  static func numberOfTheSeed(_ number: String) -> Phrase {
    """
    \(number) depends on the seed, and students have others; write {value: EXPRESSION}, or say it \
    without the number
    """
  }

  static func valueFails(_ expression: String, _ error: ShellError) -> Phrase {
    """
    the value '\(short(expression))' cannot be computed here: \(error.message); let a run fence \
    above it do the steps, or mend the expression
    """
  }

  static func describe(_ problem: ExerciseCheck.Problem, of exercise: Exercise) -> Phrase {
    switch problem {
    case .notComputable(let key, let error):
      """
      '\(key):' of '\(exercise.id)' cannot be computed here: \(error.message); let a run fence \
      above it do the steps, or mend the expression
      """
    case .untouchedPasses(let condition):
      """
      '\(exercise.id)' is solved before anything is done, since \(short(condition)) holds \
      already; ask for something that is not so yet
      """
    case .shownPasses(let answer):
      """
      '\(exercise.id)' is solved by what it shows, as it stands ('\(short(answer))'); ask for \
      something that has to be worked out
      """
    case .commandFails(let command, let error): commandFails(command, error)
    case .takesTooLong(let command): takesTooLong(command)
    case .answerFails(let answer):
      """
      the answer '\(short(answer))' does not solve '\(exercise.id)'; mend the answer or \
      '\(exercise.task.key):'
      """
    case .wrongPasses(let text):
      type(of: exercise.task).companions.contains("tolerance")
        ? """
        the wrong answer '\(short(text))' is accepted; make the tolerance smaller, or leave the \
        line out
        """
        : "the wrong answer '\(short(text))' is accepted; leave the line out"
    case .wrongMeetsOther(let text, let line):
      """
      the wrong answer '\(short(text))' gets the feedback of line \(line); leave one of them out
      """
    case .wrongNotJudged(let text):
      exercise.task.changesSession
        ? "'\(short(text))' gets no feedback; write the commands that a student types"
        : "'\(short(text))' is not taken for an answer; write it as a student types it"
    case .unknownRule(let key, let name):
      "'\(key): \(name)' is neither a function nor a name here; look at its spelling"
    case .hintGivesAway(let part):
      """
      the hint gives the answer away with '\(short(part))'; say where to look, or which step \
      comes first
      """
    }
  }

  static func modelDoesNotRun(_ error: ShellError) -> Phrase {
    "the model does not run: \(error.message); \(hint(of: error, or: "mend this line"))"
  }

  static func takesTooLong(_ command: String) -> Phrase {
    """
    '\(short(command))' takes longer than any class waits; run fewer epochs, or with fewer \
    examples
    """
  }

  static func commandFails(_ command: String, _ error: ShellError) -> Phrase {
    """
    '\(short(command))' fails: \(error.message); \
    \(hint(of: error, or: "mend it, or what comes before it"))
    """
  }

  static func outputDiffers(_ command: String, printed: String?, recorded: String?) -> Phrase {
    """
    '\(short(command))' prints \(line(printed)) where the lesson has \(line(recorded)); \
    underhood check --update rewrites it
    """
  }

  static func unrecordable(_ command: String, line: String) -> Phrase {
    """
    the output of '\(short(command))' has the line '\(short(line))', which cannot stand in a \
    fence; show less
    """
  }

  /// A line of the lesson, in the length in which errors quote as well.
  private static func short(_ text: String) -> String {
    Phrase.cut(text, atMost: ShellError.longestQuotation)
  }

  /// A line that is printed, or none.
  private static func line(_ text: String?) -> Phrase {
    text.map { .verbatim(short("'\($0)'")) } ?? "nothing"
  }

  private static func hint(of error: ShellError, or advice: Phrase) -> Phrase {
    error.hint.map { "hint: \($0)" } ?? advice
  }
}

import Arrays
import Equations
import Networks
import Terminal
import Training

/// A student's session: a run of a network, variables of their own, and what was typed so far.
package struct Session: Sendable {
  /// The run at work, and those beside it.
  var book: Runs
  /// Every accepted command, from which the session can be played again.
  package internal(set) var journal: Journal
  /// Lines of the journal that no file has yet.
  var unwrittenLines = ""
  /// Whether the commands are those of an earlier session, which are not to write files again.
  package var isReplaying = false
  /// Variables made by assignments at the prompt.
  var workspace: [String: Value] = [:]
  /// Draws what is asked for at the prompt, so that looking around never moves the run's numbers.
  var random = RandomState(seed: UInt32(0))
  /// Accepted and refused commands, in order.
  package internal(set) var history: [String] = []
  /// The command that Enter repeats.
  package internal(set) var repeatable: String?
  /// Whether `quit` was given.
  package internal(set) var isFinished = false
  /// Whether commands are noted in the journal; not those that another command stands for.
  var isJournaling = true
  package var context: Context
  /// What each feature keeps.
  private var states = SessionStates()

  package init(run: Run, context: Context = Context()) {
    book = Runs(run)
    journal = Journal(
      Journal.Header(programVersion: Session.version, seed: run.seed, program: run.program))
    self.context = context
  }

  /// Begins again with another seed.
  package mutating func restart(seed: UInt32) {
    let course = self[Course.self].beforeLessons
    self = Session(run: Run(run.program, seed: seed), context: context)
    self[Course.self] = course
  }

  /// The version of the program.
  package static let version = "0.1.0"
  /// The day of that version.
  package static let versionDate = "2026-11-29"

  /// What a feature keeps in the session.
  package subscript<State: SessionState>(_ type: State.Type) -> State {
    get { states[type] }
    _modify { yield &states[type] }
  }

  /// The run at work.
  package var run: Run {
    _read { yield book.run }
    _modify { yield &book.run }
  }

  /// What the session may use of the world around it.
  package struct Context: Sendable {
    /// Whether someone asked to stop a long run; asked between equations.
    package var shouldStop: @Sendable () -> Bool
    /// Whether someone asked once more: what a stopped command does to say where it stopped is not
    /// stopped by the question that it answers, but by this.
    package var shouldStopAtOnce: @Sendable () -> Bool = { false }
    /// Told of a long run's progress, now and then.
    package var progress: @Sendable (Progress) -> Void
    /// Where lessons are.
    package var lessonDirectory: String?
    /// The language of what the student reads; nil for English. Commands, journals and JSON are the
    /// same in every one.
    package var translation: Translation?
    /// The file that progress is kept in; without one it is kept for this session only.
    package var progressPath: String?
    /// The wall clock, in seconds since 1970, for the journal; nothing else depends on it.
    package var now: @Sendable () -> Int? = { nil }
    /// Seconds from any moment on, for saying how long something took; `nil` where what is said is to
    /// be the same each time.
    package var stopwatch: (@Sendable () -> Double)?
    /// Where the journals of earlier sessions are.
    package var journalFolder: String?
    /// The file of this session's own journal, once there is one.
    var journalPath: String?
    /// The file that the student's name is kept in.
    var studentPath: String?
    /// The commands that there are.
    package var commands: CommandSet = .standard
    /// What commands may touch; nothing while they are a lesson's.
    package var permitted: Command.Effects = .all
    /// Lets the student edit a text in a program of their own; `nil` where nobody sits there.
    package var editor: TextEditor?
    /// Where data files are read.
    package var dataFolder: DataFolder?
    /// Where the session is shown.
    package var audience = Audience()

    package init(
      shouldStop: @escaping @Sendable () -> Bool = { false },
      progress: @escaping @Sendable (Progress) -> Void = { _ in }, lessonDirectory: String? = nil
    ) {
      self.shouldStop = shouldStop
      self.progress = progress
      self.lessonDirectory = lessonDirectory
    }
  }

  /// How far a long run has come.
  package struct Progress: Sendable {
    package var done: Int
    /// `nil` where nobody knows how long it will take.
    package var total: Int?
    package var loss: Double?
    /// What is counted.
    package var unit: Phrase = "epoch"
    /// What part of all the work is done, from 0 to 1, where that is known more finely than by what
    /// is counted.
    package internal(set) var share: Double?
    /// What it is a part of: `command 27 of 28`.
    var whole: Phrase?
    /// Of the parts of a whole, which: the time that is left is that of the part.
    var part = 0
    /// What is to be known while it goes.
    var note: Phrase?
    /// Makes the pictures that go with it; `nil` where there are none.
    package internal(set) var pictures: (@Sendable () -> LivePicturesMade)?

    package init(
      done: Int, total: Int?, loss: Double?, unit: Phrase = "epoch", share: Double? = nil
    ) {
      self.done = done
      self.total = total
      self.loss = loss
      self.unit = unit
      self.share = share
    }
  }

  /// What the current run is called, where there are several.
  package var nameAmongSeveral: String? { book.names.count > 1 ? book.currentName : nil }

  /// What the prompt says before `>`: `xor 12.backward`, among several runs `xor/fast 12.backward`.
  package var promptText: String {
    let name = nameAmongSeveral.map { "/\($0)" } ?? ""
    let open = book.openChange == nil ? "" : " (change open)"
    let play = sandbox == nil ? "" : " (play)"
    return "\(run.program.model.name)\(name) \(run.position)\(open)\(play)"
  }
}

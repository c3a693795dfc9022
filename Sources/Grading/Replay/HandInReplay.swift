import Equations
import Lessons
import Networks
import Phrases
import Shell
import System
import Training

/// Plays a hand-in again and says what comes of it. What the file itself says came of its commands
/// is only compared.
struct HandInReplay {
  let handIn: HandIn
  let lesson: Lesson
  let limits: GradeLimits
  private let tell: (GradeLine) -> Void
  private let start: Session
  private let started = Time.ofProcessor()
  /// What was done in the sittings so far.
  private var record = LessonRecord()
  private var number = 0
  private var seconds = 0
  private var knowsTimes = false
  private var failures: [Int] = []
  private var differences = 0
  private var firstStray: Int?

  init(
    _ handIn: HandIn, of lesson: Lesson, limits: GradeLimits, commands: CommandSet,
    translation: Translation? = nil, tell: @escaping (GradeLine) -> Void
  ) throws {
    self.handIn = handIn
    self.lesson = lesson
    self.limits = limits
    self.tell = tell
    let program = try Program(
      try Model(name: Model.articleName, text: Model.articleText),
      limits: EvaluationLimits(bytes: limits.arrayBytes))
    var session = Session(run: Run(program, seed: 0))
    session.context.commands = commands
    session.context.translation = translation
    session.context.permitted = []
    let (started, limit) = (started, Double(limits.seconds))
    session.context.shouldStop = { Time.ofProcessor() - started > limit }
    start = session
  }

  /// - Parameter sound: how many records of each sitting can be believed.
  mutating func play(sound: [Int]) {
    for (sitting, count) in zip(handIn.sittings, sound) {
      guard play(sitting, upTo: count) else { break }
    }
    if let first = failures.first {
      tell(.remark(HandInRemark(.notPlayed, number: first, text: "\(failures.count)")))
    }
    if let firstStray { tell(.remark(HandInRemark(.strays, number: firstStray))) }
    if differences > 0 { tell(.remark(HandInRemark(.differs, number: differences))) }
    tell(knowsTimes ? .seconds(seconds) : .remark(HandInRemark(.noTimes)))
  }

  /// - Returns: whether there is time for more.
  private mutating func play(_ sitting: Journal, upTo count: Int) -> Bool {
    guard count > 0, let first = sitting.records.first else { return true }
    let request = LessonRequest(CommandText(first.command).argument)
    guard CommandText(first.command).word == "lesson", request.name == lesson.id else {
      tell(.remark(HandInRemark(.otherLesson, text: request.name)))
      return true
    }
    if request.hash != lesson.hash { tell(.remark(HandInRemark(.otherEdition))) }
    var session = start
    session.restart(seed: sitting.header.seed)
    session.isReplaying = true
    var watch = SittingWatch()
    _ = watch.seconds(upTo: first, nil)
    number += 1
    tell(.at(number))
    do {
      try session.open(
        lesson, record: recordOnOpening(request), studentSeed: studentSeed(request))
    } catch {
      failures.append(number)
      return true
    }
    if let other = session.otherFile(
      than: sitting.header.files + sitting.records[..<count].flatMap(\.filesRead))
    {
      tell(.remark(HandInRemark(.otherData, text: other.message.english)))
    }
    var player = HandInSession(session, sitting.records[1..<count])
    let before = number - 1
    let isSameEdition = request.hash == lesson.hash
    var isWithinLimits = true
    for entry in sitting.records[1..<count] {
      number += 1
      tell(.at(number))
      guard number <= GradeLimits.mostCommands else {
        tell(.remark(HandInRemark(.tooLong, number: GradeLimits.mostCommands)))
        isWithinLimits = false
        break
      }
      if isSameEdition, firstStray == nil, player.strays(from: entry) { firstStray = number }
      let isPlayed = player.play(entry)
      if session.context.shouldStop() {
        tell(.remark(HandInRemark(.timeLimit, number: number)))
        isWithinLimits = false
        break
      }
      let event = player.event
      let spent = watch.seconds(upTo: entry, event)
      if let event {
        let text = ExerciseTally.shortened(entry.command)
        tell(
          .event(
            GradedEvent(
              event, text: text, number: number, time: entry.time, spent: spent,
              said: player.said, meaning: player.meaning)))
      }
      if isSameEdition, isPlayed, differs(event, from: entry.note) { differences += 1 }
    }
    // Records are counted within the sitting, and with its opening.
    failures += player.failures.map { $0 + before }
    record = player.record.joined(with: record)
    seconds += watch.total
    knowsTimes = knowsTimes || watch.knowsTimes
    if watch.knowsTimes { tell(.seconds(seconds)) }
    if watch.wentBackwards { tell(.remark(HandInRemark(.clock))) }
    return isWithinLimits
  }

  /// What had been done when a sitting began: what the file says, as far as earlier sittings show it.
  private func recordOnOpening(_ request: LessonRequest) -> LessonRecord {
    var opening = LessonRecord()
    opening.page = request.record?.page ?? 0
    for exercise in lesson.exercises {
      let known = record[exercise.id]
      opening[exercise.id] = ExerciseRecord(attempts: known.attempts, hints: known.hints)
      guard request.record?[exercise.id].state == .solved else { continue }
      if known.state == .open { tell(.claim(exercise.id)) }
      opening[exercise.id].state = known.state == .open ? .skipped : known.state
    }
    return opening
  }

  /// The seed that a sitting had, which is compared with the one that goes with the name.
  private func studentSeed(_ request: LessonRequest) -> UInt32? {
    guard lesson.frontMatter.hasStudentSeeds else { return nil }
    if let seed = request.studentSeed {
      if seed != StudentSeed.seed(of: handIn.name, in: lesson.id) {
        tell(.remark(HandInRemark(.otherSeed)))
      }
    } else {
      tell(.remark(HandInRemark(.ownSeed)))
    }
    return request.studentSeed
  }

  private func differs(_ event: ExerciseEvent?, from note: String?) -> Bool {
    let noted = note.flatMap { ExerciseEvent(note: $0) }
    return event?.exercise != noted?.exercise || event?.kind != noted?.kind
  }
}

import Foundation
import ShellSupport
import Support
import System

@testable import Grading
@testable import Lessons
@testable import Shell
@testable import Training

/// A class that hands in several lessons: most find their own way, some err alike, some copy, and
/// some files mean harm.
///
/// Each lesson is followed once; every student then has that way with wrong answers of their own and
/// a clock of their own, which is what a hand-in shows of a student.
struct SimulatedClass {
  /// What is where: `class/`, `list.csv`.
  let folder: String
  private(set) var names: [String] = []
  /// The students who copy, and from whom: all that was typed, at their own times.
  private(set) var copies: [Int: Int] = [:]
  /// One who sends another's file under their own name.
  private(set) var thief = 0
  private(set) var victim = 0
  /// One who is no person.
  private(set) var robot = 0
  private(set) var hostile: [String] = []
  private let ways: [LessonWay]

  /// - Parameter lessons: numbers of the course's lessons.
  init(in folder: String, students: Int, lessons: [Int], seed: Int) throws {
    self.folder = folder
    ways = try lessons.map { try LessonWay($0) }
    try FileManager.default.createDirectory(
      atPath: folder + "/class", withIntermediateDirectories: true)
    names = (0..<students).map { Self.name($0) }
    robot = students - 1
    (victim, thief) = (1, students - 2)
    // Each of them copies from someone who copies from nobody.
    for number in 0..<max(students / 40, 1) { copies[students - 3 - number] = 4 + 3 * number }
    try writeRoster()
    for way in ways { try handIn(way, seed: seed) }
    try writeHostile()
  }

  // MARK: Names

  private static let firstNames = [
    "Ada", "Bülent", "Chloé", "Dörte", "Emre", "Fatima", "Günter", "Hanna", "İpek", "Jörg", "Kaja",
    "Łukasz", "Mía", "Nguyễn", "Oskar", "Paula", "Quentin", "Rosa", "Søren", "Tánh",
  ]
  private static let lastNames = [
    "Lovelace", "Müller", "Yılmaz", "Strauß", "O'Neill", "de la Cruz", "Øster", "Weiß", "Nowak",
    "Smith",
  ]

  private static func name(_ number: Int) -> String {
    let pair = "\(firstNames[number % 20]) \(lastNames[number / 20 % 10])"
    return number < 200 ? pair : "\(pair) \(number)"
  }

  private func identifier(_ number: Int) -> String { "\(4_000_000 + number * 37)" }

  /// What a student types when asked for a name.
  private func typed(_ number: Int) -> String {
    let parts = names[number].split(separator: " ", maxSplits: 1)
    return switch number % 6 {
    case 1: names[number].lowercased()
    case 2: "\(parts[1]), \(parts[0])"
    case 3: "\(names[number]) \(identifier(number))"
    case 4: names[number].replacing("ü", with: "ue").replacing("ö", with: "oe")
    default: names[number]
    }
  }

  /// As a school's system in Germany writes it: semicolons, and the encoding of Windows where the
  /// names fit into that.
  private func writeRoster() throws {
    var text = "Nachname;Vorname;Matrikelnummer;E-Mail-Adresse\r\n"
    for (number, name) in names.enumerated() {
      let parts = name.split(separator: " ", maxSplits: 1)
      text += "\(parts[1]);\(parts[0]);\(identifier(number));s\(number)@example.org\r\n"
    }
    let bytes = text.data(using: .windowsCP1252) ?? Data([0xFF, 0xFE])
    let data = bytes.count > 2 ? bytes : bytes + (text.data(using: .utf16LittleEndian) ?? Data())
    try data.write(to: URL(fileURLWithPath: folder + "/list.csv"))
  }

  /// The students, for a reader of what grading writes.
  func writeStudents() throws {
    let students = names.indices.map { number in
      [
        "name": names[number], "identifier": identifier(number), "email": "s\(number)@example.org",
      ]
    }
    try JSONSerialization.data(withJSONObject: students).write(
      to: URL(fileURLWithPath: folder + "/students.json"))
  }

  // MARK: Hand-ins

  /// Streams that have nothing to do with one another: those of neighbouring seeds overlap.
  private static func dice(_ seed: Int, _ lesson: Int, _ student: Int) -> Dice {
    var mixed = 0
    for number in [seed, lesson, student] {
      var dice = Dice(mixed &+ number)
      mixed = Int(truncatingIfNeeded: dice.next())
    }
    return Dice(mixed)
  }

  private func handIn(_ way: LessonWay, seed: Int) throws {
    var journals: [Int: [LessonWay.Line]] = [:]
    let start = 1_790_000_000 + way.number * 604_800
    for number in names.indices where copies[number] == nil && number != thief {
      var dice = Self.dice(seed, way.number, number)
      // Who errs much can be copied from and be known by it.
      let errs = copies.values.contains(number) ? 90 : 40
      journals[number] = way.lines(&dice, errs: errs)
    }
    for (copy, source) in copies { journals[copy] = journals[source] }
    for (number, lines) in journals.sorted(by: { $0.key < $1.key }) {
      var dice = Self.dice(seed + 1, way.number, number)
      var time = start + dice.below(400_000)
      let times = lines.map { line -> Int in
        time += number == robot ? 0 : 2 + line.command.count / 4 + dice.below(40)
        return time
      }
      try write(way, lines, times, typed(number), "\(way.lesson.id)-\(number).txt")
      if number == victim {
        try write(way, lines, times, typed(thief), "\(way.lesson.id)-\(thief).txt")
      }
      // Some hand in twice: once too early.
      if number % 17 == 3 {
        let part = lines.count * 2 / 3
        try write(
          way, Array(lines.prefix(part)), Array(times.prefix(part)), typed(number),
          "\(way.lesson.id)-\(number)-first.txt")
      }
    }
  }

  private func write(
    _ way: LessonWay, _ lines: [LessonWay.Line], _ times: [Int], _ name: String, _ file: String
  ) throws {
    var journal = Journal(way.header)
    for (line, time) in zip(lines, times) {
      journal.adopt(
        Journal.Record(
          number: 1, position: line.position, command: line.command, time: time, note: line.note))
    }
    let handIn = HandIn(
      name: name, lesson: .init(id: way.lesson.id, hash: way.lesson.hash),
      programVersion: Session.version, written: times.last, sittings: [journal])
    try handIn.text().write(
      toFile: "\(folder)/class/\(file)", atomically: false, encoding: .utf8)
  }

  // MARK: Files that mean harm

  private mutating func writeHostile() throws {
    let folder = folder + "/class/"
    func write(_ bytes: Data, _ name: String) throws {
      try bytes.write(to: URL(fileURLWithPath: folder + name))
    }
    try write(Data(), "hostile-empty.txt")
    try write(Data((0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* $0) }), "hostile-binary.txt")
    try write(Data(repeating: 0x78, count: 10 << 20), "hostile-large.txt")
    try write(Data("underhood-hand-in 1\nname: \u{1b}[2J\nlesson: x".utf8), "hostile-\u{1b}[2J.txt")
    symlink("/dev/zero", folder + "hostile-zero.txt")
    symlink("hostile-loop.txt", folder + "hostile-loop.txt")
    symlink("..", folder + "hostile-up")
    mkfifo(folder + "hostile-pipe.txt", 0o600)
    hostile = [
      "hostile-empty.txt", "hostile-binary.txt", "hostile-large.txt", "hostile-\u{1b}[2J.txt",
      "hostile-zero.txt", "hostile-loop.txt", "hostile-pipe.txt",
    ]
    guard let way = ways.first else { return }
    let opening = LessonWay.Line(
      position: "0.start", command: "lesson \(way.lesson.id) --hash \(way.lesson.hash)")
    for (number, commands) in [
      ["run 1000000000", "page 2", "x = ones((30000, 30000))"],
      Array(repeating: String(repeating: "(", count: 4000), count: 200),
      ["source /etc/passwd", "save /tmp/stolen", "write numpy /tmp/stolen.py"],
    ].enumerated() {
      let lines = [opening] + commands.map { LessonWay.Line(position: "0.start", command: $0) }
      let name = ["=cmd|' /C calc'!A0", "+49 1234", "@SUM(A1)"][number]
      let file = "hostile-\(number).txt"
      try self.write(way, lines, lines.indices.map { 1_795_000_000 + $0 * 9 }, name, file)
      hostile.append(file)
    }
  }
}

/// How a lesson is gone through, and where one can err in it.
struct LessonWay {
  struct Line {
    var position: String
    var command: String
    var note: String?
  }

  let lesson: Lesson
  let header: Journal.Header
  private var steps: [Step] = []

  private enum Step {
    case line(Line)
    case exercise(id: String, right: [Line], wrong: [Line], odd: [Line])
  }

  var number: Int { lesson.number }

  init(_ number: Int) throws {
    let library = LessonLibrary(directory: Transcript.lessonFolder)
    guard case .found(let entry) = library.find("\(number)"),
      let lesson = library.read(entry).lesson
    else { throw RunFailure(description: "no lesson \(number)") }
    self.lesson = lesson
    var session = try Session.start(
      modelPath: nil, seed: 0, context: .init(lessonDirectory: Transcript.lessonFolder))
    session.context.now = TestClock(from: 0).now
    header = session.journal.header
    var known = 0
    /// Types a line, and gives what the journal has of it.
    func type(_ line: String) -> [Line] {
      _ = session.perform(line)
      let new = session.journal.records.dropFirst(known)
      known = session.journal.records.count
      return new.map { Line(position: $0.position, command: $0.command, note: $0.note) }
    }
    steps = type("lesson \(number)").map { .line($0) }
    for _ in 0..<400 {
      guard let exercise = session.openExercise else {
        let isDone = session.lesson.map { $0.isLastPage && $0.stepsLeft.isEmpty } ?? true
        if isDone { break }
        steps += type(session.lesson?.stepsLeft.isEmpty == false ? "demo" : "").map { .line($0) }
        continue
      }
      let (wrong, odd) = Self.mistakes(exercise, session)
      let context = session.context(of: exercise)
      let answers =
        exercise.answers.isEmpty
        ? exercise.task.typedAnswer(in: context) ?? exercise.workedOut(in: context)
          ?? exercise.answerLines : exercise.answerLines
      let right = answers.flatMap { CommandText.split($0) }.flatMap { type($0) }
      steps.append(.exercise(id: exercise.id, right: right, wrong: wrong, odd: odd))
      if session.lesson?.record[exercise.id].state == .open {
        steps += type("skip").map { .line($0) }
      }
    }
  }

  /// Wrong answers that many give, and those that hardly anyone gives.
  private static func mistakes(_ exercise: Exercise, _ session: Session) -> ([Line], [Line]) {
    guard !exercise.task.changesSession else { return ([], []) }
    func lines(_ texts: [String]) -> [Line] {
      texts.compactMap { text in
        var copy = session
        let count = copy.journal.records.count
        _ = copy.perform(text)
        guard copy.lastEvent?.kind == .wrong, copy.lastEvent?.exercise == exercise.id,
          copy.journal.records.count == count + 1, let record = copy.journal.records.last
        else { return nil }
        return Line(position: record.position, command: record.command, note: record.note)
      }
    }
    var common = exercise.foreseen.map(\.text) + ["1", "0", "(3, 3)", "a", "b", "c", "d"]
    if let task = exercise.task as? EquationTask {
      let (name, right) = (task.name.map { "\($0) = " } ?? "", task.value.text)
      // Two spellings of each of two mistakes.
      common += ["2 * (\(right))", "(\(right)) + (\(right))", "-(\(right)) - 1", "-1 - (\(right))"]
        .map { name + $0 }
    }
    let odd = (0..<12).map { "0.\(10_007 + $0 * 7919 % 80_000)" }
    return (lines(common), lines(odd))
  }

  /// The way of a student who errs so many times in a hundred, in ways that many err and others.
  func lines(_ dice: inout Dice, errs: Int) -> [Line] {
    var lines: [Line] = []
    for step in steps {
      switch step {
      case .line(let line): lines.append(line)
      case .exercise(_, let right, let wrong, let odd):
        if !wrong.isEmpty, dice.below(100) < errs {
          // The first ones are the commonest.
          lines.append(wrong[min(dice.below(wrong.count), dice.below(wrong.count))])
        }
        if !odd.isEmpty, dice.below(100) < errs { lines.append(dice.pick(odd)) }
        lines += right
      }
    }
    return lines
  }
}

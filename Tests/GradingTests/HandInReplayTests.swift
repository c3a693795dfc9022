import Foundation
import Lessons
import Support
import Testing

@testable import Grading
@testable import Shell
@testable import Training

/// Grading plays less than the student did, and comes to the same.
@Suite struct HandInReplayTests {
  static let lines = [
    "", "", "", "step", "s", "step 2", "run 2", "run 1", "epoch", "until L < 0.6925", "continue",
    "rewind", "next", "back", "goto 1.forward", "reset", "undo", "fork f", "switch main",
    "break if L < 0.6925", "delete", "set lr = 10", "lr = 1", "set lr = 1", "set hidden = 3",
    "set W1[0, 1] = 0.25",
    "x = W1[0, 1]", "x = rand()", "x", "W1[0, 1]", "W1[0, 0]", "-0.0134", "0.0134", "2 x 1000",
    "(1000, 2)", "X.shape", "a", "b", "that", "0.5", "0.9", "A2[0, 0]", "(A2 - Y) @ A1.T / m",
    "dZ2 @ A1.T", "dW1", "dZ2", "show W1", "show loss", "where", "list", "check", "stats X",
    "hint", "hint", "skip", "answer", "again", "play", "return", "page", "page back", "page 3",
    "page 4", "page 5", "page 6", "demo", "lesson kinds", "lesson seeded", "nonsense",
    "sweep lr=0.1,1 epochs=2", "open best", "display L", "progress",
  ]

  /// A lesson's data may have been replaced since: the file, its size and its digest are told.
  @Test func tellsOfOtherData() throws {
    let students = try HandInClass()
    try FileManager.default.createDirectory(
      atPath: students.lessons + "/data", withIntermediateDirectories: true)
    try students.folder.write("0,1\n1,0\n0.5,0.25\n", to: "lessons/data/points.csv")
    let model = """
      ```model
      data:
        X = np.loadtxt("points.csv", delimiter=",").T
        Y = float(X[0:1] > X[1:])
      init:
        W1 = zeros((1, 2)) + 0.5
      forward:
        A = sigmoid(W1 @ X)
      loss:
        L = bce(A, Y)
      update:
        sgd(0.1)
      ```

      """
    try students.folder.write(
      HandInClass.seeded.replacing("id: seeded", with: "id: points").replacing(
        "seeds: student\n", with: ""
      )
      .replacing("number: 2", with: "number: 3").replacing(
        "# Weights\n", with: model + "# Weights\n"),
      to: "lessons/03-points.md")
    var session = try students.session("Ada", lesson: "points", at: 1_000_000)
    try students.say("0.5", to: &session)
    func remarks() throws -> [HandInRemark] {
      let lesson = try #require(
        LessonReader().read(path: students.lessons + "/03-points.md").lesson)
      let handIn = HandIn(
        name: "Ada", lesson: .init(id: "points", hash: lesson.hash), programVersion: "1",
        written: nil, sittings: session.journal.sittings(of: "points"))
      var told: [HandInRemark] = []
      var replay = try HandInReplay(
        handIn, of: lesson, limits: GradeLimits(seconds: 1000, megabytes: 4000),
        commands: .standard
      ) { if case .remark(let remark) = $0 { told.append(remark) } }
      replay.play(sound: handIn.sittings.map(\.records.count))
      return told
    }
    #expect(try remarks().isEmpty)
    try students.folder.write("0,1\n1,0\n0.5,0.26\n", to: "lessons/data/points.csv")
    let other = try remarks()
    #expect(other.map(\.kind) == [.otherData])
    #expect(other.first?.text?.contains("points.csv is another file than it was") == true)
  }

  @Test(arguments: 1...6)
  func comesToWhatTheStudentSaw(seed: Int) throws {
    let students = try HandInClass()
    var dice = Dice(seed)
    var session = try students.session("Ada", lesson: "kinds", at: 1_000_000)
    session.context.permitted = [.readsFiles]
    for _ in 0..<100 { _ = session.perform(dice.pick(Self.lines)) }
    for (id, file) in [("kinds", "01-kinds.md"), ("seeded", "02-seeded.md")] {
      let lesson = try #require(LessonReader().read(path: students.lessons + "/" + file).lesson)
      let handIn = HandIn(
        name: "Ada", lesson: .init(id: id, hash: lesson.hash), programVersion: "1", written: nil,
        sittings: session.journal.sittings(of: id))
      var told: [GradeLine] = []
      let limits = GradeLimits(seconds: 1000, megabytes: 4000)
      var replay = try HandInReplay(
        handIn, of: lesson, limits: limits,
        commands: .standard
      ) { told.append($0) }
      replay.play(sound: handIn.sittings.map(\.records.count))

      var notes: [String] = []
      for record in handIn.sittings.flatMap(\.records) {
        if let note = record.note { notes.append("\(note) \(record.command)") }
      }
      var events: [String] = []
      var remarks: [HandInRemark] = []
      for line in told {
        switch line {
        case .event(let event): events.append("\(event.event.note) \(event.text)")
        case .remark(let remark): remarks.append(remark)
        default: break
        }
      }
      // Hints are numbered on from earlier sittings, which the student's program may have forgotten.
      #expect(events == notes, "seed \(seed)")
      #expect(remarks == (handIn.sittings.isEmpty ? [.init(.noTimes)] : []), "seed \(seed)")
      #expect(!told.contains { if case .claim = $0 { true } else { false } })
    }
  }

  /// What nothing asks for costs nothing.
  @Test func trainingThatNobodyAsksFor() throws {
    let students = try HandInClass()
    let path = students.lessons + "/01-kinds.md"
    let lesson = try #require(LessonReader().read(path: path).lesson)
    let long = "run 1000000000"
    try students.forge(
      "Ada",
      [
        "step", long, "page 2", "skip", long, "page 3", "show loss", "play", long, "return", "hint",
        "page 4", "page 3", "skip", "skip", "b", long, "page 4", "skip", "page 5", "skip",
        "x = 3", long, "dW1", long, long,
      ], as: "ada.txt")
    let bytes = Array(try students.folder.read("class/ada.txt").utf8)
    let handIn = try #require(HandIn.read(bytes).handIn)
    var told: [GradeLine] = []
    var replay = try HandInReplay(
      handIn, of: lesson, limits: GradeLimits(seconds: 60, megabytes: 1000),
      commands: .standard
    ) { told.append($0) }
    replay.play(sound: [handIn.sittings[0].records.count])
    let events = told.compactMap { line -> String? in
      if case .event(let event) = line { event.event.note } else { nil }
    }
    #expect(
      events == [
        "command right", "state skip", "value skip", "shape skip", "choice right", "predict skip",
        "equation skip", "bug right",
      ])
    #expect(!told.contains { $0 == .remark(HandInRemark(.timeLimit, number: 5)) })
  }

  @Test func linesOfTheProtocol() {
    let lines: [GradeLine] = [
      .heading(name: "Ada \"L\"\n", lesson: .init(id: "a", hash: "h"), written: nil),
      .heading(name: "", lesson: .init(id: "a", hash: "h"), written: 5), .exercises(["a", "b"]),
      .remark(HandInRemark(.edited, number: 3, text: "x")), .remark(HandInRemark(.cut)),
      .commands([
        TypedCommand(number: 2, sitting: 1, time: 7, text: "show \"X\""),
        TypedCommand(number: 3, sitting: 1, time: nil, text: ""),
      ]),
      .at(3),
      .event(
        GradedEvent(
          ExerciseEvent("a", .wrong, "other"), text: "5", number: 2, time: 7, spent: 3,
          said: "No.", meaning: .words("b"))),
      .event(
        GradedEvent(
          ExerciseEvent("a", .wrong), text: "x", number: 3,
          meaning: .numbers(shape: [2, 1], values: [-0.1, .infinity], room: 1e-9))),
      .event(GradedEvent(ExerciseEvent("a", .skip), text: "", number: 4)), .claim("a"),
      .seconds(9), .done,
    ]
    for line in lines { #expect(GradeLine(line.text) == line) }
    for text in ["", "{}", "[]", "{\"line\":\"at\"}", "{\"line\":\"x\"}", "x"] {
      #expect(GradeLine(text) == nil)
    }
  }
}

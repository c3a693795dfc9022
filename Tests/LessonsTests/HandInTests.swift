import Support
import Testing
import Training

@testable import Lessons

@Suite struct HandInTests {
  static let hash = "sha256:00ff"

  /// A session that follows two lessons, with a time for each command.
  static func session(from time: Int = 1_795_449_330) -> Journal {
    var journal = Journal(
      Journal.Header(programVersion: "0.1.0", seed: 7, modelName: "xor", modelHash: "abc"))
    let commands: [(String, String?)] = [
      ("step", nil), ("lesson first --hash \(hash)", nil), ("page 2", nil),
      ("5", "sum wrong foreseen-1"), ("hint", "sum hint 1"), ("6", "sum right"), ("page 3", nil),
      ("lesson second --hash sha256:11", nil), ("skip", "other skip"),
      ("lesson first --page 3 --done sum --hash \(hash)", nil), ("answer", "shape answer"),
    ]
    for (index, (command, note)) in commands.enumerated() {
      _ = journal.record(command, at: .start, time: time + 10 * index, note: note)
    }
    return journal
  }

  static func handIn(_ name: String = "Ada L.", from time: Int = 1_795_449_330) -> HandIn {
    HandIn(
      name: name, lesson: .init(id: "first", hash: hash), programVersion: "0.1.0",
      written: time + 1000, sittings: session(from: time).sittings(of: "first"))
  }

  @Test func sittingsAreTheLessonsOwn() {
    let sittings = Self.session().sittings(of: "first")
    #expect(sittings.map { $0.records.count } == [6, 2])
    #expect(sittings.allSatisfy { $0.header.lesson == .init(id: "first", hash: Self.hash) })
    #expect(sittings[0].records.map(\.number) == Array(1...6))
    #expect(sittings[0].records[2].note == "sum wrong foreseen-1")
    #expect(sittings[0].header.seed == 7)
    #expect(Self.session().sittings(of: "fir").isEmpty)
  }

  @Test func readsWhatItWrites() throws {
    let handIn = Self.handIn()
    for summary in [[], ["end: sha256:00", "underhood-journal 1", "name: x\u{1b}[2J\ny"]] {
      let text = handIn.text(summary: summary)
      let reading = HandIn.read(Array(text.utf8))
      #expect(reading.faults == [])
      #expect(reading.handIn == handIn)
      #expect(reading.soundRecords == [6, 2])
      #expect(text.unicodeScalars.allSatisfy { $0.value >= 32 || $0 == "\n" || $0 == "\t" })
    }
  }

  /// What mail programs and editors do to any text does not count.
  @Test func otherLineEnds() {
    let handIn = Self.handIn()
    let text = handIn.text()
    for changed in [
      text.replacing("\n", with: "\r\n"), "\u{FEFF}" + text, text + "\n\n  \n",
      String(text.dropLast()),
    ] {
      let reading = HandIn.read(Array(changed.utf8))
      #expect(reading.faults == [] && reading.handIn == handIn)
    }
  }

  @Test func cutAnywhere() {
    let bytes = Array(Self.handIn().text(summary: ["sum  solved"]).utf8)
    for length in 0..<bytes.count - 1 {
      let reading = HandIn.read(Array(bytes[..<length]))
      switch reading.faults.first {
      case .empty?: #expect(length == 0)
      case .foreign?: #expect(length < 20)
      case .otherVersion?: #expect(length == 18, "byte \(length)")
      case .cut?: break
      case let fault: Issue.record("\(String(describing: fault)) at byte \(length)")
      }
      #expect(reading.faults.count == 1, "byte \(length)")
      // What counts is what was there.
      for (sitting, count) in zip(reading.handIn?.sittings ?? [], reading.soundRecords) {
        #expect(sitting.records.prefix(count).allSatisfy { $0.number <= 6 })
      }
    }
  }

  @Test func editedAnywhere() throws {
    let text = Self.handIn().text(summary: ["sum  solved"])
    let bytes = Array(text.utf8)
    for index in bytes.indices where bytes[index] != 10 && index + 1 < bytes.count {
      for flip in [UInt8(1)] where bytes[index] ^ flip != 10 {
        var changed = bytes
        changed[index] ^= flip
        // A letter more or less at the end of a line that only people read is an edit too.
        #expect(HandIn.read(changed).faults != [], "byte \(index)")
      }
    }
    let edited = text.replacing("\t6\tsum right", with: "\t5\tsum right")
    let reading = HandIn.read(Array(edited.utf8))
    let line = try #require(
      text.split(separator: "\n", omittingEmptySubsequences: false)
        .firstIndex { $0.hasSuffix("sum right") })
    #expect(reading.faults == [.edited(line: line + 1)])
    #expect(reading.soundRecords == [4, 2])
    let renamed = text.replacing("name: Ada L.", with: "name: Eve")
    #expect(HandIn.read(Array(renamed.utf8)).faults == [.editedHeading])
    #expect(HandIn.read(Array(renamed.utf8)).soundRecords == [6, 2])
    let summary = text.replacing("sum  solved", with: "sum  perfect")
    #expect(HandIn.read(Array(summary.utf8)).faults == [.editedSomewhere])
    let more = text + "1\t0.start\tx\tstep\n"
    #expect(HandIn.read(Array(more.utf8)).faults.isEmpty == false)
  }

  @Test func linesLeftOut() {
    let lines = Self.handIn().text().split(separator: "\n", omittingEmptySubsequences: false)
    for index in lines.indices.dropLast() where !lines[index].isEmpty {
      var left = lines
      left.remove(at: index)
      let reading = HandIn.read(Array(left.joined(separator: "\n").utf8))
      #expect(reading.faults != [], "line \(index + 1)")
    }
  }

  @Test(
    arguments: [
      ([], HandInFault.empty), (Array("\n \n".utf8), .empty), ([0, 255, 10, 13, 0], .foreign),
      (Array("# First steps\n".utf8), .foreign),
      (Array("underhood-hand-in 2\n".utf8), .otherVersion("2")),
      (Array("underhood-hand-in 1\nname: A\nlesson: x\n\n\nx".utf8), .malformedHeading(line: 4)),
      (Array("underhood-journal 1\n".utf8), .foreign),
    ] as [([UInt8], HandInFault)])
  func otherFiles(bytes: [UInt8], fault: HandInFault) {
    let reading = HandIn.read(bytes)
    #expect(reading.faults == [fault] && reading.handIn == nil)
  }

  /// Any bytes at all end in a reading.
  @Test func anyBytes() {
    let bytes = Array(Self.handIn().text().utf8)
    var dice = Dice(1)
    for _ in 0..<100 {
      var changed = bytes
      for _ in 0...dice.below(6) {
        let start = dice.below(changed.count)
        let end = min(start + dice.below(40), changed.count)
        switch dice.below(3) {
        case 0: changed.removeSubrange(start..<end)
        case 1: changed.insert(contentsOf: changed[start..<end], at: dice.below(changed.count))
        default: changed[start] = UInt8(dice.below(256))
        }
        if changed.isEmpty { changed = [10] }
      }
      if changed != bytes { #expect(HandIn.read(changed).faults != []) }
    }
  }

  /// From Python's hashlib: `int(sha256(text).hexdigest()[:13], 16) % 10**9`.
  @Test func seedsOfStudents() {
    #expect(StudentSeed.seed(of: "Ada L.", in: "first-forward-pass") == 524_182_019)
    #expect(StudentSeed.seed(of: "  ada \t l. ", in: "first-forward-pass") == 524_182_019)
    #expect(StudentSeed.seed(of: "Grace Hopper", in: "first-forward-pass") == 775_814_203)
    #expect(StudentSeed.seed(of: "Ada L.", in: "noisy-xor") == 369_727_455)
    #expect(StudentSeed.seed(of: "Zoë Ångström", in: "noisy-xor") == 293_059_441)
  }

  @Test func notes() {
    for kind in ExerciseEvent.Kind.allCases {
      for detail in [nil, "foreseen-1"] {
        let event = ExerciseEvent("a-b", kind, detail)
        #expect(ExerciseEvent(note: event.note) == event)
      }
    }
    for note in ["", "a", "a b", "A right", "a right b c", "a  right", " a right"] {
      #expect(ExerciseEvent(note: note) == nil)
    }
  }
}

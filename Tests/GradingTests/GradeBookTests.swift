import Testing
import Training

@testable import Grading
@testable import Lessons

@Suite struct GradeBookTests {
  private func event(_ kind: ExerciseEvent.Kind, _ detail: String? = nil) -> ExerciseEvent {
    ExerciseEvent("sum", kind, detail)
  }

  @Test func tallies() {
    func tally(_ events: (ExerciseEvent.Kind, String)...) -> ExerciseTally {
      var tally = LessonTally()
      for (kind, text) in events { tally.add(event(kind), text: text, seconds: 5) }
      return tally["sum"]
    }
    #expect(tally().state == .open)
    let first = tally((.right, "6"))
    #expect(first.state == .solved && first.isSolvedAtOnce && first.seconds == 5)
    let second = tally((.wrong, "5"), (.wrong, " 5 "), (.hint, "hint"), (.right, "6"))
    #expect(second.state == .solved && !second.isSolvedAtOnce)
    #expect(second.attempts == 3 && second.hints == 1 && second.wrongAnswers == ["5"])
    #expect(second.seconds == 20)
    // Who has seen the answer has not solved it; who skipped and came back has.
    #expect(tally((.wrong, "5"), (.answer, ""), (.right, "6")).state == .answered)
    #expect(tally((.skip, ""), (.right, "6")).state == .solved)
    #expect(tally((.right, "6"), (.answer, "")).state == .solved)
    #expect(tally((.skip, ""), (.answer, "")).state == .answered)
  }

  @Test func hintsAreCountedOnce() {
    var tally = LessonTally()
    for number in ["1", "2", "2", "2"] { tally.add(event(.hint, number), text: "", seconds: nil) }
    #expect(tally["sum"].hints == 2)
  }

  @Test func manyLongAnswers() {
    var tally = LessonTally()
    for number in 0..<1000 {
      tally.add(event(.wrong), text: "\(number) " + String(repeating: "x", count: 5000), seconds: 0)
    }
    #expect(tally["sum"].attempts == 1000)
    #expect(tally["sum"].wrongAnswers.count == ExerciseTally.mostWrongAnswers)
    #expect(tally["sum"].wrongAnswers.allSatisfy { $0.count <= ExerciseTally.longestAnswer })
  }

  @Test func timesFromAJournal() {
    var journal = Journal(
      Journal.Header(programVersion: "1", seed: 0, modelName: "x", modelHash: "y"))
    let lines: [(Int, String, String?)] = [
      (0, "lesson first --hash h", nil), (30, "page 2", nil), (50, "show X", nil),
      (60, "5", "sum wrong other"), (10_000, "6", "sum right"), (10_005, "page 3", nil),
      (10_010, "skip", "shape skip"), (10_000, "page 4", nil),
    ]
    for (time, command, note) in lines {
      _ = journal.record(command, at: .start, time: 1_000_000 + time, note: note)
    }
    let tally = LessonTally(notesOf: [journal])
    // The long pause counts as ten minutes.
    #expect(tally["sum"].seconds == 30 + SittingWatch.longestPause)
    #expect(tally["shape"].seconds == 5)
    #expect(tally.seconds == 60 + SittingWatch.longestPause + 5 + 5)
    #expect(LessonTally(notesOf: [journal, journal]).seconds == 2 * (tally.seconds ?? 0))
  }

  // MARK: The class

  /// What was typed in a lesson, a command each ten seconds.
  private static func sittings(from time: Int) -> [Journal] {
    var journal = Journal(
      Journal.Header(programVersion: "0.1.0", seed: 7, modelName: "xor", modelHash: "abc"))
    let commands = ["lesson first --hash h", "page 2", "5", "hint", "6", "page 3", "answer"]
    for (index, command) in commands.enumerated() {
      _ = journal.record(command, at: .start, time: time + 10 * index, note: nil)
    }
    return journal.sittings(of: "first")
  }

  private func graded(
    _ file: String, _ name: String, lesson: String = "first", from time: Int,
    _ events: [(ExerciseEvent, String)] = []
  ) -> GradedHandIn {
    var graded = GradedHandIn(file: file)
    graded.name = name
    graded.lesson = .init(id: lesson, hash: "h")
    graded.exerciseIDs = ["sum", "shape"]
    graded.written = time + 1000
    graded.commands = TypedCommand.all(in: Self.sittings(from: time))
    for (number, (event, text)) in events.enumerated() {
      graded.add(GradedEvent(event, text: text, number: number, spent: 10))
    }
    return graded
  }

  @Test func copiesAndRepetitions() throws {
    let book = GradeBook([
      graded("a", "Ada", from: 1_000_000), graded("b", "Bob", from: 2_000_000),
      graded("e", "Eve", from: 1_000_000), graded("a2", "ada ", from: 1_000_000),
      graded("b2", "Bob", from: 3_000_000), graded("c", "Cy", from: 4_000_000),
    ])
    func remarks(_ file: String) -> [HandInRemark] {
      book.handIns.first { $0.file == file }?.remarks ?? []
    }
    #expect(remarks("e").contains(HandInRemark(.copy, number: 100, text: "a")))
    #expect(remarks("a").contains { $0.kind == .copy && $0.text == "e" })
    #expect(remarks("a2").contains(HandInRemark(.duplicate, text: "a")))
    #expect(remarks("b") == [HandInRemark(.sameName, text: "b2")])
    #expect(remarks("b2") == [HandInRemark(.sameName, text: "b")])
    #expect(remarks("c") == [])
    // Everyone counts, once.
    #expect(book.people.count == 4 && book.counting(0).count == 4)
    #expect(book.soundCount == 3)
  }

  @Test func anEarlierOneGivesWay() {
    var early = graded("early", "Ada", from: 1_000_000)
    early.commands.removeLast(2)
    early.written = 1_000_100
    let book = GradeBook([graded("late", "Ada", from: 1_000_000, [(event(.right), "6")]), early])
    #expect(book.handIns.first { $0.file == "early" }?.remarks == [.init(.earlier, text: "late")])
    #expect(book.handIns.first { $0.file == "late" }?.remarks == [])
    #expect(book.counting(0).count == 1)
  }

  /// A class that begins together has a few moments in common.
  @Test func beginningTogetherIsNoCopying() {
    var first = graded("a", "Ada", from: 1_000_000)
    var second = graded("b", "Bob", from: 5_000_000)
    second.commands.replaceSubrange(0..<3, with: first.commands[0..<3])
    #expect(GradeBook([first, second]).handIns.allSatisfy { $0.remarks.isEmpty })
    first.commands = []
    second.commands = []
    #expect(GradeBook([first, second]).handIns.allSatisfy { $0.remarks.isEmpty })
  }

  @Test func everyCopyIsFound() {
    let book = GradeBook((0..<100).map { graded("f\($0)", "S\($0)", from: 1_000_000) })
    #expect(book.handIns.allSatisfy { $0.has(.copy) })
    // And nobody is struck from what is said of the class.
    #expect(book.counting(0).count == 100)
  }

  @Test func severalLessons() throws {
    let files = [
      graded("a", "Ada", from: 1, [(event(.right), "6")]),
      graded("a2", "Ada", lesson: "second", from: 20_000),
      graded("b", "Bob", lesson: "second", from: 40_000, [(event(.right), "6")]),
    ]
    let book = GradeBook(files)
    #expect(book.lessons.map(\.id) == ["first", "second"])
    #expect(book.people.map(\.name) == ["Ada", "Bob"])
    #expect(book.total(0) == (1, 4) && book.total(1) == (1, 4))
    #expect(book.grade(0, 0)?.percent == 50 && book.grade(0, 1)?.points == 0)
    #expect(book.grade(1, 0) == nil)
    #expect(book.handIns.allSatisfy { $0.remarks.isEmpty })
    let second = GradedLesson(id: "second", exercises: ["sum", "shape"])
    let asked = GradeBook(files, lessons: [second])
    #expect(asked.lessons.map(\.id) == ["second"] && asked.counting(0).count == 2)
    #expect(
      asked.handIns.first { $0.file == "a" }?.remarks == [HandInRemark(.otherLesson, text: "first")]
    )
    #expect(GradeBook([]).lessons.isEmpty && GradeBook([GradedHandIn(file: "x")]).people.isEmpty)
  }

  @Test func pointsAndDates() throws {
    var lesson = GradedLesson(
      id: "first", exercises: ["sum", "shape"],
      credit: LessonCredit(points: 10, weights: ["shape": 3]))
    lesson.due = 1_000_000
    let shape = ExerciseEvent("shape", .right)
    let book = GradeBook(
      [
        graded("a", "Ada", from: 900_000, [(shape, "(2, 1)")]),
        graded("b", "Bob", from: 1_100_000, [(event(.right), "6"), (shape, "(2, 1)")]),
        // The better one counts, and of equals the one that was there first.
        graded("c1", "Cy", from: 990_000, [(event(.right), "6")]),
        graded("c2", "Cy", from: 1_200_000, [(shape, "(2, 1)")]),
        graded("c3", "Cy", from: 1_300_000, [(shape, "(2, 1)")]),
      ], lessons: [lesson], roster: Roster([Student(name: "Ada"), Student(name: "Cy")]))
    #expect(book.people.map(\.name) == ["Ada", "Cy", "Bob"])
    let grades = book.people.indices.map { book.grade($0, 0) }
    #expect(grades.map { $0?.points } == [7.5, 7.5, 10])
    #expect(grades.map { $0?.late } == [0, 201_000, 101_000])
    func codes(_ file: String) -> [String] {
      book.handIns.first { $0.file == file }?.remarks.map(\.kind.rawValue) ?? []
    }
    #expect(codes("a") == [] && codes("b") == ["unlisted", "late"])
    #expect(codes("c1") == ["another"] && codes("c2") == ["late"] && codes("c3") == ["another"])
  }

  @Test func whereTheClassStalls() throws {
    let wrong = (event(.wrong), "5")
    let right = (event(.right), "6")
    let shape = (ExerciseEvent("shape", .right), "(1, 2)")
    let book = GradeBook([
      graded("a", "Ada", from: 100_000, [right, shape]),
      graded("b", "Bob", from: 200_000, [wrong, (event(.wrong), "7"), (event(.hint), ""), shape]),
      graded("c", "Cy", from: 300_000, [wrong, right, shape]),
      // One who types without end does not move the class.
      graded("d", "Di", from: 400_000, Array(repeating: (event(.wrong), "spam"), count: 5000)),
      graded(
        "e", "Ed", from: 500_000, [(event(.skip), ""), (ExerciseEvent("shape", .answer), "")]),
    ])
    let summaries = book.exercises(0)
    #expect(summaries.map(\.id) == ["sum", "shape"])
    let sum = summaries[0]
    #expect(sum.students == 5 && sum.solved == 2 && sum.solvedAtOnce == 1)
    #expect(sum.unsolved == 2 && sum.skipped == 1 && sum.answered == 0 && sum.hints == 1)
    #expect(sum.attempts == 1 + 2 + 2 + 20)
    #expect(sum.wrongAnswers.map(\.text) == ["5", "7", "spam"])
    #expect(sum.wrongAnswers.map(\.people.count) == [2, 1, 1])
    #expect(summaries[1].answered == 1 && summaries[1].unsolved == 1)
  }
}

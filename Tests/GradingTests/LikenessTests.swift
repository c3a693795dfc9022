import Lessons
import Support
import Testing

@testable import Grading

/// Who typed what someone else has typed, and how fast.
@Suite struct LikenessTests {
  /// A hand-in with wrong answers to an exercise, and commands beside them.
  private func handIn(
    _ number: Int, _ wrong: [String], commands: [String] = [], start: Int? = nil
  ) -> GradedHandIn {
    var handIn = GradedHandIn(file: "f\(number)")
    handIn.name = "Student \(number)"
    handIn.lesson = .init(id: "first", hash: "h")
    handIn.exerciseIDs = ["sum"]
    let start = start ?? number * 100_000
    for (place, text) in (wrong + commands).enumerated() {
      let time = start + place * 13 + number % 5
      handIn.commands.append(
        TypedCommand(number: place + 2, sitting: 1, time: time, text: text))
      guard place < wrong.count else { continue }
      handIn.add(
        GradedEvent(ExerciseEvent("sum", .wrong), text: text, number: place + 2, time: time))
    }
    return handIn
  }

  /// A class in which everyone errs by themselves, out of the mistakes that there are.
  private func honest(_ count: Int, seed: Int) -> [GradedHandIn] {
    var dice = Dice(seed)
    return (0..<count).map { number in
      // A few mistakes that most make, many that few do.
      let wrong = (0..<(2 + dice.below(8))).map { _ in
        "\(min(dice.below(40), dice.below(40), dice.below(40)))"
      }
      return handIn(number, wrong, commands: ["show X", "plot loss"])
    }
  }

  @Test(arguments: [3, 12, 60, 200])
  func nobodyIsAccusedByChance(students: Int) {
    for seed in 0..<(students > 60 ? 4 : 12) {
      let book = GradeBook(honest(students, seed: seed))
      #expect(book.likenesses.isEmpty, "seed \(seed)")
    }
  }

  @Test(arguments: [2, 3, 12, 60, 200])
  func equalWrongAnswersInEqualOrder(students: Int) throws {
    var handIns = honest(students - 1, seed: 5)
    let wrong = ["0.31", "41", "1/7", "0.25", "9", "0.5", "-3", "77", "12", "6", "8"]
    handIns[0] = handIn(0, wrong)
    // Retyped, at another time and pace.
    handIns.append(handIn(students, wrong, start: 77_000_003))
    let book = GradeBook(handIns)
    #expect(book.likenesses.count == 1)
    let likeness = try #require(book.likenesses.first)
    #expect(
      Set([likeness.first, likeness.second].map { book.handIns[$0].name })
        == ["Student 0", "Student \(students)"])
    #expect(likeness.shared.count == 11 && likeness.inOrder == 11)
    #expect(likeness.sameSeconds == 0)
    // Both sides are shown, and both count.
    for place in [likeness.first, likeness.second] {
      #expect(book.handIns[place].has(.alike))
    }
    #expect(book.counting(0).count == students)
  }

  @Test func commandsThatNobodyElseGives() {
    let own = (0..<12).map { "show W1[0, 0] * \($0) + b1[1, 0] / \($0 + 7)" }
    var handIns = honest(30, seed: 1)
    handIns[3] = handIn(3, [], commands: own)
    handIns[9] = handIn(9, [], commands: own)
    let book = GradeBook(handIns)
    #expect(book.likenesses.map(\.commands.count) == [12])
  }

  /// The one that is whole is not to blame.
  @Test func theSourceOfAnEditedFile() {
    var copy = handIn(1, ["1", "2", "3", "4", "5"], start: 0)
    var source = handIn(2, ["1", "2", "3", "4", "5"], start: 0)
    source.commands = copy.commands
    copy.note(HandInRemark(.editedHeading))
    let book = GradeBook([copy, source])
    #expect(book.handIns.first { $0.file == "f1" }?.has(.copy) == true)
    #expect(book.handIns.first { $0.file == "f2" }?.remarks.map(\.kind) == [.copied])
    #expect(book.soundCount == 1)
  }

  // MARK: Times

  private func events(_ answers: [(String, Int)], _ kind: ExerciseEvent.Kind) -> [GradedEvent] {
    answers.enumerated().map { number, answer in
      GradedEvent(
        ExerciseEvent("e\(number)", kind), text: answer.0, number: number + 2, time: answer.1)
    }
  }

  @Test func timesThatNobodyCanHave() {
    let robot = events((0..<10).map { ("\($0)", 100 + $0 * 7 / 10) }, .right)
    #expect(Pace.impossible(robot) == Pace.Stretch(answers: 10, seconds: 6, number: 2))
    let typing = events((0..<8).map { ("dW1 = dZ1 @ X.T / m", 100 + $0) }, .wrong)
    #expect(Pace.impossible(typing) != nil)
    // Quick students, those who try one letter after the other, and those without a clock.
    #expect(Pace.impossible(events((0..<20).map { ("b", 100 + $0 * 2) }, .right)) == nil)
    let guesses = (0..<8).map { place in
      GradedEvent(
        ExerciseEvent("e", .wrong), text: "\(place)", number: place, time: 100 + place / 3)
    }
    #expect(Pace.impossible(guesses) == nil)
    #expect(
      Pace.impossible(
        robot.map { event in
          var event = event
          event.time = nil
          return event
        }) == nil)
    #expect(Pace.impossible([]) == nil)
  }
}

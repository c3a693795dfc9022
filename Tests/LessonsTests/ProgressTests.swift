import Support
import Testing

@testable import Lessons

@Suite struct ProgressTests {
  static let text = """
    # underhood progress 1
    last first-forward-pass
    page first-forward-pass 7
    exercise first-forward-pass count-parameters skipped attempts 3 hints 2
    exercise first-forward-pass shape-of-x solved attempts 1 hints 0
    page loss 1
    grade loss 5 of 5

    """

  @Test func readsWhatItWrites() {
    let progress = LessonProgress(Self.text)
    #expect(progress.text == Self.text)
    #expect(progress.last == "first-forward-pass")
    #expect(progress.lessons["first-forward-pass"]?.page == 6)
    let record = progress.lessons["first-forward-pass"]?["count-parameters"]
    #expect(record == ExerciseRecord(state: .skipped, attempts: 3, hints: 2))
  }

  @Test func whatWasSolvedStaysSolved() {
    var record = ExerciseRecord()
    for (state, result) in [
      (ExerciseRecord.State.skipped, ExerciseRecord.State.skipped), (.answered, .answered),
      (.skipped, .answered), (.solved, .solved), (.skipped, .solved),
    ] {
      record.end(state)
      #expect(record.state == result)
    }
  }

  /// A file that was cut, mixed up or edited is read as far as it makes sense.
  @Test(arguments: 0..<20) func damagedFilesAreRead(_ seed: Int) {
    var dice = Dice(seed)
    for _ in 0..<200 {
      var bytes = Array(Self.text.utf8)
      FuzzTests.mutate(&bytes, &dice)
      let progress = LessonProgress(String(decoding: bytes, as: UTF8.self))
      #expect(LessonProgress(progress.text).lessons == progress.lessons)
    }
  }
}

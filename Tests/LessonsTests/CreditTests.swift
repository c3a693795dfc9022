import System
import Testing

@testable import Lessons

/// What a lesson is worth, and until when.
@Suite struct CreditTests {
  private static let lesson = """
    ---
    id: credited
    title: Credited
    number: 1
    minutes: 5
    summary: Worth something.
    CREDIT---

    # Page

    ```exercise
    id: one
    ask: What is 1 + 1?
    value: 2
    ```

    ```exercise
    id: other
    ask: What is 1 + 2?
    value: 3
    ```

    """

  private func read(_ credit: String) throws -> Lesson {
    let text = Self.lesson.replacing("CREDIT", with: credit)
    let reading = LessonReader().read(Array(text.utf8), path: "credited.md")
    #expect(reading.faults == [])
    return try #require(reading.lesson)
  }

  @Test func pointsOfExercises() throws {
    let ids = ["one", "other"]
    let plain = try read("").frontMatter.credit
    #expect(plain == LessonCredit() && plain.points(of: ids) == 2)
    #expect(plain.points(for: "one", of: ids) == 1)
    let weighed = try read("weights: other 3\n").frontMatter.credit
    #expect(weighed.points(of: ids) == 4 && weighed.points(for: "other", of: ids) == 3)
    let worth = try read("points: 10\nweights: other 3, one 1\n").frontMatter.credit
    #expect(worth.points(of: ids) == 10 && worth.points(for: "other", of: ids) == 7.5)
    #expect(LessonCredit(weights: ["one": 0, "other": 0]).points(for: "one", of: ids) == 0)
  }

  /// Students have the lesson without what it is worth, and it is the same lesson.
  @Test func theHashIsThatOfTheLesson() throws {
    let hash = try read("").hash
    #expect(try read("points: 10\nweights: one 2\ndue: 2026-12-01\n").hash == hash)
    #expect(try read("seeds: student\n").hash != hash)
    let text = Self.lesson.replacing("CREDIT", with: "points: 3\n")
    let other = text.replacing("\n", with: "\r\n")
    #expect(LessonReader().read(Array(other.utf8), path: "").lesson?.hash == hash)
  }

  @Test func dates() throws {
    func seconds(_ text: String) throws -> Int { try #require(DueDate(text)).seconds }
    #expect(try seconds("2026-12-01T18:00Z") == 1_796_148_000)
    #expect(try seconds("2026-12-01 18:00:00z") == 1_796_148_000)
    #expect(try seconds("2026-12-01T18:00+01:00") == 1_796_148_000 - 3600)
    #expect(try seconds("2026-12-01T18:00-02:30") == 1_796_148_000 + 9000)
    // By the clock here, wherever that is: a whole day has 24 hours in December.
    #expect(try seconds("2026-12-02") - seconds("2026-12-01") == 86_400)
    #expect(try seconds("2026-12-01") - seconds("2026-12-01 00:00") == 86_399)
    for text in [
      "", "tomorrow", "2026-13-01", "2026-02-30", "2026-12-01T25:00", "2026-12-01T18:00+1",
      "2026-12-01T18:00+99:00", "2026-12-01 18", "2026-12-01x", "01.12.2026",
    ] {
      #expect(DueDate(text) == nil, "\(text)")
    }
  }
}

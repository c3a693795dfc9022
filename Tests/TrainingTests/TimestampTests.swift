import Testing

@testable import Training

@Suite struct TimestampTests {
  /// From Python: `datetime.fromtimestamp(n, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")`.
  static let known: [(Int, String)] = [
    (0, "1970-01-01T00:00:00Z"), (951_782_399, "2000-02-28T23:59:59Z"),
    (951_782_400, "2000-02-29T00:00:00Z"), (951_868_800, "2000-03-01T00:00:00Z"),
    (1_078_012_800, "2004-02-29T00:00:00Z"), (1_795_449_330, "2026-11-23T15:55:30Z"),
    (4_107_542_399, "2100-02-28T23:59:59Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
    (253_402_300_799, "9999-12-31T23:59:59Z"),
  ]

  @Test func agreesWithPython() {
    for (seconds, text) in Self.known {
      #expect(Timestamp.text(seconds) == text)
      #expect(Timestamp.seconds(text) == seconds)
    }
    // Every day of four centuries, there and back.
    for day in 0..<146_097 {
      let seconds = day * 86_400 + 43_210
      if Timestamp.seconds(Timestamp.text(seconds)) != seconds { Issue.record("day \(day)") }
    }
  }

  @Test(arguments: [
    "", "-", "2026-11-23", "2026-11-23T15:15:30", "2026-11-23 15:15:30Z", "2026-02-30T00:00:00Z",
    "2026-13-01T00:00:00Z", "2026-11-23T24:00:00Z", "2026-11-23T15:60:00Z", "+026-11-23T15:15:30Z",
    "1969-12-31T23:59:59Z", "0000-00-00T00:00:00Z", "２026-11-23T15:15Z",
  ])
  func otherTexts(text: String) { #expect(Timestamp.seconds(text) == nil) }

  @Test func beyondTheCalendar() {
    #expect(Timestamp.text(-5) == "1970-01-01T00:00:00Z")
    #expect(Timestamp.text(.max) == "9999-12-31T23:59:59Z")
  }
}

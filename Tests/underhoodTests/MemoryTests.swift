import Equations
import Foundation
import JSON
import ShellSupport
import Support
import Testing

@testable import Shell

/// One limit for all that a session holds; what does not fit is an error, and never the end.
@Suite(.serialized) struct MemoryTests {
  /// Commands that need too much beside what there is, each part of it within the limit.
  static let tooMuch: [(limit: String, commands: [String])] = [
    ("512M", ["hidden = 50000", "step 6"]), ("512M", ["ones((6000, 6000)) + ones((6000, 6000))"]),
    ("512M", ["a = zeros((5000, 5000))", "b = zeros((5000, 5000))", "c = zeros((5000, 5000))"]),
    ("512M", ["x = zeros((1, 20_000_000))", "x[[0, 0, 0, 0]]"]),
    ("512M", ["x = ones((5000, 5000))", "x.T + x"]), ("128M", ["ones((5000, 5000))"]),
    ("256M", ["x = ones((9000, 1))", "x @ x.T"]),
    ("256M", ["x = arange(9000)", "x * x.reshape(-1, 1)"]),
  ]

  private func underhood(_ options: String, limit: String = "unlimited") throws -> RunResult {
    try run(
      "/bin/sh", ["-c", "ulimit -v \(limit); exec \(builtProduct("underhood")) \(options)"],
      environment: ["UNDERHOOD_LESSONS": Transcript.lessonFolder])
  }

  @Test(arguments: tooMuch)
  func whatIsTooMuchTogether(limit: String, commands: [String]) throws {
    let text = commands.joined(separator: "; ")
    let result = try underhood("--memory \(limit) -e '\(text)'")
    #expect(result.status == 1, "\(result.stderr)")
    #expect(result.stdout.contains("this needs"), "\(result)")
    // With room enough it is none.
    if limit == "128M" { #expect(try underhood("-e '\(text)'").status == 0) }
  }

  /// The system may have less than the limit.
  @Test func whatTheSystemRefuses() throws {
    for text in [
      "ones((8000, 8000)) + 1", "zeros((9400, 9400))",
      "x = ones((5000, 5000)); y = x + 1; z = y + 1; z + 1",
    ] {
      let result = try underhood("-e '\(text)'", limit: "700000")
      #expect(result.status == 1, "\(result.stderr.suffix(500))")
      #expect(result.stdout.contains("this needs"), "\(text): \(result)")
    }
  }

  /// At whatever point the system has no more: every call is answered, one way or the other.
  @Test(arguments: [340_000, 375_000, 410_000])
  func whereverTheSystemRefuses(limit: Int) throws {
    // Each array is as large as what is left free for what nobody counts.
    let count = 2_000_000
    let calls =
      FunctionTable.standard.functions.compactMap { LargeCalls.calls(of: $0, count).first }
      + LargeCalls.others(count)
    let folder = try TemporaryFolder()
    let lines =
      LargeCalls.setup(count)
      + calls.map { $0.contains(" = ") || $0.contains("+=") ? $0 : "z = 0; z = \($0)" }
    try folder.write(lines.joined(separator: "\n") + "\n12345\n", to: "calls.txt")
    let result = try underhood(
      "run --keep-going \(folder.file("calls.txt"))", limit: "\(limit)")
    #expect(result.status == 1 || result.status == 0, "\(limit): \(result.stderr.prefix(300))")
    #expect(result.stdout.hasSuffix("12345\n"), "\(limit): \(result.stdout.suffix(300))")
    #expect(result.stdout.contains("this needs"))
  }

  @Test func aLessonHasTheLimitToo() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      ---
      id: large
      title: T
      number: 1
      minutes: 1
      summary: S.
      ---

      # P

      ```run
      > set hidden = 50000
      > step 6
      ```

      """, to: "01-large.md")
    let result = try underhood("check --memory 512M \(folder.file("01-large.md"))")
    #expect(result.status == 1, "\(result.stderr)")
    #expect(result.stdout.contains("2 problems"), "\(result.stdout)")
  }

  @Test(arguments: ["0", "12", "5X", "-1G", "1M", "99999999999999T"])
  func sizesThatMakeNoSense(size: String) throws {
    #expect(try underhood("--memory=\(size) -e step").status == 64)
  }

  /// A line of JSON is written as it is made.
  @Test func jsonIsWrittenInPieces() throws {
    var session = try Shells.article()
    for line in ["arange(60000) / 7", "arange(60000).reshape(-1, 3) > 5", "ones((0, 3))", "1.5"] {
      let json = session.perform(line).json
      var pieces: [String] = []
      json.write { pieces.append($0) }
      #expect(pieces.joined() == json.text)
      #expect(pieces.allSatisfy { $0.utf8.count < 70_000 })
      #expect((pieces.count > 3) == line.hasPrefix("arange"))
    }
  }

  @Test func aLongNameIsNearToNothing() {
    let name = String(repeating: "a", count: 1 << 20)
    #expect(Suggestions.nearest(to: name, among: ["aa", name + "a"]) == [])
  }
}

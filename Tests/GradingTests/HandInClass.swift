import Foundation
import Lessons
import ShellSupport
import Support
import Synchronization
import Testing

@testable import Grading
@testable import Shell
@testable import Training

/// A clock that goes on by some seconds each time it is looked at.
final class TestClock: Sendable {
  private let time: Mutex<Int>
  private let pace: Int

  init(from start: Int, pace: Int = 7) {
    time = Mutex(start)
    self.pace = pace
  }

  var now: @Sendable () -> Int? {
    { [self] in
      time.withLock {
        $0 += pace
        return $0
      }
    }
  }
}

/// A folder with lessons and the hand-ins of a class, as students make them.
struct HandInClass {
  let folder: TemporaryFolder
  var lessons: String { folder.path + "/lessons" }
  var files: String { folder.path + "/class" }

  /// Two lessons: one with the same numbers for everyone, one with other numbers for each.
  init() throws {
    folder = try TemporaryFolder()
    for path in [lessons, files] {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    try folder.write(LessonOfKinds.text, to: "lessons/01-kinds.md")
    try folder.write(Self.seeded, to: "lessons/02-seeded.md")
  }

  static let seeded = """
    ---
    id: seeded
    title: Seeded
    number: 2
    minutes: 5
    summary: Other numbers for each.
    seeds: student
    ---

    # Weights

    ```run
    step 2
    ```

    ```exercise
    id: weight
    ask: What is the top right weight?
    value: W1[0, 1]
    tolerance: 1 %
    wrong: W1[0, 0] -> That is the left one.
    ```

    ## The end

    Done.

    """

  /// What a student who knows types in the first lesson.
  static let right = [
    "step", "", "lr = 1", "", "demo", "-0.0134", "2 x 1000", "b", "", "0.5", "demo", "",
    "(A2 - Y) @ A1.T / m", "dW1", "",
  ]
  /// One who errs, and asks.
  static let erring = [
    "run 1", "hint", "hint", "reset", "step", "", "set lr = 10", "set lr = 1", "", "demo", "0.0134",
    "hint", "-0.0134", "(1000, 2)", "(2, 1000)", "a", "b", "", "skip", "demo", "", "answer",
    "answer",
  ]

  /// A session of a student with a clock.
  func session(_ name: String?, lesson: String, at time: Int) throws -> Session {
    var session = try Session.start(
      modelPath: nil, seed: 0, context: .init(lessonDirectory: lessons))
    session.context.now = TestClock(from: time).now
    try say(name.map { "lesson \(lesson) as \($0)" } ?? "lesson \(lesson)", to: &session)
    return session
  }

  func say(_ line: String, to session: inout Session) throws {
    if let error = session.perform(line).error { throw error }
  }

  /// Writes the hand-in of a student who types some lines.
  @discardableResult
  func handIn(
    _ name: String, _ lines: [String], lesson: String = "kinds", at time: Int, as file: String
  ) throws -> String {
    var session = try session(name, lesson: lesson, at: time)
    for line in lines { try say(line, to: &session) }
    try say("hand-in class/\(file)".replacing("class/", with: files + "/"), to: &session)
    return try folder.read("class/" + file)
  }

  /// A hand-in whose journals hold any commands, with checks that fit.
  func forge(
    _ name: String, _ commands: [String], lesson: String = "kinds", at time: Int = 900_000,
    as file: String
  ) throws {
    let path = lessons + (lesson == "seeded" ? "/02-seeded.md" : "/01-kinds.md")
    let hash = LessonReader().read(path: path).lesson?.hash ?? ""
    var journal = Journal(
      Journal.Header(
        programVersion: Session.version, seed: 0, modelName: "xor", modelHash: "0",
        lesson: .init(id: lesson, hash: hash)))
    for (index, command) in (["lesson \(lesson) --hash \(hash)"] + commands).enumerated() {
      _ = journal.record(command, at: .start, time: time + index)
    }
    let handIn = HandIn(
      name: name, lesson: .init(id: lesson, hash: hash), programVersion: Session.version,
      written: time, sittings: [journal])
    // Not by its own writer, which would make the name harmless.
    try folder.write(handIn.text(), to: "class/" + file)
  }

  /// What the program says of the class.
  func grade(
    _ options: [String] = [], files: [String]? = nil, timeout: Int = 120
  ) throws -> RunResult {
    try run(
      builtProduct("underhood"),
      ["grade", "--lessons", lessons] + options + (files ?? [self.files]),
      environment: ["HOME": folder.path], timeout: timeout)
  }

  /// The files of the JSON report, by the last part of their names.
  func graded(_ options: [String] = []) throws -> [String: [String: Any]] {
    let result = try grade(["--format", "json"] + options)
    let object = try parseObject(result.stdout)
    let files = try #require(object["files"] as? [[String: Any]])
    return Dictionary(
      uniqueKeysWithValues: files.map { file in
        let name = (file["file"] as? String) ?? ""
        return (String(name.split(separator: "/").last ?? ""), file)
      })
  }
}

extension [String: Any] {
  /// The codes of the remarks.
  var codes: [String] {
    (self["remarks"] as? [[String: Any]])?.compactMap { $0["code"] as? String } ?? []
  }

  var states: [String: String] {
    let exercises = self["exercises"] as? [[String: Any]] ?? []
    var states: [String: String] = [:]
    for exercise in exercises {
      states[exercise["id"] as? String ?? ""] = exercise["state"] as? String
    }
    return states
  }

  func number(_ key: String) -> Int? { self[key] as? Int }
}

import Foundation
import Lessons
import ShellSupport
import Support
import Testing

@testable import Grading

/// A class over several lessons of the course, with copies, errors and files that mean harm.
@Suite struct SimulatedClassTests {
  /// Grades a class in a folder in every way there is, and has Python read it as others would.
  private func grade(_ folder: String, _ options: [String]) throws -> RunResult {
    try run(
      builtProduct("underhood"),
      ["grade", folder + "/class", "--lessons", Transcript.lessonFolder, "--seconds", "20"]
        + options, environment: ["HOME": folder], timeout: 900)
  }

  @Test func aClassOverTwoLessons() throws {
    let folder = try TemporaryFolder()
    let made = try SimulatedClass(in: folder.path, students: 16, lessons: [3, 4], seed: 1)
    let list = folder.file("list.csv")
    let result = try grade(
      folder.path,
      [
        "--roster", list, "--format", "json", "--progsnap2", folder.file("data"), "--students",
        folder.file("back"), "--due", "3=2026-11-01",
      ])
    #expect(result.status == 1)
    let object = try parseObject(result.stdout)
    let students = try #require(object["students"] as? [[String: Any]])
    let listed = students.filter { $0["listed"] as? Bool == true }
    // Everyone is found, by whatever they typed, and in the order of the list.
    #expect(listed.map { $0["name"] as? String } == made.names)
    #expect(listed.allSatisfy { ($0["grades"] as? [Any])?.count == 2 })
    // Only those who are on no list are not.
    #expect(students.count == listed.count + 3)

    let files = try #require(object["files"] as? [[String: Any]])
    func file(_ name: String) -> [String: Any]? {
      files.first { ($0["file"] as? String ?? "").hasSuffix("/" + name) }
    }
    for name in made.hostile {
      let shown = name.replacing("\u{1b}", with: "\\u{1b}")
      let found = file(name) ?? file(shown)
      #expect(found != nil && found?["status"] as? String != "ok", "\(name)")
    }
    // The copies are found, and nobody else is accused.
    let alike = try #require(object["alike"] as? [[String: Any]])
    let pairs = Set(alike.compactMap { ($0["names"] as? [String])?.map { $0.lowercased() } })
    let wanted = made.copies.count * 2 + 2
    #expect(pairs.count <= wanted && alike.count == wanted, "\(pairs)")
    for (copy, source) in made.copies {
      for lesson in ["one-neuron", "loss"] {
        for number in [copy, source] {
          #expect(file("\(lesson)-\(number).txt")?.codes.contains("alike") == true, "\(number)")
        }
      }
    }
    #expect(file("one-neuron-\(made.thief).txt")?.codes.contains("copy") == true)
    #expect(file("one-neuron-\(made.robot).txt")?.codes.contains("too-fast") == true)
    let fast = files.count { $0.codes.contains("too-fast") }
    #expect(fast == 2)
    // Whoever handed in twice has the better one.
    #expect(file("one-neuron-3-first.txt")?.codes == ["earlier"])
    #expect(files.allSatisfy { !$0.codes.contains("strays") && !$0.codes.contains("differs") })

    let back = try FileManager.default.contentsOfDirectory(atPath: folder.file("back"))
    #expect(back.count == students.count)
    try readsElsewhere(folder, made)
    try pseudonyms(folder, made)
  }

  /// Some of the class, graded.
  private func gradeSome(_ folder: TemporaryFolder, _ options: [String]) throws -> RunResult {
    let files = (2...6).flatMap { number in
      ["one-neuron", "loss"].map { "\(folder.path)/class/\($0)-\(number).txt" }
    }
    return try run(
      builtProduct("underhood"),
      ["grade", "--lessons", Transcript.lessonFolder, "--roster", folder.file("list.csv")]
        + options + files + [folder.path + "/class/hostile-0.txt"],
      environment: ["HOME": folder.path], timeout: 900)
  }

  /// The files for other programs, by readers that their documentation describes.
  private func readsElsewhere(_ folder: TemporaryFolder, _ made: SimulatedClass) throws {
    for (format, file) in [
      ("json", "grades.json"), ("moodle", "moodle.csv"), ("canvas", "canvas.csv"),
      ("gradescope", "gradescope.csv"), ("csv", "grades.csv"),
    ] {
      let result = try gradeSome(folder, ["--format", format, "--due", "3=2026-11-01"])
      #expect(format == "json" || result.stderr.contains("to look at:"))
      try folder.write(result.stdout, to: file)
    }
    try made.writeStudents()
    guard let python = Python.having("csv") else { return }
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/read_grades.py")
    let read = try python.run(
      "import runpy, sys; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')",
      [script.path, folder.path])
    #expect(read.status == 0, "\(read.stderr)")
    #expect(read.stdout.contains("16 students, 10 grades"), "\(read.stdout)")
  }

  /// No name is left, and the pseudonyms are the same the next time.
  private func pseudonyms(_ folder: TemporaryFolder, _ made: SimulatedClass) throws {
    let options = ["--anonymous", "--format", "json"]
    let first = try gradeSome(folder, options).stdout
    for name in made.names { #expect(!first.contains(name), "\(name)") }
    #expect(!first.contains("example.org") && !first.contains("/class/"))
    #expect(first.contains("\"name\":\"S-"))
    #expect(try gradeSome(folder, options).stdout == first)
  }

  /// The whole one, which is timed with a release build: see Tests/GradingTests/Fixtures/README.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["UNDERHOOD_CLASS"] != nil))
  func aClassOfTwoHundred() throws {
    let folder = ProcessInfo.processInfo.environment["UNDERHOOD_CLASS"] ?? ""
    let made = try SimulatedClass(in: folder, students: 200, lessons: [1, 3, 4, 5, 9], seed: 7)
    try made.writeStudents()
    #expect(made.names.count == 200)
  }
}

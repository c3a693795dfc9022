import Foundation
import ShellSupport
import Support
import Testing

@testable import Shell

/// What cannot be written is no success: whoever reads a part is not to take it for the whole.
@Suite struct OutputTests {
  /// Every way of running without a terminal. `SESSION` stands for a saved session, `LESSON` for a
  /// lesson, `SCRIPT` for a file of commands, `CLASS` for a folder of hand-ins.
  static let ways = [
    "-e 'step 3'", "-e 'sweep lr=1,2 --commands'", "-e 'step; nonsense' --keep-going",
    "run SCRIPT", "run SCRIPT --format json", "run - --format json < SCRIPT", "run - < SCRIPT",
    "trial --epochs 2", "check LESSON", "replay SESSION", "replay SESSION --format json",
    "--help", "--version", "check --help", "help run", "grade CLASS", "grade CLASS --format csv",
    "grade CLASS --format json",
  ]

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")), arguments: ways)
  func aFullDisk(way: String) throws {
    let folder = try TemporaryFolder()
    let session = try Shells.article(after: "epoch")
    try folder.write(session.journal.text, to: "session")
    try folder.write("step\nstep\n", to: "script")
    try FileManager.default.createDirectory(
      atPath: folder.file("class"), withIntermediateDirectories: true)
    try folder.write("no hand-in\n", to: "class/a.txt")
    let command = way.replacing("SESSION", with: folder.file("session"))
      .replacing("LESSON", with: Transcript.lessonFolder + "/01-first-forward-pass.md")
      .replacing("SCRIPT", with: folder.file("script"))
      .replacing("CLASS", with: folder.file("class"))
    func shell(_ text: String) throws -> RunResult {
      try run(
        "/bin/sh", ["-c", text],
        environment: ["HOME": folder.path, "UNDERHOOD_LESSONS": Transcript.lessonFolder])
    }
    let program = builtProduct("underhood")
    let failed = try shell("\(program) \(command) > /dev/full")
    #expect(failed.status == 74, "\(failed)")
    #expect(failed.stderr.contains("the output cannot be written: No space left"), "\(failed)")
    // Someone who has read enough is no failure to speak of.
    let piped = try shell("{ \(program) \(command); echo $? > \(folder.file("status")); } | :")
    #expect(!piped.stderr.contains("cannot be written"), "\(piped)")
    #expect(try ["0\n", "1\n", "141\n"].contains(folder.read("status")))
  }
}

import Foundation
import ShellSupport
import Support
import Testing

@testable import Shell

/// `demo`, which stands for the commands of a page.
@Suite struct DemoTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      """
      ---
      id: demos
      title: Demos
      number: 1
      minutes: 5
      summary: What a page does.
      ---

      # All is well

      ```run
      step 2
      ```

      # One of them fails

      ```run
      show A9
      show W1
      ```

      # One of them is meant to fail

      ```run
      > show A2
      error: A2 is not computed yet; the forward phase computes it
        show A2
        at column 6
      hint: step
      ```

      """, to: "01-demos.md")
  }

  private func session(page: Int) throws -> Session {
    var session = try Session.start(
      modelPath: nil, seed: 0, context: .init(lessonDirectory: folder.path))
    #expect(session.perform("lesson demos").isSuccess)
    #expect(session.perform("page \(page)").isSuccess)
    return session
  }

  @Test func aFailureIsAFailure() throws {
    var session = try session(page: 2)
    let outcome = session.perform("demo")
    #expect(!outcome.isSuccess)
    // What the others say is shown all the same.
    let text = Shells.text(outcome)
    #expect(text.contains("there is no 'A9'") && text.contains("0.00177701"))
    let object = try outcome.parsed()
    #expect(object["ok"] as? Bool == false)
    #expect((object["error"] as? [String: Any])?["code"] as? String == "unknown-name")
    #expect((object["error"] as? [String: Any])?["source"] as? String == "show A9")
    #expect(((object["result"] as? [String: Any])?["commands"] as? [Any])?.count == 2)
  }

  @Test func anErrorThatThePageShowsIsNone() throws {
    var session = try session(page: 3)
    #expect(session.perform("demo").isSuccess)
  }

  @Test(arguments: [(1, 0), (2, 1), (3, 0)])
  func theExitStatus(page: Int, status: Int32) throws {
    let script = "page \(page); demo"
    let home = ["HOME": folder.path]
    let options = ["--lessons", folder.path, "--lesson", "demos"]
    let line = try run(
      builtProduct("underhood"), options + ["-e", script], environment: home)
    #expect(line.status == status, "\(line.stdout)")
    try folder.write("page \(page)\ndemo\nx = 41 + 1\nx\n", to: "commands.txt")
    let file = try run(
      builtProduct("underhood"), ["run"] + options + [folder.file("commands.txt")],
      environment: home)
    #expect(file.status == status)
    #expect(file.stdout.hasSuffix("42\n") == (status == 0))
    let kept = try run(
      builtProduct("underhood"), ["run", "--keep-going"] + options + [folder.file("commands.txt")],
      environment: home)
    #expect(kept.status == status)
    #expect(kept.stdout.hasSuffix("42\n"))
  }

  @Test func aSecondTimeIsSaidToBeOne() throws {
    var session = try session(page: 1)
    #expect(!Shells.text(session.perform("demo")).contains("once more"))
    #expect(Shells.text(session.perform("demo")).contains("once more"))
  }

  @Test func aDemoInAFileFailsTheFile() throws {
    var session = try session(page: 2)
    try folder.write("demo\nx = 3\n", to: "commands.txt")
    let outcome = session.perform("source \(folder.file("commands.txt"))")
    #expect(outcome.failure?.code == "unknown-name")
  }
}

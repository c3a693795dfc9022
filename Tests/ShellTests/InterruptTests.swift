import ShellSupport
import Support
import Testing

/// Ctrl-C where no terminal is: the command that runs answers with what it has done, and no other is
/// begun.
@Suite struct InterruptTests {
  /// Starts the program with its input held open, types a line, and sends Ctrl-C when the first
  /// command of it has answered and the second has worked for some ticks of the processor's time.
  private static let conversation = """
    set -m
    coproc U { exec "$@"; }
    printf '%s\\n' "$LINE" >&"${U[1]}"
    IFS= read -r first <&"${U[0]}"
    printf '%s\\n' "$first"
    ticks() { read -r -a stat < "/proc/$U_PID/stat"; echo $((stat[13] + stat[14])); }
    start=$(ticks)
    until (( $(ticks) > start + 20 )); do :; done
    kill -INT "$U_PID"
    cat <&"${U[0]}"
    wait "$U_PID"
    """

  private func converse(_ line: String, _ arguments: [String]) throws -> RunResult {
    try run(
      "/bin/bash", ["-c", Self.conversation, "bash", builtProduct("underhood")] + arguments,
      environment: ["LINE": line])
  }

  @Test(arguments: [
    ["run", "-", "--format", "json"], ["run", "-", "--format", "json", "--keep-going"],
  ])
  func aPipeIsAnsweredAndEnds(arguments: [String]) throws {
    let result = try converse("run 1; run 100000000; show lr", arguments)
    #expect(result.status == 1, "\(result)")
    let answers = result.stdout.split(separator: "\n").map(String.init)
    #expect(answers.count == 2)
    let last = try parseObject(try #require(answers.last))
    #expect(last["command"] as? String == "run 100000000")
    #expect(last["position"] as? String != nil)
  }

  @Test func aCommandLineIsAnsweredAndEnds() throws {
    let commands = "run 1; sweep lr=0.1,1 seeds=2 epochs=100000000; show lr"
    let result = try converse("", ["--format", "json", "-e", commands])
    #expect(result.status == 1, "\(result)")
    let answers = result.stdout.split(separator: "\n").map(String.init)
    #expect(answers.count == 2)
    #expect(answers.last?.contains("\"sweep\"") == true)
  }
}

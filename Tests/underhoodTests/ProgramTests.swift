import Foundation
import ShellSupport
import Support
import Testing

/// The program without a terminal: what it prints, and the status with which it ends.
@Suite struct ProgramTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  func underhood(
    _ arguments: String..., stdin: String = "", environment: [String: String] = [:]
  ) throws -> RunResult {
    try run(
      builtProduct("underhood"), arguments, stdin: stdin,
      environment: ["HOME": folder.path].merging(environment) { $1 })
  }

  // MARK: Ways in

  @Test func commandsOnTheCommandLine() throws {
    let result = try underhood("-e", "step 2; show W1")
    #expect(result.status == 0)
    #expect(result.stderr == "")
    #expect(result.stdout.hasSuffix("]]\n"))
    #expect(!result.stdout.contains("\u{1B}"))
  }

  @Test func severalOnes() throws {
    let result = try underhood("-e", "x = 2", "-e", "x * 21")
    #expect(result.stdout.hasSuffix("42\n"))
  }

  @Test func aFile() throws {
    try folder.write("# a script\r\nx = 6\r\n\r\nx * 7 # done\r\n", to: "script.txt")
    let result = try underhood("run", folder.file("script.txt"))
    #expect(result.status == 0)
    #expect(result.stdout.hasSuffix("42\n"))
  }

  @Test func standardInput() throws {
    for arguments in [["run", "-"], []] {
      let result = try run(builtProduct("underhood"), arguments, stdin: "x = 6\nx * 7")
      #expect(result.status == 0)
      #expect(result.stdout.hasSuffix("42\n"))
    }
  }

  @Test func nothingAtAll() throws {
    for stdin in ["", "\n", "# a comment"] {
      let result = try underhood("run", "-", stdin: stdin)
      #expect(result.status == 0)
      #expect(result.stdout == "")
    }
  }

  /// Answers come while the input is still open: another program can talk to this one.
  @Test func aConversation() throws {
    let result = try run(
      "/bin/sh",
      [
        "-c",
        """
        mkfifo "$1/in" "$1/out"
        "$0" run - --format json < "$1/in" > "$1/out" &
        exec 3> "$1/in" 4< "$1/out"
        echo 'x = 1' >&3; read -r first <&4
        echo 'x + 1' >&3; read -r second <&4
        exec 3>&-
        wait
        echo "$second"
        """, builtProduct("underhood"), folder.path,
      ])
    #expect(result.status == 0)
    let object = try parseObject(result.stdout)
    #expect(object["command"] as? String == "x + 1")
  }

  // MARK: Statuses

  static let endings: [([String], Int32)] = [
    (["-e", "step"], 0), (["-e", "nope"], 1), (["-e", "step; nope; step"], 1), (["-e", "quit"], 0),
    (["-e", "quit; nope"], 0), (["-e", ""], 0), (["--format", "json", "-e", "show A2"], 1),
    (["--keep-going", "-e", "nope; step"], 1), (["--nonsense"], 64), (["run"], 64),
    (["run", "a", "b"], 64), (["--format", "xml", "-e", "step"], 64), (["-e"], 64),
    (["--seed", "x", "-e", "step"], 64), (["--seed", "-1", "-e", "step"], 64), (["frobnicate"], 64),
    (["--help"], 0), (["--version"], 0), (["run", "--help"], 0), (["run", "/nowhere/at/all"], 1),
    (["run", "/"], 1), (["--model", "/nowhere", "-e", "step"], 1),
    (["--model", "/", "-e", "step"], 1),
    (["--lesson", "1", "-e", "step"], 0), (["--lesson", "99", "-e", "step"], 1),
    (["--lessons", "/nowhere", "-e", "lessons"], 1), (["-e", "run 2", "--plain"], 0),
  ]

  @Test(arguments: endings)
  func statuses(arguments: [String], status: Int32) throws {
    let result = try run(
      builtProduct("underhood"), arguments,
      environment: ["HOME": folder.path, "UNDERHOOD_LESSONS": Transcript.lessonFolder])
    #expect(result.status == status, "\(arguments)\n\(result.stdout)\n\(result.stderr)")
    let said = result.stdout + result.stderr
    for trace in ["Fatal error", "Swift/", "Stack dump", "internal"] {
      #expect(!said.contains(trace), "\(said)")
    }
    if status != 0 { #expect(said != "") }
  }

  @Test func aFailureEndsTheScript() throws {
    let result = try underhood("--format", "json", "-e", "1; nope; 2")
    #expect(result.status == 1)
    #expect(result.stdout.split(separator: "\n").count == 2)
  }

  @Test func keepGoingGoesOn() throws {
    let result = try underhood("--format", "json", "--keep-going", "-e", "1; nope; 2")
    #expect(result.status == 1)
    let lines = result.stdout.split(separator: "\n")
    #expect(try lines.map { try parseObject(String($0))["ok"] as? Bool } == [true, false, true])
  }

  @Test func theOneEndsWhereTheOtherWould() throws {
    for keeps in [[], ["--keep-going"]] {
      let arguments = ["run", "-"] + keeps
      let piped = try run(builtProduct("underhood"), arguments, stdin: "1\nnope\n2\n")
      try folder.write("1\nnope\n2\n", to: "three.txt")
      let filed = try run(
        builtProduct("underhood"), ["run", folder.file("three.txt")] + keeps)
      #expect(piped.stdout == filed.stdout)
      #expect(piped.status == filed.status)
    }
  }

  // MARK: Models

  static let small = """
    data:
      X = array([[0, 1, 2]])
      Y = array([[1, 3, 5]])
    init:
      W = zeros((1, 1))
      b = zeros((1, 1))
    forward:
      A = W @ X + b
    loss:
      L = mse(A, Y)
    update:
      sgd(0.1)

    """

  @Test func aModelOfOnesOwn() throws {
    try folder.write(Self.small, to: "line.txt")
    let result = try underhood(
      "--model", folder.file("line.txt"), "--format", "json", "-e", "run 500; round(W[0, 0])")
    #expect(result.status == 0, "\(result.stdout)")
    let last = try #require(result.stdout.split(separator: "\n").last)
    let shown = try #require(try parseObject(String(last))["result"] as? [String: Any])
    #expect(shown["values"] as? Double == 2)
  }

  /// A broken model is named with its file and line.
  static let faults: [(String, String, Int)] = [
    ("A = W @ X + b", "A = W @ X +", 8), ("A = W @ X + b", "A = V @ X + b", 8),
    ("A = W @ X + b", "A = X @ W @ ones((5, 5))", 8), ("loss:", "lost:", 9),
    ("L = mse(A, Y)", "L = mse(A)", 10), ("sgd(0.1)", "sdg(0.1)", 12),
    ("W = zeros((1, 1))", "W = zeros((1, 1)", 5), ("data:", "data", 1),
  ]

  @Test(arguments: faults)
  func aBrokenModel(line: String, replacement: String, number: Int) throws {
    let text = Self.small.replacingOccurrences(of: line, with: replacement)
    try folder.write(text, to: "broken.txt")
    let result = try underhood("--model", folder.file("broken.txt"), "-e", "step")
    #expect(result.status == 1)
    #expect(result.stdout == "")
    #expect(result.stderr.contains("broken.txt:\(number)"), "\(result.stderr)")
    let json = try underhood(
      "--model", folder.file("broken.txt"), "--format", "json", "-e", "step")
    #expect(json.status == 1)
    let object = try parseObject(json.stdout)
    #expect(object["ok"] as? Bool == false)
    let error = try #require(object["error"] as? [String: Any])
    #expect((error["code"] as? String)?.isEmpty == false)
  }

  @Test(arguments: ["", "\n\n", "# nothing\n", "data:\n", "\u{0}\u{1}", "forward:\n  A = 1\n"])
  func noModelAtAll(text: String) throws {
    try folder.write(text, to: "empty.txt")
    let result = try underhood("--model", folder.file("empty.txt"), "-e", "step")
    #expect(result.status == 1)
    #expect(result.stderr.contains("empty.txt"), "\(result.stderr)")
  }

  @Test func aModelThatIsNoText() throws {
    let bytes = Data((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 151) })
    try bytes.write(to: URL(fileURLWithPath: folder.file("noise.bin")))
    let result = try underhood("--model", folder.file("noise.bin"), "-e", "step")
    #expect(result.status == 1)
    #expect(!result.stderr.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
  }

  @Test func theSeedDecides() throws {
    try folder.write(
      Self.small.replacingOccurrences(of: "zeros((1, 1))", with: "randn(1, 1)"), to: "r.txt")
    func weights(_ seed: String) throws -> String {
      try underhood(
        "--model", folder.file("r.txt"), "--seed", seed, "-e", "step 2; W"
      ).stdout
    }
    #expect(try weights("1") == weights("1"))
    #expect(try weights("1") != weights("2"))
  }

  // MARK: What is printed where

  @Test(arguments: [
    ["TERM": "xterm-256color"], ["TERM": "dumb"], ["NO_COLOR": "1", "TERM": "xterm"], [:],
    ["COLORTERM": "truecolor", "TERM": "xterm", "LANG": "C"],
  ])
  func aPipeIsPlain(environment: [String: String]) throws {
    let plain = try underhood("-e", "step 3; list; help", "--plain")
    let found = try underhood("-e", "step 3; list; help", environment: environment)
    #expect(found.stdout == plain.stdout)
    #expect(found.stdout.allSatisfy { $0.isASCII })
  }

  @Test func aReaderThatLeavesEndsIt() throws {
    let result = try run(
      "/bin/sh",
      [
        "-c", "\"$0\" --format json -e 'step 2; show X; show X; run 3; show X' | head -n 1 | wc -l",
        builtProduct("underhood"),
      ])
    #expect(result.stdout.contains("1"))
    #expect(result.stderr == "")
  }

  @Test func aClosedOutput() throws {
    let result = try run(
      "/bin/sh", ["-c", "\"$0\" -e 'step 3' >&-; echo over", builtProduct("underhood")])
    #expect(result.stdout == "over\n")
    #expect(!result.stderr.contains("Fatal"))
  }

  @Test func aClosedInput() throws {
    let result = try run("/bin/sh", ["-c", "\"$0\" <&-; echo over", builtProduct("underhood")])
    #expect(result.stdout.hasSuffix("over\n"))
    #expect(!result.stderr.contains("Fatal"))
  }

  @Test func hugeLines() throws {
    let sum = Array(repeating: "1", count: 5000).joined(separator: " + ")
    let lines = [
      String(repeating: "x", count: 200_000), "show " + sum,
      "show [" + Array(repeating: "1", count: 10_000).joined(separator: ", ") + "]",
      String(repeating: "-", count: 30_000) + "1", "1 + 1",
      // The last one: a line with an open bracket goes on in the next.
      String(repeating: "(", count: 50_000),
    ]
    let result = try underhood(
      "run", "-", "--format", "json", "--keep-going", stdin: lines.joined(separator: "\n"))
    let answers = result.stdout.split(separator: "\n")
    #expect(answers.count == lines.count)
    #expect(result.status == 1)
    for answer in answers { _ = try parseObject(String(answer)) }
  }

  @Test func bytesThatAreNoText() throws {
    var bytes = Array("show 1\n".utf8)
    bytes += [0xFF, 0xFE, 0x00, 0x1B, 0x5B, 0x32, 0x4A, 0x0A]
    bytes += (0..<2000).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    let result = try run(
      builtProduct("underhood"), ["run", "-", "--keep-going"], stdin: bytes)
    #expect(result.status == 1)
    #expect(!result.stdout.contains("\u{1B}"))
  }
}

import ShellSupport
import Support
import Testing

@testable import Shell

/// `underhood demo`: a lesson that plays by itself until a key is pressed.
@Suite struct TourTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  func start(_ options: String..., terminal: String = "xterm") throws -> PseudoTerminal {
    try PseudoTerminal(
      executable: builtProduct("underhood"), arguments: ["demo"] + options,
      environment: [
        "HOME": folder.path, "XDG_STATE_HOME": folder.path, "NO_COLOR": "1", "TERM": terminal,
        "UNDERHOOD_LESSONS": Transcript.lessonFolder,
      ])
  }

  /// Enter hurries on, so that no one waits; each Enter is a move, typed as a student would.
  @Test func enterHurriesThroughAllOfIt() throws {
    let tour = try start()
    try tour.expect("0.start> ")
    for move in [
      "step", "0.data> ", "0.data> step", "0.init> step", "1.forward> ", "1.forward> why A2[0, 0]",
    ] {
      tour.send("\r")
      try tour.expect(move)
    }
    try tour.expect("where these come from")
    tour.send("q")
    try tour.expectWords("Stopped. From here it is yours")
    tour.send("b2 + 1\r")
    try tour.expect("[[1.]]")
    try tour.quit()
  }

  @Test(arguments: ["x", "\u{3}", "\u{1B}[A"], ["xterm", "dumb"])
  func aKeyStopsItAnywhere(key: String, terminal: String) throws {
    let tour = try start(terminal: terminal)
    try tour.expect("0.start> ")
    tour.send(key)
    try tour.expectWords("Stopped. From here it is yours")
    // The key is not typed ahead; the shell edits and listens as ever, and Enter goes on.
    tour.send("1 + 1\r")
    try tour.expect("2")
    tour.send("\r")
    try tour.expect("randint(0, 2")
    try tour.quit()
  }

  /// Where a question is asked the student is wanted.
  @Test func anExerciseEndsIt() throws {
    let tour = try start("--lesson", "1")
    try tour.expect("0.start> ")
    for page in 2...3 {
      tour.send("\r")
      try tour.expect("[page \(page) of")
    }
    try tour.expectWords("From here it is yours")
    tour.send("5\r")
    try tour.expectWords("That is what 1 gives")
    try tour.quit()
  }

  /// No one waits where no one looks on.
  @Test func inAPipeItIsAllThereAtOnce() throws {
    let result = try run(
      builtProduct("underhood"), ["demo"],
      environment: ["UNDERHOOD_LESSONS": Transcript.lessonFolder])
    #expect(result.status == 0)
    for words in [
      "randint(0, 2", "A2[0, 0] = 0.5021", "dW1 =", "Plateau", "In the low left corner",
    ] {
      #expect(result.stdout.contains(words), "\(words)")
    }
  }
}

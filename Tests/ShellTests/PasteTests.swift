import Foundation
import ShellSupport
import Support
import Testing

/// A block that a student pastes: shown, performed when that is wanted, up to what fails.
@Suite struct PasteTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func start() throws -> PseudoTerminal {
    let terminal = try PseudoTerminal.shell(
      in: folder, environment: ["XDG_STATE_HOME": folder.path, "NO_COLOR": "1"])
    try terminal.expect("0.start> ")
    return terminal
  }

  private func paste(_ lines: [String]) -> String {
    "\u{1B}[200~\(lines.joined(separator: "\n"))\u{1B}[201~"
  }

  @Test func enterRunsIt() throws {
    let terminal = try start()
    terminal.send(paste(["x = 20", "y = 1 # one", "x * 2 + y"]))
    try terminal.expect("Pasted 3 lines.")
    terminal.send("\r")
    try terminal.expect("\n41\r\n")
    try terminal.expect("> ")
    terminal.send("history\r")
    try terminal.expect("x * 2 + y")
    try terminal.quit()
  }

  @Test func anythingElseDropsIt() throws {
    let terminal = try start()
    for answer in ["\u{03}", "no\r"] {
      terminal.send(paste(["x = 20", "x + 21"]))
      try terminal.expect("Pasted 2 lines.")
      terminal.send(answer)
      try terminal.expect("None of it was run.")
      try terminal.expect("0.start> ")
    }
    terminal.send("x\r")
    try terminal.expect("no command or name")
    try terminal.quit()
  }

  /// A line goes on in the next one inside brackets, pasted or typed.
  @Test func linesThatGoOn() throws {
    let terminal = try start()
    terminal.send(paste(["x = [[20, 1],", "     [1, 2]]", "x.sum()"]))
    try terminal.expect("Pasted 3 lines.")
    terminal.send("\r")
    try terminal.expect("\n24\r\n")
    terminal.send("y = (1 +\r")
    try terminal.expect("... ")
    terminal.send("4)\r")
    try terminal.expect("y is yours")
    terminal.send("y * (\r")
    try terminal.expect("... ")
    terminal.send(paste(["2 +", "2)"]))
    try terminal.expect("Pasted 3 lines.")
    terminal.send("\r")
    try terminal.expect("\n20\r\n")
    terminal.send("y * (\r")
    try terminal.expect("... ")
    terminal.send("\u{03}")
    try terminal.expect("0.start> ")
    terminal.send("y * (\r")
    try terminal.expect("... ")
    terminal.send("\r")
    try terminal.expect("never closed")
    try terminal.quit()
  }

  @Test func itEndsAtWhatFails() throws {
    let terminal = try start()
    terminal.send(paste(["x = 20", "nonsense)", "x = 30", "x + 1"]))
    try terminal.expect("Pasted 4 lines.")
    terminal.send("\r")
    try terminal.expect("The last 2 lines of what was pasted were not run.")
    terminal.send("x + 1\r")
    try terminal.expect("\n21\r\n")
    try terminal.quit()
  }

  @Test func controlCEndsIt() throws {
    let terminal = try start()
    terminal.send(paste(["x = 1", "until L < 0", "x = 2"]))
    try terminal.expect("Pasted 3 lines.")
    terminal.send("\r")
    // As it is run, rather than as it stood in the block.
    try terminal.expect("> until L < 0")
    terminal.send(key: .controlC)
    try terminal.expect("The last line of what was pasted was not run.")
    try terminal.expect("> ")
    terminal.send("x\r")
    try terminal.expect("\n1\r\n")
    try terminal.quit()
  }
}

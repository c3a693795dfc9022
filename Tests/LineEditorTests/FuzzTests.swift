import Foundation
import Support
import Testing

/// Whatever is typed, the editor neither hangs nor dies, and the next line is read as ever.
@Suite struct FuzzTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// All keys but those that stop the output (Ctrl-S) or the program (Ctrl-\), which are the
  /// terminal's own.
  static func randomKeys(_ dice: inout Dice) -> [UInt8] {
    var keys: [UInt8] = []
    for _ in 0..<Int.random(in: 1...60, using: &dice) {
      switch dice.below(10) {
      case 0: keys += PseudoTerminal.Key.allCases.randomElement(using: &dice)!.rawValue.utf8
      case 1: keys.append(.random(in: 0...255, using: &dice))
      case 2: keys.append(.random(in: 0..<0x20, using: &dice))
      case 3: keys += [0x1B, .random(in: 0x20..<0x7F, using: &dice)]
      case 4: keys += String(Unicode.Scalar(UInt32.random(in: 0xA0..<0xD800, using: &dice))!).utf8
      default: keys.append(.random(in: 0x20..<0x7F, using: &dice))
      }
    }
    return keys.filter { ![0x03, 0x13, 0x1C].contains($0) }
  }

  @Test(arguments: ["", "bind -v\n"], 0..<2)
  func randomKeysAreSurvived(editrc: String, seed: Int) throws {
    try folder.write(editrc, to: ".editrc")
    let terminal = try PseudoTerminal(
      executable: builtProduct("line-editor-demo"),
      arguments: ["--stay", "--words", "12", "--history", folder.file("history"), "--color"],
      environment: ["HOME": folder.path, "EDITOR": "/bin/true", "VISUAL": "/bin/true"])
    try terminal.expect("demo>")
    var dice = Dice(seed)
    var size = (columns: 80, rows: 24)
    for round in 0..<200 {
      let keys = Self.randomKeys(&dice)
      if round % 10 == 3 {
        // Windows of two rows are left out: once vi's keys have libedit take a line for a row longer
        // than it is, it writes behind its picture of a screen that the line fills.
        size = (.random(in: 20...120, using: &dice), .random(in: 10...40, using: &dice))
        terminal.resize(columns: size.columns, rows: size.rows)
      }
      terminal.send(bytes: keys)
      terminal.waitUntilRead()
      do {
        try interrupt(terminal)
        if round % 10 == 6 { terminal.resize(columns: 80, rows: 24) }
        terminal.send("line \(round)\r")
        try terminal.expect("<line \(round)>")
      } catch {
        let status = (try? terminal.expectExit(timeout: 1)).map { "\($0)" } ?? "still running"
        Issue.record(
          "seed \(seed), round \(round), \(size), status \(status), after \(keys):\n\(error)")
        return
      }
    }
    terminal.send("quit\r")
    #expect(try terminal.expectExit() == 0)
  }

  /// Ctrl-C comes to nothing where a line was entered just before; then it is pressed again.
  func interrupt(_ terminal: PseudoTerminal) throws {
    for attempt in 0..<600 {
      terminal.send(key: .controlC)
      do {
        try terminal.expect("[interrupted]", timeout: 0.1)
        return
      } catch { if attempt == 599 { throw error } }
    }
  }

  @Test(arguments: 0..<4) func randomBytesThroughAPipe(seed: Int) throws {
    var dice = Dice(seed)
    var input: [UInt8] = []
    var lines = 0
    for _ in 0..<2000 {
      input += (0..<dice.below(40)).map { _ in
        UInt8.random(in: 0...255, using: &dice)
      }.filter { $0 != 0x0A }
      input.append(0x0A)
      lines += 1
    }
    let result = try run(builtProduct("line-editor-demo"), [], stdin: input)
    #expect(result.status == 0)
    #expect(result.stdout.unicodeScalars.split(separator: "\n").count == lines + 1)
  }
}

import Foundation
import Support
import Testing

/// What a person at a terminal sees, read off an emulated screen.
@Suite struct EditlineReaderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  func start(
    _ arguments: [String] = [], environment: [String: String] = [:], columns: Int = 80,
    rows: Int = 24
  ) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      executable: builtProduct("line-editor-demo"), arguments: arguments,
      environment: ["HOME": folder.path].merging(environment) { $1 }, columns: columns, rows: rows)
    return terminal
  }

  func quit(_ terminal: PseudoTerminal) throws {
    try terminal.expect("demo> ")
    try terminal.quit()
  }

  /// Types the keys, Enter, and gives the line that was read.
  func line(_ terminal: PseudoTerminal, _ keys: String) throws -> String {
    try terminal.expect("demo> ")
    terminal.send(keys + "\r")
    try terminal.expect("\n<")
    // A carriage return and its newline are one character.
    return String(try terminal.expect(">\r\n").dropLast(2))
  }

  @Test func keysEditTheLine() throws {
    typealias Key = PseudoTerminal.Key
    let terminal = try start()
    let cases: [([Any], String)] = [
      (["abc"], "abc"),
      (["abc", Key.left, Key.left, "X"], "aXbc"),
      (["abc", Key.home, "X", Key.end, "Y"], "XabcY"),
      (["abc", Key.controlA, Key.delete], "bc"),
      (["one two", Key.controlLeft, "X"], "one Xtwo"),
      (["one two", Key.home, Key.controlRight, "X"], "oneX two"),
      (["one two", Key.controlW, "X"], "one X"),
      (["one two", Key.controlU, "X"], "X"),
      (["one", Key.controlA, Key.controlK, "two", Key.controlY], "twoone"),
      (["größe", Key.backspace, Key.backspace, Key.backspace, "X"], "grX"),
      (["中文字", Key.left, Key.backspace, "é"], "中é字"),
      (["a👍b", Key.left, Key.backspace], "ab"),
      (["x\u{1B}OH1\u{1B}OF2\u{1B}[1~3\u{1B}[4~4"], "31x24"),
    ]
    for (keys, expected) in cases {
      let typed = keys.map { ($0 as? Key)?.rawValue ?? "\($0)" }.joined()
      #expect(try line(terminal, typed) == expected, "\(typed.debugDescription)")
    }
    try quit(terminal)
  }

  @Test func controlCAbandonsTheLine() throws {
    let terminal = try start()
    for half in ["", "half", String(repeating: "long ", count: 40)] {
      try terminal.expect("demo> ")
      terminal.send(half)
      if !half.isEmpty { try terminal.expect(String(half.suffix(4))) }
      terminal.send(key: .left)
      terminal.send(key: .controlC)
      try terminal.expect("^C\r")
      try terminal.expect("[interrupted]")
    }
    #expect(try line(terminal, "whole") == "whole")
    #expect(terminal.screen.contains("demo> half^C"))
    try quit(terminal)
  }

  /// As ever, what was typed ahead is thrown away.
  @Test(arguments: ["", "ahead\r"])
  func controlCStopsWork(typedAhead: String) throws {
    let terminal = try start()
    try terminal.expect("demo> ")
    terminal.send("work\r")
    try terminal.expect("working")
    terminal.send(typedAhead)
    terminal.send(key: .controlC)
    try terminal.expect("stopped")
    #expect(try line(terminal, "next") == "next")
    #expect(!terminal.screen.contains("ahead"))
    try quit(terminal)
  }

  /// What was written before Ctrl-C is seen whole: half an escape sequence would garble the screen.
  @Test func controlCLosesNoOutput() throws {
    let terminal = try start()
    try terminal.expect("demo> ")
    terminal.send("flood\r")
    for number in stride(from: 0, to: 3000, by: 100) {
      try terminal.expect("flood \(number)\r\n")
      terminal.send(key: .controlC)
    }
    try terminal.expect("flood 3999\r\n")
    let text = String(decoding: terminal.transcript, as: UTF8.self)
    #expect(text.contains((0..<4000).map { "flood \($0)\r\n" }.joined()))
    try quit(terminal)
  }

  /// What is typed while a line's work is done waits for the prompt, and is seen once.
  @Test func typedAheadIsSeenOnce() throws {
    let terminal = try start()
    try terminal.expect("demo> ")
    terminal.send("wait\r")
    try terminal.expect("waiting")
    terminal.send("ahead\r")
    try terminal.expect("<ahead>")
    try terminal.expect("demo> ")
    #expect(terminal.screen.text == "demo> wait\nwaiting\ndemo> ahead\n<ahead>\ndemo>")
    terminal.send("quit\r")
    #expect(try terminal.expectExit() == 0)
  }

  /// Afterwards the terminal echoes again, however the program ended.
  @Test(arguments: ["quit\r", "\u{04}"])
  func theEchoIsGivenBack(leave: String) throws {
    let terminal = try PseudoTerminal(
      executable: "/bin/sh",
      arguments: [
        "-c", "\"$0\"; stty -a | tr ' ;' '\\n' | grep -E '^-?(echo|icanon|noflsh)$'; echo over",
        builtProduct("line-editor-demo"),
      ],
      environment: ["HOME": folder.path])
    try terminal.expect("demo> ")
    terminal.send(leave)
    try terminal.expect("over")
    #expect(terminal.screen.lines.contains("echo"))
    #expect(terminal.screen.lines.contains("icanon"))
    #expect(terminal.screen.lines.contains("-noflsh"))
    #expect(try terminal.expectExit() == 0)
  }

  @Test func controlDEndsOnAnEmptyLineOnly() throws {
    let terminal = try start()
    #expect(try line(terminal, "abc\u{1B}[D\u{04}d") == "abd")
    try terminal.expect("demo> ")
    terminal.send(key: .controlD)
    try terminal.expect("[end]")
    #expect(try terminal.expectExit() == 0)
  }

  @Test func suspendedAndBack() throws {
    let terminal = try PseudoTerminal(
      executable: "/bin/sh",
      arguments: [
        "-c", "set -m; \"$0\"; echo was stopped; fg >/dev/null; echo over",
        builtProduct("line-editor-demo"),
      ],
      environment: ["HOME": folder.path])
    try terminal.expect("demo> ")
    terminal.send("half a")
    try terminal.expect("half a")
    terminal.send(key: .left)
    // A key's signal throws away the keys before it that were not read yet.
    try terminal.expectScreen("the cursor before the a") { $0.cursor.column == 11 }
    terminal.send(key: .controlZ)
    try terminal.expect("was stopped")
    try terminal.expect("demo> half a")
    // Raw again: the keys edit, and nothing is echoed twice.
    terminal.send("X\r")
    try terminal.expect("<half Xa>")
    try terminal.expect("demo> ")
    terminal.send("quit\r")
    try terminal.expect("over")
    #expect(try terminal.expectExit() == 0)
  }

  @Test func continuedWithoutHavingStopped() throws {
    let terminal = try start()
    try terminal.expect("demo> ")
    terminal.send("half")
    try terminal.expect("half")
    terminal.deliver(signal: SIGCONT)
    try terminal.expect("demo> half")
    terminal.send(" whole\r")
    try terminal.expect("<half whole>")
    #expect(terminal.screen.lines[0] == "demo> half whole")
    try quit(terminal)
  }

  @Test func aResizeKeepsTheLine() throws {
    let terminal = try start()
    try terminal.expect("demo> ")
    let words = (1...14).map { "word\($0)" }.joined(separator: " ")
    terminal.send(words)
    try terminal.expect("word14")
    for (columns, rows) in [(60, 24), (40, 10), (100, 30), (80, 24), (132, 50), (20, 12)] {
      terminal.resize(columns: columns, rows: rows)
      try terminal.expectScreen("the whole line at \(columns) columns") { screen in
        let text = screen.text.split(separator: "demo> ").last ?? ""
        return text.filter { $0 != "\n" && $0 != " " } == words.filter { $0 != " " }
          && screen.cursor.column == (6 + words.count) % columns
      }
    }
    terminal.send("\r")
    try terminal.expect("<\(words)>")
    try quit(terminal)
  }

  @Test func viKeysFromTheUsersFile() throws {
    try folder.write("bind -v\n", to: ".editrc")
    let terminal = try start()
    #expect(try line(terminal, "one two\u{1B}bdwathree") == "one three")
    #expect(try line(terminal, "sho\t") == "show ")
    #expect(try line(terminal, "abc\u{1B}0x\u{1B}[3~iX") == "Xc")
    try terminal.expect("demo> ")
    terminal.send("half")
    terminal.send(key: .escape)
    terminal.send(key: .controlC)
    try terminal.expect("[interrupted]")
    try quit(terminal)
  }

  @Test(arguments: ["", "bind -v\n"])
  func noCommandOfTheLibrarysOwnIsAskedFor(editrc: String) throws {
    // It would crash at a missing quotation mark.
    try folder.write(editrc, to: ".editrc")
    let terminal = try start()
    for key in editrc.isEmpty ? ["\u{1B}x", "\u{1B}X"] : ["\u{1B}:"] {
      try terminal.expect("demo> ")
      terminal.send(key + "'quote\r")
      try terminal.expect("\n<")
    }
    try quit(terminal)
  }

  @Test func bindingsFromTheUsersFileHold() throws {
    try folder.write("bind ^W ed-move-to-beg\ndemo:bind ^T ed-move-to-end\n", to: ".editrc")
    let terminal = try start()
    #expect(try line(terminal, "abc\u{17}X\u{14}Y") == "XabcY")
    try quit(terminal)
  }

  @Test func aBrokenUsersFileIsSurvived() throws {
    try folder.write(
      "bind -x\nnonsense \u{1}\n'\nbind \"^T ed-move-to-beg\nbind ^Z no-such\n\0\0\n  # \n"
        + "bind ^T ed-move-to-beg", to: ".editrc")
    let terminal = try start()
    #expect(try line(terminal, "abc\u{14}X") == "Xabc")
    #expect(try line(terminal, "abc") == "abc")
    try quit(terminal)
  }

  @Test func historyIsKeptBetweenStarts() throws {
    let path = folder.file("state/history")
    let first = try start(["--history", path])
    for text in ["one", "two", "two", "   ", "größe 中", "two"] {
      #expect(try line(first, text) == text)
    }
    try quit(first)
    let second = try start(["--history", path])
    try second.expect("demo> ")
    second.send("history\r")
    try second.expect("one|two|größe 中|two|quit|history")
    let up = PseudoTerminal.Key.up.rawValue
    let down = PseudoTerminal.Key.down.rawValue
    #expect(try line(second, up + up + up + up) == "größe 中")
    #expect(try line(second, up + up + up + up + up + up + down) == "größe 中")
    #expect(try line(second, "\u{12}one") == "one")
    try quit(second)
  }

  @Test func aHistoryThatIsNotOursIsLeftAndReported() throws {
    try folder.write("precious\n", to: "history")
    let terminal = try start(["--history", folder.file("history")])
    try terminal.expect("problem: foreign")
    #expect(try line(terminal, "abc") == "abc")
    try quit(terminal)
    #expect(try folder.read("history") == "precious\n")
  }

  @Test func tabCompletes() throws {
    let terminal = try start()
    #expect(try line(terminal, "qu\t") == "quit ")
    #expect(try line(terminal, "ste\ti") == "stepi")
    #expect(try line(terminal, "Ü\tX") == "Überblick X")
    #expect(try line(terminal, "é qui\té") == "é quit é")
    try terminal.expect("demo> ")
    terminal.send("nothing\t")
    try terminal.expect("\u{07}")
    terminal.send(key: .controlU)
    terminal.send("sh\t")
    try terminal.expect("shape  show")
    try terminal.expect("demo> sh")
    #expect(terminal.screen.currentLine == "demo> sh")
    terminal.send("o\t W1\r")
    try terminal.expect("<show  W1>")
    try quit(terminal)
  }

  @Test func manyCandidatesAreAskedAbout() throws {
    let terminal = try start(["--words", "250"], columns: 80, rows: 24)
    try terminal.expect("demo> ")
    terminal.send("w\t")
    try terminal.expect("ord")
    terminal.send("\t")
    try terminal.expect("Show all 250? (y or n) ")
    terminal.send("n")
    try terminal.expect("demo> word")
    terminal.send("\t")
    try terminal.expect("Show all 250? (y or n) ")
    terminal.send("y")
    try terminal.expect("word99")
    try terminal.expect("demo> word")
    terminal.send("\t")
    try terminal.expect("Show all 250? (y or n) ")
    terminal.send(key: .controlC)
    try terminal.expect("[interrupted]")
    try quit(terminal)
  }

  @Test func colouredPromptsTakeNoMoreColumns() throws {
    let terminal = try start(["--color", "--prompt", "Kopfzeile\nxor 12.backward>"])
    try terminal.expect("\u{1B}[0m ")
    let text = String(repeating: "x", count: 70)
    terminal.send(text)
    terminal.send(key: .home)
    terminal.send("Y")
    try terminal.expectScreen("the wrapped line") {
      $0.lines.starts(with: [
        "Kopfzeile", "xor 12.backward> Y" + String(repeating: "x", count: 62), "xxxxxxxx",
      ])
    }
    #expect(terminal.screen.cursor == (row: 1, column: 18))
    terminal.send("\r")
    try terminal.expect("<Y\(text)>")
    try terminal.expect("\u{1B}[0m ")
    terminal.send(key: .controlD)
    try terminal.expect("[end]")
  }

  @Test(arguments: ["C", "POSIX", "xx_XX.UTF-8", ""])
  func anyLocale(name: String) throws {
    let terminal = try start(
      ["--color", "--prompt", "größe❯ "], environment: ["LANG": name, "LC_ALL": name])
    try terminal.expect("gr")
    terminal.send("é中\r")
    try terminal.expect("\n<")
    try terminal.expect("gr")
    terminal.send(key: .controlD)
    try terminal.expect("[end]")
    #expect(try terminal.expectExit() == 0)
  }

  @Test func theTerminalIsGivenBack() throws {
    let settings = "stty -a </dev/tty"
    for end in ["quit\r", "\u{04}", "TERM"] {
      let terminal = try PseudoTerminal(
        executable: "/bin/sh",
        arguments: [
          "-c", "set -m; \(settings) >$HOME/before; \"$0\"; \(settings) >$HOME/after; echo over",
          builtProduct("line-editor-demo"),
        ],
        environment: ["HOME": folder.path])
      try terminal.expect("demo> ")
      if end == "TERM" {
        terminal.send("half")
        try terminal.expect("half")
        // The demo is the only other process in the terminal's session.
        _ = try run(
          "/bin/sh", ["-c", "kill -TERM $(ps -o pid= --ppid \(terminal.processIdentifier))"])
      } else {
        terminal.send(end)
      }
      try terminal.expect("over")
      #expect(try folder.read("before") == folder.read("after"))
    }
  }

  @Test func typedAheadIsNotLost() throws {
    let terminal = try PseudoTerminal(
      executable: "/bin/sh",
      arguments: [
        "-c", "\"$0\"; echo over; read line; echo got=$line", builtProduct("line-editor-demo"),
      ],
      environment: ["HOME": folder.path])
    try terminal.expect("demo> ")
    terminal.send("quit\nfor the next\n")
    // Some systems give what came while the terminal was raw only with the next line.
    try terminal.expect("over")
    terminal.send("\n")
    try terminal.expect("got=for the next")
  }

  @Test func linesTallerThanTheScreen() throws {
    let terminal = try start(["--history", folder.file("history")], columns: 40, rows: 6)
    let long = String((0..<10_000).map { Character(Unicode.Scalar(UInt8(97 + $0 % 26))) })
    #expect(try line(terminal, long) == long)
    let up = PseudoTerminal.Key.up.rawValue
    #expect(try line(terminal, up) == long)
    #expect(try line(terminal, up + "\u{01}X\u{05}Y") == "X" + long + "Y")
    terminal.resize(columns: 30, rows: 5)
    #expect(try line(terminal, up + up) == long)
    try quit(terminal)
  }
}

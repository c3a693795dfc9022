import Testing

@testable import Terminal

@Suite struct PageTests {
  static let fancy = TerminalCapabilities(
    width: 30, isTerminal: true, color: .ansi16, unicode: true, plain: false)
  static let colorless = TerminalCapabilities(
    width: 30, isTerminal: true, color: .none, unicode: true, plain: false)

  static var shapes: Table {
    Table(
      [.init("name"), .init("shape", .right), .init("what it is")],
      rows: [
        ["\("W1", .name)", "(2, 2)", "weights of the hidden units"],
        ["\("b1", .name)", "(2, 1)", ""],
      ])
  }

  @Test func aTableFitsItsWidth() {
    var page = Page(capabilities: Self.colorless)
    page.table(Self.shapes)
    #expect(
      page.text == """
        name   shape  what it is
        ────  ──────  ────────────────
        W1    (2, 2)  weights of the
                      hidden units
        b1    (2, 1)

        """)
  }

  @Test func plainTablesAreSpoken() {
    var page = Page(capabilities: .pipe)
    page.table(Self.shapes)
    #expect(
      page.text == """
        name: W1, shape: (2, 2), what it is: weights of the hidden units
        name: b1, shape: (2, 1)

        """)
  }

  @Test func tablesOfAnyWidthFit() {
    for width in 20..<100 {
      for line in Self.shapes.lines(width: width, unicode: true) { #expect(line.width <= width) }
    }
  }

  @Test func aRuleCrossesThePage() {
    var page = Page(capabilities: Self.colorless)
    page.rule(title: "3.forward")
    page.rule()
    var ascii = Page(capabilities: .init(width: 30, unicode: false, plain: false))
    ascii.rule(title: "3.forward")
    var plain = Page(capabilities: .pipe)
    plain.rule(title: "3.forward")
    plain.rule()
    #expect(page.text == "── 3.forward ─────────────────\n──────────────────────────────\n")
    #expect(ascii.text == "-- 3.forward -----------------\n")
    #expect(plain.text == "3.forward\n")
  }

  @Test func blocksAreKeptWhole() {
    var page = Page(capabilities: Self.fancy)
    page.block("[[1 2]\n\n [3 4]] a line that is longer than the page\tis\u{1B}[2J\r\n", indent: 2)
    #expect(
      page.text
        == "  [[1 2]\n\n   [3 4]] a line that is longer than the page     is^[[2J\n")
  }

  @Test func paragraphsHangBehindTheirMarker() {
    var page = Page(capabilities: Self.colorless)
    page.paragraph("one two three four five six seven", indent: 4, marker: "- ")
    #expect(page.text == "  - one two three four five\n    six seven\n")
  }

  @Test func blankLinesDoNotPileUp() {
    var page = Page(capabilities: .pipe)
    page.blank()
    page.line("a")
    page.blank()
    page.blank()
    page.line("b")
    #expect(page.text == "a\n\nb\n")
  }

  @Test func stylesEndWithTheirLine() {
    let text: StyledText = "\("W1", .name) is\("\nnot", .error) \(3)"
    #expect(
      text.rendered(color: .ansi16)
        == "\u{1B}[36mW1\u{1B}[0m is\n\u{1B}[1;31mnot\u{1B}[0m 3")
    #expect(text.rendered(color: .none) == "W1 is\nnot 3")
    for style in Style.allCases {
      #expect(StyledText("x", style).rendered(color: .none) == "x")
    }
  }
}

@Suite struct TerminalCapabilitiesTests {
  static let good = ["TERM": "xterm-256color", "LANG": "de_DE.UTF-8"]

  func detect(_ changes: [String: String?], plain: Bool = false, isTerminal: Bool = true)
    -> TerminalCapabilities
  {
    var environment = Self.good
    for (name, value) in changes { environment[name] = value }
    return .detect(
      environment: environment, plain: plain, isTerminal: isTerminal, descriptor: -1)
  }

  @Test func aModernTerminal() {
    let found = detect([:])
    #expect(found.color == .ansi256 && found.unicode && !found.plain && found.width == 80)
    #expect(detect(["TERM": "xterm"]).color == .ansi16)
    #expect(detect(["TERM": "xterm", "COLORTERM": "truecolor"]).color == .ansi256)
    #expect(detect(["TERM": "vt100"]).color == .none)
  }

  @Test func eachWayToAskForPlainText() {
    for found in [
      detect(["TERM": "dumb"]), detect(["TERM": nil]), detect([:], plain: true),
      detect([:], isTerminal: false),
    ] {
      #expect(found.plain && found.color == .none && !found.unicode)
    }
  }

  /// What takes away the colour leaves the pictures.
  @Test func noColorTakesAwayTheColorAlone() {
    let found = detect(["NO_COLOR": "1"])
    #expect(found.color == .none && found.unicode && !found.plain)
    #expect(detect(["NO_COLOR": ""]).color == .ansi256)
    #expect(detect(["NO_COLOR": "1"], isTerminal: false).plain)
  }

  @Test func theLocaleDecidesOnUnicode() {
    #expect(!detect(["LC_ALL": "C"]).unicode)
    #expect(!detect(["LANG": nil]).unicode)
    #expect(detect(["LC_ALL": "", "LC_CTYPE": "C.utf8", "LANG": "C"]).unicode)
  }

  @Test func theWidthOfAPipe() {
    #expect(detect(["COLUMNS": "132"], isTerminal: false).width == 132)
    for nonsense in ["", "0", "-5", "wide", "99999999999999999999"] {
      #expect(detect(["COLUMNS": nonsense], isTerminal: false).width == 80)
    }
    #expect(detect(["COLUMNS": "1"]).width == 20)
  }
}

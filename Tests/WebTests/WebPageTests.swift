import Testing

@testable import Web

@Suite struct WebPageTests {
  private func page(_ feed: WebPage.Feed, title: String = "xor") -> String {
    WebPage(
      title: title, heading: "<h1>\(title)</h1>", sections: [.init("a", title, "<p>\(title)</p>")],
      footer: HTML(), feed: feed, styleSheet: ".a{}"
    ).document { "digest\($0.utf8.count)" }
  }

  @Test func statesCannotEndTheirElement() {
    let text = page(.baked(json: #"{"labels":["</script><script>alert(1)</script><!--"]}"#))
    #expect(!text.contains("alert(1)</script>"))
    #expect(text.contains(#"\u003c/script>\u003cscript>alert(1)\u003c/script>\u003c!--"#))
  }

  @Test func titlesAreText() {
    let text = page(.still, title: "</title><script>alert(1)</script>")
    #expect(!text.contains("<script>alert"))
    #expect(text.contains("<title>&lt;/title&gt;&lt;script&gt;"))
  }

  @Test func nothingFromElsewhereIsAllowed() {
    let still = page(.still)
    #expect(still.contains("content=\"default-src 'none'; base-uri 'none'; form-action 'none'"))
    #expect(still.contains("script-src 'sha256-digest"))
    #expect(!still.contains("connect-src") && !still.contains("unsafe"))
    #expect(page(.live(path: "events")).contains("; connect-src 'self'\""))
  }

  @Test func aSliderNeedsTwoStates() {
    #expect(
      WebPage.slider(
        count: 1, label: "Epoch", play: "Play", pause: "Pause", last: "epoch 1"
      ).isEmpty)
    #expect(
      !WebPage.slider(
        count: 2, label: "Epoch", play: "Play", pause: "Pause", last: "epoch 1"
      ).isEmpty)
  }
}

@Suite struct MathMLTests {
  /// The markup within the outer row.
  private func markup(_ text: String) -> String {
    let whole = MathML.inline(text).source
    #expect(whole.hasPrefix("<math alttext=\"\(HTML.escaped(text))\"><mrow>"))
    return String(
      whole.drop { $0 != ">" }.dropFirst("><mrow>".count).dropLast("</mrow></math>".count))
  }

  @Test func scripts() {
    #expect(markup("W₁") == "<msub><mi>W</mi><mrow><mn>1</mn></mrow></msub>")
    #expect(
      markup("A₁ᵀ")
        == "<msubsup><mi>A</mi><mrow><mn>1</mn></mrow><mrow><mtext>T</mtext></mrow></msubsup>")
    #expect(
      markup("10⁻⁸")
        == "<msup><mn>10</mn><mrow><mo>−</mo><mn>8</mn></mrow></msup>")
    #expect(markup("x^(a+1)").hasPrefix("<msup><mi>x</mi><mrow><mi>a</mi><mo>+</mo>"))
  }

  @Test func fractionsStandWithoutBlanks() {
    #expect(markup("1/m x").hasPrefix("<mfrac><mn>1</mn><mi>m</mi></mfrac><mspace"))
    #expect(markup("1/(2m)") == "<mfrac><mn>1</mn><mrow><mn>2</mn><mi>m</mi></mrow></mfrac>")
    #expect(!markup("a / b").contains("mfrac"))
  }

  @Test func signsAreEscaped() {
    #expect(markup("a < b") == "<mi>a</mi><mo>&lt;</mo><mi>b</mi>")
  }

  /// Whatever is written, elements end in the order in which they began.
  @Test(arguments: [
    "", "^", "^^", "₁", "ᵀ", "/", "1/", "1//2", "(", "1/(", ")", "a/(b/(c", "x₁₂ᵀ²", "</math>", "&",
    "Σⱼ(", "{x if y, z otherwise}", "日本 = 1/語",
  ])
  func anythingIsWellFormed(text: String) {
    let whole = MathML.inline(text).source
    var open: [Substring] = []
    var rest = Substring(whole)
    while let start = rest.firstIndex(of: "<"), let end = rest[start...].firstIndex(of: ">") {
      let tag = rest[rest.index(after: start)..<end]
      if tag.hasPrefix("/") {
        #expect(open.popLast() == tag.dropFirst(), "\(whole)")
      } else {
        open.append(tag.prefix { $0 != " " })
      }
      rest = rest[rest.index(after: end)...]
    }
    #expect(open.isEmpty, "\(whole)")
  }
}

@Suite struct ServerFrameTests {
  private func read(_ bytes: [UInt8]) -> [ServerFrame] {
    var rest = bytes[...]
    var frames: [ServerFrame] = []
    while let frame = ServerFrame.read(from: { count in
      guard rest.count >= count else { return nil }
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }) { frames.append(frame) }
    return frames
  }

  @Test func framesComeBack() {
    let frames = [
      ServerSettings(token: "ab", answersKey: "cd", host: "127.0.0.1", port: 80).frame,
      ServerFrame(.page, String(repeating: "é", count: 70_000)), ServerFrame(.state, ""),
    ]
    #expect(read(frames.flatMap(\.encoded)) == frames)
    #expect(ServerSettings(frames[0])?.host == "127.0.0.1")
    #expect(ServerSettings(frames[1]) == nil)
  }

  @Test func statesComeBack() throws {
    let state = PageState(
      title: "\"a \\n b\"", regions: [("room", "\"\""), ("fold-data", "\"<p> é\"")])
    #expect(PageState(state.frame) == state)
    #expect(
      state.json == #"{"title":"a \n b","regions":{"room":"","fold-data":"<p> é"}}"#)
    #expect(PageState(ServerFrame(.page, "\"\"")) == nil)
    #expect(PageState(ServerFrame(.state, "\"\"\nroom")) == nil)
  }

  @Test(arguments: [
    [], [0x50], [0x50, 0, 0, 0, 1], [0x51, 0, 0, 0, 0], [0x50, 255, 255, 255, 255],
  ])
  func whatIsNoFrameEnds(bytes: [UInt8]) { #expect(read(bytes).isEmpty) }

  @Test(
    arguments: [
      ("127.0.0.1", "127.0.0.1:8000", true), ("127.0.0.1", "localhost:8000", true),
      ("127.0.0.1", "LOCALHOST:8000", true), ("::1", "[::1]:8000", true),
      ("127.0.0.1", "127.0.0.1", false), ("127.0.0.1", "127.0.0.1:8001", false),
      ("127.0.0.1", "evil.example:8000", false),
      ("127.0.0.1", "127.0.0.1.evil.example:8000", false),
      ("127.0.0.1", "", false), ("127.0.0.1", nil, false), ("127.0.0.1", "10.0.0.1:8000", false),
      ("127.0.0.1", "desk:8000", false), ("0.0.0.0", "desk:8000", true),
      ("0.0.0.0", "desk.local:8000", true), ("0.0.0.0", "10.0.0.1:8000", true),
      ("0.0.0.0", "evil.example:8000", false), ("0.0.0.0", "10.0.0.300:8000", false),
      ("::", "[fe80::1]:8000", true),
    ] as [(String, String?, Bool)])
  func hostsAreLookedAt(host: String, header: String?, isMeant: Bool) {
    let settings = ServerSettings(token: "t", answersKey: "a", host: host, port: 8000)
    #expect(settings.isAddressed(by: header, port: 8000, machineName: "desk") == isMeant)
  }
}

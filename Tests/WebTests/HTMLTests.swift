import Testing

@testable import Web

@Suite struct HTMLTests {
  @Test func nothingActs() {
    let text = "</script><b>&\"'\u{0}\u{1B}\u{202E}\r\n"
    let html: HTML = "<td title=\"\(text)\">\(text)</td>"
    #expect(!html.source.contains("<b>") && !html.source.contains("</script>"))
    #expect(html.source.hasPrefix("<td title=\"&lt;/script&gt;&lt;b&gt;&amp;&quot;&#39;\u{FFFD}"))
  }
}

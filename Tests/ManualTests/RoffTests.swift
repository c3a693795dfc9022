import Foundation
import Phrases
import Support
import Testing

@testable import Manual

/// Man pages: what is written is what is read, whatever it is.
@Suite struct RoffTests {
  static let hostile = [
    ".SH NAME", "'br", "\\fBbold\\fR", "\\", "\\\\n", "a\\", "--model", "-e", "one-hot", "- a",
    "...", ".", "'quoted'", "\"quoted\"", "a \"b\" c", "`code`", "x ^ 2 ~ 3", "\\*(Tm", "\\n[.l]",
    "$HOME %s", "ä ö ü ß — ∂", ".\\\" a comment", "\\(dq", "\\[u0041]", "x[-1, ::2]", "#!&*()",
    ".ig", "\\!x", "\\c", "%", "@", "a.\n.b", "{1} {2}",
  ]

  /// A page with a text in each of its places.
  static func page(_ text: String) -> ManualPage {
    ManualPage(
      name: "underhood-hostile", number: 7, summary: "about \(text)",
      sections: [
        .init(
          "Title \(text)",
          [
            .heading("H \(text)"), .paragraph(StyledText("P \(text)")),
            .paragraph(StyledText(text)), .code("\(text)\n\n  \(text)"),
            .list(start: 1, items: [[.paragraph(StyledText(text)), .code(text)]]),
            .list(start: nil, items: [[.code(text)], []]),
            .table(header: [StyledText(text), ""], rows: [[StyledText(text), StyledText(text)]]),
            .entry(
              .init(
                text, aliases: [text],
                [.paragraph(StyledText(text, .code)), .code(text), .paragraph(StyledText(text))])),
            .entry(.init(text, [])),
          ])
      ])
  }

  static func source(_ page: ManualPage) -> String {
    Roff.page(page, version: "Underhood 0", date: "2026-11-29", manual: "Underhood 0")
  }

  /// No line of the source is a request but those that the page itself makes.
  @Test(arguments: hostile)
  func nothingActsAsARequest(text: String) {
    let known = [
      ".TH", ".SH", ".SS", ".PP", ".TP", ".IP", ".EX", ".EE", ".RS", ".RE", ".ad",
    ]
    let source = Self.source(Self.page(text))
    for line in source.split(separator: "\n") {
      #expect(!line.hasPrefix("'"))
      #expect(line.utf8.allSatisfy { $0 < 128 })
      guard line.hasPrefix(".") else { continue }
      #expect(known.contains(String(line.prefix { $0 != " " })), "\(line)")
    }
  }

  /// Every text is read as often as it was written.
  @Test(.enabled(if: Manuals.mandoc != nil), arguments: hostile)
  func whatIsWrittenIsRead(text: String) throws {
    let shown = try Manuals.shown(Self.source(Self.page(text)))
    let wanted = text.filter { !$0.isWhitespace }
    var rest = shown.filter { !$0.isWhitespace }[...]
    // Not those of headings, which are in capitals.
    for _ in 0..<10 {
      guard let place = rest.range(of: wanted) else {
        Issue.record("\(text) is missing in\n\(shown)")
        return
      }
      rest = rest[place.upperBound...]
    }
  }

  @Test(.enabled(if: Manuals.mandoc != nil), arguments: hostile)
  func nobodyWarns(text: String) throws {
    #expect(try Manuals.warnings(Self.source(Self.page(text))) == "")
  }

  @Test func aHyphenOfProseIsNone() {
    #expect(Roff.escaped("one-hot --model -e", isCode: false) == "one-hot \\-\\-model \\-e")
    #expect(Roff.escaped("one-hot", isCode: true) == "one\\-hot")
    #expect(Roff.escaped("a\\b", isCode: true) == "a\\eb")
  }
}

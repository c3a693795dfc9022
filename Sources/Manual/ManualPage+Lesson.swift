import Lessons
import Machine
import Phrases

extension ManualPage {
  /// underhood-lesson(5): AUTHORING.md.
  static func lesson(_ text: [UInt8], _ words: Wordings) -> ManualPage {
    ManualPage(
      name: "underhood-lesson", number: 5,
      summary: words.string("how a lesson of Underhood is written"),
      sections: sections(of: text, words))
  }

  /// underhood-machine(7): the page beside the module that speaks so.
  static func machine(_ words: Wordings) -> ManualPage {
    ManualPage(
      name: "underhood-machine", number: 7,
      summary: words.string("how another program talks to Underhood"),
      sections: sections(of: MachineTexts.page, words))
  }

  /// Of a text in Markdown, whose headings of the second rank are the sections.
  private static func sections(of text: [UInt8], _ words: Wordings) -> [Section] {
    var sections = [words.section("Description", [])]
    for block in LessonReader().readText(text) {
      switch block.content {
      // The text's own title.
      case .heading(1, _): continue
      case .heading(2, let title): sections.append(Section(title.plainText, []))
      default: sections[sections.count - 1].blocks += blocks(of: block)
      }
    }
    return sections
  }

  private static func blocks(of block: LessonBlock) -> [Block] {
    switch block.content {
    case .heading(_, let title): [.heading(title.plainText)]
    case .paragraph(let inlines): [.paragraph(inlines.styled())]
    case .quote(let inner): inner.flatMap(blocks)
    case .code(_, let text): [.code(text)]
    case .drawing(let drawing): [.code(drawing.text)]
    case .list(let list):
      [.list(start: list.start, items: list.items.map { $0.flatMap(blocks) })]
    case .table(let table):
      [
        .table(
          header: table.header.map { $0.styled() }, rows: table.rows.map { $0.map { $0.styled() } })
      ]
    // What only lessons have.
    case .rule, .model, .run, .exercise: []
    }
  }
}

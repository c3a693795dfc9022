import Shell
import Terminal
import Web

/// What commands and lessons say, set as a page sets it: words in paragraphs, lists and tables, the
/// program's equations as mathematics, what stands in columns as it was.
struct Typesetting {
  /// The equations of the program as mathematics, by what they are in its language.
  private let equations: [String: String]

  init(_ session: Session) {
    let program = session.run.program
    var equations: [String: String] = [:]
    for phase in program.phases {
      let written = program.mathematics(in: phase, unicode: true)
      for (step, equation) in zip(program.steps(in: phase), written) {
        equations[step.text] = equation.text
      }
    }
    self.equations = equations
  }

  /// - Parameter pictures: what stands for the parts that are pictures, in order; those for which
  ///   nothing was kept come last.
  func html(_ parts: some Sequence<Page.Part>, pictures: [HTML] = []) -> HTML {
    var pictures = pictures[...]
    var html = HTML()
    var lines: [StyledText] = []
    func endLines() {
      if !lines.isEmpty { html += columns(lines) }
      lines = []
    }
    for part in parts {
      if case .line(let line) = part {
        lines.append(line)
        continue
      }
      endLines()
      if case .picture = part, let picture = pictures.popFirst() {
        html += picture
      } else {
        html += self.html(part)
      }
    }
    endLines()
    return html + pictures.joined()
  }

  private func html(_ part: Page.Part) -> HTML {
    switch part {
    case .heading(let title): "<h3>\(title.string)</h3>\n"
    case .rule: "<hr>\n"
    case .line(let line): columns([line])
    case .picture(let cells): "<pre>\(cells)</pre>\n"
    case .paragraph(let text, let indent, let marker): paragraph(text, indent, marker)
    case .formula(let text, let indent):
      Self.paragraph(MathML.line(text), columns: indent, isFormula: true)
    case .equation(let text, let lead, let note): equation(text, lead, note)
    case .table(let table, let indent): self.table(table, indent)
    case .enclosed(let enclosure, let parts): enclosed(parts, in: enclosure)
    }
  }

  private func enclosed(_ parts: [Page.Part], in enclosure: Page.Enclosure) -> HTML {
    switch enclosure {
    case .list(let start?): "<ol start=\"\(start)\">\n\(html(parts))</ol>\n"
    case .list(nil): "<ul>\n\(html(parts))</ul>\n"
    case .item: "<li>\(html(parts.map(\.withoutPlace)))</li>\n"
    case .quotation: "<blockquote>\(html(parts.map(\.withoutPlace)))</blockquote>\n"
    case .lesson: html(parts)
    }
  }

  private func equation(_ text: StyledText, _ lead: StyledText, _ note: StyledText) -> HTML {
    let formula = equations[text.string].map(MathML.line) ?? "<code>\(text.string)</code>"
    let rest = note.isEmpty ? HTML() : " " + words(note)
    return Self.paragraph(words(lead, before: text) + formula + rest, isFormula: true)
  }

  private func paragraph(_ text: StyledText, _ indent: Int, _ marker: StyledText) -> HTML {
    // What is an equation and nothing else has a line of its own.
    if marker.isBlank, let equation = text.soleCode.flatMap({ equations[$0] }) {
      return Self.paragraph(MathML.line(equation), columns: indent, isFormula: true)
    }
    // A marker stands in the indent, as far to the right as it can.
    let lead = marker.string.prefix { $0 == " " }.count
    return Self.paragraph(
      words(marker, before: text) + words(text),
      columns: marker.isBlank ? indent : max(indent - marker.width, 0) + lead)
  }

  private func formula(_ code: String) -> HTML? { equations[code].map(MathML.inline) }

  /// A paragraph at the step of an indent, of which the style sheet knows so many.
  private static func paragraph(_ content: HTML, columns: Int = 0, isFormula: Bool = false) -> HTML
  {
    let classes =
      (columns < 2 ? [] : ["in-\(min(columns / 2, 6))"]) + (isFormula ? ["alone"] : [])
    let attribute: HTML = classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\""
    return "<p\(attribute)>\(content)</p>\n"
  }

  private func table(_ table: Table, _ indent: Int) -> HTML {
    let titles = table.columns.map(\.title)
    func cell(_ content: HTML, _ kind: HTML, _ column: Table.Column) -> HTML {
      let isNumber = column.alignment == .right
      return "<\(kind)\(isNumber ? " class=\"number\"" : HTML())>\(content)</\(kind)>"
    }
    var head = HTML()
    if table.hasHeader {
      let cells = table.columns.map { cell(HTML(text: $0.title), "th", $0) }
      head = "<thead><tr>\(cells.joined())</tr></thead>\n"
    }
    let rows = table.rows.map { row -> HTML in
      "<tr>\(zip(row, table.columns).map { cell(words($0), "td", $1) }.joined())</tr>\n"
    }
    // What has no titles is laid out in columns and no more.
    let name: HTML =
      table.hasHeader
      ? "aria-label=\"\(titles.filter { !$0.isEmpty }.joined(separator: ", "))\""
      : "role=\"presentation\""
    return """
      <div class="scroll"><table \(name)>
      \(head)<tbody>
      \(rows.joined())</tbody></table></div>

      """
  }

  // MARK: - Within lines

  private func columns(_ lines: [StyledText]) -> HTML {
    let text = lines.map { line in
      line.spans.map { span -> HTML in
        switch span.style {
        case .dim: "<span class=\"faint\">\(span.text)</span>"
        case .changed: "<span class=\"changed\">\(span.text)</span>"
        case .strong, .heading, .command: "<strong>\(span.text)</strong>"
        default: HTML(text: span.text)
        }
      }.joined()
    }
    return "<pre>\(text.joined(separator: "\n"))</pre>\n"
  }

  /// What stands before a text, as far as it says something.
  private func words(_ lead: StyledText, before text: StyledText) -> HTML {
    lead.isBlank ? HTML() : words(lead.trimmed) + " "
  }

  private func words(_ text: StyledText) -> HTML {
    text.spans.map { span -> HTML in
      switch span.style {
      case .emphasis: "<em>\(span.text)</em>"
      case .strong, .heading: "<strong>\(span.text)</strong>"
      case .code: formula(span.text) ?? "<code>\(span.text)</code>"
      case .command, .prompt: "<kbd>\(span.text)</kbd>"
      case .dim: "<span class=\"faint\">\(span.text)</span>"
      case .changed: "<span class=\"changed\">\(span.text)</span>"
      default: HTML(text: span.text)
      }
    }.joined()
  }
}

extension StyledText {
  fileprivate var isBlank: Bool { string.allSatisfy { $0 == " " } }

  /// Without blanks at its beginning and its end.
  fileprivate var trimmed: StyledText {
    var spans = spans
    if let first = spans.first {
      spans[0].text = String(first.text.drop { $0 == " " })
    }
    if let last = spans.indices.last {
      while spans[last].text.hasSuffix(" ") { spans[last].text.removeLast() }
    }
    return StyledText(spans: spans)
  }

  /// The text, if all of it is code.
  fileprivate var soleCode: String? {
    spans.count == 1 && spans[0].style == .code ? spans[0].text : nil
  }
}

extension Page.Part {
  /// As it stands within something that has a place of its own.
  fileprivate var withoutPlace: Page.Part {
    switch self {
    case .paragraph(let text, _, _): .paragraph(text, indent: 0, marker: "")
    case .formula(let text, _): .formula(text, indent: 0)
    case .table(let table, _): .table(table, indent: 0)
    default: self
    }
  }

  /// Whether it is what a page of a lesson says.
  var isLesson: Bool {
    if case .enclosed(.lesson, _) = self { true } else { false }
  }
}

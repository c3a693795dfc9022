import Phrases
import Web

/// The whole manual as one web page.
struct ManualWeb {
  private let pages: [ManualPage]
  private let language: String
  private let contentsTitle: String
  private var anchors: [String: Int] = [:]
  private var contents = HTML()

  init(_ pages: [ManualPage], language: String, contentsTitle: String) {
    self.pages = pages
    self.language = language
    self.contentsTitle = contentsTitle
  }

  /// The document.
  ///
  /// - Parameter digest: as `WebPage.document` wants it.
  mutating func document(version: String, digest: (String) -> String) -> String {
    var sections: [WebPage.Section] = []
    for page in pages {
      let id = anchor(page.name)
      contents += "<li><a href=\"#\(id)\">\(page.reference)</a>: \(page.summary)\n<ul>\n"
      let body = body(of: page)
      contents += "</ul></li>\n"
      sections.append(WebPage.Section(id, page.reference, body))
    }
    let list: HTML = "<nav><ul class=\"contents\">\n\(contents)</ul></nav>\n"
    sections.insert(WebPage.Section("contents", contentsTitle, list), at: 0)
    var page = WebPage(
      title: version, heading: "<h1>\(version)</h1>\n", sections: sections,
      footer: "<p>\(version)</p>\n", feed: .still, styleSheet: Self.style)
    page.language = language
    return page.document(digest: digest)
  }

  private mutating func body(of page: ManualPage) -> HTML {
    var body: HTML = "<p class=\"faint\">\(page.summary)</p>\n"
    for section in page.sections where !section.blocks.isEmpty {
      let id = anchor("\(page.name)-\(section.title)")
      contents += "<li><a href=\"#\(id)\">\(section.title)</a>"
      let before = contents
      contents = HTML()
      let inner = blocks(section.blocks, in: page.name)
      contents = before + (contents.isEmpty ? HTML() : "<br>\n<small>\(contents)</small>")
      contents += "</li>\n"
      body += "<h3 id=\"\(id)\">\(section.title)</h3>\n\(inner)"
    }
    return body
  }

  private mutating func blocks(_ blocks: [ManualPage.Block], in page: String) -> HTML {
    var html = HTML()
    var isList = false
    for block in blocks {
      var isEntry = false
      if case .entry = block { isEntry = true }
      if isEntry != isList { html += isEntry ? "<dl>\n" : "</dl>\n" }
      isList = isEntry
      html += self.block(block, in: page)
    }
    return html + (isList ? "</dl>\n" : HTML())
  }

  private mutating func block(_ block: ManualPage.Block, in page: String) -> HTML {
    switch block {
    case .heading(let title):
      let id = anchor("\(page)-\(title)")
      contents += "<a href=\"#\(id)\">\(title)</a>\n"
      return "<h4 id=\"\(id)\">\(title)</h4>\n"
    case .paragraph(let text): return "<p>\(Self.inline(text))</p>\n"
    case .code(let text): return "<pre class=\"code\">\(text)</pre>\n"
    case .list(let start, let items):
      var inner = HTML()
      for item in items { inner += "<li>\(self.blocks(item, in: page))</li>\n" }
      guard let start else { return "<ul>\n\(inner)</ul>\n" }
      return "<ol start=\"\(start)\">\n\(inner)</ol>\n"
    case .table(let header, let rows):
      let head = header.map { "<th scope=\"col\">\(Self.inline($0))</th>" as HTML }.joined()
      let body = rows.map { row in
        "<tr>\(row.map { "<td>\(Self.inline($0))</td>" as HTML }.joined())</tr>\n" as HTML
      }
      return "<div class=\"scroll\"><table>\n<thead><tr>\(head)</tr></thead>\n"
        + "<tbody>\n\(body.joined())</tbody></table></div>\n"
    case .entry(let entry):
      let id = anchor("\(page)-\(entry.name)")
      contents += "<a href=\"#\(id)\">\(entry.name)</a>\n"
      let names = ([entry.term] + entry.aliases).map { "<code>\($0)</code>" as HTML }
      return "<dt id=\"\(id)\">\(names.joined(separator: ", "))</dt>\n"
        + "<dd>\(self.blocks(entry.blocks, in: page))</dd>\n"
    }
  }

  /// A name for a place that no other has: the text's ASCII letters and digits.
  private mutating func anchor(_ text: String) -> String {
    var name = ""
    for character in text.lowercased() {
      if character.isASCII, character.isLetter || character.isNumber || character == "_" {
        name.append(character)
      } else if !name.hasSuffix("-") {
        name.append("-")
      }
    }
    while name.hasSuffix("-") { name.removeLast() }
    anchors[name, default: 0] += 1
    let count = anchors[name, default: 1]
    return count == 1 ? name : anchor("\(name)-\(count)")
  }

  private static func inline(_ text: StyledText) -> HTML {
    text.spans.map { span in
      switch span.style {
      case .code, .command, .name: "<code>\(span.text)</code>" as HTML
      case .strong, .heading: "<strong>\(span.text)</strong>"
      case .emphasis: "<em>\(span.text)</em>"
      default: HTML(text: span.text)
      }
    }.joined()
  }

  private static let style = """
    main { max-width: 48rem; }
    h4 { margin: 1rem 0 0.25rem; font-size: 1rem; }
    dt { margin-top: 0.75rem; font-weight: 600; }
    dd { margin: 0.15rem 0 0 1.5rem; }
    :target { background: var(--lit); }
    a { color: var(--accent); }
    pre.code { padding: 0.4rem 0.6rem; background: var(--panel); border-radius: 0.3rem; }
    ul.contents small a { margin-right: 0.4rem; display: inline-block; }
    @media print { nav small { display: none; } dt { break-after: avoid; } }

    """
}

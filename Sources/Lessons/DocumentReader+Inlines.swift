import CMarkdown

extension DocumentReader {
  /// The words of a paragraph or a heading that stands at a place.
  mutating func inlines(of node: OpaquePointer, at position: SourcePosition) -> [LessonInline] {
    let inlines = inlines(of: node, at: position, depth: 0)
    check(inlines, at: position)
    return inlines
  }

  private mutating func inlines(
    of node: OpaquePointer, at position: SourcePosition, depth: Int
  ) -> [LessonInline] {
    guard depth <= limits.nesting else {
      faults.add(.limitExceeded(.nesting, limit: limits.nesting), at: position)
      return []
    }
    var inlines: [LessonInline] = []
    for child in CMark.children(of: node) {
      switch cmark_node_get_type(child) {
      case CMARK_NODE_TEXT:
        let text = clean(CMark.literal(child), at: position)
        // cmark ends a text at every character that might have meant something.
        if case .text(let before) = inlines.last {
          inlines[inlines.count - 1] = .text(before + text)
        } else {
          inlines.append(.text(text))
        }
      case CMARK_NODE_CODE:
        inlines.append(.code(clean(CMark.literal(child), at: position)))
      case CMARK_NODE_EMPH:
        inlines.append(.emphasis(self.inlines(of: child, at: position, depth: depth + 1)))
      case CMARK_NODE_STRONG:
        inlines.append(.strong(self.inlines(of: child, at: position, depth: depth + 1)))
      case CMARK_NODE_LINK:
        let words = self.inlines(of: child, at: position, depth: depth + 1)
        let url = cmark_node_get_url(child).map { String(cString: $0) } ?? ""
        let destination = clean(url, at: position)
        if Self.isAllowed(destination) {
          inlines.append(.link(words, destination: destination))
        } else {
          faults.add(.linkDestination(destination), at: position)
          inlines += words
        }
      case CMARK_NODE_SOFTBREAK:
        inlines.append(.softBreak)
      case CMARK_NODE_LINEBREAK:
        inlines.append(.hardBreak)
      case CMARK_NODE_IMAGE:
        faults.add(.unsupported(.image), at: position)
        inlines += self.inlines(of: child, at: position, depth: depth + 1)
      case CMARK_NODE_HTML_INLINE:
        if !CMark.isComment(child) { faults.add(.unsupported(.html), at: position) }
      default:
        break
      }
    }
    return inlines
  }

  private mutating func clean(_ text: String, at position: SourcePosition) -> String {
    SourceText.clean(text, allowingLineFeeds: false, at: position, faults: &faults)
  }

  /// Whether a link leads to the web, to a mail address, or to a place named relative to the course.
  private static func isAllowed(_ destination: String) -> Bool {
    guard let colon = destination.utf8.firstIndex(of: UInt8(ascii: ":")) else { return true }
    let scheme = destination[..<colon]
    if scheme.contains(where: { "/?#".contains($0) }) { return true }
    return ["http", "https", "mailto"].contains(scheme.lowercased())
  }
}

import CMarkdown

/// What Swift needs around cmark's functions.
package enum CMark {
  /// That of the library that is there, not of the header.
  package static var version: String { String(cString: cmark_version_string()) }

  /// Parses a text; the caller frees the document.
  static func parse(_ text: String) -> OpaquePointer? {
    var text = text
    return text.withUTF8 { bytes in
      // An empty buffer may have no address, and cmark copies from what it is given.
      guard let base = bytes.baseAddress else { return cmark_parse_document("", 0, 0) }
      return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
        cmark_parse_document($0, bytes.count, CMARK_OPT_DEFAULT)
      }
    }
  }

  /// The nodes directly inside a node.
  static func children(of node: OpaquePointer) -> some Sequence<OpaquePointer> {
    sequence(state: cmark_node_first_child(node)) { next -> OpaquePointer? in
      guard let node = next else { return nil }
      next = cmark_node_next(node)
      return node
    }
  }

  /// The text of a node of text, code or HTML.
  static func literal(_ node: OpaquePointer) -> String {
    cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
  }

  /// Whether a node of HTML is a comment and nothing else.
  static func isComment(_ node: OpaquePointer) -> Bool {
    var text = Substring(literal(node))
    while let last = text.last, last.isWhitespace { text.removeLast() }
    while text.first == " " { text.removeFirst() }
    return text.hasPrefix("<!--") && text.hasSuffix("-->") && text.utf8.count >= 7
  }
}

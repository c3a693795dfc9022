import CMarkdown

/// Reads the CommonMark below the front matter into pages.
struct DocumentReader {
  let source: SourceText
  /// The line of the file on which the CommonMark begins.
  let firstLine: Int
  let limits: LessonLimits
  var faults: FaultList
  private(set) var pages: [LessonPage] = []
  /// The lesson's one model.
  var model: ModelFence?
  /// Where each exercise's and quiz's id was first used.
  var idLines: [String: Int] = [:]
  /// How many blocks were made so far.
  private var blockCount = 0

  init(source: SourceText, firstLine: Int, limits: LessonLimits, faults: FaultList) {
    self.source = source
    self.firstLine = firstLine
    self.limits = limits
    self.faults = faults
  }

  /// Reads all of it; `pages`, `model` and `faults` hold the result.
  mutating func read() {
    let text = source.lines.dropFirst(firstLine - 1).map { $0 + "\n" }.joined()
    guard let document = CMark.parse(text) else { return }
    defer { cmark_node_free(document) }
    var page: LessonPage?
    for node in CMark.children(of: document) {
      let position = position(of: node)
      if cmark_node_get_type(node) == CMARK_NODE_THEMATIC_BREAK, isPageBreak(position) {
        if !turn(&page) { break }
        continue
      }
      guard let block = block(node, depth: 0) else { continue }
      var title: String?
      if case .heading(let level, let words) = block.content, level <= 2 {
        if !turn(&page) { break }
        title = words.plainText
      }
      if page == nil { page = LessonPage(position: position, title: title, blocks: []) }
      page?.blocks.append(block)
    }
    _ = turn(&page)
  }

  /// Ends a page, if one was begun. False when the lesson may have no more pages.
  private mutating func turn(_ page: inout LessonPage?) -> Bool {
    guard let ended = page else { return true }
    page = nil
    guard pages.count < limits.pages else {
      faults.add(.limitExceeded(.pages, limit: limits.pages), at: ended.position)
      return false
    }
    pages.append(ended)
    return true
  }

  /// Whether the thematic break at a place is `---`, which turns the page; `***` draws a rule.
  private func isPageBreak(_ position: SourcePosition) -> Bool {
    source.line(position.line).first { $0 != " " } == "-"
  }

  /// Where a node begins in the file.
  func position(of node: OpaquePointer) -> SourcePosition {
    source.position(
      line: line(Int(cmark_node_get_start_line(node))),
      byteColumn: Int(cmark_node_get_start_column(node)))
  }

  /// A line of the CommonMark as a line of the file.
  func line(_ line: Int) -> Int { max(1, line) + firstLine - 1 }

  /// The block that a node is; nil, with a fault unless it is a comment, when a lesson cannot have it.
  mutating func block(_ node: OpaquePointer, depth: Int) -> LessonBlock? {
    let position = position(of: node)
    guard blockCount < limits.blocks else {
      if blockCount == limits.blocks {
        faults.add(.limitExceeded(.blocks, limit: limits.blocks), at: position)
        blockCount += 1
      }
      return nil
    }
    blockCount += 1
    guard let content = content(node, position, depth: depth) else { return nil }
    let block = LessonBlock(position: position, content: content)
    if depth == 0 { checkValues(of: block) }
    return block
  }

  private mutating func content(
    _ node: OpaquePointer, _ position: SourcePosition, depth: Int
  ) -> LessonBlock.Content? {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_HEADING:
      return .heading(
        level: Int(cmark_node_get_heading_level(node)), inlines(of: node, at: position))
    case CMARK_NODE_PARAGRAPH:
      if let table = table(node, at: position) { return .table(table) }
      let words = inlines(of: node, at: position)
      return words.isEmpty ? nil : .paragraph(words)
    case CMARK_NODE_THEMATIC_BREAK:
      return .rule
    case CMARK_NODE_CODE_BLOCK:
      return code(node, at: position, depth: depth)
    case CMARK_NODE_BLOCK_QUOTE:
      return .quote(blocks(in: node, at: position, depth: depth))
    case CMARK_NODE_LIST:
      let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
      var items: [[LessonBlock]] = []
      for item in CMark.children(of: node) {
        items.append(blocks(in: item, at: self.position(of: item), depth: depth))
      }
      return .list(
        LessonList(
          start: isOrdered ? Int(cmark_node_get_list_start(node)) : nil,
          isTight: cmark_node_get_list_tight(node) != 0, items: items))
    case CMARK_NODE_HTML_BLOCK:
      if !CMark.isComment(node) { faults.add(.unsupported(.html), at: position) }
      return nil
    default:
      return nil
    }
  }

  /// The blocks inside a list's item or a quotation.
  private mutating func blocks(
    in node: OpaquePointer, at position: SourcePosition, depth: Int
  ) -> [LessonBlock] {
    guard depth < limits.nesting else {
      faults.add(.limitExceeded(.nesting, limit: limits.nesting), at: position)
      return []
    }
    var blocks: [LessonBlock] = []
    for child in CMark.children(of: node) {
      if let block = block(child, depth: depth + 1) { blocks.append(block) }
    }
    return blocks
  }
}

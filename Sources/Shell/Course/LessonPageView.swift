import Lessons
import Terminal

/// A page of a lesson, set for the terminal: as far as its first commands that are still to be done.
struct LessonPageView {
  /// What has been shown before.
  enum Start {
    case nothing
    /// Up to an exercise, which is solved now.
    case exercise(Exercise)
    /// Up to the command that was done last.
    case command
    /// What is behind the reader.
    case reading
  }

  let place: LessonPlace
  var start = Start.nothing

  init(place: LessonPlace, after start: Start = .nothing) {
    self.place = place
    self.start = start
  }

  private var isWhole: Bool {
    switch start {
    case .nothing: true
    case .reading: place.firstBlockInReading == 0
    case .exercise, .command: false
    }
  }

  private var blocks: ArraySlice<LessonBlock> {
    let visible = place.visibleBlocks
    switch start {
    case .nothing: return visible
    case .exercise(let solved):
      return visible.dropFirst((place.page?.index(of: solved) ?? -1) + 1)
    case .command:
      guard let block = place.blockAfterLastStep else { return [] }
      return visible.dropFirst(block)
    case .reading: return visible.dropFirst(place.firstBlockInReading)
    }
  }

  /// Where the first of what is shown stands in the file.
  var position: SourcePosition? { blocks.first?.position }

  func write(to page: inout Page) {
    page.enclose(.lesson) { page in
      if isWhole { page.rule(title: StyledText(place.lesson.title, .heading)) }
      writeText(to: &page)
      page.blank()
      page.paragraph("\(Phrase("[\(place.progress)]", .dim)) \(footer)")
    }
  }

  /// The author's words alone.
  func writeText(to page: inout Page) {
    var isFirst = isWhole
    for block in blocks {
      // The model is what `list` shows; here its text would only push the words off the screen.
      if case .model = block.content { continue }
      // The title stands above already.
      if isFirst, case .heading(_, let words) = block.content,
        words.plainText == place.lesson.title
      {
        isFirst = false
        continue
      }
      if !isFirst { page.blank() }
      isFirst = false
      write(block, indent: 0, to: &page)
    }
  }

  private var footer: Phrase {
    if let exercise = place.exerciseInView {
      return "\(exercise.howTo) \(Phrase("Or: hint, answer, skip.", .dim))"
    }
    let left = place.stepsLeft
    guard let next = left.first else {
      return place.isLastPage
        ? Wording.lessonEnds(place.following) : ("Enter turns the page." as Phrase).styled(.dim)
    }
    if case .command = start, place.blockAfterLastStep == nil {
      return "\(Phrase("Enter does the next:", .dim)) \(StyledText(next.command, .command))"
    }
    let words: Phrase =
      place.stepsInView == 1
      ? "Type the command, or have Enter do it."
      : "Type the commands, or have Enter do one after the other."
    return words.styled(.dim)
  }

  private func write(_ block: LessonBlock, indent: Int, to page: inout Page) {
    switch block.content {
    case .heading(_, let inlines):
      page.heading(inlines.styled(.heading), indent: indent)
    case .paragraph(let inlines):
      write(inlines, indent: indent, to: &page)
    case .list(let list):
      page.enclose(.list(start: list.start)) { write(list, indent: indent, to: &$0) }
    case .quote(let blocks):
      page.enclose(.quotation) {
        for block in blocks { write(block, indent: indent + 4, to: &$0) }
      }
    case .code(_, let text):
      page.block(text, indent: indent + 4, style: .code)
    case .drawing(let drawing):
      // What is drawn cannot be heard.
      if page.capabilities.plain {
        let words = page.prose(ExerciseText.styled(drawing.words))
        page.paragraph("\(Phrase("Drawing:", .dim)) \(words)", indent: indent)
      } else {
        page.block(drawing.text, indent: indent + 4, style: .code)
      }
    case .table(let table):
      page.table(Self.table(table, on: page), indent: indent + 4)
    case .rule:
      page.rule()
    case .run(let fence):
      for step in fence.steps {
        page.line("    \(StyledText("> ", .dim))\(StyledText(step.command, .command))")
      }
    case .exercise(let exercise):
      ExerciseText.write(exercise, indent: indent, to: &page)
      if !place.isOpen(exercise) {
        page.paragraph("(\(place.record[exercise.id].state.phrase, .dim))")
      }
    case .model:
      break
    }
  }

  private func write(_ inlines: [LessonInline], indent: Int, to page: inout Page) {
    for line in Self.split(inlines) {
      page.paragraph(page.prose(line.styled()), indent: indent)
    }
  }

  private func write(_ list: LessonList, indent: Int, to page: inout Page) {
    for (index, item) in list.items.enumerated() {
      if index > 0, !list.isTight { page.blank() }
      let marker = list.start.map { "\($0 + index). " } ?? "- "
      let room = indent + 2 + marker.count
      page.enclose(.item) { page in
        for (position, block) in item.enumerated() {
          if position == 0, case .paragraph(let inlines) = block.content {
            page.paragraph(
              page.prose(inlines.styled()), indent: room,
              marker: StyledText(String(repeating: " ", count: indent + 2) + marker, .dim))
          } else {
            write(block, indent: room, to: &page)
          }
        }
      }
    }
  }

  // MARK: Text within lines

  /// Lines apart at the breaks that the author asked for.
  private static func split(_ inlines: [LessonInline]) -> [[LessonInline]] {
    inlines.split(separator: .hardBreak, omittingEmptySubsequences: false).map(Array.init)
  }

  private static func table(_ table: LessonTable, on page: Page) -> Table {
    let columns = zip(table.header, table.alignments).map { header, alignment in
      Table.Column(header.plainText, alignment.terminalAlignment)
    }
    return Table(columns, rows: table.rows.map { $0.map { page.prose($0.styled()) } })
  }
}

extension Page {
  /// An author's words; where they may be heard, with the marks that tell a name from a word.
  func prose(_ text: StyledText) -> StyledText { capabilities.plain ? text.withCodeMarked : text }
}

extension StyledText {
  /// With backticks around code.
  fileprivate var withCodeMarked: StyledText {
    StyledText(
      spans: spans.map { $0.style == .code ? Span("`\($0.text)`", .code) : $0 })
  }
}

extension LessonTable.Alignment {
  fileprivate var terminalAlignment: Alignment {
    switch self {
    case .unset, .left: .left
    case .center: .center
    case .right: .right
    }
  }
}

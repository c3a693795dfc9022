import Equations

/// Values that stand in an author's words: `The loss is {value: round(L, 3)}.`
///
/// What is between the colon and the brace is an expression over the session as the lesson has it at
/// this place, so that the words are true for whatever numbers a student has.
package enum ValuePlaces {
  private static let opening = "{value:"
  /// As long as values in words usually are.
  package static let usual = "0.1234"

  private enum Piece {
    case words(Substring)
    case value(String)
  }

  /// The expressions in a text, in order.
  package static func expressions(in text: String) -> [String] {
    pieces(of: text).compactMap { if case .value(let expression) = $0 { expression } else { nil } }
  }

  /// A text with the values in their places.
  package static func filled(_ text: String, _ value: (String) -> String) -> String {
    guard text.contains(opening) else { return text }
    return pieces(of: text).map { piece in
      switch piece {
      case .words(let words): String(words)
      case .value(let expression): value(expression)
      }
    }.joined()
  }

  /// What is wrong with the values of a text: one that is not closed on its line, or an expression
  /// that cannot be read.
  static func fault(in text: String) -> LessonFault.Kind? {
    for piece in pieces(of: text) {
      switch piece {
      case .words(let words):
        if words.contains(opening) { return .unclosedValue }
      case .value(let expression):
        do throws(LanguageError) {
          _ = try Parser.expression(expression)
        } catch {
          return .language(key: "value", LanguageFault(error: error))
        }
      }
    }
    return nil
  }

  private static func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = text[...]
    while let start = rest.firstRange(of: opening),
      let end = rest[start.upperBound...].firstIndex(of: "}")
    {
      pieces.append(.words(rest[..<start.lowerBound]))
      let expression = rest[start.upperBound..<end].split(separator: " ").joined(separator: " ")
      pieces.append(.value(expression))
      rest = rest[rest.index(after: end)...]
    }
    return pieces + [.words(rest)]
  }
}

extension LessonBlock {
  /// The expressions of the values in the block's words, in order.
  package var values: [String] {
    var found: [String] = []
    forEachText { found += ValuePlaces.expressions(in: $0) }
    return found
  }

  /// The block with the values in their places.
  package func filled(_ value: (String) -> String) -> LessonBlock {
    changingWords { ValuePlaces.filled($0, value) }
  }

  /// Looks at each of its texts.
  package func forEachText(_ look: (String) -> Void) {
    _ = changingWords { words in
      look(words)
      return words
    }
  }

  /// The block with each of its texts changed: prose, code to read, and the words of an exercise.
  private func changingWords(_ change: (String) -> String) -> LessonBlock {
    var block = self
    switch content {
    case .heading(let level, let inlines):
      block.content = .heading(level: level, inlines.map { $0.changingWords(change) })
    case .paragraph(let inlines):
      block.content = .paragraph(inlines.map { $0.changingWords(change) })
    case .list(var list):
      list.items = list.items.map { $0.map { $0.changingWords(change) } }
      block.content = .list(list)
    case .quote(let blocks):
      block.content = .quote(blocks.map { $0.changingWords(change) })
    case .code(let info, let text):
      block.content = .code(info: info, text: change(text))
    case .drawing(let drawing):
      block.content = .drawing(
        LessonDrawing(words: change(drawing.words), text: change(drawing.text)))
    case .table(var table):
      table.header = table.header.map { $0.map { $0.changingWords(change) } }
      table.rows = table.rows.map { $0.map { $0.map { $0.changingWords(change) } } }
      block.content = .table(table)
    case .exercise(var exercise):
      exercise.ask = change(exercise.ask)
      for index in exercise.hints.indices {
        exercise.hints[index].value = change(exercise.hints[index].value)
      }
      for index in exercise.foreseen.indices {
        exercise.foreseen[index].feedback = change(exercise.foreseen[index].feedback)
      }
      exercise.explanation = exercise.explanation.map(change)
      block.content = .exercise(exercise)
    case .rule, .model, .run: break
    }
    return block
  }
}

extension LessonInline {
  fileprivate func changingWords(_ change: (String) -> String) -> LessonInline {
    switch self {
    case .text(let words): .text(change(words))
    case .code(let code): .code(change(code))
    case .emphasis(let inner): .emphasis(inner.map { $0.changingWords(change) })
    case .strong(let inner): .strong(inner.map { $0.changingWords(change) })
    case .link(let inner, let destination):
      .link(inner.map { $0.changingWords(change) }, destination: destination)
    case .softBreak, .hardBreak: self
    }
  }
}

extension DocumentReader {
  /// Notes a value in a block's words that is none.
  mutating func checkValues(of block: LessonBlock) {
    var fault: LessonFault.Kind?
    block.forEachText { fault = fault ?? ValuePlaces.fault(in: $0) }
    if let fault { faults.add(fault, at: block.position) }
  }
}

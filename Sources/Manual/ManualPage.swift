import Phrases

/// A page of the manual, as it is before it becomes a man page or a part of a web page.
///
/// Its words are in the reader's language already.
package struct ManualPage: Sendable {
  /// `underhood-model`.
  package var name: String
  /// The section of the manual: 1 for programs, 5 for files, 7 for the rest.
  package var number: Int
  /// What it is about, in a line.
  package var summary: String
  package var sections: [Section]

  package init(name: String, number: Int, summary: String, sections: [Section]) {
    self.name = name
    self.number = number
    self.summary = summary
    self.sections = sections
  }

  /// As other pages name it: `underhood-model(5)`.
  package var reference: String { "\(name)(\(number))" }

  package struct Section: Sendable {
    package var title: String
    package var blocks: [Block]

    package init(_ title: String, _ blocks: [Block]) {
      self.title = title
      self.blocks = blocks
    }
  }

  package indirect enum Block: Sendable {
    /// A heading within a section.
    case heading(String)
    case paragraph(StyledText)
    /// Lines that stay as they are.
    case code(String)
    /// A list, numbered from `start` or not.
    case list(start: Int?, items: [[Block]])
    case table(header: [StyledText], rows: [[StyledText]])
    case entry(Entry)
  }

  /// What is said of one thing with a name: a command, an option, a function.
  package struct Entry: Sendable {
    /// How it is written.
    package var term: String
    /// Its other names.
    package var aliases: [String]
    package var blocks: [Block]

    package init(_ term: String, aliases: [String] = [], _ blocks: [Block]) {
      self.term = term
      self.aliases = aliases
      self.blocks = blocks
    }

    /// The term without what follows a name: `step`, `sum`, `--model`; words of the subject whole.
    package var name: String {
      let words = term.split(separator: " ")
      let isPhrase = words.allSatisfy { $0.allSatisfy { $0.isLowercase || $0 == "-" } }
      if isPhrase { return term }
      let word = term.prefix { $0 != " " && $0 != "(" && $0 != "," }
      return word.isEmpty ? term : String(word)
    }
  }

  /// All entries, in their order.
  package var entries: [Entry] {
    sections.flatMap(\.blocks).compactMap { block in
      if case .entry(let entry) = block { entry } else { nil }
    }
  }
}

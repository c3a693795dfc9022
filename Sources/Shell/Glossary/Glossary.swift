import Terminal

/// The words that the program and its lessons use for what they are about: each said in a sentence or
/// two, with a line to try and the lesson that teaches it.
///
/// A word stands here once; `help WORD`, `WORD?`, `help words` and the hints for words that are no
/// command all read it here.
enum Glossary {
  struct Word: Sendable {
    let name: String
    /// What else it is called, other forms of it included.
    let also: [String]
    /// The id of the lesson that teaches it.
    let lesson: String
    /// A line that shows it.
    let example: String
    let text: Phrase

    init(_ name: String, also: [String], lesson: String, example: String, _ text: Phrase) {
      self.name = name
      self.also = also
      self.lesson = lesson
      self.example = example
      self.text = text
    }
  }

  /// Words that belong together.
  struct Part: Sendable {
    let title: Phrase
    let words: [Word]

    init(_ title: Phrase, _ words: [Word]) {
      self.title = title
      self.words = words
    }
  }

  static let parts = [network, phases, learning, data, judging, symbols]

  static let words = parts.flatMap(\.words)

  private static let byName = Dictionary(
    words.flatMap { word in ([word.name] + word.also).map { (key($0), word) } },
    uniquingKeysWith: { first, _ in first })

  private static func key(_ name: String) -> String {
    String(name.lowercased().map { $0 == "-" && name.count > 2 ? " " : $0 })
  }

  /// The word of a name, in letters of any size, with blanks or hyphens.
  static func word(_ name: String) -> Word? {
    name.utf8.count > longestName ? nil : byName[key(name)]
  }

  private static let longestName = byName.keys.map(\.utf8.count).max() ?? 0
}

import Phrases

/// What is said on the command line of commands and options, in the pieces that a translation has.
extension CommandLineDescription {
  /// A part of a discussion.
  enum Passage {
    case paragraph(String)
    case examples([Example])
  }

  /// A line that may be typed, and what comes of it.
  struct Example {
    /// With the blanks before the comment.
    var command: String
    var comment: String?

    /// `underhood demo      a tour of a minute`.
    init(_ line: Substring) {
      let gap = line.firstRange(of: #/ {3,}(?=[^ ])/#)
      command = String(line[..<(gap?.upperBound ?? line.endIndex)])
      comment = gap.map { String(line[$0.upperBound...]) }
    }
  }

  /// Lines that are indented are examples, the others are sentences.
  static func passages(of discussion: String) -> [Passage] {
    discussion.split(separator: "\n\n").map { part in
      let lines = part.split(separator: "\n")
      guard lines.allSatisfy({ $0.hasPrefix("  ") }) else {
        return .paragraph(lines.joined(separator: " "))
      }
      return .examples(lines.map { Example($0.dropFirst(2)) })
    }
  }

  /// Every text that someone reads, in the order of the commands.
  package var texts: [String] {
    ([program] + subcommands).flatMap { command in
      [command.abstract] + Self.passages(of: command.discussion).flatMap(Self.texts)
        + command.arguments.flatMap { [$0.abstract, $0.value].compactMap(\.self) }
    }
  }

  private static func texts(of passage: Passage) -> [String] {
    switch passage {
    case .paragraph(let text): [text]
    case .examples(let examples): examples.compactMap(\.comment)
    }
  }
}

extension Wordings {
  /// `--lessons <folder>`, the option as it is typed and its value in the reader's language.
  func term(_ argument: CommandLineDescription.Argument) -> String {
    argument.term { string(Phrase(key: $0)) }
  }

  /// A discussion in the reader's language. Its examples stay, and what is said of each does not.
  func discussion(_ text: String) -> [ManualPage.Block] {
    CommandLineDescription.passages(of: text).map { passage in
      switch passage {
      case .paragraph(let text): paragraph(Phrase(key: text))
      case .examples(let examples):
        .code(
          examples.map { example in
            example.command + (example.comment.map { string(Phrase(key: $0)) } ?? "")
          }.joined(separator: "\n"))
      }
    }
  }
}

/// The names of files, as they are typed and as they are told.
package enum FileName {
  /// Letters and digits of someone's name with hyphens between its words: `ada-l`.
  package static func slug(_ name: String) -> String {
    let slug = name.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
    // The system takes 255 bytes.
    return slug.utf8.count > 120 ? String(slug.prefix(30)) : slug
  }

  /// Without quotation marks around all of it, which the system's shell would take away too.
  static func unquoted(_ text: String) -> String {
    guard text.utf8.count > 1, let first = text.first, first == "\"" || first == "'",
      text.last == first
    else { return text }
    return String(text.dropFirst().dropLast())
  }

  /// What stands before the last word of a text, and that word: quotation marks hold together what
  /// has blanks in it.
  static func last(of text: String) -> (before: String, name: String) {
    let text = text.trimmed
    if let mark = text.last, mark == "\"" || mark == "'",
      let open = text.dropLast().lastIndex(of: mark),
      open == text.startIndex || text[text.index(before: open)] == " "
    {
      return (String(text[..<open]).trimmed, unquoted(String(text[open...])))
    }
    let start = text.lastIndex { $0 == " " || $0 == "\t" }.map { text.index(after: $0) }
    guard let start else { return ("", text) }
    return (String(text[..<start]).trimmed, String(text[start...]))
  }

  /// A word as the system's shell takes it literally, in a command that is to be copied.
  package static func quoted(_ word: String) -> String {
    let safe = word.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
          || "_-+=.,/:@%".unicodeScalars.contains(scalar))
    }
    if safe, !word.isEmpty { return word }
    let parts = word.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + parts.joined(separator: "'\\''") + "'"
  }
}

extension CommandText.Argument {
  /// The first word, of which quotation marks hold together what has blanks in it, and what
  /// follows.
  var firstFileName: (name: String, rest: CommandText.Argument)? {
    guard let mark = text.first, mark == "\"" || mark == "'",
      let close = text.dropFirst().firstIndex(of: mark)
    else { return firstWord.map { ($0.word, $0.rest) } }
    let name = text[text.index(after: text.startIndex)..<close]
    return (String(name), dropping(text[...close].utf8.count))
  }
}

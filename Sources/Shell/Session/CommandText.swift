import Equations

/// One command as it was typed.
package struct CommandText: Sendable, Equatable {
  /// The whole of it, without blanks around it.
  package let text: String
  /// The word that it begins with, if it begins with one.
  package let word: String
  /// What follows the word.
  package let argument: Argument

  /// The part of a command after its first word, knowing where it stands.
  package struct Argument: Sendable, Equatable {
    package let text: String
    /// Bytes of the command before the argument.
    package let offset: Int

    package init(text: String, offset: Int) {
      self.text = text
      self.offset = offset
    }

    package var isEmpty: Bool { text.isEmpty }

    /// Where it stands in the command, in bytes.
    package var range: Range<Int> { offset..<offset + text.utf8.count }

    /// The words of the argument, apart by blanks.
    package var words: [String] {
      text.utf8.split { $0 == 32 || $0 == 9 }.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The same where a blank within brackets parts nothing: `A1[:, 2] A1[:, 3]` are two.
    package var parts: [Argument] {
      var depth = 0
      let parts = text.utf8.split { byte in
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "("): depth += 1
        case UInt8(ascii: "]"), UInt8(ascii: ")"): depth -= 1
        default: break
        }
        return depth <= 0 && (byte == 32 || byte == 9)
      }
      return parts.map { part in
        let start = text.utf8.distance(from: text.utf8.startIndex, to: part.startIndex)
        return Argument(text: String(decoding: part, as: UTF8.self), offset: offset + start)
      }
    }

    /// Blanks in front keep the columns of errors those of the whole command.
    private var inPlace: String { String(repeating: " ", count: offset) + text }

    /// - Throws: `LanguageError`, with its place in the command.
    package func expression() throws(LanguageError) -> Expression {
      try Parser.expression(inPlace)
    }

    /// - Throws: `LanguageError`, with its place in the command.
    package func statement() throws(LanguageError) -> Statement {
      try Parser.statement(inPlace)
    }

    /// What follows the first `count` bytes, with blanks skipped.
    package func dropping(_ count: Int) -> Argument {
      let rest = text.utf8.dropFirst(count)
      let blanks = rest.prefix { $0 == 32 || $0 == 9 }.count
      return Argument(
        text: String(decoding: rest.dropFirst(blanks), as: UTF8.self),
        offset: offset + count + blanks)
    }

    /// What stands between semicolons outside brackets, each with its place.
    package var separated: [Argument] {
      var parts: [Argument] = []
      var (depth, start) = (0, 0)
      let bytes = Array(text.utf8)
      func add(_ end: Int) {
        let part = dropping(start)
        let length = end - (part.offset - offset)
        let text = String(decoding: bytes[(end - max(length, 0))..<end], as: UTF8.self)
        if !text.trimmed.isEmpty { parts.append(Argument(text: text.trimmed, offset: part.offset)) }
      }
      var quote: UInt8?
      for (index, byte) in bytes.enumerated() {
        if let mark = quote {
          if byte == mark { quote = nil }
          continue
        }
        switch byte {
        case UInt8(ascii: "\"") where bytes[(index + 1)...].contains(byte): quote = byte
        case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: ")"), UInt8(ascii: "]"): depth = max(depth - 1, 0)
        case UInt8(ascii: ";") where depth == 0:
          add(index)
          start = index + 1
        default: break
        }
      }
      add(bytes.count)
      return parts
    }

    /// The first word, and what follows it.
    package var firstWord: (word: String, rest: Argument)? {
      guard let word = words.first else { return nil }
      return (word, dropping(word.utf8.count))
    }
  }

  package init(_ source: String) {
    text = Self.withoutPrompt(source.trimmed)
    let bytes = Array(text.utf8)
    let length = bytes.prefix(while: Self.isWordByte).count
    word = String(decoding: bytes[..<length], as: UTF8.self)
    argument = Argument(text: text, offset: 0).dropping(length)
  }

  /// A line without the prompt that was copied with it: that of a lesson, this program's own, or
  /// Python's.
  static func withoutPrompt(_ line: String) -> String {
    // A pattern takes long beside a command, and few lines have one.
    guard line.utf8.contains(UInt8(ascii: ">")) else { return line }
    let prompt = #/(?:>>>|>|[\w\/.-]+ [0-9][0-9:]*\.[\w.]+(?: \([a-z ]+\))*>)[ \t]+/#
    guard let match = line.prefixMatch(of: prompt) else { return line }
    return String(line[match.range.upperBound...]).trimmed
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    let lower = byte | 0x20
    return (lower >= 97 && lower <= 122) || byte == 95 || byte == 45 || (byte >= 48 && byte <= 57)
  }

  /// The commands in a text: one a line, or several with semicolons between them. A line goes on
  /// inside brackets and after a backslash, as in Python. Comments are dropped.
  /// Assignments behind `set`, on its line, are changes that it makes too.
  package static func split(_ source: String) -> [String] { numbered(source).map(\.text) }

  /// Whether a text ends within a command, which the next line goes on with.
  package static func goesOn(_ source: String) -> Bool {
    var splitter = CommandSplitter()
    splitter.read(source)
    return splitter.goesOn
  }

  /// The commands in a text, those of each line together.
  package static func lines(_ source: String) -> [[String]] {
    numberedLines(source).map(\.commands)
  }

  /// The same with the number of each line, counted from 1.
  package static func numberedLines(_ source: String) -> [(line: Int, commands: [String])] {
    var lines: [(line: Int, commands: [String])] = []
    for (line, text) in numbered(source) {
      if lines.last?.line == line {
        lines[lines.count - 1].commands.append(text)
      } else {
        lines.append((line, [text]))
      }
    }
    return lines
  }

  /// The commands in a text, each with the number of its line, counted from 1.
  static func numbered(_ source: String) -> [(line: Int, text: String)] {
    var splitter = CommandSplitter()
    splitter.read(source)
    return splitter.finished
  }
}

extension String {
  /// Without blanks at both ends.
  package var trimmed: String {
    let bytes = Array(utf8)
    func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (byte >= 9 && byte <= 13) }
    guard let first = bytes.firstIndex(where: { !isBlank($0) }),
      let last = bytes.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(decoding: bytes[first...last], as: UTF8.self)
  }
}

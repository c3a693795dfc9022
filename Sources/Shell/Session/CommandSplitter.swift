import Equations

/// Cuts a text into commands.
struct CommandSplitter {
  private var commands: [(line: Int, text: String)] = []
  /// The current command's bytes.
  private var current: [UInt8] = []
  /// The line that the current command begins in, and the one that is read.
  private var firstLine = 1
  private var line = 1
  private var depth = 0
  private var isComment = false
  /// Brackets in quotation marks are part of a name.
  private var isQuoted = false
  private var endsInBackslash = false
  /// Whether the current command stands behind another on its line.
  private var isBehindAnother = false

  /// Whether what was read ends within a command.
  var goesOn: Bool { depth > 0 || endsInBackslash }

  /// The commands that were read, each with the number of its line.
  var finished: [(line: Int, text: String)] {
    var whole = self
    whole.endCommand()
    return whole.commands
  }

  /// Lines, each with those that it goes on in.
  static func whole(_ lines: [String]) -> [String] {
    var whole: [String] = []
    var splitter = CommandSplitter()
    for line in lines {
      if splitter.goesOn, let last = whole.indices.last {
        whole[last] += "\n" + line
        splitter.read("\n" + line)
      } else {
        whole.append(line)
        splitter = CommandSplitter()
        splitter.read(line)
      }
    }
    return whole
  }

  mutating func read(_ source: String) {
    var source = source
    // Bytes: a line can be megabytes long, and nothing here asks for more than ASCII.
    source.withUTF8 { bytes in
      var place = 0
      while place < bytes.count {
        let newline = Self.newline(bytes, at: place)
        if newline > 0 {
          endLine()
          place += newline
        } else if isComment {
          place += 1
        } else if !endsInBackslash, let end = quoted(bytes, at: place) {
          current += bytes[place..<end]
          place = end
        } else {
          read(bytes[place])
          place += 1
        }
      }
    }
  }

  /// How many bytes end a line at a place: Unicode's line ends, CR LF as one; 0 if none does.
  private static func newline(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Int {
    func follows(_ next: UInt8...) -> Bool {
      bytes[(place + 1)...].prefix(next.count).elementsEqual(next)
    }
    switch bytes[place] {
    case 0x0A...0x0C: return 1
    case 0x0D: return follows(0x0A) ? 2 : 1
    case 0xC2: return follows(0x85) ? 2 : 0
    case 0xE2: return follows(0x80, 0xA8) || follows(0x80, 0xA9) ? 3 : 0
    default: return 0
    }
  }

  /// Where what a quotation mark opens ends, behind its other mark: on one line, and one piece
  /// whatever is in it.
  private func quoted(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
    let mark = bytes[start]
    guard mark == UInt8(ascii: "\"") || mark == UInt8(ascii: "'") else { return nil }
    // One within a word is an apostrophe.
    if let last = current.last, last == UInt8(ascii: "\\") || Self.isInWord(last) { return nil }
    var isEscaped = false
    for place in start + 1..<bytes.count {
      let byte = bytes[place]
      if Self.newline(bytes, at: place) > 0 { return nil }
      if byte == mark, !isEscaped { return place + 1 }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
    }
    return nil
  }

  /// Whether a byte belongs to a word; all beyond ASCII do.
  private static func isInWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }

  private mutating func read(_ byte: UInt8) {
    if endsInBackslash {
      // One within a line is no end.
      current.append(UInt8(ascii: "\\"))
      endsInBackslash = false
    }
    switch byte {
    case UInt8(ascii: "#"):
      isComment = true
      return
    case UInt8(ascii: "\""): isQuoted.toggle()
    case UInt8(ascii: "("), UInt8(ascii: "["): if !isQuoted { depth += 1 }
    case UInt8(ascii: ")"), UInt8(ascii: "]"): if !isQuoted { depth = max(depth - 1, 0) }
    case UInt8(ascii: "\\"):
      endsInBackslash = true
      return
    case UInt8(ascii: ";"):
      if depth == 0 {
        endCommand()
        isBehindAnother = true
        return
      }
    default: break
    }
    current.append(byte)
  }

  private mutating func endLine() {
    isComment = false
    isQuoted = false
    line += 1
    if goesOn {
      endsInBackslash = false
      current.append(UInt8(ascii: " "))
    } else {
      endCommand()
    }
  }

  private mutating func endCommand() {
    let text = CommandText.withoutPrompt(String(decoding: current, as: UTF8.self).trimmed)
    if isBehindAnother, let last = commands.last, last.text.hasPrefix("set "),
      (try? Parser.statement(text))?.assignment != nil
    {
      commands[commands.count - 1].text += "; " + text
    } else if !text.isEmpty {
      commands.append((firstLine, text))
    }
    current = []
    depth = 0
    firstLine = line
    isBehindAnother = false
  }
}

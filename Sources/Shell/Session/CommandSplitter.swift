import Equations

/// Cuts a text into commands.
struct CommandSplitter {
  private var commands: [(line: Int, text: String)] = []
  private var current = ""
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
    var rest = source[...]
    while let character = rest.popFirst() {
      if character.isNewline {
        endLine()
      } else if !isComment {
        if !endsInBackslash, let quoted = Self.quoted(character, rest, after: current.last) {
          current.append(character)
          current += quoted
          rest = rest[quoted.endIndex...]
        } else {
          read(character)
        }
      }
    }
  }

  /// What a quotation mark opens, up to its other mark: on one line, and one piece whatever is in it.
  private static func quoted(
    _ mark: Character, _ rest: Substring, after last: Character?
  ) -> Substring? {
    guard mark == "\"" || mark == "'" else { return nil }
    // One within a word is an apostrophe.
    if let last, last.isLetter || last.isNumber || last == "_" || last == "\\" { return nil }
    var isEscaped = false
    for index in rest.indices {
      let character = rest[index]
      if character.isNewline { return nil }
      if character == mark, !isEscaped { return rest[...index] }
      isEscaped = character == "\\" && !isEscaped
    }
    return nil
  }

  private mutating func read(_ character: Character) {
    if endsInBackslash {
      // One within a line is no end.
      current.append("\\")
      endsInBackslash = false
    }
    switch character {
    case "#":
      isComment = true
      return
    case "\"": isQuoted.toggle()
    case "(", "[": if !isQuoted { depth += 1 }
    case ")", "]": if !isQuoted { depth = max(depth - 1, 0) }
    case "\\":
      endsInBackslash = true
      return
    case ";":
      if depth == 0 {
        endCommand()
        isBehindAnother = true
        return
      }
    default: break
    }
    current.append(character)
  }

  private mutating func endLine() {
    isComment = false
    isQuoted = false
    line += 1
    if goesOn {
      endsInBackslash = false
      current.append(" ")
    } else {
      endCommand()
    }
  }

  private mutating func endCommand() {
    let text = CommandText.withoutPrompt(current.trimmed)
    if isBehindAnother, let last = commands.last, last.text.hasPrefix("set "),
      (try? Parser.statement(text))?.assignment != nil
    {
      commands[commands.count - 1].text += "; " + text
    } else if !text.isEmpty {
      commands.append((firstLine, text))
    }
    current = ""
    depth = 0
    firstLine = line
    isBehindAnother = false
  }
}

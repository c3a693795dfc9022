/// Cuts a Python script into tokens, with its indentation.
struct ScriptScanner {
  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var line = 1
  private var depth: [(symbol: Unicode.Scalar, line: Int)] = []
  private var indents = [0]
  private var tokens: [ScriptToken] = []

  private static let symbols = [
    "**=", "//=", "...", "**", "//", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=", "%=", "@=",
    "&=", "|=", "^=", "->", ":=", "<<", ">>", "+", "-", "*", "/", "%", "@", "<", ">", "=", "&", "|",
    "^", "~", "(", ")", "[", "]", "{", "}", ",", ":", ".", ";",
  ].map { (text: $0, scalars: Array($0.unicodeScalars)) }

  /// - Throws: `ScriptError` of text that is not closed, brackets that do not match, and lines that
  ///   stand out of any block.
  static func tokens(of text: String) throws(ScriptError) -> [ScriptToken] {
    var scanner = ScriptScanner(text)
    while scanner.position < scanner.scalars.count { try scanner.scanLine() }
    if let open = scanner.depth.last {
      throw ScriptError(.unclosedBracket(String(Character(open.symbol))), line: open.line)
    }
    scanner.endLine()
    while scanner.indents.count > 1 {
      scanner.indents.removeLast()
      scanner.append(.dedent)
    }
    scanner.append(.end)
    return scanner.tokens
  }

  private init(_ text: String) { scalars = Array(text.unicodeScalars) }

  private mutating func append(_ kind: ScriptToken.Kind) {
    tokens.append(ScriptToken(kind: kind, line: line))
  }

  private mutating func endLine() {
    if let last = tokens.last?.kind, last != .newline, last != .indent, last != .dedent {
      append(.newline)
    }
  }

  private func peek(_ offset: Int = 0) -> Unicode.Scalar {
    position + offset < scalars.count ? scalars[position + offset] : "\n"
  }

  /// One line, and those that it goes on in.
  private mutating func scanLine() throws(ScriptError) {
    var column = 0
    while position < scalars.count, peek() == " " || peek() == "\t" {
      column = peek() == "\t" ? (column / 8 + 1) * 8 : column + 1
      position += 1
    }
    if position < scalars.count, peek() != "\n", peek() != "#" { try setIndent(column) }
    while position < scalars.count {
      let scalar = peek()
      if scalar == "\n" {
        if depth.isEmpty { endLine() }
        position += 1
        line += 1
        if depth.isEmpty { return }
      } else if scalar == " " || scalar == "\t" {
        position += 1
      } else if scalar == "#" {
        while position < scalars.count, peek() != "\n" { position += 1 }
      } else if scalar == "\\", peek(1) == "\n" {
        position += 2
        line += 1
      } else {
        try scanVisible(scalar)
      }
    }
  }

  private mutating func setIndent(_ column: Int) throws(ScriptError) {
    let current = indents[indents.count - 1]
    if column > current {
      guard indents.count < 100 else { throw ScriptError(.nestedTooDeeply, line: line) }
      indents.append(column)
      append(.indent)
    } else if column < current {
      while let last = indents.last, column < last, indents.count > 1 {
        indents.removeLast()
        append(.dedent)
      }
      guard indents.last == column else { throw ScriptError(.indentation, line: line) }
    }
  }

  private mutating func scanVisible(_ scalar: Unicode.Scalar) throws(ScriptError) {
    if isDigit(scalar) || (scalar == "." && isDigit(peek(1))) {
      scanNumber()
    } else if scalar == "'" || scalar == "\"" {
      try scanText(prefix: "")
    } else if isNameStart(scalar) {
      let start = position
      while position < scalars.count, isNameStart(peek()) || isDigit(peek()) { position += 1 }
      let name = string(start..<position)
      if peek() == "'" || peek() == "\"", name.count <= 2,
        name.lowercased().allSatisfy({ "rbfu".contains($0) })
      {
        try scanText(prefix: name.lowercased())
      } else {
        append(.name(name))
      }
    } else {
      try scanSymbol(scalar)
    }
  }

  private mutating func scanNumber() {
    let start = position
    while isDigit(peek()) || peek() == "_" { position += 1 }
    if peek() == "." {
      position += 1
      while isDigit(peek()) || peek() == "_" { position += 1 }
    }
    if peek() == "e" || peek() == "E" {
      let signed = peek(1) == "+" || peek(1) == "-"
      if isDigit(peek(signed ? 2 : 1)) {
        position += signed ? 2 : 1
        while isDigit(peek()) { position += 1 }
      }
    }
    append(.number(string(start..<position).replacing("_", with: "")))
  }

  private mutating func scanText(prefix: String) throws(ScriptError) {
    let (quote, first) = (peek(), line)
    let isLong = peek(1) == quote && peek(2) == quote
    position += isLong ? 3 : 1
    var content = String.UnicodeScalarView()
    while true {
      guard position < scalars.count, isLong || peek() != "\n" else {
        throw ScriptError(.unfinishedText, line: first)
      }
      let scalar = peek()
      if scalar == quote, !isLong || (peek(1) == quote && peek(2) == quote) { break }
      if scalar == "\\", !prefix.contains("r"), position + 1 < scalars.count {
        position += 1
        if peek() == "\n" { line += 1 }
        switch peek() {
        case "n": content.append("\n")
        case "t": content.append("\t")
        case "\n": break
        default: content.append(peek())
        }
        position += 1
        continue
      }
      if scalar == "\n" { line += 1 }
      content.append(scalar)
      position += 1
    }
    position += isLong ? 3 : 1
    tokens.append(
      ScriptToken(
        kind: .text(String(content), isFormatted: prefix.contains("f")), line: first))
  }

  private mutating func scanSymbol(_ scalar: Unicode.Scalar) throws(ScriptError) {
    guard
      let match = Self.symbols.first(where: { scalars[position...].starts(with: $0.scalars) })
    else { throw ScriptError(.syntax(found: String(Character(scalar))), line: line) }
    position += match.scalars.count
    append(.symbol(match.text))
    switch match.text {
    case "(", "[", "{":
      guard depth.count < 100 else { throw ScriptError(.nestedTooDeeply, line: line) }
      depth.append((scalar, line))
    case ")", "]", "}":
      let open: Unicode.Scalar = match.text == ")" ? "(" : match.text == "]" ? "[" : "{"
      guard depth.popLast()?.symbol == open else {
        throw ScriptError(.syntax(found: match.text), line: line)
      }
    default: break
    }
  }

  private func string(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }

  private func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar >= "0" && scalar <= "9" }

  private func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic
  }
}

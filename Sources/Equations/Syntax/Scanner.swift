import Arrays

/// Cuts source text into tokens.
///
/// Comments (`# ...`) and blanks are dropped. A newline inside brackets is a blank, as in Python.
struct Scanner {
  private let bytes: [UInt8]
  private var position = 0
  /// The brackets that are open, with where each was opened.
  private var openBrackets: [(symbol: String, span: SourceSpan, isOfFile: Bool)] = []
  /// Whether the last token closes a call that reads a file, or what stands in brackets behind it.
  private var endsFileCall = false
  /// Names that stand for a file: `d` behind `d = np.load("w.npz")`.
  private var fileNames: Set<String> = []
  private var tokens: [Token] = []

  /// Longest first, so that `**=` is not read as `**` and `=`.
  private static let symbols = [
    "**=", "//=",
    "**", "//", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=", "%=", "@=", "&=", "|=",
    "^=", "->", ":=", "&&", "||",
    "+", "-", "*", "/", "%", "@", "<", ">", "=", "&", "|", "^", "~", "(", ")", "[", "]", ",", ":",
    ".", ";",
  ].map { (text: $0, bytes: Array($0.utf8)) }

  private static let closing = ["(": ")", "[": "]"]

  /// The tokens of `text`, ending in `.end`.
  ///
  /// - Throws: `LanguageError` for a character that is no part of the language, a malformed number,
  ///   an integer that is not exact, quoted text, or brackets that do not match.
  static func tokens(of text: String) throws(LanguageError) -> [Token] {
    var scanner = Scanner(text)
    try scanner.scan()
    return scanner.tokens
  }

  private init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// How many tokens take some milliseconds.
  static let stretch = 1 << 14

  private mutating func scan() throws(LanguageError) {
    var asked = 0
    while position < bytes.count {
      if tokens.count - asked >= Self.stretch {
        asked = tokens.count
        try LanguageError.checkInterruption(at: SourceSpan(start: position, end: position))
      }
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        position += 1
      case UInt8(ascii: "\n"):
        position += 1
        if openBrackets.isEmpty { append(.newline, from: position - 1) }
      case UInt8(ascii: "#"):
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
      case UInt8(ascii: "\\") where isLineContinuation:
        position += bytes[position + 1] == UInt8(ascii: "\n") ? 2 : 3
      default:
        try scanVisible(byte)
      }
    }
    if let open = openBrackets.last {
      throw LanguageError(.unclosedBracket(open.symbol), at: open.span)
    }
    append(.end, from: position)
  }

  private var isLineContinuation: Bool {
    let rest = bytes[(position + 1)...].prefix(2)
    return rest.first == UInt8(ascii: "\n") || Array(rest) == Array("\r\n".utf8)
  }

  private mutating func scanVisible(_ byte: UInt8) throws(LanguageError) {
    if isDigit(byte) || (byte == UInt8(ascii: ".") && isDigit(peek(1))) {
      try scanNumber()
    } else if isNameStart(byte) {
      scanName()
    } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
      try scanText(byte)
    } else {
      try scanSymbol()
    }
  }

  /// The letters of an `einsum`, and text where a file is read; any other quoted text is refused.
  private mutating func scanText(_ quote: UInt8) throws(LanguageError) {
    let start = position
    if openBrackets.last?.isOfFile == true { return try scanFileText(quote) }
    let rest = bytes[(start + 1)...]
    guard tokens.count >= 2, tokens[tokens.count - 1].isSymbol("("),
      tokens[tokens.count - 2].isName("einsum"), let end = rest.firstIndex(of: quote)
    else { throw LanguageError(.textLiteral, at: SourceSpan(start: start, end: start + 1)) }
    position = end + 1
    append(.text(String(decoding: bytes[(start + 1)..<end], as: UTF8.self)), from: start)
  }

  /// A name of a file or a column, or a delimiter: on one line, with Python's `\t`, `\\` and quotes.
  private mutating func scanFileText(_ quote: UInt8) throws(LanguageError) {
    let start = position
    var text: [UInt8] = []
    position += 1
    while position < bytes.count, bytes[position] != quote {
      var byte = bytes[position]
      if byte == UInt8(ascii: "\\"), position + 1 < bytes.count {
        position += 1
        byte = bytes[position] == UInt8(ascii: "t") ? 9 : bytes[position]
        let known: [UInt8] = [9, UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\"")]
        guard known.contains(byte) else {
          let span = SourceSpan(start: position - 1, end: position + 1)
          throw LanguageError(.unexpectedCharacter("\\"), at: span)
        }
      } else if byte < 32 || byte == 127 {
        break
      }
      text.append(byte)
      position += 1
    }
    guard position < bytes.count, bytes[position] == quote else {
      throw LanguageError(.openText, at: SourceSpan(start: start, end: start + 1))
    }
    position += 1
    append(.text(String(decoding: text, as: UTF8.self)), from: start)
  }

  /// Whether a bracket opens where text may stand: behind a function that reads files, within such a
  /// call, and behind it for the name of what is in the file.
  private func isOfFile(_ symbol: String) -> Bool {
    if openBrackets.last?.isOfFile == true { return true }
    guard case .name(let name)? = tokens.last?.kind else { return symbol == "[" && endsFileCall }
    return symbol == "[" ? fileNames.contains(name) : FileCall.names.contains(name)
  }

  /// Takes note of the name that is given to a file, by `d = np.load(` or by `as d` behind the call.
  private mutating func noteFileName(_ symbol: String) {
    var place = tokens.count - 1
    guard symbol == "(", place >= 0 else { return }
    if place >= 2, tokens[place - 1].isSymbol(".") { place -= 2 }
    guard place >= 2, tokens[place - 1].isSymbol("="), case .name(let name) = tokens[place - 2].kind
    else { return }
    fileNames.insert(name)
  }

  private mutating func append(_ kind: Token.Kind, from start: Int) {
    if kind != .newline { endsFileCall = false }
    tokens.append(Token(kind: kind, span: SourceSpan(start: start, end: position)))
  }

  private func peek(_ offset: Int) -> UInt8 {
    position + offset < bytes.count ? bytes[position + offset] : 0
  }
}

// MARK: - Numbers, names, symbols

extension Scanner {
  /// Integers, decimals and exponents as Python writes them: `12`, `.5`, `1.`, `1e-3`, `1_000`.
  private mutating func scanNumber() throws(LanguageError) {
    let start = position
    var isFloat = false
    skipDigits()
    if peek(0) == UInt8(ascii: ".") {
      isFloat = true
      position += 1
      skipDigits()
    }
    if peek(0) | 0x20 == UInt8(ascii: "e") {
      let signed = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
      if isDigit(peek(signed ? 2 : 1)) {
        isFloat = true
        position += signed ? 2 : 1
        skipDigits()
      }
    }
    let span = SourceSpan(start: start, end: position)
    let text = String(
      decoding: bytes[start..<position].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    if isNameStart(peek(0)) {
      while isNamePart(peek(0)) { position += 1 }
      let whole = String(decoding: bytes[start..<position], as: UTF8.self)
      throw LanguageError(.malformedNumber(whole), at: SourceSpan(start: start, end: position))
    }
    if !isFloat, text.first == "0", text.contains(where: { $0 != "0" }) {
      throw LanguageError(.malformedNumber(text), at: span)
    }
    if isFloat {
      guard let value = Double(text) else { throw LanguageError(.malformedNumber(text), at: span) }
      append(.float(value), from: start)
    } else {
      guard let value = Int(text), value <= Expression.largestInteger else {
        throw LanguageError(.integerLiteralTooLarge(text), at: span)
      }
      append(.integer(value), from: start)
    }
  }

  private mutating func skipDigits() {
    while isDigit(peek(0)) || (peek(0) == UInt8(ascii: "_") && isDigit(peek(1))) { position += 1 }
  }

  private mutating func scanName() {
    let start = position
    while isNamePart(peek(0)) { position += 1 }
    let name = String(decoding: bytes[start..<position], as: UTF8.self)
    if endsFileCall || tokens.last?.isName("as") == true { fileNames.insert(name) }
    append(.name(name), from: start)
  }

  private mutating func scanSymbol() throws(LanguageError) {
    let start = position
    guard let match = Self.symbols.first(where: { bytes[position...].starts(with: $0.bytes) })
    else {
      throw unexpectedCharacter()
    }
    position += match.bytes.count
    let opensFile = ["(", "["].contains(match.text) && isOfFile(match.text)
    if opensFile { noteFileName(match.text) }
    append(.symbol(match.text), from: start)
    let span = SourceSpan(start: start, end: position)
    switch match.text {
    case "(", "[":
      openBrackets.append((match.text, span, opensFile))
    case ")", "]":
      guard let open = openBrackets.popLast() else {
        throw LanguageError(.unopenedBracket(match.text), at: span)
      }
      guard Self.closing[open.symbol] == match.text else {
        throw LanguageError(.mismatchedBracket(open: open.symbol, close: match.text), at: span)
      }
      endsFileCall = open.isOfFile && openBrackets.last?.isOfFile != true
    default:
      break
    }
  }

  private func unexpectedCharacter() -> LanguageError {
    // The whole character, so that `×` or `–` pasted from a document is named as what it is.
    let rest = String(decoding: bytes[position...].prefix(32), as: UTF8.self)
    let character = rest.first.map(String.init) ?? ""
    let end = min(position + max(character.utf8.count, 1), bytes.count)
    return LanguageError(.unexpectedCharacter(character), at: SourceSpan(start: position, end: end))
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private func isNameStart(_ byte: UInt8) -> Bool {
    (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
      || byte == UInt8(ascii: "_")
  }

  private func isNamePart(_ byte: UInt8) -> Bool { isNameStart(byte) || isDigit(byte) }
}

extension LanguageError {
  /// Asks, now and then within a text of megabytes, whether it is still wanted.
  ///
  /// - Throws: that it is not.
  package static func checkInterruption(at span: SourceSpan) throws(LanguageError) {
    if Interruption.isRequested {
      throw LanguageError(.array(.interrupted, operation: "", operands: []), at: span)
    }
  }
}

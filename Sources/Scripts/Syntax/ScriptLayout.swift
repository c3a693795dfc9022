/// A script's text made ready to be read: prompts and typographic signs that copying leaves are
/// taken away, and blocks whose indentation was lost are indented again, where `return` and blank
/// lines tell where they end.
struct ScriptLayout {
  /// The text that is read; as many lines as there were.
  let text: String
  /// The lines as they were.
  let lines: [String]
  let isRestored: Bool

  init(_ source: String) {
    var plain = source.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    for (sign, replacement) in Self.signs where plain.contains(sign) {
      plain = plain.replacing(sign, with: replacement)
    }
    var lines = plain.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    self.lines = lines
    if lines.contains(where: { $0.hasPrefix(">>> ") }) {
      lines = lines.map { line in
        line.hasPrefix(">>> ") || line.hasPrefix("... ")
          ? String(line.dropFirst(4))
          : line == "..." || line == ">>>" ? "" : line
      }
    }
    lines = lines.map { Self.isForNotebook($0) ? "" : $0 }
    let restored = Self.hasLostIndentation(lines) ? Self.indented(lines) : nil
    isRestored = restored != nil
    text = (restored ?? lines).joined(separator: "\n")
  }

  private static let signs: [(String, String)] = [
    ("\u{FEFF}", ""), ("\u{201C}", "\""), ("\u{201D}", "\""), ("\u{2018}", "'"),
    ("\u{2019}", "'"), ("\u{A0}", " "), ("\u{2013}", "-"), ("\u{2212}", "-"), ("\u{200B}", ""),
  ]

  /// Whether a line is for a notebook and not for Python: `%matplotlib inline`, `!pip install numpy`.
  private static func isForNotebook(_ line: String) -> Bool {
    guard let sign = line.first, sign == "%" || sign == "!" else { return false }
    return line.drop { $0 == sign }.first?.isLetter ?? false
  }

  private static func indent(_ line: String) -> Int {
    line.prefix { $0 == " " || $0 == "\t" }.count
  }

  private static func code(_ line: String) -> String {
    var result = ""
    var quote: Character?
    for character in line {
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "#" {
        break
      } else if character == "'" || character == "\"" {
        quote = character
      }
      result.append(character)
    }
    while result.last == " " || result.last == "\t" { result.removeLast() }
    return String(result.drop { $0 == " " || $0 == "\t" })
  }

  private static let openers = ["def ", "class ", "for ", "while ", "if ", "elif ", "else"]

  private static func opensBlock(_ code: String) -> Bool {
    code.hasSuffix(":") && openers.contains { code.hasPrefix($0) }
  }

  /// Whether a line opens a block, as no equation does.
  var opensBlocks: Bool { lines.contains { Self.opensBlock(Self.code($0)) } }

  /// Whether a line that opens a block is followed by one that stands no further in.
  private static func hasLostIndentation(_ lines: [String]) -> Bool {
    var opener: Int?
    for line in lines {
      let code = code(line)
      if code.isEmpty { continue }
      if let width = opener, indent(line) <= width { return true }
      opener = opensBlock(code) ? indent(line) : nil
    }
    return false
  }

  /// The lines indented by what they say: a function ends with its `return` or before a blank line,
  /// another block before a blank line or a `return`.
  private static func indented(_ lines: [String]) -> [String] {
    let codes = lines.map(code)
    // Where every other line is blank, blank lines say nothing.
    let written = codes.indices.filter { !codes[$0].isEmpty }
    let apart = zip(written, written.dropFirst()).count { $0.1 - $0.0 >= 2 }
    let blanksTell = apart * 10 < max(written.count, 1) * 8
    var result: [String] = []
    var blocks: [String] = []
    var brackets = 0
    for (index, code) in codes.enumerated() {
      guard !code.isEmpty else {
        if blanksTell, brackets == 0, !isGoingOn(codes, index) {
          let body = blocks.lastIndex(of: "def") ?? blocks.endIndex
          blocks = returns(codes[index...]) ? Array(blocks.prefix(body + 1)) : []
        }
        result.append(lines[index])
        continue
      }
      if brackets == 0 {
        if code.hasPrefix("def ") {
          while let last = blocks.last, last != "class" {
            _ = blocks.popLast()
            _ = last
          }
        } else if code.hasPrefix("class ") || code.hasPrefix("if __name__") {
          blocks = []
        } else if code.hasPrefix("elif ") || code.hasPrefix("else:") {
          while let last = blocks.last, last != "if" {
            _ = blocks.popLast()
            _ = last
          }
          if !blocks.isEmpty { blocks.removeLast() }
        } else if code.hasPrefix("return") {
          while let last = blocks.last, last != "def", last != "if" {
            _ = blocks.popLast()
            _ = last
          }
        }
      }
      let text = lines[index].drop { $0 == " " || $0 == "\t" }
      result.append(String(repeating: "    ", count: blocks.count) + text)
      for character in code {
        if "([{".contains(character) { brackets += 1 }
        if ")]}".contains(character) { brackets = max(0, brackets - 1) }
      }
      guard brackets == 0 else { continue }
      if opensBlock(code) {
        let word = String(code.prefix { $0.isLetter })
        blocks.append(word == "elif" || word == "else" ? "if" : word)
      } else if code.hasPrefix("return") {
        if let last = blocks.last, last == "if" || last == "def" { blocks.removeLast() }
      }
    }
    return result
  }

  /// Whether a `return` comes before the next function, so that a blank line is one inside of one.
  private static func returns(_ codes: ArraySlice<String>) -> Bool {
    let next = codes.first { code in
      ["return", "def ", "class ", "if __name__"].contains { code.hasPrefix($0) }
    }
    return next?.hasPrefix("return") ?? false
  }

  /// Whether the block that is open has had no line yet.
  private static func isGoingOn(_ codes: [String], _ index: Int) -> Bool {
    guard let last = codes[..<index].last(where: { !$0.isEmpty }) else { return false }
    return opensBlock(last)
  }
}

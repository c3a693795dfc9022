import Phrases

/// The text of a man page, in the macros of man(7), which every reader of man pages knows.
struct Roff {
  private(set) var text = ""
  /// Whether a heading has just been written, which makes room for what follows by itself.
  private var isAfterHeading = false

  // MARK: Escapes

  /// Text in which nothing acts as a request, an escape or an argument's end, in ASCII.
  ///
  /// - Parameter isCode: whether each hyphen is the sign that is typed; of prose those are that
  ///   begin a word.
  static func escaped(_ text: String, isCode: Bool) -> String {
    var result = ""
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\e"
      case "-":
        let isInWord = !isCode && (previous.properties.isAlphabetic || isDigit(previous))
        result += isInWord ? "-" : "\\-"
      case "'": result += "\\(aq"
      case "\"": result += "\\(dq"
      case "`": result += "\\(ga"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      case "\t": result += isCode ? "    " : " "
      case "\n": result += " "
      case "\0"..<" ", "\u{7F}"..."\u{9F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
        result += "\\[uFFFD]"
      case " "..."~": result.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "\\[u" + String(repeating: "0", count: max(4 - digits.count, 0)) + digits + "]"
      }
      previous = scalar
    }
    return result
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { "0"..."9" ~= scalar }

  /// Text as an argument of a macro.
  private static func quoted(_ text: String) -> String { "\"\(escaped(text, isCode: true))\"" }

  private static func escaped(_ text: StyledText) -> String {
    var result = ""
    for span in text.spans {
      switch span.style {
      case .code, .command, .name: result += bold(span.text)
      case .strong, .heading: result += "\\fB\(escaped(span.text, isCode: false))\\fR"
      case .emphasis: result += "\\fI\(escaped(span.text, isCode: false))\\fR"
      default: result += escaped(span.text, isCode: false)
      }
    }
    return result
  }

  private static func bold(_ text: String) -> String { "\\fB\(escaped(text, isCode: true))\\fR" }

  // MARK: Lines

  private mutating func macro(_ line: String) {
    isAfterHeading = line.hasPrefix(".S")
    text += line + "\n"
  }

  private mutating func paragraph() { if !isAfterHeading { macro(".PP") } }

  /// Text that is filled: broken at blanks, so that no line of the file is long.
  private mutating func fill(_ escaped: String) {
    var line = ""
    func guarded(_ line: String) -> String { line.hasPrefix(".") ? "\\&" + line : line }
    for word in escaped.split(separator: " ") {
      if !line.isEmpty, line.utf8.count + word.utf8.count > 76 {
        macro(guarded(line))
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    if !line.isEmpty { macro(guarded(line)) }
  }

  /// Lines that stay as they are.
  private mutating func code(_ code: String, indent: Int) {
    macro(".EX")
    var lines = code.split(separator: "\n", omittingEmptySubsequences: false)
    while lines.last?.allSatisfy({ $0 == " " }) == true { lines.removeLast() }
    for line in lines {
      let kept = String(line.reversed().drop { $0 == " " || $0 == "\t" || $0 == "\r" }.reversed())
      let shown = Self.escaped(kept, isCode: true)
      let blanks = String(repeating: " ", count: kept.isEmpty ? 0 : indent)
      macro((indent == 0 && shown.hasPrefix(".") ? "\\&" : blanks) + shown)
    }
    macro(".EE")
  }

  // MARK: Pages

  /// The whole page.
  ///
  /// - Parameters:
  ///   - version, date: of the program.
  ///   - manual: what the manual is called as a whole.
  static func page(_ page: ManualPage, version: String, date: String, manual: String) -> String {
    var roff = Roff()
    let name = page.name.uppercased()
    roff.macro(
      ".TH \(quoted(name)) \(page.number) \"\(date)\" \(quoted(version)) \(quoted(manual))")
    // Lines are not filled up with blanks: among names and code they would be taken for theirs.
    roff.macro(".ad l")
    roff.macro(".SH NAME")
    roff.fill("\(escaped(page.name, isCode: true)) \\- \(escaped(page.summary, isCode: false))")
    for section in page.sections where !section.blocks.isEmpty {
      roff.macro(".SH \(quoted(section.title.uppercased()))")
      roff.write(section.blocks)
    }
    return roff.text
  }

  private mutating func write(_ blocks: [ManualPage.Block]) {
    for block in blocks {
      switch block {
      case .heading(let title): macro(".SS \(Self.quoted(title))")
      case .paragraph(let words):
        paragraph()
        fill(Self.escaped(words))
      case .code(let text):
        paragraph()
        code(text, indent: 2)
      case .list(let start, let items):
        for (number, item) in items.enumerated() {
          macro(start.map { ".IP \($0 + number). 4" } ?? ".IP \\(bu 4")
          write(inside: item)
        }
      case .table(let header, let rows):
        let isHeaded = header.dropFirst().contains { !$0.isEmpty }
        for row in (isHeaded ? [header] : []) + rows {
          guard let first = row.first else { continue }
          macro(".TP")
          fill(first.isEmpty ? "\\&" : Self.escaped(first))
          let rest = row.dropFirst().filter { !$0.isEmpty }
          fill(rest.isEmpty ? "\\&" : rest.map(Self.escaped).joined(separator: "; "))
        }
      case .entry(let entry):
        macro(".TP")
        let aliases = entry.aliases.map(Self.bold).joined(separator: ", ")
        macro(Self.bold(entry.term) + (aliases.isEmpty ? "" : ", \(aliases)"))
        write(inside: entry.blocks)
      }
    }
  }

  /// What hangs behind a mark or below a term: its first text, then the others at the same depth.
  private mutating func write(inside blocks: [ManualPage.Block]) {
    if blocks.isEmpty { fill("\\&") }
    for (index, block) in blocks.enumerated() {
      switch block {
      case .paragraph(let words):
        if index > 0 { macro(".IP") }
        let words = Self.escaped(words)
        fill(words.isEmpty ? "\\&" : words)
      case .code(let text):
        if index == 0 { fill("\\&") }
        code(text, indent: index == 0 ? 0 : 2)
      default:
        macro(".RS")
        write([block])
        macro(".RE")
      }
    }
  }
}

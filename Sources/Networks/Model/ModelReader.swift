import Equations

extension Model {
  /// Reads a model's text.
  ///
  /// A section begins with its name and a colon at the start of a line; its equations follow, one
  /// a line, usually indented. `#` begins a comment.
  ///
  /// - Parameter files: where its data files are read.
  /// - Throws: `ModelError` with the line at fault.
  public init(
    name: String, text: String, files: FileLibrary = .none
  ) throws(ModelError) {
    self.init(name: name)
    self.files = files
    source = ModelSource(text)
    var reader = ModelReader(text)
    while let section = try reader.nextSection() {
      let lines = try reader.statements(of: section)
      if section.name == ModelReader.settingsName {
        settings = lines
        for line in lines { try Self.checkSetting(line, in: section) }
      } else if let phase = Phase(rawValue: section.name) {
        sections[phase] = lines
      }
    }
  }

  private static func checkSetting(
    _ line: ModelLine, in section: ModelReader.Section
  ) throws(ModelError) {
    guard let assignment = line.statement.assignment, assignment.subscripts == nil,
      assignment.updateOperator == nil
    else {
      throw ModelError(
        .settingNotAssignment(line.statement.text), line: line.line,
        source: section.sourceLine(line.line))
    }
  }
}

/// Cuts a model's text into sections.
struct ModelReader {
  static let settingsName = "settings"
  static let sectionNames = [settingsName] + Phase.allCases.map(\.rawValue)
  static let mostEquations = 2000

  struct Section {
    var name: String
    /// The line of the header, counted from 1.
    var headerLine: Int
    var lines: [Substring]

    func sourceLine(_ line: Int) -> String? {
      let index = line - headerLine - 1
      return lines.indices.contains(index) ? String(lines[index]) : nil
    }
  }

  private var lines: [Substring]
  private var position = 0
  private var seen: Set<String> = []

  init(_ text: String) {
    // "\r\n" is one character, and no "\n".
    lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
  }

  /// Whether the first line that says something is the title of a section.
  var beginsWithSection: Bool {
    lines.first { !Self.isBlank($0) }.flatMap(Self.headerName).map(Self.sectionNames.contains)
      ?? false
  }

  mutating func nextSection() throws(ModelError) -> Section? {
    while position < lines.count, Self.isBlank(lines[position]) { position += 1 }
    guard position < lines.count else { return nil }
    let headerLine = position + 1
    guard let name = Self.headerName(lines[position]) else {
      throw ModelError(
        .outsideSection(String(lines[position])), line: headerLine,
        source: String(lines[position]))
    }
    guard Self.sectionNames.contains(name) else {
      throw ModelError(
        .unknownSection(name), line: headerLine, source: String(lines[position]))
    }
    guard seen.insert(name).inserted else {
      throw ModelError(
        .repeatedSection(name), line: headerLine, source: String(lines[position]))
    }
    position += 1
    var body: [Substring] = []
    while position < lines.count, Self.headerName(lines[position]) == nil {
      body.append(lines[position])
      position += 1
    }
    return Section(name: name, headerLine: headerLine, lines: body)
  }

  func statements(of section: Section) throws(ModelError) -> [ModelLine] {
    try placedStatements(of: section).map(\.line)
  }

  /// Lines of the text, counted from 1.
  func text(of range: Range<Int>) -> [String] {
    range.map { String(lines[$0 - 1]) }
  }

  /// The statements, with the lines of the text that each takes.
  func placedStatements(
    of section: Section
  ) throws(ModelError) -> [(line: ModelLine, lines: ClosedRange<Int>)] {
    let text = section.lines.joined(separator: "\n")
    let bytes = Array(text.utf8)
    func line(at offset: Int) -> Int {
      section.headerLine + 1 + bytes[..<min(max(offset, 0), bytes.count)].count { $0 == 10 }
    }
    let statements: [Statement]
    do {
      statements = try Parser.statements(text)
    } catch {
      let number = line(at: error.span.start)
      let lineStart = bytes[..<min(max(error.span.start, 0), bytes.count)].lastIndex(of: 10)
      let local = error.span.shifted(by: -(lineStart.map { $0 + 1 } ?? 0))
      throw ModelError(
        .language(LanguageError(error.kind, at: local)), line: number,
        source: section.sourceLine(number), phase: Phase(rawValue: section.name))
    }
    guard statements.count <= Self.mostEquations else {
      throw ModelError(
        .tooManyEquations(limit: Self.mostEquations), line: section.headerLine,
        source: "\(section.name):", phase: Phase(rawValue: section.name))
    }
    return statements.map { statement in
      let (first, last) = (line(at: statement.span.start), line(at: statement.span.end))
      return (ModelLine(statement.atStartOfText, line: first), first...max(first, last))
    }
  }

  private static func isBlank(_ line: Substring) -> Bool {
    guard let first = line.first(where: { $0 != " " && $0 != "\t" }) else { return true }
    return first == "#"
  }

  /// The name of a section that begins on this line: a word at the very start, then a colon.
  private static func headerName(_ line: Substring) -> String? {
    guard let colon = line.firstIndex(of: ":") else { return nil }
    let name = line[..<colon]
    guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }),
      isBlank(line[line.index(after: colon)...])
    else { return nil }
    return String(name)
  }
}

extension Statement {
  /// The statement with its spans counted from its own first character, as its canonical text is.
  package var atStartOfText: Statement { (try? Parser.statement(text)) ?? self }
}

extension Model {
  /// Whether a text is meant as a model: it begins with the title of a section.
  public static func isModel(_ text: String) -> Bool { ModelReader(text).beginsWithSection }
}

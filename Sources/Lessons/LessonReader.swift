import System

/// Reads lessons: front matter, CommonMark (through cmark), typed fences.
///
/// Any bytes may be given; what comes back is a lesson, or faults that say why there is none.
public struct LessonReader: Sendable {
  public var limits: LessonLimits

  public init(limits: LessonLimits = LessonLimits()) {
    self.limits = limits
  }

  /// Whether a text can be the id of a lesson, an exercise or a quiz: small letters, digits and
  /// single hyphens, a letter first, at most 64.
  public static func isID(_ text: String) -> Bool { FieldReader.isID(text) }

  /// Reads a whole lesson.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - path: the file's name, for faults.
  public func read(_ bytes: [UInt8], path: String) -> LessonReading {
    var faults = FaultList(path: path, limit: limits.faults)
    let source = SourceText(bytes, limits: limits, faults: &faults)
    guard source.isWithinLimits else { return LessonReading(lesson: nil, faults: faults.sorted) }
    let (frontMatter, lineCount) = FrontMatterReader(limits: limits).read(source, faults: &faults)
    var document = DocumentReader(
      source: source, firstLine: lineCount + 1, limits: limits, faults: faults)
    document.read()
    faults = document.faults
    if document.pages.isEmpty {
      faults.add(.noPages, at: SourcePosition(line: lineCount + 1, column: 1))
    }
    let ids = Set(document.pages.flatMap(\.exercises).map(\.id))
    for id in frontMatter?.credit.weights.keys.sorted() ?? [] where !ids.contains(id) {
      let line = (source.lines.firstIndex { $0.hasPrefix("weights:") } ?? 0) + 1
      faults.add(.weightOfNothing(id: id), at: SourcePosition(line: line, column: 1))
    }
    var lesson: Lesson?
    if let frontMatter, !document.pages.isEmpty {
      lesson = Lesson(
        frontMatter: frontMatter, pages: document.pages, model: document.model,
        hash: Self.hash(bytes), sourcePath: path)
    }
    return LessonReading(lesson: lesson, faults: faults.sorted)
  }

  /// Reads the words of an exercise: emphasis, code and links, as in a paragraph of a page.
  ///
  /// - Returns: `nil` for what is no single paragraph, or holds what a lesson cannot have.
  public func readWords(_ text: String) -> [LessonInline]? {
    var faults = FaultList(path: "", limit: limits.faults)
    let source = SourceText(Array(text.utf8), limits: limits, faults: &faults)
    guard source.isWithinLimits else { return nil }
    var document = DocumentReader(source: source, firstLine: 1, limits: limits, faults: faults)
    document.read()
    guard document.faults.sorted.isEmpty, document.pages.count == 1,
      document.pages[0].blocks.count == 1,
      case .paragraph(let words) = document.pages[0].blocks[0].content
    else { return nil }
    return words
  }

  /// Reads a text that is no lesson, as AUTHORING.md is.
  ///
  /// - Returns: what it holds, without what a lesson cannot have.
  public func readText(_ bytes: [UInt8]) -> [LessonBlock] {
    var faults = FaultList(path: "", limit: limits.faults)
    let source = SourceText(bytes, limits: limits, faults: &faults)
    guard source.isWithinLimits else { return [] }
    var document = DocumentReader(source: source, firstLine: 1, limits: limits, faults: faults)
    document.read()
    return document.pages.flatMap(\.blocks)
  }

  /// Reads the front matter alone, from the beginning of a file.
  ///
  /// - Parameters:
  ///   - bytes: the file's first `limits.frontMatterBytes` bytes, or all of it.
  ///   - path: the file's name, for faults.
  public func readFrontMatter(
    _ bytes: [UInt8], path: String
  ) -> (frontMatter: FrontMatter?, faults: [LessonFault]) {
    var faults = FaultList(path: path, limit: limits.faults)
    let head = FrontMatterReader.head(of: bytes.prefix(limits.frontMatterBytes))
    let source = SourceText(head, limits: limits, faults: &faults)
    guard source.isWithinLimits else { return (nil, faults.sorted) }
    let (frontMatter, _) = FrontMatterReader(limits: limits).read(source, faults: &faults)
    return (frontMatter, faults.sorted)
  }

  /// Reads a file of `key: value` lines that belong to no lesson. Lines that begin with a space go on
  /// with the one above, those that begin with `#` are for people, and a key may stand alone.
  ///
  /// - Parameter limit: how many fields there may be.
  public func readFields(
    path: String, limit: Int = 10_000
  ) -> (fields: [LessonField], faults: [LessonFault]) {
    var limits = limits
    limits.fields = limit
    var faults = FaultList(path: path, limit: limits.faults)
    do {
      let source = SourceText(
        try File.read(path, limit: limits.fileBytes + 1), limits: limits, faults: &faults)
      guard source.isWithinLimits else { return ([], faults.sorted) }
      let reader = FieldReader(
        owner: .interface, limits: limits, joinsIndentedLines: true, allowsEmptyValues: true)
      let lines = source.lines.map { $0.hasPrefix("#") ? "" : $0 }
      let fields = reader.read(lines, firstLine: 1, faults: &faults)
      return (fields, faults.sorted)
    } catch {
      faults.add(LessonFault.Kind(error), at: SourcePosition(line: 1, column: 1))
      return ([], faults.sorted)
    }
  }

  /// The name of a lesson's exact text; line ends do not count, as checkouts differ in them, nor does
  /// what it is worth: a teacher who says so later has the same lesson as the students.
  static func hash(_ bytes: [UInt8]) -> String {
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    for byte in bytes {
      if byte == UInt8(ascii: "\n"), plain.last == UInt8(ascii: "\r") { plain.removeLast() }
      plain.append(byte)
    }
    return "sha256:" + SHA256.hexadecimal(FrontMatterReader.withoutCredit(plain))
  }
}

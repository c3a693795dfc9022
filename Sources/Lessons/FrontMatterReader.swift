/// Reads the lines above a lesson's text: a `---` line, `key: value` lines, a `---` line.
struct FrontMatterReader {
  let limits: LessonLimits

  /// The front matter of a text, if it is whole, and the number of lines it takes.
  func read(_ source: SourceText, faults: inout FaultList) -> (FrontMatter?, lineCount: Int) {
    let top = SourcePosition(line: 1, column: 1)
    guard Self.isFence(source.line(1)) else {
      faults.add(.missingFrontMatter, at: top)
      return (nil, 0)
    }
    guard let end = source.lines.dropFirst().firstIndex(where: Self.isFence) else {
      faults.add(.unclosedFrontMatter, at: top)
      return (nil, source.lines.count)
    }
    let size = source.lines[...end].reduce(0) { $0 + $1.utf8.count + 1 }
    guard size <= limits.frontMatterBytes else {
      faults.add(.limitExceeded(.frontMatterBytes, limit: limits.frontMatterBytes), at: top)
      return (nil, end + 1)
    }
    let reader = FieldReader(owner: .frontMatter, limits: limits)
    let fields = reader.read(source.lines[1..<end], firstLine: 2, faults: &faults)
    return (frontMatter(fields, reader, faults: &faults), end + 1)
  }

  /// The bytes of a file's front matter, found without looking at the rest: all of them, when nothing
  /// closes it.
  static func head(of bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var start = bytes.startIndex
    var isFirst = true
    while start < bytes.endIndex {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
      if isFence(String(decoding: bytes[start..<end], as: UTF8.self)), !isFirst {
        return bytes[..<min(end + 1, bytes.endIndex)]
      }
      isFirst = false
      start = min(end + 1, bytes.endIndex)
    }
    return bytes
  }

  /// A file's bytes without the lines of its front matter that say what it is worth.
  static func withoutCredit(_ bytes: [UInt8]) -> [UInt8] {
    let head = head(of: bytes[...])
    let feed = UInt8(ascii: "\n")
    let marks = LessonCredit.keys.map { Array("\($0):".utf8) }
    let lines = head.split(separator: feed, omittingEmptySubsequences: false)
    guard lines.contains(where: { line in marks.contains { line.starts(with: $0) } }) else {
      return bytes
    }
    let kept = lines.filter { line in !marks.contains { line.starts(with: $0) } }
    return Array(kept.joined(separator: [feed])) + bytes[head.endIndex...]
  }

  private static func isFence(_ line: String) -> Bool {
    line.hasPrefix("---") && line.utf8.dropFirst(3).allSatisfy { $0 == 0x20 || $0 == 0x0D }
  }

  private func frontMatter(
    _ fields: [LessonField], _ reader: FieldReader, faults: inout FaultList
  ) -> FrontMatter? {
    let top = SourcePosition(line: 1, column: 1)
    for field in fields where !FrontMatter.keys.contains(field.key) {
      faults.add(
        .unknownKey(key: field.key, known: FrontMatter.keys, of: .frontMatter), at: field.position)
    }
    func single(_ key: String, isRequired: Bool = true) -> LessonField? {
      reader.single(key, in: fields, isRequired: isRequired, at: top, faults: &faults)
    }
    let id = single("id")
    let title = single("title")
    let number = single("number").flatMap { wholeNumber($0, FrontMatter.numbers, &faults) }
    let minutes = single("minutes").flatMap { wholeNumber($0, FrontMatter.minutesRange, &faults) }
    let summary = single("summary")
    let language = single("language", isRequired: false)
    var isSound = true
    if let id, !FieldReader.isID(id.value) {
      faults.add(.malformedID(id: id.value), at: id.valuePosition)
      isSound = false
    }
    if let language, !FieldReader.isLanguageTag(language.value) {
      faults.add(.malformedLanguage(tag: language.value), at: language.valuePosition)
      isSound = false
    }
    let seeds = single("seeds", isRequired: false)
    if let seeds, seeds.value != FrontMatter.studentSeeds {
      faults.add(
        .unknownValue(key: "seeds", value: seeds.value, known: [FrontMatter.studentSeeds]),
        at: seeds.valuePosition)
    }
    let original = single("original", isRequired: false)
    let credit = LessonCredit(
      points: single("points", isRequired: false).flatMap { points in
        credited(points, &faults) { LessonCredit.number($0).flatMap { $0 > 0 ? $0 : nil } }
      },
      weights: single("weights", isRequired: false).flatMap {
        credited($0, &faults) { LessonCredit.weights($0) }
      } ?? [:],
      due: single("due", isRequired: false).flatMap { credited($0, &faults) { DueDate($0) } })
    guard isSound, let id, let title, let number, let minutes, let summary else { return nil }
    return FrontMatter(
      id: id.value, title: title.value, number: number, minutes: minutes, summary: summary.value,
      language: language?.value ?? "en", hasStudentSeeds: seeds?.value == FrontMatter.studentSeeds,
      original: original?.value, credit: credit)
  }

  private func credited<Value>(
    _ field: LessonField, _ faults: inout FaultList, _ read: (String) -> Value?
  ) -> Value? {
    let value = read(field.value)
    if value == nil {
      faults.add(.malformedCredit(key: field.key, text: field.value), at: field.valuePosition)
    }
    return value
  }

  private func wholeNumber(
    _ field: LessonField, _ range: ClosedRange<Int>, _ faults: inout FaultList
  ) -> Int? {
    let isPlain = field.value.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    if isPlain, let number = Int(field.value), range.contains(number) { return number }
    faults.add(
      .notANumber(key: field.key, value: field.value, range: range), at: field.valuePosition)
    return nil
  }
}

/// Reads lines of `key: value`.
struct FieldReader {
  let owner: LessonFault.FieldsOwner
  let limits: LessonLimits
  /// Whether a line that begins with a space goes on with the value above it.
  var joinsIndentedLines = false
  /// Whether a key may stand alone, for what is still to be written.
  var allowsEmptyValues = false

  /// The fields in some lines of the file, of which the first has the number `firstLine` and its first
  /// scalar stands in column `column`. Blank lines are passed over; a line at fault is left out.
  func read(
    _ lines: some Sequence<String>, firstLine: Int, column: Int = 1, faults: inout FaultList
  ) -> [LessonField] {
    var fields: [LessonField] = []
    for (index, line) in lines.enumerated() {
      let line = line.unicodeScalars
      guard let start = line.firstIndex(where: { $0 != " " }) else { continue }
      let position = SourcePosition(
        line: firstLine + index, column: column + line.distance(from: line.startIndex, to: start))
      if joinsIndentedLines, start != line.startIndex, let last = fields.indices.last {
        let end = line.lastIndex { $0 != " " } ?? start
        fields[last].value += (fields[last].value.isEmpty ? "" : " ") + String(line[start...end])
        continue
      }
      guard fields.count < limits.fields else {
        faults.add(.limitExceeded(.fields, limit: limits.fields), at: position)
        break
      }
      guard let colon = line[start...].firstIndex(of: ":") else {
        faults.add(.notAField(text: String(line[start...])), at: position)
        continue
      }
      let key = String(line[start..<colon])
      guard Self.isKey(key) else {
        faults.add(.malformedKey(key: key), at: position)
        continue
      }
      let rest = line[line.index(after: colon)...]
      if allowsEmptyValues, rest.allSatisfy({ $0 == " " }) {
        fields.append(LessonField(key: key, value: "", position: position, valuePosition: position))
        continue
      }
      guard let valueStart = rest.firstIndex(where: { $0 != " " }),
        let valueEnd = rest.lastIndex(where: { $0 != " " })
      else {
        faults.add(.emptyValue(key: key), at: position)
        continue
      }
      let distance = line.distance(from: line.startIndex, to: valueStart)
      fields.append(
        LessonField(
          key: key, value: String(line[valueStart...valueEnd]), position: position,
          valuePosition: SourcePosition(line: position.line, column: column + distance)))
    }
    return fields
  }

  /// The one field with a key; faults where it is missing (when `isRequired`) or comes again.
  func single(
    _ key: String, in fields: [LessonField], isRequired: Bool, at position: SourcePosition,
    faults: inout FaultList
  ) -> LessonField? {
    let found = fields.all(key)
    if found.isEmpty, isRequired { faults.add(.missingKey(key: key, of: owner), at: position) }
    if let first = found.first {
      for again in found.dropFirst() {
        faults.add(.repeatedKey(key: key, firstLine: first.position.line), at: again.position)
      }
    }
    return found.first
  }

  private static func isKey(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first) else { return false }
    return text.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == 0x2D || $0 == 0x5F }
  }

  /// Whether a text can be the id of a lesson, an exercise or a quiz.
  static func isID(_ text: String) -> Bool {
    guard text.utf8.count <= 64, let first = text.utf8.first, isLetter(first) else { return false }
    let words = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return words.allSatisfy { word in
      !word.isEmpty && word.allSatisfy { isLetter($0) || isDigit($0) }
    }
  }

  /// Whether a text has the form of a language tag: words of 1 to 8 letters and digits, the first of
  /// 2 or 3 letters.
  static func isLanguageTag(_ text: String) -> Bool {
    let words = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard let first = words.first, 2...3 ~= first.count, first.allSatisfy({ isLetter($0) })
    else { return false }
    return words.count <= 8
      && words.allSatisfy { word in
        1...8 ~= word.count && word.allSatisfy { isLetter($0 | 0x20) || isDigit($0) }
      }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
  }
}

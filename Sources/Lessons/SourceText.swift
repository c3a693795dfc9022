/// The text of a lesson's file, line by line, made safe to show.
///
/// Bytes that are no UTF-8 and characters that may not reach a terminal are reported and replaced, one
/// scalar by one, so that columns stay true.
struct SourceText {
  /// The lines without their ends; line `n` of the file is `lines[n - 1]`.
  private(set) var lines: [String] = []
  /// Whether the text is small enough to be read further.
  private(set) var isWithinLimits = true

  init(_ bytes: some Collection<UInt8>, limits: LessonLimits, faults: inout FaultList) {
    guard bytes.count <= limits.fileBytes else {
      isWithinLimits = false
      faults.add(
        .limitExceeded(.fileBytes, limit: limits.fileBytes),
        at: SourcePosition(line: 1, column: 1))
      return
    }
    decode(bytes, into: &faults)
    measure(limits, into: &faults)
  }

  /// A line by its number in the file; empty past the end.
  func line(_ number: Int) -> String {
    lines.indices.contains(number - 1) ? lines[number - 1] : ""
  }

  /// The position of a byte of a line, as cmark counts them: both from 1, columns in bytes.
  func position(line number: Int, byteColumn: Int) -> SourcePosition {
    let before = line(number).utf8.prefix(max(0, byteColumn - 1))
    // Bytes that continue a scalar begin with the bits 10.
    let column = before.reduce(into: 1) { $0 += $1 & 0b1100_0000 == 0b1000_0000 ? 0 : 1 }
    return SourcePosition(line: max(1, number), column: column)
  }

  private mutating func decode(_ bytes: some Collection<UInt8>, into faults: inout FaultList) {
    var rest = Array(bytes)[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest.removeFirst(3) }  // a byte order mark
    while !rest.isEmpty {
      // No byte of a longer scalar is a line feed, so lines can be told apart before decoding.
      let end = rest.firstIndex(of: UInt8(ascii: "\n"))
      var line = rest[..<(end ?? rest.endIndex)]
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      let isPlain = line.allSatisfy { $0 >= 0x20 && $0 <= 0x7E }
      lines.append(
        isPlain
          ? String(decoding: line, as: UTF8.self)
          : Self.decode(line, number: lines.count + 1, into: &faults))
      rest = rest[(end.map { $0 + 1 } ?? rest.endIndex)...]
    }
  }

  /// A line, scalar by scalar.
  private static func decode(
    _ bytes: ArraySlice<UInt8>, number: Int, into faults: inout FaultList
  ) -> String {
    var iterator = bytes.makeIterator()
    var decoder = Unicode.UTF8()
    var line = String.UnicodeScalarView()
    var column = 0
    var isReported = false
    while true {
      column += 1
      let position = SourcePosition(line: number, column: column)
      switch decoder.decode(&iterator) {
      case .emptyInput:
        return String(line)
      case .error:
        // One report a line: what follows a bad byte is often bad only because of it.
        if !isReported { faults.add(.notUTF8, at: position) }
        isReported = true
        line.append("\u{FFFD}")
      case .scalarValue(let scalar):
        if let fault = fault(of: scalar) {
          faults.add(fault, at: position)
          line.append(scalar == "\t" ? " " : "\u{FFFD}")
        } else {
          line.append(scalar)
        }
      }
    }
  }

  private mutating func measure(_ limits: LessonLimits, into faults: inout FaultList) {
    var stretch = 0
    var brackets = 0
    for (index, line) in lines.enumerated() {
      let start = SourcePosition(line: index + 1, column: 1)
      let length = line.utf8.count
      let stretchBefore = stretch
      let bracketsBefore = brackets
      stretch = line.utf8.allSatisfy { $0 == UInt8(ascii: " ") } ? 0 : stretch + length
      brackets += line.utf8.count { $0 == UInt8(ascii: "[") }
      if length > limits.lineBytes {
        isWithinLimits = false
        faults.add(.limitExceeded(.lineBytes, limit: limits.lineBytes), at: start)
      }
      if stretch > limits.stretchBytes, stretchBefore <= limits.stretchBytes {
        isWithinLimits = false
        faults.add(.limitExceeded(.stretchBytes, limit: limits.stretchBytes), at: start)
      }
      if brackets > limits.brackets, bracketsBefore <= limits.brackets {
        isWithinLimits = false
        faults.add(.limitExceeded(.brackets, limit: limits.brackets), at: start)
      }
    }
  }

  /// Text that did not stand in the file as it is (cmark decodes `&#27;`), made safe likewise.
  static func clean(
    _ text: String, allowingLineFeeds: Bool, at position: SourcePosition,
    faults: inout FaultList
  ) -> String {
    guard text.unicodeScalars.contains(where: { fault(of: $0) != nil }) else { return text }
    var clean = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if let fault = fault(of: scalar), !(allowingLineFeeds && scalar == "\n") {
        faults.add(fault, at: position)
        clean.append(scalar == "\t" || scalar == "\n" ? " " : "\u{FFFD}")
      } else {
        clean.append(scalar)
      }
    }
    return String(clean)
  }

  /// Why a scalar may not stand in a lesson, nil if it may.
  static func fault(of scalar: Unicode.Scalar) -> LessonFault.Kind? {
    switch scalar.value {
    case 0x09: .tab
    case 0x00...0x1F, 0x7F...0x9F: .controlCharacter(scalar: scalar.value)
    // Direction (marks, embeddings, overrides, isolates), separators, what has no width and means
    // nothing by itself, annotations, tags. The joiners 200C and 200D stay: scripts need them.
    case 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
      0xFFF9...0xFFFB, 0xE0000...0xE007F:
      .invisibleCharacter(scalar: scalar.value)
    default: nil
    }
  }
}

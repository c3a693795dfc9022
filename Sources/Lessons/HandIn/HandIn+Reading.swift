import System
import Training

/// What is wrong with a hand-in that was read. Lines are counted from 1.
public enum HandInFault: Sendable, Hashable {
  case empty
  /// It is something else.
  case foreign
  case otherVersion(String)
  /// A line of the heading is missing or makes no sense.
  case malformedHeading(line: Int)
  /// The heading was changed.
  case editedHeading
  /// A line of a sitting was changed, or others were left out before it, or put in.
  case edited(line: Int)
  /// Something was changed that no check of a line is about.
  case editedSomewhere
  /// The end is missing.
  case cut(afterLine: Int)
}

extension HandIn {
  /// A hand-in, as far as it can be read.
  public struct Reading: Sendable {
    public var handIn: HandIn?
    public var faults: [HandInFault] = []
    /// How many records of each sitting stand before the first fault in it.
    public var soundRecords: [Int] = []
  }

  /// Reads a hand-in's bytes. Line ends and the encoding, which mail programs and editors change, do
  /// not count.
  public static func read(_ bytes: [UInt8]) -> Reading {
    var reader = HandInReader(bytes)
    reader.read()
    return reader.reading
  }
}

private struct HandInReader {
  private var lines: [String]
  private var next = 0
  var reading = HandIn.Reading()

  init(_ bytes: [UInt8]) {
    let text = TextDecoding.text(bytes)
    lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false).map { line in
      String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
    }
    while let last = lines.last, last.isEmpty || last.allSatisfy({ $0 == " " || $0 == "\t" }) {
      lines.removeLast()
    }
  }

  private mutating func note(_ fault: HandInFault) {
    if !reading.faults.contains(fault) { reading.faults.append(fault) }
  }

  mutating func read() {
    guard !lines.isEmpty else { return note(.empty) }
    guard var handIn = readHeading() else { return }
    while next < lines.count, !isJournal(lines[next]), !isEnd(lines[next]) { next += 1 }
    while next < lines.count, isJournal(lines[next]) { readSitting(&handIn) }
    readEnd()
    if handIn.sittings.count != handIn.announcedSittings, reading.faults.isEmpty {
      note(.editedSomewhere)
    }
    reading.handIn = handIn
  }

  private func isJournal(_ line: String) -> Bool { line.hasPrefix("underhood-journal ") }
  private func isEnd(_ line: String) -> Bool { line.hasPrefix(HandIn.end) }

  private mutating func readHeading() -> HandIn? {
    let first = lines[0].split(separator: " ", omittingEmptySubsequences: false)
    guard first.count == 2, first[0] == HandIn.mark else {
      note(.foreign)
      return nil
    }
    guard first[1] == String(HandIn.version) else {
      note(.otherVersion(String(first[1])))
      return nil
    }
    next = 1
    guard let name = value(of: "name"), let lesson = value(of: "lesson").flatMap(Self.lesson),
      let program = value(of: "program"), let written = value(of: "written"),
      let sittings = value(of: "sittings").flatMap({ Int($0) })
    else {
      note(isCutHere ? .cut(afterLine: lines.count) : .malformedHeading(line: next + 1))
      return nil
    }
    let check = HandIn.check(of: Array(lines[..<next]))
    if value(of: "check") != check {
      note(isCutHere ? .cut(afterLine: lines.count) : .editedHeading)
    }
    var handIn = HandIn(
      name: HandIn.oneLine(name), lesson: lesson, programVersion: HandIn.oneLine(program),
      written: Timestamp.seconds(written), sittings: [])
    handIn.announcedSittings = sittings
    return handIn
  }

  /// `sha256:9b74... first-forward-pass`
  private static func lesson(_ text: String) -> Journal.Header.Lesson? {
    guard let space = text.firstIndex(of: " ") else { return nil }
    let id = String(text[text.index(after: space)...])
    guard FieldReader.isID(id) else { return nil }
    return .init(id: id, hash: HandIn.oneLine(String(text[..<space])))
  }

  /// Whether nothing follows the line that was read last.
  private var isCutHere: Bool { next >= lines.count - 1 }

  private mutating func value(of key: String) -> String? {
    guard next < lines.count, lines[next].hasPrefix("\(key): ") else { return nil }
    next += 1
    return String(lines[next - 1].dropFirst(key.count + 2))
  }

  private mutating func readSitting(_ handIn: inout HandIn) {
    let start = next
    next += 1
    while next < lines.count, !isJournal(lines[next]), !isEnd(lines[next]) { next += 1 }
    var part = Array(lines[start..<next])
    // The beginning of the next one, where the file was cut.
    if next == lines.count, part.count > 2, part[part.count - 2].isEmpty, let last = part.last,
      "underhood-journal ".hasPrefix(last)
    {
      part.removeLast()
    }
    // What stands between two sittings.
    while part.count > 1, part.last == "", part[part.count - 2].hasPrefix("check: ") == false {
      part.removeLast()
    }
    let (journal, faults, _) = Journal.read(part.joined(separator: "\n") + "\n")
    var firstFault: Int?
    for fault in faults {
      let line =
        switch fault {
        case .malformed(let line), .edited(let line, _), .outOfOrder(let line, _, _),
          .malformedHeader(let line), .torn(let line, _):
          line
        case .foreign, .otherVersion, .editedHeader: 1
        }
      firstFault = min(firstFault ?? line, line)
    }
    // A last line that was torn off is the mark of a cut, not of a pen.
    let isTorn =
      next == lines.count && ((firstFault ?? 0) >= part.count || !part.contains(""))
    if let firstFault, !isTorn { note(.edited(line: start + firstFault)) }
    guard let journal else { return }
    let headingLines = (part.firstIndex(of: "") ?? part.count) + 1
    handIn.sittings.append(journal)
    reading.soundRecords.append(
      firstFault.map { min(max($0 - headingLines - 1, 0), journal.records.count) }
        ?? journal.records.count)
  }

  private mutating func readEnd() {
    guard next < lines.count else { return note(.cut(afterLine: lines.count)) }
    let above = lines[..<next].joined(separator: "\n") + "\n"
    let isWhole = String(lines[next].dropFirst(HandIn.end.count)) == HandIn.hash(of: above)
    let isPartOfHash =
      next == lines.count - 1 && lines[next].utf8.count < HandIn.end.utf8.count + 71
    if next + 1 < lines.count {
      note(.edited(line: next + 2))
    } else if !isWhole, reading.faults.isEmpty {
      note(isPartOfHash ? .cut(afterLine: lines.count - 1) : .editedSomewhere)
    }
  }
}

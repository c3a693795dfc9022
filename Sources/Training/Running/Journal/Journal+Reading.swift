import Equations

/// What is wrong with a journal that was read. Lines are counted from 1.
public enum JournalFault: Sendable, Equatable {
  /// The file is none of ours.
  case foreign
  /// Written in another version of the format, which this program does not read.
  case otherVersion(String)
  /// A line of the header is missing or makes no sense.
  case malformedHeader(line: Int)
  /// The header's check does not fit it.
  case editedHeader
  /// The last line was cut short while it was being written, and is left out.
  case torn(line: Int, text: String)
  /// A line is no record; it is left out.
  case malformed(line: Int)
  /// The check of a line does not fit it and the one before. The record is kept.
  case edited(line: Int, number: Int)
  /// A record has another number than its place; some were left out, moved or repeated.
  case outOfOrder(line: Int, expected: Int, found: Int)
}

extension Journal {
  /// Reads a journal's text.
  ///
  /// - Returns: the journal as far as it can be read, `nil` without a header that makes sense; and
  ///   everything that is wrong with it, in the order of the lines. It can be continued: lines of
  ///   `record` fit behind its whole lines (a torn one has to be cut off first, at
  ///   `wholeLength`).
  public static func read(_ bytes: [UInt8]) -> (
    journal: Journal?, faults: [JournalFault], wholeLength: Int
  ) {
    var reader = JournalReader(bytes)
    let journal = reader.read()
    return (journal, reader.faults, reader.wholeLength)
  }

  public static func read(_ text: String) -> (
    journal: Journal?, faults: [JournalFault], wholeLength: Int
  ) {
    read(Array(text.utf8))
  }
}

private struct JournalReader {
  /// Those that a line feed ends; whatever comes after the last one is in `rest`.
  private var lines: [String] = []
  private var rest: String?
  private var next = 0
  var faults: [JournalFault] = []
  /// The bytes up to the end of the last whole line.
  private(set) var wholeLength = 0

  init(_ bytes: [UInt8]) {
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == 10 {
      lines.append(String(decoding: bytes[start..<index], as: UTF8.self))
      start = index + 1
    }
    wholeLength = start
    if start < bytes.count { rest = String(decoding: bytes[start...], as: UTF8.self) }
  }

  mutating func read() -> Journal? {
    guard let header = readHeader() else { return nil }
    var journal = Journal(header)
    if let check = value(of: "check") {
      if check != journal.headerCheck { faults.append(.editedHeader) }
      journal.check = check
    } else {
      faults.append(.malformedHeader(line: next + 1))
    }
    if next < lines.count, lines[next].isEmpty { next += 1 }
    while next < lines.count {
      next += 1
      read(lines[next - 1], &journal)
    }
    if let rest { faults.append(.torn(line: lines.count + 1, text: rest)) }
    return journal
  }

  private mutating func readHeader() -> Journal.Header? {
    let first = (lines.first ?? rest ?? "").split(separator: " ", omittingEmptySubsequences: false)
    guard first.count == 2, first[0] == Journal.mark else {
      faults.append(.foreign)
      return nil
    }
    guard first[1] == String(Journal.version) else {
      faults.append(.otherVersion(String(first[1])))
      return nil
    }
    next = 1
    guard let version = value(of: "program")?.journalUnescaped,
      let seed = value(of: "seed").flatMap({ UInt32($0) }), let model = pair(of: "model")
    else {
      faults.append(.malformedHeader(line: next + 1))
      return nil
    }
    var files: [FileOrigin] = []
    while let text = value(of: "data") {
      guard let file = FileOrigin(journalText: text) else {
        faults.append(.malformedHeader(line: next))
        return nil
      }
      files.append(file)
    }
    let lesson = pair(of: "lesson").map { Journal.Header.Lesson(id: $0.name, hash: $0.hash) }
    var header = Journal.Header(
      programVersion: version, seed: seed, modelName: model.name, modelHash: model.hash,
      lesson: lesson)
    header.files = files
    return header
  }

  /// The value of the header's next line, if that is the one.
  private mutating func value(of key: String) -> String? {
    guard next < lines.count, lines[next].hasPrefix("\(key): ") else { return nil }
    next += 1
    return String(lines[next - 1].dropFirst(key.count + 2))
  }

  private mutating func pair(of key: String) -> (hash: String, name: String)? {
    guard let value = value(of: key), let space = value.firstIndex(of: " "),
      let hash = String(value[..<space]).journalUnescaped,
      let name = String(value[value.index(after: space)...]).journalUnescaped
    else { return nil }
    return (hash, name)
  }

  private mutating func read(_ line: String, _ journal: inout Journal) {
    var fields = line.unicodeScalars.split(
      separator: "\t", maxSplits: 6, omittingEmptySubsequences: false
    ).map { String($0) }
    guard 4...6 ~= fields.count else {
      faults.append(.malformed(line: next))
      return
    }
    let check = fields.remove(at: fields.count == 4 ? 2 : 3)
    guard let record = Journal.Record(fields: fields) else {
      faults.append(.malformed(line: next))
      return
    }
    let expected = journal.records.count + 1
    if record.number != expected {
      faults.append(.outOfOrder(line: next, expected: expected, found: record.number))
    }
    if check != Journal.check(of: fields.joined(separator: "\t"), after: journal.check) {
      faults.append(.edited(line: next, number: record.number))
    }
    journal.check = check
    journal.records.append(record)
  }
}

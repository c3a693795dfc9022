import Equations
import Networks

/// A session as plain text: what it started from, and every accepted command, one a line. From it
/// the session can be played again to the last bit.
///
///     underhood-journal 1
///     program: 1.0.0
///     seed: 42
///     model: 3f6c0c2a8d9e41b7a0c9f1e2d3b4a596 xor
///     data: 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae 4551 iris.csv
///     lesson: 9b74c9897bac770ffc029102a200c5de first-steps
///     check: 5d41402abc4b
///
///     1<TAB>0.start<TAB>2026-11-23T15:42:10Z<TAB>7d793037a076<TAB>step 2
///     2<TAB>0.init<TAB>2026-11-23T15:42:31Z<TAB>b026324c6904<TAB>set W1[0, 0] = 0.5
///     3<TAB>0.init<TAB>2026-11-23T15:43:02Z<TAB>c26c9aee6301<TAB>12<TAB>smallest wrong foreseen-1
///
/// The first line says what the file is and the version of the format; a `data` line is there for
/// each file that the model reads, with its SHA-256 and its size, and the `lesson` line in a lesson
/// only. A record is its number from 1, the position before the command, the time, a
/// check, the command, and in a lesson what came of it, where something did. The time is left out
/// where it is not known (`-` where a note follows). Playing a journal again does not look at times,
/// and of the notes at `goes-on` alone: the next command stood on the same line. Backslash, tab, line feed and the other control characters are written `\\`, `\t`,
/// `\n`, `\u{1b}`.
///
/// The check is the first 12 digits of the hash (`SipHash`) over the check of the line before and
/// the line's other fields, with tabs between: it finds a line that was changed, left out, moved or
/// cut short by accident or by hand. It is no signature.
public struct Journal: Sendable, Equatable {
  public static let version = 1
  static let mark = "underhood-journal"

  /// What a session starts from.
  public struct Header: Sendable, Equatable {
    public var programVersion: String
    public var seed: UInt32
    public var modelName: String
    /// Of the model's text; see `Journal.hash(of:)`.
    public var modelHash: String
    /// The data files that the model reads.
    public var files: [FileOrigin] = []
    public var lesson: Lesson?

    public struct Lesson: Sendable, Equatable {
      public var id: String
      /// Of the lesson's file.
      public var hash: String

      public init(id: String, hash: String) {
        self.id = id
        self.hash = hash
      }
    }

    public init(
      programVersion: String, seed: UInt32, modelName: String, modelHash: String,
      lesson: Lesson? = nil
    ) {
      self.programVersion = programVersion
      self.seed = seed
      self.modelName = modelName
      self.modelHash = modelHash
      self.lesson = lesson
    }

    public init(
      programVersion: String, seed: UInt32, program: Program, lesson: Lesson? = nil
    ) {
      self.init(
        programVersion: programVersion, seed: seed, modelName: program.model.name,
        modelHash: Journal.hash(of: program.model.text), lesson: lesson)
      files = program.files
    }
  }

  /// One accepted command.
  public struct Record: Sendable, Equatable {
    /// Counted from 1.
    public let number: Int
    /// Where the run stood before it, as `Position` writes it.
    public let position: String
    public let command: String
    /// When it was given, in seconds since 1970 (universal time), where that is known.
    public let time: Int?
    /// What a lesson made of it.
    public let note: String?

    init(
      number: Int, position: String, command: String, time: Int? = nil, note: String? = nil
    ) {
      self.number = number
      self.position = position
      self.command = command
      self.time = time
      self.note = note
    }
  }

  public let header: Header
  public internal(set) var records: [Record] = []
  /// The check of the last line, which the next one continues.
  var check: String

  public init(_ header: Header) {
    self.header = header
    check = Self.check(of: Self.lines(of: header).joined(separator: "\n"), after: "")
  }

  /// The text that a journal begins with, with its last line feed.
  public var headerText: String {
    (Self.lines(of: header) + ["check: \(headerCheck)", "", ""]).joined(separator: "\n")
  }

  /// Adds a command and returns its line, with its line feed, to be written to the file before the
  /// command's result is shown.
  public mutating func record(
    _ command: String, at position: Position, time: Int? = nil, note: String? = nil
  ) -> String {
    record(
      Record(
        number: records.count + 1, position: position.description, command: command, time: time,
        note: note))
  }

  /// Adds a command of another journal; its number is that of its place here.
  ///
  /// - Parameter position: where the run stands before it here, if that is another place.
  public mutating func adopt(_ other: Record, at position: String? = nil) {
    _ = record(
      Record(
        number: records.count + 1, position: position ?? other.position, command: other.command,
        time: other.time, note: other.note))
  }

  private mutating func record(_ record: Record) -> String {
    check = Self.check(of: record.body, after: check)
    records.append(record)
    return record.line(check: check)
  }

  /// The whole text.
  public var text: String {
    var copy = Journal(header)
    var text = headerText
    for record in records {
      copy.check = Self.check(of: record.body, after: copy.check)
      text += record.line(check: copy.check)
    }
    return text
  }

  /// The hash of a text, as the header holds it.
  public static func hash(of text: String) -> String { SipHash.hash(of: text).description }

  var headerCheck: String {
    Self.check(of: Self.lines(of: header).joined(separator: "\n"), after: "")
  }

  static func check(of body: String, after previous: String) -> String {
    String(hash(of: "\(previous)\t\(body)").prefix(12))
  }

  static func lines(of header: Header) -> [String] {
    var lines = [
      "\(mark) \(version)", "program: \(header.programVersion.journalEscaped)",
      "seed: \(header.seed)",
      "model: \(header.modelHash.journalEscaped) \(header.modelName.journalEscaped)",
    ]
    for file in header.files { lines.append("data: \(file.journalText)") }
    if let lesson = header.lesson {
      lines.append("lesson: \(lesson.hash.journalEscaped) \(lesson.id.journalEscaped)")
    }
    return lines
  }
}

extension FileOrigin {
  /// Its digest, size and name, as journals have them.
  public var journalText: String { "\(digest.journalEscaped) \(size) \(name.journalEscaped)" }

  /// Reads what `journalText` was; `nil` of anything else.
  public init?(journalText: String) {
    let parts = journalText.split(separator: " ", maxSplits: 2).map(String.init)
    guard parts.count == 3, let digest = parts[0].journalUnescaped, let size = Int(parts[1]),
      let name = parts[2].journalUnescaped
    else { return nil }
    self.init(name: name, size: size, digest: digest)
  }
}

extension Journal.Record {
  /// What the check is over.
  var body: String { (front + back).joined(separator: "\t") }

  func line(check: String) -> String {
    (front + [check] + back).joined(separator: "\t") + "\n"
  }

  /// The fields before the check, and those behind it.
  private var front: [String] {
    let when = time.map(Timestamp.text) ?? (note == nil ? nil : Self.noTime)
    return ["\(number)", position.journalEscaped] + (when.map { [$0] } ?? [])
  }

  private var back: [String] {
    [command.journalEscaped] + (note.map { [$0.journalEscaped] } ?? [])
  }

  static let noTime = "-"

  /// Reads the fields of a line, without its check; `nil` if they are none of a record's.
  init?(fields: [String]) {
    guard 3...5 ~= fields.count, let number = Int(fields[0]),
      let position = fields[1].journalUnescaped
    else { return nil }
    var time: Int?
    if fields.count > 3, fields[2] != Self.noTime {
      guard let seconds = Timestamp.seconds(fields[2]) else { return nil }
      time = seconds
    }
    let rest = fields.dropFirst(fields.count > 3 ? 3 : 2).map(\.journalUnescaped)
    guard let first = rest.first, let command = first else { return nil }
    var note: String?
    if rest.count > 1 {
      guard let text = rest[1] else { return nil }
      note = text
    }
    self.init(number: number, position: position, command: command, time: time, note: note)
  }
}

extension String {
  /// The text without control characters, on one line.
  var journalEscaped: String {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      switch scalar {
      case "\\": result.append(contentsOf: #"\\"#.unicodeScalars)
      case "\t": result.append(contentsOf: #"\t"#.unicodeScalars)
      case "\n": result.append(contentsOf: #"\n"#.unicodeScalars)
      case "\r": result.append(contentsOf: #"\r"#.unicodeScalars)
      case _
      where scalar.value < 32 || 0x7f...0x9f ~= scalar.value || 0x2028...0x2029 ~= scalar.value:
        let escape = "\\u{\(String(scalar.value, radix: 16))}"
        result.append(contentsOf: escape.unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// The text that `journalEscaped` was made from; `nil` if it was made from none.
  var journalUnescaped: String? {
    var result = String.UnicodeScalarView()
    var rest = unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\\" else {
        result.append(scalar)
        continue
      }
      switch rest.popFirst() {
      case "\\": result.append("\\")
      case "t": result.append("\t")
      case "n": result.append("\n")
      case "r": result.append("\r")
      case "u":
        guard rest.popFirst() == "{", let end = rest.firstIndex(of: "}"),
          let value = UInt32(String(rest[..<end]), radix: 16), let scalar = Unicode.Scalar(value)
        else { return nil }
        result.append(scalar)
        rest = rest[rest.index(after: end)...]
      default: return nil
      }
    }
    return String(result)
  }
}

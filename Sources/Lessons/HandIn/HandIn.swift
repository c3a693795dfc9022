import System
import Training

/// What a student hands in: one plain text with the name, the lesson, and the journals of every
/// sitting that the lesson was followed in.
///
///     underhood-hand-in 1
///     name: Ada L.
///     lesson: sha256:9b74... first-forward-pass
///     program: 0.1.0
///     written: 2026-11-23T15:50:23Z
///     sittings: 1
///     check: 5d41402abc4b
///
///     (a summary for people, which nothing reads)
///
///     underhood-journal 1
///     ...
///     end: sha256:3c59...
///
/// Each sitting begins by opening the lesson, and its journal has checks of its own, which find the
/// line that was changed. `check` is that of the lines above it. The last line holds the SHA-256 of
/// everything above it: without it a file is cut short, with another one it was edited. It is no
/// signature; what counts is what comes of the commands when they are played again.
public struct HandIn: Sendable, Equatable {
  public static let version = 1
  static let mark = "underhood-hand-in"
  static let end = "end: "

  public var name: String
  public var lesson: Journal.Header.Lesson
  public var programVersion: String
  /// When it was written, in seconds since 1970.
  public var written: Int?
  /// In order; the first command of each opens the lesson.
  public var sittings: [Journal]
  /// How many sittings the heading announces.
  public internal(set) var announcedSittings: Int

  public init(
    name: String, lesson: Journal.Header.Lesson, programVersion: String, written: Int?,
    sittings: [Journal]
  ) {
    self.name = name
    self.lesson = lesson
    self.programVersion = programVersion
    self.written = written
    self.sittings = sittings
    announcedSittings = sittings.count
  }

  /// The lines of the heading, without the check.
  var heading: [String] {
    [
      "\(Self.mark) \(Self.version)", "name: \(Self.oneLine(name))",
      "lesson: \(Self.oneLine(lesson.hash)) \(Self.oneLine(lesson.id))",
      "program: \(Self.oneLine(programVersion))",
      "written: \(written.map(Timestamp.text) ?? "-")", "sittings: \(announcedSittings)",
    ]
  }

  static func check(of lines: [String]) -> String {
    String(Journal.hash(of: lines.joined(separator: "\n")).prefix(12))
  }

  /// The whole text.
  ///
  /// - Parameter summary: lines for people.
  public func text(summary: [String] = []) -> String {
    var text = (heading + ["check: \(Self.check(of: heading))", ""]).joined(separator: "\n") + "\n"
    if !summary.isEmpty {
      // Indented, so that no line of it is taken for one that means something.
      text += summary.map { "  \(Self.oneLine($0))" }.joined(separator: "\n") + "\n\n"
    }
    text += sittings.map(\.text).joined(separator: "\n")
    return text + Self.end + Self.hash(of: text) + "\n"
  }

  static func hash(of text: String) -> String { "sha256:" + SHA256.hexadecimal(Array(text.utf8)) }

  /// A text without what would begin another line or act on a terminal.
  public static func oneLine(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.filter { SourceText.fault(of: $0) == nil && $0 != "\n" }))
  }
}

extension Journal {
  /// The parts of a session in which a lesson was followed, each as a journal that begins by opening
  /// it. Opening a lesson starts on a clean sheet, so that each part can be played by itself.
  public func sittings(of lesson: String) -> [Journal] {
    var sittings: [Journal] = []
    var isOpen = false
    for record in records {
      let words = record.command.split(separator: " ")
      if words.first == "lesson", words.count > 1 {
        isOpen = words[1] == lesson
        if isOpen {
          var header = header
          let hash = words.firstIndex(of: "--hash").flatMap {
            $0 + 1 < words.count ? String(words[$0 + 1]) : nil
          }
          header.lesson = Header.Lesson(id: lesson, hash: hash ?? "-")
          sittings.append(Journal(header))
          sittings[sittings.count - 1].adopt(record, at: "0.start")
          continue
        }
      }
      if isOpen { sittings[sittings.count - 1].adopt(record) }
    }
    return sittings
  }
}

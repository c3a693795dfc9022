import Lessons

/// Something to be said of a hand-in. The words are elsewhere.
package struct HandInRemark: Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    // Nothing could be graded.
    case unreadable
    case tooLarge = "too-large"
    case empty, foreign
    case otherVersion = "other-version"
    case badHeading = "bad-heading"
    case unknownLesson = "unknown-lesson"
    case failed

    // It is not what it should be.
    case editedHeading = "edited-heading"
    case edited, cut, copy, alike
    case tooFast = "too-fast"
    case otherLesson = "other-lesson"
    case otherEdition = "other-edition"
    case otherData = "other-data"
    case otherSeed = "other-seed"
    case ownSeed = "lesson-seed"
    case claimed, differs, strays

    // It is unclear whose it is.
    case unlisted
    case ambiguousName = "ambiguous-name"
    case otherSender = "other-sender"

    // It is graded in part.
    case timeLimit = "time-limit"
    case brokeOff = "broke-off"
    case tooLong = "too-long"
    case notPlayed = "not-played"

    // Good to know.
    case duplicate, earlier, another, copied, late
    case takenFor = "taken-for"
    case sameName = "same-name"
    case clock
    case noTimes = "no-times"
  }

  /// What a teacher does about it.
  package enum Severity: Int, Sendable, Hashable, Comparable {
    case note, partly, doubtful, ungraded

    package static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }
  }

  package var kind: Kind
  /// A line, a command, how many, or seconds.
  package var number: Int?
  /// A file, a lesson, a name, or the system's words.
  package var text: String?

  package init(_ kind: Kind, number: Int? = nil, text: String? = nil) {
    self.kind = kind
    self.number = number
    self.text = text
  }

  package var severity: Severity {
    switch kind {
    case .unreadable, .tooLarge, .empty, .foreign, .otherVersion, .badHeading, .unknownLesson,
      .failed:
      .ungraded
    case .editedHeading, .edited, .cut, .copy, .alike, .tooFast, .otherLesson, .otherEdition,
      .otherData, .otherSeed, .ownSeed, .claimed, .differs, .strays, .unlisted, .ambiguousName,
      .otherSender:
      .doubtful
    case .timeLimit, .brokeOff, .tooLong, .notPlayed: .partly
    case .duplicate, .earlier, .another, .copied, .late, .takenFor, .sameName, .clock, .noTimes:
      .note
    }
  }

  /// What its text is.
  enum Subject { case file, name, words }

  var subject: Subject {
    switch kind {
    case .copy, .alike, .duplicate, .earlier, .another, .copied, .sameName: .file
    case .ambiguousName, .otherSender, .takenFor: .name
    default: .words
    }
  }
}

extension HandInFault {
  package var remark: HandInRemark {
    switch self {
    case .empty: HandInRemark(.empty)
    case .foreign: HandInRemark(.foreign)
    case .otherVersion(let version): HandInRemark(.otherVersion, text: String(version.prefix(20)))
    case .malformedHeading(let line): HandInRemark(.badHeading, number: line)
    case .editedHeading: HandInRemark(.editedHeading)
    case .edited(let line): HandInRemark(.edited, number: line)
    case .editedSomewhere: HandInRemark(.edited)
    case .cut(let line): HandInRemark(.cut, number: line)
    }
  }
}

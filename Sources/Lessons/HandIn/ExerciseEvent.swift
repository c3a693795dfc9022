/// One thing that a student did about an exercise, as a journal notes it.
///
/// As text: `smallest-model wrong foreseen-1`, `smallest-model right`, `smallest-model hint 2`,
/// `smallest-model answer`, `smallest-model skip`.
public struct ExerciseEvent: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case right, wrong, hint, answer, skip
  }

  /// The note of a command that did nothing about an exercise by itself, since its line goes on.
  package static let goesOn = "goes-on"

  /// The exercise's id.
  public var exercise: String
  public var kind: Kind
  /// What was wrong, in the words of `--format json`; of a hint, its number.
  public var detail: String?

  public init(_ exercise: String, _ kind: Kind, _ detail: String? = nil) {
    self.exercise = exercise
    self.kind = kind
    self.detail = detail
  }

  public var note: String {
    ([exercise, kind.rawValue] + (detail.map { [$0] } ?? [])).joined(separator: " ")
  }

  /// Reads a note; `nil` if it is none.
  public init?(note: String) {
    let words = note.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard 2...3 ~= words.count, FieldReader.isID(words[0]), let kind = Kind(rawValue: words[1])
    else { return nil }
    self.init(words[0], kind, words.count > 2 ? words[2] : nil)
  }

  public var isAttempt: Bool { kind == .right || kind == .wrong }
}

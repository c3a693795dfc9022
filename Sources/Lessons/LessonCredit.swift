/// What a lesson counts for in a grade book. Who follows the lesson does not see it.
public struct LessonCredit: Sendable, Hashable {
  /// What the whole lesson is worth; `nil` for what its exercises weigh together.
  public var points: Double?
  /// What exercises weigh beside one another, by id; those that are not named weigh 1.
  public var weights: [String: Double] = [:]
  public var due: DueDate?

  /// The front matter's keys that are about it.
  static let keys = ["points", "weights", "due"]

  public init(points: Double? = nil, weights: [String: Double] = [:], due: DueDate? = nil) {
    self.points = points
    self.weights = weights
    self.due = due
  }

  public func weight(of exercise: String) -> Double { weights[exercise] ?? 1 }

  /// What is to be had for a lesson with these exercises.
  public func points(of exercises: [String]) -> Double {
    points ?? exercises.reduce(0) { $0 + weight(of: $1) }
  }

  /// What there is for one of a lesson's exercises.
  public func points(for exercise: String, of exercises: [String]) -> Double {
    let weights = exercises.reduce(0) { $0 + weight(of: $1) }
    guard weights > 0 else { return 0 }
    // Without points of its own the lesson has those of its weights, and nothing is to be rounded.
    return points.map { $0 * weight(of: exercise) / weights } ?? weight(of: exercise)
  }

  /// A number of points: digits, with a decimal point or not.
  static func number(_ text: some StringProtocol) -> Double? {
    let isPlain = text.utf8.allSatisfy { 48...57 ~= $0 || $0 == UInt8(ascii: ".") }
    guard isPlain, let number = Double(text), number <= 100_000 else { return nil }
    return number
  }
}

extension LessonCredit {
  /// The text of `weights: write-dw2 3, first-guess 0.5`; `nil` where it is none.
  static func weights(_ text: String) -> [String: Double]? {
    var weights: [String: Double] = [:]
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let words = part.split(separator: " ")
      guard words.count == 2, FieldReader.isID(String(words[0])), let weight = number(words[1]),
        weights.updateValue(weight, forKey: String(words[0])) == nil
      else { return nil }
    }
    return weights
  }
}

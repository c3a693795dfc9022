import Lessons
import Shell

/// Numbers in a lesson's words that its commands print for the author, and not for everyone: they
/// depend on the seed.
struct SeedNumbers {
  private struct Candidate {
    var text: String
    var position: SourcePosition
    /// Between which values it lies, as a reader rounds.
    var range: ClosedRange<Double>

    func isIn(_ numbers: [Double]) -> Bool { numbers.contains { range.contains(abs($0)) } }
  }

  private var candidates: [Candidate]
  /// Those that a student was not shown.
  private(set) var found: [(text: String, position: SourcePosition)] = []

  init(of lesson: Lesson) {
    let blocks = lesson.pages.flatMap(\.blocks)
    let printed = blocks.flatMap(\.steps).flatMap(\.output)
    let own = Self.numbers(in: printed.joined(separator: "\n"))
    candidates = blocks.flatMap { block in
      block.texts.flatMap { Self.candidates(in: $0, block.position) }
    }.filter { $0.isIn(own) }
  }

  /// Notes what a student with other numbers is not shown.
  mutating func compare(with printed: String) {
    let numbers = Self.numbers(in: printed)
    found += candidates.filter { !$0.isIn(numbers) }.map { ($0.text, $0.position) }
    candidates.removeAll { !$0.isIn(numbers) }
  }

  // MARK: Reading

  private static func numbers(in text: String) -> [Double] {
    Array(
      Set(
        text.matches(of: /[0-9]+\.?[0-9]*(?:e[-+]?[0-9]+)?/).compactMap { Double($0.0) }
          // A share is a percentage too.
          .flatMap { [$0, 100 * $0] }))
  }

  /// The numbers of a text that say something of the data: of two digits behind leading zeros and
  /// with a point, or of three; percentages of two.
  private static func candidates(in text: String, _ position: SourcePosition) -> [Candidate] {
    let pattern = /(?:^|[^\w.])([0-9]+)(?:\.([0-9]+))?(?!\w|\.[0-9])( ?%)?/
    return text.matches(of: pattern).compactMap { match in
      let whole = match.1
      let decimals = match.2 ?? ""
      let digits = (whole + decimals).drop { $0 == "0" }
      let isTelling =
        decimals.isEmpty ? whole.count >= (match.3 == nil ? 3 : 2) : digits.count >= 2
      guard isTelling, let value = Double("\(whole).\(decimals.isEmpty ? "0" : decimals)") else {
        return nil
      }
      // Rounded up, or cut off.
      let unit = Double("1e-\(decimals.count)") ?? 1
      return Candidate(
        text: "\(whole)\(decimals.isEmpty ? "" : ".")\(decimals)", position: position,
        range: (value - unit / 2)...(value + unit * 0.999))
    }
  }
}

extension LessonBlock {
  /// What the block says, without its values and without what commands print.
  fileprivate var texts: [String] {
    var found: [String] = []
    filled { _ in "" }.forEachText { found.append($0) }
    return found
  }
}

import Arrays
import Terminal

/// What is to be seen of a line, from its start to its end: where it is flat, where it falls or
/// rises, where it is no number.
struct LineCourse {
  /// A part of the line.
  struct Part: Equatable {
    enum Kind: Equatable {
      case flat, falling, rising
      /// Whether it turns around between.
      case fallingUnevenly, risingUnevenly, uneven
      case notANumber, infinite, negativelyInfinite
    }

    var kind: Kind
    /// Where it begins and ends.
    var from: Double
    var to: Double
    /// The values at its ends.
    var first: Double
    var last: Double
    var low: Double
    var high: Double
    var middle: Double

    /// How much it changes on the way, per step across; 0 where it has no length.
    var slope: Double { to > from ? (last - first) / (to - from) : 0 }
  }

  let name: Phrase
  let parts: [Part]
  /// Where a part that is not the last ends is said to this grain: the eye has it no finer.
  private let grain: Double

  /// Values that differ by less than this part of themselves make a flat line.
  static let flat = 1e-3
  /// A stretch lies flat in the picture where it keeps within this share of the whole height ...
  private static let height = 0.05
  /// ... over at least this share of the width ...
  private static let width = 0.1
  /// ... and so many values: two beside each other say nothing of a course.
  static let fewest = 3
  /// Near the lower edge a line lies flat that falls to a tenth of itself. It is called flat where its
  /// values are about the same, too: the highest no more than so many times the lowest ...
  static let ratio = 1.5
  /// ... and if it is more than so many times the lowest, without a direction.
  static let sameness = 1.1

  init(_ series: LineChart.Series, isLogarithmic: Bool = false) {
    name = series.name
    let chosen = Self.chosen(series.y)
    let (x, y) = (chosen.map { series.x[$0] }, chosen.map { series.y[$0] })
    let finite = y.filter(\.isFinite)
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 0)
    // Values of very different sizes are compared by their powers of ten, as they are on a
    // logarithmic axis.
    let usesPowers = low > 0 && (isLogarithmic || high / low > 1e6)
    let heights = usesPowers ? y.map(NumberText.log10) : y
    let (bottom, top) = usesPowers ? (NumberText.log10(low), NumberText.log10(high)) : (low, high)
    let span = x.isEmpty ? 0 : (x.max() ?? 0) - (x.min() ?? 0)
    grain = NumberText.power(Int(saturating: NumberText.log10(max(span, 1)).rounded(.down)) - 2)
    let tolerance =
      high - low <= Self.flat * max(low.magnitude, high.magnitude)
      ? .infinity : Self.height * (top - bottom)
    // Of what has values below 0 no ratio tells anything.
    let line = Line(
      x: x, y: y, heights: heights, tolerance: tolerance, hasRatios: low >= 0)
    var parts: [Part] = []
    var start = 0
    while start < y.count {
      let kind = Self.kind(y[start])
      var end = start + 1
      while end < y.count, Self.kind(y[end]) == kind { end += 1 }
      if let kind {
        parts.append(line.part(kind, start..<end))
      } else {
        parts += line.parts(start..<end, width: Self.width * span)
      }
      start = end
    }
    self.parts = parts
  }

  /// What a value is that is no finite number.
  private static func kind(_ value: Double) -> Part.Kind? {
    value.isFinite
      ? nil : value.isNaN ? .notANumber : value > 0 ? .infinite : .negativelyInfinite
  }

  /// Of many values those that the eye tells apart: of each of some hundred stretches the first, the
  /// lowest, the highest and the last, and whatever begins or ends a stretch of what is no number.
  private static func chosen(_ y: [Double]) -> [Int] {
    let most = 2048
    guard y.count > most else { return Array(y.indices) }
    let width = 4 * y.count / most
    var chosen: [Int] = []
    var start = 0
    while start < y.count {
      let kind = kind(y[start])
      var end = start + 1
      var (lowest, highest) = (start, start)
      while end < y.count, end - start < width, self.kind(y[end]) == kind {
        if y[end] < y[lowest] { lowest = end }
        if y[end] > y[highest] { highest = end }
        end += 1
      }
      for place in [start, min(lowest, highest), max(lowest, highest), end - 1]
      where place > chosen.last ?? -1 {
        chosen.append(place)
      }
      start = end
    }
    return chosen
  }

  /// A part of the line that is flat, or is not.
  struct Stretch: Equatable {
    var range: Range<Int>
    var isFlat: Bool
  }

  /// Flat stretches that touch are steps of a slope: the longest of them is flat, and the others
  /// belong to what moves.
  static func withoutSlopes(_ stretches: [Stretch]) -> [Stretch] {
    var result: [Stretch] = []
    var index = 0
    func add(_ stretch: Stretch) {
      if let last = result.last, !last.isFlat, !stretch.isFlat {
        result[result.count - 1].range = last.range.lowerBound..<stretch.range.upperBound
      } else {
        result.append(stretch)
      }
    }
    while index < stretches.count {
      var end = index + 1
      while stretches[index].isFlat, end < stretches.count, stretches[end].isFlat { end += 1 }
      let longest = (index..<end).max { stretches[$0].range.count < stretches[$1].range.count }
      for place in index..<end {
        add(
          .init(range: stretches[place].range, isFlat: stretches[place].isFlat && place == longest))
      }
      index = end
    }
    return result
  }
}

extension LineCourse {
  /// More parts than these are no sentence.
  private static let mostParts = 6

  /// `L: flat near 0.693 until epoch 850, then falls to 0.02 at epoch 1200.`
  func caption(_ xName: Phrase) -> Phrase? {
    guard let first = parts.first, let last = parts.last, last.to > first.from else { return nil }
    guard parts.count <= Self.mostParts else {
      return "\(name): goes up and down, with \(parts.count) stretches of different kinds."
    }
    let clauses = parts.indices.map { clause($0, xName) }
    return "\(name): \(Phrase(clauses))."
  }

  private func clause(_ index: Int, _ xName: Phrase) -> Phrase {
    let part = parts[index]
    let isFirst = index == 0
    let isLast = index == parts.count - 1
    func value(_ value: Double) -> String { NumberText.short(value, digits: 3) }
    func at(_ x: Double) -> Phrase {
      let place = isLast || grain <= 1 ? x : (x / grain).rounded() * grain
      return "\(xName) \(NumberText.short(place, digits: 7))"
    }
    let end = at(part.to)
    switch part.kind {
    case .flat:
      let middle = value(part.middle)
      if isFirst, isLast {
        let change = value(part.last - part.first)
        return part.low == part.high
          ? "flat at \(middle) all the way"
          : "flat near \(middle) all the way, \(change) between start and end"
      }
      if isFirst { return "flat near \(middle) until \(end)" }
      return isLast ? "then flat near \(middle)" : "then flat near \(middle) until \(end)"
    case .falling:
      let (last, pace) = (value(part.last), pace(index))
      if pace == .slower { return "then falls more slowly to \(last) at \(end)" }
      if pace == .faster { return "then falls faster to \(last) at \(end)" }
      return isFirst
        ? "falls from \(value(part.first)) to \(last) at \(end)" : "then falls to \(last) at \(end)"
    case .rising:
      let (last, pace) = (value(part.last), pace(index))
      if pace == .slower { return "then rises more slowly to \(last) at \(end)" }
      if pace == .faster { return "then rises faster to \(last) at \(end)" }
      return isFirst
        ? "rises from \(value(part.first)) to \(last) at \(end)" : "then rises to \(last) at \(end)"
    case .fallingUnevenly:
      return isFirst
        ? "falls from \(value(part.first)) to \(value(part.last)) at \(end), with rises between"
        : "then falls to \(value(part.last)) at \(end), with rises between"
    case .risingUnevenly:
      return isFirst
        ? "rises from \(value(part.first)) to \(value(part.last)) at \(end), with falls between"
        : "then rises to \(value(part.last)) at \(end), with falls between"
    case .uneven:
      return isFirst
        ? "goes up and down between \(value(part.low)) and \(value(part.high)) until \(end)"
        : "then goes up and down between \(value(part.low)) and \(value(part.high)) until \(end)"
    case .notANumber, .infinite, .negativelyInfinite:
      return Self.clause(value(part.first), part, xName, isFirst, isLast)
    }
  }

  private enum Pace { case slower, faster }

  /// How a part goes on that goes the way of the one before it, on the whole; nil for another way.
  private func pace(_ index: Int) -> Pace? {
    guard index > 0 else { return nil }
    let (before, part) = (parts[index - 1], parts[index])
    let isSameWay =
      switch before.kind {
      case .falling, .fallingUnevenly: part.kind == .falling && before.slope < 0
      case .rising, .risingUnevenly: part.kind == .rising && before.slope > 0
      default: false
      }
    guard isSameWay else { return nil }
    return part.slope.magnitude < before.slope.magnitude ? .slower : .faster
  }

  /// Where it is no number is known exactly.
  private static func clause(
    _ what: String, _ part: Part, _ xName: Phrase, _ isFirst: Bool, _ isLast: Bool
  ) -> Phrase {
    let (from, to) = (
      NumberText.short(part.from, digits: 9), NumberText.short(part.to, digits: 9)
    )
    if isFirst { return "\(what) until \(xName) \(to)" }
    if isLast { return "then \(what) from \(xName) \(from) on" }
    return part.from == part.to
      ? "then \(what) at \(xName) \(from)" : "then \(what) from \(xName) \(from) to \(to)"
  }

  /// Where lines are no numbers any more for a while: an upright line at the start of each such
  /// stretch, unless there are so many that they would hide what is drawn.
  static func markers(of series: [LineChart.Series]) -> [LineChart.Marker] {
    var markers: [LineChart.Marker] = []
    for series in series {
      var before: Part.Kind?
      for (x, y) in zip(series.x, series.y) {
        let kind = kind(y)
        if kind != nil, kind != before, x.isFinite {
          markers.append(.init(x, .verbatim(NumberText.short(y))))
          if markers.count > mostParts { return [] }
        }
        before = kind
      }
    }
    return markers
  }
}

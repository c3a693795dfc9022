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
  }

  let name: Phrase
  let parts: [Part]
  /// Where a part that is not the last ends is said to this grain: the eye has it no finer.
  private let grain: Double

  /// Values that differ by less than this part of themselves make a flat line.
  static let flat = 1e-3
  /// A stretch is flat where it keeps within this share of the whole height ...
  private static let height = 0.05
  /// ... over at least this share of the width ...
  private static let width = 0.1
  /// ... and so many values: two beside each other say nothing of a course.
  private static let fewest = 3

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
    let line = Line(x: x, y: y, heights: heights, tolerance: tolerance)
    var parts: [Part] = []
    var start = 0
    while start < y.count {
      let kind = Self.kind(y[start])
      var end = start + 1
      while end < y.count, Self.kind(y[end]) == kind { end += 1 }
      if let kind {
        parts.append(line.part(kind, start..<end))
      } else {
        let stretches = line.stretches(start..<end, width: Self.width * span)
        parts += Self.withoutSlopes(stretches).map { line.part($0.isFlat, $0.range) }
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

  /// The values of a line, and how high they stand in the picture.
  struct Line {
    var x: [Double]
    var y: [Double]
    var heights: [Double]
    var tolerance: Double

    func part(_ kind: Part.Kind, _ range: Range<Int>) -> Part {
      let sorted = y[range].sorted()
      return Part(
        kind: kind, from: x[range.lowerBound], to: x[range.upperBound - 1],
        first: y[range.lowerBound], last: y[range.upperBound - 1], low: sorted.first ?? .nan,
        high: sorted.last ?? .nan, middle: sorted[sorted.count / 2])
    }

    func part(_ isFlat: Bool, _ range: Range<Int>) -> Part {
      guard !isFlat, range.count == 1 else { return part(isFlat ? .flat : direction(range), range) }
      // A value alone has its direction from the one before it, if there is one.
      let before = range.lowerBound - 1
      let isFirst = before < 0 || !y[before].isFinite
      return part(isFirst ? .flat : direction(before..<range.upperBound), range)
    }

    /// Flat stretches, each as long as can be from the first place where one begins, and what lies
    /// between. O(n): the lowest and the highest of a window that moves on are kept in queues.
    func stretches(_ range: Range<Int>, width: Double) -> [Stretch] {
      var stretches: [Stretch] = []
      var moving = range.lowerBound
      func move(to end: Int) {
        if moving < end { stretches.append(.init(range: moving..<end, isFlat: false)) }
      }
      var (lows, highs) = (Extremes(<), Extremes(>))
      var (start, end) = (range.lowerBound, range.lowerBound)
      while start < range.upperBound {
        while end < range.upperBound {
          let low = min(lows.value(of: heights) ?? heights[end], heights[end])
          let high = max(highs.value(of: heights) ?? heights[end], heights[end])
          guard high - low <= tolerance else { break }
          lows.add(end, heights)
          highs.add(end, heights)
          end += 1
        }
        let isWhole = start == range.lowerBound && end == range.upperBound
        if isWhole || end - start >= LineCourse.fewest && x[end - 1] - x[start] >= width {
          move(to: start)
          stretches.append(.init(range: start..<end, isFlat: true))
          (start, moving) = (end, end)
          (lows, highs) = (Extremes(<), Extremes(>))
        } else {
          lows.remove(start)
          highs.remove(start)
          start += 1
          end = max(end, start)
        }
      }
      move(to: range.upperBound)
      return stretches
    }

    private func direction(_ range: Range<Int>) -> Part.Kind {
      let change = heights[range.upperBound - 1] - heights[range.lowerBound]
      // The largest way against the direction.
      var (rise, fall) = (0.0, 0.0)
      var (low, high) = (heights[range.lowerBound], heights[range.lowerBound])
      for index in range {
        (low, high) = (min(low, heights[index]), max(high, heights[index]))
        rise = max(rise, heights[index] - low)
        fall = max(fall, high - heights[index])
      }
      let isEven = min(rise, fall) <= 2 * tolerance
      if change < -tolerance || change <= 0 && isEven {
        return isEven ? .falling : .fallingUnevenly
      }
      if change > tolerance || isEven { return isEven ? .rising : .risingUnevenly }
      return .uneven
    }
  }

  /// The places of the values of a window that may be its lowest, or highest, as it moves on.
  private struct Extremes {
    private var places: [Int] = []
    private var head = 0
    private let isBetter: (Double, Double) -> Bool

    init(_ isBetter: @escaping (Double, Double) -> Bool) { self.isBetter = isBetter }

    func value(of heights: [Double]) -> Double? {
      head < places.count ? heights[places[head]] : nil
    }

    mutating func add(_ place: Int, _ heights: [Double]) {
      while places.count > head, !isBetter(heights[places[places.count - 1]], heights[place]) {
        places.removeLast()
      }
      places.append(place)
    }

    mutating func remove(_ place: Int) {
      if head < places.count, places[head] == place { head += 1 }
    }
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
      return isFirst
        ? "falls from \(value(part.first)) to \(value(part.last)) at \(end)"
        : "then falls to \(value(part.last)) at \(end)"
    case .rising:
      return isFirst
        ? "rises from \(value(part.first)) to \(value(part.last)) at \(end)"
        : "then rises to \(value(part.last)) at \(end)"
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

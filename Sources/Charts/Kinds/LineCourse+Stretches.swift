extension LineCourse {
  /// The values of a line, and how high they stand in the picture.
  struct Line {
    var x: [Double]
    var y: [Double]
    var heights: [Double]
    var tolerance: Double
    /// Whether values are compared by how many times each other they are, too.
    var hasRatios = false

    /// What a piece of the line consists of.
    func parts(_ range: Range<Int>, width: Double) -> [Part] {
      let stretches = LineCourse.withoutSlopes(stretches(range, width: width))
      var parts: [Part] = []
      var (start, isSlow) = (range.lowerBound, false)
      for stretch in LineCourse.withoutSlopes(stretches.flatMap { withoutFoot($0, width) }) {
        var kind = part(false, stretch.range).kind
        if stretch.isFlat { kind = kindOfLow(stretch.range) }
        // A curve that bends all the way is told in two, not in many.
        if isSlow, let last = parts.last, last.kind == kind, kind != .flat {
          parts.removeLast()
        } else {
          (start, isSlow) = (stretch.range.lowerBound, stretch.isFlat && !parts.isEmpty)
        }
        var part = part(kind, start..<stretch.range.upperBound)
        if let last = parts.last, last.kind == .flat, contradicts(part, last.middle) {
          part.kind = .uneven
        }
        parts.append(part)
      }
      return parts
    }

    /// Whether a part ends on the other side of what is said of the one before it: it is noise.
    private func contradicts(_ part: Part, _ before: Double) -> Bool {
      switch part.kind {
      case .falling, .fallingUnevenly: part.last >= before
      case .rising, .risingUnevenly: part.last <= before
      default: false
      }
    }

    /// The foot of a fall belongs to the fall, unless all of what lies low is the fall's.
    private func withoutFoot(_ stretch: Stretch, _ width: Double) -> [Stretch] {
      guard stretch.isFlat, isLow(stretch.range) else { return [stretch] }
      let (start, end) = (endOfFoot(stretch.range), stretch.range.upperBound)
      guard start < end, x[end - 1] - x[start] >= width else { return [stretch] }
      return [
        .init(range: stretch.range.lowerBound..<start, isFlat: false),
        .init(range: start..<end, isFlat: true),
      ].filter { !$0.range.isEmpty }
    }

    /// Where values begin that are not higher than all that follow.
    private func endOfFoot(_ range: Range<Int>) -> Int {
      var (end, most) = (range.upperBound, -Double.infinity)
      for place in range.reversed() {
        if y[place] <= most { end = place }
        most = max(most, y[place])
      }
      return end
    }

    /// Whether values that lie beside each other in the picture are times each other.
    private func isLow(_ range: Range<Int>) -> Bool { spread(range) > LineCourse.ratio }

    private func spread(_ range: Range<Int>) -> Double {
      guard hasRatios, let low = y[range].min(), let high = y[range].max(), high > low else {
        return 1
      }
      return high / low
    }

    /// How something goes that lies flat in the picture: in factors, from its first third to its last,
    /// at least half as far as it goes at all, or to and fro.
    private func kindOfLow(_ range: Range<Int>) -> Part.Kind {
      let (spread, third) = (spread(range), max(range.count / 3, 1))
      guard spread > LineCourse.sameness else { return .flat }
      func mean(_ values: ArraySlice<Double>) -> Double {
        values.reduce(0) { $0 + $1 / Double(values.count) }
      }
      let (first, last) = (mean(y[range].prefix(third)), mean(y[range].suffix(third)))
      // From what the part before it ends with, too.
      let (start, end) = (y[max(range.lowerBound - 1, 0)], y[range.upperBound - 1])
      func isFar(_ low: Double, _ high: Double) -> Bool {
        low == 0 ? high > 0 : high / low >= spread.squareRoot()
      }
      if end < start, isFar(last, first) { return .falling }
      if end > start, isFar(first, last) { return .rising }
      return spread > LineCourse.ratio ? .uneven : .flat
    }

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

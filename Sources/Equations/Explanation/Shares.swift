/// The parts of a number by whom they belong to, in numbered places.
///
/// Each part is kept twice as exactly as a double, as a number and what rounding has taken from it
/// (Knuth, "The Art of Computer Programming", volume 2, 4.2.2), so that parts of ten thousand updates
/// add to what really happened.
package struct Shares: Sendable {
  private var high: [Double]
  private var low: [Double]

  package init(places: Int) {
    high = Array(repeating: 0, count: places)
    low = high
  }

  package var places: Int { high.count }

  /// The double next to a part; 0 where there is none.
  package subscript(place: Int) -> Double { place < high.count ? high[place] + low[place] : 0 }

  package mutating func add(_ term: Double, at place: Int) {
    if place >= high.count {
      let more = [Double](repeating: 0, count: place + 1 - high.count)
      high += more
      low += more
    }
    let sum = high[place] + term
    let virtual = sum - high[place]
    low[place] += (high[place] - (sum - virtual)) + (term - virtual)
    high[place] = sum
  }

  /// Adds so many times each part of others.
  package mutating func add(_ others: Shares, times factor: Double = 1) {
    for place in others.high.indices {
      let product = others.high[place] * factor
      add(product, at: place)
      add((-product).addingProduct(others.high[place], factor), at: place)
      add(others.low[place] * factor, at: place)
    }
  }

  /// Each part divided by the same number.
  package func divided(by divisor: Double) -> Shares {
    var result = self
    for place in high.indices {
      let quotient = high[place] / divisor
      result.high[place] = quotient
      // What the division has left.
      result.low[place] = (high[place].addingProduct(-quotient, divisor) + low[place]) / divisor
    }
    return result
  }
}

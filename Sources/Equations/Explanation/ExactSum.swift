/// A sum of doubles without any rounding, as a list of parts that do not overlap (Shewchuk,
/// "Adaptive Precision Floating-Point Arithmetic", 1997).
///
/// Numbers that are not finite make the whole sum NaN.
public struct ExactSum: Sendable {
  private var parts: [Double] = []
  private var isFinite = true

  public init(_ terms: some Sequence<Double> = []) {
    for term in terms { add(term) }
  }

  public mutating func add(_ term: Double) {
    guard term.isFinite, isFinite else {
      isFinite = false
      return
    }
    var carried = term
    var kept: [Double] = []
    for part in parts {
      let sum = carried + part
      let virtual = sum - carried
      let error = (carried - (sum - virtual)) + (part - virtual)
      if error != 0 { kept.append(error) }
      carried = sum
    }
    if !carried.isFinite { isFinite = false }
    kept.append(carried)
    parts = kept
  }

  /// Adds a · b without rounding, as long as the product does not underflow.
  public mutating func add(product a: Double, _ b: Double) {
    let product = a * b
    add(product)
    if product.isFinite { add((-product).addingProduct(a, b)) }
  }

  /// The double next to the sum, but for a unit in the last place.
  public var value: Double {
    guard isFinite else { return .nan }
    // From the smallest to the largest, which loses nothing that could be seen.
    return parts.reduce(0, +)
  }
}

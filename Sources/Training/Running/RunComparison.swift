import Arrays
import Equations
import Networks

/// Two runs side by side.
public struct RunComparison: Sendable {
  /// A setting that the two do not have alike; `nil` where one does not have it.
  public struct SettingDifference: Sendable {
    public let name: String
    public let first: Value?
    public let second: Value?
  }

  /// Where the numbers part.
  public struct NumberDifference: Sendable {
    /// The first moment at which a number differs.
    public let position: Position
    public let name: String
    /// The element; empty for a scalar, `nil` where type or shape differ.
    public let element: [Int]?
    /// The element's values, or the whole ones where type or shape differ.
    public let first: Value
    public let second: Value
    /// How many float64 numbers lie from one to the other, one end counted; `nil` for other
    /// types and for NaN.
    public let unitsInTheLastPlace: UInt64?
  }

  public let settings: [SettingDifference]
  /// Equations of the second that the first does not have alike, by phase.
  public let equations: [(phase: Phase, change: EquationChange)]
  /// `nil` where every number of the epochs that both have run is the same.
  public let firstDifference: NumberDifference?
  /// The last epoch that both have finished.
  public let commonEpochs: Int
  /// The losses at the chosen epochs; `nil` where a run has not come so far.
  public let losses: [(epoch: Int, first: Double?, second: Double?)]
}

extension RunComparison.NumberDifference {
  /// The first element in which two values differ; `nil` if they are equal to the bit, all NaNs
  /// counting as one.
  package init?(_ name: String, _ first: Value, _ second: Value, at position: Position) {
    if first.isIdentical(to: second) { return nil }
    guard case .array(let a) = first, case .array(let b) = second, a.shape == b.shape,
      a.dtype == b.dtype
    else {
      self.init(
        position: position, name: name, element: nil, first: first, second: second,
        unitsInTheLastPlace: nil)
      return
    }
    let (x, y) = (a.doubles, b.doubles)
    let differing = x.indices.first {
      x[$0].bitPattern != y[$0].bitPattern && !(x[$0].isNaN && y[$0].isNaN)
    }
    guard let index = differing else { return nil }
    var element: [Int] = []
    var rest = index
    for dimension in a.shape.dimensions.reversed() {
      element.insert(rest % dimension, at: 0)
      rest /= dimension
    }
    self.init(
      position: position, name: name, element: element, first: .array(a.element(at: index)),
      second: .array(b.element(at: index)),
      unitsInTheLastPlace: a.dtype == .float64 ? Self.distance(x[index], y[index]) : nil)
  }

  /// How many float64 numbers lie from one to the other; -0.0 and 0.0 are one apart.
  static func distance(_ a: Double, _ b: Double) -> UInt64? {
    if a.isNaN || b.isNaN { return nil }
    func place(_ value: Double) -> Int64 {
      let bits = Int64(bitPattern: value.magnitude.bitPattern)
      return value.sign == .minus ? -1 - bits : bits
    }
    return (place(a) &- place(b)).magnitude
  }
}

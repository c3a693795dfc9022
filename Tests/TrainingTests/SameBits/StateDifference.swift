import Arrays
import Equations
import Networks

@testable import Training

extension RunState {
  /// The first thing in which two states differ, in any bit: values, signs of zero, when they were
  /// computed, random numbers to come; `nil` if nothing does. All NaNs count as one.
  func difference(from other: RunState) -> String? {
    if cursor != other.cursor { return "stand at \(cursor) and \(other.cursor)" }
    if stamp != other.stamp { return "have stored \(stamp) and \(other.stamp) values" }
    for name in Set(slots.keys).union(other.slots.keys).sorted() {
      guard let a = slots[name], let b = other.slots[name] else { return "only one has \(name)" }
      if (a.stamp, a.epoch) != (b.stamp, b.epoch) || a.phase != b.phase {
        return "\(name) was computed at \(a.stamp) and \(b.stamp)"
      }
      if let difference = a.value.difference(from: b.value) { return "\(name)\(difference)" }
    }
    if random != other.random { return "have drawn different random numbers" }
    let losses = (loss?.value ?? 0, other.loss?.value ?? 0)
    if loss?.epoch != other.loss?.epoch || !Value.areAlike(losses.0, losses.1) {
      return "noted losses \(losses)"
    }
    return nil
  }
}

extension Value {
  fileprivate func difference(from other: Value) -> String? {
    if isIdentical(to: other) { return nil }
    guard let a = array, let b = other.array else { return "" }
    if a.dtype != b.dtype || a.shape != b.shape { return " is \(a.dtype) \(a.shape), \(b.dtype)" }
    let (x, y) = (a.doubles, b.doubles)
    guard let place = x.indices.first(where: { !Self.areAlike(x[$0], y[$0]) }) else { return nil }
    return " at \(place): \(x[place]), \(y[place])"
  }

  static func areAlike(_ a: Double, _ b: Double) -> Bool {
    a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN)
  }
}

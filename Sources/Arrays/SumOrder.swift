/// The order in which floating-point numbers are added, the same everywhere.
///
/// Addition of floats is not associative, so a sum is only the same bits on every machine, in
/// every vector width and on any number of threads if its order is fixed. Here it is:
///
/// - The elements of one sum are taken in index order along the axis that is summed; for a sum
///   over a whole array, in row-major order.
/// - They are dealt to eight lanes by index modulo 8, and each lane adds what it gets in order.
/// - The lanes are joined as ((l0 + l4) + (l2 + l6)) + ((l1 + l5) + (l3 + l7)).
/// - A sum of more than 1024 elements is made of chunks of 1024 (the last may be shorter), each
///   summed as above, and the chunks' results are added in order.
/// - A lane that got nothing is not added, so that the sum of [-0.0] is -0.0. The sum of nothing
///   is 0.0.
///
/// An element of `a @ b` is such a sum of products over the inner index, where the first term of
/// a lane is its product, rounded, and each later one is added by a fused multiply-add.
public enum SumOrder {
  public static let lanes = 8
  public static let chunk = 1024

  /// The sum of the first `count` lanes, the others having got nothing.
  @inline(__always)
  static func join(_ lanes: UnsafeMutablePointer<Double>, _ count: Int) -> Double {
    if count >= 8 {
      return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6]))
        + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]))
    }
    if count == 0 { return 0 }
    // Empty lanes are always the last ones: their partner stands for the pair.
    let a = count > 4 ? lanes[0] + lanes[4] : lanes[0]
    let b = count > 5 ? lanes[1] + lanes[5] : lanes[1]
    let c = count > 6 ? lanes[2] + lanes[6] : lanes[2]
    let even = count > 2 ? a + c : a
    let odd = count > 3 ? b + lanes[3] : b
    return count > 1 ? even + odd : even
  }
}

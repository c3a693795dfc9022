/// The order in which floating-point numbers are added, the same everywhere.
///
/// Addition of floats is not associative, so a sum is only the same bits on every machine, in
/// every vector width and on any number of threads if its order is fixed. Here it is:
///
/// - The elements of one sum are taken in index order along the axis that is summed; for a sum
///   over a whole array, in row-major order.
/// - They are dealt to eight lanes by index modulo 8. Each lane starts at 0.0 and adds what it
///   gets in order.
/// - The lanes are joined as ((l0 + l4) + (l2 + l6)) + ((l1 + l5) + (l3 + l7)).
/// - A sum of more than 1024 elements is made of chunks of 1024 (the last may be shorter), each
///   summed as above, and the chunks' results are added in order.
///
/// Since the lanes start at 0.0, the sum of [-0.0] is 0.0, as in NumPy, and so is the sum of
/// nothing. Adding 0.0 changes nothing but -0.0, so that lanes which got nothing may be left out
/// if 0.0 is added to the result.
///
/// An element of `a @ b` is such a sum of products over the inner index, where each lane takes its
/// terms by a fused multiply-add: l = fma(a, b, l).
public enum SumOrder {
  public static let lanes = 8
  public static let chunk = 1024
}

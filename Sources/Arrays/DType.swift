/// The type of an array's elements, in the order of NumPy's promotion.
///
/// Two operands of different types meet at the greater one: `bool` with `int64` gives `int64`,
/// anything with `float64` gives `float64`.
public enum DType: Int, Sendable, Comparable, CaseIterable {
  case bool, int64, float64

  /// The name as NumPy writes it.
  public var name: String {
    switch self {
    case .bool: "bool"
    case .int64: "int64"
    case .float64: "float64"
    }
  }

  public static func < (a: DType, b: DType) -> Bool { a.rawValue < b.rawValue }
}

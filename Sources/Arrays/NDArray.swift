/// An array of rank 0, 1 or 2 with value semantics, contiguous in row-major order.
///
///     let x = NDArray(shape: [2, 2], float64: [1, 2, 3, 4])
///     let y = try NDArray.apply(.add, x, NDArray(1))
///
/// Slices copy. Copies share storage until one of them changes.
public struct NDArray: Sendable {
  /// The elements in row-major order.
  public enum Storage: Sendable {
    case bool([Bool])
    case int64([Int])
    case float64([Double])
  }

  public private(set) var shape: Shape
  public internal(set) var storage: Storage

  init(unchecked shape: Shape, _ storage: Storage) {
    self.shape = shape
    self.storage = storage
  }

  public init(_ value: Double) { self.init(unchecked: .scalar, .float64([value])) }
  public init(_ value: Int) { self.init(unchecked: .scalar, .int64([value])) }
  public init(_ value: Bool) { self.init(unchecked: .scalar, .bool([value])) }

  /// - Precondition: as many values as the shape has elements.
  public init(shape: Shape, float64 values: [Double]) {
    precondition(shape.count == values.count)
    self.init(unchecked: shape, .float64(values))
  }

  /// - Precondition: as many values as the shape has elements.
  public init(shape: Shape, int64 values: [Int]) {
    precondition(shape.count == values.count)
    self.init(unchecked: shape, .int64(values))
  }

  /// - Precondition: as many values as the shape has elements.
  public init(shape: Shape, bool values: [Bool]) {
    precondition(shape.count == values.count)
    self.init(unchecked: shape, .bool(values))
  }

  /// An array of one value, that of the first element of `value`, whose type it takes.
  ///
  /// - Precondition: `value` is not empty, and the shape is `validated()`.
  public init(repeating value: NDArray, shape: Shape) {
    precondition(value.count > 0)
    switch value.storage {
    case .bool(let v):
      self.init(unchecked: shape, .bool(Array(repeating: v[0], count: shape.count)))
    case .int64(let v):
      self.init(unchecked: shape, .int64(Array(repeating: v[0], count: shape.count)))
    case .float64(let v):
      self.init(unchecked: shape, .float64(Array(repeating: v[0], count: shape.count)))
    }
  }

  public var dtype: DType {
    switch storage {
    case .bool: .bool
    case .int64: .int64
    case .float64: .float64
    }
  }

  public var rank: Int { shape.rank }
  public var count: Int {
    switch storage {
    case .bool(let v): v.count
    case .int64(let v): v.count
    case .float64(let v): v.count
    }
  }

  /// The array with its axes in the opposite order, (m, n) as (n, m); a vector stays as it is. A
  /// copy, but of a row or a column. Of what may be large and is waited for, `turned`.
  public var transposed: NDArray {
    guard rank == 2 else { return self }
    let (rows, columns) = (shape[0], shape[1])
    if rows == 1 || columns == 1 { return NDArray(unchecked: shape.transposed, storage) }
    switch storage {
    case .bool(let v):
      return NDArray(unchecked: shape.transposed, .bool(Kernels.transposed(v, rows, columns)))
    case .int64(let v):
      return NDArray(unchecked: shape.transposed, .int64(Kernels.transposed(v, rows, columns)))
    case .float64(let v):
      return NDArray(unchecked: shape.transposed, .float64(Kernels.transposed(v, rows, columns)))
    }
  }

  /// `transposed`, counted and heard.
  ///
  /// - Throws: `interrupted`, `noRoom`.
  public func turned() throws(ArrayError) -> NDArray {
    guard rank == 2 else { return self }
    let (rows, columns) = (shape[0], shape[1])
    if rows == 1 || columns == 1 { return NDArray(unchecked: shape.transposed, storage) }
    switch storage {
    case .bool(let v):
      return NDArray(unchecked: shape.transposed, .bool(try Kernels.transpose(v, rows, columns)))
    case .int64(let v):
      return NDArray(unchecked: shape.transposed, .int64(try Kernels.transpose(v, rows, columns)))
    case .float64(let v):
      return NDArray(
        unchecked: shape.transposed, .float64(try Kernels.transpose(v, rows, columns)))
    }
  }

  /// The same elements in row-major order under another shape; one dimension may be -1. O(1).
  ///
  /// - Throws: `cannotReshape`, `rankTooHigh`.
  public func reshaped(to dimensions: [Int]) throws(ArrayError) -> NDArray {
    NDArray(unchecked: try shape.reshaped(to: dimensions), storage)
  }

  /// The elements in row-major order as a vector.
  public var flattened: NDArray { NDArray(unchecked: [count], storage) }
}

extension NDArray {
  /// The values as Double, in row-major order; of booleans 0 and 1.
  public var doubles: [Double] {
    switch storage {
    case .float64(let v): v
    case .int64(let v): Kernels.converted(v) { Double($0) }
    case .bool(let v): Kernels.converted(v) { $0 ? 1 : 0 }
    }
  }

  /// The values as integers, in row-major order; of floats as `converted(to: .int64)`.
  public var integers: [Int] {
    switch storage {
    case .int64(let v): v
    case .bool(let v): Kernels.converted(v) { $0 ? 1 : 0 }
    case .float64(let v): Kernels.converted(v) { Int(saturating: $0) }
    }
  }

  /// The truth of each value, in row-major order: what is not zero is true, NaN too.
  public var truths: [Bool] {
    switch storage {
    case .bool(let v): v
    case .int64(let v): Kernels.converted(v) { $0 != 0 }
    case .float64(let v): Kernels.converted(v) { $0 != 0 }
    }
  }

  /// `doubles`, counted and heard: of what may be large and is waited for.
  ///
  /// - Throws: `interrupted`, `noRoom`.
  package func asDoubles() throws(ArrayError) -> [Double] {
    switch storage {
    case .float64(let v): v
    case .int64(let v): try Kernels.map(v) { Double($0) }
    case .bool(let v): try Kernels.map(v) { $0 ? 1 : 0 }
    }
  }

  /// `integers`, counted and heard.
  ///
  /// - Throws: `interrupted`, `noRoom`.
  package func asIntegers() throws(ArrayError) -> [Int] {
    switch storage {
    case .int64(let v): v
    case .bool(let v): try Kernels.map(v) { $0 ? 1 : 0 }
    case .float64(let v): try Kernels.map(v) { Int(saturating: $0) }
    }
  }

  /// `truths`, counted and heard.
  ///
  /// - Throws: `interrupted`, `noRoom`.
  package func asTruths() throws(ArrayError) -> [Bool] {
    switch storage {
    case .bool(let v): v
    case .int64(let v): try Kernels.map(v) { $0 != 0 }
    case .float64(let v): try Kernels.map(v) { $0 != 0 }
    }
  }

  /// `converted(to:)`, counted and heard.
  ///
  /// - Throws: `interrupted`, `noRoom`.
  package func turned(into type: DType) throws(ArrayError) -> NDArray {
    if type == dtype { return self }
    switch type {
    case .bool: return NDArray(unchecked: shape, .bool(try asTruths()))
    case .int64: return NDArray(unchecked: shape, .int64(try asIntegers()))
    case .float64: return NDArray(unchecked: shape, .float64(try asDoubles()))
    }
  }

  /// The largest magnitude of an integer: up to here every integer is a float64 too.
  public static let largestInteger = 1 << 53

  /// The array with its elements as another type.
  ///
  /// Floats become integers towards zero; NaN becomes 0 and what lies beyond ±2^53 the nearer of
  /// these two. `cast(to:)` refuses such values instead.
  public func converted(to type: DType) -> NDArray {
    if type == dtype { return self }
    switch type {
    case .bool: return NDArray(unchecked: shape, .bool(truths))
    case .int64: return NDArray(unchecked: shape, .int64(integers))
    case .float64: return NDArray(unchecked: shape, .float64(doubles))
    }
  }

  /// The array with its elements as another type, as NumPy's `astype`.
  ///
  /// - Throws: `cannotConvertToInteger` for NaN, infinities and floats beyond ±2^53.
  public func cast(to type: DType) throws(ArrayError) -> NDArray {
    if type == .int64, case .float64(let values) = storage {
      let limit = Double(NDArray.largestInteger)
      for value in values where !(value >= -limit && value <= limit) {
        throw .cannotConvertToInteger(value)
      }
    }
    return try turned(into: type)
  }

  /// The number that a one-element array holds, whatever its rank.
  public var item: Double? {
    guard count == 1 else { return nil }
    switch storage {
    case .bool(let v): return v[0] ? 1 : 0
    case .int64(let v): return Double(v[0])
    case .float64(let v): return v[0]
    }
  }

  /// The truth of a one-element array, as Python's `bool(array)`.
  ///
  /// - Throws: `ambiguousTruth` of any other number of elements.
  public func truth() throws(ArrayError) -> Bool {
    guard count == 1 else { throw .ambiguousTruth(shape) }
    return truths[0]
  }

  /// The element at a row-major position, as a scalar of the same type.
  ///
  /// - Precondition: `0 <= flat < count`.
  public func element(at flat: Int) -> NDArray {
    switch storage {
    case .bool(let v): NDArray(v[flat])
    case .int64(let v): NDArray(v[flat])
    case .float64(let v): NDArray(v[flat])
    }
  }

  /// Whether type, shape and every bit are equal: NaN equals the same NaN, -0.0 is not 0.0.
  public func isIdentical(to other: NDArray) -> Bool {
    guard shape == other.shape else { return false }
    switch (storage, other.storage) {
    case (.bool(let a), .bool(let b)): return a == b
    case (.int64(let a), .int64(let b)): return a == b
    case (.float64(let a), .float64(let b)):
      return a.elementsEqual(b) { $0.bitPattern == $1.bitPattern }
    default: return false
    }
  }
}

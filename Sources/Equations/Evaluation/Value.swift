import Arrays

/// What an expression evaluates to. Nearly always an array; a number is an array of rank 0.
public enum Value: Sendable {
  case array(NDArray)
  /// A shape, or the items of `(2, 3)`.
  case tuple([Value])
  /// A type by name, for `dtype=` and `astype`: `float`, `np.int64`.
  case dtype(DType)
  /// What random numbers are drawn from: `default_rng(1)`.
  case generator(GeneratorReference)
  case none
}

/// A generator of random numbers as a value.
public enum GeneratorReference: Sendable, Equatable {
  /// One without a name, which starts where it was made.
  case fresh(RandomSource)
  /// The one that the random state keeps under a name, and that goes on with every draw.
  case named(String)
}

/// What is known of a value before it is computed.
public struct StaticValue: Sendable {
  public enum Form: Sendable {
    /// The shape is `nil` where it depends on the data: `X[X > 0]`.
    case array(DType, Shape?)
    case tuple([StaticValue])
    case dtype(DType)
    case generator
    case none
  }

  public var form: Form
  /// The value itself, where the text alone fixes it: settings, literals, `X.shape[0]`.
  public var known: Value?

  public init(_ form: Form, known: Value? = nil) {
    self.form = form
    self.known = known
  }

  public static func array(_ dtype: DType, _ shape: Shape?) -> StaticValue {
    StaticValue(.array(dtype, shape))
  }

  public var shape: Shape? {
    if case .array(_, let shape) = form { shape } else { nil }
  }

  public var dtype: DType? {
    if case .array(let dtype, _) = form { dtype } else { nil }
  }
}

/// What is common to a value and to what is known of one, so that arguments are read in one way.
package protocol ArgumentValue: Sendable {
  var known: Value? { get }
  /// Type and shape, if it is an array.
  var arrayType: (dtype: DType, shape: Shape?)? { get }
  var items: [Self]? { get }
}

extension Value: ArgumentValue {
  package var known: Value? { self }

  package var arrayType: (dtype: DType, shape: Shape?)? {
    if case .array(let array) = self { (array.dtype, array.shape) } else { nil }
  }

  package var items: [Value]? {
    if case .tuple(let items) = self { items } else { nil }
  }

  public var array: NDArray? {
    if case .array(let array) = self { array } else { nil }
  }

  /// An integer, if it is one: `3`, `True` is not one.
  package var integer: Int? {
    guard case .array(let array) = self, array.rank == 0, case .int64(let values) = array.storage
    else { return nil }
    return values.first
  }
}

extension StaticValue: ArgumentValue {
  package var arrayType: (dtype: DType, shape: Shape?)? {
    if case .array(let dtype, let shape) = form { (dtype, shape) } else { nil }
  }

  package var items: [StaticValue]? {
    if case .tuple(let items) = form { items } else { nil }
  }

  /// What is known of a value that is there.
  ///
  /// - Parameter isFixed: whether the value cannot change while the program stays the same.
  public init(of value: Value, isFixed: Bool) {
    switch value {
    case .array(let array):
      form = .array(array.dtype, array.shape)
      known = isFixed && array.count <= StaticValue.largestKnown ? value : nil
    case .tuple(let items):
      form = .tuple(items.map { StaticValue(of: $0, isFixed: isFixed) })
      known = isFixed ? value : nil
    case .dtype(let dtype):
      form = .dtype(dtype)
      known = value
    case .generator:
      form = .generator
      known = value
    case .none:
      form = .none
      known = value
    }
  }

  /// Values of more elements are not carried through the check before evaluation.
  static let largestKnown = 64
}

import Arrays
import Equations

/// A value of the language while an epoch is compiled: known for all epochs, or computed anew in
/// each.
enum CompiledValue {
  /// The same in all epochs; the constant that it is in the graph, once it is one.
  case known(Value, Constant?)
  case varying(Varying)
  /// Several values, at least one of which varies.
  case tuple([CompiledValue])

  /// A known array that the graph may hold.
  struct Constant: Hashable {
    let number: Int
    /// Whether the value is the array's transpose, which is the array read another way.
    var isTransposed = false
  }

  /// An array of one of the graph's nodes.
  struct Varying {
    var view: GraphView
    var shape: Shape
    var dtype: DType
    /// Between which numbers the elements of an array of integers are.
    var range = Range.whole
  }

  /// The numbers from one whole number to another. Float64 holds them exactly.
  struct Range: Equatable {
    var low: Double
    var high: Double

    /// All integers of the language.
    static let whole = Range(
      low: -Double(NDArray.largestInteger), high: Double(NDArray.largestInteger))
    static let truth = Range(low: 0, high: 1)

    /// Whether every whole number in it is a float64, whatever was rounded on the way to its ends.
    var isExact: Bool {
      low > -Double(NDArray.largestInteger) && high < Double(NDArray.largestInteger)
    }
    var holdsZero: Bool { low <= 0 && high >= 0 }

    func union(_ other: Range) -> Range {
      Range(low: min(low, other.low), high: max(high, other.high))
    }
  }
}

extension CompiledValue: ArgumentValue {
  var known: Value? {
    if case .known(let value, _) = self { value } else { nil }
  }

  var arrayType: (dtype: DType, shape: Shape?)? {
    switch self {
    case .known(let value, _): value.arrayType
    case .varying(let x): (x.dtype, x.shape)
    case .tuple: nil
    }
  }

  var items: [CompiledValue]? {
    switch self {
    case .known(let value, _): value.items?.map { .known($0, nil) }
    case .varying: nil
    case .tuple(let items): items
    }
  }

  /// What shape inference may know of it.
  var inferred: StaticValue {
    switch self {
    case .known(let value, _): StaticValue(of: value, isFixed: true)
    case .varying(let x): .array(x.dtype, x.shape)
    case .tuple(let items): StaticValue(.tuple(items.map(\.inferred)))
    }
  }
}

extension CompiledValue: ConstantValue {
  init(constant: NDArray) { self = .known(.array(constant), nil) }
}

extension Arguments where V == CompiledValue {
  /// The arguments, if all of them are known.
  var allKnown: Arguments<Value>? {
    let known = Arguments<Value>(values: values.map { $0?.known }, rest: rest.compactMap(\.known))
    guard known.rest.count == rest.count,
      zip(values, known.values).allSatisfy({ $0 == nil || $1 != nil })
    else { return nil }
    return known
  }

  var inferred: Arguments<StaticValue> { map(\.inferred) }
}

import Arrays

/// What looking up a name comes to.
public enum Lookup<Found: Sendable>: Sendable {
  case found(Found)
  /// The name belongs to the program, and has no value at this moment.
  case unavailable(UnavailableName)
  case unknown

  var found: Found? { if case .found(let found) = self { found } else { nil } }
}

/// Where expressions find the values of names.
public protocol Scope {
  func value(of name: String) -> Lookup<Value>
  /// What is known of the value before evaluation; names whose value cannot change while the
  /// program stays the same (settings) are known whole.
  func staticValue(of name: String) -> Lookup<StaticValue>
  /// All names that could be meant, for 'did you mean'.
  var candidateNames: [String] { get }
}

extension Scope {
  public func staticValue(of name: String) -> Lookup<StaticValue> {
    switch value(of: name) {
    case .found(let value): .found(StaticValue(of: value, isFixed: true))
    case .unavailable(let name): .unavailable(name)
    case .unknown: .unknown
    }
  }
}

/// A scope that is a table.
public struct DictionaryScope: Scope, Sendable {
  public var values: [String: Value]

  public init(_ values: [String: Value] = [:]) { self.values = values }

  public func value(of name: String) -> Lookup<Value> {
    values[name].map { .found($0) } ?? .unknown
  }

  public var candidateNames: [String] { values.keys.sorted() }
}

/// A scope with a table over it.
package struct OverlaidScope: Scope {
  private let base: any Scope
  private let over: [String: Value]

  package init(base: any Scope, over: [String: Value]) {
    self.base = base
    self.over = over
  }

  package func value(of name: String) -> Lookup<Value> {
    over[name].map { .found($0) } ?? base.value(of: name)
  }

  package var candidateNames: [String] { base.candidateNames }
}

/// Names with a value of their own, unless a program uses them for something else.
enum Constants {
  /// Types of NumPy's that there are not here.
  static let otherTypes: Set<String> = [
    "float32", "float16", "int32", "int16", "int8", "uint8", "uint16", "uint32", "uint64",
    "complex64", "complex128", "longdouble",
  ]

  static func value(of name: String) -> Value? {
    switch name {
    case "pi": .array(NDArray(Double.pi))
    case "inf": .array(NDArray(Double.infinity))
    case "nan": .array(NDArray(Double.nan))
    case "float", "float64": .dtype(.float64)
    case "int", "int64": .dtype(.int64)
    case "bool", "bool_": .dtype(.bool)
    default: nil
    }
  }
}

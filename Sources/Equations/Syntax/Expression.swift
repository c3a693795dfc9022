/// A piece of the language that has a value: the tree that is evaluated, differentiated, explained
/// and written out.
///
/// Two expressions are equal when they say the same, wherever in the source they stand.
public struct Expression: Sendable {
  /// Integers are exact up to here, in both directions.
  public static let largestInteger = 1 << 53

  public indirect enum Node: Sendable {
    case integer(Int)
    case float(Double)
    case boolean(Bool)
    /// Python's `None`.
    case none
    case name(String)
    case list([Expression])
    case tuple([Expression])
    case unary(UnaryOperator, Expression)
    case binary(BinaryOperator, Expression, Expression)
    /// `exp(Z)`, `np.exp(Z)` and `Z.exp()` are all the call of `exp`.
    case call(String, [Argument])
    case attribute(Expression, Attribute)
    case index(Expression, [IndexItem])
    /// What stands in a data file.
    case file(FileCall)
  }

  public var node: Node
  public var span: SourceSpan

  public init(_ node: Node, span: SourceSpan = .none) {
    self.node = node
    self.span = span
  }
}

/// An argument of a call, with its keyword if it was given by one.
public struct Argument: Sendable, Equatable {
  public var keyword: String?
  public var value: Expression

  public init(keyword: String? = nil, _ value: Expression) {
    self.keyword = keyword
    self.value = value
  }
}

/// What stands between the brackets of `X[...]`, one item for each comma.
public enum IndexItem: Sendable, Equatable {
  case position(Expression)
  case slice(start: Expression?, stop: Expression?, step: Expression?)
  case newAxis
  case ellipsis
}

/// What can be asked of a value with a dot and without a call.
public enum Attribute: String, Sendable, CaseIterable {
  case transpose = "T"
  case shape
  case size
  case rank = "ndim"
  case dtype
}

public enum UnaryOperator: String, Sendable, CaseIterable {
  case minus = "-"
  case plus = "+"
  case invert = "~"
  case not
}

public enum BinaryOperator: String, Sendable, CaseIterable {
  case or, and
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessEqual = "<="
  case greater = ">"
  case greaterEqual = ">="
  case bitwiseOr = "|"
  case bitwiseXor = "^"
  case bitwiseAnd = "&"
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case floorDivide = "//"
  case remainder = "%"
  case matrixProduct = "@"
  case power = "**"

  /// How tightly it binds, as in Python; a larger number binds tighter.
  public var precedence: Int {
    switch self {
    case .or: 1
    case .and: 2
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual: 4
    case .bitwiseOr: 5
    case .bitwiseXor: 6
    case .bitwiseAnd: 7
    case .add, .subtract: 8
    case .multiply, .divide, .floorDivide, .remainder, .matrixProduct: 9
    case .power: 11
    }
  }

  public var isComparison: Bool { precedence == 4 }
}

extension UnaryOperator {
  /// `not` binds looser than a comparison, the signs tighter than a product, as in Python.
  public var precedence: Int { self == .not ? 3 : 10 }
}

// MARK: - Equality

extension Expression: Hashable {
  public static func == (left: Expression, right: Expression) -> Bool {
    switch (left.node, right.node) {
    case (.integer(let a), .integer(let b)): a == b
    case (.float(let a), .float(let b)): a.bitPattern == b.bitPattern
    case (.boolean(let a), .boolean(let b)): a == b
    case (.none, .none): true
    case (.name(let a), .name(let b)): a == b
    case (.list(let a), .list(let b)), (.tuple(let a), .tuple(let b)): a == b
    case (.unary(let a, let x), .unary(let b, let y)): a == b && x == y
    case (.binary(let a, let x, let y), .binary(let b, let u, let v)): a == b && x == u && y == v
    case (.call(let a, let x), .call(let b, let y)): a == b && x == y
    case (.attribute(let x, let a), .attribute(let y, let b)): a == b && x == y
    case (.index(let x, let a), .index(let y, let b)): x == y && a == b
    case (.file(let a), .file(let b)): a.text == b.text
    default: false
    }
  }

  public func hash(into hasher: inout Hasher) {
    // The canonical text says everything that equality looks at.
    hasher.combine(text)
  }
}

// MARK: - Walking

extension Expression {
  /// The expressions directly inside this one, in reading order.
  public var children: [Expression] {
    switch node {
    case .integer, .float, .boolean, .none, .name, .file: []
    case .list(let items), .tuple(let items): items
    case .unary(_, let operand): [operand]
    case .binary(_, let left, let right): [left, right]
    case .call(_, let arguments): arguments.map(\.value)
    case .attribute(let base, _): [base]
    case .index(let base, let items): [base] + items.flatMap(\.expressions)
    }
  }

  /// The names that the value depends on, each once, in reading order.
  public var names: [String] {
    var seen: [String] = []
    visitNames { name in if !seen.contains(name) { seen.append(name) } }
    return seen
  }

  /// The names whose numbers the value depends on, each once: not those of which only the shape is
  /// asked, as in `A / A.shape[1]` of the second.
  public var valueNames: [String] {
    var seen: [String] = []
    visitNames(ofShapesToo: false) { name in if !seen.contains(name) { seen.append(name) } }
    return seen
  }

  private func visitNames(ofShapesToo: Bool = true, _ visit: (String) -> Void) {
    switch node {
    case .name(let name): visit(name)
    case .attribute(_, let attribute) where attribute != .transpose && !ofShapesToo: return
    default: for child in children { child.visitNames(ofShapesToo: ofShapesToo, visit) }
    }
  }

  /// The functions called anywhere inside.
  public var calledFunctions: [String] {
    var found: [String] = []
    if case .call(let name, _) = node { found.append(name) }
    return found + children.flatMap(\.calledFunctions)
  }

  /// The same expression with `transform` applied to each direct child.
  public func mapChildren(_ transform: (Expression) -> Expression) -> Expression {
    func item(_ item: IndexItem) -> IndexItem {
      switch item {
      case .position(let e): .position(transform(e))
      case .slice(let a, let b, let c):
        .slice(start: a.map(transform), stop: b.map(transform), step: c.map(transform))
      case .newAxis, .ellipsis: item
      }
    }
    let mapped: Node =
      switch node {
      case .integer, .float, .boolean, .none, .name, .file: node
      case .list(let items): .list(items.map(transform))
      case .tuple(let items): .tuple(items.map(transform))
      case .unary(let op, let x): .unary(op, transform(x))
      case .binary(let op, let x, let y): .binary(op, transform(x), transform(y))
      case .call(let name, let arguments):
        .call(name, arguments.map { Argument(keyword: $0.keyword, transform($0.value)) })
      case .attribute(let x, let attribute): .attribute(transform(x), attribute)
      case .index(let x, let items): .index(transform(x), items.map(item))
      }
    return Expression(mapped, span: span)
  }

  /// The same expression with names replaced where the table has them.
  public func substituting(_ table: [String: Expression]) -> Expression {
    if case .name(let name) = node { return table[name] ?? self }
    return mapChildren { $0.substituting(table) }
  }
}

extension IndexItem {
  package var expressions: [Expression] {
    switch self {
    case .position(let e): [e]
    case .slice(let a, let b, let c): [a, b, c].compactMap { $0 }
    case .newAxis, .ellipsis: []
    }
  }
}

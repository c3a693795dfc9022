import Arrays

/// Writes expressions as Python that runs with NumPy or PyTorch.
///
/// It rewrites the tree, so that brackets and numbers are those of the language's own text, which
/// is Python's already. Functions that Python has to be told of are collected in `helpers`.
///
///     var writer = PythonWriter(.numpy)
///     writer.text(of: try Parser.expression("sigmoid(Z1) + exp(1)"))  // sigmoid(Z1) + np.exp(1)
///     writer.helpers[0].name  // sigmoid
public struct PythonWriter {
  public enum Dialect: String, Sendable, CaseIterable {
    case numpy, torch

    var module: String { self == .numpy ? "np" : "torch" }
    var float: String { self == .numpy ? "float" : "torch.float64" }
  }

  /// A Python function that the code needs.
  public struct Helper: Sendable, Equatable {
    public let name: String
    public let source: String
  }

  let dialect: Dialect
  /// What names are called in Python.
  public let names: [String: String]
  /// Names that are Python's numbers and no tensors.
  let numbers: Set<String>
  /// Names of tensors that hold whole numbers or truth values; the others hold decimal numbers.
  let kinds: [String: DType]
  /// The program's names, which may be those of constants.
  public let known: Set<String>
  public var helpers: [Helper] = []

  /// - Parameters:
  ///   - names: new names for those that Python does not allow; others stay.
  ///   - known: the program's names, which come before constants: `pi` may be one's own.
  ///   - numbers: those that hold a Python number, for PyTorch, which tells them from tensors.
  ///   - kinds: those that hold whole numbers or truth values, which PyTorch mixes with nothing.
  public init(
    _ dialect: Dialect, names: [String: String] = [:], known: Set<String> = [],
    numbers: Set<String> = [], kinds: [String: DType] = [:]
  ) {
    self.dialect = dialect
    self.names = names
    self.known = known
    self.numbers = numbers
    self.kinds = kinds
  }

  public func name(_ name: String) -> String { names[name] ?? name }

  public mutating func text(of expression: Expression) -> String { rewritten(expression).text }

  /// An assignment with its operator spelled out: `W1 -= g` would change other names of `W1` too,
  /// and `W1 = W1 - g` does not.
  public mutating func text(of assignment: Assignment) -> String {
    let target = rewritten(assignment.target, isList: true)
    return "\(target.text) = \(text(of: assignment.computedValue))"
  }

  // MARK: Rewriting

  /// - Parameter isList: whether a list stays one: in brackets and as the argument of `array`.
  mutating func rewritten(_ expression: Expression, isList: Bool = false) -> Expression {
    switch expression.node {
    case .integer, .float, .boolean, .none: return expression
    case .name(let name): return .name(pythonName(name))
    case .file(let call): return .name(text(of: call))
    case .list(let items):
      let list = Expression(.list(rewrittenAll(items, isList: true)))
      return isList ? list : array(list)
    case .tuple(let items): return Expression(.tuple(rewrittenAll(items)))
    case .unary(let op, let operand):
      return Expression(.unary(op, op == .minus ? arithmetic(operand) : rewritten(operand)))
    case .binary(.matrixProduct, let left, let right):
      return .binary(.matrixProduct, factor(left), factor(right))
    case .binary(let op, let left, let right):
      let isArithmetic = op.precedence >= BinaryOperator.add.precedence
      return isArithmetic
        ? .binary(op, arithmetic(left), arithmetic(right))
        : .binary(op, rewritten(left), rewritten(right))
    case .attribute(let base, .size) where dialect == .torch:
      let text = Expression(.attribute(rewritten(base), .shape)).text
      return .name("\(text).numel()")
    case .attribute(let base, let attribute):
      return Expression(.attribute(rewritten(base), attribute))
    case .index(let base, let items): return index(rewritten(base), items)
    case .call(let name, let arguments): return call(name, arguments)
    }
  }

  mutating func rewrittenAll(_ items: [Expression], isList: Bool = false) -> [Expression] {
    var result: [Expression] = []
    for item in items { result.append(rewritten(item, isList: isList)) }
    return result
  }

  private func pythonName(_ name: String) -> String {
    if let renamed = names[name] { return renamed }
    switch name {
    case "pi", "inf", "nan": return known.contains(name) ? name : "np.\(name)"
    case "float", "float64": return known.contains(name) ? name : dialect.float
    case "int", "int64":
      return known.contains(name) ? name : dialect == .numpy ? "int" : "torch.int64"
    case "bool", "bool_":
      return known.contains(name) ? name : dialect == .numpy ? "bool" : "torch.bool"
    default: return name
    }
  }

  private func array(_ list: Expression) -> Expression {
    dialect == .numpy
      ? .name("np.array(\(list.text))")
      : .name("torch.as_tensor(\(list.text), dtype=torch.float64)")
  }

  /// An operand of arithmetic. PyTorch does not calculate with truth values as NumPy does.
  mutating func arithmetic(_ operand: Expression) -> Expression {
    let result = rewritten(operand)
    guard dialect == .torch, isCondition(operand) else { return result }
    return .name("(\(result.text)).double()")
  }

  /// An operand of `@`. PyTorch multiplies matrices of one kind only.
  private mutating func factor(_ operand: Expression) -> Expression {
    let result = rewritten(operand)
    guard dialect == .torch, let kind = kind(of: operand), kind != .float64 else { return result }
    return .name("(\(result.text)).double()")
  }

  /// What picks elements. PyTorch takes whole numbers and truth values, and no decimal numbers.
  private mutating func place(_ place: Expression) -> Expression {
    let result = rewritten(place, isList: true)
    if case .list = place.node { return result }
    guard dialect == .torch, !isNumber(place), kind(of: place) ?? .float64 == .float64 else {
      return result
    }
    // As the base of an attribute: bracketed where need be.
    let base = Expression(.attribute(result, .transpose)).text.dropLast(2)
    return .name("\(base).long()")
  }

  private mutating func index(_ base: Expression, _ items: [IndexItem]) -> Expression {
    var result: [IndexItem] = []
    var backwardAxes = 0
    for (axis, item) in items.enumerated() {
      switch item {
      case .position(let e): result.append(.position(place(e)))
      case .slice(let start, let stop, let step):
        let slice = IndexItem.slice(
          start: rewrittenOptional(start), stop: rewrittenOptional(stop),
          step: rewrittenOptional(step))
        if isBackward(step) {
          backwardAxes += 1
          result.append(backward(slice, of: base, axis: axis))
        } else {
          result.append(slice)
        }
      case .newAxis, .ellipsis: result.append(item)
      }
    }
    guard backwardAxes == 2, result.count == 2 else { return Expression(.index(base, result)) }
    // Two lists of places would be taken as pairs.
    let rows = Expression(.index(base, [result[0]]))
    return Expression(.index(rows, [.slice(start: nil, stop: nil, step: nil), result[1]]))
  }

  private mutating func rewrittenOptional(_ e: Expression?) -> Expression? {
    guard let e else { return nil }
    return rewritten(e)
  }

  private func isBackward(_ step: Expression?) -> Bool {
    guard dialect == .torch, case .unary(.minus, _)? = step?.node else { return false }
    return true
  }

  /// PyTorch has no slices that run backwards, but takes the places one by one.
  private func backward(_ slice: IndexItem, of base: Expression, axis: Int) -> IndexItem {
    let places = Expression(.index(.name("np.arange(\(base.postfixBase).shape[\(axis)])"), [slice]))
    return .position(.name("\(places.text).copy()"))
  }
}

extension PythonWriter {
  /// Whether PyTorch has truth values there.
  func isCondition(_ expression: Expression) -> Bool {
    if case .unary(.not, _) = expression.node { return false }
    return kind(of: expression) == .bool
  }

  /// What the tensor holds that PyTorch makes of an expression; `nil` of a Python number, and where
  /// it cannot be told.
  package func kind(of expression: Expression) -> DType? {
    if isNumber(expression) { return nil }
    let names = expression.names.map { ($0, StaticValue.array(kinds[$0] ?? .float64, nil)) }
    let scope = StaticScope(Dictionary(names, uniquingKeysWith: { first, _ in first }))
    let value = try? Evaluation.check(expression, in: scope, limits: EvaluationLimits(bytes: .max))
    return value?.dtype
  }

  /// Whether it is a Python number: made of numbers, without a call that would make a tensor.
  func isNumber(_ expression: Expression) -> Bool { expression.isPythonNumber(numbers) }
}

extension Expression {
  /// Whether it is made of numbers, without a call that would make an array or a tensor.
  ///
  /// - Parameter numbers: the names that hold a number.
  public func isPythonNumber(_ numbers: Set<String>) -> Bool {
    switch node {
    case .integer, .float, .boolean: true
    case .name(let name): numbers.contains(name) || Constants.value(of: name) != nil
    case .unary, .binary: children.allSatisfy { $0.isPythonNumber(numbers) }
    case .attribute(_, .size), .attribute(_, .rank): true
    // X.shape[1]
    case .index(let base, _): if case .attribute(_, .shape) = base.node { true } else { false }
    default: false
    }
  }
}

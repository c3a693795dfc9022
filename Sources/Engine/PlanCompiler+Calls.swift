import Arrays
import CKernels
import Equations

/// The functions of the language as nodes.
extension PlanCompiler {
  mutating func call(
    _ name: String, _ arguments: [Argument], _ expression: Expression
  ) throws(PlanRefusal) -> Known {
    guard let function = FunctionTable.standard[name] else { throw PlanRefusal(name) }
    if function.isRandom { return try draw(expression) }
    let bound = try bind(arguments, to: function)
    func argument(_ index: Int) throws(PlanRefusal) -> Expression {
      guard index < bound.count, let argument = bound[index] else { throw PlanRefusal(name) }
      return argument
    }
    if let unary = Self.unaries[function.name] {
      guard case .varying(let x) = try compile(try argument(0)) else { throw PlanRefusal(name) }
      guard unary != UH_NOT || x.dtype == .bool,
        x.dtype == .float64 || (try? unary.operation?.resultType(x.dtype)) ?? nil == .float64
          || unary == UH_NOT
      else { throw PlanRefusal("\(name) of \(x.dtype.name)") }
      return elementwise(unary, x, unary == UH_NOT ? .bool : .float64)
    }
    if let binary = Self.binaries[function.name] {
      let pair = [try argument(0), try argument(1)]
      return try apply(expression, pair) { (self, x) throws(PlanRefusal) in
        try self.elementwise(binary, x[0], x[1])
      }
    }
    switch function.name {
    case "dot", "matmul":
      let pair = [try argument(0), try argument(1)]
      return try apply(expression, pair) { (self, x) throws(PlanRefusal) in
        if x[0].shape.rank == 0 || x[1].shape.rank == 0 {
          return try self.elementwise(.multiply, x[0], x[1])
        }
        return try self.product(x[0], x[1])
      }
    case "sum", "mean", "max", "min", "any", "all", "var", "std", "argmax", "argmin":
      return try reduction(function.name, bound)
    case "vstack", "hstack", "concatenate":
      return try joined(
        function.name, try argument(0), axis: bound.count > 1 ? bound[1] : nil)
    case let name where Self.movements.contains(name):
      let whole = try argument(0)
      guard expression.children.first == whole else { throw PlanRefusal(name) }
      return try moved(try varying(try compile(whole), whole), by: expression)
    case "isnan", "isinf", "isfinite":
      return try apply(expression, [try argument(0)]) { (self, x) throws(PlanRefusal) in
        try self.finiteness(function.name, x[0])
      }
    case "where":
      let three = [try argument(0), try argument(1), try argument(2)]
      return try apply(expression, three) { (self, x) throws(PlanRefusal) in
        try self.select(x[0], x[1], x[2])
      }
    case "clip":
      let x = try argument(0)
      return try clipped(try varying(try compile(x), x), [bound[1], bound[2]])
    case "transpose", "copy", "float":
      return try apply(expression, [try argument(0)]) { (self, x) throws(PlanRefusal) in
        self.simple(function.name, x[0])
      }
    case "zeros_like", "ones_like":
      return try filled(function.name, try argument(0), bound[1])
    case "bce":
      return try likelihood(try argument(0), try argument(1))
    default:
      // What is written out may stand there twice, and is drawn once.
      guard let definition = function.definition,
        !arguments.contains(where: { $0.value.drawsRandomNumbers })
      else { throw PlanRefusal(name) }
      return try compile(definition.applied(to: bound))
    }
  }

  /// The arguments by parameter.
  private func bind(
    _ arguments: [Argument], to function: Function
  ) throws(PlanRefusal) -> [Expression?] {
    var bound = [Expression?](repeating: nil, count: function.parameters.count)
    for (position, argument) in arguments.enumerated() {
      let index =
        argument.keyword.map { keyword in
          function.parameters.firstIndex { $0.name == keyword } ?? bound.count
        } ?? position
      // What takes any number of arguments takes them by `moved`.
      if Self.movements.contains(function.name), index > 0 { continue }
      guard index < bound.count, bound[index] == nil,
        function.parameters[index].presence != .rest
      else { throw PlanRefusal(function.name) }
      bound[index] = argument.value
    }
    return bound
  }

  private static let unaries: [String: uh_unary] = [
    "exp": UH_EXP, "log": UH_LOG, "log1p": UH_LOG1P, "expm1": UH_EXPM1, "log2": UH_LOG2,
    "log10": UH_LOG10, "sin": UH_SIN, "cos": UH_COS, "tanh": UH_TANH, "sigmoid": UH_SIGMOID,
    "softplus": UH_SOFTPLUS, "sqrt": UH_SQRT, "square": UH_SQUARE, "abs": UH_ABSOLUTE,
    "relu": UH_RELU, "negative": UH_NEGATE, "sign": UH_SIGN, "logical_not": UH_NOT,
  ]

  private static let binaries: [String: BinaryOperation] = [
    "maximum": .maximum, "minimum": .minimum, "add": .add, "subtract": .subtract,
    "multiply": .multiply, "divide": .divide, "power": .power, "equal": .equal,
    "not_equal": .notEqual, "less": .less, "less_equal": .lessEqual, "greater": .greater,
    "greater_equal": .greaterEqual, "logical_and": .logicalAnd, "logical_or": .logicalOr,
  ]

  private func simple(_ name: String, _ x: Varying) -> Known {
    var result = name == "transpose" ? transposed(x) : x
    if name == "float" { result.dtype = .float64 }
    return .varying(result)
  }

  /// Zeros or ones in the shape of an array.
  private mutating func filled(
    _ name: String, _ like: Expression, _ type: Expression?
  ) throws(PlanRefusal) -> Known {
    let x = try varying(try compile(like), like)
    var dtype = x.dtype
    if let type {
      guard case .constant(.dtype(let given)) = try compile(type) else { throw PlanRefusal(name) }
      dtype = given
    }
    let fill = NDArray(name == "ones_like" ? 1 : 0).converted(to: dtype)
    return .constant(.array(NDArray(repeating: fill, shape: x.shape)))
  }

  private mutating func select(
    _ condition: Varying, _ x: Varying, _ y: Varying
  ) throws(PlanRefusal) -> Known {
    guard let inner = try? Shape.broadcast(x.shape, y.shape),
      let shape = try? Shape.broadcast(condition.shape, inner)
    else { throw PlanRefusal("where") }
    let (rows, columns) = shape.matrix
    let operands = [plain(condition.view), plain(x.view), plain(y.view)]
    let view = add(.select, operands, rows, columns)
    return .varying(Varying(view: view, shape: shape, dtype: max(x.dtype, y.dtype)))
  }

  /// Not below the first bound, then not above the second.
  private mutating func clipped(
    _ x: Varying, _ bounds: [Expression?]
  ) throws(PlanRefusal) -> Known {
    var result = x
    for (bound, operation) in zip(bounds, [BinaryOperation.maximum, .minimum]) {
      guard let bound else { continue }
      let limit = try compile(bound)
      if case .constant(.none) = limit { continue }
      let moved = try elementwise(operation, result, try varying(limit, bound))
      guard case .varying(let value) = moved else { throw PlanRefusal("clip") }
      result = value
    }
    return .varying(result)
  }

  /// `bce`, its sum's terms in one pass.
  private mutating func likelihood(
    _ prediction: Expression, _ target: Expression
  ) throws(PlanRefusal) -> Known {
    let a = try varying(try compile(prediction), prediction)
    let y = try varying(try compile(target), target)
    guard let shape = try? Shape.broadcast(a.shape, y.shape) else { throw PlanRefusal("bce") }
    let (rows, columns) = shape.matrix
    let terms = add(
      .binary(UH_LIKELIHOOD.rawValue), [plain(a.view), plain(y.view)], rows, columns)
    let mean = try reduced("mean", Varying(view: terms, shape: shape, dtype: .float64), nil, false)
    guard case .varying(let value) = mean else { return mean }
    return elementwise(UH_NEGATE, value, .float64)
  }

  /// Not a number is what does not equal itself.
  private mutating func finiteness(_ name: String, _ x: Varying) throws(PlanRefusal) -> Known {
    guard x.dtype == .float64 else { throw PlanRefusal("\(name) of \(x.dtype.name)") }
    if name == "isnan" { return try elementwise(.notEqual, x, x) }
    guard case .varying(let size) = elementwise(UH_ABSOLUTE, x, .float64) else {
      throw PlanRefusal(name)
    }
    let infinity = try varying(.constant(.array(NDArray(Double.infinity))))
    return try elementwise(name == "isinf" ? .equal : .less, size, infinity)
  }
}

extension uh_unary {
  /// The arrays' operation of the same meaning, for its rule about types.
  fileprivate var operation: UnaryOperation? {
    switch self {
    case UH_EXP: .exp
    case UH_LOG: .log
    case UH_LOG1P: .log1p
    case UH_EXPM1: .expm1
    case UH_LOG2: .log2
    case UH_LOG10: .log10
    case UH_SIN: .sin
    case UH_COS: .cos
    case UH_TANH: .tanh
    case UH_SIGMOID: .sigmoid
    case UH_SOFTPLUS: .softplus
    case UH_SQRT: .sqrt
    default: nil
    }
  }
}

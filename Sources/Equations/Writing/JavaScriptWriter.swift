import Arrays

/// Writes expressions for a page, which computes them itself: as JSON of nested calls, so that a
/// page that runs no script but its own can take them as data.
///
///     try JavaScriptWriter.text(of: Parser.expression("tanh(W1 @ X + b1)"))
///     // ["tanh",["+",["@","W1","X"],"b1"]]
///
/// A number stands for itself and a text for the value of that name. A list is a call: what is
/// called, and its arguments. Functions that the language defines are written as their definitions;
/// the page knows the elementary ones.
public struct JavaScriptWriter {
  /// What a page cannot compute: `cumsum`.
  public struct Fault: Error, Sendable, Equatable {
    public let word: String
  }

  /// Names that the program has, which may be those of constants.
  private let known: Set<String>

  public init(known: Set<String> = []) { self.known = known }

  /// - Throws: `Fault` of what pages do not compute.
  public static func text(
    of expression: Expression, known: Set<String> = []
  ) throws(Fault) -> String {
    try JavaScriptWriter(known: known).text(of: expression)
  }

  private static let unary: [UnaryOperation: String] = [
    .negative: "neg", .positive: "pos", .absolute: "abs", .sign: "sign", .square: "square",
    .sqrt: "sqrt", .exp: "exp", .log: "log", .log1p: "log1p", .expm1: "expm1", .log2: "log2",
    .log10: "log10", .sin: "sin", .cos: "cos", .tanh: "tanh", .sigmoid: "sigmoid",
    .softplus: "softplus", .relu: "relu", .floor: "floor", .ceil: "ceil",
  ]

  private static let binary: [BinaryOperation: String] = [
    .add: "+", .subtract: "-", .multiply: "*", .divide: "/", .power: "**", .equal: "==",
    .notEqual: "!=", .less: "<", .lessEqual: "<=", .greater: ">", .greaterEqual: ">=",
    .maximum: "maximum", .minimum: "minimum",
  ]

  private static let reductions: [Reduction: String] = [
    .sum: "sum", .mean: "mean", .max: "max", .min: "min", .prod: "prod",
  ]

  /// An expression as JavaScript that the page's arithmetic reads.
  ///
  /// - Throws: `Fault` where something in it is not computed in pages.
  public func text(of expression: Expression) throws(Fault) -> String {
    switch expression.node {
    case .integer(let value): return "\(value)"
    case .float(let value):
      guard value.isFinite else { throw Fault(word: expression.text) }
      return "\(value)"
    case .boolean(let value): return value ? "1" : "0"
    case .none: return "null"
    case .name(let name):
      if !known.contains(name), let constant = Constants.value(of: name)?.array?.item {
        guard constant.isFinite else { throw Fault(word: name) }
        return "\(constant)"
      }
      return "\"\(name)\""
    case .list(let items), .tuple(let items): return try call("list", items)
    case .unary(.minus, let operand): return try call("neg", [operand])
    case .unary(.plus, let operand): return try text(of: operand)
    case .unary(let op, _): throw Fault(word: op.rawValue)
    case .binary(.matrixProduct, let left, let right): return try call("@", [left, right])
    case .binary(let op, let left, let right):
      guard Self.binary.values.contains(op.rawValue) else { throw Fault(word: op.rawValue) }
      return try call(op.rawValue, [left, right])
    case .attribute(let base, .transpose): return try call("T", [base])
    case .attribute(let base, .size): return try call("size", [base])
    case .attribute(let base, .shape): return try call("shape", [base])
    case .attribute(_, let attribute): throw Fault(word: attribute.rawValue)
    case .index(let base, let items): return try index(base, items)
    case .call(let name, let arguments): return try function(name, arguments)
    case .file: throw Fault(word: expression.text)
    }
  }

  private func call(_ name: String, _ arguments: [Expression?]) throws(Fault) -> String {
    var text = "[\"\(name)\""
    for argument in arguments {
      text += ","
      if let argument { text += try self.text(of: argument) } else { text += "null" }
    }
    return text + "]"
  }

  /// Each item is a place, `["slice", from, to, step]` or `["new"]`.
  private func index(_ base: Expression, _ items: [IndexItem]) throws(Fault) -> String {
    var text = "[\"[]\",\(try self.text(of: base))"
    for item in items {
      switch item {
      case .position(let place):
        if case .list = place.node { throw Fault(word: place.text) }
        text += ",\(try self.text(of: place))"
      case .slice(let start, let stop, let step):
        text += ",\(try call("slice", [start, stop, step]))"
      case .newAxis: text += ",[\"new\"]"
      case .ellipsis: throw Fault(word: "...")
      }
    }
    return text + "]"
  }

  private func function(_ name: String, _ given: [Argument]) throws(Fault) -> String {
    guard let call = WrittenCall(name, given), !call.function.isRandom else {
      throw Fault(word: name)
    }
    let function = call.function
    let arguments = function.parameters.map { call[$0.name] }
    switch function.elements {
    case .elementwise(.unary(let operation)):
      if let word = Self.unary[operation] { return try self.call(word, arguments) }
    case .elementwise(.binary(let operation)):
      if let word = Self.binary[operation] { return try self.call(word, arguments) }
    case .elementwise(.selection): return try self.call("where", arguments)
    case .reduction(let reduction):
      if let word = Self.reductions[reduction] {
        return try self.call(word, Array(arguments.prefix(3)))
      }
    case .product: return try self.call("@", arguments)
    default: break
    }
    if let definition = function.definition {
      return try text(of: definition.applied(to: arguments))
    }
    switch function.name {
    case "float", "int": return try self.call(function.name, Array(arguments.prefix(1)))
    case "array", "asarray":
      if let items = arguments.first { return try self.call("float", [items]) }
    case "transpose": return try self.call("T", Array(arguments.prefix(1)))
    case "reshape":
      let lengths = call.rest.count == 1 ? call.rest[0] : Expression(.list(call.rest))
      if let operand = arguments.first { return try self.call("reshape", [operand, lengths]) }
    default: break
    }
    throw Fault(word: function.name)
  }
}

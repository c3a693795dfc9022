extension PythonWriter {
  mutating func call(_ name: String, _ given: [Argument]) -> Expression {
    guard let call = WrittenCall(name, given) else {
      return Expression(.call(name, rewritten(given)))
    }
    let function = call.function
    if function.isRandom { return random(call) }
    switch code(of: function) {
    case .name(let name): return named(name, call)
    case .template(let text): return .name(filled(Template(text), call))
    case .helper(let source):
      let name = function.name.replacing(".", with: "_")
      note(name, source)
      return named(name, call)
    }
  }

  private mutating func code(of function: Function) -> Notation.Code {
    switch dialect {
    case .numpy: if let code = function.notation.numpy { return code }
    case .torch: if let code = function.notation.torch { return code }
    }
    if let definition = function.definition { return .helper(helper(function, definition)) }
    return .name("\(dialect.module).\(function.name)")
  }

  /// Random numbers are always NumPy's, so that both scripts draw the same.
  private mutating func random(_ call: WrittenCall) -> Expression {
    var numpy = PythonWriter(.numpy, names: names, known: known)
    let result: Expression
    if let generator = call["generator"] {
      let name = call.function.spelling
      result = numpy.named("\(numpy.rewritten(generator).postfixBase).\(name)", call)
    } else if case .template(let text)? = call.function.notation.numpy {
      result = .name(numpy.filled(Template(text), call))
    } else if case .helper(let source)? = call.function.notation.numpy {
      note(call.function.name, source)
      result = numpy.named(call.function.name, call)
    } else {
      result = numpy.named("np.random.\(call.function.name)", call)
    }
    guard dialect == .torch, call.function.name != "seed" else { return result }
    return .name("torch.as_tensor(\(result.text))")
  }

  /// The definition of a function as a Python function.
  private mutating func helper(_ function: Function, _ definition: Definition) -> String {
    var writer = PythonWriter(dialect)
    let parameters = function.parameters.map(\.description).joined(separator: ", ")
    let body = writer.text(of: definition.expression)
    for helper in writer.helpers { note(helper.name, helper.source) }
    return "def \(function.name)(\(parameters)):\n    return \(body)"
  }

  private mutating func note(_ name: String, _ source: String) {
    if !helpers.contains(where: { $0.name == name }) {
      helpers.append(Helper(name: name, source: source))
    }
  }

  // MARK: Arguments

  private mutating func rewritten(_ given: [Argument]) -> [Argument] {
    var result: [Argument] = []
    for argument in given {
      result.append(Argument(keyword: argument.keyword, rewritten(argument.value)))
    }
    return result
  }

  /// The call with what must be given by position, since Python's parameters have other names, and
  /// the rest by keyword where it was or where the order is another there.
  private mutating func named(_ name: String, _ call: WrittenCall) -> Expression {
    var arguments: [Argument] = []
    let isHelper = !name.contains(".")
    for parameter in call.function.parameters where parameter.name != "generator" {
      switch parameter.presence {
      case .required:
        guard let value = call[parameter.name] else { continue }
        arguments.append(
          Argument(argument(value, of: parameter, in: call.function, isHelper: isHelper)))
      case .optional:
        guard call.given.contains(parameter.name), let value = call[parameter.name] else {
          // PyTorch takes keepdims only beside an axis.
          if parameter.name == "axis", dialect == .torch, call.given.contains("keepdims") {
            arguments.append(Argument(keyword: "axis", Expression(.none)))
          }
          continue
        }
        let isInOrder =
          call.positional.contains(parameter.name)
          && !["keepdims", "ddof", "dtype"].contains(parameter.name)
        let keyword = isInOrder ? nil : parameter.name
        arguments.append(Argument(keyword: keyword, rewritten(value, isList: true)))
      case .rest:
        for value in call.rest { arguments.append(Argument(rewritten(value))) }
      }
    }
    return Expression(.call(name, arguments))
  }

  /// PyTorch's functions take tensors, not numbers, and calculate with no truth values.
  private mutating func argument(
    _ value: Expression, of parameter: Parameter, in function: Function, isHelper: Bool
  ) -> Expression {
    let isOperand = parameter.name == "x" || parameter.name == "y"
    guard dialect == .torch, isOperand else { return rewritten(value, isList: !isHelper) }
    if isNumber(value) { return .name("torch.as_tensor(\(text(of: value)))") }
    return function.name.hasPrefix("bitwise_") ? rewritten(value) : arithmetic(value)
  }

  // MARK: Templates

  private mutating func filled(_ template: Template, _ call: WrittenCall) -> String {
    var text = ""
    for part in template.parts {
      switch part {
      case .text(let literal): text += literal
      case .argument(let name, let mark): text += filled(name, mark, call)
      }
    }
    return text
  }

  private mutating func filled(_ name: String, _ mark: Template.Mark?, _ call: WrittenCall)
    -> String
  {
    guard let value = call[name], call.restName != name else {
      return mark == .spread ? spread(call.rest) : shape(call.rest)
    }
    // Truth values that are chosen among stay such.
    let isTruth = name == "x" && isCondition(value) && call["y"].map(isCondition) ?? false
    let written = isTruth ? rewritten(value) : place(value, of: name)
    guard mark == .bracketed else { return written.text }
    // As the base of an attribute: bracketed where need be.
    return String(Expression(.attribute(written, .transpose)).text.dropLast(2))
  }

  private mutating func place(_ value: Expression, of parameter: String) -> Expression {
    switch parameter {
    case "x" where dialect == .torch && isNumber(value):
      return .name("torch.as_tensor(\(text(of: value)), dtype=torch.float64)")
    case "x": return arithmetic(value)
    case "condition" where dialect == .torch && isNumber(value):
      return .name("torch.as_tensor(bool(\(text(of: value))))")
    case "condition" where dialect == .torch && !isCondition(value):
      return .binary(.notEqual, rewritten(value), .integer(0))
    default: return rewritten(value, isList: true)
    }
  }

  /// `2, 3` from `(2, 3)` or from `2, 3`.
  private mutating func spread(_ items: [Expression]) -> String {
    if let only = items.first, items.count == 1 {
      switch only.node {
      case .tuple(let inner), .list(let inner): return spread(inner)
      case .attribute(_, .shape): return "*\(text(of: only))"
      default: break
      }
    }
    return rewrittenAll(items).map(\.text).joined(separator: ", ")
  }

  /// A shape as one argument.
  private mutating func shape(_ items: [Expression]) -> String {
    if let only = items.first, items.count == 1 {
      switch only.node {
      case .integer, .unary, .binary: break
      default: return rewritten(only, isList: true).text
      }
    }
    return Expression(.tuple(rewrittenAll(items))).text
  }
}

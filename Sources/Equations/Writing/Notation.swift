/// How a function is written outside the language: in a textbook, in NumPy, in PyTorch.
///
/// Everything has a default, so that most functions need none: `exp(x)`, `np.exp(x)`,
/// `torch.exp(x)`; a function that is defined in the language becomes a Python function of its own.
public struct Notation: Sendable {
  /// As mathematics.
  public enum Mathematics: Sendable {
    /// Another expression over the parameters, written in the call's place: `x**2` for `square`.
    ///
    /// `count(x)` in it is the number of elements of `x`, `count(x, axis)` that along an axis.
    case expression(String)
    /// `|$x|`, `log $x!`: `$x` is the argument, `$x!` the argument in brackets unless it is one
    /// thing. The second text is for terminals without Unicode.
    case template(String, ascii: String)
    /// A large operator over all elements or along an axis: Σ, Σⱼ; as an average with 1/m before.
    case large(String, ascii: String, isAverage: Bool)
  }

  /// As Python.
  public enum Code: Sendable {
    /// A function that takes the same arguments under another name.
    case name(String)
    /// As `Mathematics.template`; `$x*` spreads arguments apart. What is left out is the default.
    case template(String)
    /// A Python function that comes with the code, by the function's own name.
    case helper(String)
  }

  var mathematics: Mathematics?
  var numpy: Code?
  var torch: Code?

  public init() {}
}

extension Function {
  /// The function with a notation; what is left out stays as it was.
  func written(
    _ mathematics: Notation.Mathematics? = nil, numpy: Notation.Code? = nil,
    torch: Notation.Code? = nil
  ) -> Function {
    var function = self
    if let mathematics { function.notation.mathematics = mathematics }
    if let numpy { function.notation.numpy = numpy }
    if let torch { function.notation.torch = torch }
    return function
  }
}

/// A call's arguments in their parameters' places, for writing.
struct WrittenCall {
  let function: Function
  /// By parameter; the default where none was given, `nil` for a parameter without one.
  private(set) var arguments: [String: Expression] = [:]
  /// Parameters that were given, and of them those without a keyword.
  private(set) var given: Set<String> = []
  private(set) var positional: Set<String> = []
  private(set) var rest: [Expression] = []
  private(set) var restName: String?

  init?(_ name: String, _ given: [Argument]) {
    guard let function = FunctionTable.standard[name],
      let binding = try? ArgumentBinding(given, of: function, span: .none)
    else { return nil }
    self.function = function
    for (parameter, position) in zip(function.parameters, binding.positions) {
      if let position {
        arguments[parameter.name] = given[position].value
        self.given.insert(parameter.name)
        if given[position].keyword == nil { positional.insert(parameter.name) }
      } else if case .optional(let text) = parameter.presence {
        arguments[parameter.name] = .trusted(text)
      }
      if parameter.presence == .rest {
        restName = parameter.name
        rest = position.map { [given[$0].value] } ?? binding.rest.map { given[$0].value }
      }
    }
  }

  subscript(parameter: String) -> Expression? { arguments[parameter] }
}

/// A text with places for arguments.
struct Template {
  enum Part: Equatable {
    case text(String)
    case argument(String, Mark?)
  }

  /// What follows a place's name.
  enum Mark: Character {
    case bracketed = "!"
    case spread = "*"
  }

  var parts: [Part] = []

  init(_ text: String) {
    var rest = Substring(text)
    while let dollar = rest.firstIndex(of: "$") {
      if dollar > rest.startIndex { parts.append(.text(String(rest[..<dollar]))) }
      rest = rest[rest.index(after: dollar)...]
      let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      rest = rest.dropFirst(name.count)
      let mark = rest.first.flatMap { Mark(rawValue: $0) }
      if mark != nil { rest = rest.dropFirst() }
      parts.append(.argument(String(name), mark))
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
  }
}

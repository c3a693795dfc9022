/// Words that Python and NumPy both have, each with a meaning of its own.
///
/// Bare, such a word is Python's: `sum(A)` adds the rows of a matrix up, as Python's does. After
/// `np.`, as a method, or with an argument that only NumPy's function has (`axis=`), it is NumPy's.
/// In the tree NumPy's function has the plain name, and Python's the name after a prefix.
package enum PythonWords {
  static let prefix = "python."
  /// Before the name of a generator's method: `rng.normal(0, 1)` calls `generator.normal`.
  static let generatorPrefix = "generator."
  static let shared: Set<String> = ["sum", "max", "min", "round"]
  /// The modules whose functions are written after their name here too, or without it.
  static let numpyModules: Set<String> = ["random", "linalg"]

  /// A name as the language has it: `randn` of `np.random.randn`, `exp` of `math.exp`.
  package static func withoutModules(_ name: String) -> String {
    var parts = name.split(separator: ".", omittingEmptySubsequences: false)[...]
    guard parts.count > 1, ["np", "numpy", "math"].contains(parts.first) else { return name }
    parts.removeFirst()
    while parts.count > 1, parts.first.map({ numpyModules.contains(String($0)) }) == true {
      parts.removeFirst()
    }
    return parts.joined(separator: ".")
  }

  /// The call that a bare word stands for.
  static func call(_ name: String, _ arguments: [Argument], span: SourceSpan) -> Expression {
    let isPython =
      shared.contains(name)
      && arguments.allSatisfy {
        $0.keyword == nil || $0.keyword == "start" || $0.keyword == "ndigits"
      }
    guard isPython else { return Expression(.call(name, arguments), span: span) }
    func python(_ arguments: [Argument]) -> Expression {
      Expression(.call(prefix + name, arguments), span: span)
    }
    switch (name, arguments.count) {
    case ("sum", 2):
      // What the sum begins with.
      return Expression(.binary(.add, python([arguments[0]]), arguments[1].value), span: span)
    case ("sum", 3...): return Expression(.call(name, arguments), span: span)
    case ("max", 3...), ("min", 3...):
      // The first of equal ones stays, whichever way they are put together.
      return arguments.dropFirst().reduce(arguments[0].value) { best, next in
        python([Argument(best), next])
      }
    default: return python(arguments)
    }
  }

  /// A function's name without its prefix.
  static func spelling(_ name: String) -> String {
    for prefix in [prefix, generatorPrefix] where name.hasPrefix(prefix) {
      return String(name.dropFirst(prefix.count))
    }
    return name
  }

  /// How the function of a call is written: NumPy's with its prefix where the bare word would be
  /// Python's.
  static func written(_ name: String, _ arguments: [Argument]) -> String {
    if name.hasPrefix(prefix) { return String(name.dropFirst(prefix.count)) }
    guard shared.contains(name), arguments.allSatisfy({ $0.keyword == nil }) else { return name }
    return name == "sum" && arguments.count > 2 ? name : "np.\(name)"
  }

  /// What NumPy has as functions and here is asked with a dot, the `where` of one argument, the
  /// power that has a sign, and the generators without a seed.
  static func attribute(
    _ name: String, _ arguments: [Argument], span: SourceSpan
  ) -> Expression? {
    if name == "default_rng" || name == "RandomState", arguments.isEmpty {
      // Any seed: one that the model's own draws give, so that the run can be repeated.
      let seed = Expression.call("randint", .integer(Int(Int32.max)))
      return Expression(.call(name, [Argument(seed)]), span: span)
    }
    guard let first = arguments.first?.value, arguments.allSatisfy({ $0.keyword == nil }) else {
      return nil
    }
    func attribute(_ attribute: Attribute) -> Expression {
      Expression(.attribute(first, attribute), span: span)
    }
    switch (name, arguments.count) {
    case ("shape", 1): return attribute(.shape)
    case ("size", 1): return attribute(.size)
    case ("ndim", 1): return attribute(.rank)
    case ("size", 2):
      return Expression(.index(attribute(.shape), [.position(arguments[1].value)]), span: span)
    case ("where", 1): return Expression(.call("nonzero", arguments), span: span)
    case ("pow", 2):
      return Expression(.binary(.power, first, arguments[1].value), span: span)
    default: return nil
    }
  }

  /// What a word of Python's `math` is here; `nil` for one that is not here.
  static func mathematics(_ name: String, _ arguments: [Argument], span: SourceSpan) -> Expression?
  {
    func call(_ name: String, _ arguments: [Argument]) -> Expression {
      Expression(.call(name, arguments), span: span)
    }
    switch (name, arguments.count) {
    case ("log", 2):
      let base = call("log", [arguments[1]])
      return Expression(.binary(.divide, call("log", [arguments[0]]), base), span: span)
    case ("floor", 1), ("ceil", 1): return call("int", [Argument(call(name, arguments))])
    case ("trunc", 1): return call("int", arguments)
    case ("pow", 2):
      return call("power", [Argument(call("float", [arguments[0]])), arguments[1]])
    case ("exp", 1), ("log", 1), ("log2", 1), ("log10", 1), ("log1p", 1), ("expm1", 1),
      ("sqrt", 1), ("sin", 1), ("cos", 1), ("tanh", 1), ("fabs", 1), ("isnan", 1), ("isinf", 1),
      ("isfinite", 1), ("prod", 1):
      return call(name, arguments)
    default: return nil
    }
  }
}

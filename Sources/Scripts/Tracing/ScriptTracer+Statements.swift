import Arrays
import Equations
import Networks

extension ScriptTracer {
  /// - Parameter isWhole: whether they are all that a function or a round of a loop does.
  mutating func run(
    _ statements: some Collection<ScriptStatement>, isWhole: Bool = false
  ) throws(ScriptError) -> Flow {
    var rest = Array(statements)[...]
    while let statement = rest.popFirst() {
      let flow: Flow
      if case .branch(let test, let body, let otherwise) = statement.kind {
        flow = try branch(
          test, body, otherwise, before: &rest, isWhole: isWhole, statement.line)
      } else {
        flow = try run(statement)
      }
      if case .normal = flow { continue }
      return flow
    }
    return .normal
  }

  mutating func run(_ statement: ScriptStatement) throws(ScriptError) -> Flow {
    steps += 1
    let line = statement.line
    guard steps <= Self.mostSteps else { throw fault(.tooLong, line) }
    switch statement.kind {
    case .nothing: return .normal
    case .breaking: return .broken
    case .continuing: return .continued
    case .raising: throw fault(.outside(.statement("raise")), line)
    case .expression(let expression):
      if case .text = expression.node { return .normal }
      let value = try evaluate(expression)
      // `np.random.seed(1)`.
      if case .number(let value) = value, case .call("seed", _) = value.node {
        try emit(Statement(.expression(value)), line)
      }
    case .assignment(let targets, let expression):
      let birth = emitted
      let value = try evaluate(expression)
      for target in targets { try assign(value, to: target, since: birth) }
    case .update(let target, let symbol, let expression):
      try update(target, symbol, expression, line)
    case .function(let function): define(function)
    case .annotated(let name, let expression):
      guard let expression else { return .normal }
      let birth = emitted
      let target = ScriptExpression(node: .name(name), line: line)
      try assign(try evaluate(expression), to: target, since: birth)
    case .global(let names):
      if frames.count > 1 { frames[frames.count - 1].globals.formUnion(names) }
    case .yielding(let expression, let isFrom): try yield(expression, isFrom, line)
    case .with(let items, let body):
      for (value, name) in items {
        // What is opened and closed is no part of the model; what cannot be is refused there.
        let opened = try evaluate(value)
        if let name { try assign(opened, to: name, since: emitted) }
      }
      return try run(body)
    case .classDefinition(let name, let parents, let body, let isRecord):
      try defineClass(name, parents, body, isRecord: isRecord)
    case .loop(let target, let iterable, let body):
      return try loop(target, try evaluate(iterable), body, line)
    case .whileLoop(let test, let body): return try whileLoop(test, body, line)
    case .branch: return try run(CollectionOfOne(statement))
    case .returning(let expression):
      guard let expression else { return .returned(.none) }
      let value = try evaluate(expression)
      if let function = frames[frames.count - 1].function {
        let results = if case .tuple(let items) = value { items } else { [value] }
        for case .number(let result) in results { pass(result, function, line, isResult: true) }
      }
      return .returned(value)
    case .importing(let module, let names, let isFrom):
      try load(module, names, isFrom, line)
    case .assertion(let test):
      if try truth(try evaluate(test), line) == false { throw fault(.assertion, line) }
    }
    return .normal
  }

  mutating func load(
    _ module: String, _ names: [(name: String, alias: String)], _ isFrom: Bool, _ line: Int
  ) throws(ScriptError) {
    for (name, alias) in names {
      let path = isFrom ? "\(module).\(name)" : name
      let root = path.split(separator: ".").first.map(String.init) ?? path
      switch root {
      case "numpy":
        guard alias != "*" else { throw fault(.outside(.operation("from numpy import *")), line) }
        bind(alias, .module("np" + path.dropFirst(5)))
      case "math", "pandas": bind(alias, .module(path))
      case "collections" where path == "collections.OrderedDict": bind(alias, .builtin("dict"))
      case "collections" where path == "collections.deque": bind(alias, .builtin("list"))
      case "collections": bind(alias, .module(path))
      case "random" where !isFrom: bind(alias, .module("random"))
      case "matplotlib", "time", "sys", "os", "warnings", "typing", "__future__", "mpl_toolkits",
        "copy", "tqdm", "random", "seaborn", "datetime", "argparse", "abc", "dataclasses", "io",
        "enum", "IPython", "logging":
        bind(alias, .module("noted." + path))
      default: throw fault(.outside(.library(root)), line)
      }
    }
  }

  // MARK: Names

  mutating func bind(_ name: String, _ value: ScriptValue) {
    let isGlobal = frames[frames.count - 1].globals.contains(name)
    frames[isGlobal ? 0 : frames.count - 1].variables[name] = value
  }

  func lookUp(_ name: String) -> ScriptValue? {
    let own = frames[frames.count - 1]
    return (own.globals.contains(name) ? nil : own.variables[name]) ?? frames[0].variables[name]
  }

  mutating func define(_ function: ScriptFunction) {
    bind(function.name, .function(made(function)))
  }

  mutating func made(_ function: ScriptFunction) -> Int {
    functions.append(function)
    captured.append(frames.count > 1 ? frames[frames.count - 1].variables : [:])
    return functions.count - 1
  }
}

extension Expression {
  static func floating(_ value: Double) -> Expression {
    value.sign == .minus ? -Expression(.float(-value)) : Expression(.float(value))
  }
}

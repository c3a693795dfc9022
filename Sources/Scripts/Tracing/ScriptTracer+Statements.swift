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
    case .classDefinition(let name, let parents, let body): try defineClass(name, parents, body)
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
      case "math": bind(alias, .module(path))
      case "collections" where path == "collections.OrderedDict": bind(alias, .builtin("dict"))
      case "random" where !isFrom: bind(alias, .module("random"))
      case "matplotlib", "time", "sys", "os", "warnings", "typing", "__future__", "mpl_toolkits",
        "copy", "tqdm", "random", "seaborn", "datetime", "argparse", "abc":
        bind(alias, .module("noted." + path))
      default: throw fault(.outside(.library(root)), line)
      }
    }
  }

  // MARK: Names

  mutating func bind(_ name: String, _ value: ScriptValue) {
    frames[frames.count - 1].variables[name] = value
  }

  func lookUp(_ name: String) -> ScriptValue? {
    frames[frames.count - 1].variables[name] ?? frames[0].variables[name]
  }

  mutating func define(_ function: ScriptFunction) {
    bind(function.name, .function(made(function)))
  }

  mutating func made(_ function: ScriptFunction) -> Int {
    functions.append(function)
    captured.append(frames.count > 1 ? frames[frames.count - 1].variables : [:])
    return functions.count - 1
  }

  mutating func defineClass(
    _ name: String, _ parents: [String], _ body: [ScriptStatement]
  ) throws(ScriptError) {
    let above = parents.compactMap { parent -> Int? in
      if case .classReference(let type)? = lookUp(parent) { type } else { nil }
    }
    var made = ScriptClass(name: name, parents: above, methods: [:], attributes: [])
    for parent in above.reversed() {
      made.methods.merge(classes[parent].methods) { $1 }
      made.attributes += classes[parent].attributes
    }
    for statement in body {
      switch statement.kind {
      case .function(let function):
        let index = self.made(function)
        made.methods[function.name] = index
        homes[index] = classes.count
      case .assignment(let targets, let expression):
        for target in targets {
          if case .name(let word) = target.node {
            made.attributes.removeAll { $0.key == .text(word) }
            made.attributes.append((.text(word), try evaluate(expression)))
          }
        }
      default: break
      }
    }
    classes.append(made)
    bind(name, .classReference(classes.count - 1))
  }
}

extension Expression {
  static func floating(_ value: Double) -> Expression {
    value.sign == .minus ? -Expression(.float(-value)) : Expression(.float(value))
  }
}

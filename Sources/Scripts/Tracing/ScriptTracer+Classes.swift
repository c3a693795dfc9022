import Arrays
import Equations

/// Classes, and records, which are made of their fields.
extension ScriptTracer {
  mutating func defineClass(
    _ name: String, _ parents: [String], _ body: [ScriptStatement], isRecord: Bool
  ) throws(ScriptError) {
    let above = parents.compactMap { parent -> Int? in
      if case .classReference(let type)? = lookUp(parent) { type } else { nil }
    }
    var made = ScriptClass(name: name, parents: above, methods: [:], attributes: [])
    for parent in above.reversed() {
      made.methods.merge(classes[parent].methods) { $1 }
      made.attributes += classes[parent].attributes
      made.fields += classes[parent].fields
    }
    func add(_ word: String, _ value: ScriptValue) {
      made.attributes.removeAll { $0.key == .text(word) }
      made.attributes.append((.text(word), value))
    }
    for statement in body {
      switch statement.kind {
      case .function(let function):
        let index = self.made(function)
        made.methods[function.name] = index
        homes[index] = classes.count
      case .assignment(let targets, let expression):
        for target in targets {
          if case .name(let word) = target.node { add(word, try evaluate(expression)) }
        }
      case .annotated(let word, let expression):
        if isRecord {
          made.fields.removeAll { $0.name == word }
          made.fields.append(.init(name: word, standard: expression?.ofField ?? expression))
        } else if let expression {
          add(word, try evaluate(expression))
        }
      default: break
      }
    }
    let ownsInit = body.contains {
      if case .function(let function) = $0.kind { function.name == "__init__" } else { false }
    }
    if isRecord, !ownsInit {
      made.methods["__init__"] = initialiser(of: made, line: body.first?.line ?? 1)
    }
    classes.append(made)
    bind(name, .classReference(classes.count - 1))
  }

  /// The function that gives each field of a record its value.
  private mutating func initialiser(of type: ScriptClass, line: Int) -> Int {
    func name(_ word: String) -> ScriptExpression { .init(node: .name(word), line: line) }
    func member(_ word: String) -> ScriptExpression {
      .init(node: .member(name("self"), word), line: line)
    }
    var body = type.fields.map { field in
      ScriptStatement(
        kind: .assignment([member(field.name)], name(field.name)), line: line)
    }
    if type.methods["__post_init__"] != nil {
      let call = ScriptExpression(node: .call(member("__post_init__"), []), line: line)
      body.append(ScriptStatement(kind: .expression(call), line: line))
    }
    let index = made(
      ScriptFunction(
        name: "__init__", parameters: [.init(name: "self")] + type.fields, body: body, line: line))
    homes[index] = classes.count
    return index
  }

  /// What the module `collections` makes.
  mutating func collection(
    _ name: String, _ arguments: Arguments, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    switch name {
    case "namedtuple":
      guard arguments.count == 2, case .text(let word?) = arguments[0].value else { break }
      var fields: [String] = []
      if case .text(let words?) = arguments[1].value {
        fields = words.split { $0 == " " || $0 == "," }.map(String.init)
      } else {
        for item in try rounds(arguments[1].value, line).known ?? [] {
          if case .text(let field?) = item { fields.append(field) }
        }
      }
      var type = ScriptClass(name: word, parents: [], methods: [:], attributes: [])
      type.fields = fields.map { ScriptFunction.Parameter(name: $0) }
      type.isTuple = true
      type.methods["__init__"] = initialiser(of: type, line: line)
      classes.append(type)
      return .classReference(classes.count - 1)
    case "defaultdict":
      heap.append(.dictionary([]))
      factories[heap.count - 1] = arguments.first?.value
      return .dictionary(heap.count - 1)
    // Counted are things to be shown.
    case "Counter": return .noted
    default: break
    }
    throw fault(.outside(.function("collections.\(name)")), line)
  }

  // MARK: Generators

  /// Notes what a generator gives. All of it is computed when it is called: what the loop around it
  /// does in between it does not see.
  mutating func yield(
    _ expression: ScriptExpression, _ isFrom: Bool, _ line: Int
  ) throws(ScriptError) {
    let value = try evaluate(expression)
    let items = isFrom ? try rounds(value, line).known : [value]
    guard let items else { throw fault(.tooLong, line) }
    let word = frames[frames.count - 1].function ?? "value"
    for item in items {
      let place = frames[frames.count - 1].yielded.count
      guard place < 20_000 else { throw fault(.tooLong, line) }
      // What is drawn between two of them would be drawn at another moment.
      if item.isDrawn, place > 0 { throw fault(.outside(.statement("yield")), line) }
      let kept = try keptInList(item, "\(word)_\(place)", line)
      frames[frames.count - 1].yielded.append(kept)
    }
  }
}

extension ScriptValue {
  /// Whether it, or an item of it, draws random numbers.
  fileprivate var isDrawn: Bool {
    switch self {
    case .number(let expression): expression.drawsFromStream
    case .tuple(let items): items.contains(where: \.isDrawn)
    default: false
    }
  }
}

extension ScriptExpression {
  /// What stands for a field that nothing is given for: `field(default_factory=list)` is `list()`.
  fileprivate var ofField: ScriptExpression? {
    guard calledWord == "field", case .call(_, let arguments) = node else { return nil }
    if let made = arguments.first(where: { $0.keyword == "default_factory" })?.value {
      return ScriptExpression(node: .call(made, []), line: line)
    }
    return arguments.first { $0.keyword == "default" }?.value
  }
}

/// Expressions, by recursive descent over Python's precedences.
extension ScriptParser {
  /// An expression, or a tuple without brackets.
  mutating func parseExpressionList() throws(ScriptError) -> ScriptExpression {
    let line = current.line
    let first = try parseListed()
    guard current.isSymbol(",") else { return first }
    var items = [first]
    while take(symbol: ","), startsExpression { items.append(try parseListed()) }
    return ScriptExpression(node: .tuple(items), line: line)
  }

  /// One of several expressions, which may stand for all that are left: `first, *rest`.
  private mutating func parseListed() throws(ScriptError) -> ScriptExpression {
    let line = current.line
    guard take(symbol: "*") else { return try parseExpression() }
    return ScriptExpression(node: .rest(try parseExpression()), line: line)
  }

  private var startsExpression: Bool {
    switch current.kind {
    case .number, .text: true
    case .name(let name):
      !Self.keywords.contains(name) || ["not", "lambda"].contains(name)
    case .symbol(let symbol): ["(", "[", "{", "-", "+", "~", "*"].contains(symbol)
    default: false
    }
  }

  /// What a `for` gives values.
  mutating func parseTargets() throws(ScriptError) -> ScriptExpression {
    let line = current.line
    let first = try parsePostfix()
    guard current.isSymbol(",") else { return first }
    var items = [first]
    while take(symbol: ","), !current.isName("in") { items.append(try parsePostfix()) }
    return ScriptExpression(node: .tuple(items), line: line)
  }

  private mutating func countOperator() throws(ScriptError) {
    operators += 1
    guard operators <= Self.mostOperators else {
      throw ScriptError(.nestedTooDeeply, line: current.line)
    }
  }

  /// One of several items beside each other.
  private mutating func parseItem(
    after count: Int, _ deepest: inout Int
  ) throws(ScriptError) -> ScriptExpression {
    operators = count
    let item = try parseListed()
    deepest = max(deepest, operators)
    return item
  }

  mutating func parseExpression() throws(ScriptError) -> ScriptExpression {
    try descend()
    defer { depth -= 1 }
    let line = current.line
    if take(word: "lambda") {
      let parameters = try parseParameters(upTo: ":")
      try expect(symbol: ":")
      return ScriptExpression(node: .lambda(parameters, try parseExpression()), line: line)
    }
    let value = try parseBinary(0)
    guard take(word: "if") else { return value }
    let test = try parseBinary(0)
    guard take(word: "else") else { throw unexpected() }
    return ScriptExpression(
      node: .conditional(test: test, value, otherwise: try parseExpression()), line: line)
  }

  mutating func parseParameters(
    upTo end: String
  ) throws(ScriptError) -> [ScriptFunction.Parameter] {
    var parameters: [ScriptFunction.Parameter] = []
    while !current.isSymbol(end) {
      var kind = ScriptFunction.Parameter.Kind.single
      if take(symbol: "*") {
        // What comes after a star alone is given by keywords.
        if take(symbol: ",") { continue }
        kind = .rest
      } else if take(symbol: "**") {
        kind = .keywords
      } else if take(symbol: "/") {
        if !take(symbol: ",") { break }
        continue
      }
      let name = try expectName()
      if end != ":", take(symbol: ":") { _ = try parseExpression() }
      let standard = take(symbol: "=") ? try parseExpression() : nil
      parameters.append(ScriptFunction.Parameter(name: name, standard: standard, kind: kind))
      if !take(symbol: ",") { break }
    }
    return parameters
  }

  private static let precedences: [String: Int] = [
    "or": 1, "and": 2, "|": 5, "^": 6, "&": 7, "<<": 8, ">>": 8, "+": 9, "-": 9, "*": 10, "/": 10,
    "//": 10, "%": 10, "@": 10, "**": 12,
  ]
  private static let comparisons: Set<String> = ["==", "!=", "<", "<=", ">", ">=", "in", "is"]

  private var currentOperator: String? {
    switch current.kind {
    case .symbol(let symbol): symbol
    case .name(let name): ["or", "and", "in", "is", "not"].contains(name) ? name : nil
    default: nil
    }
  }

  private mutating func parseBinary(_ least: Int) throws(ScriptError) -> ScriptExpression {
    try descend()
    defer { depth -= 1 }
    var left = try parseUnary(least)
    while let op = currentOperator {
      let line = current.line
      try countOperator()
      if Self.comparisons.contains(op) || (op == "not" && lookAhead(1).isName("in")) {
        guard least <= 4 else { break }
        var rest: [(symbol: String, right: ScriptExpression)] = []
        while let next = currentOperator,
          Self.comparisons.contains(next) || (next == "not" && lookAhead(1).isName("in"))
        {
          advance()
          var symbol = next
          if next == "not" {
            advance()
            symbol = "not in"
          } else if next == "is", take(word: "not") {
            symbol = "is not"
          }
          rest.append((symbol, try parseBinary(5)))
        }
        left = ScriptExpression(node: .comparison(left, rest), line: line)
        continue
      }
      guard let precedence = Self.precedences[op], precedence >= least else { break }
      advance()
      let right = try parseBinary(op == "**" ? precedence - 1 : precedence + 1)
      left = ScriptExpression(node: .binary(op, left, right), line: line)
    }
    return left
  }

  private mutating func parseUnary(_ least: Int) throws(ScriptError) -> ScriptExpression {
    let line = current.line
    if current.isName("not"), least <= 3 {
      advance()
      return ScriptExpression(node: .unary("not", try parseBinary(3)), line: line)
    }
    if case .symbol(let symbol) = current.kind, ["-", "+", "~"].contains(symbol) {
      advance()
      return ScriptExpression(node: .unary(symbol, try parseBinary(11)), line: line)
    }
    return try parsePostfix()
  }

  private mutating func parsePostfix() throws(ScriptError) -> ScriptExpression {
    var base = try parsePrimary()
    while true {
      let line = current.line
      if [".", "(", "["].contains(where: current.isSymbol) { try countOperator() }
      if take(symbol: ".") {
        base = ScriptExpression(node: .member(base, try expectName()), line: line)
      } else if take(symbol: "(") {
        base = ScriptExpression(node: .call(base, try parseArguments()), line: line)
      } else if take(symbol: "[") {
        base = ScriptExpression(node: .index(base, try parseIndices()), line: line)
      } else {
        return base
      }
    }
  }

  private mutating func parseArguments() throws(ScriptError) -> [ScriptArgument] {
    var arguments: [ScriptArgument] = []
    while !current.isSymbol(")") {
      if take(symbol: "*") || current.isSymbol("**") {
        // Of a dictionary the items are keywords.
        _ = take(symbol: "**")
        arguments.append(ScriptArgument(isSpread: true, value: try parseExpression()))
      } else if case .name(let keyword) = current.kind, lookAhead(1).isSymbol("=") {
        advance()
        advance()
        arguments.append(ScriptArgument(keyword: keyword, value: try parseExpression()))
      } else {
        var value = try parseExpression()
        if current.isName("for") { value = try parseGenerators(of: value) }
        arguments.append(ScriptArgument(value: value))
      }
      if !take(symbol: ",") { break }
    }
    try expect(symbol: ")")
    return arguments
  }

  private mutating func parseIndices() throws(ScriptError) -> [ScriptIndex] {
    var indices: [ScriptIndex] = []
    while !current.isSymbol("]") {
      if take(symbol: "...") {
        indices.append(.ellipsis)
      } else {
        var parts: [ScriptExpression?] = [nil]
        var isSlice = false
        while true {
          if take(symbol: ":") {
            isSlice = true
            parts.append(nil)
          } else if current.isSymbol(",") || current.isSymbol("]") {
            break
          } else if parts[parts.count - 1] == nil {
            parts[parts.count - 1] = try parseExpression()
          } else {
            throw unexpected()
          }
        }
        guard parts.count <= 3 else { throw unexpected() }
        if isSlice {
          indices.append(.slice(parts[0], parts[1], parts.count > 2 ? parts[2] : nil))
        } else if let position = parts[0] {
          indices.append(.position(position))
        } else {
          throw unexpected()
        }
      }
      if !take(symbol: ",") { break }
    }
    try expect(symbol: "]")
    if indices.isEmpty { throw unexpected() }
    return indices
  }

  private mutating func parseGenerators(
    of item: ScriptExpression
  ) throws(ScriptError) -> ScriptExpression {
    var generators: [ScriptGenerator] = []
    while take(word: "for") {
      let target = try parseTargets()
      guard take(word: "in") else { throw unexpected() }
      let iterable = try parseOrTest()
      var conditions: [ScriptExpression] = []
      while take(word: "if") { conditions.append(try parseOrTest()) }
      generators.append(
        ScriptGenerator(target: target, iterable: iterable, conditions: conditions))
    }
    return ScriptExpression(node: .comprehension(item, generators), line: item.line)
  }

  private mutating func parseOrTest() throws(ScriptError) -> ScriptExpression {
    try parseBinary(0)
  }

  private mutating func parsePrimary() throws(ScriptError) -> ScriptExpression {
    let token = current
    func made(_ node: ScriptExpression.Node) -> ScriptExpression {
      ScriptExpression(node: node, line: token.line)
    }
    switch token.kind {
    case .number(let text):
      advance()
      return made(.number(text))
    case .text: return try parseText()
    case .name(let name):
      guard !Self.keywords.contains(name) else { throw unexpected() }
      advance()
      if take(symbol: ":=") { return made(.naming(name, try parseExpression())) }
      return made(.name(name))
    case .symbol("("):
      advance()
      if take(symbol: ")") { return made(.tuple([])) }
      let count = operators
      let first = try parseExpression()
      if current.isName("for") {
        let items = try parseGenerators(of: first)
        try expect(symbol: ")")
        return items
      }
      guard current.isSymbol(",") else {
        try expect(symbol: ")")
        return first
      }
      var items = [first]
      var deepest = operators
      while take(symbol: ","), !current.isSymbol(")") {
        items.append(try parseItem(after: count, &deepest))
      }
      operators = deepest
      try expect(symbol: ")")
      return made(.tuple(items))
    case .symbol("["):
      advance()
      var items: [ScriptExpression] = []
      let count = operators
      var deepest = count
      defer { operators = deepest }
      while !current.isSymbol("]") {
        items.append(try parseItem(after: count, &deepest))
        if current.isName("for") {
          let list = try parseGenerators(of: items[0])
          try expect(symbol: "]")
          return list
        }
        if !take(symbol: ",") { break }
      }
      try expect(symbol: "]")
      return made(.list(items))
    case .symbol("{"): return try parseDictionary()
    case .symbol("..."):
      advance()
      return made(.ellipsis)
    default: throw unexpected()
    }
  }

  private mutating func parseDictionary() throws(ScriptError) -> ScriptExpression {
    let line = advance().line
    var items: [(key: ScriptExpression, value: ScriptExpression)] = []
    while !current.isSymbol("}") {
      let key = try parseExpression()
      try expect(symbol: ":")
      items.append((key, try parseExpression()))
      if current.isName("for") {
        let pair = ScriptExpression(node: .tuple([key, items[items.count - 1].value]), line: line)
        guard items.count == 1,
          case .comprehension(_, let generators) = try parseGenerators(of: pair).node
        else { throw ScriptError(.outside(.comprehension), line: current.line) }
        try expect(symbol: "}")
        return ScriptExpression(node: .dictionaryComprehension(pair, generators), line: line)
      }
      if !take(symbol: ",") { break }
    }
    try expect(symbol: "}")
    return ScriptExpression(node: .dictionary(items), line: line)
  }
}

extension ScriptExpression {
  /// The last word of a name with dots, or of the one that is called: `dataclass` of
  /// `dataclasses.dataclass(frozen=True)`.
  fileprivate var lastWord: String? {
    switch node {
    case .name(let name), .member(_, let name): name
    default: nil
    }
  }

  var calledWord: String? {
    if case .call(let function, _) = node { function.lastWord } else { lastWord }
  }
}

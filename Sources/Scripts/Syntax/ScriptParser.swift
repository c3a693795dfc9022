/// Reads the statements of a Python script.
struct ScriptParser {
  var tokens: [ScriptToken]
  var position = 0
  var depth = 0
  static let deepest = 48
  /// The operators that the tree being read is deep; of items beside each other, the deepest's.
  var operators = 0
  static let mostOperators = 60

  /// - Throws: `ScriptError` at the first line that is not read.
  static func statements(_ text: String) throws(ScriptError) -> [ScriptStatement] {
    var parser = ScriptParser(tokens: try ScriptScanner.tokens(of: text))
    var statements: [ScriptStatement] = []
    while parser.current.kind != .end {
      if parser.take(.newline) { continue }
      if parser.current.kind == .indent {
        throw ScriptError(.indentation, line: parser.current.line)
      }
      statements += try parser.parseStatement()
    }
    return statements
  }

  var current: ScriptToken { tokens[min(position, tokens.count - 1)] }

  func lookAhead(_ offset: Int) -> ScriptToken { tokens[min(position + offset, tokens.count - 1)] }

  @discardableResult mutating func advance() -> ScriptToken {
    let token = current
    position += 1
    return token
  }

  mutating func take(_ kind: ScriptToken.Kind) -> Bool {
    guard current.kind == kind else { return false }
    position += 1
    return true
  }

  mutating func take(symbol: String) -> Bool { take(.symbol(symbol)) }
  mutating func take(word: String) -> Bool { take(.name(word)) }

  func unexpected() -> ScriptError {
    let isBlock = current.kind == .indent || current.kind == .dedent
    return ScriptError(isBlock ? .indentation : .syntax(found: current.text), line: current.line)
  }

  mutating func expect(symbol: String) throws(ScriptError) {
    guard take(symbol: symbol) else { throw unexpected() }
  }

  mutating func expectName() throws(ScriptError) -> String {
    guard case .name(let name) = current.kind else { throw unexpected() }
    advance()
    return name
  }

  mutating func descend() throws(ScriptError) {
    depth += 1
    guard depth <= Self.deepest else { throw ScriptError(.nestedTooDeeply, line: current.line) }
  }

  static let keywords: Set<String> = [
    "def", "class", "for", "while", "if", "elif", "else", "return", "break", "continue", "pass",
    "import", "from", "assert", "global", "nonlocal", "del", "raise", "with", "try", "except",
    "finally", "yield", "async", "await", "in", "is", "and", "or", "not", "lambda", "as",
  ]

  // MARK: Statements

  private mutating func parseStatement() throws(ScriptError) -> [ScriptStatement] {
    try descend()
    defer { depth -= 1 }
    operators = 0
    let line = current.line
    func made(_ kind: ScriptStatement.Kind) -> [ScriptStatement] {
      [ScriptStatement(kind: kind, line: line)]
    }
    if current.isSymbol("@") { return [try parseDecorated()] }
    guard case .name(let word) = current.kind else { return try parseSimpleLine() }
    switch word {
    case "def":
      advance()
      let name = try expectName()
      try expect(symbol: "(")
      let parameters = try parseParameters(upTo: ")")
      try expect(symbol: ")")
      if take(symbol: "->") { _ = try parseExpression() }
      let body = try parseBlock()
      return made(
        .function(
          ScriptFunction(
            name: name, parameters: parameters, body: body, line: line,
            isGenerator: body.contains(where: \.yields))))
    case "class":
      advance()
      let name = try expectName()
      var parents: [String] = []
      if take(symbol: "(") {
        while !current.isSymbol(")"), current.kind != .end {
          if case .name(let parent) = current.kind { parents.append(parent) }
          advance()
        }
        try expect(symbol: ")")
      }
      return made(
        .classDefinition(name, parents: parents, try parseBlock(), isRecord: false))
    case "for":
      advance()
      let target = try parseTargets()
      guard take(word: "in") else { throw unexpected() }
      let iterable = try parseExpressionList()
      let body = try parseBlock()
      try skipElse()
      return made(.loop(target, over: iterable, body))
    case "while":
      advance()
      let test = try parseExpression()
      let body = try parseBlock()
      try skipElse()
      return made(.whileLoop(test, body))
    case "if":
      advance()
      return [try parseBranch(line)]
    case "try":
      advance()
      return try parseTry()
    case "with":
      advance()
      return made(try parseWith())
    case "async":
      throw ScriptError(.outside(.statement(word)), line: line)
    case "elif", "else", "except", "finally": throw unexpected()
    default: return try parseSimpleLine()
    }
  }

  /// What is tried, and what follows where it goes well; handlers are for what cannot happen here.
  private mutating func parseTry() throws(ScriptError) -> [ScriptStatement] {
    var statements = try parseBlock()
    var isHandled = false
    while take(word: "except") {
      isHandled = true
      if !current.isSymbol(":") { _ = try parseExpressionList() }
      if take(word: "as") { _ = try expectName() }
      _ = try parseBlock()
    }
    if isHandled, take(word: "else") { statements += try parseBlock() }
    if take(word: "finally") {
      statements += try parseBlock()
    } else if !isHandled {
      throw unexpected()
    }
    return statements
  }

  /// A function or a class with what stands above it behind `@`.
  private mutating func parseDecorated() throws(ScriptError) -> ScriptStatement {
    let line = current.line
    var words: [String] = []
    while take(symbol: "@") {
      guard let word = try parseExpression().calledWord else {
        throw ScriptError(.outside(.decorator), line: line)
      }
      words.append(word)
      guard take(.newline) else { throw unexpected() }
    }
    guard var statement = try parseStatement().first else { throw unexpected() }
    for word in words where word != "abstractmethod" {
      switch (word, statement.kind) {
      case ("dataclass", .classDefinition(let name, let parents, let body, _)):
        statement.kind = .classDefinition(name, parents: parents, body, isRecord: true)
      case ("staticmethod", .function(var function)):
        function.binding = .nothing
        statement.kind = .function(function)
      case ("classmethod", .function(var function)):
        function.binding = .type
        statement.kind = .function(function)
      case ("property", .function(var function)):
        function.binding = .property
        statement.kind = .function(function)
      default: throw ScriptError(.outside(.decorator), line: line)
      }
    }
    return statement
  }

  private mutating func parseWith() throws(ScriptError) -> ScriptStatement.Kind {
    var items: [(value: ScriptExpression, name: ScriptExpression?)] = []
    repeat {
      let value = try parseExpression()
      items.append((value, take(word: "as") ? try parseExpression() : nil))
    } while take(symbol: ",")
    return .with(items, try parseBlock())
  }

  private mutating func skipElse() throws(ScriptError) {
    if take(word: "else") { _ = try parseBlock() }
  }

  private mutating func parseBranch(_ line: Int) throws(ScriptError) -> ScriptStatement {
    try descend()
    defer { depth -= 1 }
    let test = try parseExpression()
    let body = try parseBlock()
    var otherwise: [ScriptStatement] = []
    let next = current.line
    if take(word: "elif") {
      otherwise = [try parseBranch(next)]
    } else if take(word: "else") {
      otherwise = try parseBlock()
    }
    return ScriptStatement(kind: .branch(test, body, otherwise: otherwise), line: line)
  }

  /// What follows a colon: lines that stand further in, or the rest of the line.
  private mutating func parseBlock() throws(ScriptError) -> [ScriptStatement] {
    let line = current.line
    try expect(symbol: ":")
    guard take(.newline) else { return try parseSimpleLine() }
    guard take(.indent) else { throw ScriptError(.indentation, line: line) }
    var statements: [ScriptStatement] = []
    while !take(.dedent) {
      if current.kind == .end { break }
      if take(.newline) { continue }
      if current.kind == .indent { throw ScriptError(.indentation, line: current.line) }
      statements += try parseStatement()
    }
    return statements
  }

  /// Statements with semicolons between them.
  private mutating func parseSimpleLine() throws(ScriptError) -> [ScriptStatement] {
    var statements: [ScriptStatement] = []
    while true {
      statements.append(try parseSimple())
      guard take(symbol: ";") else { break }
      if current.kind == .newline { break }
    }
    guard take(.newline) || current.kind == .end else { throw unexpected() }
    return statements
  }

  private mutating func parseSimple() throws(ScriptError) -> ScriptStatement {
    let line = current.line
    operators = 0
    func made(_ kind: ScriptStatement.Kind) -> ScriptStatement {
      ScriptStatement(kind: kind, line: line)
    }
    if case .name(let word) = current.kind {
      switch word {
      case "return":
        advance()
        let isEmpty = current.kind == .newline || current.isSymbol(";") || current.kind == .end
        return made(.returning(isEmpty ? nil : try parseExpressionList()))
      case "break":
        advance()
        return made(.breaking)
      case "continue":
        advance()
        return made(.continuing)
      case "pass":
        advance()
        return made(.nothing)
      case "import", "from": return made(try parseImport())
      case "assert":
        advance()
        let test = try parseExpression()
        if take(symbol: ",") { _ = try parseExpression() }
        return made(.assertion(test))
      case "global":
        advance()
        var names: [String] = []
        repeat { names.append(try expectName()) } while take(symbol: ",")
        return made(.global(names))
      case "nonlocal", "del":
        advance()
        _ = try parseExpressionList()
        return made(.nothing)
      case "raise":
        advance()
        if current.kind != .newline, current.kind != .end, !current.isSymbol(";") {
          _ = try parseExpressionList()
        }
        if take(word: "from") { _ = try parseExpression() }
        return made(.raising)
      case "yield":
        advance()
        let isFrom = take(word: "from")
        return made(.yielding(try parseExpressionList(), isFrom: isFrom))
      case "await": throw ScriptError(.outside(.statement(word)), line: line)
      default: break
      }
    }
    let first = try parseExpressionList()
    if case .symbol(let symbol) = current.kind {
      if symbol == ":" {
        // `x: float = 1`.
        advance()
        _ = try parseExpression()
        let value = take(symbol: "=") ? try parseExpressionList() : nil
        if case .name(let name) = first.node { return made(.annotated(name, value)) }
        return made(value.map { .assignment([first], $0) } ?? .nothing)
      }
      if symbol == "=" {
        var parts = [first]
        while take(symbol: "=") { parts.append(try parseExpressionList()) }
        return made(.assignment(Array(parts.dropLast()), parts[parts.count - 1]))
      }
      if symbol.count > 1, symbol.hasSuffix("="),
        !["==", "!=", "<=", ">=", ":="].contains(symbol)
      {
        advance()
        return made(.update(first, String(symbol.dropLast()), try parseExpressionList()))
      }
    }
    return made(.expression(first))
  }

  private mutating func parseImport() throws(ScriptError) -> ScriptStatement.Kind {
    func dotted(_ parser: inout ScriptParser) throws(ScriptError) -> String {
      var name = try parser.expectName()
      while parser.take(symbol: ".") { name += "." + (try parser.expectName()) }
      return name
    }
    if take(word: "from") {
      let module = try dotted(&self)
      guard take(word: "import") else { throw unexpected() }
      let isBracketed = take(symbol: "(")
      var names: [(name: String, alias: String)] = []
      repeat {
        if take(symbol: "*") {
          names.append(("*", "*"))
          continue
        }
        let name = try expectName()
        names.append((name, take(word: "as") ? try expectName() : name))
      } while take(symbol: ",")
      if isBracketed { try expect(symbol: ")") }
      return .importing(module: module, names: names, isFrom: true)
    }
    advance()
    var names: [(name: String, alias: String)] = []
    repeat {
      let name = try dotted(&self)
      let first = name.split(separator: ".").first.map(String.init) ?? name
      names.append((name, take(word: "as") ? try expectName() : first))
    } while take(symbol: ",")
    return .importing(module: names[0].name, names: names, isFrom: false)
  }
}

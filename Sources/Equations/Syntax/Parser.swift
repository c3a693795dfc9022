/// Turns tokens into statements and expressions, by recursive descent over Python's precedences.
public struct Parser {
  var tokens: [Token]
  var position = 0
  /// How deep the grammar has descended; bounded so that no input can exhaust the stack.
  var depth = 0
  var operatorCount = 0

  /// Both are what a thread with a stack of 512 KiB stands, in a build without optimisation, with a
  /// quarter to spare.
  static let deepestNesting = 64
  static let deepestTree = 64
  static let mostOperators = 2000

  private init(_ text: String) throws(LanguageError) {
    tokens = try Scanner.tokens(of: text)
  }

  /// The one statement in `text`.
  ///
  /// - Throws: `LanguageError` at the first character that does not belong there.
  public static func statement(_ text: String) throws(LanguageError) -> Statement {
    var parser = try Parser(text)
    parser.skipNewlines()
    let statement = try parser.parseStatement()
    parser.skipNewlines()
    try parser.expectEnd()
    return statement
  }

  /// The statements in `text`, one a line or separated by semicolons; blank lines and comments
  /// are skipped.
  ///
  /// - Throws: `LanguageError` at the first character that does not belong there.
  public static func statements(_ text: String) throws(LanguageError) -> [Statement] {
    var parser = try Parser(text)
    var statements: [Statement] = []
    parser.skipNewlines()
    while parser.current.kind != .end {
      parser.operatorCount = 0
      statements.append(try parser.parseStatement())
      guard parser.current.kind == .newline || parser.current.isSymbol(";") else {
        try parser.expectEnd()
        break
      }
      parser.skipNewlines()
    }
    return statements
  }

  /// The one expression in `text`.
  ///
  /// - Throws: `LanguageError` at the first character that does not belong there.
  public static func expression(_ text: String) throws(LanguageError) -> Expression {
    var parser = try Parser(text)
    parser.skipNewlines()
    let expression = try parser.parseTopLevelExpression()
    parser.skipNewlines()
    if parser.current.isSymbol("=") {
      throw LanguageError(.assignmentInExpression, at: parser.current.span)
    }
    try parser.expectEnd()
    return expression
  }

  /// Whether `name` can be assigned to.
  public static func isAssignable(_ name: String) -> Bool {
    !reservedNames.contains(name)
  }

  /// Whether `text` is one name of the language.
  public static func isName(_ text: String) -> Bool {
    guard let tokens = try? Scanner.tokens(of: text), tokens.count == 2 else { return false }
    return tokens[0].isName(text)
  }

  static let pythonStatements: Set<String> = [
    "def", "for", "while", "if", "elif", "else", "class", "return", "with", "try", "except",
    "finally", "del", "global", "nonlocal", "assert", "raise", "yield", "pass", "from", "async",
  ]
  static let pythonExpressions: Set<String> = ["lambda", "if", "for", "in", "is", "await"]
  static let reservedNames = pythonStatements.union(pythonExpressions).union([
    "True", "False", "None", "and", "or", "not", "np", "numpy", "import",
  ])
}

// MARK: - Tokens

extension Parser {
  var current: Token { tokens[min(position, tokens.count - 1)] }

  func lookAhead(_ offset: Int) -> Token { tokens[min(position + offset, tokens.count - 1)] }

  @discardableResult
  mutating func advance() -> Token {
    let token = current
    position += 1
    return token
  }

  mutating func take(symbol: String) -> Bool {
    guard current.isSymbol(symbol) else { return false }
    advance()
    return true
  }

  mutating func take(name: String) -> Bool {
    guard current.isName(name) else { return false }
    advance()
    return true
  }

  @discardableResult
  mutating func expect(symbol: String) throws(LanguageError) -> Token {
    guard current.isSymbol(symbol) else {
      throw LanguageError(.expectedSymbol(symbol, found: describe(current)), at: current.span)
    }
    return advance()
  }

  mutating func skipNewlines() {
    while current.kind == .newline || current.isSymbol(";") { advance() }
  }

  func expectEnd() throws(LanguageError) {
    guard current.kind != .end else { return }
    if case .name(let name) = current.kind, Self.pythonExpressions.contains(name) {
      throw LanguageError(.pythonExpression(name), at: current.span)
    }
    let before = position > 0 ? describe(tokens[position - 1]) : ""
    throw LanguageError(.unexpected(describe(current), after: before), at: current.span)
  }

  func describe(_ token: Token) -> String {
    switch token.kind {
    case .integer(let value): String(value)
    case .float(let value): String(value)
    case .name(let name): name
    case .symbol(let symbol): symbol
    case .newline, .end: ""
    }
  }
}

// MARK: - Statements

extension Parser {
  mutating func parseStatement() throws(LanguageError) -> Statement {
    let start = current.span
    if case .name(let word) = current.kind {
      if word == "import" || (word == "from" && lookAhead(1).isName("numpy")) {
        return try parseImport()
      }
      if Self.pythonStatements.contains(word) {
        throw LanguageError(.pythonStatement(word), at: start)
      }
    }
    let left = try parseTopLevelExpression()
    guard case .symbol(let symbol) = current.kind, let update = Self.assignmentOperator(symbol)
    else {
      return Statement(.expression(left), span: left.span)
    }
    let operatorSpan = advance().span
    let value = try parseTopLevelExpression()
    if current.isSymbol("=") { throw LanguageError(.severalTargets, at: current.span) }
    let assignment = try makeAssignment(
      target: left, update: update.operator, value: value, at: operatorSpan)
    return Statement(.assignment(assignment), span: start.joined(with: value.span))
  }

  /// `.some(nil)` for `=`, the operator for `+=` and its like, `nil` for anything else.
  private static func assignmentOperator(_ symbol: String) -> (operator: BinaryOperator?, Void)? {
    if symbol == "=" { return (nil, ()) }
    guard symbol.hasSuffix("="), let op = BinaryOperator(rawValue: String(symbol.dropLast())),
      op.precedence >= BinaryOperator.add.precedence
    else { return nil }
    return (op, ())
  }

  private func makeAssignment(
    target: Expression, update: BinaryOperator?, value: Expression, at span: SourceSpan
  ) throws(LanguageError) -> Assignment {
    var base = target
    var subscripts: [IndexItem]?
    if case .index(let indexed, let items) = target.node {
      base = indexed
      subscripts = items
    }
    switch base.node {
    case .name(let name):
      guard Self.isAssignable(name) else {
        throw LanguageError(.reservedName(name), at: base.span)
      }
      return Assignment(
        name, nameSpan: base.span, subscripts: subscripts, updateOperator: update, value: value)
    case .boolean, .none:
      throw LanguageError(.reservedName(base.text), at: base.span)
    case .tuple:
      throw LanguageError(.severalTargets, at: target.span)
    default:
      throw LanguageError(.invalidTarget(target.text), at: target.span)
    }
  }

  private mutating func parseImport() throws(LanguageError) -> Statement {
    let start = current.span
    var words: [String] = []
    while case .name(let word) = current.kind {
      words.append(word)
      advance()
    }
    let span = start.joined(with: tokens[position - 1].span)
    guard words.count >= 2, words[0] == "import", words[1] == "numpy" else {
      throw LanguageError(.unsupportedImport(words.dropFirst().first ?? ""), at: span)
    }
    return Statement(.importOfNumPy, span: span)
  }
}

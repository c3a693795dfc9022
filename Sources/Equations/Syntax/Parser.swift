/// Turns tokens into statements and expressions, by recursive descent over Python's precedences.
public struct Parser {
  var tokens: [Token]
  var position = 0
  /// How deep the grammar has descended; bounded so that no input can exhaust the stack.
  var depth = 0
  /// The token at which it was asked last whether the text is still wanted.
  var asked = 0
  /// How deep it has been within the expression that is read.
  var greatestDepth = 0
  var operatorCount = 0
  /// The files that names stand for, of which `d["W1"]` gives an array.
  var files: [String: FileCall] = [:]

  /// Both are what a thread with a stack of 512 KiB stands, in a build without optimisation, with a
  /// quarter to spare.
  static let deepestNesting = 64
  static let deepestTree = 64
  static let mostOperators = 2000

  private init(_ text: String) throws(LanguageError) {
    tokens = try Scanner.tokens(of: text)
  }

  /// The statements of one line: several for an assignment to several names.
  ///
  /// - Throws: `LanguageError` at the first character that does not belong there.
  public static func line(_ text: String) throws(LanguageError) -> [Statement] {
    var parser = try Parser(text)
    parser.skipNewlines()
    let statements = try parser.parseStatements()
    parser.skipNewlines()
    try parser.expectEnd()
    return statements
  }

  /// The one statement in `text`.
  ///
  /// - Throws: `LanguageError` at the first character that does not belong there.
  public static func statement(_ text: String) throws(LanguageError) -> Statement {
    let statements = try line(text)
    guard let statement = statements.first, statements.count == 1 else {
      throw LanguageError(.severalTargets, at: statements[0].span)
    }
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
      // A file's name is no value: what is read of it has the file in its own equation.
      if let name = try parser.parseFileName() {
        parser.files[name.text] = name.call
      } else {
        let found = try parser.parseStatements()
        for statement in found { parser.note(statement) }
        statements += found
      }
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
    case .symbol(let symbol), .text(let symbol): symbol
    case .newline, .end: ""
    }
  }
}

extension Parser {
  mutating func parsePrimary() throws(LanguageError) -> Expression {
    let token = current
    switch token.kind {
    case .integer(let value):
      advance()
      return Expression(.integer(value), span: token.span)
    case .float(let value):
      advance()
      return Expression(.float(value), span: token.span)
    case .name(let name):
      return try parseName(name, at: token.span)
    case .symbol("("):
      return try parseBrackets()
    case .symbol("["):
      return try parseList()
    default:
      throw LanguageError(.expectedExpression(found: describe(token)), at: token.span)
    }
  }

  private mutating func parseName(_ name: String, at span: SourceSpan) throws(LanguageError)
    -> Expression
  {
    switch try wordKind(name, at: span) {
    case .value: return parseValueWord(name, at: span)
    case .ofNumPy: return try parseNumPyName(from: span)
    case .ofMathematics: return try parseMathematics(from: span)
    case .ordinary:
      advance()
      return try parseCallOrName(name, from: span)
    }
  }

  /// What a name begins, by itself and by what comes next.
  private enum WordKind { case value, ofNumPy, ofMathematics, ordinary }

  /// Found here, so that the function on the way through a deep tree needs no room for it.
  private func wordKind(_ name: String, at span: SourceSpan) throws(LanguageError) -> WordKind {
    switch name {
    case "True", "False", "None": return .value
    case "np", "numpy": return lookAhead(1).isSymbol(".") ? .ofNumPy : .ordinary
    case "math" where startsMember: return .ofMathematics
    // `from numpy import random`.
    case "random" where startsMember && isDrawing(lookAhead(2)): return .ofNumPy
    case "linalg" where startsMember: return .ofNumPy
    case "c_" where lookAhead(1).isSymbol("["), "r_" where lookAhead(1).isSymbol("["):
      return .ofNumPy
    case _ where Self.pythonExpressions.contains(name) || Self.pythonStatements.contains(name):
      throw LanguageError(.pythonExpression(name), at: span)
    case "and", "or": throw LanguageError(.expectedExpression(found: name), at: span)
    default: return .ordinary
    }
  }

  private mutating func parseValueWord(_ name: String, at span: SourceSpan) -> Expression {
    advance()
    return Expression(name == "None" ? .none : .boolean(name == "True"), span: span)
  }

  /// Whether `name.member(` comes next.
  private var startsMember: Bool {
    guard lookAhead(1).isSymbol("."), case .name = lookAhead(2).kind else { return false }
    return lookAhead(3).isSymbol("(") || current.isName("math")
  }

  private func isDrawing(_ token: Token) -> Bool {
    guard case .name(let name) = token.kind else { return false }
    return name == "shuffle" || FunctionTable.standard[name]?.isRandom == true
  }

  /// `np.exp`, `np.random.randn`, `np.pi`: of names that only NumPy has, the prefix says nothing, and
  /// `linalg.norm` and `r_` need none.
  private mutating func parseNumPyName(from start: SourceSpan) throws(LanguageError) -> Expression {
    let (name, span) = try parsePrefix(from: start)
    if current.isSymbol("("), name != "einsum", !FileCall.names.contains(name) {
      let (arguments, end) = try parseArguments(of: name)
      return numPyCall(name, arguments, span.joined(with: end))
    }
    return try parseNumPyValue(name, span)
  }

  /// The name behind `np.` and the names of modules.
  private mutating func parsePrefix(
    from start: SourceSpan
  ) throws(LanguageError) -> (name: String, span: SourceSpan) {
    if current.isName("np") || current.isName("numpy") {
      advance()
      advance()
    }
    while case .name(let module) = current.kind, PythonWords.numpyModules.contains(module),
      lookAhead(1).isSymbol(".")
    {
      advance()
      advance()
    }
    guard case .name(let name) = current.kind else {
      throw LanguageError(.expectedSymbol("name", found: describe(current)), at: current.span)
    }
    // The language's own words would be read as something else without the prefix.
    if Self.reservedNames.contains(name) {
      throw LanguageError(.expectedSymbol("name", found: name), at: current.span)
    }
    return (name, start.joined(with: advance().span))
  }

  private mutating func parseNumPyValue(
    _ name: String, _ span: SourceSpan
  ) throws(LanguageError) -> Expression {
    switch name {
    case "e" where !current.isSymbol("("):
      return Expression(.float(2.718281828459045), span: span)
    case "newaxis": return Expression(.none, span: span)
    case "c_" where current.isSymbol("["), "r_" where current.isSymbol("["):
      return try parseJoining(name == "c_" ? "column_stack" : "r_", from: span)
    case "einsum" where current.isSymbol("("): return try parseEinsum(from: span)
    case _ where current.isSymbol("("): return try parseFileCall(name, from: span)
    default: return Expression(.name(name), span: span)
    }
  }

  private func numPyCall(
    _ name: String, _ arguments: [Argument], _ span: SourceSpan
  ) -> Expression {
    // Here `identity` alone is the activation.
    PythonWords.attribute(name, arguments, span: span)
      ?? Expression(.call(name == "identity" ? "eye" : name, arguments), span: span)
  }

  /// `math.sqrt`, `math.pi`.
  private mutating func parseMathematics(
    from start: SourceSpan
  ) throws(LanguageError) -> Expression {
    advance()
    advance()
    guard case .name(let name) = current.kind else {
      throw LanguageError(.expectedSymbol("name", found: describe(current)), at: current.span)
    }
    let span = start.joined(with: advance().span)
    guard current.isSymbol("(") else {
      switch name {
      case "e": return Expression(.float(2.718281828459045), span: span)
      case "pi", "inf", "nan": return Expression(.name(name), span: span)
      default: throw LanguageError(.unknownMember(name, candidates: ["pi", "e", "inf"]), at: span)
      }
    }
    let (arguments, end) = try parseArguments(of: name)
    let whole = span.joined(with: end)
    guard let result = PythonWords.mathematics(name, arguments, span: whole) else {
      throw LanguageError(
        .unknownFunction("math.\(name)", candidates: FunctionTable.standard.names), at: span)
    }
    return result
  }

  private mutating func parseCallOrName(_ name: String, from span: SourceSpan)
    throws(LanguageError) -> Expression
  {
    guard current.isSymbol("(") else { return Expression(.name(name), span: span) }
    if name == "einsum" { return try parseEinsum(from: span) }
    if FileCall.names.contains(name) { return try parseFileCall(name, from: span) }
    let (arguments, end) = try parseArguments(of: name)
    let whole = span.joined(with: end)
    return PythonWords.attribute(name, arguments, span: whole)
      ?? PythonWords.call(name, arguments, span: whole)
  }

  /// What stands in the brackets of `np.c_[...]` and `np.r_[...]`: arrays, and slices for ranges.
  private mutating func parseJoining(
    _ function: String, from start: SourceSpan
  ) throws(LanguageError) -> Expression {
    let index = try parseIndex(of: .name(function))
    var parts: [Expression] = []
    if case .index(_, let items) = index.node {
      for item in items {
        switch item {
        case .position(let part): parts.append(part)
        case .slice(let first, let last?, let step):
          parts.append(.call("arange", first ?? .integer(0), last, step ?? .integer(1)))
        default: throw LanguageError(.emptyIndex, at: index.span)
        }
      }
    }
    let span = start.joined(with: index.span)
    return Expression(.call(function, [Argument(Expression(.tuple(parts)))]), span: span)
  }

  /// `einsum('ij,jk->ik', A, B)`.
  private mutating func parseEinsum(from start: SourceSpan) throws(LanguageError) -> Expression {
    try expect(symbol: "(")
    guard case .text(let letters) = current.kind else {
      throw LanguageError(.subscripts(""), at: current.span)
    }
    let place = advance().span
    var arrays: [Expression] = []
    while take(symbol: ","), !current.isSymbol(")") { arrays.append(try parseExpression()) }
    let span = start.joined(with: try expect(symbol: ")").span)
    guard let result = Einsum.expression(letters, arrays) else {
      throw LanguageError(.subscripts(letters), at: place)
    }
    return Expression(result.node, span: span)
  }

  /// A bracketed expression, or a tuple: `(2, 3)`, `(2,)`, `()`.
  private mutating func parseBrackets() throws(LanguageError) -> Expression {
    try descend()
    defer { depth -= 1 }
    let start = advance().span
    var items: [Expression] = []
    var hasComma = false
    let count = operatorCount
    var deepest = count
    while !current.isSymbol(")") {
      items.append(try parseItem(after: count, &deepest))
      guard take(symbol: ",") else { break }
      hasComma = true
    }
    operatorCount = deepest
    if current.isSymbol("=") { throw LanguageError(.assignmentInExpression, at: current.span) }
    if case .name(let word) = current.kind, Self.pythonExpressions.contains(word) {
      throw LanguageError(.pythonExpression(word), at: current.span)
    }
    let span = start.joined(with: try expect(symbol: ")").span)
    if let only = items.first, items.count == 1, !hasComma {
      return Expression(only.node, span: span)
    }
    return Expression(.tuple(items), span: span)
  }

  private mutating func parseList() throws(LanguageError) -> Expression {
    try descend()
    defer { depth -= 1 }
    let start = advance().span
    var items: [Expression] = []
    let count = operatorCount
    var deepest = count
    while !current.isSymbol("]") {
      items.append(try parseItem(after: count, &deepest))
      guard take(symbol: ",") else { break }
    }
    operatorCount = deepest
    if case .name(let word) = current.kind, Self.pythonExpressions.contains(word) {
      throw LanguageError(.pythonExpression(word), at: current.span)
    }
    let end = try expect(symbol: "]").span
    return Expression(.list(items), span: start.joined(with: end))
  }
}

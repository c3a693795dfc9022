extension Parser {
  /// One line: an assignment to several names is as many statements.
  mutating func parseStatements() throws(LanguageError) -> [Statement] {
    let start = current.span
    if case .name(let word) = current.kind {
      if word == "import" || (word == "from" && Self.modules.contains(describe(lookAhead(1)))) {
        return [try parseImport()]
      }
      if Self.pythonStatements.contains(word) {
        throw LanguageError(.pythonStatement(word), at: start)
      }
    }
    let left = try parseTopLevelExpression()
    guard case .symbol(let symbol) = current.kind, let update = Self.assignmentOperator(symbol)
    else {
      return [Statement(.expression(left), span: left.span)]
    }
    let operatorSpan = advance().span
    let value = try parseTopLevelExpression()
    if current.isSymbol("=") { throw LanguageError(.severalTargets, at: current.span) }
    let span = start.joined(with: value.span)
    if case .tuple(let targets) = left.node, update.operator == nil {
      return try unpacked(value, into: targets, span: span)
    }
    let assignment = try makeAssignment(
      target: left, update: update.operator, value: value, at: operatorSpan)
    return [Statement(.assignment(assignment), span: span)]
  }

  /// `.some(nil)` for `=`, the operator for `+=` and its like, `nil` for anything else.
  private static func assignmentOperator(_ symbol: String) -> (operator: BinaryOperator?, Void)? {
    if symbol == "=" { return (nil, ()) }
    guard symbol.hasSuffix("="), let op = BinaryOperator(rawValue: String(symbol.dropLast())),
      op.precedence >= BinaryOperator.bitwiseOr.precedence
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
}

// MARK: - Several names in one line

extension Parser {
  /// `a, b = 1, 2` and `m, n = X.shape` as assignments one after the other.
  private func unpacked(
    _ value: Expression, into targets: [Expression], span: SourceSpan
  ) throws(LanguageError) -> [Statement] {
    guard !targets.isEmpty else { throw LanguageError(.invalidTarget("()"), at: span) }
    let parts = try parts(of: value, count: targets.count)
    var statements: [Statement] = []
    var changed: Set<String> = []
    for (target, part) in zip(targets, parts) {
      let assignment = try makeAssignment(target: target, update: nil, value: part, at: span)
      let read = part.names + (assignment.subscripts ?? []).flatMap(\.expressions).flatMap(\.names)
      if let name = read.first(where: changed.contains) {
        throw LanguageError(.targetRead(name), at: span)
      }
      changed.insert(assignment.name)
      statements.append(Statement(.assignment(assignment), span: span))
    }
    return statements
  }

  /// The values that a tuple, a list or a shape has.
  private func parts(
    of value: Expression, count: Int
  ) throws(LanguageError) -> [Expression] {
    switch value.node {
    case .tuple(let items), .list(let items):
      if items.count == count { return items }
    case .attribute(_, .shape):
      return items(of: value, count)
    case .call("shape", let arguments) where arguments.count == 1:
      return items(of: Expression(.attribute(arguments[0].value, .shape), span: value.span), count)
    case .call("split", let arguments) where arguments.count > 1:
      if case .integer(count) = arguments[1].value.node { return items(of: value, count) }
    case .call("unique", let arguments):
      let asked = arguments.dropFirst().filter {
        if case .boolean(true) = $0.value.node { true } else { false }
      }
      if asked.count == count - 1, count > 1 { return items(of: value, count) }
    case .call("nonzero", _) where count == 2:
      return items(of: value, count)
    default: break
    }
    throw LanguageError(.unequalTargets(count), at: value.span)
  }

  private func items(of value: Expression, _ count: Int) -> [Expression] {
    (0..<count).map { Expression(.index(value, [.position(.integer($0))]), span: value.span) }
  }
}

// MARK: - Imports

extension Parser {
  /// Modules whose import has no effect, since what they have is there.
  static let modules: Set<String> = ["numpy", "math", "random"]

  private mutating func parseImport() throws(LanguageError) -> Statement {
    let start = current.span
    let isFrom = advance().isName("from")
    let module = describe(current)
    var names: [Token] = []
    while current.kind != .newline, current.kind != .end, !current.isSymbol(";") {
      names.append(advance())
    }
    let span = start.joined(with: names.last?.span ?? start)
    guard Self.modules.contains(module) else {
      throw LanguageError(.unsupportedImport(module), at: span)
    }
    guard isFrom, let place = names.firstIndex(where: { $0.isName("import") }) else {
      return Statement(.importOfNumPy, span: span)
    }
    // Of NumPy's functions with a name of Python's, the bare word would then be NumPy's.
    if module == "numpy" {
      for token in names[place...] {
        let word = describe(token)
        if word == "*" || PythonWords.shared.contains(word) {
          throw LanguageError(.importOfSharedWord(word), at: token.span)
        }
      }
    }
    return Statement(.importOfNumPy, span: span)
  }
}

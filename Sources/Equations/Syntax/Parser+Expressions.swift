extension Parser {
  /// An expression, or a tuple without brackets: `2, 3`.
  mutating func parseTopLevelExpression() throws(LanguageError) -> Expression {
    greatestDepth = depth
    let first = try parseExpression()
    var result = first
    if current.isSymbol(",") {
      var items = [first]
      var deepest = operatorCount
      while take(symbol: ","), startsExpression(current) {
        items.append(try parseItem(after: 0, &deepest))
      }
      operatorCount = deepest
      // It is written with brackets, and has to be read with them.
      guard greatestDepth + 2 <= Self.deepestNesting else {
        throw LanguageError(.nestedTooDeeply, at: first.span)
      }
      result = Expression(.tuple(items), span: first.span.joined(with: tokens[position - 1].span))
    }
    guard result.isShallower(than: Self.deepestTree) else {
      throw LanguageError(.nestedTooDeeply, at: result.span)
    }
    return result
  }

  mutating func parseExpression() throws(LanguageError) -> Expression {
    try parseBinary(minimumPrecedence: 0)
  }

  /// One of the items that stand beside each other: however many they are, they make the tree no
  /// deeper than the deepest of them.
  ///
  /// - Parameters:
  ///   - count: the operators before the first item.
  ///   - deepest: the count with those of the item that has most.
  mutating func parseItem(
    after count: Int, _ deepest: inout Int
  ) throws(LanguageError) -> Expression {
    operatorCount = count
    let item = try parseExpression()
    deepest = max(deepest, operatorCount)
    return item
  }

  private mutating func parseBinary(minimumPrecedence: Int) throws(LanguageError) -> Expression {
    try descend()
    defer { depth -= 1 }
    // `not` binds looser than everything but `and` and `or`, and may stand only where they may.
    if current.isName("not"), minimumPrecedence > UnaryOperator.not.precedence {
      throw LanguageError(.expectedExpression(found: "not"), at: current.span)
    }
    var left = try parseUnary()
    var comparedAt: SourceSpan?
    while let op = currentOperator, op.precedence >= minimumPrecedence {
      let operatorSpan = advance().span
      operatorCount += 1
      guard operatorCount <= Self.mostOperators else {
        throw LanguageError(.nestedTooDeeply, at: operatorSpan)
      }
      if op.isComparison {
        if comparedAt != nil { throw LanguageError(.comparisonChain, at: operatorSpan) }
        comparedAt = operatorSpan
      }
      // `**` groups to the right, and its right side may carry a sign: 2**-1.
      let next = op == .power ? op.precedence - 1 : op.precedence + 1
      let right = try parseBinary(minimumPrecedence: next)
      left = Expression(.binary(op, left, right), span: left.span.joined(with: right.span))
    }
    return left
  }

  private mutating func parseUnary() throws(LanguageError) -> Expression {
    let op: UnaryOperator? =
      switch current.kind {
      case .symbol("-"): .minus
      case .symbol("+"): .plus
      case .symbol("~"): .invert
      case .name("not"): .not
      default: nil
      }
    guard let op else { return try parsePostfix() }
    let start = advance().span
    operatorCount += 1
    let operand = try parseBinary(minimumPrecedence: op.precedence)
    return Expression(.unary(op, operand), span: start.joined(with: operand.span))
  }

  private var currentOperator: BinaryOperator? {
    switch current.kind {
    case .symbol(let symbol): BinaryOperator(rawValue: symbol)
    case .name("and"): .and
    case .name("or"): .or
    default: nil
    }
  }

  mutating func descend() throws(LanguageError) {
    if position - asked >= Scanner.stretch {
      asked = position
      try LanguageError.checkInterruption(at: current.span)
    }
    depth += 1
    greatestDepth = max(greatestDepth, depth)
    guard depth <= Self.deepestNesting else {
      throw LanguageError(.nestedTooDeeply, at: current.span)
    }
  }

  func startsExpression(_ token: Token) -> Bool {
    switch token.kind {
    case .integer, .float: true
    case .name(let name): !["and", "or"].contains(name)
    case .symbol(let symbol): ["(", "[", "-", "+", "~"].contains(symbol)
    case .text, .newline, .end: false
    }
  }
}

// MARK: - Postfix: calls, members, indices

extension Parser {
  private mutating func parsePostfix() throws(LanguageError) -> Expression {
    var base = try parsePrimary()
    while true {
      operatorCount += 1
      guard operatorCount <= Self.mostOperators else {
        throw LanguageError(.nestedTooDeeply, at: current.span)
      }
      if current.isSymbol("[") {
        if isFileMember(of: base) {
          try parseFileMember(of: &base)
        } else {
          base = try parseIndex(of: base)
        }
      } else if current.isSymbol(".") {
        base = try parseMember(of: base)
      } else if current.isSymbol("(") {
        throw LanguageError(.unexpected("(", after: base.text), at: current.span)
      } else {
        return base
      }
    }
  }

  private mutating func parseMember(of base: Expression) throws(LanguageError) -> Expression {
    advance()
    guard case .name(let member) = current.kind else {
      throw LanguageError(.expectedSymbol("name", found: describe(current)), at: current.span)
    }
    let span = base.span.joined(with: advance().span)
    if current.isSymbol("("), !Self.isNoMethod(member) {
      let (arguments, end) = try parseArguments(of: member)
      let all = [Argument(base)] + arguments
      let whole = span.joined(with: end)
      if Function.generatorMethods.contains(member) {
        return Expression(.call(PythonWords.generatorPrefix + member, all), span: whole)
      }
      return PythonWords.attribute(member, all, span: whole)
        ?? Expression(.call(member, all), span: whole)
    }
    guard let attribute = Attribute(rawValue: member) else {
      let known = Attribute.allCases.map(\.rawValue) + FunctionTable.standard.methodNames
      throw LanguageError(.unknownMember(member, candidates: known), at: tokens[position - 1].span)
    }
    return Expression(.attribute(base, attribute), span: span)
  }

  /// Whether `member` means something else at a call's beginning than a function of what stands
  /// before the dot: a word of Python's own, or a call that is read in its own way.
  private static func isNoMethod(_ member: String) -> Bool {
    reservedNames.contains(member) || member == "einsum" || FileCall.names.contains(member)
  }

  mutating func parseIndex(of base: Expression) throws(LanguageError) -> Expression {
    try descend()
    defer { depth -= 1 }
    advance()
    var items: [IndexItem] = []
    while !current.isSymbol("]") {
      items.append(try parseIndexItem())
      if !take(symbol: ",") { break }
    }
    let end = try expect(symbol: "]").span
    let span = base.span.joined(with: end)
    guard !items.isEmpty else { throw LanguageError(.emptyIndex, at: span) }
    return Expression(.index(base, items), span: span)
  }

  private mutating func parseIndexItem() throws(LanguageError) -> IndexItem {
    if current.isSymbol("."), lookAhead(1).isSymbol("."), lookAhead(2).isSymbol(".") {
      for _ in 0..<3 { advance() }
      return .ellipsis
    }
    var start: Expression?
    if !current.isSymbol(":") {
      let first = try parseExpression()
      guard current.isSymbol(":") else {
        switch first.node {
        case .none, .name("newaxis"): return .newAxis
        default: return .position(first)
        }
      }
      start = first
    }
    try expect(symbol: ":")
    let stop = try parseSliceBound()
    let step = take(symbol: ":") ? try parseSliceBound() : nil
    return .slice(start: start, stop: stop, step: step)
  }

  private mutating func parseSliceBound() throws(LanguageError) -> Expression? {
    if current.isSymbol(":") || current.isSymbol(",") || current.isSymbol("]") { return nil }
    let bound = try parseExpression()
    if case .none = bound.node { return nil }
    return bound
  }

  mutating func parseArguments(
    of function: String
  ) throws(LanguageError) -> ([Argument], end: SourceSpan) {
    try descend()
    defer { depth -= 1 }
    try expect(symbol: "(")
    var arguments: [Argument] = []
    while !current.isSymbol(")") {
      if current.isSymbol("*") {
        try spread(as: arguments.count, of: function)
      }
      arguments.append(try parseArgument(after: arguments))
      if !take(symbol: ",") { break }
    }
    return (arguments, try expect(symbol: ")").span)
  }

  /// `*` before an argument: a shape, where a function takes one as arguments of their own. Here it
  /// takes it as one, too.
  private mutating func spread(as index: Int, of function: String) throws(LanguageError) {
    let star = current.span
    let parameters = FunctionTable.standard[function]?.parameters ?? []
    guard parameters.indices.contains(index), parameters[index].presence == .rest else {
      throw LanguageError(.spread(function), at: star)
    }
    advance()
  }

  private mutating func parseArgument(after given: [Argument]) throws(LanguageError) -> Argument {
    guard case .name(let keyword) = current.kind, lookAhead(1).isSymbol("=") else {
      let value = try parseExpression()
      if given.contains(where: { $0.keyword != nil }) {
        throw LanguageError(.positionalAfterKeyword, at: value.span)
      }
      return Argument(value)
    }
    if given.contains(where: { $0.keyword == keyword }) {
      throw LanguageError(.repeatedKeyword(keyword), at: current.span)
    }
    advance()
    advance()
    return Argument(keyword: keyword, try parseExpression())
  }
}

extension Expression {
  /// Whether the tree has fewer than `limit` levels; itself without recursion.
  func isShallower(than limit: Int) -> Bool {
    var level = [self]
    for _ in 0..<limit {
      if level.isEmpty { return true }
      level = level.flatMap(\.children)
    }
    return level.isEmpty
  }
}

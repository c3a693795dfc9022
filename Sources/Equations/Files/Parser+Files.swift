import Formats

/// Calls that read files, the one place where quoted text stands for something.
extension Parser {
  /// `load("w.npz")["W1"]`, from the bracket on.
  ///
  /// - Parameters:
  ///   - name: of the function; no other than one that reads files.
  ///   - start: where that stands.
  mutating func parseFileCall(
    _ name: String, from start: SourceSpan
  ) throws(LanguageError) -> Expression {
    guard let function = FileCall.Function(rawValue: name) else {
      throw LanguageError(.unknownFunction(name, candidates: []), at: start)
    }
    try expect(symbol: "(")
    if ["fname", "file"].contains(where: { current.isName($0) }), lookAhead(1).isSymbol("=") {
      advance()
      advance()
    }
    guard case .text(let file) = current.kind, !file.isEmpty else {
      throw LanguageError(
        .wrongArgument(function: name, parameter: "file", expected: .fileName), at: current.span)
    }
    advance()
    var arguments: [(keyword: String, value: FileLiteral)] = []
    while take(symbol: ","), !current.isSymbol(")") {
      guard case .name(let keyword) = current.kind, lookAhead(1).isSymbol("=") else {
        throw LanguageError(
          .tooManyArguments(function: name, given: 2, allowed: 1), at: current.span)
      }
      guard let kind = function.keywords[keyword] else {
        throw LanguageError(
          .unknownArgument(
            function: name, keyword: keyword, parameters: function.keywords.keys.sorted()),
          at: current.span)
      }
      guard !arguments.contains(where: { $0.keyword == keyword }) else {
        throw LanguageError(.repeatedKeyword(keyword), at: current.span)
      }
      advance()
      let place = advance().span
      let value = try parseFileLiteral()
      guard kind.accepts(value) else {
        throw LanguageError(
          .wrongArgument(function: name, parameter: keyword, expected: kind.expected),
          at: place.joined(with: tokens[position - 1].span))
      }
      if kind != .ignored, kind != .no { arguments.append((keyword, value)) }
    }
    let end = try expect(symbol: ")").span
    return Expression(
      .file(FileCall(function, file, arguments: arguments)), span: start.joined(with: end))
  }

  /// `d = np.load("w.npz")`, or `with np.load("w.npz") as d:`, whose lines follow as all others do.
  ///
  /// - Returns: `nil` where something else stands.
  mutating func parseFileName() throws(LanguageError) -> (text: String, call: FileCall)? {
    let start = position
    let isWith = current.isName("with")
    var name: String?
    if isWith {
      advance()
    } else if case .name(let text) = current.kind, lookAhead(1).isSymbol("=") {
      name = text
      advance()
      advance()
    }
    if isWith || name != nil, opensFileCall,
      case .file(let call) = try parseTopLevelExpression().node, call.members.isEmpty
    {
      if isWith, current.isName("as"), case .name(let text) = lookAhead(1).kind,
        lookAhead(2).isSymbol(":")
      {
        name = text
        for _ in 0..<3 { advance() }
      }
      let ends = current.kind == .newline || current.isSymbol(";") || current.kind == .end
      if let name, ends, isWith || call.holdsSeveral { return (name, call) }
    }
    position = start
    return nil
  }

  private var opensFileCall: Bool {
    let isPrefixed = lookAhead(1).isSymbol(".")
    guard case .name(let word) = lookAhead(isPrefixed ? 2 : 0).kind else { return false }
    return FileCall.names.contains(word) && lookAhead(isPrefixed ? 3 : 1).isSymbol("(")
  }

  /// Takes note of a statement that gives a name what is in a file, or something else.
  mutating func note(_ statement: Statement) {
    guard let assignment = statement.assignment else { return }
    files[assignment.name] = nil
    if case .file(let call) = assignment.value.node, call.members.isEmpty,
      assignment.subscripts == nil, assignment.updateOperator == nil
    {
      files[assignment.name] = call
    }
  }

  /// The call that a name or an expression stands for.
  private func fileCall(_ base: Expression) -> FileCall? {
    switch base.node {
    case .file(let call): call.members.isEmpty ? call : nil
    case .name(let name): files[name]
    default: nil
    }
  }

  /// Whether the name of what is in a file stands in the bracket that comes next.
  func isFileMember(of base: Expression) -> Bool {
    guard fileCall(base) != nil else { return false }
    if case .text = lookAhead(1).kind { return true }
    if lookAhead(1).isSymbol("["), case .text = lookAhead(2).kind { return true }
    return false
  }

  /// Gives a call the name in brackets behind it.
  mutating func parseFileMember(of base: inout Expression) throws(LanguageError) {
    guard let call = fileCall(base) else { return }
    advance()
    let member = try parseFileLiteral()
    let end = try expect(symbol: "]").span
    base = Expression(.file(call.with(member: member)), span: base.span.joined(with: end))
  }

  private mutating func parseFileLiteral() throws(LanguageError) -> FileLiteral {
    try descend()
    defer { depth -= 1 }
    let token = advance()
    switch token.kind {
    case .text(let text): return .text(text)
    case .integer(let value): return .integer(value)
    case .float(let value): return .float(value)
    case .symbol("-"):
      switch try parseFileLiteral() {
      case .integer(let value): return .integer(-value)
      case .float(let value): return .float(-value)
      default: break
      }
    case .symbol("("), .symbol("["):
      let closing = token.isSymbol("(") ? ")" : "]"
      var items: [FileLiteral] = []
      while !current.isSymbol(closing) {
        items.append(try parseFileLiteral())
        if !take(symbol: ",") { break }
      }
      try expect(symbol: closing)
      return closing == ")" ? .tuple(items) : .list(items)
    case .name("True"): return .boolean(true)
    case .name("False"): return .boolean(false)
    case .name("None"): return .none
    case .name("np"), .name("numpy"):
      if take(symbol: ".") { return try parseFileLiteral() }
    case .name(let word):
      let types = ["float", "float64", "int", "int64", "bool", "str"]
      if types.contains(word) { return .word(word.filter { !$0.isNumber }) }
      if word == "nan" { return .float(.nan) }
      // range(4) are the columns 0 to 3.
      if word == "range", take(symbol: "("), case .integer(let first) = advance().kind {
        var (start, end) = (0, first)
        if take(symbol: ","), case .integer(let last) = advance().kind {
          (start, end) = (first, last)
        }
        try expect(symbol: ")")
        guard start < end, end - start <= 100_000 else { break }
        return .range(start, end)
      }
    default: break
    }
    throw LanguageError(.fileLiteral, at: token.span)
  }
}

extension FileCall.Function {
  /// What an argument may be.
  enum Kind {
    case text, count, columns, type, flag, number, words
    /// Accepted, and without a meaning here.
    case ignored
    /// `False`, which it is here anyway.
    case no

    func accepts(_ value: FileLiteral) -> Bool {
      switch (self, value) {
      case (.ignored, _), (.no, .boolean(false)): true
      case (.text, .text), (.text, .none): true
      case (.count, .integer(let count)): count >= 0
      case (.columns, .integer), (.columns, .text), (.columns, .range): true
      case (.columns, .list(let items)), (.columns, .tuple(let items)):
        !items.isEmpty && items.allSatisfy { $0.integer != nil || $0.text != nil }
      case (.type, .word), (.type, .none), (.flag, .boolean): true
      case (.number, .integer), (.number, .float): true
      case (.words, .text): true
      case (.words, .list(let items)), (.words, .tuple(let items)):
        items.allSatisfy { $0.text != nil }
      default: false
      }
    }

    var expected: LanguageError.ExpectedKind {
      switch self {
      case .text, .words, .ignored: .quotedText
      case .count: .integer
      case .columns: .columns
      case .type: .dtype
      case .flag: .boolean
      case .no: .no
      case .number: .number
      }
    }
  }

  /// The arguments besides the file's name.
  var keywords: [String: Kind] {
    switch self {
    case .load: ["allow_pickle": .no, "mmap_mode": .ignored, "encoding": .ignored]
    case .loadIDX, .dataset: [:]
    case .loadtxt:
      [
        "dtype": .type, "comments": .text, "delimiter": .text, "skiprows": .count,
        "usecols": .columns, "unpack": .flag, "ndmin": .count, "encoding": .ignored,
        "max_rows": .count,
      ]
    case .genfromtxt:
      [
        "dtype": .type, "comments": .text, "delimiter": .text, "skip_header": .count,
        "skip_footer": .count, "missing_values": .words, "filling_values": .number,
        "usecols": .columns, "names": .flag, "unpack": .flag, "ndmin": .count,
        "encoding": .ignored, "max_rows": .count, "autostrip": .ignored, "decimal": .text,
      ]
    }
  }
}

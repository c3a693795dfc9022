import Equations

/// Data files, which are read through `files` and in no other way: NumPy's own, and tables of text as
/// NumPy and pandas read them. They stay in the model as equations that name the file.
extension ScriptTracer {
  /// What a function gives that reads a file; `nil` of any other.
  ///
  /// - Throws: `ScriptError` of a name that is not known, of arguments that are not, or of a file that
  ///   cannot be read.
  mutating func read(
    _ path: String, _ arguments: Arguments, _ line: Int
  ) throws(ScriptError) -> ScriptValue? {
    switch path {
    case "np.loadtxt", "np.genfromtxt", "np.load":
      var parts: [String] = []
      for (keyword, value, _) in arguments {
        let word = keyword == "fname" || keyword == "file" ? nil : keyword
        let literal = try fileLiteral(value, line)
        parts.append((word.map { "\($0)=" } ?? "") + literal)
      }
      guard let file = arguments.first?.value, case .text(_?) = file else {
        throw fault(.outside(.function(path)), line)
      }
      let text = "\(path)(\(parts.joined(separator: ", ")))"
      guard let call = try fileCall(text, line) else { return nil }
      let hasNames = call["names"] == .boolean(true)
      return hasNames || call.holdsSeveral
        ? .file(call, isFrame: false) : .number(try whole(call, line))
    case "pandas.read_csv": return .file(try table(arguments, line), isFrame: true)
    default: return nil
    }
  }

  /// pandas' table as NumPy would read it.
  private mutating func table(
    _ arguments: Arguments, _ line: Int
  ) throws(ScriptError) -> FileCall {
    guard case .text(let file?)? = arguments.first?.value else {
      throw fault(.outside(.function("pd.read_csv")), line)
    }
    var parts = [FileLiteral.text(file).written]
    var delimiter = "\",\""
    var hasNames = true
    for (keyword, value, _) in arguments.dropFirst() {
      let literal = try fileLiteral(value, line)
      switch (keyword, literal) {
      case ("sep", _), ("delimiter", _): delimiter = literal
      case ("header", "None"): hasNames = false
      case ("header", "0"), ("header", "\"infer\""), ("encoding", _), ("engine", _): break
      case ("skiprows", _): parts.append("skip_header=\(literal)")
      case ("usecols", _), ("decimal", _): parts.append("\(keyword ?? "")=\(literal)")
      case ("na_values", _): parts.append("missing_values=\(literal)")
      default: throw fault(.unknownArgument(keyword ?? "sep", function: "pd.read_csv"), line)
      }
    }
    parts.append("delimiter=\(delimiter)")
    if hasNames { parts.append("names=True") }
    let text = "np.genfromtxt(\(parts.joined(separator: ", ")))"
    guard let call = try fileCall(text, line) else {
      throw fault(.outside(.function("pd.read_csv")), line)
    }
    return call
  }

  /// The call that a text is, unread.
  private func fileCall(_ text: String, _ line: Int) throws(ScriptError) -> FileCall? {
    let expression = try inLanguage(text, line) { () throws(LanguageError) in
      try Parser.expression(text)
    }
    return if case .file(let call) = expression.node { call } else { nil }
  }

  /// An argument as it may stand where a file is read.
  private mutating func fileLiteral(
    _ value: ScriptValue, _ line: Int
  ) throws(ScriptError) -> String {
    if let type = Self.type(of: value), case .module = value { return type }
    switch value {
    case .text(let text?): return FileLiteral.text(text).written
    case .range(let start, let stop, _):
      return FileLiteral.range(try integer(start, line), try integer(stop, line)).written
    case .tuple(let items): return "(\(try fileLiterals(items, line)),)"
    case .list(let index):
      return "[\(try fileLiterals(heap[index].items.map(\.value), line))]"
    default: return try number(value, line).text
    }
  }

  private mutating func fileLiterals(
    _ items: [ScriptValue], _ line: Int
  ) throws(ScriptError) -> String {
    var parts: [String] = []
    for item in items { parts.append(try fileLiteral(item, line)) }
    return parts.joined(separator: ", ")
  }

  /// All that a call gives: of a list with one name a column.
  func whole(_ call: FileCall, _ line: Int) throws(ScriptError) -> Expression {
    let values = Expression(.file(try content(of: call, line)))
    guard case .list(let names)? = call.members.first, names.count == 1 else { return values }
    return .call("reshape", values, .integer(-1), .integer(1))
  }

  /// The call with what the file holds.
  func content(of call: FileCall, _ line: Int) throws(ScriptError) -> FileCall {
    let read = try inLanguage(call.text, line) { () throws(LanguageError) in
      try Expression(.file(call)).reading(files)
    }
    return if case .file(let placed) = read.node { placed } else { call }
  }

  /// `os.path.join("data", "iris.csv")`; `nil` where a part is not known.
  static func joinedPath(_ parts: [ScriptValue]) -> String? {
    let words = texts(parts).compactMap { $0 }
    guard words.count == parts.count, !words.contains("") else { return nil }
    return words.joined(separator: "/")
  }

  /// What texts say; `nil` for what is none, or is not followed.
  private static func texts(_ values: [ScriptValue]) -> [String?] {
    values.map { if case .text(let text) = $0 { text } else { nil } }
  }

  // MARK: Tables and archives

  /// `data["X"]`, `table["hours"]`, `table[["hours", "sleep"]]`; `nil` where no names stand there.
  mutating func fileMember(
    _ call: FileCall, isFrame: Bool, _ indices: [ScriptIndex], _ line: Int
  ) throws(ScriptError) -> ScriptValue? {
    guard call.members.isEmpty, indices.count == 1, case .position(let place) = indices[0] else {
      return nil
    }
    func part(_ member: FileLiteral) throws(ScriptError) -> ScriptValue {
      let part = call.with(member: member)
      return isFrame ? .file(part, isFrame: true) : .number(try whole(part, line))
    }
    switch try evaluate(place) {
    case .text(let name?): return try part(.text(name))
    case .list(let index):
      let items = Self.texts(heap[index].items.map(\.value))
      let names = items.compactMap { $0.map(FileLiteral.text) }
      return names.isEmpty || names.count < items.count ? nil : try part(.list(names))
    default: return nil
    }
  }

  /// `table.values`, `table.iloc`, and columns by their names.
  mutating func fileAttribute(
    _ call: FileCall, isFrame: Bool, _ name: String, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    switch name {
    case "values": return .number(try whole(call, line))
    case "iloc", "loc": return .file(call, isFrame: isFrame)
    case "files", "columns":
      return listed(try columns(of: call, line).map { .text($0) })
    default:
      if let attribute = Attribute(rawValue: name) {
        return .number(Expression(.attribute(try whole(call, line), attribute)))
      }
      guard call.members.isEmpty, try columns(of: call, line).contains(name) else {
        throw fault(.unknownMember(name, of: call.text), line)
      }
      return .file(call.with(member: .text(name)), isFrame: isFrame)
    }
  }

  /// Whether a method of pandas' gives something else than that of an array: `std` divides by one
  /// less, and of several columns each is taken for itself.
  static func isOtherInPandas(_ name: String, isOneColumn: Bool) -> Bool {
    switch name {
    case "std", "var": true
    case "mean", "sum", "min", "max", "argmin", "argmax", "cumsum", "round": !isOneColumn
    default: false
    }
  }

  /// A method of a table, or of what is in it.
  mutating func fileMethod(
    _ name: String, _ call: FileCall, _ arguments: Arguments, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    switch name {
    case "to_numpy" where arguments.isEmpty: return .number(try whole(call, line))
    case "copy": return .file(call, isFrame: true)
    case "head", "tail", "info", "describe": return .noted
    case "astype":
      let type = arguments.first.flatMap { Self.type(of: $0.value) } ?? "float"
      return .number(.call("astype", try whole(call, line), .name(type)))
    case "drop":
      var dropped: [String] = []
      for (keyword, value, _) in arguments where keyword == nil || keyword == "columns" {
        let items =
          if case .list(let index) = value { heap[index].items.map(\.value) } else { [value] }
        dropped += Self.texts(items).compactMap { $0 }
      }
      let all = try columns(of: call, line)
      guard !dropped.isEmpty, call.members.isEmpty, dropped.allSatisfy(all.contains) else { break }
      let rest = all.filter { !dropped.contains($0) }.map { FileLiteral.text($0) }
      return .file(call.with(member: .list(rest)), isFrame: true)
    case "mean", "sum", "min", "max":
      guard arguments.isEmpty, call.isOneColumn else { break }
      return .number(.call(name, try whole(call, line)))
    default: break
    }
    throw fault(.outside(.methodOfPandas(name)), line)
  }

  private func columns(of call: FileCall, _ line: Int) throws(ScriptError) -> [String] {
    guard !call.holdsSeveral else { return [] }
    return try content(of: call, line).content?.columns.compactMap(\.name) ?? []
  }
}

extension FileCall {
  /// Whether it gives one column of a table, named as such.
  var isOneColumn: Bool { if case .text? = members.first { true } else { false } }
}

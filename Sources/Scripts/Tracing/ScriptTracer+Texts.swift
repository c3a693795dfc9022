import Arrays
import Equations

/// Texts that are known: their methods, and tables that stand in them.
extension ScriptTracer {
  /// - Returns: what is not followed as text that is not known.
  mutating func textMethod(
    _ name: String, _ text: String, _ arguments: Arguments, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    func listed(_ parts: [String]) -> ScriptValue { self.listed(parts.map { .text($0) }) }
    let words = arguments.map { argument in
      if case .text(let word?) = argument.value { word } else { nil as String? }
    }
    let first = words.first ?? nil
    switch name {
    case "strip" where words.isEmpty: return .text(text.trimmed(atStart: true, atEnd: true))
    case "lstrip" where words.isEmpty: return .text(text.trimmed(atStart: true, atEnd: false))
    case "rstrip" where words.isEmpty: return .text(text.trimmed(atStart: false, atEnd: true))
    case "lower": return .text(text.lowercased())
    case "upper": return .text(text.uppercased())
    case "splitlines":
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      return listed(lines.last == "" ? lines.dropLast() : lines)
    case "split" where words.isEmpty:
      return listed(text.split(whereSeparator: \.isWhitespace).map(String.init))
    case "split":
      guard words.count == 1, let first, !first.isEmpty else { return .text(nil) }
      return listed(text.split(separator: first, omittingEmptySubsequences: false).map(String.init))
    case "replace":
      guard words.count == 2, let first, !first.isEmpty, let other = words[1] else {
        return .text(nil)
      }
      return .text(text.replacing(first, with: other))
    case "startswith":
      guard let first else { return .text(nil) }
      return .boolean(text.hasPrefix(first))
    case "endswith":
      guard let first else { return .text(nil) }
      return .boolean(text.hasSuffix(first))
    case "join":
      guard let value = arguments.first?.value, let items = try? rounds(value, line).known else {
        return .text(nil)
      }
      let parts = items.compactMap { if case .text(let part?) = $0 { part } else { nil } }
      return .text(parts.count == items.count ? parts.joined(separator: text) : nil)
    default: return .text(nil)
    }
  }

  /// A whole number or a text as an f-string writes it: `{i:04b}`; `nil` of what is not followed.
  static func styled(_ text: String, _ style: String) -> String? {
    guard style.first == ":" else { return nil }
    let form = style.dropFirst()
    let radix: Int? =
      switch form.last {
      case "d": 10
      case "b": 2
      case "o": 8
      case "x": 16
      default: nil
      }
    guard let radix, let number = Int(text) else { return nil }
    let width = form.dropLast()
    guard width.allSatisfy(\.isNumber), let size = width.isEmpty ? 0 : Int(width), size <= 100
    else { return nil }
    let digits = String(number.magnitude, radix: radix)
    let sign = number < 0 ? "-" : ""
    let room = max(0, size - digits.count - sign.count)
    return width.first == "0"
      ? sign + String(repeating: "0", count: room) + digits
      : String(repeating: " ", count: room) + sign + digits
  }

  /// The numbers that stand in a text, as `np.loadtxt` reads them.
  mutating func table(
    _ text: String, _ arguments: Arguments, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    var delimiter: String?
    var skipped = 0
    var type = "float"
    for (keyword, value, _) in arguments.dropFirst() {
      switch (keyword, value) {
      case ("delimiter", .text(let word?)): delimiter = word
      case ("skiprows", _), ("skip_header", _): skipped = try integer(value, line)
      case ("dtype", _): type = Self.type(of: value) ?? type
      default: throw fault(.unknownArgument(keyword ?? "", function: "np.loadtxt"), line)
      }
    }
    var rows: [[Double]] = []
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for row in lines.dropFirst(max(0, skipped)) {
      let plain = String(row.prefix { $0 != "#" }).trimmed(atStart: true, atEnd: true)
      if plain.isEmpty { continue }
      let cells =
        delimiter.map { plain.split(separator: $0, omittingEmptySubsequences: false) }
        ?? plain.split(whereSeparator: \.isWhitespace)
      var numbers: [Double] = []
      for cell in cells {
        let word = String(cell).trimmed(atStart: true, atEnd: true)
        guard let number = Double(word), number.isFinite else {
          throw fault(.notANumber(.code("'\(word)'")), line)
        }
        numbers.append(number)
      }
      guard rows.isEmpty || rows[0].count == numbers.count else {
        throw fault(.unpacking(rows.first?.count ?? 0), line)
      }
      rows.append(numbers)
    }
    guard let width = rows.first?.count else { throw fault(.notANumber(.text), line) }
    // As there, a single row or column has one axis.
    let shape = [rows.count, width].filter { $0 > 1 }
    let array = NDArray(shape: Shape(shape), float64: rows.flatMap { $0 })
    let literal = Expression.literal(array)
    return .number(type == "float" ? literal : .call("astype", literal, .name(type)))
  }

  /// The items of a set, or of a list in their order: whole numbers or texts that are known.
  mutating func ordered(
    _ value: ScriptValue, isSet: Bool, _ line: Int
  ) throws(ScriptError) -> [ScriptValue]? {
    guard let items = try rounds(value, line).known else { return nil }
    let words = items.compactMap { if case .text(let word?) = $0 { word } else { nil } }
    if words.count == items.count {
      return (isSet ? Array(Set(words)) : words).sorted().map { .text($0) }
    }
    var numbers: [Int] = []
    for item in items {
      guard let number = try? integer(item, line) else { return nil }
      numbers.append(number)
    }
    return (isSet ? Array(Set(numbers)) : numbers).sorted().map { .integer($0) }
  }
}

extension String {
  fileprivate func trimmed(atStart: Bool, atEnd: Bool) -> String {
    var rest = self[...]
    while atStart, rest.first?.isWhitespace ?? false { rest.removeFirst() }
    while atEnd, rest.last?.isWhitespace ?? false { rest.removeLast() }
    return String(rest)
  }
}

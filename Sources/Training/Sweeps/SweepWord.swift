import Equations

/// A word of a sweep's specification, knowing where it stands.
struct SweepWord: Equatable {
  var text: String
  /// Bytes before it.
  var start: Int

  var span: SourceSpan { SourceSpan(start: start, end: start + max(text.utf8.count, 1)) }

  /// The words of a text: apart by blanks that stand in no brackets and no quotation marks.
  static func words(of text: String, offset: Int) throws(SweepError) -> [SweepWord] {
    let parts = try split(text, offset: offset) { $0 == 32 || $0 == 9 }
    return parts.filter { !$0.text.isEmpty }
  }

  /// The parts between commas, without blanks around them.
  func parts() throws(SweepError) -> [SweepWord] {
    try Self.split(text, offset: start) { $0 == UInt8(ascii: ",") }.map(\.trimmed)
  }

  private static func split(
    _ text: String, offset: Int, at isSeparator: (UInt8) -> Bool
  ) throws(SweepError) -> [SweepWord] {
    let bytes = Array(text.utf8)
    var words: [SweepWord] = []
    var start = 0
    var depth = 0
    var quote: (byte: UInt8, place: Int)?
    func word(to end: Int) -> SweepWord {
      SweepWord(text: String(decoding: bytes[start..<end], as: UTF8.self), start: offset + start)
    }
    for (index, byte) in bytes.enumerated() {
      if let open = quote {
        if byte == open.byte { quote = nil }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = (byte, index)
      case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"): depth = max(depth - 1, 0)
      case _ where depth == 0 && isSeparator(byte):
        words.append(word(to: index))
        start = index + 1
      default: break
      }
    }
    if let quote {
      let place = offset + quote.place
      throw SweepError(.unclosedQuote, at: SourceSpan(start: place, end: place + 1))
    }
    words.append(word(to: bytes.count))
    return words
  }

  private var trimmed: SweepWord {
    let bytes = Array(text.utf8)
    let lead = bytes.prefix { $0 == 32 || $0 == 9 }.count
    let rest = bytes.dropFirst(lead)
    let tail = rest.reversed().prefix { $0 == 32 || $0 == 9 }.count
    return SweepWord(
      text: String(decoding: rest.dropLast(tail), as: UTF8.self), start: start + lead)
  }

  /// What stands before and after the first `=`, the quotation marks around the value taken away;
  /// `nil` if the word is no such thing.
  var assignment: (name: String, value: SweepWord)? {
    let bytes = Array(text.utf8)
    guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    let name = String(decoding: bytes[..<equals], as: UTF8.self)
    guard Parser.isName(name) else { return nil }
    var value = bytes[(equals + 1)...]
    var place = start + equals + 1
    let marks = [UInt8(ascii: "\""), UInt8(ascii: "'")]
    if value.count >= 2, let first = value.first, marks.contains(first), value.last == first {
      value = value.dropFirst().dropLast()
      place += 1
    }
    return (name, SweepWord(text: String(decoding: value, as: UTF8.self), start: place))
  }

  /// The word as an expression, whose spans count from the start of the whole text.
  func expression() throws(SweepError) -> Expression {
    do {
      return try Parser.expression(String(repeating: " ", count: start) + text)
    } catch {
      throw SweepError(.language(error), at: error.span.isSome ? error.span : span)
    }
  }
}

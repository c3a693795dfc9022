extension StringProtocol {
  /// The text with long literals cut short: `[[0.1, 0.2, 0.3, ... 5996 more ..., 0.9]]`.
  ///
  /// As arrays are printed, what has at most a thousand numbers stays whole.
  package var abridged: String {
    let bytes = Array(utf8)
    // A number and its comma take two bytes at least.
    guard bytes.count > 2 * LongLiteral.mostNumbers else { return String(self) }
    var (result, place): ([UInt8], Int) = ([], 0)
    while place < bytes.count {
      var end = place
      while end < bytes.count, LongLiteral.belongs[Int(bytes[end])] { end += 1 }
      if end == place {
        result.append(bytes[place])
        place += 1
      } else {
        result += LongLiteral.abridged(bytes[place..<end])
        place = end
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

extension StyledText {
  /// The same with long literals cut short.
  package var abridged: StyledText {
    guard spans.contains(where: { $0.text.utf8.count > 2 * LongLiteral.mostNumbers }) else {
      return self
    }
    return StyledText(spans: spans.map { Span($0.text.abridged, $0.style) })
  }
}

/// Numbers and truth values apart by commas, in brackets.
private enum LongLiteral {
  static let mostNumbers = 1000

  /// Of which bytes it consists.
  static let belongs: [Bool] = {
    let bytes = Set("0123456789.+-eE, []\nTrueFals".utf8)
    return (0..<256).map { bytes.contains(UInt8($0)) }
  }()

  static func abridged(_ literal: ArraySlice<UInt8>) -> [UInt8] {
    let comma = UInt8(ascii: ",")
    let commas = literal.indices.filter { literal[$0] == comma }
    guard commas.count >= mostNumbers, let last = commas.last else { return Array(literal) }
    let more = "... \(commas.count - 3) more ..."
    return literal[...commas[2]] + Array(" \(more)".utf8) + literal[last...]
  }
}

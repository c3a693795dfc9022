/// Text whose parts have roles.
///
///     let line: StyledText = "\("W1", .name) is \(2) by \(3, .number)"
public struct StyledText: Sendable, Equatable {
  public struct Span: Sendable, Equatable {
    public var text: String
    public var style: Style

    public init(_ text: String, _ style: Style = .plain) {
      self.text = text
      self.style = style
    }
  }

  public private(set) var spans: [Span]

  public init() { spans = [] }

  public init(_ text: String, _ style: Style = .plain) {
    spans = text.isEmpty ? [] : [Span(text, style)]
  }

  public init(spans: [Span]) {
    self.spans = []
    for span in spans { append(span.text, span.style) }
  }

  public var isEmpty: Bool { spans.isEmpty }

  /// The text alone, as it was given.
  public var string: String { spans.map(\.text).joined() }

  public mutating func append(_ text: String, _ style: Style = .plain) {
    if text.isEmpty { return }
    if let last = spans.indices.last, spans[last].style == style {
      spans[last].text += text
    } else {
      spans.append(Span(text, style))
    }
  }

  public mutating func append(_ other: StyledText) {
    for span in other.spans { append(span.text, span.style) }
  }

  public static func + (a: StyledText, b: StyledText) -> StyledText {
    var sum = a
    sum.append(b)
    return sum
  }

  public static func += (a: inout StyledText, b: StyledText) { a.append(b) }

  /// The whole in another style.
  public func styled(_ style: Style) -> StyledText { StyledText(string, style) }

  /// The parts between the newlines.
  public func lines() -> [StyledText] {
    var lines = [StyledText()]
    for span in spans {
      let parts = span.text.unicodeScalars.split(
        separator: "\n", omittingEmptySubsequences: false)
      for (index, part) in parts.enumerated() {
        if index > 0 { lines.append(StyledText()) }
        lines[lines.count - 1].append(String(part), span.style)
      }
    }
    return lines
  }
}

extension Sequence<StyledText> {
  public func joined(separator: StyledText) -> StyledText {
    var result = StyledText()
    for (index, text) in enumerated() {
      if index > 0 { result.append(separator) }
      result.append(text)
    }
    return result
  }
}

extension StyledText: ExpressibleByStringInterpolation {
  public init(stringLiteral value: String) { self.init(value) }

  public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.text }

  public struct StringInterpolation: StringInterpolationProtocol {
    var text = StyledText()

    public init(literalCapacity: Int, interpolationCount: Int) {}

    public mutating func appendLiteral(_ literal: String) { text.append(literal) }

    public mutating func appendInterpolation(_ other: StyledText) { text.append(other) }

    public mutating func appendInterpolation(_ value: some Any, _ style: Style = .plain) {
      text.append(String(describing: value), style)
    }
  }
}

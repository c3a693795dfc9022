/// Words of the program's own, which a translation may replace.
///
///     let words: Phrase = "there is no lesson '\(name)'"
///     page.paragraph(words)
///
/// The literal's words are the key that a translation is looked up by: `there is no lesson '{1}'`.
/// What stands in its places is put in afterwards, in whichever order the translation has them, so
/// the English text stands where it is used and nowhere else. A phrase is one literal and a whole
/// sentence: translators cannot do anything with halves, which is why there is no `+`. Where a
/// number decides about the words there are two phrases, one for 1 and one for the others.
///
/// The look-up happens when a page is written. In English, or where a translation has nothing for
/// it, a phrase says what the literal says.
public struct Phrase: Sendable {
  /// What stands in a place.
  indirect enum Argument: Sendable {
    case text(StyledText)
    case phrase(Phrase, Style)
  }

  /// The words, with `{1}`, `{2}` ... in the places.
  public private(set) var key: String
  private var arguments: [Argument]
  private var style: Style?

  /// Text that is the same in every language.
  public init(_ text: StyledText) {
    key = text.isEmpty ? "" : "{1}"
    arguments = text.isEmpty ? [] : [.text(text)]
  }

  /// The same for text without styles: a name, or a command that is to be typed.
  public static func verbatim(_ text: String) -> Phrase { Phrase(StyledText(text)) }

  /// Words that are kept beside what they describe: the summary of a command.
  public init(key: String) {
    self.key = key
    arguments = []
  }

  /// Several in a row, as names in a list are.
  public init(_ phrases: some Sequence<Phrase>, separator: String = ", ") {
    arguments = phrases.map { .phrase($0, .plain) }
    key = arguments.indices.map { "{\($0 + 1)}" }.joined(separator: separator)
  }

  /// A phrase in a style.
  public init(_ phrase: Phrase, _ style: Style) { self = phrase.styled(style) }

  /// A text that is longer than `length` characters without its middle.
  public static func cut(_ text: String, atMost length: Int) -> String {
    // Bytes are counted at once, characters one by one.
    guard text.utf8.count > length, text.count > length else { return text }
    let half = (length - 5) / 2
    return "\(text.prefix(half)) ... \(text.suffix(half))"
  }

  /// The same with what stands in its places cut in the middle where it is longer than `length`
  /// characters: beginning and end tell what it was.
  public func quoting(atMost length: Int) -> Phrase {
    var copy = self
    copy.arguments = arguments.map { argument in
      switch argument {
      case .phrase(let phrase, let style): return .phrase(phrase.quoting(atMost: length), style)
      case .text(let text):
        let whole = text.string
        let cut = Self.cut(whole, atMost: length)
        return cut == whole ? argument : .text(StyledText(cut, text.spans[0].style))
      }
    }
    return copy
  }

  /// The same with other things in its places.
  func filled(_ phrases: [Phrase]) -> Phrase {
    var copy = self
    copy.arguments = phrases.map { .phrase($0, .plain) }
    return copy
  }

  /// The same in another style.
  public func styled(_ style: Style) -> Phrase {
    var copy = self
    copy.style = style
    return copy
  }

  /// The text, in a translation or in English.
  public func text(_ translation: Translation? = nil, style outer: Style = .plain) -> StyledText {
    let style = style ?? outer
    var text = StyledText()
    for piece in Template(translation?[key] ?? key).pieces {
      switch piece {
      case .words(let words): text.append(words, style)
      case .place(let number):
        guard arguments.indices.contains(number - 1) else { continue }
        switch arguments[number - 1] {
        case .text(let argument):
          for span in argument.spans {
            text.append(span.text, span.style == .plain ? style : span.style)
          }
        case .phrase(let phrase, let inner):
          text += phrase.text(translation, style: inner == .plain ? style : inner)
        }
      }
    }
    return text
  }

  /// The text in English, without its styles.
  public var english: String { text().string }

  public var isEmpty: Bool { key.isEmpty }

  /// Whether there is anything to translate: a phrase of names of one letter and of signs alone is
  /// the same in every language.
  public static func hasWords(_ key: String) -> Bool {
    Template(key).pieces.contains { piece in
      guard case .words(let words) = piece else { return false }
      return words.split { !$0.isLetter }.contains { $0.count > 1 }
    }
  }
}

extension Phrase: Equatable, CustomStringConvertible {
  /// Whether both say the same in English.
  public static func == (a: Phrase, b: Phrase) -> Bool { a.text() == b.text() }

  public var description: String { english }
}

extension Phrase: ExpressibleByStringInterpolation {
  public init(stringLiteral value: String) { self.init(key: value) }

  public init(stringInterpolation: StringInterpolation) {
    key = stringInterpolation.key
    arguments = stringInterpolation.arguments
  }

  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var key = ""
    fileprivate var arguments: [Argument] = []

    public init(literalCapacity: Int, interpolationCount: Int) {}

    public mutating func appendLiteral(_ literal: String) { key += literal }

    private mutating func append(_ argument: Argument) {
      arguments.append(argument)
      key += "{\(arguments.count)}"
    }

    /// A part of the sentence that is a phrase itself.
    public mutating func appendInterpolation(_ phrase: Phrase, _ style: Style = .plain) {
      append(.phrase(phrase, style))
    }

    public mutating func appendInterpolation(_ text: StyledText) { append(.text(text)) }

    public mutating func appendInterpolation(
      _ value: some CustomStringConvertible, _ style: Style = .plain
    ) {
      append(.text(StyledText(value.description, style)))
    }
  }
}

/// A text with places, in its parts.
struct Template {
  enum Piece: Equatable {
    case words(String)
    case place(Int)
  }

  private(set) var pieces: [Piece] = []

  init(_ text: String) {
    var rest = text[...]
    var words = ""
    while let open = rest.firstIndex(of: "{") {
      words += rest[..<open]
      let digits = rest[rest.index(after: open)...].prefix { $0.isASCII && $0.isNumber }
      if let number = Int(digits), number > 0, digits.endIndex < rest.endIndex,
        rest[digits.endIndex] == "}"
      {
        if !words.isEmpty { pieces.append(.words(words)) }
        words = ""
        pieces.append(.place(number))
        rest = rest[rest.index(after: digits.endIndex)...]
      } else {
        words.append("{")
        rest = rest[rest.index(after: open)...]
      }
    }
    words += rest
    if !words.isEmpty { pieces.append(.words(words)) }
  }

  /// The numbers of the places.
  var places: Set<Int> {
    Set(pieces.compactMap { if case .place(let number) = $0 { number } else { nil } })
  }
}

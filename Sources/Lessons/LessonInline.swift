/// Text within a line: words and what is done to them.
public indirect enum LessonInline: Sendable, Hashable {
  case text(String)
  case emphasis([LessonInline])
  case strong([LessonInline])
  case code(String)
  case link([LessonInline], destination: String)
  /// The end of a line of the file: a space, when the paragraph is set.
  case softBreak
  /// A line break that the author asked for.
  case hardBreak
}

extension Sequence where Element == LessonInline {
  /// The words alone, breaks as spaces.
  public var plainText: String {
    var text = ""
    for inline in self {
      switch inline {
      case .text(let words), .code(let words): text += words
      case .emphasis(let inner), .strong(let inner), .link(let inner, _): text += inner.plainText
      case .softBreak, .hardBreak: text += " "
      }
    }
    return text
  }
}

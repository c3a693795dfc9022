import Phrases

extension Sequence where Element == LessonInline {
  /// The words as they are set, breaks as spaces, with a link's address behind its words.
  ///
  /// - Parameter style: of all of it; what is emphasised in it is so where it is plain.
  package func styled(_ style: Style = .plain) -> StyledText {
    var text = StyledText()
    for inline in self {
      switch inline {
      case .text(let words): text.append(words, style)
      case .emphasis(let inner): text += inner.styled(style == .plain ? .emphasis : style)
      case .strong(let inner): text += inner.styled(style == .plain ? .strong : style)
      case .code(let code): text.append(code, .code)
      case .link(let inner, let destination):
        text += inner.styled(.link)
        if inner.plainText != destination { text.append(" (\(destination))", .dim) }
      case .softBreak, .hardBreak: text.append(" ", style)
      }
    }
    return text
  }
}

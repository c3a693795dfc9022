// Whoever writes text out has the text: its types need no import of their own.
@_exported import Phrases

extension StyledText {
  /// In columns of a terminal, as rendered.
  public var width: Int {
    spans.reduce(0) { $0 + TextWidth.columns(of: TextWidth.sanitize($1.text)) }
  }

  /// With escape sequences for the styles and none of the text's own: control characters in it are
  /// made visible, only its newlines are kept.
  public func rendered(color: ColorLevel) -> String {
    var result = ""
    for span in spans {
      let text = TextWidth.sanitize(span.text, keepingNewlines: true)
      if let parameters = Theme.parameters(span.style, color) {
        // A style ends with its line, so that a pager may show any line alone.
        result += text.split(separator: "\n", omittingEmptySubsequences: false)
          .map { $0.isEmpty ? "" : "\u{1B}[\(parameters)m\($0)\u{1B}[0m" }
          .joined(separator: "\n")
      } else {
        result += text
      }
    }
    return result
  }
}

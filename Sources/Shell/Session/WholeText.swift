import Networks
import Scripts

/// A text of several lines that is one thing, whose lines say little each for itself: a script of
/// Python, or a model.
package struct WholeText: Sendable {
  private enum Kind { case script, model }

  private let kind: Kind
  private let text: String

  /// - Returns: `nil` for commands, one after the other.
  package init?(_ text: String) {
    let text = text.replacing("\r\n", with: "\n")
    if Model.isModel(text) {
      kind = .model
    } else if Script.isScript(text) {
      kind = .script
    } else {
      return nil
    }
    self.text = text
  }

  /// The command that takes it, as journals have it.
  package var command: String {
    switch kind {
    case .script: "script pasted.py\n\(text)"
    case .model: "edit model\n\(text)"
    }
  }

  /// Whether more may be meant to follow: the last line is within something that the lines before it
  /// have opened.
  package var goesOn: Bool {
    guard let last = text.split(separator: "\n", omittingEmptySubsequences: false).last else {
      return false
    }
    return last.first == " " || last.first == "\t" || last.trimmedEnd.last == ":"
  }
}

extension Substring {
  /// Without blanks at its end.
  fileprivate var trimmedEnd: Substring {
    var text = self
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }
}

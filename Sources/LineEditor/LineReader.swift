/// Something that gives one line after another: a terminal with editing, or a pipe.
public protocol LineReader: AnyObject {
  /// The next line, without its line ending. Waits for it.
  func readLine(prompt: Prompt) -> LineInput
  /// The answer to a question, which no one wants in the history.
  func readAnswer(prompt: Prompt) -> LineInput
  /// Puts lines into the history: those of a block that its reader has taken.
  func keep(_ lines: [String])
  /// Gives the terminal back as it was found. Lines can no longer be read.
  func close()
  /// What was wrong with the history's file, if anything.
  var historyProblem: HistoryProblem? { get }
  /// The lines kept, oldest first.
  var historyLines: [String] { get }
}

extension LineReader {
  public func readAnswer(prompt: Prompt) -> LineInput { readLine(prompt: prompt) }
  public func close() {}
  public func keep(_ lines: [String]) {}
  public var historyProblem: HistoryProblem? { nil }
  public var historyLines: [String] { [] }
}

/// What came when a line was asked for.
public enum LineInput: Equatable, Sendable {
  case line(String)
  /// Several lines, or a very long one, pasted at once, with what was typed around them; none is
  /// empty. They are off the screen again, and not in the history.
  case block([String])
  /// Ctrl-C: the line was abandoned.
  case interrupted
  /// Ctrl-D on an empty line, or the end of the pipe.
  case endOfInput
}

/// A prompt: its text, without any escape sequence, and the colour that the editor gives it.
///
/// Lines before the last are printed once, ahead of the line being edited. A space is put after a
/// coloured prompt that does not end in one.
public struct Prompt: Sendable, Equatable {
  public var text: String
  public var color: PromptColor?

  public init(text: String, color: PromptColor? = nil) {
    self.text = text
    self.color = color
  }
}

extension Prompt: ExpressibleByStringLiteral {
  public init(stringLiteral value: String) { self.init(text: value) }
}

/// The colours that a prompt may have: those that every colour terminal knows.
public enum PromptColor: String, Sendable, CaseIterable {
  case bold, red, green, yellow, blue, magenta, cyan

  /// The parameters of the SGR escape sequence (ECMA-48, 8.3.117).
  var parameters: String {
    switch self {
    case .bold: "1"
    case .red: "1;31"
    case .green: "1;32"
    case .yellow: "1;33"
    case .blue: "1;34"
    case .magenta: "1;35"
    case .cyan: "1;36"
    }
  }
}

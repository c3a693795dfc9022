/// Commands that a lesson shows, with what they print.
///
/// Lines that begin with `> ` are commands; the lines after each, up to the next command, are what it
/// printed when the lesson was last verified. A fence without such a line is commands only, one a
/// line, blank lines between them ignored.
public struct RunFence: Sendable, Hashable {
  /// Where the fence begins.
  public var position: SourcePosition
  /// The line of the closing fence (or the last line of the file, when none closes it).
  public var lastLine: Int
  /// Whether the fence shows output, that is: has lines that begin with `> `.
  public var isRecorded: Bool
  public var steps: [RunStep]

  public init(position: SourcePosition, lastLine: Int, isRecorded: Bool, steps: [RunStep]) {
    self.position = position
    self.lastLine = lastLine
    self.isRecorded = isRecorded
    self.steps = steps
  }
}

/// One command of a run fence.
public struct RunStep: Sendable, Hashable {
  /// Where the command itself begins, after `> `.
  public var position: SourcePosition
  /// The command, without `> `.
  public var command: String
  /// The recorded output, line by line, spaces kept. Line `n` of it is line
  /// `position.line + 1 + n` of the file, so that it can be rewritten in place.
  public var output: [String]

  /// The lines of the file that hold the output.
  public var outputLines: Range<Int> {
    position.line + 1..<position.line + 1 + output.count
  }

  public init(position: SourcePosition, command: String, output: [String]) {
    self.position = position
    self.command = command
    self.output = output
  }
}

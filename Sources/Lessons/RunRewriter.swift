/// Writes new output into the run fences of a lesson's file and leaves every other byte as it is.
public struct RunRewriter: Sendable {
  /// A line of output that a fence cannot hold: it would be read as a command, or as the fence's end.
  public struct Unrecordable: Error, Sendable, Hashable {
    public var command: String
    public var position: SourcePosition
    public var line: String
  }

  private var replacements: [(lines: Range<Int>, text: [String])] = []

  public init() {}

  /// Notes what a command of a recorded fence now prints.
  ///
  /// - Parameters:
  ///   - step: a step of the lesson as it was read from the file that will be rewritten.
  ///   - output: the lines it prints, without their ends.
  /// - Throws: `Unrecordable` for a line that a fence cannot hold.
  public mutating func record(_ output: [String], for step: RunStep) throws(Unrecordable) {
    for line in output {
      let isFence =
        line.drop { $0 == " " }.hasPrefix("```") || line.drop { $0 == " " }.hasPrefix("~~~")
      let isUnsafe = line.unicodeScalars.contains { SourceText.fault(of: $0) != nil }
      if line == ">" || line.hasPrefix("> ") || isFence || isUnsafe {
        throw Unrecordable(command: step.command, position: step.position, line: line)
      }
    }
    if output != step.output { replacements.append((step.outputLines, output)) }
  }

  /// Whether anything noted differs from what the file holds.
  public var changesAnything: Bool { !replacements.isEmpty }

  /// The file with what was noted.
  public func rewritten(_ bytes: [UInt8]) -> [UInt8] {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
    let end: [UInt8] = lines.first?.last == UInt8(ascii: "\r") ? [13] : []
    var kept: [[UInt8]] = []
    var number = 1
    for (range, text) in replacements.sorted(by: { $0.lines.lowerBound < $1.lines.lowerBound }) {
      // Ranges of another file are not this one's: what lies outside it is passed over.
      guard range.lowerBound >= number, range.upperBound <= number + lines.count else { continue }
      kept += lines.prefix(range.lowerBound - number).map(Array.init)
      kept += text.map { Array($0.utf8) + end }
      lines = lines.dropFirst(range.upperBound - number)
      number = range.upperBound
    }
    kept += lines.map(Array.init)
    return Array(kept.joined(separator: [UInt8(ascii: "\n")]))
  }
}

import Foundation

/// The project's README.
package enum Readme {
  /// The blocks between fences, in order.
  package static func blocks() throws -> [(language: String, text: String)] {
    let path = URL(fileURLWithPath: Transcript.lessonFolder).deletingLastPathComponent()
      .appendingPathComponent("README.md")
    let parts = try String(contentsOf: path, encoding: .utf8).components(separatedBy: "```")
    return stride(from: 1, to: parts.count, by: 2).map { index in
      let lines = parts[index].split(
        separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(lines[0]), String(lines.last ?? ""))
    }
  }
}

import Foundation
import Support
import Testing

@testable import Training

/// Hashes of whole states as they were recorded once: every build, debug or release, on every
/// machine must come to the same.
///
/// `UNDERHOOD_RECORD=1 swift test --filter SameBitsTests` writes them anew; since the walk by
/// equations makes them, only a change of what the language means changes them.
struct RecordedHashes: Sendable {
  struct Entry: Sendable {
    let name: String
    let epochs: Int
    let text: String
    let hash: String
  }

  static let isRecording = ProcessInfo.processInfo.environment["UNDERHOOD_RECORD"] == "1"

  /// As the fixture has them; none if it cannot be read.
  static let all = (try? RecordedHashes())?.entries ?? [:]

  private let entries: [String: Entry]

  /// A name, the epochs, the model's lines indented, and the hash.
  private init() throws {
    var entries: [String: Entry] = [:]
    var name = ""
    var epochs = 0
    var text: [String] = []
    for line in try Fixture.lines("same_bits", in: .module) {
      if line.hasPrefix("    ") {
        text.append(String(line.dropFirst(4)))
      } else if line.hasPrefix("hash ") {
        entries[name] = Entry(
          name: name, epochs: epochs, text: text.joined(separator: "\n"),
          hash: String(line.dropFirst(5)))
        text = []
      } else if line.hasPrefix("epochs ") {
        epochs = try #require(Int(line.dropFirst(7)))
      } else {
        name = line
      }
    }
    self.entries = entries
  }

  static func record(_ entries: [Entry]) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/same_bits.txt")
    let lines = entries.flatMap { entry in
      [entry.name, "epochs \(entry.epochs)"]
        + entry.text.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }
        + ["hash \(entry.hash)"]
    }
    try (lines.joined(separator: "\n") + "\n").write(to: file, atomically: true, encoding: .utf8)
  }
}

import Foundation
import ShellSupport
import Testing

@testable import Shell
@testable import underhood

/// Sessions, kept as a student would see them.
@Suite struct TranscriptTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures/transcripts")

  static var names: [String] {
    let found = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (found ?? []).filter { $0.hasSuffix(".txt") }.sorted()
  }

  static let isRecording = ProcessInfo.processInfo.environment["UNDERHOOD_RECORD"] == "1"

  @Test func thereAreTranscripts() { #expect(Self.names.count >= 8) }

  @Test(arguments: names)
  func answersAreThoseKept(name: String) throws {
    let file = Self.folder.appendingPathComponent(name)
    let kept = Transcript(try String(contentsOf: file, encoding: .utf8))
    let found = try kept.replayed(knowing: .program)
    if Self.isRecording {
      try found.text.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    let difference = Transcript.difference(kept, found)
    #expect(kept.exchanges == found.exchanges, "\(name)\n\(difference)")
  }

  /// 80 columns hold every line, but for equations and arrays that are longer by themselves.
  @Test(arguments: names)
  func linesFit(name: String) throws {
    let kept = Transcript(
      try String(contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8))
    for exchange in kept.exchanges {
      for line in exchange.answer.split(separator: "\n") where line.count > 80 {
        // An equation is not broken, nor is a table's row where it is spoken.
        if line.contains(" = ") || line.contains("np.") || line.contains(", difference: ")
          || line.contains(", settings: ") || line.contains(", Einstellungen: ")
          || line.contains(", slope: ") || line.contains(", together: ") || line.hasPrefix("= ")
        {
          continue
        }
        #expect(Bool(false), "\(name): > \(exchange.command)\n\(line)")
      }
    }
  }

  @Test func aTranscriptIsReadAsItIsWritten() {
    let text = "# about\n\n> step\nanswer\n\nmore\n>\n> show W1\n[1 2]\n"
    let transcript = Transcript(text)
    #expect(transcript.header == ["# about", ""])
    #expect(transcript.exchanges.map(\.command) == ["step", "", "show W1"])
    #expect(transcript.exchanges[0].answer == "answer\n\nmore\n")
    #expect(transcript.text == text)
  }

  @Test func aDifferenceCanBeRead() {
    let kept = Transcript("> a\n1\n2\n3\n> b\nsame\n")
    let found = Transcript("> a\n1\n4\n3\n5\n> b\nsame\n")
    #expect(
      Transcript.difference(kept, found) == "> a\n    1\n  - 2\n  + 4\n    3\n  + 5\n    \n")
  }
}

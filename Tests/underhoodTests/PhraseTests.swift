import Foundation
import ShellSupport
import Terminal
import Testing

@testable import Shell

/// The list of the program's texts, `lessons/interface.txt`.
@Suite struct PhraseTests {
  static let template = PhraseSources.root.appendingPathComponent("lessons/interface.txt")

  static let heading = """
    # Every text of the program, for those who translate it: see AUTHORING.md, 'In another language'.
    # This file is made from the sources (UNDERHOOD_RECORD=1 swift test --filter PhraseTests).

    """

  /// What translators are given is what the program says: no more and no less.
  @Test func theListIsThatOfTheSources() throws {
    let keys = try PhraseSources().keys
    #expect(keys.count > 300)
    for key in keys {
      let isPlain =
        !key.contains("\n") && !key.contains("  ") && key == key.trimmed && !key.contains("\t")
      #expect(isPlain, "blanks at an end, or two together: '\(key)'")
    }
    let kept = InterfaceFile(Self.template.path, language: "en")
    if TranscriptTests.isRecording {
      let fields = Self.merge(keys, into: kept.keys).map { InterfaceFile.field("en", $0) }
      let text = Self.heading + fields.map { "\n" + $0 + "\n" }.joined()
      try text.write(to: Self.template, atomically: true, encoding: .utf8)
      return
    }
    #expect(kept.lineFaults == [])
    let missing = keys.filter { !kept.keys.contains($0) }
    let gone = kept.keys.filter { !keys.contains($0) }
    #expect(missing == [], "not in lessons/interface.txt")
    #expect(gone == [], "in lessons/interface.txt and in no source")
  }

  /// The texts that there are now, in the order that the list has: where a branch stands in the
  /// compiler's output is its own affair. New ones follow the one before them in the sources.
  private static func merge(_ keys: [String], into kept: [String]) -> [String] {
    var merged = kept.filter(keys.contains)
    var place = merged.startIndex
    for key in keys {
      if let known = merged.firstIndex(of: key) {
        place = known + 1
      } else {
        merged.insert(key, at: place)
        place += 1
      }
    }
    return merged
  }

  /// German has all there is to say in a lesson, and everything else.
  @Test func germanIsWhole() throws {
    let file = InterfaceFile(
      Languages.path(of: "de", in: Transcript.lessonFolder), language: "de")
    let known = InterfaceFile(Self.template.path, language: "en").keys
    #expect(file.untranslated(of: known) == [])
  }
}

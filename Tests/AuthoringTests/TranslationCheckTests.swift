import Foundation
import Lessons
import ShellSupport
import Support
import Testing

@testable import Authoring
@testable import Shell

/// Translations, as `underhood check` sees them.
@Suite struct TranslationCheckTests {
  static let faults = Bundle.module.bundleURL
    .appendingPathComponent("Fixtures/translation-faults").path

  /// Each line of the broken file, and each broken lesson, has one fault: `expected.txt` says which.
  @Test func everyFaultOfATranslationIsFound() throws {
    var check = LessonCheck(updates: false)
    try check.check(Self.faults)
    let found = check.problems.map {
      "\($0.place): \($0.message)".replacingOccurrences(of: Self.faults + "/", with: "")
    }
    let expected = try String(contentsOfFile: Self.faults + "/expected.txt", encoding: .utf8)
      .split(separator: "\n").map(String.init)
    for (found, expected) in zip(found, expected) { #expect(found == expected) }
    #expect(found.count == expected.count, "\(found.joined(separator: "\n"))")
    #expect(
      check.notes.map { $0.english.replacingOccurrences(of: Self.faults + "/", with: "") }
        == ["de/interface.txt: 2 of 6 texts are not translated"])
  }

  /// A translation is checked as such however it is named.
  @Test(arguments: ["/de", "/de/", "/de/01-first-forward-pass.md"])
  func aTranslationIsCheckedByItself(path: String) throws {
    var check = LessonCheck(updates: false)
    try check.check(Transcript.lessonFolder + path)
    #expect(check.problems == [])
    let isOne = path.hasSuffix(".md")
    let all = LessonLibrary(directory: Transcript.lessonFolder + "/de").list().entries.count
    #expect(check.checkedLessons == (isOne ? 1 : all))
  }

  /// What is wrong with a file costs the texts that are wrong and no others.
  @Test func aBrokenFileIsReadAsFarAsItGoes() {
    let file = InterfaceFile(Self.faults + "/de/interface.txt", language: "de")
    let translation = file.translation
    #expect(translation["Right."] == "Richtig.")
    #expect(translation["page {1} of {2}"] == nil)
  }

  @Test func updateAddsWhatIsMissing() throws {
    let folder = try TemporaryFolder()
    let files = FileManager.default
    try files.createDirectory(atPath: folder.file("de"), withIntermediateDirectories: true)
    try "en: Right.\nen: page {1} of {2}\n".write(
      toFile: folder.file("interface.txt"), atomically: true, encoding: .utf8)
    let path = folder.file("de/interface.txt")
    try "# Mein Anfang\nen: Right.\nde: Richtig.".write(
      toFile: path, atomically: true, encoding: .utf8)
    var check = LessonCheck(updates: true)
    try check.check(folder.path)
    #expect(
      try String(contentsOfFile: path, encoding: .utf8)
        == "# Mein Anfang\nen: Right.\nde: Richtig.\n\nen: page {1} of {2}\nde:\n")
    #expect(check.problems == [])
    #expect(check.report().contains("1 of 2 texts are not translated"))
    var again = LessonCheck(updates: true)
    try again.check(folder.path)
    #expect(again.rewrittenFiles == [])
  }
}

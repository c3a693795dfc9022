import Foundation
import ShellSupport
import Support
import Testing

@testable import Authoring
@testable import Lessons
@testable import Shell

/// A third language, and translations that lag behind.
@Suite struct NewLanguageTests {
  private static func lesson(_ number: Int, _ id: String, _ words: String) -> String {
    """
    ---
    id: \(id)
    title: \(id)
    number: \(number)
    minutes: 1
    summary: S.
    ---

    # One

    \(words)

    ## Two

    Nothing else.

    """
  }

  private func course() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(Self.lesson(1, "one", "The first words."), to: "01-one.md")
    try folder.write(Self.lesson(2, "two", "Others."), to: "02-two.md")
    try folder.write("en: Right.\n\nen: page {1} of {2}\n", to: "interface.txt")
    return folder
  }

  @Test func aLanguageIsStarted() throws {
    let folder = try course()
    let written = try NewLanguage.write("pt-BR", in: folder.path)
    #expect(written == [folder.file("pt-BR/interface.txt"), folder.file("pt-BR/01-one.md")])
    let texts = try String(contentsOfFile: written[0], encoding: .utf8)
    #expect(texts.hasSuffix("\nen: Right.\npt-br:\n\nen: page {1} of {2}\npt-br:\n"))
    let lesson = LessonReader().read(path: written[1])
    #expect(lesson.faults == [])
    #expect(lesson.lesson?.language == "pt-BR")

    var check = LessonCheck(updates: false)
    try check.check(folder.path)
    #expect(check.problems == [])
    #expect(
      check.notes.count == 1 && check.notes[0].english.contains("2 of 2 texts are not translated"))

    try texts.replacing("en: Right.\npt-br:", with: "en: Right.\npt-br: Certo.")
      .write(toFile: written[0], atomically: true, encoding: .utf8)
    #expect(Languages.translation(into: "pt-BR", lessons: folder.path)?["Right."] == "Certo.")
  }

  @Test(arguments: ["en", "en-GB", "Deutsch?", "../x", ""])
  func onlyALanguageIsOne(tag: String) throws {
    let folder = try course()
    #expect(throws: ShellError.self) { try NewLanguage.write(tag, in: folder.path) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 3)
  }

  @Test func nothingIsOverwritten() throws {
    let folder = try course()
    _ = try NewLanguage.write("fr", in: folder.path)
    #expect(throws: ShellError.self) { try NewLanguage.write("fr", in: folder.path) }
    #expect(throws: ShellError.self) { try NewLanguage.write("fr", in: folder.path + "/none") }
  }

  /// A page of the original that has changed is named, until someone says that it is translated.
  @Test func aTranslationThatLagsIsFound() throws {
    let folder = try course()
    _ = try NewLanguage.write("fr", in: folder.path)
    func problems(isStrict: Bool = true) throws -> [String] {
      var check = LessonCheck(updates: false, isStrict: isStrict)
      try check.check(folder.path)
      return check.problems.map { "\($0.place.split(separator: "/").last ?? ""): \($0.message)" }
    }
    #expect(try problems().count == 1)
    #expect(try problems()[0].contains("nothing says of which text"))
    #expect(try problems(isStrict: false) == [])
    var date = LessonCheck(updates: false, isTranslated: true)
    try date.check(folder.file("fr/01-one.md"))
    #expect(date.rewrittenFiles == [folder.file("fr/01-one.md")])
    #expect(try problems() == [])

    // Lines that are broken elsewhere say the same.
    try folder.write(Self.lesson(1, "one", "The first\nwords."), to: "01-one.md")
    #expect(try problems() == [])
    try folder.write(Self.lesson(1, "one", "The second words."), to: "01-one.md")
    let lag = try problems(isStrict: false)
    #expect(lag.count == 1)
    #expect(lag[0].hasPrefix("01-one.md:11:1: the original's page 'One' (line 9) has changed"))
    try date.check(folder.file("fr/01-one.md"))
    #expect(try problems() == [])
  }

  @Test func valuesAreCompared() throws {
    let folder = try course()
    _ = try NewLanguage.write("fr", in: folder.path)
    try folder.write(Self.lesson(1, "one", "It is {value: 1 + 1}, or 3."), to: "01-one.md")
    try folder.write(
      Self.lesson(1, "one", "It is 2, or {value: 3}.")
        .replacing("summary: S.", with: "summary: S.\nlanguage: fr"), to: "fr/01-one.md")
    var check = LessonCheck(updates: false)
    try check.check(folder.path)
    #expect(check.problems.count == 2)
    #expect(check.problems.contains { $0.message.english.contains("{value: 1 + 1} is missing") })
    #expect(check.problems.contains { $0.message.english.contains("no {value: 3} left") })
  }
}

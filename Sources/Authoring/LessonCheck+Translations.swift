import Lessons
import Shell
import System

/// Translations: the interface's texts, and lessons beside their originals.
extension LessonCheck {
  /// Checks the translations into a language: the interface's texts, then the lessons, each beside
  /// its original.
  mutating func check(_ language: String, of library: LessonLibrary) throws(ShellError) {
    let path = Languages.path(of: language, in: library.directory)
    if File.exists(path) { try checkInterface(path, language, library.directory) }
    let translations = library.translations(into: language)
    let listing = translations.list()
    guard File.exists(path) || !listing.entries.isEmpty else { return }
    for fault in listing.faults { note(fault) }
    for entry in listing.entries {
      try check(translations.read(entry), at: entry.path, in: language, of: library)
    }
  }

  /// Checks a translated lesson, beside its original and in its own language.
  mutating func check(
    _ reading: LessonReading, at path: String, in language: String, of library: LessonLibrary
  ) throws(ShellError) {
    if let lesson = reading.lesson {
      let entry = library.list().entries.first { $0.id == lesson.id }
      let original = entry.flatMap { library.read($0).lesson }
      var found = TranslationCheck(lesson, of: original, language: language)
      if let original {
        let pages = OriginalPage.pages(of: original, lines: try Self.lines(original.sourcePath))
        if isTranslated {
          try date(path, by: pages)
        } else {
          found.compareDates(lesson, pages, isWanted: isStrict)
        }
      }
      for (problem, position) in found.problems {
        note(Wording.describe(problem), at: position, path)
      }
    }
    translation = Languages.translation(into: language, lessons: library.directory)
    defer { translation = nil }
    try check(reading: reading, at: path)
  }

  /// Checks a file of the interface's texts against the list of them; `--update` adds to it what is
  /// still to be translated.
  private mutating func checkInterface(
    _ path: String, _ language: String, _ directory: String
  ) throws(ShellError) {
    let listPath = LessonLibrary.path(of: InterfaceFile.name, in: directory)
    guard File.exists(listPath) else { return }
    let known = InterfaceFile(listPath, language: "en").keys
    var file = InterfaceFile(path, language: language)
    file.check(against: known)
    for fault in file.lineFaults { note(fault) }
    for (fault, position) in file.faults { note(Wording.describe(fault), at: position, path) }
    let missing = file.missingLines(of: known)
    if updates, !missing.isEmpty {
      let text = try TextFile.read(path)
      let end = text.hasSuffix("\n") ? "" : "\n"
      try TextFile.write(
        text + end + missing.joined(separator: "\n") + "\n", to: path, replacesExisting: true)
      rewrittenFiles.append(path)
    }
    let count = file.untranslated(of: known).count
    if count > 0 { notes.append("\(path): \(count) of \(known.count) texts are not translated") }
  }

  /// Notes in a translation's front matter of which text it is one.
  private mutating func date(_ path: String, by pages: [OriginalPage]) throws(ShellError) {
    let line = "original: " + pages.map(\.digest).joined(separator: " ")
    var lines = try Self.lines(path)
    let old = lines
    guard let end = lines.dropFirst().firstIndex(where: { $0.hasPrefix("---") }) else { return }
    if let place = lines[..<end].firstIndex(where: { $0.hasPrefix("original:") }) {
      lines[place] = line
    } else {
      lines.insert(line, at: end)
    }
    guard lines != old else { return }
    try TextFile.write(lines.joined(separator: "\n"), to: path, replacesExisting: true)
    rewrittenFiles.append(path)
  }
}

import Lessons
import Shell
import System

/// Starts a translation of the course: a folder with the program's texts, still to be translated, and
/// the first lesson, to begin with.
package enum NewLanguage {
  /// Writes the folder.
  ///
  /// - Parameters:
  ///   - language: its tag: `fr`, `pt-BR`.
  ///   - directory: the folder of lessons.
  /// - Returns: the paths of what was written.
  /// - Throws: `ShellError` if the tag is none or is English, the folder is there already, or nothing
  ///   can be written.
  package static func write(
    _ language: String, in directory: String
  ) throws(ShellError) -> [String] {
    guard LessonLibrary.isLanguage(language), language.split(separator: "-").first != "en" else {
      throw ShellError(
        "unknown-language", "'\(language)' is no language to translate into",
        hint: "a tag such as fr or pt-BR")
    }
    let listPath = LessonLibrary.path(of: InterfaceFile.name, in: directory)
    guard File.exists(listPath) else {
      throw ShellError(
        "no-lessons", "there is no \(listPath), which lists what the program says",
        hint: .verbatim("underhood new-language \(language) --lessons FOLDER"))
    }
    let folder = LessonLibrary.path(of: language, in: directory)
    guard !File.exists(folder), !File.isFolder(folder) else {
      throw ShellError(
        "language-exists", "there is a folder \(folder) already",
        hint: .verbatim("underhood check --update \(folder)"))
    }
    // All of it is read before anything is written.
    let first = LessonLibrary(directory: directory).list().entries.first { $0.number > 0 }
    var lesson: (name: String, text: String)?
    if let first {
      lesson = (LessonLibrary.fileName(first.frontMatter), try Self.lesson(first, into: language))
    }
    let texts = interface(InterfaceFile(listPath, language: "en").keys, language)
    File.makeFolders(folder, permissions: 0o777)
    var written: [String] = []
    let path = Languages.path(of: language, in: directory)
    try TextFile.write(texts, to: path, replacesExisting: false)
    written.append(path)
    if let lesson {
      let path = LessonLibrary.path(of: "\(language)/\(lesson.name)", in: directory)
      try TextFile.write(lesson.text, to: path, replacesExisting: false)
      written.append(path)
    }
    return written
  }

  /// The file of the interface's texts, each with a place for its translation.
  private static func interface(_ keys: [String], _ language: String) -> String {
    let key = language.lowercased()
    let heading = """
      # What the program says, in the language \(language): see AUTHORING.md, 'In another language'.
      # Behind '\(key):' write what stands behind 'en:' above it. Something is put in for {1}, {2}, ...;
      # all of them must be there, in the order that the language wants. What is empty stays English.
      """
    let texts = keys.map { "\n" + InterfaceFile.field("en", $0) + "\n\(key):\n" }
    return heading + "\n" + texts.joined()
  }

  /// A lesson as it stands, as one that is to be in the language.
  private static func lesson(
    _ entry: LessonLibrary.Entry, into language: String
  ) throws(ShellError) -> String {
    var lines = try TextFile.read(entry.path).split(omittingEmptySubsequences: false) {
      $0.isNewline
    }
    if let end = lines.dropFirst().firstIndex(where: { $0.hasPrefix("---") }) {
      lines.insert("language: \(language)", at: end)
    }
    return lines.joined(separator: "\n")
  }
}

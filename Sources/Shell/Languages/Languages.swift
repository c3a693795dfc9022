import Lessons
import System
import Terminal

/// Which language the student reads.
package enum Languages {
  /// The environment's variables that name it; the first that is set decides.
  private static let variables = ["UNDERHOOD_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"]

  /// The language that the environment asks for: `de-AT` of `de_AT.UTF-8`; nil for English, and for
  /// C and POSIX, which mean no language.
  static func preferred(_ environment: (String) -> String?) -> String? {
    variables.lazy.compactMap(environment).first { !$0.isEmpty }.flatMap(tag(of:))
  }

  /// The tag in a locale's name.
  static func tag(of locale: String) -> String? {
    let name = locale.prefix { $0 != "." && $0 != "@" }
    let tag = name.split(separator: "_").joined(separator: "-")
    guard LessonLibrary.isLanguage(tag), !isEnglish(tag) else { return nil }
    return tag
  }

  private static func isEnglish(_ tag: String) -> Bool {
    tag == "en" || tag.hasPrefix("en-")
  }

  /// The translation into a language, or into it wherever it is spoken: `de` where there is no
  /// `de-AT`. Nil where there is none; in English nothing is read.
  package static func translation(into tag: String?, lessons directory: String?) -> Translation? {
    guard let tag, let directory else { return nil }
    let general = tag.prefix { $0 != "-" }
    for candidate in [tag, String(general)] where !isEnglish(candidate) {
      let path = path(of: candidate, in: directory)
      guard File.exists(path) else { continue }
      return InterfaceFile(path, language: candidate).translation
    }
    return nil
  }

  /// The same where a language was asked for by name.
  ///
  /// - Throws: `ShellError` if it is no language, or none that there is.
  static func translation(
    named tag: String, lessons directory: String?
  ) throws(ShellError) -> Translation? {
    guard LessonLibrary.isLanguage(tag) else {
      throw ShellError("unknown-language", "'\(tag)' is no language", hint: "a tag such as de")
    }
    if isEnglish(tag) { return nil }
    if let found = translation(into: tag, lessons: directory) { return found }
    let known = ["en"] + (directory.map { LessonLibrary(directory: $0).languages } ?? [])
    throw ShellError(
      "unknown-language", "there is no translation into '\(tag)'",
      hint: "there is \(Suggestions.list(known, .and))")
  }

  /// The language of a folder of translations, and the lessons that they are of; nil for any other
  /// folder.
  package static func translations(in folder: String) -> (language: String, library: LessonLibrary)?
  {
    translations(named: folder) ?? Path.resolved(folder).flatMap(translations(named:))
  }

  private static func translations(
    named folder: String
  ) -> (language: String, library: LessonLibrary)? {
    var name = folder
    while name.count > 1, name.last == "/" { name.removeLast() }
    let parent = Path.parent(of: name)
    let language = name.split(separator: "/").last.map(String.init) ?? ""
    guard LessonLibrary.isLanguage(language),
      File.exists(LessonLibrary.path(of: InterfaceFile.name, in: parent))
        || File.exists(LessonLibrary.path(of: InterfaceFile.name, in: folder))
    else { return nil }
    return (language, LessonLibrary(directory: parent))
  }

  package static func path(of language: String, in directory: String) -> String {
    LessonLibrary.path(of: "\(language)/\(InterfaceFile.name)", in: directory)
  }
}

extension Session.Context {
  /// Takes the language that was asked for by name, else the one that the environment asks for,
  /// where there is a translation into it, else English.
  ///
  /// - Throws: `ShellError` if there is no translation into the one asked for by name.
  package mutating func chooseLanguage(_ name: String?) throws(ShellError) {
    if let name {
      translation = try Languages.translation(named: name, lessons: lessonDirectory)
    } else {
      translation = Languages.translation(
        into: Languages.preferred(Environment.value), lessons: lessonDirectory)
    }
  }
}

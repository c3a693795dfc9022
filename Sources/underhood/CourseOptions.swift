import ArgumentParser
import Phrases
import Shell
import System
import Terminal

/// Where the lessons are.
struct LessonFolderOption: ParsableArguments {
  @Option(help: ArgumentHelp("Where lessons are.", valueName: "folder"), completion: .directory)
  var lessons: String?

  /// The folder that was named, else the one that is found.
  var folder: String? { lessons ?? LessonFolder.find() }

  /// The same by the words of a command line that is not understood yet.
  static func folder(in words: [String]) -> String? {
    ReaderLanguage.value(of: "--lessons", in: words) ?? LessonFolder.find()
  }
}

/// The language of the reader.
struct LanguageOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The language that you read, such as de; without it what LANG says.",
      valueName: "language"), completion: .languages)
  var language: String?
}

/// The language of what is said outside a session: help, reports and errors.
enum ReaderLanguage {
  /// The translation into the language that the command line or the environment names; nil for
  /// English, and where there is none.
  ///
  /// The words are looked through as they are, since help is asked for before they are understood.
  static func translation(_ words: [String] = CommandLine.arguments) -> Translation? {
    try? translation(
      named: value(of: "--language", in: words), lessons: LessonFolderOption.folder(in: words))
  }

  /// The same of a language that was asked for by name, else of the environment's.
  ///
  /// - Throws: `ShellError` of a language that there is not.
  static func translation(
    named name: String?, lessons: String?
  ) throws(ShellError) -> Translation? {
    var context = Session.Context()
    context.lessonDirectory = lessons
    try context.chooseLanguage(name)
    return context.translation
  }

  /// Writes lines in that language.
  static func say(_ lines: [Phrase]) {
    let translation = translation()
    let texts = lines.map { TextWidth.sanitize($0.text(translation).string) + "\n" }
    Output().write(texts.joined())
  }

  /// `--name value` or `--name=value`, the last of them.
  static func value(of name: String, in words: [String]) -> String? {
    for (index, word) in words.enumerated().reversed() {
      if word.hasPrefix(name + "=") { return String(word.dropFirst(name.count + 1)) }
      if word == name, words.indices.contains(index + 1) { return words[index + 1] }
    }
    return nil
  }
}

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
}

/// The language of the reader.
struct LanguageOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The language that you read, such as de; without it what LANG says.",
      valueName: "language"), completion: .languages)
  var language: String?
}

/// The language of what is said outside a session: help, reports, and that an option is wrong.
enum ReaderLanguage {
  /// The translation into the language that the command line or the environment names; nil for
  /// English, and where there is none.
  ///
  /// The words are looked through as they are, since help is asked for before they are understood.
  static func translation(_ words: [String] = CommandLine.arguments) -> Translation? {
    var context = Session.Context()
    context.lessonDirectory = value(of: "--lessons", in: words) ?? LessonFolder.find()
    try? context.chooseLanguage(value(of: "--language", in: words))
    return context.translation
  }

  /// Writes a line in that language.
  static func say(_ phrase: Phrase) {
    Output().write(
      TextWidth.sanitize(phrase.text(translation()).string, keepingNewlines: false) + "\n")
  }

  /// `--name value` or `--name=value`, the last of them.
  private static func value(of name: String, in words: [String]) -> String? {
    for (index, word) in words.enumerated().reversed() {
      if word.hasPrefix(name + "=") { return String(word.dropFirst(name.count + 1)) }
      if word == name, words.indices.contains(index + 1) { return words[index + 1] }
    }
    return nil
  }
}

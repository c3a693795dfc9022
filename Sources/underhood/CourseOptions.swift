import ArgumentParser
import Shell

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

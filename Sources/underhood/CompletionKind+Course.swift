import ArgumentParser
import Lessons
import Shell

/// What stands in the course, for Tab in the shell that starts the program.
extension CompletionKind {
  /// The ids of lessons.
  static let lessons = custom { words, _, _ in
    library(words)?.list().entries.map(\.id) ?? []
  }

  /// The languages that there are translations into.
  static let languages = custom { words, _, _ in
    ["en"] + (library(words)?.languages ?? [])
  }

  /// Where the words of the command line say, or where lessons are found.
  private static func library(_ words: [String]) -> LessonLibrary? {
    LessonFolderOption.folder(in: words).map { LessonLibrary(directory: $0) }
  }
}

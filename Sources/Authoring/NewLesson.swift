import Lessons
import Shell
import System

/// Starts a lesson: a file that passes `underhood check`, with one of everything an author needs.
package enum NewLesson {
  /// Writes the file.
  ///
  /// - Parameters:
  ///   - id: the lesson's id, small letters, digits and hyphens.
  ///   - directory: the folder of lessons.
  /// - Returns: the file's path.
  /// - Throws: `ShellError` if the id cannot be one or is taken, or the file cannot be written.
  package static func write(_ id: String, in directory: String) throws(ShellError) -> String {
    guard LessonReader.isID(id) else {
      throw ShellError(
        "malformed-id", "'\(id)' is no id",
        hint: "small letters, digits and hyphens, a letter first: my-lesson")
    }
    guard File.isFolder(directory) else {
      throw ShellError(
        "no-lessons", "there is no folder \(directory)",
        hint: .verbatim("underhood new-lesson ID --lessons FOLDER"))
    }
    let entries = LessonLibrary(directory: directory).list().entries
    if let other = entries.first(where: { $0.id == id }) {
      throw ShellError("lesson-exists", "\(other.path) has the id '\(id)' already")
    }
    let number = (entries.map(\.number).max() ?? 0) + 1
    let frontMatter = FrontMatter(
      id: id, title: title(id), number: number, minutes: 15, summary: "What this lesson is about.")
    let folder = directory.hasSuffix("/") ? directory : directory + "/"
    let path = folder + LessonLibrary.fileName(frontMatter)
    try TextFile.write(text(frontMatter), to: path, replacesExisting: false)
    return path
  }

  /// 'my-lesson' as 'My lesson'.
  private static func title(_ id: String) -> String {
    let words = id.split(separator: "-").joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  private static func text(_ frontMatter: FrontMatter) -> String {
    """
    ---
    id: \(frontMatter.id)
    title: \(frontMatter.title)
    number: \(frontMatter.number)
    minutes: \(frontMatter.minutes)
    summary: \(frontMatter.summary)
    ---

    # \(frontMatter.title)

    Say in two sentences what the student will be able to do at the end.

    A heading with one or two `#` begins a page. Keep a page to what fits on a
    screen, and to one idea.

    ## Shown

    The lines after `>` are commands; below each stands what it prints. Write the
    commands, and `underhood check --update` fills in the rest.

    ```run
    > show sigmoid(0)
    0.5
    ```

    ## Asked

    An exercise asks for a `value`, a `shape`, a `choice`, a guess (`predict`), a
    `command`, a state (`check`), an `equation`, a `bug` or an `order` of equations.
    AUTHORING.md shows one of each.

    ```exercise
    id: sigmoid-of-zero-doubled
    ask: What is `sigmoid(0) + sigmoid(0)`?
    value: 1
    hint: What did the page before this one say about zero?
    wrong: 0 -> The sigmoid of zero is not zero: it lies in the middle.
    explain: One half and one half.
    ```

    ## Done

    ```exercise
    id: learning-rate-of-one
    ask: Make the learning rate, `lr`, equal to 1.
    check: lr == 1
    answer: set lr = 1
    hint: `help set` says how a setting is changed.
    wrong: set lr = 10 -> That is ten times as much.
    ```

    ## What you know now

    - Say what was learned, in as many words as it takes.

    """
  }
}

import Equations

/// One thing wrong with a lesson's file: where, and what.
///
/// A fault is a value; the sentence an author reads is worded elsewhere.
public struct LessonFault: Error, Sendable, Hashable {
  /// The file, as it was named when it was opened.
  public var path: String
  /// Where in the file. A fault of the file as a whole stands at line 1, column 1.
  public var position: SourcePosition
  /// What is wrong.
  public var kind: Kind

  public var line: Int { position.line }
  public var column: Int { position.column }

  public init(path: String, position: SourcePosition, kind: Kind) {
    self.path = path
    self.position = position
    self.kind = kind
  }

  /// What can be wrong with a lesson.
  public enum Kind: Sendable, Hashable {
    // The file
    /// The file could not be opened or read; the code is the C library's `errno`.
    case unreadable(errorCode: Int32)
    /// The path names a directory, a pipe or a device.
    case notARegularFile
    /// The lesson's file is not called what its number and id say.
    case fileNameMismatch(expected: String)
    /// Another file of the directory has this id.
    case lessonIDTaken(id: String, byPath: String)
    /// Another file of the directory has this number.
    case lessonNumberTaken(number: Int, byPath: String)

    // Its bytes
    /// Bytes that are not UTF-8.
    case notUTF8
    /// A control character: C0 (a line feed is allowed), DEL or C1.
    case controlCharacter(scalar: UInt32)
    /// A tab. Its width depends on the terminal, so a lesson uses spaces.
    case tab
    /// A character that reorders text or cannot be seen in it: controls of direction, line and
    /// paragraph separators, spaces without width, a byte order mark inside the text, tags.
    case invisibleCharacter(scalar: UInt32)
    /// Something is larger or more than `limit` allows.
    case limitExceeded(Limit, limit: Int)

    // The front matter
    /// The file does not begin with a `---` line.
    case missingFrontMatter
    /// No second `---` line ends the front matter.
    case unclosedFrontMatter
    /// A key that must be there is not.
    case missingKey(key: String, of: FieldsOwner)

    // Lines of `key: value`
    /// A line without a colon after its key.
    case notAField(text: String)
    /// A key with other characters than a-z, 0-9, `-` and `_`, or that begins with another than a-z.
    case malformedKey(key: String)
    /// A key that has no meaning here; `known` has those that do.
    case unknownKey(key: String, known: [String], of: FieldsOwner)
    /// A key that may come once came before.
    case repeatedKey(key: String, firstLine: Int)
    /// Nothing after the colon.
    case emptyValue(key: String)
    /// A value that must be a whole number within `range`.
    case notANumber(key: String, value: String, range: ClosedRange<Int>)
    /// A value that is none of those that the key takes.
    case unknownValue(key: String, value: String, known: [String])
    /// An id with other characters than a-z, 0-9 and single `-` between them, that begins with
    /// another than a-z (a number opens a lesson too), or longer than 64.
    case malformedID(id: String)
    /// A language that is not a tag such as `en` or `pt-BR`.
    case malformedLanguage(tag: String)
    /// Points, weights or a date that are none.
    case malformedCredit(key: String, text: String)
    /// A weight for an exercise that the lesson does not have.
    case weightOfNothing(id: String)
    /// Two exercises or quizzes of one lesson have this id.
    case repeatedID(id: String, firstLine: Int)

    // Exercises and quizzes
    /// Nothing says what must hold.
    case missingTask(FenceKind)
    /// Two keys say what must hold.
    case severalTasks(first: String, second: String)
    /// A key that means nothing beside this task.
    case strayKey(key: String, task: String)
    /// An expression that cannot be read.
    case language(key: String, LanguageFault)
    /// An assignment was wanted.
    case notAnEquation(text: String)
    /// A `stray` line that is not `equation -> feedback`.
    case malformedStray(text: String)
    /// A `wrong` line that is not `answer -> feedback`.
    case malformedWrong(text: String)
    /// An answer that cannot be read as one of the task's kind, of which there is an example.
    case wrongNotAnAnswer(text: String, key: String)
    /// A tolerance that is neither a number nor a percentage.
    case malformedTolerance(text: String)
    /// A line that is no list of functions and names.
    case malformedRule(key: String, text: String)
    /// What names an option by its equation's name, and another one by its letter.
    case ambiguousOption(text: String, options: [String])
    /// An option that is what another one's letter says.
    case optionIsALetter(text: String, letter: String)
    /// Too few options, or more than there are letters for.
    case choiceCount(Int, allowed: ClosedRange<Int>, key: String)
    /// The same option twice.
    case repeatedChoice(text: String)
    /// An answer that is none of the options.
    case notAChoice(text: String, options: [String])

    // The text
    /// The lesson has no page.
    case noPages
    /// A thing CommonMark has and a terminal cannot show.
    case unsupported(Unsupported)
    /// A link to something other than `http`, `https`, `mailto` or a place in the course.
    case linkDestination(String)
    /// A row of a table with another number of cells than its header.
    case tableRow(cells: Int, header: Int)

    // Fences
    /// A fence with no closing line.
    case unclosedFence(info: String)
    /// A typed fence inside a list or a quotation, or indented.
    case misplacedFence(FenceKind)
    /// A fence whose kind is almost, but not exactly, a typed one.
    case misspelledFence(info: String, meant: FenceKind)
    /// Words after a typed fence's kind.
    case fenceArguments(FenceKind, text: String)
    /// A typed fence with nothing in it.
    case emptyFence(FenceKind)
    /// A second `model` fence; a lesson has one.
    case repeatedModel(firstLine: Int)
    /// A line of output above a run fence's first command.
    case outputBeforeCommand
    /// A `>` with no command after it.
    case emptyCommand
    /// A drawing that does not begin with `text:`, or that has nothing drawn below.
    case drawingWithoutText
    case drawingWithoutLines
    /// A `{value:` without its brace on the same line.
    case unclosedValue
  }

  /// What a limit is about.
  public enum Limit: Sendable, Hashable, CaseIterable {
    case fileBytes, frontMatterBytes, lineBytes, stretchBytes, brackets, nesting, pages, blocks
    case fields, tableColumns, faults, files
  }

  /// What `key: value` lines belong to.
  public enum FieldsOwner: Sendable, Hashable {
    case frontMatter
    case fence(FenceKind)
    /// The interface's texts in a language.
    case interface
  }

  /// CommonMark that lessons do without.
  public enum Unsupported: Sendable, Hashable {
    /// HTML other than a comment.
    case html
    case image
    /// Formulas of LaTeX: `$x^2$`, `\frac`.
    case mathematics
    case footnote
  }
}

/// The fences that mean something to Underhood; any other fence is code to read.
public enum FenceKind: String, Sendable, Hashable, CaseIterable {
  /// The model of the lesson, in the model language.
  case model
  /// Commands, and what they print.
  case run
  /// Something for the student to do.
  case exercise
  /// A question with an answer.
  case quiz
  /// A picture made of characters, and what it shows in words.
  case drawing
}

/// What is wrong with an expression in a lesson.
public struct LanguageFault: Sendable, Hashable {
  public var error: LanguageError

  public init(error: LanguageError) { self.error = error }

  public func hash(into hasher: inout Hasher) { hasher.combine(error.span) }
}

/// A lesson, read.
///
///     let reading = LessonReader().read(bytes, path: "lessons/01-first-forward-pass.md")
///     for fault in reading.faults { ... }
///     if let lesson = reading.lesson { print(lesson.title, lesson.pages.count) }
///
/// Its texts hold no control characters but the line feeds of code, whatever the file held.
public struct Lesson: Sendable, Hashable {
  public var frontMatter: FrontMatter
  /// At least one.
  public var pages: [LessonPage]
  /// The lesson's model; without one a lesson uses the article's network.
  public var model: ModelFence?
  /// `sha256:` and 64 hexadecimal digits of the file's bytes, with each CR LF taken as LF and without
  /// what the lesson is worth: the same on every machine, another after any change of the text.
  public var hash: String
  /// The file, as it was named when it was opened.
  public var sourcePath: String

  public var id: String { frontMatter.id }
  public var title: String { frontMatter.title }
  public var number: Int { frontMatter.number }
  public var minutes: Int { frontMatter.minutes }
  public var summary: String { frontMatter.summary }
  public var language: String { frontMatter.language }

  public init(
    frontMatter: FrontMatter, pages: [LessonPage], model: ModelFence?, hash: String,
    sourcePath: String
  ) {
    self.frontMatter = frontMatter
    self.pages = pages
    self.model = model
    self.hash = hash
    self.sourcePath = sourcePath
  }
}

/// A page of a lesson: what stands between two turns of the page.
///
/// A heading of level 1 or 2 begins a page, and so does a `---` line, which is not itself shown.
public struct LessonPage: Sendable, Hashable {
  /// Where the page begins.
  public var position: SourcePosition
  /// The words of the heading that began the page, nil after a `---`.
  public var title: String?
  /// The blocks, the heading included. Never empty.
  public var blocks: [LessonBlock]

  public init(position: SourcePosition, title: String?, blocks: [LessonBlock]) {
    self.position = position
    self.title = title
    self.blocks = blocks
  }
}

extension Lesson {
  /// All exercises and quizzes, in the file's order.
  public var exercises: [Exercise] { pages.flatMap(\.exercises) }
}

extension LessonPage {
  /// The page's exercises and quizzes, in order.
  public var exercises: [Exercise] {
    blocks.compactMap { if case .exercise(let exercise) = $0.content { exercise } else { nil } }
  }
}

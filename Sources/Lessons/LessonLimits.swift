/// How large the parts of a lesson may be.
///
/// A lesson may come from anyone, and libcmark 0.30 takes quadratic time on some inputs. The
/// limits on a line, on a stretch of lines and on brackets keep that time small; the others keep
/// what is made of the lesson small. A course that is read on an 80×24 terminal stays far below
/// all of them.
public struct LessonLimits: Sendable, Hashable {
  /// Bytes of the whole file.
  public var fileBytes = 1 << 20
  /// Bytes of the front matter, its two `---` lines included. A listing reads no more than this.
  public var frontMatterBytes = 16 << 10
  /// Bytes of one line.
  public var lineBytes = 4096
  /// Bytes of consecutive lines with no blank line between them.
  public var stretchBytes = 32 << 10
  /// Square brackets that open, in the whole file.
  public var brackets = 20_000
  /// Blocks in blocks (lists, quotes), and likewise emphasis in links in emphasis.
  public var nesting = 12
  /// Pages of a lesson.
  public var pages = 500
  /// Blocks of a lesson, those inside lists and quotes included.
  public var blocks = 10_000
  /// Lines of `key: value` in one front matter or fence.
  public var fields = 200
  /// Columns of a table.
  public var tableColumns = 16
  /// Faults reported for one file: past this a file is not worth describing further.
  public var faults = 200
  /// Lesson files listed in one directory.
  public var files = 1000

  public init() {}
}

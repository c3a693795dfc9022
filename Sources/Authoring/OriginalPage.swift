import Lessons
import System

/// A page of a lesson as its translators had it: its words, by a digest that stays when lines are
/// broken elsewhere or commands print something else.
struct OriginalPage {
  var title: String
  var line: Int
  /// Four hexadecimal digits: enough to see a change, short enough for a line of front matter.
  var digest: String

  /// The pages of a lesson.
  ///
  /// - Parameter lines: the lesson's file.
  static func pages(of lesson: Lesson, lines: [String]) -> [OriginalPage] {
    let starts = lesson.pages.map(\.position.line)
    let ends = starts.dropFirst() + [lines.count + 1]
    return zip(lesson.pages, zip(starts, ends)).map { page, range in
      // Commands and the model are compared themselves.
      var left = Set(range.0..<range.1)
      for block in page.blocks {
        switch block.content {
        case .run(let fence): left.subtract(block.position.line...fence.lastLine)
        case .model(let model):
          let count = model.text.count { $0 == "\n" }
          left.subtract(block.position.line...(block.position.line + count + 1))
        default: break
        }
      }
      let words = left.sorted().filter { $0 <= lines.count }.flatMap {
        lines[$0 - 1].split(whereSeparator: \.isWhitespace)
      }
      let digest = SHA256.hexadecimal(Array(words.joined(separator: " ").utf8)).prefix(4)
      return OriginalPage(
        title: page.title ?? lesson.title, line: page.position.line, digest: String(digest))
    }
  }
}

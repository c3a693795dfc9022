import Foundation

@testable import Lessons

/// The files that the tests read.
enum TestFiles {
  static func fixture(_ name: String) throws -> [UInt8] { try bytes(path(name)) }

  static func path(_ name: String) -> String {
    Bundle.module.bundleURL.appending(path: "Fixtures/\(name)").path
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: path)))
  }

  /// The course itself.
  static var course: String {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../lessons")
      .standardizedFileURL.path
  }

  static func read(_ text: String, limits: LessonLimits = LessonLimits()) -> LessonReading {
    LessonReader(limits: limits).read(Array(text.utf8), path: "lesson.md")
  }

  /// A lesson with a sound front matter of seven lines above a text.
  static func lesson(_ body: String) -> String {
    "---\nid: a-lesson\ntitle: A lesson\nnumber: 1\nminutes: 5\nsummary: One.\n---\n" + body
  }

  /// Whether no text in a value, however deep, holds what may not reach a terminal.
  static func isSafe(_ value: Any) -> Bool {
    if let text = value as? String {
      return text.unicodeScalars.allSatisfy { $0 == "\n" || SourceText.fault(of: $0) == nil }
    }
    return Mirror(reflecting: value).children.allSatisfy { isSafe($0.value) }
  }
}

extension SourcePosition {
  init(_ line: Int, _ column: Int) { self.init(line: line, column: column) }
}

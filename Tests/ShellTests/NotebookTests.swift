import Foundation
import Lessons
import ShellSupport
import Support
import Terminal
import Testing

@testable import Shell

/// Lessons as notebooks for Jupyter.
@Suite struct NotebookTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static func lessons() throws -> [String] {
    try Shells.article().library().list().entries.map(\.id)
  }

  /// A lesson's cells: what kind each is, and its text.
  private func cells(
    of lesson: String, in session: inout Session
  ) throws -> [(kind: String, source: String, fails: Bool)] {
    let path = folder.file(lesson + ".ipynb")
    let outcome = session.perform("lesson \(lesson) --notebook \(path)")
    #expect(outcome.isSuccess, "\(outcome)")
    let notebook = try parseObject(try String(contentsOfFile: path, encoding: .utf8))
    #expect(notebook["nbformat"] as? Int == 4)
    let cells = try #require(notebook["cells"] as? [[String: Any]])
    #expect(Set(cells.compactMap { $0["id"] as? String }).count == cells.count)
    return try cells.map {
      let lines = try #require($0["source"] as? [String])
      let tags = ($0["metadata"] as? [String: Any])?["tags"] as? [String]
      return (
        try #require($0["cell_type"] as? String), lines.joined(), tags == ["raises-exception"]
      )
    }
  }

  /// Cell after cell, without an answer, every notebook runs; and so does each cell once more.
  @Test func everyLessonRunsClean() throws {
    for lesson in try Self.lessons() {
      var session = try Shells.article()
      let cells = try cells(of: lesson, in: &session)
      #expect(session.lesson == nil, "writing it opens nothing")
      for cell in cells where cell.kind == "code" {
        for _ in 0..<(cell.source.hasPrefix("page ") ? 2 : 1) {
          let commands = CommandText.split(cell.source)
          for (place, command) in commands.enumerated() {
            let isMeantToFail = cell.fails && place + 1 == commands.count
            let outcome = session.perform(command)
            #expect(outcome.isSuccess == !isMeantToFail, "\(lesson): \(command)")
          }
        }
      }
    }
  }

  /// The text is the lesson's, its questions have a cell for the answer, and the answer is judged.
  @Test func aQuestionIsAnsweredInItsCell() throws {
    var session = try Shells.article()
    let cells = try cells(of: "first-forward-pass", in: &session)
    #expect(cells[0].source.hasPrefix("# The first forward pass\n"))
    #expect(cells[1].source == "lesson first-forward-pass;")
    let place = try #require(
      cells.firstIndex { $0.source.contains("And what comes out for 2?") })
    #expect(cells[place].source.contains("## The smallest model"))
    let answer = cells[place + 1].source
    #expect(answer.contains(#/^page [0-9]+;\n#/#))
    let page = String(answer.prefix { $0 != ";" })
    #expect(!cells.contains { $0.source.contains("```exercise") || $0.source.contains("\n---") })
    for command in ["lesson first-forward-pass", page, "6"] {
      #expect(session.perform(command).isSuccess)
    }
    #expect(session.lesson?.record["smallest-model"].state == .solved)
  }

  @Test func translationsAreWrittenToo() throws {
    var session = try Shells.article()
    try session.context.chooseLanguage("de")
    let cells = try cells(of: "backward", in: &session)
    #expect(cells[0].source.contains("Notebook") && !cells[0].source.contains("This is"))
  }

  @Test func aFileThatIsThereIsKept() throws {
    try folder.write("mine", to: "l.ipynb")
    var session = try Shells.article()
    let line = "lesson 1 --notebook \(folder.file("l.ipynb"))"
    #expect(session.perform(line).error?.code == ShellError.fileExistsCode)
    #expect(session.perform(line + " --force").isSuccess)
    #expect(session.perform("lesson nowhere --notebook x.ipynb").error?.code == "unknown-lesson")
    #expect(session.journal.records.isEmpty)
  }
}

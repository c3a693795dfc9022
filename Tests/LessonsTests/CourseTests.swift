import Testing

@testable import Lessons

/// What can be said of the course without running it.
@Suite struct CourseTests {
  @Test func everyLessonReadsWithoutFaults() throws {
    let library = LessonLibrary(directory: TestFiles.course)
    let listing = library.list()
    #expect(listing.faults == [])
    #expect(!listing.entries.isEmpty)
    for entry in listing.entries {
      let reading = library.read(entry)
      #expect(reading.faults == [])
      #expect(reading.lesson?.hash.count == 71)
    }
  }

  @Test func theFirstLessonIsOfSmallPages() throws {
    let library = LessonLibrary(directory: TestFiles.course)
    guard case .found(let entry) = library.find("first-forward-pass") else {
      Issue.record("no first lesson")
      return
    }
    let lesson = try #require(library.read(entry).lesson)
    #expect(lesson.model != nil)
    #expect(lesson.number == 1)
    let text = String(decoding: try TestFiles.bytes(entry.path), as: UTF8.self)
    for line in text.split(separator: "\n") { #expect(line.count <= 80) }
    // A page is read on a terminal of 24 lines: the words and commands leave room for the output.
    let ends = lesson.pages.dropFirst().map(\.position.line) + [text.count { $0 == "\n" } + 2]
    for (page, end) in zip(lesson.pages, ends) {
      #expect(page.title != nil)
      var lines = end - page.position.line - 1  // a blank line ends a page
      for block in page.blocks {
        switch block.content {
        case .model(let model): lines -= model.text.count { $0 == "\n" } + 2
        // The student sees the question and its options.
        case .exercise(let exercise):
          lines -= exercise.lineCount - (exercise.ask.count + 70) / 80 - exercise.optionCount
        case .run(let run): lines -= run.steps.reduce(2) { $0 + $1.output.count }
        default: break
        }
      }
      #expect(lines <= 20, "\(page.title ?? "")")
    }
  }
}

extension Exercise {
  /// The lines of the fence, its two ends included.
  fileprivate var lineCount: Int {
    let text = (try? TestFiles.bytes(TestFiles.course + "/01-first-forward-pass.md")) ?? []
    let lines = text.split(separator: 10, omittingEmptySubsequences: false)
    let end = lines.dropFirst(position.line).firstIndex { $0.starts(with: Array("```".utf8)) }
    return (end ?? position.line) - position.line + 2
  }

  fileprivate var optionCount: Int { task.options.count }
}

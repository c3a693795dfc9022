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
        case .run(let run): lines -= run.steps.reduce(2) { $0 + $1.output.count }
        default: break
        }
      }
      #expect(lines <= 20, "\(page.title ?? "")")
    }
  }
}

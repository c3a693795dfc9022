import Testing

@testable import Lessons

@Suite struct LibraryTests {
  let library = LessonLibrary(directory: TestFiles.path("library"))

  @Test func listsByNumberFromFrontMatterAlone() {
    let listing = library.list()
    #expect(
      listing.entries.map(\.id)
        == ["first-forward-pass", "loss", "named-otherwise", "bad-body", "longer"])
    #expect(listing.entries.map(\.number) == [1, 2, 6, 9, 10])
  }

  @Test func saysWhatIsWrongWithTheDirectory() {
    let loss = TestFiles.path("library/02-loss.md")
    let faults = library.list().faults.map { fault in
      (fault.path.split(separator: "/").last.map(String.init) ?? "", fault.kind)
    }
    #expect(faults.contains { $0 == ("03-other.md", .lessonIDTaken(id: "loss", byPath: loss)) })
    #expect(
      faults.contains { $0 == ("04-same-number.md", .lessonNumberTaken(number: 2, byPath: loss)) })
    #expect(
      faults.contains {
        $0 == ("05-misnamed.md", .fileNameMismatch(expected: "06-named-otherwise.md"))
      })
    #expect(faults.contains { $0 == ("08-directory.md", .notARegularFile) })
    #expect(faults.filter { $0.0 == "07-broken.md" }.count == 4)
    #expect(faults.count == 8)
  }

  @Test func findsByIDNumberAndPrefix() throws {
    func id(_ name: String) -> String? {
      if case .found(let entry) = library.find(name) { entry.id } else { nil }
    }
    #expect(id("loss") == "loss")
    #expect(id("2") == "loss")
    #expect(id("02") == "loss")
    #expect(id("10") == "longer")
    #expect(id("f") == "first-forward-pass")
    #expect(id("los") == "loss")
    guard case .ambiguous(let several) = library.find("lo") else {
      Issue.record("'lo' begins two ids")
      return
    }
    #expect(several.map(\.id) == ["loss", "longer"])
    for name in ["", "zebra", "99", "-1", "LOSS", "../02-loss.md"] {
      guard case .notFound(let all) = library.find(name) else {
        Issue.record("'\(name)' is no lesson")
        continue
      }
      #expect(all.count == 5)
    }
  }

  @Test func opensALesson() throws {
    guard case .found(let entry) = library.find("loss") else {
      Issue.record("no lesson")
      return
    }
    let reading = library.read(entry)
    #expect(reading.faults == [])
    #expect(reading.lesson?.frontMatter == entry.frontMatter)
    #expect(reading.lesson?.sourcePath == entry.path)
  }

  @Test func whatCannotBeReadIsAFault() {
    let missing = LessonLibrary(directory: "/nowhere/at/all").list()
    #expect(missing.entries == [])
    #expect(missing.faults.map(\.kind) == [.unreadable(errorCode: 2)])
    let reader = LessonReader()
    #expect(reader.read(path: "/nowhere").faults.map(\.kind) == [.unreadable(errorCode: 2)])
    #expect(reader.read(path: "/dev/zero").faults.map(\.kind) == [.notARegularFile])
    #expect(reader.read(path: TestFiles.path("library")).faults.map(\.kind) == [.notARegularFile])
  }
}

import Networks
import Testing

@testable import Training

@Suite struct JournalTests {
  static let header = Journal.Header(
    programVersion: "1.0.0", seed: 42, modelName: "my net", modelHash: "abc",
    lesson: Journal.Header.Lesson(id: "first-steps", hash: "def"))

  private func sample(_ header: Journal.Header = header) -> (journal: Journal, text: String) {
    var journal = Journal(header)
    var text = journal.headerText
    text += journal.record("step 2", at: .start)
    text += journal.record("set W1[0, 0] = 0.5", at: Position(epoch: 0, phase: .`init`))
    text += journal.record("é\tx\\n\n\u{1b}[0m\u{2028}", at: .start)
    text += journal.record("run 3", at: .start, time: 1_795_449_330)
    text += journal.record("12", at: .start, time: 0, note: "smallest wrong foreseen-1")
    text += journal.record("\t", at: .start, note: "a\tb")
    text += journal.record("", at: Position(epoch: 3, phase: .backward, equation: "dW1"))
    return (journal, text)
  }

  @Test func readsWhatItWrites() throws {
    var other = Self.header
    other.lesson = nil
    for header in [Self.header, other] {
      let (journal, text) = sample(header)
      #expect(journal.text == text)
      let found = Journal.read(text)
      #expect(found.journal == journal)
      #expect(found.faults.isEmpty)
      #expect(found.wholeLength == text.utf8.count)
      #expect(text.unicodeScalars.allSatisfy { $0.value >= 32 || $0 == "\n" || $0 == "\t" })
    }
  }

  /// Cut at every byte: whole records stay, the torn line is said, and the journal goes on.
  @Test func torn() throws {
    let (journal, text) = sample()
    let bytes = Array(text.utf8)
    let headerLength = Journal(Self.header).headerText.utf8.count
    for length in headerLength...bytes.count {
      let cut = Array(bytes[..<length])
      let found = Journal.read(cut)
      var read = try #require(found.journal)
      let whole = cut[headerLength...].count { $0 == 10 }
      #expect(read.records == Array(journal.records.prefix(whole)))
      let isTorn = cut.last != 10
      #expect(found.faults.count == (isTorn ? 1 : 0))
      if isTorn, case .torn(let line, _)? = found.faults.first {
        #expect(line == whole + 8)
      }
      #expect(found.wholeLength == (isTorn ? (cut.lastIndex(of: 10) ?? 0) + 1 : length))
      let next = read.record("step", at: .start)
      let again = Journal.read(Array(cut[..<found.wholeLength]) + Array(next.utf8))
      #expect(again.faults.isEmpty)
      #expect(again.journal == read)
    }
    for length in 0..<headerLength {
      #expect(!Journal.read(Array(bytes[..<length])).faults.isEmpty || length == headerLength - 1)
    }
  }

  /// Every change of a byte in a record is found, in its line.
  @Test func edited() throws {
    let (_, text) = sample()
    let bytes = Array(text.utf8)
    let headerLength = Journal(Self.header).headerText.utf8.count
    for index in bytes.indices where bytes[index] != 10 {
      for flip in [UInt8(1), 2, 4] where bytes[index] ^ flip != 10 {
        var changed = bytes
        changed[index] ^= flip
        let faults = Journal.read(changed).faults
        #expect(!faults.isEmpty, "byte \(index)")
        guard index >= headerLength else { continue }
        let line = 1 + bytes[..<index].count { $0 == 10 }
        let isThere = faults.contains { fault in
          switch fault {
          case .edited(let at, _), .malformed(let at), .outOfOrder(let at, _, _): at == line
          default: false
          }
        }
        #expect(isThere, "byte \(index)")
      }
    }
  }

  @Test func linesLeftOutAndMoved() throws {
    let (_, text) = sample()
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    lines.remove(at: 8)
    let missing = Journal.read(lines.joined(separator: "\n")).faults
    #expect(missing.contains(.outOfOrder(line: 9, expected: 2, found: 3)))
    #expect(missing.contains(.edited(line: 9, number: 3)))
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    lines.swapAt(8, 9)
    #expect(!Journal.read(lines.joined(separator: "\n")).faults.isEmpty)
  }

  @Test func foreignFiles() {
    #expect(Journal.read("").faults == [.foreign])
    #expect(Journal.read("# First steps\n").faults == [.foreign])
    #expect(Journal.read("underhood-journal 2\n").faults == [.otherVersion("2")])
    #expect(Journal.read("underhood-journal 1\nseed: 3\n").faults == [.malformedHeader(line: 2)])
    #expect(Journal.read([0, 255, 10, 13, 0]).faults == [.foreign])
  }
}

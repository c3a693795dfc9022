import Foundation
import Shell
import Support
import Testing

@testable import Grading

/// Class lists as schools' systems write them, and names as students type them.
@Suite struct RosterTests {
  private func students(_ text: String) throws -> [Student] {
    try Roster(text: text, path: "list.csv").students
  }

  /// Headings of exports as Moodle, Canvas and Gradescope document them, and lists of one's own.
  @Test func listsOfManySystems() throws {
    let moodle = try students(
      """
      First name,Last name,ID number,Institution,Department,Email address
      Ada,Lovelace,4711,,,ada@example.org

      """)
    #expect(moodle.map(\.name) == ["Ada Lovelace"])
    #expect(moodle[0].identifier == "4711" && moodle[0].email == "ada@example.org")
    let canvas = try students(
      """
      Student,ID,SIS User ID,SIS Login ID,Section,First (12),Final Score
      ,,,,,Manual Posting,
      "    Points Possible",,,,,10,(read only)
      "Lovelace, Ada",77,4711,ada,A,,
      "Lovelace, Ada",77,4711,ada,B,,
      "Student, Test",99,,,A,,
      """)
    #expect(canvas.count == 1)
    #expect(canvas[0].name == "Ada Lovelace" && canvas[0].listedName == "Lovelace, Ada")
    #expect(canvas[0].canvasID == "77" && canvas[0].identifier == "4711")
    #expect(canvas[0].login == "ada" && canvas[0].section == "A, B")
    let gradescope = try students(
      "First Name\tLast Name\tSID\tEmail\tSections\nAda\tLovelace\t4711\tada@example.org\t\n")
    #expect(gradescope.map(\.identifier) == ["4711"] && gradescope[0].lastName == "Lovelace")
    let german = try students(
      "sep=;\r\nNachname;Vorname;Matrikelnummer;E-Mail-Adresse\r\nLovelace;Ada;4711;a@b\r\n")
    #expect(german.map(\.name) == ["Ada Lovelace"] && german[0].email == "a@b")
    let bare = try students("Ada Lovelace,4711,ada@example.org\nBob Roe,4712,bob@example.org\n")
    #expect(bare.map(\.name) == ["Ada Lovelace", "Bob Roe"])
    #expect(bare.map(\.identifier) == ["4711", "4712"])
    let names = try students("Ada Lovelace\nBob Roe\n")
    #expect(names.map(\.name) == ["Ada Lovelace", "Bob Roe"])
    let quoted = try students("name;email\n\"Roe; \"\"Bob\"\"\";b@x\n\n;;\n")
    #expect(quoted.map(\.name) == ["Roe; \"Bob\""])
  }

  @Test func everyEncoding() throws {
    let folder = try TemporaryFolder()
    let text = "Name;Matrikelnummer\r\nZoë Müller;1\r\n"
    let encodings: [(String.Encoding, [UInt8])] = [
      (.utf8, []), (.utf8, [0xEF, 0xBB, 0xBF]), (.utf16LittleEndian, [0xFF, 0xFE]),
      (.utf16BigEndian, [0xFE, 0xFF]), (.isoLatin1, []), (.windowsCP1252, []),
    ]
    for (number, (encoding, mark)) in encodings.enumerated() {
      let path = folder.file("\(number).csv")
      try (Data(mark) + (text.data(using: encoding) ?? Data())).write(
        to: URL(fileURLWithPath: path))
      #expect(try Roster(path: path).students.map(\.name) == ["Zoë Müller"], "\(encoding)")
    }
  }

  @Test func whatIsNoList() throws {
    for text in ["", "\n\n", "name,email\n", "section,group\na,b\n", "\u{0}\u{1}"] {
      #expect(throws: ShellError.self, "\(text)") { try students(text) }
    }
    // What a terminal obeys is no part of a name.
    #expect(try students("name\nA\u{1b}[2Jda\n").map(\.name) == ["A[2Jda"])
  }

  @Test func typedNames() throws {
    let list = try Roster(
      text: """
        name,id,email
        Ada Lovelace,4711,ada@example.org
        Jörg Müller,4712,jm@example.org
        Łukasz Nowak,4713,ln@example.org
        Anna Nowak,4714,an@example.org
        Ada Nowak,4715,a2@example.org
        Kim Lee,4716,k1@example.org
        Kim Lee,4717,k2@example.org
        María José de la Cruz,4718,mj@example.org
        伟 王,4719,ww@example.org
        """, path: "list.csv")
    let index = RosterIndex(list)
    for (typed, expected) in [
      ("Ada Lovelace", RosterMatch.one(0)), ("ada  lovelace", .one(0)), ("Lovelace, Ada", .one(0)),
      ("4711", .one(0)), ("A. L. (4711)", .one(0)), ("ADA@example.org", .one(0)),
      ("Joerg Mueller", .one(1)), ("Jorg Muller", .one(1)), ("Jo\u{308}rg Mu\u{308}ller", .one(1)),
      ("Lukasz Nowak", .one(2)), ("Ada L.", .likely(0)), ("L. Nowak", .likely(2)),
      ("Jörg", .likely(1)), ("Nowak", .several([2, 3, 4])), ("A. Nowak", .several([3, 4])),
      ("Kim Lee", .several([5, 6])), ("Kim Lee 4717", .one(6)), ("María Cruz", .likely(7)),
      ("Maria Jose De La Cruz", .one(7)), ("Eve", .nobody), ("", .nobody), ("A. L.", .nobody),
      ("Ada King Lovelace", .likely(0)), ("王伟", .one(8)), ("王 伟", .one(8)),
      ("Lovelaceada", .one(0)), ("Maria-Jose Delacruz", .one(7)),
    ] {
      #expect(index.find(typed) == expected, "\(typed)")
    }
    for (path, expected) in [
      ("x/Ada Lovelace_991_assignsubmission_file_/a.txt", RosterMatch.one(0)),
      ("müllerjörg_12_345_first.txt", .one(1)), ("nowakada_LATE_12_345_first.txt", .one(4)),
      ("first-ada-lovelace.txt", .nobody), ("nobody_12_345_first.txt", .nobody),
    ] {
      #expect(index.find(path: path) == expected, "\(path)")
    }
  }
}

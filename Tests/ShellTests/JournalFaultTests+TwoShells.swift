import Foundation
import ShellSupport
import Support
import Testing
import Training

@testable import Shell

/// Two shells, and whoever else changes files: whatever was answered is kept, and nothing that
/// others have written is lost.
extension JournalFaultTests {
  private func kept() throws -> [[String]] {
    try CrashTests.journals(in: folder).map { $0.records.map(\.command) }
  }

  @Test func whoAnswersLateLosesNothing() throws {
    _ = try keep(sessionText("set lr = 0.1", "epoch"))
    let late = try start()
    try late.expectWords("a session of 2 commands")
    let other = try start()
    try other.expect("[Y/n] ")
    other.send("\r")
    try other.expect("You are at 1.update again")
    other.send("set lr = 0.3\r")
    try other.expect("   was: lr = 0.1")
    try other.quit()

    late.send("y\r")
    try late.expectWords("Another shell has gone on with it meanwhile.")
    try late.expectWords("a session of 3 commands, the last one set lr = 0.3")
    late.send("y\r")
    try late.expect("You are at 1.update again")
    late.send("set lr = 0.4\r")
    try late.expect("   was: lr = 0.3")
    try late.quit()
    #expect(try kept() == [["set lr = 0.1", "epoch", "set lr = 0.3", "set lr = 0.4"]])
  }

  @Test func aCopyBesideAnotherShell() throws {
    _ = try keep(sessionText("set lr = 0.1", "epoch"))
    let first = try start()
    let second = try start()
    try second.expect("[Y/n] ")
    try first.expect("[Y/n] ")
    first.send("\r")
    try first.expect("You are at 1.update again")
    first.send("set lr = 0.2\r")
    try first.expect("   was: lr = 0.1")
    second.send("\r")
    try second.expectWords("Another shell has just taken it up. Go on with a copy of it? [Y/n]")
    second.send("\r")
    try second.expect("You are at 1.update again")
    second.send("set lr = 0.5\r")
    try second.expect("   was: lr = 0.2")
    first.send("set lr = 0.9\r")
    try first.expect("   was: lr = 0.2")
    try second.quit()
    try first.quit()
    let common = ["set lr = 0.1", "epoch", "set lr = 0.2"]
    #expect(Set(try kept()) == [common + ["set lr = 0.9"], common + ["set lr = 0.5"]])
  }

  /// The session goes on in a file of its own, and what others have made of the old one is theirs.
  @Test(arguments: [
    "rm sessions/*", ": > sessions/*.journal", "rm -r sessions", "echo more >> sessions/*.journal",
    "cd sessions; cp *.journal x; mv x *.journal",
    "cd sessions; f=$(echo *); mv $f other; ln -s other $f", "cd ..; rm -r underhood",
  ])
  func aFileThatOthersChange(change: String) throws {
    let terminal = try start()
    try terminal.expect("0.start> ")
    terminal.send("set lr = 0.1\r")
    try terminal.expect("   was: lr = 0.5")
    let state = folder.path + "/underhood"
    #expect(try run("/bin/bash", ["-c", "cd \(state); \(change)"]).status == 0)
    func files() throws -> [String: String] {
      var files: [String: String] = [:]
      let names = (try? FileManager.default.contentsOfDirectory(atPath: sessions)) ?? []
      for name in names {
        files[name] = try String(contentsOfFile: sessions + "/" + name, encoding: .utf8)
      }
      return files
    }
    let before = try files()
    terminal.send("set lr = 0.2\r")
    try terminal.expectWords("The file of this session was removed or changed by something else")
    terminal.send("set lr = 0.3\r")
    try terminal.expect("   was: lr = 0.2")
    try terminal.quit()
    let after = try files()
    for (name, text) in before { #expect(after[name] == text, "\(name)") }
    let new = try #require(after.first { before[$0.key] == nil })
    let (journal, faults, _) = Journal.read(new.value)
    #expect(faults == [])
    #expect(journal?.records.map(\.command) == (1...3).map { "set lr = 0.\($0)" })
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/prlimit")))
  func spaceIsBack() throws {
    let terminal = try start(limit: 1, isSoft: true)
    try terminal.expect("0.start> ")
    let first = (1...20).map { "set lr = 0.\($0)5" }
    terminal.send(first.map { $0 + "\r" }.joined())
    try terminal.expectWords("you can work on, and it is saved as soon as it can be")
    try terminal.expect("lr = 0.205   was")
    let arguments = ["--pid", "\(terminal.processIdentifier)", "--fsize=unlimited:unlimited"]
    #expect(try run("/usr/bin/prlimit", arguments).status == 0)
    terminal.send("set lr = 0.99\r")
    try terminal.expectWords("The session is saved again, with all of it.")
    terminal.send("set lr = 0.98\r")
    try terminal.expect("   was: lr = 0.99")
    terminal.deliver(signal: SIGKILL)
    try terminal.expectExit()
    #expect(
      try kept() == [first + ["set lr = 0.99", "set lr = 0.98"]])
  }

  // MARK: Names and links

  /// - Parameter year: what the clock of the file says.
  @Test(arguments: [2019, 2098])
  func aNameFromTheFuture(year: Int) throws {
    let wrong = try keep(sessionText("step"), as: "20990101-000000-1-xor")
    let date = try #require(
      Calendar(identifier: .gregorian).date(from: DateComponents(year: year)))
    try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: wrong)
    #expect(
      JournalFolder(path: sessions).latest(startingLike: try Shells.article().journal)
        .earlier?.path == wrong)
    let right = try keep(sessionText("step", "step"), as: "20200101-000000-1-xor")
    #expect(
      JournalFolder(path: sessions).latest(startingLike: try Shells.article().journal)
        .earlier?.path == right)
  }

  @Test func aJournalThatIsALink() throws {
    try folder.write(sessionText("step"), to: "elsewhere")
    _ = try keep(sessionText("step", "step"))
    try FileManager.default.createSymbolicLink(
      atPath: sessions + "/20210101-000000-1-xor.journal",
      withDestinationPath: folder.file("elsewhere"))
    let found = JournalFolder(path: sessions).latest(startingLike: try Shells.article().journal)
    #expect(found.earlier?.journal.records.count == 2)
    #expect(JournalFolder(path: sessions).all(but: nil).count == 1)
  }

  @Test func whatIsKeptOfAStudentIsTheirsAlone() throws {
    var session = try Shells.article()
    for name in ["progress", "student"] {
      try folder.write("", to: name)
      chmod(folder.file(name), 0o644)
    }
    session.recallProgress(folder.file("progress"))
    session.recallStudent(folder.file("student"))
    for line in ["lesson 1 as Ada", "page 2"] { #expect(session.perform(line).isSuccess) }
    for name in ["progress", "student"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: folder.file(name))
      #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
    }
    // Nothing is read or written through a link.
    for name in ["progress", "student"] {
      try FileManager.default.moveItem(
        atPath: folder.file(name), toPath: folder.file(name + ".real"))
      try FileManager.default.createSymbolicLink(
        atPath: folder.file(name), withDestinationPath: folder.file(name + ".real"))
    }
    let before = try folder.read("progress.real")
    var other = try Shells.article()
    other.recallProgress(folder.file("progress"))
    other.recallStudent(folder.file("student"))
    #expect(other.student == nil && other.progress.lessons.isEmpty)
    for line in ["lesson 1", "page 3"] { #expect(other.perform(line).isSuccess) }
    #expect(try folder.read("progress.real") == before)
  }
}

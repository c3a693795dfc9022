import Foundation
import Lessons
import ShellSupport
import Support
import Testing

@testable import Grading
@testable import Shell
@testable import Training

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A class hands in: honest files, edited ones, cut ones, and some that mean harm.
@Suite struct GradingTests {
  let students: HandInClass

  init() throws { students = try HandInClass() }

  @Test func anHonestClass() throws {
    try students.handIn("Ada L.", HandInClass.right, at: 1_000_000, as: "ada.txt")
    try students.handIn("Bob", HandInClass.erring, at: 2_000_000, as: "bob.txt")
    try students.handIn("Cy", ["step", "", "run 3"], at: 3_000_000, as: "cy.txt")
    let files = try students.graded()
    #expect(files.values.allSatisfy { $0.codes.isEmpty })
    let ada = try #require(files["ada.txt"])
    #expect(ada.number("solved") == 8 && ada.number("attempts") == 8 && ada.number("hints") == 0)
    #expect(ada["name"] as? String == "Ada L.")
    // Seven seconds between two commands.
    #expect((ada.number("seconds") ?? 0) % 7 == 0 && (ada.number("seconds") ?? 0) > 60)
    let bob = try #require(files["bob.txt"])
    #expect(bob.number("solved") == 5 && bob.number("hints") == 2)
    #expect(bob.number("answers") == 2 && bob.number("skipped") == 1)
    #expect(
      bob.states == [
        "command": "solved", "state": "solved", "value": "solved", "shape": "solved",
        "choice": "solved", "predict": "skipped", "equation": "answered", "bug": "answered",
      ])
    #expect(files["cy.txt"]?.number("solved") == 1)
    #expect(try students.grade().status == 0)

    let text = try students.grade().stdout
    #expect(text.contains("name: Ada L., solved: 8 of 8"))
    #expect(text.contains("3 files for the lesson kinds: all as they should be."))
    #expect(text.contains("exercise: command, students: 1, answer: run 1"))
  }

  @Test func theTableFitsTheTerminal() throws {
    for (index, name) in ["Ada", "Bob", String(repeating: "Æ", count: 90)].enumerated() {
      try students.handIn(name, HandInClass.erring, at: (index + 1) * 1_000_000, as: "\(index).txt")
    }
    for columns in [60, 80, 132] {
      let terminal = try PseudoTerminal(
        executable: builtProduct("underhood"),
        arguments: ["grade", "--lessons", students.lessons, students.files],
        environment: ["HOME": students.folder.path], columns: columns, rows: 60)
      #expect(try terminal.expectExit() == 0)
      #expect(terminal.screen.contains("The commonest wrong answers"))
      #expect(terminal.screen.unknown == [])
      // A wrapped table would have lines that begin in the middle of a row.
      let rows = terminal.screen.lines.filter { $0.hasSuffix(" s") }
      #expect(rows.count >= 8)
    }
  }

  @Test func whatIsNotAsItShouldBe() throws {
    let right = try students.handIn("Ada", HandInClass.right, at: 1_000_000, as: "ada.txt")
    let bob = try students.handIn("Bob", HandInClass.erring, at: 2_000_000, as: "bob.txt")
    let folder = students.folder
    func write(_ text: String, _ name: String) throws {
      try folder.write(text, to: "class/" + name)
    }
    // A wrong answer made a right one by hand, and then everything after it.
    try write(bob.replacing("\t0.0134\t", with: "\t-0.0134\t"), "edited.txt")
    try write(bob.replacing("name: Bob", with: "name: Eve"), "renamed.txt")
    try write(bob.replacing("  value     solved", with: "  value     perfect"), "summary.txt")
    try write(String(bob.prefix(bob.count * 2 / 3)), "cut.txt")
    try write("", "empty.txt")
    try write("Dear teacher, my dog ate it.\n", "letter.txt")
    try Data([0x7F, 0x45, 0x4C, 0x46, 0, 1, 2, 0xFF, 10, 0]).write(
      to: URL(fileURLWithPath: folder.file("class/binary.txt")))
    try write(right.replacing("\n", with: "\r\n"), "mailed.txt")
    try students.handIn("Gil", ["skip"], lesson: "seeded", at: 3_000_000, as: "other.txt")
    try write(
      right.replacing("underhood-hand-in 1", with: "underhood-hand-in 9"), "version.txt")
    try FileManager.default.removeItem(atPath: folder.file("class/ada.txt"))

    let files = try students.graded(["--lesson", "kinds"])
    #expect(files["bob.txt"]?.number("solved") == 5)
    let edited = try #require(files["edited.txt"])
    #expect(edited.codes.contains("edited"))
    #expect(edited.states["value"] == "open" && edited.states["state"] == "solved")
    #expect(files["renamed.txt"]?.codes.contains("edited-heading") == true)
    #expect(files["renamed.txt"]?.codes.contains("copy") == true)
    #expect(files["summary.txt"]?.codes.contains("edited") == true)
    let cut = try #require(files["cut.txt"])
    #expect(cut.codes.contains("cut") && (cut.number("solved") ?? 0) > 0)
    for (name, code) in [
      ("empty.txt", "empty"), ("letter.txt", "foreign"), ("binary.txt", "foreign"),
      ("version.txt", "other-version"),
    ] {
      #expect(files[name]?.codes == [code], "\(name)")
      #expect(files[name]?["solved"] == nil)
    }
    #expect(files["mailed.txt"]?.codes == [])
    #expect(files["mailed.txt"]?.number("solved") == 8)
    #expect(files["other.txt"]?.codes.contains("other-lesson") == true)
    #expect(files["other.txt"]?.number("skipped") == 1)
    let text = try students.grade(["--lesson", "kinds"])
    #expect(text.status == 1)
    for name in files.keys where name != "mailed.txt" {
      #expect(
        text.stdout.split(separator: "\n").count { $0.contains("/\(name): ") } == 1, "\(name)")
    }
  }

  @Test func anotherEditionOfTheLesson() throws {
    try students.handIn("Ada", HandInClass.right, at: 1_000_000, as: "ada.txt")
    let changed = LessonOfKinds.text.replacing("choice: this", with: "choice: those")
    try students.folder.write(changed, to: "lessons/01-kinds.md")
    let ada = try #require(try students.graded()["ada.txt"])
    #expect(ada.codes == ["other-edition"])
    #expect(ada.number("solved") == 8)
    // A lesson made easy at home does not make it easy here.
    let easy = LessonOfKinds.text.replacing("answer: that", with: "answer: this")
    try students.folder.write(easy, to: "lessons/01-kinds.md")
    let lines = HandInClass.right.map { $0 == "b" ? "a" : $0 }
    try students.handIn("Eve", lines, at: 2_000_000, as: "eve.txt")
    try students.folder.write(LessonOfKinds.text, to: "lessons/01-kinds.md")
    let eve = try #require(try students.graded()["eve.txt"])
    #expect(eve.states["choice"] == "open")
    #expect(eve.codes.contains("other-edition"))
  }

  /// None of them stops the others, takes long, or is believed.
  @Test func thoseThatMeanHarm() throws {
    let folder = students.folder
    try students.handIn("Ada", HandInClass.right, at: 1_000_000, as: "ada.txt")
    try students.forge(
      "Endless", ["step", "page 2", "lr = 1", "page 3", "step", "run 1000000000", "W1[0,1]"],
      as: "endless.txt")
    try students.forge("Until", ["step", "page 4", "until L < 0", "0.5"], as: "until.txt")
    // What nothing asks for is not done.
    try students.forge("Idle", ["step", "run 1000000000"], as: "idle.txt")
    try students.forge(
      "Large",
      [
        "step", "x = ones((30000, 30000))", "x = ones((9000, 9000)) @ ones((9000, 9000))", "page 3",
        "0.5",
      ],
      as: "large.txt")
    try students.forge("Many", Array(repeating: "step", count: 30_000), as: "many.txt")
    try students.forge(
      "Hoard", ["step"] + (0..<400).map { "x\($0) = ones((2000, 2000))" } + ["page 3", "W1[0,1]"],
      as: "hoard.txt")
    try students.forge(
      "Line", ["step", String(repeating: "(", count: 100_000)], as: "line.txt")
    // Of its own kind, so that whatever is read of it would be seen.
    try folder.write("918273645 secret-word\n", to: "secret.csv")
    symlink(folder.file("secret.csv"), students.lessons + "/secret.csv")
    let reads = [folder.file("secret.csv"), "../secret.csv", "secret.csv", "/etc/passwd"].flatMap {
      [
        "x = np.loadtxt(\"\($0)\")", "set W1 = np.genfromtxt(\"\($0)\")", "data \($0)",
        "load weights \($0)",
      ]
    }
    try students.forge(
      "Reader",
      reads + [
        "source /etc/passwd", "write numpy \(folder.file("stolen.py"))",
        "save \(folder.file("stolen.txt"))", "hand-in \(folder.file("stolen")) as Me",
        "sweep --collect /etc/passwd", "lesson seeded", "quit", "step",
      ], as: "reader.txt")
    try students.forge(
      "Sweeper", ["sweep lr=log(0.01,10) seeds=1000 epochs=1000000"], as: "sweep.txt")
    try folder.write(
      String(repeating: "x", count: 10 << 20), to: "class/ten-megabytes.txt")
    try students.forge("=cmd|' /C calc'!A0", ["step"], at: 10_000, as: "formula.txt")
    try students.forge(
      "Claim", ["page 3"], at: 20_000, as: "claim.txt")
    let claimed = try folder.read("class/claim.txt")
    #expect(!claimed.contains("--done"))
    mkfifo(folder.file("class/pipe.txt"), 0o600)
    symlink("loop.txt", folder.file("class/loop.txt"))
    symlink("..", folder.file("class/up"))
    symlink("/dev/zero", folder.file("class/zero.txt"))
    try folder.write("x", to: "class/hidden.txt")
    chmod(folder.file("class/hidden.txt"), 0)
    // A file's name acts on no terminal either.
    try folder.write("x", to: "class/\u{1b}[2J=1+1.txt")

    let files = try students.graded(["--seconds", "2", "--lesson", "kinds"])
    #expect(files["ada.txt"]?.number("solved") == 8 && files["ada.txt"]?.codes == [])
    let endless = try #require(files["endless.txt"])
    #expect(endless.codes.contains("time-limit"))
    #expect(endless.states["command"] == "solved" && endless.states["state"] == "solved")
    #expect(files["until.txt"]?.codes.contains("time-limit") == true)
    #expect(files["until.txt"]?.states["command"] == "solved")
    #expect(files["idle.txt"]?.codes.contains("time-limit") == false)
    #expect(files["idle.txt"]?.states["command"] == "solved")
    for name in ["large.txt", "hoard.txt", "many.txt", "line.txt"] {
      let file = try #require(files[name])
      #expect(file.states["command"] == "solved", "\(name)")
      #expect(file.codes != [], "\(name): \(file.codes)")
    }
    #expect(files["reader.txt"]?.states["command"] == "solved")
    #expect(files["reader.txt"]?.codes.contains("not-played") == true)
    for name in ["stolen.py", "stolen.txt", "stolen"] {
      #expect(!FileManager.default.fileExists(atPath: folder.file(name)))
    }
    #expect(files["sweep.txt"]?.codes != nil)
    #expect(files["ten-megabytes.txt"]?.codes == ["too-large"])
    for name in ["pipe.txt", "loop.txt", "zero.txt"] {
      #expect(files[name]?.codes == ["unreadable"], "\(name)")
    }
    #expect(files["up"] == nil)

    let csv = try students.grade(["--seconds", "2", "--format", "csv"]).stdout
    #expect(csv.contains("\"'=cmd|' /C calc'!A0\""))
    let json = try students.grade(["--seconds", "2", "--format", "json"]).stdout
    for result in [csv, json, try students.grade(["--seconds", "2"]).stdout] {
      for secret in ["918273645", "secret-word", "root:"] { #expect(!result.contains(secret)) }
      #expect(result.unicodeScalars.allSatisfy { $0.value >= 32 || $0 == "\n" })
    }
    chmod(folder.file("class/hidden.txt"), 0o600)
  }

  /// What is said to be done before the file begins does not count.
  @Test func claims() throws {
    let hash = LessonReader().read(path: students.lessons + "/01-kinds.md").lesson?.hash ?? ""
    var journal = Journal(
      Journal.Header(
        programVersion: Session.version, seed: 0, modelName: "xor", modelHash: "0",
        lesson: .init(id: "kinds", hash: hash)))
    let open = "lesson kinds --page 3 --done command,state --hash \(hash)"
    for (index, command) in [open, "step", "-0.0134"].enumerated() {
      _ = journal.record(
        command, at: .start, time: 5000 + index, note: index < 2 ? nil : "shape right")
    }
    let handIn = HandIn(
      name: "Eve", lesson: .init(id: "kinds", hash: hash), programVersion: Session.version,
      written: 5, sittings: [journal])
    try students.folder.write(handIn.text(), to: "class/eve.txt")
    let eve = try #require(try students.graded()["eve.txt"])
    #expect(eve.states["command"] == "claimed" && eve.states["state"] == "claimed")
    #expect(eve.states["value"] == "solved" && eve.states["shape"] == "open")
    #expect(eve.codes.contains("claimed") && eve.codes.contains("differs"))
  }

  @Test func seedsOfStudents() throws {
    func answer(_ name: String, at time: Int, as file: String, typing line: String? = nil) throws
      -> String
    {
      var session = try students.session(name, lesson: "seeded", at: time)
      try students.say("demo", to: &session)
      let own = Shells.text(session.perform("show W1[0, 1]")).trimmed
      try students.say(line ?? own, to: &session)
      try students.say("hand-in \(students.files)/\(file)", to: &session)
      return own
    }
    let ada = try answer("Ada", at: 1_000_000, as: "ada.txt")
    let bob = try answer("Bob", at: 2_000_000, as: "bob.txt", typing: ada)
    #expect(ada != bob)
    // Ada's file under another name, by a hand that knows the checks.
    let text = try students.folder.read("class/ada.txt")
    var stolen = try #require(HandIn.read(Array(text.utf8)).handIn)
    stolen.name = "Eve"
    try students.folder.write(stolen.text(), to: "class/eve.txt")
    let files = try students.graded()
    #expect(files["ada.txt"]?.states["weight"] == "solved")
    #expect(files["bob.txt"]?.states["weight"] == "open")
    #expect(files["bob.txt"]?.codes == [])
    #expect(files["eve.txt"]?.codes.contains("other-seed") == true)
    #expect(files["eve.txt"]?.codes.contains("copy") == true)
    // Another's name at the end is refused at once.
    var session = try students.session("Ada", lesson: "seeded", at: 4_000_000)
    #expect(session.perform("hand-in as Zoe").error?.code == "other-student")
    // Without a name the lesson's own numbers count, and grading says so.
    var plain = try students.session(nil, lesson: "seeded", at: 5_000_000)
    try students.say("hand-in \(students.files)/plain.txt as Pat", to: &plain)
    #expect(try students.graded()["plain.txt"]?.codes.contains("lesson-seed") == true)
  }

  @Test func wrongUsage() throws {
    #expect(try students.grade(["--seconds", "0"]).status == 64)
    #expect(try students.grade(["--format", "xml"]).status == 64)
    #expect(try students.grade(["--lesson", "nonsense"]).status == 1)
    #expect(try students.grade().stderr.contains("no files to grade"))
    let missing = try students.grade(files: [students.files + "/none.txt"])
    #expect(missing.status == 1 && missing.stdout.contains("No such file"))
  }

  @Test func cellsOfASpreadsheet() {
    for text in ["=1+1", "+1", "-1", "@x", "  =1", "|x", "＝1"] {
      #expect(Sheet.cell(text).drop { $0 == "\"" }.hasPrefix("'"), "\(text)")
    }
    #expect(Sheet.cell("12") == "12" && Sheet.cell("") == "")
    #expect(Sheet.cell("a,b") == "\"a,b\"" && Sheet.cell("a\"b") == "\"a\"\"b\"")
    #expect(Sheet.cell("a\nb\r").allSatisfy { !$0.isNewline })
  }
}

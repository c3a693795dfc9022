import Foundation
import ShellSupport
import Support
import Testing

@testable import Shell

/// Files that commands name, and what is said of them.
@Suite struct FileNameTests {
  static let quotable: [(typed: String, name: String)] = [
    ("\"a b.py\"", "a b.py"), ("'a b.py'", "a b.py"), ("a b.py", "a b.py"), ("a.py", "a.py"),
    ("\"a.py\"", "a.py"), ("it's.py", "it's.py"), ("\"a  b.py\"", "a  b.py"),
  ]

  /// Marks hold together what would part commands, begin a comment or open a bracket.
  @Test(arguments: ["\"", "'"], ["a;b", "a # b", "a;b;c#", "a(b", "a]", "; quit", "it s; # ok"])
  func whatPartsCommandsIsPartOfAName(mark: String, name: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("step 2\n", to: "\(name).txt")
    func file(_ ending: String) -> String { mark + folder.file(name + ending) + mark }
    let commands = [
      "write numpy \(file(".py"))", "save \(file(".session"))", "save plot loss \(file(".svg"))",
      "save W1 \(file(".csv"))", "save model \(file(".model"))", "save weights \(file(".npz"))",
      "source \(file(".txt"))", "script \(file(".none"))", "data \(file(".csv"))",
      "load weights \(file(".npz"))",
    ]
    var session = try Shells.article(after: "run 2")
    #expect(CommandText.split(commands.joined(separator: "; ") + "  # and so on") == commands)
    for command in commands { #expect(CommandText.split(command) == [command]) }
    for command in commands.prefix(6) {
      #expect(session.perform(command).error == nil, "\(command)")
    }
    for ending in [".py", ".session", ".svg", ".csv", ".model", ".npz"] {
      #expect(FileManager.default.fileExists(atPath: folder.file(name + ending)), "\(ending)")
    }
    #expect(session.perform(commands[6]).error == nil)
    // Apostrophes open nothing, nor does a mark alone.
    #expect(CommandText.split("it's; a'b") == ["it's", "a'b"])
    #expect(CommandText.split("a \"b; c") == ["a \"b", "c"])
    #expect(CommandText.split("x = 'a") == ["x = 'a"])
  }

  /// However long a name is, an error says its beginning and its end.
  @Test func aLongNameIsNotSaidWhole() throws {
    let name = String(repeating: "n", count: 1 << 20)
    let folder = try TemporaryFolder()
    var session = try Shells.article(after: "run 2")
    for line in [
      name, "show \(name)", "\(name)(1)", "x.\(name)()", "source \(name)", "step \(name)",
      "save W1 \(folder.path)/\(name)", "write \(name) a.py", "help \(name)", "lesson \(name)",
      "set \(name) = 1", "why \(name)", "plot \(name)", "goto \(name)", "break \(name)",
      "zeros(\(name)=1)", "\(name) = \(name)", "data \(name)", "script \(name)", "1\(name)",
      "switch \(name)", "load weights \(name)", "fork \(name) \(name)", "compare \(name) b",
      "sweep \(name)=1,2", "np.load(\"\(name)\")", "undisplay \(name)", "delete \(name)",
    ] {
      let outcome = session.perform(line)
      guard let error = outcome.error else { continue }
      #expect(error.message.english.utf8.count < 2000, "\(line.prefix(20))")
      #expect((error.hint?.english.utf8.count ?? 0) < 2000, "\(line.prefix(20))")
      #expect(Shells.text(outcome).utf8.count < 6000, "\(line.prefix(20))")
    }
  }

  @Test(arguments: quotable.indices)
  func quotationMarksAreNoPartOfAName(index: Int) throws {
    let (typed, name) = Self.quotable[index]
    let folder = try TemporaryFolder()
    func placed(_ ending: String) -> (typed: String, file: String) {
      let path = folder.file(name).replacingOccurrences(of: ".py", with: ending)
      let mark = typed.first.map { "\"'".contains($0) ? String($0) : "" } ?? ""
      return (mark + path + mark, path)
    }
    var session = try Shells.article(after: "run 2")
    for (command, ending) in [
      ("write numpy", ".py"), ("write torch", ".torch.py"), ("save", ".txt"),
      ("save plot loss", ".svg"),
    ] {
      // Without quotation marks the last word alone is the picture's file.
      if command == "save plot loss", name.contains(" "), typed == name { continue }
      let (typed, path) = placed(ending)
      #expect(session.perform("\(command) \(typed)").error == nil, "\(command) \(typed)")
      #expect(FileManager.default.fileExists(atPath: path), "\(path)")
      #expect(session.perform("\(command) \(typed)").error?.code == "file-exists")
      #expect(
        session.perform("\(command) \(typed)").error?.hint?.english.contains("--force") == true)
      #expect(session.perform("\(command) \(typed) --force").error == nil, "\(command) \(typed)")
    }
    #expect(session.perform("source \(placed(".txt").typed)").error == nil)
  }

  @Test func linesToCopyAreQuoted() throws {
    let folder = try TemporaryFolder()
    var session = try Shells.article(after: "run 2")
    let path = folder.file("a b")
    #expect(
      Shells.text(session.perform("write numpy \(path).py")).split(whereSeparator: \.isWhitespace)
        .joined(separator: " ").contains("python '\(path).py'"))
    #expect(
      Shells.text(session.perform("save \(path).txt")).split(whereSeparator: \.isWhitespace)
        .joined(separator: " ").contains("underhood replay '\(path).txt'"))
  }

  @Test func aFolderIsNothingThatForceReplaces() throws {
    let folder = try TemporaryFolder()
    var session = try Shells.article(after: "run 2")
    for command in ["write numpy", "save"] {
      for flag in ["", " --force"] {
        let error = session.perform("\(command) \(folder.path)\(flag)").error
        #expect(error?.message.english.contains("no ordinary file") == true)
        #expect(error?.hint == nil)
      }
    }
  }

  @Test func theLastWordMayBeQuoted() {
    #expect(FileName.last(of: "plot loss a.svg") == ("plot loss", "a.svg"))
    #expect(FileName.last(of: "plot loss 'a b.svg'") == ("plot loss", "a b.svg"))
    #expect(FileName.last(of: "plot hist W1 \"c'd.svg\"") == ("plot hist W1", "c'd.svg"))
    #expect(FileName.last(of: "it's") == ("", "it's"))
    #expect(FileName.last(of: "") == ("", ""))
  }

  @Test(arguments: [
    ("step 2; set W1[0, 0] = 5; run 2", ["W1"]), ("run 2; set lr = 2; run 1", ["lr"]),
    ("run 1; set b1 = b1 + 1; set W2[0, 0] = 1; set b1[0, 0] = 0", ["b1", "W2"]),
    ("run 2; set A1 = tanh(Z1); run 1", ["A1"]), ("step 2; set lr = 2; run 1", []),
    ("step 2; set A1 = tanh(Z1); run 1", []), ("run 2; set hidden = 3; run 1", []),
    ("run 3; set seed = 7; run 1", []), ("set batch = 100; run 2", []), ("run 2", []),
    ("run 2; set lr = 2; undo", []), ("run 2; set lr = 2; goto 1", []),
  ])
  func aScriptThatDoesNotDoWhatWasDoneSaysSo(commands: String, names: [String]) throws {
    let folder = try TemporaryFolder()
    var session = try Shells.article()
    for command in CommandText.split(commands) { #expect(session.perform(command).isSuccess) }
    let outcome = session.perform("write numpy \(folder.file("a.py"))")
    let text = Shells.text(outcome)
    #expect(text.contains("not those of this session") == !names.isEmpty, "\(text)")
    let result = try #require(try outcome.parsed()["result"] as? [String: Any])
    #expect(result["not_in_it"] as? [String] == names)
  }
}

import Foundation
import ShellSupport
import Support
import Terminal
import Testing

@testable import Shell
@testable import underhood

/// What the README shows is what happens.
@Suite struct ReadmeTests {
  @Test func theSessionIsReal() throws {
    let text = try #require(try Readme.blocks().first?.text)
    let prompt = #/xor [0-9]+\.[a-z]+> /#
    let kept = Transcript("# terminal: unicode\n" + text.replacing(prompt, with: "> "))
    let found = try kept.replayed(knowing: .program)
    let difference = Transcript.difference(kept, found)
    #expect(kept.exchanges == found.exchanges, "\(difference)")
    var session = try Shells.article()
    for match in text.matches(of: #/(xor [^>\n]*)> (.*)/#) {
      #expect(String(match.1) == session.promptText)
      _ = session.perform(String(match.2))
    }
  }

  @Test func theObjectsAreReal() throws {
    let text = try #require(try Readme.blocks().first { $0.text.hasPrefix("{") }?.text)
    var session = try Shells.article(after: "step 2")
    let found = ["show W2", "show A2"].map { session.perform($0).json.text + "\n" }.joined()
    #expect(text == found)
  }

  @Test func theModelLearns() throws {
    let text = try #require(try Readme.blocks().first { $0.text.hasPrefix("settings:") }?.text)
    let folder = try TemporaryFolder()
    try folder.write(text, to: "line.txt")
    let result = try run(
      builtProduct("underhood"),
      ["--model", folder.file("line.txt"), "-e", "run 1000; round(w[0, 0], 2); round(b[0, 0], 2)"])
    #expect(result.status == 0, "\(result.stderr)")
    #expect(result.stdout.hasSuffix("\n2.0\n1.0\n"), "\(result.stdout)")
  }

  @Test func theCommandsAreReal() throws {
    let folder = try TemporaryFolder()
    try folder.write("step 3\nwhere\n", to: "commands.txt")
    let lines = try Readme.blocks().filter { $0.language == "sh" }.flatMap {
      $0.text.split(separator: "\n").map(String.init)
    }
    let own = lines.filter { $0.hasPrefix("underhood ") }
    #expect(own.count == 3)
    for line in own {
      let command = "cd '\(folder.path)' && \"$0\" " + line.dropFirst("underhood ".count)
      let result = try run(
        "/bin/sh", ["-c", command, builtProduct("underhood")], stdin: "step\n")
      #expect(result.status == 0, "\(line)\n\(result.stdout)\(result.stderr)")
    }
  }
}

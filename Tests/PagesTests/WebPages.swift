import Foundation
import Networks
import ShellSupport
import Support
import Testing
import Training

@testable import Pages
@testable import Shell

/// Pages of sessions for tests.
enum WebPages {
  static let commands = CommandSet.standard.with(.report, after: "save")

  /// The page of a session on the article's network, after some commands.
  static func report(after commands: String...) throws -> String {
    var session = try Shells.article(knowing: Self.commands)
    for command in commands { _ = session.perform(command) }
    return try SessionPage(session: session).report()
  }

  /// Commands after which every picture has something to show.
  static let trained = ["set scale = 1", "set hidden = 3", "run 200"]

  static func trained(_ more: String...) throws -> Session {
    var session = try Shells.article(knowing: Self.commands)
    for command in trained + more { _ = session.perform(command) }
    return session
  }

  static func session(on text: String, after commands: String...) throws -> Session {
    var session = Session(run: Run(try Program(Model(name: "own", text: text)), seed: 0))
    for command in commands { _ = session.perform(command) }
    return session
  }

  /// The tags of a document that end in another order than they began, or never; what scripts and
  /// styles hold is not looked at.
  static func faults(in document: String) -> [String] {
    let alone: Set<Substring> = ["meta", "input", "hr", "!DOCTYPE"]
    var open: [Substring] = []
    var faults: [String] = []
    var rest = Substring(document)
    while let start = rest.firstIndex(of: "<") {
      guard let end = rest[start...].firstIndex(of: ">") else { return faults + ["an open tag"] }
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      let name = tag.prefix { $0 != " " && $0 != "\n" && $0 != "/" }
      if tag.hasPrefix("/") {
        if open.popLast() != tag.dropFirst() { faults.append("</\(tag.dropFirst())>") }
      } else if !tag.hasSuffix("/"), !alone.contains(name) {
        open.append(name)
        if name == "script" || name == "style", let close = rest.range(of: "</\(name)>") {
          rest = rest[close.lowerBound...]
        }
      }
    }
    return faults + open.map { "<\($0)>" }
  }
}

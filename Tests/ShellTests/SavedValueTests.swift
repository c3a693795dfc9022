import Equations
import Foundation
import ShellSupport
import Support
import Testing

@testable import Shell

/// `save VALUE FILE` writes the value, and takes no words for a part of a file's name.
@Suite struct SavedValueTests {
  @Test(arguments: [
    ("W1", "W1"), ("X.T", "X.T"), ("W1[0]", "W1[0]"), ("L", "L"), ("A2 > 0.5", "A2 > 0.5"),
    ("W1 @ X[:, :3]", "W1 @ X[:, :3]"), ("[1, 2, 3]", "[1, 2, 3]"), ("1/0.3", "1/0.3"),
  ])
  func valuesReadBackTheSame(typed: String, expression: String) throws {
    let folder = try TemporaryFolder()
    var session = try Shells.article(after: "run 3")
    #expect(session.perform("save \(typed) \(folder.file("w 1.csv"))").error != nil)
    let outcome = session.perform("save \(typed) \"\(folder.file("w 1.csv"))\"")
    #expect(outcome.error == nil, "\(outcome)")
    let array = try #require(try session.compute(Parser.expression(expression)).array)
    let rows = try folder.read("w 1.csv").split(separator: "\n").map {
      $0.split(separator: ",").map { Double($0) }
    }
    #expect(rows.flatMap { $0 } == array.doubles)
    #expect(rows.count == (array.rank == 0 ? 1 : array.shape.dimensions[0]))
    #expect(
      session.perform("save \(typed) \"\(folder.file("w 1.csv"))\"").error?.code == "file-exists")
    #expect(session.perform("save \(typed) \"\(folder.file("w 1.csv"))\" --force").error == nil)
  }

  @Test(arguments: [
    ("save W1 w1.txt", "unknown-form"), ("save my session", "unexpected-argument"),
    ("save nothing n.csv", "unknown-name"), ("save W1 b1 x.csv", "unexpected-argument"),
    ("save A1.nothing x.csv", nil), ("save the whole session s.txt", "unexpected-argument"),
  ])
  func wordsAreNotSwallowed(command: String, code: String?) throws {
    var session = try Shells.article(after: "run 1")
    let error = session.perform(command).error
    #expect(error != nil)
    if let code { #expect(error?.code == code, "\(command): \(String(describing: error))") }
  }

  @Test func whatIsNotComputedSaysSo() throws {
    let folder = try TemporaryFolder()
    var session = try Shells.article(after: "step")
    #expect(session.perform("save A2 \(folder.file("a.csv"))").error?.code == "not-computed")
    #expect(!FileManager.default.fileExists(atPath: folder.file("a.csv")))
  }
}

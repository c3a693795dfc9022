import Foundation
import ShellSupport
import Support
import Testing

@testable import Shell

/// Pictures asked for at the prompt: every kind, on networks that have them and on some that do not.
@Suite struct PlotTests {
  private let folder = try? TemporaryFolder()

  @Test(arguments: [
    "plot loss", "plot loss log", "plot loss all", "plot boundary", "plot hidden", "plot net",
    "plot net gradients", "plot net --example 3", "plot hist W1", "plot W1", "plot A1[:, :9]",
    "plot L over epochs", "plot W1[0, 0] over epochs", "plot landscape W1[0,0] W2[0,1]",
  ])
  func isDrawn(command: String) throws {
    var session = try Shells.article()
    #expect(session.perform("set scale = 1").isSuccess)
    #expect(session.perform("run 12").isSuccess)
    let outcome = session.perform(command)
    #expect(outcome.isSuccess, "\(Shells.text(outcome))")
    #expect(!Shells.text(outcome).isEmpty)
    _ = try outcome.parsed()
  }

  @Test(arguments: [
    ("plot", "missing-argument"), ("plot loss", "not-computed"), ("plot boundary", "not-computed"),
    ("plot hidden", "not-computed"), ("plot net", "not-computed"), ("plot W1", "not-computed"),
    ("plot nonsense", "unknown-plot"), ("plot landscape W1[0,0]", "missing-argument"),
    ("save plot loss loss.gif", "unknown-form"),
  ])
  func isRefused(command: String, code: String) throws {
    var session = try Shells.article()
    guard case .failure(let error) = session.perform(command).result else {
      Issue.record("\(command) should fail")
      return
    }
    #expect(error.code == code)
  }

  @Test func filesAreWrittenOnce() throws {
    let folder = try #require(folder)
    var session = try Shells.article()
    #expect(session.perform("run 3").isSuccess)
    for (name, start) in [("a.svg", "<svg"), ("a.csv", "epoch"), ("a.png", "\u{89}PNG")] {
      let path = folder.file(name)
      #expect(session.perform("save plot loss \(path)").isSuccess)
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      let text = String(data: data.prefix(400), encoding: .isoLatin1) ?? ""
      #expect(text.contains(start), "\(name): \(text.prefix(40))")
      #expect(!session.perform("save plot loss \(path)").isSuccess)
      #expect(session.perform("save plot loss \(path) --force").isSuccess)
    }
  }
}

import Equations
import Foundation
import Networks
import Support
import Testing

@testable import Training

/// Training as people write it, each right, and once more with one line of it mistaken: what is right
/// is not blamed, and of what is wrong the mistaken line is.
@Suite struct PeoplesScriptsTests {
  struct Script: Sendable, CustomTestStringConvertible {
    var title: String
    var text: String
    /// The line that is right, and what a mistake makes of it.
    var line: String
    var mistake: String
    var testDescription: String { title }

    func run(withMistake: Bool) throws -> Run {
      let text = withMistake ? self.text.replacing("  \(line)\n", with: "  \(mistake)\n") : text
      #expect(!withMistake || text != self.text)
      var run = Run(try Program(try Model(name: "script", text: text)))
      while !run.isInitialised { try run.stepEquation() }
      return run
    }
  }

  static let scripts: [Script] = {
    var scripts: [Script] = []
    for line in (try? Fixture.lines("people", in: .module)) ?? [] {
      let rest = String(line.dropFirst(4))
      switch line.prefix(4) {
      case "=== ": scripts.append(Script(title: rest, text: "", line: "", mistake: ""))
      case "--- ": scripts[scripts.count - 1].line = rest
      case "+++ ": scripts[scripts.count - 1].mistake = rest
      default: scripts[scripts.count - 1].text += line + "\n"
      }
    }
    return scripts
  }()

  @Test func thereAreSixtyAndMore() { #expect(Self.scripts.count == 65) }

  @Test(arguments: scripts) func whatIsRightIsNotBlamed(script: Script) throws {
    let check = try GradientCheck(script.run(withMistake: false))
    #expect(!check.isWrong)
    #expect(check.culprit == nil)
    // Only one leaves a factor to the rate.
    #expect((check.commonFactor != nil) == script.title.contains("left to the rate"))
  }

  @Test(arguments: scripts) func theMistakenLineIsBlamed(script: Script) throws {
    let check = try GradientCheck(script.run(withMistake: true))
    #expect(check.isWrong)
    #expect(check.culprit?.equation == (try Parser.statement(script.mistake)))
  }

  /// All of them train, right or wrong.
  @Test(arguments: scripts) func theyRun(script: Script) throws {
    for withMistake in [false, true] {
      var run = try script.run(withMistake: withMistake)
      try run.runEpochs(30)
      #expect(run.losses.count == 30)
      if !withMistake { #expect(try #require(run.losses.last) < (try #require(run.losses.first))) }
    }
  }
}

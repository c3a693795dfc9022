import Testing

@testable import Lessons

@Suite struct RewritingTests {
  static let text = TestFiles.lesson(
    "# One\n\n```run\n> step\nold\n\nold\n> show X\n> where\nsame\n```\n\nWords.\n\n```run\n> step\n```\n"
  )

  private func steps(_ text: String) throws -> [RunStep] {
    let lesson = try #require(TestFiles.read(text).lesson)
    return lesson.pages.flatMap(\.blocks).flatMap { block -> [RunStep] in
      if case .run(let run) = block.content { run.steps } else { [] }
    }
  }

  @Test(arguments: [false, true]) func replacesOutputsInPlace(_ isWindows: Bool) throws {
    let text = isWindows ? Self.text.replacing("\n", with: "\r\n") : Self.text
    let outputs = [["new"], ["[[0 1]", " [1 0]]"], ["same"], ["", "é"]]
    var rewriter = RunRewriter()
    // The order in which steps are noted does not matter.
    for (step, output) in zip(try steps(text), outputs).reversed() {
      try rewriter.record(output, for: step)
    }
    #expect(rewriter.changesAnything)
    let expected = TestFiles.lesson(
      "# One\n\n```run\n> step\nnew\n> show X\n[[0 1]\n [1 0]]\n> where\nsame\n```\n\nWords.\n\n"
        + "```run\n> step\n\né\n```\n")
    let rewritten = String(decoding: rewriter.rewritten(Array(text.utf8)), as: UTF8.self)
    #expect(rewritten == (isWindows ? expected.replacing("\n", with: "\r\n") : expected))
    #expect(try steps(rewritten).map(\.output) == outputs)
  }

  @Test func nothingNewChangesNothing() throws {
    var rewriter = RunRewriter()
    for step in try steps(Self.text) { try rewriter.record(step.output, for: step) }
    #expect(!rewriter.changesAnything)
    #expect(rewriter.rewritten(Array(Self.text.utf8)) == Array(Self.text.utf8))
  }

  @Test(arguments: ["> a", ">", "```", "  ````", "~~~", "\u{1B}[0m", "a\tb", "a\nb"])
  func refusesWhatWouldReadOtherwise(_ line: String) throws {
    let step = try steps(Self.text)[0]
    #expect(throws: RunRewriter.Unrecordable.self) {
      var rewriter = RunRewriter()
      try rewriter.record([line], for: step)
    }
  }

  @Test func aFileThatShrankIsLeftAlone() throws {
    var rewriter = RunRewriter()
    for step in try steps(Self.text) { try rewriter.record(["x"], for: step) }
    let short = Array("---\nid: a\n".utf8)
    #expect(rewriter.rewritten(short) == short)
  }
}

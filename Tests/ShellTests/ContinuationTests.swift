import ShellSupport
import Testing

@testable import Shell

/// Commands that go on in the next line.
@Suite struct ContinuationTests {
  @Test(arguments: [
    ("X = np.array([[0, 0],\n  [0, 1]])", ["X = np.array([[0, 0],   [0, 1]])"]),
    ("a = (1 +\n\n 2)\nstep", ["a = (1 +   2)", "step"]),
    ("a = 1 + \\\n 2; step", ["a = 1 +   2", "step"]),
    ("a = 1 + \\\r\n 2", ["a = 1 +   2"]),
    ("X = [0, # (one\n 1]", ["X = [0,   1]"]),
    ("save \"a(b.txt\"\nstep", ["save \"a(b.txt\"", "step"]),
    ("step # (\nstep", ["step", "step"]), ("a = 1\nb = 2", ["a = 1", "b = 2"]),
    ("a = 1)\nstep", ["a = 1)", "step"]), ("f(1; 2)", ["f(1; 2)"]),
  ])
  func split(text: String, commands: [String]) {
    #expect(CommandText.split(text) == commands)
  }

  @Test(arguments: [
    ("X = [0,", true), ("X = (", true), ("a = 1 + \\", true), ("a = 1", false), ("", false),
    ("# (", false), ("a = [1]", false), ("a \\ b", false), ("plot \"a(", false),
  ])
  func goesOn(text: String, goes: Bool) {
    var splitter = CommandSplitter()
    splitter.read(text)
    #expect(splitter.goesOn == goes)
  }
}

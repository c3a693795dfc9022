import Foundation
import Support
import Testing

@testable import Scripts
@testable import Training

/// Scripts with pieces left out, doubled and exchanged: whatever comes of them, it is a model or an
/// error, and soon.
@Suite struct ScriptFuzzTests {
  /// A generator of its own, so that a seed says which script it is.
  struct Random {
    var state: UInt64

    mutating func below(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(max(count, 1)))
    }
  }

  static let pieces = [
    "(", ")", "[", "]", "{", "}", ":", ",", ".", "=", "-=", "**", "@", "'", "\"", "f'{", "#", "\\",
    "lambda x: x", "for", "while True:", "if", "return", "self.", "np.", "[-1]", "[::2]",
    "* 10 ** 9",
    "0", "1e999", "None", "range(10**8)", "yield", "\t", "\n", "class A:", "def f(f): f(f)", "é",
    "\u{0}",
  ]

  static func mutated(_ text: String, _ seed: Int) -> String {
    var random = Random(state: UInt64(seed) &* 2_654_435_761 &+ 12345)
    var lines = text.components(separatedBy: "\n")
    for _ in 0...random.below(3) {
      let place = random.below(lines.count)
      switch random.below(7) {
      case 0: lines.remove(at: place)
      case 1: lines.insert(lines[random.below(lines.count)], at: place)
      case 2: lines.swapAt(place, random.below(lines.count))
      case 3: lines[place] = String(lines[place].drop { $0 == " " })
      default:
        var words = lines[place].components(separatedBy: " ")
        let word = random.below(words.count)
        switch random.below(4) {
        case 0: words.remove(at: word)
        case 1: words[word] = pieces[random.below(pieces.count)]
        case 2: words.insert(pieces[random.below(pieces.count)], at: word)
        default:
          let characters = Array(words[word])
          if !characters.isEmpty {
            let cut = random.below(characters.count)
            words[word] = String(characters[..<cut] + characters[(cut + 1)...])
          }
        }
        lines[place] = words.joined(separator: " ")
      }
      if lines.isEmpty { lines = [""] }
    }
    return lines.joined(separator: "\n")
  }

  /// `UNDERHOOD_FUZZ` says how many.
  @Test func nothingEndsTheProcess() {
    let count = ProcessInfo.processInfo.environment["UNDERHOOD_FUZZ"].flatMap { Int($0) } ?? 200
    let start = ProcessInfo.processInfo.environment["UNDERHOOD_FUZZ_START"].flatMap { Int($0) } ?? 0
    let texts = ScriptCollectionTests.kept.map(\.text) + ArticleScriptTests.renditions
    var read = 0
    for seed in start..<start + count {
      let text = Self.mutated(texts[seed % texts.count], seed)
      if ProcessInfo.processInfo.environment["UNDERHOOD_FUZZ_SAY"] != nil {
        FileHandle.standardError.write(Data("seed \(seed)\n".utf8))
      }
      do {
        _ = try Script(text, name: "fuzz")
        read += 1
      } catch {
        #expect(error.kind != .trained && error.kind != .wholeRound, "seed \(seed)")
      }
    }
    #expect(read > 0)
  }

  @Test(arguments: [
    String(repeating: "(", count: 5000), String(repeating: "[", count: 5000) + "\n",
    String(repeating: "if a:\n ", count: 300), "x = " + String(repeating: "-", count: 5000) + "1",
    "x = " + String(repeating: "1 + ", count: 3000) + "1",
    "def f(x):\n    return f(x)\nf(1)", "while True:\n    pass", "a = []\na.append(a)\nx = a + 1",
    "import numpy as np\nfor i in range(10**9):\n    x = i",
    "import numpy as np\nx = np.zeros((10**6, 10**6))",
    "x = [0] * 10**9", "s = 'a' * 10**9", "x = 2\nfor i in range(100):\n    x = x * x",
    "d = {}\nd['a'] = d\nprint(d + 1)", "f'{f\\'{x}\\'}'", "x = x[x[x[x]]]",
    "def f():\n    f = f()\n    return f\nf()",
    "class A:\n    def __init__(self):\n        A()\nA()",
    "(a, b), c = 1", "a, b = b, a", "x = [i for i in range(10**7)]", "lambda: lambda: 0", "0x10",
    "1j",
  ]) func whatHasNoEndEnds(text: String) {
    #expect(throws: ScriptError.self) { try Script(text, name: "fuzz") }
  }
}

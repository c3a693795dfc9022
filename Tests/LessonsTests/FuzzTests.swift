import Support
import Testing

@testable import Lessons

/// Any bytes in: a lesson or faults out, and nothing in the lesson that a terminal would obey.
@Suite struct FuzzTests {
  static let insertions: [[UInt8]] =
    [
      "---\n", "```run\n", "```", "~~~", "> ", "&#27;", "&#x202e;", "&#0;", "[", "](", "![", "<b>",
      "<!--", "-->", "|", "\n|-|\n", "*", "**", "_", "`", "\\", ":", "\t", "\r", "\r\n",
      "\u{1B}[2J",
      "\u{9B}", "\u{202E}", "\u{FEFF}", "1. ", "- ", "    ", "# ", "## ", "===\n", "[a]: b\n", "é",
      "👩‍👩‍👧",
      "\u{301}", "\n\n", "id: x\n", "```exercise\nid: x\nask: y\n```\n", "99999999999. ",
    ].map { Array($0.utf8) } + [
      [0], [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
    ]

  static func mutate(_ bytes: inout [UInt8], _ dice: inout Dice) {
    for _ in 0..<Int.random(in: 1...12, using: &dice) {
      let place = Int.random(in: 0...bytes.count, using: &dice)
      let end = min(bytes.count, place + Int.random(in: 0...60, using: &dice))
      switch Int.random(in: 0..<6, using: &dice) {
      case 0: bytes.insert(UInt8.random(in: 0...255, using: &dice), at: place)
      case 1: bytes.removeSubrange(place..<end)
      case 2: bytes.insert(contentsOf: insertions.randomElement(using: &dice)!, at: place)
      case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
      case 4:
        let piece = insertions.randomElement(using: &dice)!
        let count = Int.random(in: 1...80, using: &dice)
        bytes.insert(contentsOf: Array(repeating: piece, count: count).joined(), at: place)
      default:
        if place < bytes.count { bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &dice) }
      }
    }
  }

  @Test(arguments: 0..<8) func mutatedLessons(_ seed: Int) throws {
    let whole = try TestFiles.fixture("whole.md")
    let first = try TestFiles.bytes(TestFiles.course + "/01-first-forward-pass.md")
    var dice = Dice(seed)
    for round in 0..<400 {
      var bytes = round % 2 == 0 ? whole : first
      Self.mutate(&bytes, &dice)
      let reading = LessonReader().read(bytes, path: "m.md")
      guard let lesson = reading.lesson else {
        #expect(!reading.faults.isEmpty, "seed \(seed), round \(round)")
        continue
      }
      #expect(!lesson.pages.isEmpty && lesson.pages.allSatisfy { !$0.blocks.isEmpty })
      #expect(TestFiles.isSafe(lesson), "seed \(seed), round \(round)")
      #expect(reading.faults.allSatisfy { $0.line >= 1 && $0.column >= 1 })
    }
  }

  @Test func noise() {
    var dice = Dice(1)
    for length in 0..<400 {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &dice) }
      let reading = LessonReader().read(bytes, path: "m.md")
      #expect(reading.lesson != nil || !reading.faults.isEmpty)
    }
  }

  /// Texts on which readers of Markdown have been known to take for ever.
  @Test func hostileTextsEnd() {
    let patterns = [
      "[a](", "![[]()", "*a_", "**a *a ", "<!--", "`", "``a`", "[", "[a", "](", "<a href=\"", "> ",
      "- ", "1. ", "&", "\\", "a**b", "_a __a ", "|", "[a]: ", "[\\", "<?", "<!A ", "<![CDATA[",
      "a_b",
    ]
    let limits = LessonLimits()
    for pattern in patterns {
      // As many as the limits on brackets and bytes let through to cmark, in the longest lines and
      // stretches of lines that they let through.
      let brackets = pattern.utf8.count { $0 == UInt8(ascii: "[") }
      let many = brackets > 0 ? limits.brackets / brackets : .max
      let count = min(many, limits.fileBytes / 4 / pattern.utf8.count)
      var text = TestFiles.lesson("# One\n\n")
      var (lineBytes, stretchBytes) = (0, 0)
      for _ in 0..<count {
        if lineBytes + pattern.utf8.count > limits.lineBytes {
          let isStretchFull = stretchBytes + limits.lineBytes > limits.stretchBytes
          text += isStretchFull ? "\n\n" : "\n"
          lineBytes = 0
          if isStretchFull { stretchBytes = 0 }
        }
        text += pattern
        lineBytes += pattern.utf8.count
        stretchBytes += pattern.utf8.count
      }
      let reading = TestFiles.read(text)
      #expect(reading.lesson != nil, "\(pattern): \(reading.faults.first.debugDescription)")
    }
    let definition = "[a]: " + String(repeating: "b", count: 4000) + "\n\n"
    let uses = String(repeating: String(repeating: "[a]", count: 300) + "\n\n", count: 60)
    let reading = TestFiles.read(TestFiles.lesson(definition + uses))
    #expect(reading.lesson != nil)
  }
}

import Foundation
import Fuzzing
import Support
import Testing

/// Each fuzz target from its corpus: the inputs as they are, and some made of them. The long run is
/// `Tests/Fuzzing/run`.
@Suite struct CorpusTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fuzzing/corpus")

  static func inputs(of target: String) throws -> [[UInt8]] {
    let folder = folder.appendingPathComponent(target)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    return try names.map { [UInt8](try Data(contentsOf: folder.appendingPathComponent($0))) }
  }

  @Test func everyTargetHasACorpusAndEveryCorpusATarget() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(folders.sorted() == FuzzTarget.all.map(\.name).sorted())
  }

  @Test(arguments: FuzzTarget.all.map(\.name)) func whatIsMadeOfTheCorpusHolds(name: String) throws
  {
    let target = try #require(FuzzTarget.all.first { $0.name == name })
    let inputs = try Self.inputs(of: name)
    #expect(!inputs.isEmpty)
    var dice = Dice(14)
    for input in inputs {
      target.body(input)
      for _ in 0..<20 { target.body(Self.changed(input, by: inputs, &dice)) }
    }
  }

  /// An input with bits flipped, a piece left out or done twice, or another's end.
  private static func changed(
    _ input: [UInt8], by others: [[UInt8]], _ dice: inout Dice
  ) -> [UInt8] {
    var bytes = input
    for _ in 0...dice.below(3) where !bytes.isEmpty {
      let start = dice.below(bytes.count)
      let end = min(start + dice.below(12), bytes.count)
      switch dice.below(5) {
      case 0: bytes[start] ^= 1 << UInt8(dice.below(8))
      case 1: bytes[start] = UInt8(dice.below(256))
      case 2: bytes.removeSubrange(start..<end)
      case 3: bytes.insert(contentsOf: bytes[start..<end], at: dice.below(bytes.count))
      default:
        let other = dice.pick(others)
        bytes = bytes[..<start] + other.suffix(dice.below(other.count + 1))
      }
    }
    return bytes
  }
}

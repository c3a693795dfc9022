import Arrays
import Support
import Testing

@testable import Formats

/// Files that are not what they should be: each is refused for what is wrong with it, and none ends
/// the process.
@Suite struct BrokenFileTests {
  static let array = NDArray(shape: [3, 4], float64: (0..<12).map { Double($0) / 7 })

  static func npy(_ header: String, _ body: [UInt8] = []) -> [UInt8] {
    let text = Array((header + "\n").utf8)
    return NPY.mark + [1, 0, UInt8(text.count & 255), UInt8(text.count >> 8)] + text + body
  }

  static func fault(_ body: () throws(FormatFault) -> Void) -> FormatFault? {
    do throws(FormatFault) {
      try body()
      return nil
    } catch {
      return error
    }
  }

  @Test func brokenArraysAreRefused() {
    func read(_ bytes: [UInt8]) -> FormatFault? {
      Self.fault { () throws(FormatFault) in _ = try NPY.array(in: MemoryBytes(bytes)) }
    }
    let whole = NPY.bytes(of: Self.array)
    #expect(read(whole) == nil)
    #expect(read([]) == .empty)
    #expect(read(Array(whole.dropLast())) == .cutOff(needed: 96, present: 95))
    #expect(read(Array("1,2,3".utf8)) == .notThis(.npy, found: nil))
    #expect(read([0x80, 4, 0x95, 0, 0, 0, 0, 0]) == .notThis(.npy, found: .pickle))
    #expect(read(Array(whole.prefix(9))) == .cutOff(needed: 10, present: 9))
    let rest = "'fortran_order': False, 'shape': (1,), }"
    #expect(read(Self.npy("{'descr': '|O', \(rest)")) == .pickle)
    #expect(read(Self.npy("{'descr': '<c16', \(rest)")) == .elementType("<c16"))
    #expect(read(Self.npy("{'descr': '<U5', \(rest)")) == .elementType("<U5"))
    #expect(read(Self.npy("{'descr': [('a', '<f8')], \(rest)")) == .elementType("structured"))
    #expect(read(Self.npy("nonsense")) == .malformed(.header))
    let type = "{'descr': '<i8', 'fortran_order': False, 'shape': "
    #expect(read(Self.npy("\(type)(2, 2, 2)}")) == .rank([2, 2, 2]))
    #expect(read(Self.npy("\(type)(-1,)}")) == .malformed(.header))
    #expect(read(Self.npy("\(type)(9999999999, 9999999999)}")) == .noRoom(bytes: .max))
    let large: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0x7f]
    #expect(read(Self.npy("\(type)(1,)}", large)) == .integerTooLarge(at: 0))
  }

  @Test func brokenArchivesAreRefused() throws {
    func read(_ bytes: [UInt8], _ name: String = "b") -> FormatFault? {
      Self.fault { () throws(FormatFault) in _ = try NPZ(MemoryBytes(bytes)).array(name) }
    }
    let whole = try #require(NPZ.bytes(of: [("a", NDArray(1)), ("b", Self.array)]))
    #expect(read(whole) == nil)
    #expect(read(whole, "c") == .noMember("c", candidates: ["a", "b"]))
    #expect(read([]) == .empty)
    #expect(read(Array(whole.prefix(400))) == .cutOff(needed: 422, present: 400))
    #expect(read(NPY.bytes(of: Self.array)) == .notThis(.npz, found: .npy))
    var damaged = whole
    damaged[whole.count - 200] ^= 1
    #expect(read(damaged) != nil)
    // The last number of b: its place is before the directory, whose entries have 51 bytes each.
    var wrong = whole
    wrong[whole.count - 22 - 2 * 51 - 4] ^= 1
    #expect(read(wrong) == .checksum("b.npy"))
  }

  @Test func brokenTextIsRefusedWithItsLine() {
    func read(_ text: String, _ change: (inout TextTable.Options) -> Void = { _ in })
      -> FormatFault?
    {
      var options = TextTable.Options()
      options.delimiter = ","
      change(&options)
      return Self.fault { () throws(FormatFault) in
        _ = try TextTable(MemoryBytes(Array(text.utf8)), options)
      }
    }
    let strict: (inout TextTable.Options) -> Void = { $0.isStrict = true }
    #expect(read("1,2\n3,4\n") == nil)
    #expect(read("") == .empty)
    #expect(read("# only\n\n") == .noRows)
    #expect(read("1,2\n3\n") == .cellCount(line: 2, found: 1, expected: 2))
    #expect(read("1,2\n\n3,x\n", strict) == .notNumber(line: 3, column: 2, text: "x"))
    #expect(read("1,2\n3,\n", strict) == .missingCell(line: 2, column: 2))
    #expect(read("1,\"2\n3,4") == .openQuote(line: 1))
    #expect(read("1,2\n3,\"a\n\nb\"\n5\n") == .cellCount(line: 5, found: 1, expected: 2))
    #expect(read("1,2\n3,\"x\n" + String(repeating: "4,5\n", count: 300)) == .openQuote(line: 2))
    #expect(read("1,2\n") { $0.decimal = ";" } == .delimiter(";"))
    #expect(read("1,2\n3,\u{0}4\n") == .binary(line: 2))
    #expect(read("1,2\n") { $0.columns = [.index(2)] } == .columnOutOfRange(2, count: 2))
    #expect(
      read("a,b\n1,2\n") {
        $0.hasNames = true
        $0.columns = [.name("c")]
      } == .noColumn("c", candidates: ["a", "b"]))
    #expect(read("1,2\n") { $0.delimiter = ", " } == .delimiter(", "))
    let utf16 = MemoryBytes([0xff, 0xfe, 0x31, 0])
    #expect(
      Self.fault { () throws(FormatFault) in _ = try TextTable(utf16, TextTable.Options()) }
        == .utf16)
  }

  /// Bytes changed, cut and doubled at random: a value or a fault, and nothing else.
  @Test(arguments: 0..<40)
  func noBytesEndTheProcess(seed: Int) throws {
    var dice = Dice(seed)
    let files: [[UInt8]] = [
      NPY.bytes(of: Self.array),
      try #require(NPZ.bytes(of: [("a", NDArray(1)), ("b", Self.array)])),
      SafeTensors.bytes(of: [("a", NDArray(1)), ("b", Self.array)]),
      [0, 0, 14, 2, 0, 0, 0, 1, 0, 0, 0, 2] + [UInt8](repeating: 7, count: 16),
      Array("a,b\n1,2\n3,\"x\"\n4,5e300\n".utf8),
    ]
    for file in files {
      for _ in 0..<60 {
        var bytes = file
        for _ in 0..<Int.random(in: 1...4, using: &dice) where !bytes.isEmpty {
          let place = Int.random(in: 0..<bytes.count, using: &dice)
          switch Int.random(in: 0..<4, using: &dice) {
          case 0: bytes.removeLast(min(bytes.count, place))
          case 1: bytes[place] = UInt8.random(in: 0...255, using: &dice)
          case 2: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
          default: bytes.insert(contentsOf: bytes.prefix(place), at: place)
          }
        }
        let source = MemoryBytes(bytes)
        _ = try? NPY.array(in: source)
        _ = try? NPZ(source).array("b")
        _ = try? SafeTensors(source).array("b")
        _ = try? IDX.array(in: source)
        _ = try? TextTable(source, TextTable.Options())
      }
    }
  }

  /// What is written is what is read.
  @Test func filesAreReadBack() throws {
    let arrays: [NDArray] = [
      Self.array, NDArray(7), NDArray(shape: [3], bool: [true, false, true]),
      NDArray(shape: [0, 2], float64: []), NDArray(shape: [2], float64: [.nan, -0.0]),
    ]
    for array in arrays {
      #expect(try NPY.array(in: MemoryBytes(NPY.bytes(of: array))).isIdentical(to: array))
    }
    let named = arrays.enumerated().map { (name: "x\($0.offset)", value: $0.element) }
    let archive = try NPZ(MemoryBytes(try #require(NPZ.bytes(of: named))))
    let tensors = try SafeTensors(MemoryBytes(SafeTensors.bytes(of: named)))
    for (name, value) in named {
      #expect(try archive.array(name).isIdentical(to: value))
      #expect(try tensors.array(name).isIdentical(to: value))
    }
  }

  /// Short numbers take a way of their own, which rounds as the long one.
  @Test(arguments: 0..<20)
  func numbersAreRoundedCorrectly(seed: Int) throws {
    var dice = Dice(seed)
    for _ in 0..<500 {
      let digits = (0..<Int.random(in: 1...19, using: &dice)).map { _ in
        String(Int.random(in: 0...9, using: &dice))
      }
      var text = digits.joined()
      if Bool.random(using: &dice) {
        text.insert(
          ".",
          at: text.index(text.startIndex, offsetBy: Int.random(in: 0...digits.count, using: &dice)))
      }
      if Bool.random(using: &dice) { text += "e\(Int.random(in: -30...30, using: &dice))" }
      if Bool.random(using: &dice) { text = "-" + text }
      let read = Array(text.utf8).withUnsafeBufferPointer { TextNumber.read($0)?.value }
      #expect(read?.bitPattern == Double(text)?.bitPattern, "\(text)")
    }
  }
}

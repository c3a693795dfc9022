import Arrays

/// What is wrong with a data file. The words for it are the shell's.
public enum FormatFault: Error, Equatable, Sendable {
  /// In the system's words.
  case unreadable(String)
  /// Of another kind than was asked for.
  case notThis(FileKind, found: FileKind?)
  case empty
  /// So many bytes belong to it, and so many are there.
  case cutOff(needed: Int, present: Int)
  /// A part of the file is not what its format wants there.
  case malformed(Part)
  /// Numbers of a kind that there is none of here.
  case elementType(String)
  /// Python objects, which only Python can read, and only by running what they say.
  case pickle
  /// More dimensions than values have here.
  case rank([Int])
  /// A whole number beyond ±2^53, at this place in reading order, counted from 0.
  case integerTooLarge(at: Int)
  /// Whoever waited no longer does.
  case interrupted
  /// There is no room for so many bytes.
  case noRoom(bytes: Int)
  case noMember(String, candidates: [String])
  /// One of several has to be named.
  case memberNeeded([String])
  /// An archive packed in a way that is not known here.
  case compression(String)
  /// The bytes are not those that were packed.
  case checksum(String)

  // Text
  /// Bytes that are no text, on this line.
  case binary(line: Int)
  case utf16
  case noRows
  case cellCount(line: Int, found: Int, expected: Int)
  case notNumber(line: Int, column: Int, text: String)
  case missingCell(line: Int, column: Int)
  /// A number that is no whole one, in a row counted from 1.
  case notWhole(row: Int, column: Int)
  case openQuote(line: Int)
  case lineTooLong(line: Int)
  case noColumn(String, candidates: [String])
  case columnOutOfRange(Int, count: Int)
  case tooManyLabels(line: Int, column: Int)
  case delimiter(String)

  /// What is malformed.
  public enum Part: Equatable, Sendable {
    case header
    case archive
    case packed(String)
    case tensor(String)
  }
}

/// The kinds of data file that there are here.
public enum FileKind: String, Sendable, CaseIterable {
  case npy, npz, idx, safetensors, text, pickle, gzip
  case hdf5, parquet, matlab, excel, image

  /// The kind that a file's first bytes tell; `nil` where they tell nothing.
  public static func told(by bytes: some Collection<UInt8>) -> FileKind? {
    let start = Array(bytes.prefix(16))
    func begins(_ mark: [UInt8]) -> Bool { start.starts(with: mark) }
    if begins([0x93] + Array("NUMPY".utf8)) { return .npy }
    if begins(Array("PK\u{3}\u{4}".utf8)) || begins(Array("PK\u{5}\u{6}".utf8)) { return .npz }
    if begins([0x1f, 0x8b]) { return .gzip }
    if begins([0x89] + Array("HDF".utf8)) { return .hdf5 }
    if begins(Array("PAR1".utf8)) { return .parquet }
    if begins(Array("MATLAB".utf8)) { return .matlab }
    if begins([0xd0, 0xcf, 0x11, 0xe0]) { return .excel }
    if begins([0x89] + Array("PNG".utf8)) || begins([0xff, 0xd8, 0xff]) { return .image }
    if start.count > 2, start[0] == 0x80, (2...5).contains(start[1]) { return .pickle }
    if start.count >= 8, start[0] == 0, start[1] == 0, (8...14).contains(start[2]), start[3] > 0 {
      return .idx
    }
    if start.count > 8, start[8] == UInt8(ascii: "{"), start[5...7].allSatisfy({ $0 == 0 }) {
      return .safetensors
    }
    return nil
  }
}

import Arrays
import Formats
import Foundation
import ShellSupport
import Support
import Testing

@testable import Shell

/// Data files that are not what they should be: what is wrong with each, on which line, and what to
/// do, as a student reads it.
@Suite struct BrokenDataTests {
  struct Broken: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    var call: String
    var code: String
    var message: String
    var hint: String
    var testDescription: String { "\(name) \(code)" }

    init(
      _ name: String, _ bytes: [UInt8], _ call: String, _ code: String, _ message: String,
      _ hint: String
    ) {
      (self.name, self.bytes, self.call) = (name, bytes, "show \(call)(\"\(name)\"")
      (self.code, self.message, self.hint) = (code, message, hint)
      self.call += call == "load_idx" || call == "np.load" ? ")" : ", delimiter=\",\")"
    }

    init(
      _ name: String, _ text: String, _ call: String, _ code: String, _ message: String,
      _ hint: String
    ) {
      self.init(name, Array(text.utf8), call, code, message, hint)
    }

    func member(_ name: String) -> Broken {
      var other = self
      other.call += "[\"\(name)\"]"
      return other
    }
  }

  private static let array = NDArray(shape: [2, 3], float64: [1, 2, 3, 4, 5, 6])

  private static func npy(_ header: String) -> [UInt8] {
    let text = Array((header + "\n").utf8)
    return [0x93] + Array("NUMPY".utf8)
      + [1, 0, UInt8(text.count & 255), UInt8(text.count >> 8)] + text
  }

  private static func header(_ type: String, _ shape: String) -> [UInt8] {
    npy("{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }")
  }

  private static let archive = NPZ.bytes(of: [("x", array), ("y", NDArray(1))]) ?? []

  static let files: [Broken] = [
    // Text
    Broken(
      "ragged.csv", "1,2\n3,4\n\n5,6,7\n", "np.loadtxt", "cell-count",
      "ragged.csv, line 4: 3 columns, and 2 before it", "look at that line"),
    Broken(
      "text.csv", "1,2\n3,abc\n", "np.loadtxt", "not-a-number",
      "text.csv, line 2, column 2: 'abc' is no number", "genfromtxt"),
    Broken(
      "names.csv", "a,b\n1,2\n", "np.loadtxt", "not-a-number", "names.csv, line 1, column 1: 'a'",
      "skiprows=1"),
    Broken(
      "missing.csv", "1,2\n3,\n", "np.loadtxt", "missing-number",
      "missing.csv, line 2, column 2: nothing stands there", "genfromtxt"),
    Broken(
      "semicolons.csv", "1;2\n3;4\n", "np.loadtxt", "not-a-number",
      "semicolons.csv, line 1, column 1: '1;2'", "delimiter"),
    Broken("empty.csv", "", "np.loadtxt", "empty-file", "empty.csv is empty", "make the file anew"),
    Broken(
      "comments.csv", "# a\n\n# b\n", "np.loadtxt", "no-rows", "no rows of data in comments.csv",
      "skiprows"),
    Broken(
      "quote.csv", "1,2\n3,\"4\n5,6\n", "np.genfromtxt", "open-quote",
      "quote.csv, line 2: a quotation mark is never closed", "close it"),
    Broken(
      "utf16.csv", [0xff, 0xfe, 0x31, 0, 0x2c, 0], "np.loadtxt", "no-text",
      "utf16.csv is UTF-16 text", "UTF-8"),
    Broken(
      "bytes.csv", [0x31, 0x2c, 0x32, 10, 0, 1, 2], "np.loadtxt", "no-text",
      "bytes.csv, line 2: this is no text", "load"),
    Broken(
      "photo.csv", [0x89] + Array("PNG\r\n".utf8) + [0x1a, 10], "np.loadtxt", "other-format",
      "photo.csv is a file of another kind (image)", "pixels"),
    Broken(
      "packed.csv", [0x1f, 0x8b, 8, 0], "np.loadtxt", "other-format", "(gzip)", "gunzip"),
    // NumPy's
    Broken(
      "text.npy", "1,2\n", "np.load", "other-format", "text.npy is no file of the kind",
      "np.loadtxt"),
    Broken(
      "nothing.npy", [], "np.load", "empty-file", "nothing.npy is empty", "make the file anew"),
    Broken(
      "cut.npy", Array(NPY.bytes(of: array).dropLast(5)), "np.load", "file-cut-off",
      "takes 48 bytes, and 43 are there", "copy or download it again"),
    Broken(
      "objects.npy", header("|O", "(2,)") + [0x80, 4], "np.load", "pickled-file",
      "objects.npy holds Python objects", "np.save"),
    Broken(
      "pickle.npy", [0x80, 4, 0x95, 0, 0, 0, 0], "np.load", "other-format", "(pickle)", "np.save"),
    Broken(
      "complex.npy", header("<c16", "(1,)"), "np.load", "element-type", "'<c16'", "astype(float)"),
    Broken(
      "texts.npy", header("<U5", "(1,)"), "np.load", "element-type", "'<U5'", "astype(float)"),
    Broken(
      "columns.npy", npy("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }"),
      "np.load", "element-type", "several types", "np.savez"),
    Broken(
      "header.npy", [0x93] + Array("NUMPY".utf8) + [2, 0, 255, 255, 255, 127], "np.load",
      "malformed-file", "the beginning of header.npy", "copy it again"),
    Broken(
      "huge.npy", header("<f8", "(9000000000, 9000000000)"), "np.load", "no-memory", "MiB more",
      "fewer rows"),
    Broken(
      "images.npy", header("|u1", "(2, 28, 28)"), "np.load", "too-many-dimensions",
      "shape (2, 28, 28)", "reshape(len(x), -1)"),
    // Several arrays
    Broken(
      "member.npz", archive, "np.load", "no-member", "there is no 'z' in member.npz", "x and y"
    ).member("z"),
    Broken(
      "which.npz", archive, "np.load", "member-needed", "which.npz holds x and y",
      "np.load(\"which.npz\")[\"x\"]"),
    Broken(
      "cut.npz", Array(archive.dropLast(30)), "np.load", "file-cut-off", "cut.npz is cut off",
      "copy or download"
    ).member("x"),
    Broken(
      "weights.safetensors", SafeTensors.bytes(of: [("x", array)]).dropLast(8), "np.load",
      "file-cut-off", "weights.safetensors is cut off", "copy or download"
    ).member("x"),
    // Images of digits
    Broken(
      "count-ubyte", [0, 0, 8, 3, 0, 0, 0, 9, 0, 0, 0, 28, 0, 0, 0, 28, 1, 2, 3], "load_idx",
      "file-cut-off", "takes 7056 bytes, and 3 are there", "copy or download"),
    Broken(
      "other-ubyte", NPY.bytes(of: array), "load_idx", "other-format", "(npy)", "np.load"),
  ]

  @Test(arguments: files) func whatIsWrongIsSaid(file: Broken) throws {
    let folder = try TemporaryFolder()
    try Data(file.bytes).write(to: URL(fileURLWithPath: "\(folder.path)/\(file.name)"))
    var session = try DataCommandTests.session(folder)
    let error = try #require(session.perform(file.call).failure, "\(file.call)")
    #expect(error.code == file.code, "\(error)")
    #expect(error.message.english.contains(file.message), "\(error.message.english)")
    let hint: String = error.hint?.english ?? ""
    #expect(hint.contains(file.hint), "\(hint)")
  }

  /// Words for what is no number, and marks at the beginning, are read.
  @Test func whatIsOddIsRead() throws {
    let folder = try TemporaryFolder()
    try Data([0xef, 0xbb, 0xbf] + Array("1,nan\r\nInf,-inf\r\nN/A,\r\n".utf8))
      .write(to: URL(fileURLWithPath: "\(folder.path)/odd.csv"))
    var session = try DataCommandTests.session(folder)
    let outcome = session.perform("show np.genfromtxt(\"odd.csv\", delimiter=\",\")")
    #expect(Shells.text(outcome) == "[[  1.  nan]\n [ inf -inf]\n [ nan  nan]]\n")
  }
}

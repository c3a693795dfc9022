import Arrays
import Formats
import Foundation
import Support
import Testing

@testable import Equations

/// Files that NumPy, pandas and safetensors have written, as make_files.py wrote them.
@Suite struct FileReadingTests {
  static let folder = Bundle.module.url(
    forResource: "files", withExtension: nil, subdirectory: "Fixtures")

  static let library = FileLibrary { call throws(FileFault) in
    guard let folder, let data = try? Data(contentsOf: folder.appendingPathComponent(call.file))
    else { throw .missing("", candidates: []) }
    do throws(FormatFault) {
      return try call.content(
        of: MemoryBytes([UInt8](data)),
        origin: FileOrigin(name: call.file, size: data.count, digest: ""))
    } catch {
      throw .format(error)
    }
  }

  @Test func filesAreReadAsPythonReadsThem() throws {
    let lines = try Fixture.lines("files", in: .module)
    for line in lines {
      let fields = line.components(separatedBy: "\t")
      let expected = Fixture.array(
        fields[1], Fixture.shape(fields[2]), fields[3].split(separator: ","))
      do {
        let call = try Parser.expression(fields[0])
        #expect(try Parser.expression(call.text) == call, "\(fields[0])")
        let value = try Evaluation.value(of: try call.reading(Self.library), in: DictionaryScope())
        let array = try #require(value.array)
        #expect(
          array.dtype == expected.dtype && array.shape == expected.shape
            && zip(array.doubles, expected.doubles).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN },
          "\(fields[0]): \(array.dtype) \(array.shape) \(array)")
      } catch {
        Issue.record("\(fields[0]): \(error)")
      }
    }
    #expect(lines.count > 180)
  }

  @Test func namesOfColumnsAndOfTextsStayWithThem() throws {
    let text = "np.genfromtxt(\"frame.csv\", delimiter=\",\", names=True, usecols=(0, 3))"
    let content = try #require(
      try Parser.expression(text).reading(Self.library).fileCalls.first?.content)
    #expect(content.columns.map(\.name) == ["size", "species"])
    #expect(content.columns.map(\.labels) == [nil, ["x", "y", "z"]])
  }

  /// Quoted text is for files, and for nothing else.
  @Test(arguments: [
    "\"a\"", "x[\"a\"]", "exp(\"a\")", "np.load(\"a\") + \"b\"", "load(\"a\").reshape(\"b\")",
    "(np.load(\"a\"))[0][\"x\"]", "[\"a\"]", "zeros(2, \"a\")",
  ])
  func textStandsNowhereElse(text: String) {
    #expect(throws: LanguageError.self) { try Parser.expression(text) }
    do { _ = try Parser.expression(text) } catch { #expect(error.kind == .textLiteral, "\(text)") }
  }

  @Test(arguments: [
    "np.load()", "np.load(x)", "np.load(\"\")", "np.load(\"a\", allow_pickle=True)",
    "np.load(\"a\"", "np.load(\"a", "np.load(\"a\", 3)", "np.loadtxt(\"a\", usecols=n)",
    "np.loadtxt(\"a\", delimiter=3)", "np.loadtxt(\"a\", skip=3)", "np.loadtxt(\"a\", skiprows=-1)",
    "np.loadtxt(\"a\", skiprows=1, skiprows=2)", "np.loadtxt(\"a\\q\")", "np.load(\"a\")[\"b\"",
    "np.loadtxt(\"a\", usecols=())", "np.loadtxt(\"a\", dtype=3)",
  ])
  func whatIsNoCallIsRefused(text: String) {
    #expect(throws: LanguageError.self) { try Parser.expression(text) }
  }

  /// A file under a name of its own, as scripts have it: what is read of it is as if its call stood
  /// there.
  @Test(arguments: [
    ("d = np.load('w.npz')\nx = d['a']", "x = load(\"w.npz\")[\"a\"]"),
    (
      "d = load('w.npz'); x, y = d['a'].T, d[\"b\"]",
      "x = load(\"w.npz\")[\"a\"].T|y = load(\"w.npz\")[\"b\"]"
    ),
    (
      "with np.load('w.npz') as d:\n    x = d['a'] * 2\ny = d['b']",
      "x = load(\"w.npz\")[\"a\"] * 2|y = load(\"w.npz\")[\"b\"]"
    ),
    (
      "t = np.genfromtxt('t.csv', names=True)\nx = t['a']",
      "t = genfromtxt(\"t.csv\", names=True)|x = genfromtxt(\"t.csv\", names=True)[\"a\"]"
    ),
    ("d = np.load('d.npy')\nx = d[0]", "d = load(\"d.npy\")|x = d[0]"),
    ("d = np.load('w.npz')\nd = 3\nx = d", "d = 3|x = d"),
  ])
  func aFileMayHaveAName(text: String, expected: String) throws {
    #expect(try Parser.statements(text).map(\.text).joined(separator: "|") == expected)
  }

  @Test(arguments: [
    "d = 3\nx = d['a']", "d = np.load('w.npz')\nd = 3\nx = d['a']", "x = d['a']",
    "with np.load('w.npz') as d\nx = 1", "with open('w.npz') as d:\nx = 1",
    "e = np.load('w.npz')\nx = d['a']",
  ])
  func aNameOfNoFileHasNoMembers(text: String) {
    #expect(throws: LanguageError.self) { try Parser.statements(text) }
  }
}

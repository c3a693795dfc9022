import Foundation
import Support
import Testing

@testable import Equations

/// The expressions of the language's own comparison with NumPy, written out and run by NumPy.
@Suite struct WritingAgreementTests {
  @Test(.enabled(if: Python.withNumPy != nil, "needs a Python with NumPy (UNDERHOOD_PYTHON)"))
  func numpyHasTheRecordedValues() throws {
    try Self.expectAgreement(.numpy, try #require(Python.withNumPy), atLeast: 3500) { _ in true }
  }

  /// Tensors hold decimal numbers in the scripts, so whole numbers are left out.
  @Test(.enabled(if: Python.withPyTorch != nil, "needs a Python with PyTorch (UNDERHOOD_PYTHON)"))
  func torchHasTheRecordedValues() throws {
    try Self.expectAgreement(.torch, try #require(Python.withPyTorch), atLeast: 500) { expression in
      !expression.names.isEmpty
        && expression.names.allSatisfy { $0.hasPrefix("f") && $0 != "float" }
    }
  }

  private static func expectAgreement(
    _ dialect: PythonWriter.Dialect, _ python: Python, atLeast least: Int,
    where isIncluded: (Equations.Expression) -> Bool
  ) throws {
    let folder = try TemporaryFolder()
    var texts: [String] = []
    var helpers: [String: String] = [:]
    for line in try Fixture.lines("expressions", in: .module) {
      let fields = line.components(separatedBy: "\t")
      guard fields[0] != "let" else {
        texts.append(line)
        continue
      }
      let expression = try Parser.expression(fields[1])
      guard fields[2] != "error", isIncluded(expression) else { continue }
      var writer = PythonWriter(dialect)
      let text = writer.text(of: expression)
      for helper in writer.helpers { helpers[helper.name] = helper.source }
      texts.append((fields + [text]).joined(separator: "\t"))
    }
    try folder.write(texts.joined(separator: "\n"), to: "expressions")
    try folder.write(helpers.values.joined(separator: "\n\n"), to: "helpers")
    let result = try python.run(program, [folder.path, dialect.rawValue])
    let lines = result.stdout.split(separator: "\n")
    let count = lines.last?.split(separator: " ").first.flatMap { Int($0) } ?? 0
    #expect(count > least, "\(result.stderr)")
    for difference in lines.dropLast() { Issue.record("\(difference)") }
  }

  /// Reads the recorded values, evaluates each written expression and prints what differs.
  private static let program = """
    import struct, sys
    import numpy as np
    np.seterr(all="ignore")
    folder = sys.argv[1]
    isTorch = sys.argv[2] == "torch"
    names = {"np": np}
    if isTorch:
        import torch
        torch.set_default_dtype(torch.float64)
        names["torch"] = torch
    exec(open(folder + "/helpers").read(), names)

    def array(kind, shape, values):
        shape = () if shape == "-" else tuple(int(n) for n in shape.split(",") if n)
        items = [v for v in values.split(",") if v]
        if kind == "float64":
            items = [struct.unpack(">d", bytes.fromhex(v))[0] for v in items]
        else:
            items = [int(v) for v in items]
        return np.array(items, dtype=kind).reshape(shape)

    count = 0
    for line in open(folder + "/expressions").read().split("\\n"):
        fields = line.split("\\t")
        if fields[0] == "let":
            value = array(*fields[2:5])
            names[fields[1]] = torch.tensor(value) if isTorch else value
            continue
        count += 1
        try:
            value = eval(fields[-1], names)
        except Exception as error:
            print(fields[1], "as", fields[-1], ":", error)
            continue
        if fields[2] == "tuple":
            same = str(tuple(int(n) for n in value)) == fields[6]
        else:
            expected = array(*fields[2:5])
            value = np.asarray(value)
            size = np.max(np.abs(expected), initial=1) if expected.dtype.kind == "f" else 1
            if not np.isfinite(size):
                size = 1
            same = value.shape == expected.shape and (isTorch or value.dtype == expected.dtype) and np.allclose(
                value, expected, rtol=1e-11, atol=1e-13 * size, equal_nan=True)
        if not same:
            print(fields[1], "as", fields[-1], "is", value, value.dtype, "not", fields[2:])
    print(count, "compared")
    """
}

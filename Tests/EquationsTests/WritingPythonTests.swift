import Support
import Testing

@testable import Equations

/// Expressions as Python with NumPy and with PyTorch.
@Suite struct WritingPythonTests {
  static let texts: [(source: String, numpy: String, torch: String)] = [
    ("W1 @ X + b1", "W1 @ X + b1", "W1 @ X + b1"),
    ("exp(-Z1) ** 2", "np.exp(-Z1)**2", "torch.exp(-Z1)**2"),
    ("log(2) * n", "np.log(2) * n", "torch.log(torch.as_tensor(2)) * n"),
    ("sqrt(n / 2)", "np.sqrt(n / 2)", "torch.sqrt(torch.as_tensor(n / 2))"),
    ("d * (Z1 > 0)", "d * (Z1 > 0)", "d * (Z1 > 0).double()"),
    (
      "Z1.sum(axis=1, keepdims=True)", "np.sum(Z1, axis=1, keepdims=True)",
      "torch.sum(Z1, axis=1, keepdims=True)"
    ),
    ("sum(Z1, 1, True)", "np.sum(Z1, 1, keepdims=True)", "torch.sum(Z1, 1, keepdims=True)"),
    (
      "sum(Z1, keepdims=True)", "np.sum(Z1, keepdims=True)",
      "torch.sum(Z1, axis=None, keepdims=True)"
    ),
    ("max(x=Z1, axis=0)", "np.max(Z1, axis=0)", "torch.amax(Z1, axis=0)"),
    (
      "std(Z1)", "np.std(Z1)", "torch.std(Z1, dim=None, correction=0, keepdim=False)"
    ),
    ("Z1.reshape(-1)", "np.reshape(Z1, (-1,))", "torch.reshape(Z1, (-1,))"),
    ("reshape(Z1, (2, -1))", "np.reshape(Z1, (2, -1))", "torch.reshape(Z1, (2, -1))"),
    ("reshape(Z1, X.shape)", "np.reshape(Z1, X.shape)", "torch.reshape(Z1, X.shape)"),
    ("rand(2, 3)", "np.random.rand(2, 3)", "torch.as_tensor(np.random.rand(2, 3))"),
    ("rand((2, 3))", "np.random.rand(2, 3)", "torch.as_tensor(np.random.rand(2, 3))"),
    ("randn(X.shape)", "np.random.randn(*X.shape)", "torch.as_tensor(np.random.randn(*X.shape))"),
    ("seed(42)", "np.random.seed(42)", "np.random.seed(42)"),
    (
      "randint(0, 2, size=(2, 5))", "np.random.randint(0, 2, size=(2, 5))",
      "torch.as_tensor(np.random.randint(0, 2, size=(2, 5)))"
    ),
    (
      "[[0, 1], [1, 0]]", "np.array([[0, 1], [1, 0]])",
      "torch.as_tensor([[0, 1], [1, 0]], dtype=torch.float64)"
    ),
    ("array([1, 2])", "np.array([1, 2])", "torch.as_tensor([1, 2])"),
    ("X[[0, 1]]", "X[[0, 1]]", "X[[0, 1]]"),
    ("vstack([A, B])", "np.vstack([A, B])", "torch.vstack([A, B])"),
    ("X[:, ::-1]", "X[:, ::-1]", "X[:, np.arange(X.shape[1])[::-1].copy()]"),
    (
      "(X * 2)[::-1]", "(X * 2)[::-1]", "(X * 2)[np.arange((X * 2).shape[0])[::-1].copy()]"
    ),
    ("X.size + X.ndim", "X.size + X.ndim", "X.shape.numel() + X.ndim"),
    ("Z1.astype(int)", "np.asarray(Z1).astype(int)", "torch.as_tensor(Z1).to(torch.int64)"),
    ("pi * float(Z1)", "np.pi * np.float64(Z1)", "np.pi * torch.as_tensor(Z1).double()"),
    ("transpose(A + B)", "np.transpose(A + B)", "(A + B).T"),
    ("-2 ** 2 + (A and B)", "-2**2 + (A and B)", "-2**2 + (A and B)"),
  ]

  @Test(arguments: texts.indices)
  func text(_ index: Int) throws {
    let sample = Self.texts[index]
    let expression = try Parser.expression(sample.source)
    var numpy = PythonWriter(.numpy, numbers: ["n"])
    #expect(numpy.text(of: expression) == sample.numpy)
    var torch = PythonWriter(.torch, numbers: ["n"])
    #expect(torch.text(of: expression) == sample.torch)
  }

  @Test func definitionsComeAsFunctions() throws {
    var writer = PythonWriter(.numpy)
    let text = writer.text(of: try Parser.expression("mse(sigmoid(Z), Y) + mse(Z, Y)"))
    #expect(text == "mse(sigmoid(Z), Y) + mse(Z, Y)")
    #expect(writer.helpers.map(\.name) == ["mse", "sigmoid"])
    #expect(writer.helpers[0].source == "def mse(a, y):\n    return np.mean((a - y)**2)")
  }

  @Test func namesAreReplaced() throws {
    var writer = PythonWriter(.numpy, names: ["epoch": "epoch_"], known: ["pi", "epoch"])
    let assignment = try #require(try Parser.statement("epoch -= pi * epoch").assignment)
    #expect(writer.text(of: assignment) == "epoch_ = epoch_ - pi * epoch_")
  }

  /// Every name that is written is there in the library.
  @Test(.enabled(if: Python.withNumPy != nil, "needs a Python with NumPy (UNDERHOOD_PYTHON)"))
  func numpyHasEveryFunction() throws {
    try Self.expectNames(.numpy, "import numpy as np", try #require(Python.withNumPy))
  }

  @Test(.enabled(if: Python.withPyTorch != nil, "needs a Python with PyTorch (UNDERHOOD_PYTHON)"))
  func torchHasEveryFunction() throws {
    try Self.expectNames(
      .torch, "import torch, numpy as np", try #require(Python.withPyTorch))
  }

  private static func expectNames(
    _ dialect: PythonWriter.Dialect, _ imports: String, _ python: Python
  ) throws {
    var names: Set<String> = []
    for function in FunctionTable.standard.functions {
      let arguments = function.parameters.compactMap { parameter in
        parameter.presence == .required ? Argument(.name("A")) : nil
      }
      var writer = PythonWriter(dialect)
      let call = writer.text(of: Expression(.call(function.name, arguments)))
      for text in [call] + writer.helpers.map(\.source) {
        for word in text.split(whereSeparator: {
          !$0.isLetter && !$0.isNumber && !"._".contains($0)
        })
        where word.hasPrefix("np.") || word.hasPrefix("torch.") {
          names.insert(String(word))
        }
      }
    }
    let program = """
      \(imports)
      for name in "\(names.sorted().joined(separator: " "))".split():
          try:
              eval(name)
          except AttributeError:
              print(name)
      """
    #expect(try python.run(program).stdout == "")
  }
}

import Networks
import Testing
import Training

@testable import Scripts

/// What Python has besides NumPy, each form against a plainer one that says the same.
@Suite struct ScriptPythonTests {
  private static let plain = """
    X = np.array([[0.5, -1.0, 2.0, 0.25]])
    rate = 0.1
    def predict(w, b):
        return w @ X + b
    """

  private func losses(_ beginning: String, steps: String = "") throws -> [Double] {
    let text = """
      import numpy as np
      \(beginning)
      Y = 2 * X + 1
      w, b = np.zeros((1, 1)), np.zeros((1, 1))
      for epoch in range(100):
          A = predict(w, b)
          loss = np.mean((A - Y) ** 2)
          dA = 2 * (A - Y) / 4
          \(steps.isEmpty ? "w = w - rate * (dA @ X.T)" : steps)
          b = b - rate * np.sum(dA)
      """
    var run = Run(try Script(text, name: "python").program)
    try run.runEpochs(4)
    return run.losses.map { $0 }
  }

  private static let head = "X = np.array([[0.5, -1.0, 2.0, 0.25]])\n"
  private static let function = "def predict(w, b):\n    return w @ X + b\n"

  @Test(
    arguments: [
      // A notebook's own lines.
      "%matplotlib inline\n!pip install numpy\n" + plain,
      // Types.
      "from typing import Dict, Tuple\nParams = Dict[str, np.ndarray]\nPairs = list[Tuple[int, int]]\n"
        + plain,
      // Names of the script, set in a function.
      function + "def load():\n    global X, rate\n"
        + "    X, rate = np.array([[0.5, -1.0, 2.0, 0.25]]), 0.1\nX, rate = None, None\nload()",
      // Arguments that are left.
      head + "def predict(*parts, **options):\n    return parts[0] @ X + parts[1]\n"
        + "def settings(**options): return options\nrate = settings(rate=0.1, seed=1)['rate']",
      head + function + "def chosen(first, *, rate, **rest): return rate\n"
        + "options = {'rate': 0.1, 'other': 2}\nrate = chosen(1, **options)",
      // Records, and properties.
      """
      from dataclasses import dataclass, field
      @dataclass
      class Base:
          rate: float = 0.5
          sizes: list = field(default_factory=list)
      @dataclass(frozen=True)
      class Settings(Base):
          count: int = 4
          rate: float = 0.2
          def __post_init__(self):
              self.half = self.rate / 2
          @property
          def used(self): return self.half
          @classmethod
          def usual(cls): return cls(sizes=[0.5, -1.0, 2.0, 0.25])
          @staticmethod
          def row(values): return np.array([values])
      settings = Settings.usual()
      X = settings.row(settings.sizes)
      rate = settings.used
      """ + "\n" + function,
      // Members by their names.
      """
      class Net: pass
      net = Net()
      setattr(net, 'X', np.array([[0.5, -1.0, 2.0, 0.25]]))
      net.__dict__['rate'] = 0.1
      X, rate = getattr(net, 'X'), vars(net)['rate']
      size = getattr(net, 'size', 3)
      """ + "\n" + function,
      // Generators.
      """
      def numbers(values):
          for value in values:
              if value > 10: continue
              yield value
      def all_numbers():
          yield from numbers([0.5, 11, -1.0])
          yield 2.0
          yield 0.25
      X = np.array([list(all_numbers())])
      rate = 0.1
      """ + "\n" + function,
      // What is left, names in the midst of expressions, and joined dictionaries.
      """
      first, *others = [0.5, -1.0, 2.0, 0.25]
      *most, last = [0.2, 0.3, 0.1]
      X = np.array([[first, *others]])
      settings = {'count': 2}
      settings |= {'rate': last}
      if (count := settings['count']) > 1:
          rate = settings['rate'] * count / 2
      """ + "\n" + function,
      // Collections.
      """
      from collections import namedtuple, defaultdict, Counter, deque
      import collections
      Pair = namedtuple("Pair", ["x", "rate"])
      Three = collections.namedtuple("Three", "a b, c")
      pair = Pair([0.5, -1.0, 2.0, 0.25], rate=0.2)
      x, other = pair
      print(Counter(x))
      kept = defaultdict(list)
      kept[("sum", 1)].append(0.1)
      queue = deque()
      queue.append(pair[1] - kept[("sum", 1)][0])
      X = np.array([pair.x])
      rate = queue[-1]
      """ + "\n" + function,
      // Numbers as text, and nothing.
      """
      class Nothing: ...
      def abstract(x): ...
      bits = [int(bit) for bit in f"{5:04b}{2:d}"]
      X = np.array([[0.5, -1.0, 2.0, 0.25]]) * bits[1]
      rate = 0.1 * (sum(bits) - bits[4]) / 2
      """ + "\n" + function,
      // Sets, sorted lists, mapped ones and slices.
      """
      values = list(map(float, "0.5 -1 2 0.25 7".split()))
      part = slice(0, 4)
      X = np.array([values])[:, part]
      labels = sorted(set([2, 0, 2, 1]))
      rate = 0.1 * labels[1]
      """ + "\n" + function,
      // Tables in the text.
      """
      import io
      text = \"\"\"# a row
      0.5, -1

      2, 0.25
      \"\"\"
      X = np.loadtxt(io.StringIO(text), delimiter=",").reshape(1, -1)
      rows = [line.strip().split(",") for line in text.splitlines() if not line.startswith("#")]
      rate = 0.1 * len(rows[0]) / 2
      """ + "\n" + function,
      """
      with np.errstate(all='ignore'):
          X = np.array([[0.5, -1.0, 2.0, 0.25]])
      rate = 0.1
      """ + "\n" + function,
    ] as [String]) func saysTheSame(beginning: String) throws
  {
    #expect(try losses(beginning) == losses(Self.plain))
  }

  /// A place in a list that a round computes.
  @Test func anItemIsChosenInARound() throws {
    let steps = "hot = [0.0, 0.0, 0.0]; hot[epoch % 3] = rate; w = w - sum(hot) * (dA @ X.T)"
    let own = try losses(Self.plain, steps: steps)
    let plain = try losses(Self.plain)
    for (a, b) in zip(own, plain) { #expect((a - b).magnitude < 1e-12) }
  }

  private func kind(_ text: String) -> ScriptError.Kind? {
    do throws(ScriptError) {
      _ = try Script("import numpy as np\n" + text, name: "python")
      return nil
    } catch { return error.kind }
  }

  /// What is one thing, and what is only equal.
  @Test func oneThingAndAnother() throws {
    let text = """
      class Layer: pass
      first, second = Layer(), Layer()
      layers = [first, second]
      is_last = layers[-1] is second and layers[0] is not second and not (first is second)
      chosen = first or None
      diagonal = np.diagflat(np.array([[1], [2]]))
      assert diagonal[1, 1] == 2 and diagonal.sum() == 3
      rng = np.random.default_rng(0)
      rng = rng or None
      X = np.array([[0.5, -1.0, 2.0, 0.25], [1, 2, 3, 4]])[range(0, 1)]
      rate = 0.1 if is_last is True and chosen == first and first != second else 7.0

      """
    #expect(try losses(text + Self.function) == losses(Self.plain))
  }

  /// What would mean something else if it were read like this is refused.
  @Test func whatIsNotReadIsRefused() {
    // What is drawn between two items would be drawn before them.
    let drawing = """
      def parts():
          for i in range(3):
              yield np.random.rand(2)
      for part in parts(): print(part)
      """
    #expect(kind(drawing) == .outside(.statement("yield")))
    // The list itself would keep its order.
    for shuffle in ["np.random.shuffle", "np.random.default_rng(1).shuffle"] {
      #expect(kind("x = list(range(9))\n\(shuffle)(x)\n") == .outside(.shuffledList))
      #expect(kind("x = list(zip([1], [2]))\n\(shuffle)(x)\n") == .outside(.shuffledList))
    }
    #expect(kind("@jit\ndef f(x): return x\n") == .outside(.decorator))
    #expect(kind("with open('a.txt') as file:\n    x = 1\n") == .outside(.function("open")))
    #expect(kind("x = np.loadtxt(input())\n") == .outside(.function("input")))
    #expect(
      kind("import io\nx = np.loadtxt(io.StringIO('a b\\nc d'))\n") == .notANumber(.code("'a'")))
    #expect(kind("def forever():\n    while True: yield 1\nlist(forever())\n") == .tooLong)
    #expect(kind("def f(*a, b): return b\nf(1, 2)\n") == .missingArgument("b", function: "f"))
  }
}

import Arrays
import Equations
import Networks
import Support
import Testing

@testable import Training

/// Generators of their own in a run, and the number of the epoch.
@Suite struct GeneratorRunTests {
  private static let text = """
    settings:
      lr = 0.5
    data:
      rng = np.random.default_rng(1)
      old = np.random.RandomState(2)
      X = rng.normal(0, 1, (2, 8))
      Y = (X[0:1] * X[1:] > 0) * 1.0
      rng.shuffle(Y)
    init:
      W = old.randn(3, 2)
      V = rng.standard_normal((1, 3))
      t = 0.0
    forward:
      A = np.tanh(W @ X) * (rng.random((3, 8)) < 0.8)
      P = sigmoid(V @ A)
    loss:
      L = bce(P, Y)
    update:
      W -= lr / (1 + 0.1 * epoch) * dW
      V -= lr * dV
      t = t + epoch * old.rand()

    """

  /// What NumPy draws in this order.
  @Test func drawsAreThoseOfScripts() throws {
    var run = Run(try Program(try Model(name: "own", text: Self.text)))
    try run.runEpochs(1)
    var rng = try Generator(seed: 1)
    var old = try RandomState(seed: 2)
    let x = try rng.normal(mean: 0, deviation: 1, shape: [2, 8])
    #expect(run.state["X"]?.isIdentical(to: x) == true)
    _ = try rng.permutation(try NDArray.zeros([1, 8]))
    _ = try rng.standardNormal([1, 3])
    let draw = try rng.random([3, 8])
    #expect(run.state["A_draw"]?.isIdentical(to: draw) == true)
    _ = try old.randn([3, 2])
    let rate = try old.rand()
    #expect(run.state["t"]?.item == rate.item)
  }

  /// `np.random.seed` starts NumPy's own numbers anew and no generator: what is drawn from those is
  /// the same wherever it stands.
  @Test(arguments: 0..<40) func seedingLeavesGeneratorsAsTheyAre(seed: Int) throws {
    func run(_ data: String) throws -> Run {
      var run = Run(
        try Program(
          try Model(name: "own", text: Self.text.replacing("  X = rng", with: "\(data)\n  X = rng"))
        ))
      try run.runEpochs(1)
      return run
    }
    let (plain, seeded) = (try run("  z = 0"), try run("  np.random.seed(\(seed))"))
    for name in ["X", "Y", "W", "V", "A_draw", "t"] {
      let value = try #require(plain.state[name])
      #expect(seeded.state[name]?.isIdentical(to: value) == true)
    }
  }

  /// A generator without a seed has one that the model's seed gives: the run can be repeated.
  @Test(arguments: 0..<8) func withoutASeed(seed: Int) throws {
    let text = Self.text.replacing("lr = 0.5", with: "lr = 0.5\n  seed = \(seed)")
      .replacing("default_rng(1)", with: "default_rng()")
      .replacing("RandomState(2)", with: "RandomState()")
    func start() throws -> Run {
      var run = Run(try Program(try Model(name: "own", text: text)))
      try run.runEpochs(1)
      return run
    }
    let (first, second) = (try start(), try start())
    let x = try #require(first.state["X"])
    #expect(second.state["X"]?.isIdentical(to: x) == true)
    var one = try Generator(seed: 1)
    #expect(!x.isIdentical(to: try one.normal(mean: 0, deviation: 1, shape: [2, 8])))
  }

  /// What gives several values can be given several names.
  @Test(arguments: [
    ("v, n = unique(X, return_counts=True)", "n", [3, 1]),
    ("v, i, n = unique(X, return_inverse=True, return_counts=True)", "i", [0, 1, 0, 0]),
    ("r, c = where(reshape(X, (2, 2)) > 1)", "c", [1]),
  ])
  func severalValues(equation: String, name: String, values: [Int]) throws {
    let text = Self.text.replacing(
      "X = rng", with: "X = array([1, 2, 1, 1])\n  \(equation)\n  X = rng")
    var run = Run(try Program(try Model(name: "own", text: text)))
    try run.runEpochs(1)
    #expect(run.state[name]?.integers == values)
  }

  /// Compiled, interpreted and gone back over, it is the same run.
  @Test(arguments: ["", "  batch = 3\n", "  holdout = 0.25\n"])
  func everyWayIsTheSame(setting: String) throws {
    let text = Self.text.replacing("data:", with: setting + "data:")
      .replacing("rng.random((3, 8))", with: "rng.random((3, \(setting.isEmpty ? 8 : 1)))")
    let program = try Program(try Model(name: "own", text: text))
    var compiled = Run(program)
    var interpreted = Run(program)
    interpreted.isCompiling = false
    try compiled.runEpochs(25)
    try interpreted.runEpochs(25)
    #expect(compiled.stateHash == interpreted.stateHash)
    #expect(compiled.state["epoch"]?.item == 25)
    var again = Run(program)
    try again.runEpochs(10)
    let hash = again.stateHash
    try again.runEpochs(15)
    #expect(again.stateHash == compiled.stateHash)
    _ = try again.back(15, .epoch)
    #expect(again.stateHash == hash)
  }
}

import Arrays
import Testing

@testable import Equations

/// Every element of every expression is followed back, and computed again from what was found.
@Test(arguments: [
  "W @ X + b", "X.T @ W.T", "(W @ X)[1, ::-1]", "X[0]", "X[-1, 2:4]", "X[:, X[0] > 0]", "v @ X",
  "W @ W[:, 0]", "X[[1, 0, 1]]", "sum(X)", "sum(X, axis=0)", "mean(X * X, axis=1, keepdims=True)",
  "max(X, axis=1)", "min(X)", "std(X, axis=0)", "var(X, axis=1, ddof=1)", "prod(v)",
  "where(X > 0, X, -0.1 * X)", "maximum(X, 0) + minimum(X, b)", "clip(X, -0.5, 0.5)",
  "concatenate((X, N), axis=0)", "vstack((v, v * 2))", "hstack((b, W))", "tile(v, (2, 2))",
  "repeat(b, 3, axis=1)", "reshape(X, (4, 2)) @ W", "X.flatten()[::3]", "squeeze(b)",
  "transpose(X) ** 2", "softmax(X)", "leaky_relu(X, 0.2)", "bce(sigmoid(X), N)", "mse(X, N)",
  "cross_entropy(softmax(X), N)", "mae(X, N)", "outer(v, v)", "dot(W, X)", "dot(2, X)",
  "sigmoid(X) * (1 - sigmoid(X))", "[[1, 2], [3, v[0]]]", "array([v, v])", "N ^ 1", "~N", "N // 2",
  "N % 2 == 0", "astype(N, float) / 3", "X.shape[1] * v", "eye(2) @ X", "zeros((2, 4)) + X",
  "argmax(X, axis=0)", "any(N > 0, axis=1)", "round(X, 2)", "X[None, 0]", "X[..., 0]",
  "exp(X - max(X, axis=0, keepdims=True))", "logical_not(N)", "long @ long", "sum(long * long)",
  "mean(long)", "cumsum(v)", "array_equal(X, X)", "(X[0, 0] > 0) or (X[0, 1] > 0)",
  "int(X[0, 0] * 9)",
])
func elementsRecompute(text: String) throws {
  var random = RandomState(seed: UInt32(11))
  func array(_ value: NDArray) -> Value { .array(value) }
  let scope = DictionaryScope([
    "W": array(try random.randn([2, 2])), "X": array(try random.randn([2, 4])),
    "b": array(try random.randn([2, 1])), "v": array(try random.randn([2])),
    "N": array(try random.randint(low: 0, high: 3, shape: [2, 4])),
    "long": array(try random.randn([2500])),
  ])
  let expression = try Parser.expression(text)
  let tracer = try Tracer(expression, in: scope)
  let value = try #require(Evaluation.value(of: expression, in: scope).array)
  #expect(value.isIdentical(to: try #require(tracer.value.array)))
  for flat in 0..<value.count {
    let node = try #require(tracer.node(at: flat))
    #expect(node.value.isIdentical(to: value.element(at: flat)))
    let again = try #require(node.recomputed())
    #expect(
      again.item?.bitPattern == value.element(at: flat).item?.bitPattern, "\(text) at \(flat)")
    for (operand, number) in node.operands {
      let source = try #require(scope.values[operand.name]?.array)
      #expect(number.isIdentical(to: source.element(at: source.shape.flat(ofIndex: operand.index))))
    }
    for sum in node.sums where sum.total.isFinite {
      var total = ExactSum(sum.lines(limit: 5).map(\.total))
      total.add(-sum.total)
      #expect(total.value == 0)
    }
  }
}

@Test func equalTermsAreGrouped() throws {
  let scope = DictionaryScope([
    "a": .array(NDArray(shape: [6], float64: [1, 2, 1, 2, 1, 5])),
    "c": .array(NDArray(shape: [6], float64: [3, 3, 3, 3, 4, 0])),
  ])
  let node = try #require(try Tracer(try Parser.expression("a @ c"), in: scope).node(at: 0))
  let sum = try #require(node.sums.first)
  #expect(sum.groups.map(\.members) == [[1, 3], [0, 2], [4], [5]])
  #expect(sum.groups.map(\.total) == [12, 6, 4, 0])
  #expect(node.expression(sumLimit: 3).text == "2 * (a[1] * c[1]) + 2 * (a[0] * c[0]) + 4.0")
}

@Test func drawsAreCounted() throws {
  let draws = DrawState(RandomState(seed: UInt32(3)), count: 10, seed: 3)
  let expression = try Parser.expression("randn(2, 2) + permutation([[5, 6], [7, 8]])")
  let tracer = try Tracer(expression, in: DictionaryScope(), draws: draws)
  let node = try #require(tracer.node(at: 3))
  #expect(node.draws.map(\.function) == ["randn", "permutation"])
  #expect(node.draws.map(\.numberSinceSeed) == [14, 18])
  #expect(node.draws[0].number == 4 && node.draws[0].source == nil)
  #expect(node.draws[1].source?.number == 6 || node.draws[1].source?.number == 8)
  #expect(tracer.draws?.count == 18)
}

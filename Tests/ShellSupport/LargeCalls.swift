import Equations

/// A call of every function, and of what else the language does, over arrays as large as one likes.
package enum LargeCalls {
  /// What the calls are about; `x`, `y` and `i` have `count` elements, a multiple of 1000.
  package static func setup(_ count: Int) -> [String] {
    [
      "x = rand(\(count))", "y = rand(\(count))", "i = arange(\(count)) % 7", "t = x > 0.5",
      "M = x.reshape(-1, 1000)", "I = i.reshape(1000, -1)", "rng = default_rng(1)",
      "old = RandomState(1)", "w = ones(\(count)) / \(count)",
      "row = linspace(0, 1, \(count / 1000))",
      "column = arange(1000)", "one = x[:1]",
    ]
  }

  /// - Returns: none for a function of which a test has to be told.
  package static func calls(of function: Function, _ count: Int) -> [String] {
    let name = function.name
    if let calls = special(count)[name] { return calls }
    let draws = "generator."
    if name.hasPrefix(draws) {
      let method = name.dropFirst(draws.count)
      let words: String? =
        switch method {
        case "integers", "randint": "0, 9, size=\(count)"
        case "permutation", "shuffle": "x"
        case "choice": "x, size=\(count)"
        case "rand", "randn": "\(count)"
        default: function.parameters.contains { $0.name == "size" } ? "size=\(count)" : nil
        }
      let generator =
        ["randint", "rand", "randn", "random_sample"].contains(method) ? "old" : "rng"
      return words.map { ["\(generator).\(method)(\($0))"] } ?? []
    }
    switch function.parameters.map(\.presence) {
    case let all where all.first == .rest: return ["np.\(name)(\(count))"]
    case let all where all.allSatisfy({ $0 != .required }):
      return ["np.\(name)(size=\(count))"]
    case let all where all.filter({ $0 == .required }).count == 1:
      let arrays = function.parameters[0].isSequenceOfArrays
      return arrays
        ? ["np.\(name)((M, M))", "np.\(name)((x, i))"] : ["np.\(name)(x)", "np.\(name)(M)"]
    case let all where all.filter({ $0 == .required }).count == 2:
      return ["np.\(name)(x, y)"]
    default: return []
    }
  }

  /// Functions that make and read nothing large: what they are asked is small.
  package static let small: Set<String> = [
    "seed", "default_rng", "RandomState", "item", "len", "python.round",
  ]

  /// Everything else that the language does with arrays.
  package static func others(_ count: Int) -> [String] {
    [
      "-x", "~t", "~i", "x + y", "x * 2", "2 ** x", "x ** 2.5", "i // 2", "i % 5", "i ** 2",
      "i & 3",
      "t | t", "x < y", "i == 3", "t ^ t", "M + row.reshape(-1, 1)", "M * column",
      "row.reshape(-1, 1) + column",
      "row.reshape(-1, 1) < column", "M.T", "I.T", "x[t]", "x[::2]", "x[::-1]", "x[1:]", "x[i]",
      "M[:, ::2]",
      "M[M > 0.5]", "M[:, column]", "M @ M.T[:, :50]", "I @ I.T[:, :20]", "i > x", "x + i",
      "x[t] = 0", "x += 1",
      "x[i] = 2",
    ]
  }

  private static func special(_ count: Int) -> [String: [String]] {
    let whole = "(\(count / 1000), 1000)"
    let big = Int(Double(count).squareRoot())
    return [
      "bitwise_xor": ["bitwise_xor(i, i)"], "bitwise_and": ["bitwise_and(i, t)"],
      "bitwise_or": ["bitwise_or(t, t)"], "bitwise_not": ["bitwise_not(i)"],
      "where": ["where(t, x, y)", "where(M > 0.5, row.reshape(-1, 1), column)", "where(t, 1, i)"],
      "zeros": ["zeros(\(whole))"], "ones": ["ones(\(count), dtype=int)"],
      "empty": ["empty(\(count), dtype=bool)"], "full": ["full(\(whole), 7)"],
      "eye": ["eye(\(big))", "eye(\(big), dtype=int)"],
      "arange": ["arange(\(count))", "arange(0, 1, 1 / \(count))"],
      "linspace": ["linspace(0, 1, \(count))"], "array": ["array(x, dtype=int)", "array([x, y])"],
      "astype": ["x.astype(int)", "t.astype(float)", "i.astype(bool)"],
      "reshape": ["x.reshape(1, -1)"], "dot": ["dot(x, y)", "dot(x, 2)"],
      "matmul": ["matmul(M, M.T[:, :50])"], "outer": ["outer(row, column)"],
      "tile": ["tile(x, 2)", "tile(column, \(count / 1000))", "tile(one, (\(count), 1))"],
      "repeat": [
        "repeat(x, 2)", "repeat(column, \(count / 1000))", "repeat(M, 2, axis=1)", "repeat(x, i)",
      ],
      "accuracy": [
        "accuracy(x, i % 2)", "accuracy(I[:10], I[0] % 10)",
        "accuracy(x.reshape(2, -1), (x > 2).reshape(2, -1))",
      ],
      "concatenate": ["concatenate((x, i))", "concatenate((M, M), axis=1)"],
      "split": ["split(x, 2)"], "delete": ["delete(x, 3)"],
      "insert": ["insert(x, 3, 1)"],
      "roll": ["roll(x, 3)", "roll(M, 1, axis=1)"],
      "expand_dims": ["expand_dims(x, 0)"], "atleast_2d": ["atleast_2d(x)"],
      "squeeze": ["squeeze(x)"],
      "onehot": ["onehot(i, 7)"], "diag": ["diag(row[:1000])", "diag(arange(\(big)))"],
      "trace": ["trace(M + 1)"], "r_": ["np.r_[x, y]"], "column_stack": ["column_stack((x, y))"],
      "stack": ["stack((x, y))"], "identity": ["identity(x)"],
      "append": ["append(x, y)"], "average": ["average(x, weights=y)", "average(x)"],
      "sort": ["sort(x)", "sort(M)", "sort(I, axis=0)"], "argsort": ["argsort(x)", "argsort(I)"],
      "unique": ["unique(x)", "unique(i, return_inverse=True, return_counts=True)"],
      "nonzero": ["nonzero(t)", "nonzero(M)"], "stratified": ["stratified(i)"],
      "randint": ["randint(0, 9, size=\(count))"], "uniform": ["uniform(size=\(count))"],
      "normal": ["normal(1, 2, size=\(count))"],
      "binomial": ["binomial(3, 0.5, size=\(count))", "binomial(300, 0.5, size=\(count))"],
      "permutation": ["permutation(\(count))", "permutation(M)"],
      "choice": [
        "choice(\(count), size=\(count))", "choice(\(count), size=\(count), replace=False)",
        "choice(x, size=\(count), p=w)", "choice(x, size=\(count / 2), replace=False, p=w)",
      ],
      "circles": ["circles(\(count))"], "moons": ["moons(\(count), noise=0.1)"],
      "spirals": ["spirals(\(count))"],
      "python.sum": ["sum(x)", "sum(M)"], "python.max": ["max(x)"], "python.min": ["min(x)"],
      "range": ["array(range(\(count)))"], "huber": ["huber(x, y)"],
      "generator.binomial": ["old.binomial(3, 0.5, size=\(count))"],
      "generator.permutation": [
        "rng.permutation(x)", "rng.permutation(\(count))", "old.permutation(x)",
      ],
      "generator.choice": [
        "rng.choice(x, size=\(count))", "rng.choice(\(count), size=\(count / 10), replace=False)",
        "rng.choice(\(count), size=\(count), replace=False)",
      ],
      "cross_entropy": ["cross_entropy(M, M)"], "leaky_relu": ["leaky_relu(x)"],
    ]
  }
}

extension Parameter {
  fileprivate var isSequenceOfArrays: Bool { name == "arrays" }
}

import Arrays

/// Points of two classes that no line parts: the classics to try a hidden layer on.
///
/// Each gives three rows with a column for each point: x, y, and the class, 0 and 1 in turn. Point k
/// of n is number k // 2 of its class, at t = (k // 2) / max((n - 1) // 2, 1), from 0 to 1. Noise is
/// the deviation of normal numbers that are added to x and y.
extension Function {
  static let shapes: [Function] = [
    // The angle is 2πt, less one step so that the last point is not the first; the radius 1 or ½.
    .points(
      "circles", summary: "n points on two circles around one another, as rows x, y and class",
      angle: "2 * pi * (k // 2) / ((n + 1) // 2)", x: "(1 - c / 2) * cos(a)",
      y: "(1 - c / 2) * sin(a)"),
    // The upper half of a circle around 0, and the lower half of one around (1, ½).
    .points(
      "moons", summary: "n points on two half moons, one in the other, as rows x, y and class",
      angle: "pi * t", x: "c + (1 - 2 * c) * cos(a)", y: "c / 2 + (1 - 2 * c) * sin(a)"),
    // One and a half turns outwards from radius 0.1 to 1, the second half a turn ahead.
    .points(
      "spirals", summary: "n points on two spirals, one in the other, as rows x, y and class",
      angle: "3 * pi * t + pi * c", x: "(0.1 + 0.9 * t) * cos(a)",
      y: "(0.1 + 0.9 * t) * sin(a)"),
  ]

  private static func points(
    _ name: String, summary: String, angle: String, x: String, y: String
  ) -> Function {
    let formulas = [
      ("k", "arange(n)"), ("c", "k % 2"), ("t", "(k // 2) / maximum((n - 1) // 2, 1)"),
      ("a", angle), ("points", "vstack((\(x), \(y), c))"),
    ].compactMap { formula in
      (try? Parser.expression(formula.1)).map { (name: formula.0, value: $0) }
    }
    return Function(
      name, [.required("n"), .optional("noise", "0.0")], isRandom: true, summary: summary,
      infer: { arguments throws(FunctionFault) in
        _ = try arguments.number(1, default: 0)
        guard case .known(let count) = try arguments.integer(0) else {
          return .array(.float64, nil)
        }
        return .array(.float64, try Reading.known([3, count]).shape())
      },
      evaluate: { arguments, random throws(FunctionFault) in
        let count = try arguments.integer(0).get(0, .integer)
        let noise = try arguments.number(1, default: 0).get(1, .number)
        let shape = try Reading.known([3, count]).shape() ?? [3, 0]
        guard var generator = random else { throw .noRandomNumbers }
        var values: [String: Value] = ["n": .array(NDArray(count))]
        for (name, expression) in formulas {
          guard
            let value = try? Evaluation.value(of: expression, in: DictionaryScope(values))
          else { throw .argument(0, .integer) }
          values[name] = value
        }
        guard case .array(let points)? = values["points"] else { throw .argument(0, .integer) }
        values = [:]
        let result = try arrays { () throws(ArrayError) in
          let drawn = try generator.randn([2, shape[1]])
          let noise = try NDArray.concatenate(
            [NDArray.apply(.multiply, drawn, NDArray(noise)), NDArray.zeros([1, shape[1]])])
          return try NDArray.apply(.add, points, noise)
        }
        random = generator
        return .array(result)
      }
    )
    .written(
      numpy: .helper(
        """
        def \(name)(n, noise=0.0):
            k = np.arange(n)
            c = k % 2
            t = (k // 2) / np.maximum((n - 1) // 2, 1)
            a = \(python(angle))
            points = np.vstack((\(python(x)), \(python(y)), c))
            points[:2] += noise * np.random.randn(2, n)
            return points
        """))
  }

  private static func python(_ formula: String) -> String {
    ["cos", "sin", "pi"].reduce(formula) { text, word in
      text.replacing(word, with: "np.\(word)")
    }
  }
}

import Arrays

/// Functions of Python that share their name with one of NumPy's, and the ones that NumPy lacks.
///
/// Each is read as an expression of NumPy's words, by the shapes of its arguments. Where Python
/// refuses what NumPy has a value for (`sum(5)`, `max` of a matrix, `round` of an array), it is
/// NumPy's value.
extension Function {
  static let python: [Function] = [
    .read(
      "python.sum", [.required("x")],
      summary: "Python's: the elements of a row added up; of a matrix, its rows"
    ) { _ in "sum(x, axis=0)" }
    .written(
      .expression("sum(x, axis=0)"), numpy: .template("np.sum($x, axis=0)"),
      torch: .template("torch.sum($x, 0)")),
    .extremum("max", ">", summary: "Python's: the largest element of a row, or the larger of two"),
    .extremum(
      "min", "<", summary: "Python's: the smallest element of a row, or the smaller of two"),
    .read(
      "python.round", [.required("x"), .optional("ndigits")],
      summary: "Python's: a number rounded to a whole one, or to so many digits"
    ) { arguments throws(FunctionFault) in
      if arguments[1] != nil { return "np.round(x, ndigits)" }
      return arguments[0]?.shape?.rank == 0 ? "int(np.round(x))" : "np.round(x)"
    }
    .written(
      numpy: .helper(
        """
        def python_round(x, ndigits=None):
            if ndigits is not None:
                return np.round(x, ndigits)
            return int(np.round(x)) if np.ndim(x) == 0 else np.round(x)
        """),
      torch: .helper(
        """
        def python_round(x, ndigits=None):
            x = torch.as_tensor(x, dtype=torch.float64)
            if ndigits is not None:
                return torch.round(x, decimals=ndigits)
            return int(torch.round(x)) if x.ndim == 0 else torch.round(x)
        """)),
    .range.written(numpy: .name("np.arange"), torch: .name("torch.arange")),
  ]

  private static func extremum(_ name: String, _ sign: String, summary: String) -> Function {
    read(PythonWords.prefix + name, [.required("x"), .optional("y")], summary: summary) {
      arguments throws(FunctionFault) in
      guard let second = arguments[1] else {
        // Of several rows Python refuses to say which is larger; of one, or of numbers in a column,
        // it says.
        guard let x = arguments[0]?.shape, x.rank == 2, x.dimensions.contains(1) else {
          return "np.\(name)(x)"
        }
        return "\(name)(x, axis=0)"
      }
      for shape in [arguments[0]?.shape, second.shape] {
        if let shape, shape.count != 1 { throw .array(.ambiguousTruth(shape)) }
      }
      return "where(y \(sign) x, y, x)"
    }
    .written(
      .template("\(name) $x!", ascii: "\(name) $x!"),
      numpy: .helper(
        """
        def python_\(name)(x, y=None):
            if y is not None:
                return y if y \(sign) x else x
            x = np.asarray(x)
            return np.\(name)(x, axis=0 if x.ndim == 2 and 1 in x.shape else None)
        """),
      torch: .helper(
        """
        def python_\(name)(x, y=None):
            if y is not None:
                return y if y \(sign) x else x
            return torch.a\(name)(x, dim=0) if x.ndim == 2 and 1 in x.shape else torch.a\(name)(x)
        """))
  }

  private static let range = Function(
    "range", [.required("start"), .optional("stop"), .optional("step", "1")],
    summary: "Python's: whole numbers from start up to, not including, stop", derivative: .zero,
    infer: { arguments throws(FunctionFault) in
      for index in 0..<3 where !arguments.isAbsent(index) { _ = try arguments.integer(index) }
      return try arange.infer(Arguments(values: arguments.values + [nil]))
    },
    evaluate: { arguments, random throws(FunctionFault) in
      for index in 0..<3 where !arguments.isAbsent(index) {
        _ = try arguments.integer(index).get(index, .integer)
      }
      return try arange.evaluate(Arguments(values: arguments.values + [nil]), &random)
    })
}

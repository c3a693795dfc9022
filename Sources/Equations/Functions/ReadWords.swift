import Arrays

/// Words of NumPy that are other expressions of the language, by the shapes of their arguments.
extension Function {
  static let readWords: [Function] = [
    .read(
      "expand_dims", [.required("x"), .required("axis")],
      summary: "x with a dimension of one more, at the given axis"
    ) { arguments throws(FunctionFault) in
      guard let rank = arguments[0]?.shape?.rank, let axis = arguments[1]?.integer else {
        throw .argument(1, .axis)
      }
      let place = axis < 0 ? axis + rank + 1 : axis
      guard (0...rank).contains(place) else {
        throw .array(.axisOutOfRange(axis: axis, rank: rank + 1))
      }
      switch (rank, place) {
      case (0, _): return "reshape(x, -1)"
      case (1, 0): return "reshape(x, (1, -1))"
      case (1, _): return "reshape(x, (-1, 1))"
      default: throw .array(.rankTooHigh(rank + 1))
      }
    }
    .written(torch: .template("torch.unsqueeze($x, $axis)")),
    .read(
      "atleast_2d", [.required("x")], summary: "a number or a row as a matrix of one row"
    ) { arguments in
      (arguments[0]?.shape?.rank ?? 2) < 2 ? "reshape(x, (1, -1))" : "copy(x)"
    },
    .read(
      "norm",
      [.required("x"), .optional("ord"), .optional("axis"), .optional("keepdims", "False")],
      summary: "the length of x: the root of the sum of its squares"
    ) { arguments throws(FunctionFault) in
      let hasAxis = arguments[2].map { if case .none? = $0.value { false } else { true } } ?? false
      if arguments[1]?.value?.integer == 1, !hasAxis, arguments[0]?.shape?.rank == 1 {
        return "sum(abs(x), keepdims=keepdims)"
      }
      if let order = arguments[1]?.value,
        order.integer != 2 || !hasAxis && arguments[0]?.shape?.rank != 1
      {
        guard case .none = order else { throw .argument(1, .number) }
      }
      let axis = hasAxis ? ", axis=axis" : ""
      return "sqrt(sum(x**2\(axis), keepdims=keepdims))"
    }
    .written(
      numpy: .name("np.linalg.norm"),
      torch: .helper(
        """
        def norm(x, ord=None, axis=None, keepdims=False):
            dim = tuple(range(x.ndim)) if axis is None else axis
            if ord == 1:
                return torch.sum(torch.abs(x), dim=dim, keepdim=keepdims)
            return torch.sqrt(torch.sum(x**2, dim=dim, keepdim=keepdims))
        """)),
    .defined(
      "onehot", [.required("y"), .required("k")],
      summary: "a column for each whole number of y, with 1 in its row of k and 0 in the others",
      definition: "float(reshape(arange(k), (-1, 1)) == reshape(y, (1, -1)))", derivative: .zero
    ),
    .defined(
      "isclose",
      [.required("x"), .required("y"), .optional("rtol", "1e-05"), .optional("atol", "1e-08")],
      summary: "True where x is within atol + rtol * |y| of y",
      definition:
        "(abs(float(x) - y) <= atol + rtol * abs(float(y))) & isfinite(float(y)) | (x == y)",
      derivative: .zero
    )
    .written(numpy: .name("np.isclose"), torch: .name("torch.isclose")),
  ]
}

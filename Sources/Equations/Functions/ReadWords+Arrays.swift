import Arrays

/// Words for joining, taking apart and picking, as other expressions of the language.
extension Function {
  static let readArrayWords: [Function] = [
    joined(
      "column_stack", summary: "rows as the columns of a matrix, matrices side by side"
    ) { ranks in
      if ranks.allSatisfy({ $0 == 2 }) { return "hstack(arrays)" }
      let parts = ranks.enumerated().map { index, rank in
        rank == 2 ? "arrays[\(index)]" : "reshape(arrays[\(index)], (-1, 1))"
      }
      return "hstack((\(parts.joined(separator: ", ")),))"
    },
    joined("r_", summary: "np.r_[a, b]: rows end to end, matrices on top of each other") { ranks in
      ranks.allSatisfy { $0 < 2 } ? "hstack(arrays)" : "concatenate(arrays, axis=0)"
    }
    .written(
      numpy: .template("np.r_[tuple($arrays)]"),
      torch: .helper(
        """
        def r_(arrays):
            return torch.cat([torch.atleast_1d(torch.as_tensor(x)) for x in arrays])
        """)),
    .read(
      "stack", [.sequence("arrays"), .optional("axis", "0")],
      summary: "rows of one length as the rows of a matrix, or with axis=1 as its columns"
    ) { arguments throws(FunctionFault) in
      let ranks = arguments[0]?.items?.compactMap { $0.shape?.rank } ?? []
      let axis = arguments[1]?.integer ?? 0
      let rank = (ranks.first ?? 0) + 1
      if let first = ranks.first, ranks.contains(where: { $0 != first }) {
        throw .argument(0, .array)
      }
      guard rank <= 2 else { throw .array(.rankTooHigh(rank)) }
      guard (-rank..<rank).contains(axis) else {
        throw .array(.axisOutOfRange(axis: axis, rank: rank))
      }
      if rank == 1 { return "hstack(arrays)" }
      return axis == 0 || axis == -2 ? "vstack(arrays)" : "vstack(arrays).T"
    }
    .written(torch: .template("torch.stack(list($arrays), dim=$axis)")),
    .read(
      "append", [.required("x"), .required("values"), .optional("axis")],
      summary: "x with values behind it, as a row of elements or along an axis"
    ) { arguments in
      isGiven(arguments[2])
        ? "concatenate((x, values), axis=axis)"
        : "concatenate((reshape(x, -1), reshape(values, -1)))"
    }
    .written(
      torch: .helper(
        """
        def append(x, values, axis=None):
            x, values = torch.as_tensor(x), torch.as_tensor(values)
            if axis is None:
                return torch.cat([x.reshape(-1), values.reshape(-1)])
            return torch.cat([x, values], dim=axis)
        """)),
    .read(
      "squeeze", [.required("x"), .optional("axis")], isMethod: true,
      summary: "without dimensions of one element"
    ) { arguments throws(FunctionFault) in
      guard let shape = arguments[0]?.shape else { throw .argument(0, .array) }
      var kept = shape.dimensions.filter { $0 != 1 }
      if isGiven(arguments[1]) {
        guard let given = arguments[1]?.integer else { throw .argument(1, .axis) }
        if shape.rank == 0, given == 0 || given == -1 { return "copy(x)" }
        let axis = try arrays { () throws(ArrayError) in try shape.axis(given) }
        guard shape[axis] == 1 else { throw .argument(1, .axis) }
        kept = shape.dimensions
        kept.remove(at: axis)
      }
      switch (shape.rank, kept.count) {
      case (let rank, let count) where rank == count: return "copy(x)"
      case (_, 0): return "reshape(x, ())"
      default: return "reshape(x, -1)"
      }
    },
    .read(
      "item", [.required("x")], isMethod: true, summary: "the one element of x as a number"
    ) { arguments throws(FunctionFault) in
      guard let shape = arguments[0]?.shape, shape.count == 1 else {
        throw .argument(0, .oneElement)
      }
      return "reshape(x, ())"
    }
    .written(numpy: .template("$x!.item()"), torch: .template("$x!.reshape(())")),
    .read(
      "diag", [.required("x"), .optional("k", "0")],
      summary: "a matrix with x on its diagonal, or a matrix's diagonal; k above it"
    ) { arguments throws(FunctionFault) in
      guard let shape = arguments[0]?.shape, shape.rank > 0 else { throw .argument(0, .array) }
      guard let k = arguments[1].map(\.integer) ?? 0, k.magnitude < 1 << 31 else {
        throw .argument(1, .integer)
      }
      guard shape.rank == 1 else {
        let length = k < 0 ? min(shape[0] + k, shape[1]) : min(shape[0], shape[1] - k)
        let places = "arange(\(max(length, 0)))"
        return "x[\(places) + \(max(-k, 0)), \(places) + \(max(k, 0))]"
      }
      let none = arguments[0]?.dtype == .bool ? "False" : "0"
      if k == 0 { return "where(eye(x.size) > 0, x, \(none))" }
      let size = shape[0] + Int(k.magnitude)
      let row = "x[clip(arange(\(size)), 0, \(shape[0] - 1))]"
      let spread = k > 0 ? "reshape(\(row), (-1, 1))" : row
      let isOnIt = "reshape(arange(\(size)), (-1, 1)) + \(k) == arange(\(size))"
      return "where(\(isOnIt), \(spread), \(none))"
    }
    .written(torch: .name("torch.diag")),
    .read(
      "split", [.required("x"), .required("sections"), .optional("axis", "0")],
      summary: "x in so many equal parts: a, b = split(x, 2)"
    ) { arguments throws(FunctionFault) in
      guard let shape = arguments[0]?.shape else { throw .argument(0, .array) }
      let given = arguments[2]?.integer ?? 0
      let axis = try arrays { () throws(ArrayError) in try shape.axis(given) }
      var ends: [Int]
      if let count = arguments[1]?.integer {
        guard count > 0, shape[axis] % count == 0 else { throw .argument(1, .sections) }
        ends = (1...count).map { $0 * shape[axis] / count }
      } else if let places = arguments[1]?.value?.dimensions {
        ends = places + [shape[axis]]
      } else {
        throw .argument(1, .sections)
      }
      let starts = [0] + ends.dropLast()
      let whole = axis == 0 ? "" : ":, "
      let parts = zip(starts, ends).map { "x[\(whole)\($0):\($1)]" }
      return "(\(parts.joined(separator: ", ")),)"
    }
    .written(
      torch: .helper(
        """
        def split(x, sections, axis=0):
            return torch.tensor_split(x, sections, dim=axis)
        """)),
    .read(
      "average", [.required("x"), .optional("axis"), .optional("weights")],
      summary: "the mean, or with weights the weighted one"
    ) { arguments throws(FunctionFault) in
      let axis = isGiven(arguments[1]) ? ", axis=axis" : ""
      guard isGiven(arguments[2]) else { return "mean(x\(axis))" }
      guard let shape = arguments[0]?.shape, let own = arguments[2]?.shape else {
        throw .argument(2, .array)
      }
      if shape == own { return "np.sum(x * weights\(axis)) / np.sum(weights\(axis))" }
      guard shape.rank == 2, own.rank == 1, let given = arguments[1]?.integer else {
        throw .argument(2, .array)
      }
      let place = try arrays { () throws(ArrayError) in try shape.axis(given) }
      guard own[0] == shape[place] else { throw .argument(2, .array) }
      let upright = place == 0 ? "reshape(weights, (-1, 1))" : "weights"
      return "np.sum(x * \(upright)\(axis)) / np.sum(weights)"
    }
    .written(
      torch: .helper(
        """
        def average(x, axis=None, weights=None):
            dim = tuple(range(x.ndim)) if axis is None else axis
            if weights is None:
                return torch.mean(x, dim=dim)
            weights = torch.as_tensor(weights, dtype=x.dtype)
            if weights.ndim < x.ndim and axis == 0:
                weights = weights.reshape(-1, 1)
            weights = torch.broadcast_to(weights, x.shape)
            return torch.sum(x * weights, dim=dim) / torch.sum(weights, dim=dim)
        """)),
    .read(
      "median", [.required("x"), .optional("axis"), .optional("keepdims", "False")],
      summary: "the middle of the sorted elements, or the mean of the two in the middle"
    ) { arguments throws(FunctionFault) in
      guard let shape = arguments[0]?.shape else { throw .argument(0, .array) }
      guard isGiven(arguments[1]), shape.rank == 2 else {
        let middle = "sort(reshape(x, -1))[(x.size - 1) // 2:x.size // 2 + 1]"
        let keep = shape.rank == 2 ? "reshape(mean(\(middle)), (1, 1))" : "mean(\(middle))"
        let isKept = arguments[2]?.value?.array?.item == 1
        return "where(np.any(isnan(x)), nan, \(isKept ? keep : "mean(\(middle))"))"
      }
      guard let given = arguments[1]?.integer else { throw .argument(1, .axis) }
      let axis = try arrays { () throws(ArrayError) in try shape.axis(given) }
      let size = "x.shape[\(axis)]"
      let slice = "(\(size) - 1) // 2:\(size) // 2 + 1"
      let rows = axis == 0 ? "[\(slice)]" : "[:, \(slice)]"
      let along = "axis=\(axis), keepdims=keepdims"
      return "where(any(isnan(x), \(along)), nan, mean(sort(x, \(axis))\(rows), \(along)))"
    }
    .written(
      torch: .helper(
        """
        def median(x, axis=None, keepdims=False):
            y = torch.quantile(x.double(), 0.5, dim=axis, keepdim=keepdims)
            return y
        """)),
  ]

  static func isGiven(_ argument: ReadArgument?) -> Bool {
    guard let argument else { return false }
    if case .none? = argument.value { return false }
    return true
  }

  /// A function of a sequence of arrays.
  ///
  /// - Parameter text: the expression, by the ranks of the arrays.
  private static func joined(
    _ name: String, summary: String, _ text: @escaping @Sendable ([Int]) -> String
  ) -> Function {
    read(name, [.sequence("arrays")], summary: summary) { arguments throws(FunctionFault) in
      guard let items = arguments[0]?.items else { throw .argument(0, .list) }
      return text(items.compactMap { $0.shape?.rank })
    }
    .written(torch: .template("torch.\(name)($arrays)"))
  }
}

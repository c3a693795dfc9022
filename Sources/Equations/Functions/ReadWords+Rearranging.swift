import Arrays

/// Words for turning, moving and leaving out, as other expressions of the language.
extension Function {
  static let rearrangingWords: [Function] = [
    .read(
      "flip", [.required("x"), .optional("axis")], summary: "x backwards, along an axis or all"
    ) { arguments throws(FunctionFault) in
      guard let rank = arguments[0]?.shape?.rank else { throw .argument(0, .array) }
      let place = try place(arguments[1], 1, rank: rank)
      if rank == 0 { return "copy(x)" }
      let turned = (0..<rank).map { place == nil || place == $0 ? "::-1" : ":" }
      return "x[\(turned.joined(separator: ", "))]"
    }
    .written(
      torch: .helper(
        """
        def flip(x, axis=None):
            return torch.flip(x, tuple(range(x.ndim)) if axis is None else (axis,))
        """)),
    .read(
      "roll", [.required("x"), .required("shift"), .optional("axis")],
      summary: "x moved on; what leaves at the end comes in at the start"
    ) { arguments throws(FunctionFault) in
      guard let shape = arguments[0]?.shape else { throw .argument(0, .array) }
      guard let shift = arguments[1]?.integer else { throw .argument(1, .integer) }
      guard let place = try place(arguments[2], 2, rank: shape.rank) else {
        let moved = moved("reshape(x, -1)", shift, shape.count, place: 0)
        return shape.rank == 1 ? moved : shape.rank == 0 ? "copy(x)" : "reshape(\(moved), x.shape)"
      }
      return moved("x", shift, shape[place], place: place)
    }
    .written(torch: .template("torch.roll($x, $shift, dims=$axis)")),
    .read(
      "delete", [.required("x"), .required("obj"), .optional("axis")],
      summary: "x without the elements, rows or columns of these numbers"
    ) { arguments throws(FunctionFault) in
      guard let shape = arguments[0]?.shape else { throw .argument(0, .array) }
      let place = try place(arguments[2], 2, rank: shape.rank)
      let size = place.map { shape[$0] } ?? shape.count
      guard let given = arguments[1]?.integer.map({ [$0] }) ?? arguments[1]?.value?.dimensions
      else { throw .argument(1, .index) }
      var kept = Array(repeating: true, count: size)
      for index in given {
        guard (-size..<size).contains(index) else {
          throw .array(.indexOutOfRange(index: index, size: size, axis: place ?? 0))
        }
        kept[index < 0 ? index + size : index] = false
      }
      // Stretches of what stays, which are few where little is left out.
      var parts: [String] = []
      var start = 0
      while start < size {
        let end = kept[start...].firstIndex(of: !kept[start]) ?? size
        if kept[start] { parts.append(slice(start, end, place: place)) }
        start = end
      }
      if parts.isEmpty { parts = [slice(0, 0, place: place)] }
      return parts.count == 1
        ? parts[0] : "concatenate((\(parts.joined(separator: ", "))), axis=\(place ?? 0))"
    }
    .written(
      torch: .helper(
        """
        def delete(x, obj, axis=None):
            x = x.reshape(-1) if axis is None else x
            kept = torch.ones(x.shape[axis or 0], dtype=torch.bool)
            kept[obj] = False
            return x[kept] if (axis or 0) % x.ndim == 0 else x[:, kept]
        """)),
    .insert,
    .read(
      "ptp", [.required("x"), .optional("axis")], summary: "the largest element less the smallest"
    ) { arguments in
      isGiven(arguments[1])
        ? "np.max(x, axis=axis) - np.min(x, axis=axis)" : "np.max(x) - np.min(x)"
    }
    .written(
      torch: .helper(
        """
        def ptp(x, axis=None):
            dim = tuple(range(x.ndim)) if axis is None else axis
            return torch.amax(x, dim=dim) - torch.amin(x, dim=dim)
        """)),
    .read("trace", [.required("x")], summary: "the sum of a matrix's diagonal") {
      arguments throws(FunctionFault) in
      guard arguments[0]?.shape?.rank == 2 else { throw .argument(0, .array) }
      return "np.sum(diag(x))"
    }
    .written(torch: .name("torch.trace")),
    .read(
      "diff", [.required("x"), .optional("n", "1"), .optional("axis", "-1")],
      summary: "each element less the one before it"
    ) { arguments throws(FunctionFault) in
      guard let rank = arguments[0]?.shape?.rank, rank > 0 else { throw .argument(0, .array) }
      guard arguments[1].map({ $0.integer == 1 }) ?? true else { throw .argument(1, .integer) }
      let place = try place(arguments[2], 2, rank: rank) ?? rank - 1
      let operation = arguments[0]?.dtype == .bool ? "!=" : "-"
      return place == 0
        ? "x[1:] \(operation) x[:-1]" : "x[:, 1:] \(operation) x[:, :-1]"
    }
    .written(torch: .template("torch.diff($x, dim=$axis)")),
    .read(
      "inner", [.required("a"), .required("b")],
      summary: "sums of products over the last dimension of both"
    ) { arguments throws(FunctionFault) in
      guard let a = arguments[0]?.shape?.rank, let b = arguments[1]?.shape?.rank else {
        throw .argument(0, .array)
      }
      if a == 0 || b == 0 { return "a * b" }
      return b == 2 ? "dot(a, b.T)" : "dot(a, b)"
    }
    .written(torch: .name("torch.inner")),
    .read(
      "count_nonzero", [.required("x"), .optional("axis")], summary: "how many elements are not 0"
    ) { arguments in isGiven(arguments[1]) ? "np.sum(x != 0, axis=axis)" : "np.sum(x != 0)" }
    .written(torch: .template("torch.count_nonzero($x, dim=$axis)")),
  ]

  /// The axis that an argument names, from 0 on; `nil` where it is left out.
  static func place(
    _ argument: ReadArgument?, _ number: Int, rank: Int
  ) throws(FunctionFault) -> Int? {
    guard isGiven(argument) else { return nil }
    guard let axis = argument?.integer else { throw .argument(number, .axis) }
    return try arrays { () throws(ArrayError) in
      try Shape(Array(repeating: 1, count: rank)).axis(axis)
    }
  }

  static func slice(_ start: Int, _ end: Int, place: Int?) -> String {
    switch place {
    case nil: "reshape(x, -1)[\(start):\(end)]"
    case 1: "x[:, \(start):\(end)]"
    default: "x[\(start):\(end)]"
    }
  }

  private static func moved(_ x: String, _ shift: Int, _ size: Int, place: Int) -> String {
    let first = size == 0 ? 0 : (size - shift % size) % size
    guard first > 0 else { return "copy(\(x))" }
    let columns = place == 1 ? ":, " : ""
    return "concatenate((\(x)[\(columns)\(first):], \(x)[\(columns):\(first)]), axis=\(place))"
  }
}

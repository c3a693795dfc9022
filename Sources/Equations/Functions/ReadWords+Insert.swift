import Arrays

extension Function {
  /// NumPy's `insert`, whose single number as an index lays values along the axis, where a list of
  /// one takes them as they are.
  static let insert = Function.read(
    "insert",
    [.required("x"), .required("obj"), .required("values"), .optional("axis")],
    summary: "x with values put in before the elements, rows or columns of these numbers"
  ) { arguments throws(FunctionFault) in
    guard let shape = arguments[0]?.shape, let dtype = arguments[0]?.dtype else {
      throw .argument(0, .array)
    }
    guard let values = arguments[2]?.shape else { throw .argument(2, .array) }
    let place = try place(arguments[3], 3, rank: shape.rank)
    let single = arguments[1]?.integer
    guard let given = single.map({ [$0] }) ?? arguments[1]?.value?.dimensions else {
      throw .argument(1, .index)
    }
    let size = place.map { shape[$0] } ?? shape.count
    let indices = try given.map { index throws(FunctionFault) in
      guard (-size...size).contains(index) else {
        throw .array(.indexOutOfRange(index: index, size: size, axis: place ?? 0))
      }
      return index < 0 ? index + size : index
    }
    let isFlat = place == nil || shape.rank < 2
    guard values.rank <= (isFlat ? 1 : 2) else { throw .argument(2, .array) }
    let isTurned = !isFlat && place == 1 && single != nil
    let laid = isTurned ? values.rank == 1 ? "reshape(values, (-1, 1))" : "values.T" : "values"
    let count = given.count > 1 ? given.count : valueCount(values, isFlat, place, isTurned)
    let spread =
      switch (isFlat, place) {
      case (true, _): "(\(count),)"
      case (_, 1): "(\(shape[0]), \(count))"
      default: "(\(count), \(shape[1]))"
      }
    let pieces =
      "(\(laid) + zeros(\(spread), dtype=int)).astype(\(dtype == .bool ? "bool" : dtype == .int64 ? "int" : "float"))"
    var parts: [String] = []
    var start = 0
    for (order, index) in indices.enumerated().sorted(by: { ($0.1, $0.0) < ($1.1, $1.0) }) {
      if index > start { parts.append(slice(start, index, place: place)) }
      start = index
      let piece = "\(order):\(order + 1)"
      parts.append(pieces + (given.count == 1 ? "" : place == 1 ? "[:, \(piece)]" : "[\(piece)]"))
    }
    if start < size { parts.append(slice(start, size, place: place)) }
    return "concatenate((\(parts.joined(separator: ", ")),), axis=\(place ?? 0))"
  }
  .written(
    torch: .helper(
      """
      def insert(x, obj, values, axis=None):
          x = x.reshape(-1) if axis is None else x
          axis = 0 if axis is None else axis % x.ndim
          values = torch.as_tensor(values, dtype=x.dtype)
          values = values.reshape((1,) * (x.ndim - values.ndim) + tuple(values.shape))
          values = torch.movedim(values, 0, axis) if np.ndim(obj) == 0 else values
          places = [int(place) % (x.shape[axis] + (place >= 0)) for place in np.atleast_1d(obj)]
          size = list(x.shape)
          size[axis] = values.shape[axis] if len(places) == 1 else len(places)
          pieces = values.expand(size).split(size[axis] if len(places) == 1 else 1, dim=axis)
          parts, start = [], 0
          for order in np.argsort(places, kind="stable"):
              parts += [x.narrow(axis, start, places[order] - start), pieces[order]]
              start = places[order]
          return torch.cat(parts + [x.narrow(axis, start, x.shape[axis] - start)], dim=axis)
      """))

  /// How many elements, rows or columns values make that are put in at one place.
  private static func valueCount(
    _ values: Shape, _ isFlat: Bool, _ place: Int?, _ isTurned: Bool
  ) -> Int {
    if isFlat { return values.count }
    guard values.rank == 2 else { return place == 1 && !isTurned ? values.count : 1 }
    return values[place == 1 && !isTurned ? 1 : 0]
  }
}

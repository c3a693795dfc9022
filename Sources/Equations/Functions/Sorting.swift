import Arrays

/// The order of elements, and what follows from it.
extension Function {
  static let sorting: [Function] = [
    ordering(
      "sort", summary: "the elements from the smallest to the largest, along an axis",
      derivative: .joining { context throws(LanguageError) in
        [(try context.sortedByIndex(), context.adjoint)]
      },
      type: { $0 }
    ) { x, order throws(ArrayError) in
      try x.flattened.subscripted([.integers(order)])
    }
    .written(torch: .template("torch.sort($x, dim=$axis).values")),
    ordering(
      "argsort", summary: "the places of the elements from the smallest to the largest",
      derivative: .zero, type: { _ in .int64 }
    ) { x, order throws(ArrayError) in
      let length = x.shape.dimensions.last ?? 1
      // Of a vector they are that already.
      return x.rank < 2 ? order : try NDArray.apply(.remainder, order, NDArray(max(length, 1)))
    }
    .written(torch: .template("torch.argsort($x, dim=$axis, stable=True)")),
    .unique,
    .nonzero.written(
      numpy: .name("np.nonzero"), torch: .template("torch.nonzero($x, as_tuple=True)")),
  ]

  /// - Parameter pick: the result from rows and the flat places of their sorted elements.
  private static func ordering(
    _ name: String, summary: String, derivative: DerivativeRule,
    type: @escaping @Sendable (DType) -> DType,
    _ pick: @escaping @Sendable (NDArray, NDArray) throws(ArrayError) -> NDArray
  ) -> Function {
    Function(
      name, [.required("x"), .optional("axis", "-1")], isMethod: name == "argsort",
      summary: summary, derivative: derivative,
      infer: { arguments throws(FunctionFault) in
        let (dtype, shape) = try arguments.type(0)
        guard let shape else { return .array(type(dtype), nil) }
        guard case .known(let axis) = try arguments.sortedAxis() else {
          return .array(type(dtype), nil)
        }
        guard let axis else { return .array(type(dtype), Shape([shape.count])) }
        _ = try arrays { () throws(ArrayError) in try shape.axis(axis) }
        return .array(type(dtype), shape)
      },
      evaluate: { arguments, _ throws(FunctionFault) in
        var x = try arguments.array(0)
        let axis = try arguments.sortedAxis().get(1, .axis)
        if axis == nil { x = x.flattened }
        let place = try arrays { () throws(ArrayError) in try x.shape.axis(axis ?? 0) }
        let isTurned = x.rank == 2 && place == 0
        return .array(
          try arrays { () throws(ArrayError) in
            let rows = isTurned ? try x.turned() : x
            let sorted = try pick(rows, try rows.rowOrders())
            return isTurned ? try sorted.turned() : sorted
          })
      })
  }

  private static let unique = Function(
    "unique",
    [
      .required("x"), .optional("return_index", "False"), .optional("return_inverse", "False"),
      .optional("return_counts", "False"),
    ],
    summary: "the different elements, from the smallest on",
    derivative: .zero,
    infer: { arguments throws(FunctionFault) in
      let (dtype, shape) = try arguments.type(0)
      let values = StaticValue.array(dtype, nil)
      var others: [StaticValue] = []
      for flag in 1...3 where try arguments.flag(flag).get(flag, .boolean) {
        others.append(.array(.int64, flag == 2 ? shape : nil))
      }
      return others.isEmpty ? values : StaticValue(.tuple([values] + others))
    },
    evaluate: { arguments, _ throws(FunctionFault) in
      let given = try arguments.array(0)
      let x = given.flattened
      var wanted: [Bool] = []
      for flag in 1...3 { wanted.append(try arguments.flag(flag).get(flag, .boolean)) }
      let hasInverse = wanted[1]
      var (chosen, counts): ([Int], [Int]) = ([], [])
      var inverse: [Int] = []
      try arrays { () throws(ArrayError) in
        let order = try x.rowOrders().integers
        let values = try x.asDoubles()
        if hasInverse { inverse = try NDArray.zeros([x.count], dtype: .int64).integers }
        func isSame(_ a: Int, _ b: Int) -> Bool {
          values[a] == values[b] || values[a].isNaN && values[b].isNaN
        }
        var different = 0
        try Interruption.stretches(order.count) {
          for i in $0 where i == 0 || !isSame(order[i], order[i - 1]) { different += 1 }
        }
        // Room for all of them, once: growing would take it twice.
        try MemoryAccount.reserve(different, of: 16)
        chosen.reserveCapacity(different)
        counts.reserveCapacity(different)
        try Interruption.stretches(order.count) {
          for i in $0 {
            if i == 0 || !isSame(order[i], order[i - 1]) {
              chosen.append(order[i])
              counts.append(0)
            }
            counts[counts.count - 1] += 1
            if hasInverse { inverse[order[i]] = chosen.count - 1 }
          }
        }
      }
      let indices = NDArray(shape: [chosen.count], int64: chosen)
      let different = Value.array(
        try arrays { () throws(ArrayError) in try x.subscripted([.integers(indices)]) })
      var results = [different]
      if wanted[0] { results.append(.array(indices)) }
      if hasInverse { results.append(.array(NDArray(shape: given.shape, int64: inverse))) }
      if wanted[2] { results.append(.array(NDArray(shape: [counts.count], int64: counts))) }
      return results.count == 1 ? different : .tuple(results)
    })

  private static let nonzero = Function(
    "nonzero", [.required("x")], summary: "the places where x is not 0, an array for each axis",
    derivative: .zero,
    infer: { arguments throws(FunctionFault) in
      guard let rank = try arguments.type(0).shape?.rank else { throw .argument(0, .array) }
      return StaticValue(.tuple(Array(repeating: .array(.int64, nil), count: max(rank, 1))))
    },
    evaluate: { arguments, _ throws(FunctionFault) in
      let x = try arguments.array(0)
      return try arrays { () throws(ArrayError) in
        let flat = try x.flattened.placesOfTruth()
        guard x.rank == 2 else { return .tuple([.array(flat)]) }
        let columns = NDArray(max(x.shape[1], 1))
        return .tuple([
          .array(try NDArray.apply(.floorDivide, flat, columns)),
          .array(try NDArray.apply(.remainder, flat, columns)),
        ])
      }
    })
}

extension NDArray {
  /// Of each row the places in the whole array of its elements from the smallest to the largest, NaN
  /// last; equal ones stay in order.
  ///
  /// - Throws: `interrupted`, `noRoom`.
  func rowOrders() throws(ArrayError) -> NDArray {
    let length = max(shape.dimensions.last ?? 1, 1)
    let values = try asDoubles()
    var order = try NDArray.arange(NDArray(0), NDArray(count)).integers
    // Half of a row is laid aside while its halves are merged.
    try MemoryAccount.reserve(min(length, count) / 2 + 1)
    var asked = 0
    func precedes(_ a: Int, _ b: Int) throws(ArrayError) -> Bool {
      asked += 1
      if asked.isMultiple(of: Interruption.stretch) { try Interruption.check() }
      let (x, y) = (values[a], values[b])
      if x.isNaN || y.isNaN { return !x.isNaN || (y.isNaN && a < b) }
      return x < y || (x == y && a < b)
    }
    do {
      if length >= count {
        try order.sort(by: precedes)
      } else {
        for start in stride(from: 0, to: count, by: length) {
          try order[start..<start + length].sort(by: precedes)
        }
      }
    } catch {
      throw .interrupted
    }
    return NDArray(shape: shape, int64: order)
  }
}

extension Arguments {
  /// `axis=`, the last where it is left out; `None` stays `nil`.
  fileprivate func sortedAxis() throws(FunctionFault) -> Reading<Int?> {
    self[1] == nil ? .known(-1) : try axis(1)
  }
}

extension Backpropagation {
  /// `sort(x)` as an index, `x[argsort(x)]`, whose derivative is that of picking.
  fileprivate func sortedByIndex() throws(LanguageError) -> Expression {
    let x = argument(0)
    let shape = try shapes.shape(of: x)
    let isWhole = arguments.count > 1 && arguments[1] != nil && optionalArgument(1) == nil
    if shape.rank == 1 || isWhole {
      let row = shape.rank == 1 ? x : Expression.call("reshape", x, .integer(-1))
      return Expression(.index(row, [.position(.call("argsort", row))]))
    }
    let given = optionalArgument(1) == nil ? -1 : try axis(1) ?? -1
    let place = given < 0 ? given + shape.rank : given
    let order = Expression.call("argsort", x, .integer(place))
    let lines = Expression.call("arange", try size(of: x, axis: 1 - place))
    let others =
      place == 1
      ? Expression.call("reshape", lines, Expression(.tuple([.integer(-1), .integer(1)]))) : lines
    let items: [IndexItem] =
      place == 1 ? [.position(others), .position(order)] : [.position(order), .position(others)]
    return Expression(.index(x, items))
  }
}

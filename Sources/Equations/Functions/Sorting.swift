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
    ) { x, order in
      (try? x.flattened.subscripted([.integers(order)])) ?? x
    }
    .written(torch: .template("torch.sort($x, dim=$axis).values")),
    ordering(
      "argsort", summary: "the places of the elements from the smallest to the largest",
      derivative: .zero, type: { _ in .int64 }
    ) { x, order in
      let length = x.shape.dimensions.last ?? 1
      let places = order.integers.map { $0 % max(length, 1) }
      return NDArray(shape: order.shape, int64: places)
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
    _ pick: @escaping @Sendable (NDArray, NDArray) -> NDArray
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
        let rows = isTurned ? x.transposed : x
        let order = try arrays { () throws(ArrayError) in try rows.rowOrders() }
        let sorted = pick(rows, order)
        return .array(isTurned ? sorted.transposed : sorted)
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
      let order = try arrays { () throws(ArrayError) in try x.rowOrders() }
      let values = x.doubles
      var chosen: [Int] = []
      var counts: [Int] = []
      var inverse = Array(repeating: 0, count: x.count)
      for place in order.integers {
        let isSame =
          chosen.last.map { last in
            values[place] == values[last] || values[place].isNaN && values[last].isNaN
          } ?? false
        if !isSame {
          chosen.append(place)
          counts.append(0)
        }
        counts[counts.count - 1] += 1
        inverse[place] = chosen.count - 1
      }
      let indices = NDArray(shape: [chosen.count], int64: chosen)
      let different = Value.array(
        try arrays { () throws(ArrayError) in try x.subscripted([.integers(indices)]) })
      let others = [
        indices, NDArray(shape: given.shape, int64: inverse),
        NDArray(shape: [counts.count], int64: counts),
      ]
      var results = [different]
      for flag in 1...3 where try arguments.flag(flag).get(flag, .boolean) {
        results.append(.array(others[flag - 1]))
      }
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
      let rank = max(x.rank, 1)
      let shape = x.rank == 0 ? Shape([1]) : x.shape
      var places = Array(repeating: [Int](), count: rank)
      for (flat, value) in x.doubles.enumerated() where value != 0 {
        for (axis, index) in shape.index(ofFlat: flat).enumerated() { places[axis].append(index) }
      }
      return .tuple(places.map { .array(NDArray(shape: [$0.count], int64: $0)) })
    })
}

extension NDArray {
  /// Of each row the places in the whole array of its elements from the smallest to the largest, NaN
  /// last; equal ones stay in order.
  ///
  /// - Throws: `interrupted`.
  fileprivate func rowOrders() throws(ArrayError) -> NDArray {
    let length = max(shape.dimensions.last ?? 1, 1)
    let values = doubles
    var order = Array(0..<count)
    var asked = 0
    func precedes(_ a: Int, _ b: Int) throws(ArrayError) -> Bool {
      asked += 1
      if asked.isMultiple(of: Interruption.stretch) { try Interruption.check() }
      let (x, y) = (values[a], values[b])
      if x.isNaN || y.isNaN { return !x.isNaN || (y.isNaN && a < b) }
      return x < y || (x == y && a < b)
    }
    for start in stride(from: 0, to: count, by: length) {
      do {
        try order[start..<start + length].sort(by: precedes)
      } catch {
        throw .interrupted
      }
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

import Arrays

extension Function {
  /// Several arrays into one, and products of two.
  static let combining: [Function] = [
    .product("dot", summary: "the matrix product of x and y", allowsScalars: true)
      .written(.expression("x @ y"), torch: .name("torch.matmul")),
    .product("matmul", summary: "the matrix product x @ y", allowsScalars: false)
      .written(.expression("x @ y")),
    .outer.written(numpy: .name("np.outer")),
    .joining(
      "concatenate", summary: "arrays joined along an axis", hasAxis: true
    ) { arrays, axis throws(ArrayError) in try NDArray.concatenate(arrays, axis: axis) },
    .joining("vstack", summary: "arrays on top of each other", hasAxis: false) {
      arrays, _ throws(ArrayError) in try NDArray.vstack(arrays)
    },
    .joining("hstack", summary: "arrays side by side", hasAxis: false) {
      arrays, _ throws(ArrayError) in try NDArray.hstack(arrays)
    },
    .tile.written(torch: .template("torch.tile($x, np.atleast_1d($reps).tolist())")),
    .repetition.written(
      torch: .template("torch.repeat_interleave(torch.atleast_1d($x), $repeats, dim=$axis)")),
  ]

  private static func product(
    _ name: String, summary: String, allowsScalars: Bool
  ) -> Function {
    Function(
      name, [.required("x"), .required("y")], isMethod: allowsScalars, summary: summary,
      derivative: .custom { context throws(LanguageError) in
        let adjoints = try context.productAdjoints(context.argument(0), context.argument(1))
        return [0: adjoints.left, 1: adjoints.right]
      },
      elements: .product,
      infer: { arguments throws(FunctionFault) in
        let (a, aShape) = try arguments.type(0)
        let (b, bShape) = try arguments.type(1)
        let scalar = allowsScalars && (aShape?.rank == 0 || bShape?.rank == 0)
        let shape = try ShapeInference.combined(
          aShape, bShape, scalar ? Shape.broadcast : Shape.product)
        return .array(max(a, b), shape)
      },
      evaluate: { arguments, _ throws(FunctionFault) in
        let x = try arguments.array(0)
        let y = try arguments.array(1)
        return .array(
          try arrays { () throws(ArrayError) in
            allowsScalars ? try NDArray.dot(x, y) : try NDArray.product(x, y)
          })
      })
  }

  /// (m,) and (n,) give (m, n); of its adjoint d the vectors' are d @ y, (m,), and x @ d, (n,).
  private static let outer = defined(
    "outer", [.required("x"), .required("y")], summary: "every element of x times every one of y",
    definition: "reshape(x, (-1, 1)) * reshape(y, (1, -1))",
    derivative: .custom { context throws(LanguageError) in
      let x = context.argument(0)
      let y = context.argument(1)
      let ranks = [try context.shapes.shape(of: x).rank, try context.shapes.shape(of: y).rank]
      guard ranks == [1, 1] else { throw context.refusal }
      let d = try context.materialized(context.adjoint)
      return [0: d.matrixProduct(y), 1: x.matrixProduct(d)]
    })

  private typealias Join = @Sendable ([NDArray], Int?) throws(ArrayError) -> NDArray

  private static func joining(
    _ name: String, summary: String, hasAxis: Bool, _ join: @escaping Join
  ) -> Function {
    let parameters: [Parameter] = [.sequence("arrays")] + (hasAxis ? [.optional("axis", "0")] : [])
    return Function(
      name, parameters, summary: summary,
      derivative: .joining { context throws(LanguageError) in
        try context.parts(along: hasAxis ? nil : (name == "vstack" ? 0 : 1))
      },
      elements: .movement,
      infer: { arguments throws(FunctionFault) in
        let axis = hasAxis ? try arguments.axisOrFirst(1) : nil
        guard let items = arguments[0]?.items else {
          // An array is taken as the sequence of its rows, as NumPy does.
          return .array(try arguments.type(0).dtype, nil)
        }
        var dtype = DType.bool
        var shapes: [Shape] = []
        for item in items {
          guard let type = item.arrayType else { throw .argument(0, .array) }
          dtype = max(dtype, type.dtype)
          guard let shape = type.shape else { return .array(dtype, nil) }
          shapes.append(shape)
        }
        return .array(dtype, try joinedShape(shapes, name, axis))
      },
      evaluate: { arguments, _ throws(FunctionFault) in
        let axis = hasAxis ? try arguments.axisOrFirst(1) : nil
        var parts: [NDArray] = []
        if let items = arguments[0]?.items {
          for item in items {
            guard case .array(let array) = item else { throw .argument(0, .array) }
            parts.append(array)
          }
        } else {
          let whole = try arguments.array(0)
          guard let rows = whole.shape.dimensions.first else { throw .argument(0, .list) }
          for row in 0..<rows {
            parts.append(
              try arrays { () throws(ArrayError) in try whole.subscripted([.index(row)]) })
          }
        }
        return .array(try arrays { () throws(ArrayError) in try join(parts, axis) })
      })
  }

  /// The shape that `concatenate`, `vstack` or `hstack` gives, by NumPy's rules.
  private static func joinedShape(
    _ given: [Shape], _ name: String, _ axis: Int?
  ) throws(FunctionFault) -> Shape {
    var shapes = given
    var axis = axis
    switch name {
    case "vstack":
      shapes = given.map { $0.rank == 2 ? $0 : [1, $0.count] }
      axis = 0
    case "hstack":
      shapes = given.map { $0.rank == 0 ? [1] : $0 }
      axis = shapes.first?.rank == 1 ? 0 : 1
    default: break
    }
    guard let first = shapes.first else { throw .array(.nothingToJoin) }
    guard let axis else {
      return Shape([shapes.reduce(0) { $0.addingReportingOverflow($1.count).partialValue }])
    }
    let place = axis < 0 ? axis + first.rank : axis
    guard first.dimensions.indices.contains(place) else {
      throw .array(.axisOutOfRange(axis: axis, rank: first.rank))
    }
    var result = first
    for shape in shapes.dropFirst() {
      var expected = first
      if shape.rank == first.rank { expected.dimensions[place] = shape[place] }
      guard shape == expected else { throw .array(.cannotJoin(first, shape, axis: place)) }
      result.dimensions[place] += shape[place]
    }
    return result
  }

  private static let tile = Function(
    "tile", [.required("x"), .required("reps")], summary: "x repeated as a whole, like tiles",
    derivative: .joining { context throws(LanguageError) in
      [(try context.tiledByIndex(), context.adjoint)]
    },
    elements: .movement,
    infer: { arguments throws(FunctionFault) in
      let (dtype, shape) = try arguments.type(0)
      guard let shape, case .known(let counts) = try arguments.dimensions(1) else {
        return .array(dtype, nil)
      }
      let rank = max(shape.rank, counts.count)
      guard rank <= 2 else { throw .array(.rankTooHigh(rank)) }
      if let negative = counts.first(where: { $0 < 0 }) { throw .array(.negativeCount(negative)) }
      func padded(_ dimensions: [Int]) -> [Int] {
        Array(repeating: 1, count: rank - dimensions.count) + dimensions
      }
      let pairs = zip(padded(shape.dimensions), padded(counts))
      return .array(dtype, Shape(try products(pairs)))
    },
    evaluate: { arguments, _ throws(FunctionFault) in
      let x = try arguments.array(0)
      let counts = try arguments.dimensions(1).get(1, .shape)
      return .array(try arrays { () throws(ArrayError) in try NDArray.tile(x, counts) })
    })

  private static func products(
    _ pairs: some Sequence<(Int, Int)>
  ) throws(FunctionFault) -> [Int] {
    var result: [Int] = []
    for (size, count) in pairs {
      let (product, overflow) = size.multipliedReportingOverflow(by: count)
      if overflow { throw .array(.tooManyElements([Int.max])) }
      result.append(product)
    }
    return result
  }

  private static let repetition = Function(
    "repeat", [.required("x"), .required("repeats"), .optional("axis")], isMethod: true,
    summary: "each element so many times in a row",
    derivative: .joining { context throws(LanguageError) in
      [(try context.repeatedByIndex(), context.adjoint)]
    },
    elements: .movement,
    infer: { arguments throws(FunctionFault) in
      let (dtype, shape) = try arguments.type(0)
      guard let shape, case .known(let axis) = try arguments.axis(2) else {
        return .array(dtype, nil)
      }
      if let given = arguments[1]?.known?.array, given.rank == 1, axis != nil || shape.rank == 1,
        case .int64(let counts) = given.storage
      {
        var dimensions = shape.dimensions
        let place = try arrays { () throws(ArrayError) in try shape.axis(axis ?? 0) }
        guard counts.count == dimensions[place] else {
          throw .array(.cannotRepeat(shape, counts: given.shape))
        }
        if let negative = counts.first(where: { $0 < 0 }) { throw .array(.negativeCount(negative)) }
        dimensions[place] = counts.reduce(0, +)
        return .array(dtype, Shape(dimensions))
      }
      guard let count = arguments[1]?.known?.integer else { return .array(dtype, nil) }
      if count < 0 { throw .array(.negativeCount(count)) }
      // A scalar is repeated as a row of one.
      guard let axis, !(shape.rank == 0 && (axis == 0 || axis == -1)) else {
        return .array(dtype, Shape(try products([(shape.count, count)])))
      }
      let place = axis < 0 ? axis + shape.rank : axis
      guard shape.dimensions.indices.contains(place) else {
        throw .array(.axisOutOfRange(axis: axis, rank: shape.rank))
      }
      var dimensions = shape.dimensions
      dimensions[place] = try products([(dimensions[place], count)])[0]
      return .array(dtype, Shape(dimensions))
    },
    evaluate: { arguments, _ throws(FunctionFault) in
      let x = try arguments.array(0)
      let counts = try arguments.array(1)
      let axis = try arguments.axis(2).get(2, .axis)
      return .array(try arrays { () throws(ArrayError) in try x.repeated(counts, axis: axis) })
    })
}

extension Backpropagation {
  /// `tile(x, reps)` as picking of x's elements, whose derivative is known: along an axis of n
  /// elements by `tile(arange(n), k)`.
  fileprivate func tiledByIndex() throws(LanguageError) -> Expression {
    guard let known = try shapes.known(argument(1)), let counts = known.dimensions else {
      throw refusal
    }
    var x = argument(0)
    let rank = try shapes.shape(of: x).rank
    let full = max(rank, counts.count)
    if rank == 0 { x = .call("reshape", x, full == 2 ? Self.oneByOne : .integer(-1)) }
    if rank == 1, full == 2 {
      x = .call("reshape", x, Expression(.tuple([.integer(1), .integer(-1)])))
    }
    let padded = Array(repeating: 1, count: full - counts.count) + counts
    for (axis, count) in padded.enumerated() where count != 1 {
      let numbers = Expression.call("arange", try size(of: x, axis: axis))
      x = x.picking(.call("tile", numbers, .integer(count)), axis: axis)
    }
    return x
  }

  /// `repeat(x, k)` as picking of x's elements, by `repeat(arange(n), k)`.
  fileprivate func repeatedByIndex() throws(LanguageError) -> Expression {
    var x = argument(0)
    let rank = try shapes.shape(of: x).rank
    let axis = try axis(2)
    if axis == nil, rank != 1 { x = .call("reshape", x, .integer(-1)) }
    let place = axis.map { $0 < 0 ? $0 + rank : $0 } ?? 0
    let numbers = Expression.call("arange", try size(of: x, axis: place))
    return x.picking(.call("repeat", numbers, argument(1)), axis: place)
  }

  private static var oneByOne: Expression { Expression(.tuple([.integer(1), .integer(1)])) }

  /// The stretches of the adjoint that belong to the arrays which were joined: of (m, n) and (k, n)
  /// along axis 0, the rows `d[0:m]` and `d[m:m + k]` of the adjoint d, (m + k, n).
  ///
  /// - Parameter fixedAxis: the axis that the function joins matrices along; `nil` for `axis=`.
  fileprivate func parts(
    along fixedAxis: Int?
  ) throws(LanguageError) -> [(part: Expression, adjoint: Expression)] {
    let items: [Expression]
    switch argument(0).node {
    case .list(let list), .tuple(let list): items = list
    default: throw refusal
    }
    let rank = try shapes.shape(of: expression).rank
    var axis = fixedAxis ?? 0
    if fixedAxis == nil, arguments.count > 1, arguments[1] != nil {
      guard let given = try self.axis(1) else { throw refusal }
      axis = given < 0 ? given + rank : given
    }
    if rank == 1 { axis = 0 }
    let d = try materialized(adjoint)
    var start: Expression = .integer(0)
    var parts: [(part: Expression, adjoint: Expression)] = []
    for item in items {
      // A vector among matrices is a row of its own.
      let isRow = try shapes.shape(of: item).rank < rank
      let isNumber = try shapes.shape(of: item).rank == 0
      guard !isNumber || rank == 1, !isRow || axis == 0 else { throw refusal }
      let size = isRow ? .integer(1) : try shapes.size(of: item, axis: axis)
      let stop = (start + size).foldingIntegers
      let slice: IndexItem =
        isRow ? .position(start) : .slice(start: start, stop: stop, step: nil)
      let whole = IndexItem.slice(start: nil, stop: nil, step: nil)
      parts.append((item, Expression(.index(d, axis == 0 ? [slice] : [whole, slice]))))
      start = stop
    }
    return parts
  }
}

extension Expression {
  /// The rows (axis 0) or columns (axis 1) at these places.
  fileprivate func picking(_ places: Expression, axis: Int) -> Expression {
    let whole = IndexItem.slice(start: nil, stop: nil, step: nil)
    return Expression(
      .index(self, axis == 0 ? [.position(places)] : [whole, .position(places)]))
  }

  /// `2 + 3` as `5`, `0 + m` as `m`.
  fileprivate var foldingIntegers: Expression {
    guard case .binary(.add, let a, let b) = node else { return self }
    if case .integer(0) = a.node { return b }
    guard case .integer(let x) = a.node, case .integer(let y) = b.node else { return self }
    return .integer(x + y)
  }
}

extension Arguments {
  /// `axis=`, 0 where it is left out; `None` stays `nil`.
  fileprivate func axisOrFirst(_ index: Int) throws(FunctionFault) -> Int? {
    guard self[index] != nil else { return 0 }
    return try axis(index).get(index, .axis)
  }
}

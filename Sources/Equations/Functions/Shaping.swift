import Arrays

extension Function {
  /// The same elements in another shape.
  static let shaping: [Function] = [
    .reshape.written(
      numpy: .template("np.reshape($x, $shape)"), torch: .template("torch.reshape($x, $shape)")),
    .transposition.written(.expression("x.T"), torch: .template("$x!.T")),
    .flatten.written(numpy: .name("np.ravel"), torch: .name("torch.flatten")),
    .copying.written(.expression("x"), torch: .name("torch.clone")),
    .length.written(numpy: .name("len"), torch: .name("len")),
    .cumulative.written(
      torch: .helper(
        """
        def cumsum(x, axis=None):
            return torch.cumsum(x.flatten() if axis is None else x, axis or 0)
        """)),
  ]

  private static let reshape = Function(
    "reshape", [.required("x"), .rest("shape")], isMethod: true,
    summary: "the same elements in another shape; -1 stands for what is left",
    derivative: .custom { context throws(LanguageError) in
      [0: try context.reshapedAdjoint()]
    },
    elements: .movement,
    infer: { arguments throws(FunctionFault) in
      let (dtype, shape) = try arguments.type(0)
      guard case .known(let dimensions) = try arguments.restDimensions(1) else {
        return .array(dtype, nil)
      }
      guard dimensions.count <= 2 else { throw .array(.rankTooHigh(dimensions.count)) }
      guard let shape else {
        // What is reshaped may be as long as its values decide, but not the result.
        return .array(dtype, dimensions.contains { $0 < 0 } ? nil : Shape(dimensions))
      }
      return .array(
        dtype, try arrays { () throws(ArrayError) in try shape.reshaped(to: dimensions) })
    },
    evaluate: { arguments, _ throws(FunctionFault) in
      let x = try arguments.array(0)
      let dimensions = try arguments.restDimensions(1).get(1, .shape)
      return .array(try arrays { () throws(ArrayError) in try x.reshaped(to: dimensions) })
    })

  private static let transposition = rearranging(
    "transpose", summary: "rows and columns exchanged, as x.T",
    shape: { Shape($0.dimensions.reversed()) }, { x throws(ArrayError) in try x.turned() },
    derivative: .custom { context throws(LanguageError) in [0: context.adjoint.transposed] })

  private static let flatten = rearranging(
    "flatten", aliases: ["ravel"], summary: "all elements in one row",
    shape: { Shape([$0.count]) },
    { x throws(ArrayError) in try x.reshaped(to: [-1]) },
    derivative: .custom { context throws(LanguageError) in
      [0: try context.reshapedAdjoint()]
    })

  private static let copying = rearranging(
    "copy", summary: "the same array; here nothing is ever shared", shape: { $0 }, { $0 },
    derivative: .custom { context throws(LanguageError) in [0: context.adjoint] })

  /// A function of one array that moves its elements.
  private static func rearranging(
    _ name: String, aliases: [String] = [], summary: String,
    shape rule: @escaping @Sendable (Shape) -> Shape,
    _ apply: @escaping @Sendable (NDArray) throws(ArrayError) -> NDArray, derivative: DerivativeRule
  ) -> Function {
    Function(
      name, aliases: aliases, [.required("x")], isMethod: true, summary: summary,
      derivative: derivative, elements: .movement,
      infer: { arguments throws(FunctionFault) in
        let (dtype, shape) = try arguments.type(0)
        return .array(dtype, shape.map(rule))
      },
      evaluate: { arguments, _ throws(FunctionFault) in
        let x = try arguments.array(0)
        return .array(try arrays { () throws(ArrayError) in try apply(x) })
      })
  }

  private static let length = Function(
    "len", [.required("x")], summary: "the number of rows, or of elements of a row",
    derivative: .zero, elements: .shape,
    infer: { arguments throws(FunctionFault) in
      if let items = arguments[0]?.items {
        return StaticValue(of: .array(NDArray(items.count)), isFixed: true)
      }
      guard let shape = try arguments.type(0).shape else { return .array(.int64, .scalar) }
      guard let first = shape.dimensions.first else { throw .argument(0, .list) }
      return StaticValue(of: .array(NDArray(first)), isFixed: true)
    },
    evaluate: { arguments, _ throws(FunctionFault) in
      if let items = arguments[0]?.items { return .array(NDArray(items.count)) }
      guard let first = try arguments.array(0).shape.dimensions.first else {
        throw .argument(0, .list)
      }
      return .array(NDArray(first))
    })

  private static let cumulative = Function(
    "cumsum", [.required("x"), .optional("axis")], isMethod: true,
    summary: "the sum of the elements so far",
    derivative: .custom { context throws(LanguageError) in [0: try context.cumulativeAdjoint()] },
    infer: { arguments throws(FunctionFault) in
      let (dtype, shape) = try arguments.type(0)
      guard let shape, case .known(let axis) = try arguments.axis(1) else {
        return .array(max(dtype, .int64), nil)
      }
      return .array(max(dtype, .int64), axis == nil ? Shape([shape.count]) : shape)
    },
    evaluate: { arguments, _ throws(FunctionFault) in
      let x = try arguments.array(0)
      let axis = try arguments.axis(1).get(1, .axis)
      return .array(try arrays { () throws(ArrayError) in try x.cumsum(axis: axis) })
    })
}

extension Backpropagation {
  /// The adjoint in the shape of the argument, whose elements are those of the result.
  fileprivate func reshapedAdjoint() throws(LanguageError) -> Expression {
    let operand = argument(0)
    // One number for every place needs no shape.
    if try shapes.shape(of: adjoint).rank == 0 { return adjoint }
    if try shapes.shapes(of: operand) == shapes.shapes(of: expression) { return adjoint }
    let shape = Expression(.attribute(operand, .shape))
    return .call("reshape", try materialized(adjoint), shape)
  }

  /// Of sums so far the adjoint is the sum from there on: the adjoint, turned about, added up and
  /// turned back. Of (m, n) along axis 0 the rows are, along axis 1 the columns.
  fileprivate func cumulativeAdjoint() throws(LanguageError) -> Expression {
    let backwards = IndexItem.slice(start: nil, stop: nil, step: .integer(-1))
    let whole = IndexItem.slice(start: nil, stop: nil, step: nil)
    let shape = try shapes.shape(of: argument(0))
    let d = try materialized(adjoint)
    func turned(_ e: Expression, _ axis: Int) -> Expression {
      Expression(.index(e, axis == 0 ? [backwards] : [whole, backwards]))
    }
    guard let given = try axis(1), shape.rank == 2 else {
      let sums = turned(.call("cumsum", turned(d, 0)), 0)
      if shape.rank == 1 { return sums }
      return .call("reshape", sums, Expression(.attribute(argument(0), .shape)))
    }
    let axis = given < 0 ? given + 2 : given
    return turned(.call("cumsum", turned(d, axis), .integer(axis)), axis)
  }
}

import Arrays

/// The meaning that only checks: types and shapes, before anything is computed or allocated.
package struct ShapeInference: Domain {
  let scope: any Scope
  /// The largest array that may be asked for, in bytes.
  let limit: Int
  /// How many elements a mask is taken to pick whose values are not known; `nil` where nothing is
  /// said of that.
  var maskedCount: Int?

  package var candidateNames: [String] { scope.candidateNames }
  package func lookUp(_ name: String) -> Lookup<StaticValue> { scope.staticValue(of: name) }
  package func constant(_ value: Value) -> StaticValue { StaticValue(of: value, isFixed: true) }

  package func tuple(_ items: [StaticValue]) -> StaticValue {
    let known = items.compactMap(\.known)
    return StaticValue(.tuple(items), known: known.count == items.count ? .tuple(known) : nil)
  }

  /// - Throws: `argument` of what is no array; `array` of a type that the operator does not take.
  package func unary(_ op: UnaryOperator, _ x: StaticValue) throws(FunctionFault) -> StaticValue {
    guard let (dtype, shape) = x.arrayType else { throw .argument(0, .array) }
    var result = StaticValue.array(.bool, .scalar)
    if op != .not {
      let type = try arrays { () throws(ArrayError) in
        try op.arrayOperation?.resultType(dtype) ?? dtype
      }
      result = .array(type, shape)
    } else if let shape, shape.count != 1 {
      throw .array(.ambiguousTruth(shape))
    }
    if let known = x.known { result.known = try ValueOperations.unary(op, known) }
    return result
  }

  /// - Throws: `argument` of what is no array; `array` of shapes or types that do not go together;
  ///   `tooLarge`.
  package func binary(_ op: BinaryOperator, _ x: StaticValue, _ y: StaticValue)
    throws(FunctionFault)
    -> StaticValue
  {
    if let a = x.known, let b = y.known {
      return StaticValue(of: try ValueOperations.binary(op, a, b), isFixed: true)
    }
    guard let (a, aShape) = x.arrayType else { throw .argument(0, .array) }
    guard let (b, bShape) = y.arrayType else { throw .argument(1, .array) }
    switch op {
    case .and, .or:
      if let aShape, aShape.count != 1 { throw .array(.ambiguousTruth(aShape)) }
      if let item = x.known?.array?.item { return (item != 0) == (op == .and) ? y : x }
      // One of the two, and which is not known.
      return .array(max(a, b), aShape == bShape ? aShape : nil)
    case .matrixProduct:
      let shape = try Self.combined(aShape, bShape, Shape.product)
      if let shape { try checkSize(shape) }
      return .array(max(a, b), shape)
    default:
      guard let operation = op.arrayOperation else { throw .argument(0, .array) }
      let dtype = try arrays { () throws(ArrayError) in try operation.resultType(a, b) }
      let shape = try Self.combined(aShape, bShape, Shape.broadcast)
      if let shape { try checkSize(shape) }
      return .array(dtype, shape)
    }
  }

  static func combined(
    _ a: Shape?, _ b: Shape?, _ rule: (Shape, Shape) throws(ArrayError) -> Shape
  ) throws(FunctionFault) -> Shape? {
    guard let a, let b else { return nil }
    return try arrays { () throws(ArrayError) in try rule(a, b) }
  }

  /// - Throws: `argument` of what is no array; `array` of rows of several lengths, or more than two
  ///   axes; `tooLarge`.
  package func list(_ items: [StaticValue]) throws(FunctionFault) -> StaticValue {
    var dtype: DType?
    var row: Shape?
    for (index, item) in items.enumerated() {
      guard let type = item.arrayType else { throw .argument(index, .array) }
      dtype = max(dtype ?? .bool, type.dtype)
      guard let shape = type.shape else { return .array(dtype ?? .float64, nil) }
      if let row, row != shape { throw .array(.cannotJoin(row, shape, axis: 0)) }
      row = shape
    }
    let shape = Shape([items.count] + (row?.dimensions ?? []))
    guard shape.rank <= 2 else { throw .array(.rankTooHigh(shape.rank)) }
    try checkSize(shape)
    let known = items.compactMap(\.known)
    let value =
      known.count == items.count && shape.count <= StaticValue.largestKnown
      ? try ValueOperations.list(known) : nil
    return StaticValue(.array(dtype ?? .float64, shape), known: value)
  }

  /// - Throws: `argument` of what is no array.
  package func attribute(_ attribute: Attribute, of x: StaticValue) throws(FunctionFault)
    -> StaticValue
  {
    guard let (dtype, shape) = x.arrayType else { throw .argument(0, .array) }
    switch attribute {
    case .transpose:
      let known = try x.known.map { value throws(FunctionFault) in
        try ValueOperations.attribute(.transpose, of: value)
      }
      let transposed = shape.map { Shape(Array($0.dimensions.reversed())) }
      return StaticValue(.array(dtype, transposed), known: known)
    case .dtype: return constant(.dtype(dtype))
    case .shape, .size, .rank: break
    }
    guard let shape else {
      return attribute == .shape ? StaticValue(.tuple([])) : .array(.int64, .scalar)
    }
    switch attribute {
    case .size: return constant(.array(NDArray(shape.count)))
    case .rank: return constant(.array(NDArray(shape.rank)))
    default: return constant(.tuple(shape.dimensions.map { .array(NDArray($0)) }))
    }
  }

  /// - Throws: `argument` of what cannot be indexed; `array` of places that are not there.
  package func index(_ x: StaticValue, _ items: [BoundIndexItem<StaticValue>]) throws(FunctionFault)
    -> StaticValue
  {
    let known = Self.known(items)
    if x.items != nil {
      if let elements = x.items, items.count == 1, case .position(let place) = items[0],
        let index = place.known?.integer, x.known == nil,
        elements.indices.contains(index < 0 ? index + elements.count : index)
      {
        return elements[index < 0 ? index + elements.count : index]
      }
      guard let value = x.known, let known else { return .array(.int64, .scalar) }
      return constant(try ValueOperations.index(value, known))
    }
    guard let (dtype, shape) = x.arrayType else { throw .argument(0, .array) }
    guard let shape else { return .array(dtype, nil) }
    guard let known else {
      let picked = try indexedShape(shape, items)
      if let picked { try checkSize(picked) }
      return .array(dtype, picked)
    }
    let subscripts = try ValueOperations.subscripts(known)
    let picked = try arrays { () throws(ArrayError) in try shape.subscripted(subscripts) }
    try checkSize(picked)
    guard let value = x.known else { return .array(dtype, picked) }
    return constant(try ValueOperations.index(value, known))
  }

  /// The shape of what indices pick whose shapes are known and whose values are not.
  private func indexedShape(
    _ shape: Shape, _ items: [BoundIndexItem<StaticValue>]
  ) throws(FunctionFault) -> Shape? {
    var places: [BoundIndexItem<Value>] = []
    for item in items {
      if let known = Self.known([item]) {
        places += known
        continue
      }
      if case .position(let value) = item, case .array(.bool, let own?) = value.form,
        let maskedCount
      {
        if own.rank == 2 { return items.count == 1 && own == shape ? [maskedCount] : nil }
        places.append(.position(.array(NDArray(repeating: NDArray(0), shape: [maskedCount]))))
        continue
      }
      // Any index in range picks a shape like that of 0.
      guard case .position(let value) = item, case .array(.int64, let own?) = value.form,
        own.count <= Shape.largestCount
      else { return nil }
      places.append(.position(.array(NDArray(repeating: NDArray(0), shape: own))))
    }
    let subscripts = try ValueOperations.subscripts(places)
    return try arrays { () throws(ArrayError) in try shape.subscripted(subscripts) }
  }

  private static func known(_ items: [BoundIndexItem<StaticValue>]) -> [BoundIndexItem<Value>]? {
    var result: [BoundIndexItem<Value>] = []
    for item in items {
      switch item {
      case .position(let value):
        guard let known = value.known else { return nil }
        result.append(.position(known))
      case .slice(let start, let stop, let step):
        for bound in [start, stop, step] where bound != nil && bound?.known == nil { return nil }
        result.append(.slice(start: start?.known, stop: stop?.known, step: step?.known))
      case .newAxis: result.append(.newAxis)
      case .ellipsis: result.append(.ellipsis)
      }
    }
    return result
  }

  /// - Throws: what the function refuses of these types and shapes; `tooLarge`.
  package func call(_ function: Function, _ arguments: Arguments<StaticValue>) throws(FunctionFault)
    -> StaticValue
  {
    var result = try function.infer(arguments)
    guard let shape = result.shape else { return result }
    try checkSize(shape)
    if !function.isRandom, shape.count <= StaticValue.largestKnown, let known = arguments.known {
      var random: RandomState?
      result.known = try function.evaluate(known, &random)
    }
    return result
  }

  /// Refuses what would not fit, before it is allocated.
  func checkSize(_ shape: Shape) throws(FunctionFault) {
    var bytes = 8
    for dimension in shape.dimensions {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: max(dimension, 1))
      if overflow || product > limit {
        throw .tooLarge(shape, limit: limit)
      }
      bytes = product
    }
  }
}

extension Arguments where V == StaticValue {
  /// The arguments' values, if all of them are known.
  var known: Arguments<Value>? {
    var result = Arguments<Value>(values: [])
    for value in values {
      guard let value else {
        result.values.append(nil)
        continue
      }
      guard let known = value.known else { return nil }
      result.values.append(known)
    }
    for value in rest {
      guard let known = value.known else { return nil }
      result.rest.append(known)
    }
    return result
  }
}

extension ShapeInference {
  /// For what becomes of types and shapes alone.
  package static var unlimited: Self { Self(scope: DictionaryScope(), limit: .max) }
}

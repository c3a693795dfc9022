import Arrays

/// Indices that pick no rows or columns: new axes, pairs of indices, masks.
extension ChainRule {
  /// What stands in the place of a call that makes several arrays: `split(x, 2)`.
  func opened(_ base: Expression) throws(LanguageError) -> Expression? {
    guard case .call(let name, let given) = base.node, let function = FunctionTable.standard[name],
      function.reading != nil
    else { return nil }
    let binding = try ArgumentBinding(given, of: function, span: base.span)
    let arguments = binding.positions.map { $0.map { given[$0].value } }
    guard let body = try function.opened(arguments, shapes), case .tuple = body.node else {
      return nil
    }
    return body
  }

  /// - Returns: whether the index was one of these.
  mutating func pushed(
    _ adjoint: Expression, throughAxesOf items: [IndexItem], of base: Expression,
    in expression: Expression
  ) throws(LanguageError) -> Bool {
    let step = Backpropagation(
      expression: expression, arguments: [], result: expression, adjoint: adjoint, shapes: shapes)
    if items.contains(.newAxis) {
      // The same elements in another shape.
      let rest = items.filter { $0 != .newAxis }
      let picked = rest.isEmpty ? base : Expression(.index(base, rest), span: expression.span)
      let isWhole = rest.allSatisfy { $0 == .slice(start: nil, stop: nil, step: nil) }
      let model = isWhole ? base : picked
      let d = Expression.call(
        "reshape", try step.materialized(adjoint), Expression(.attribute(model, .shape)))
      try push(d, into: model)
      return true
    }
    if items.contains(.ellipsis) {
      let rank = try shapes.shape(of: base).rank
      let missing = rank - (items.count - 1)
      let whole = IndexItem.slice(start: nil, stop: nil, step: nil)
      let full = items.flatMap { item -> [IndexItem] in
        item == .ellipsis ? Array(repeating: whole, count: max(missing, 0)) : [item]
      }
      try push(adjoint, into: Expression(.index(base, full), span: expression.span))
      return true
    }
    if try pushed(adjoint, throughMask: items, of: base, step) { return true }
    return try pushed(adjoint, throughPair: items, of: base, step)
  }

  /// `A[mask]` takes the elements where the mask is true, one after the other: its adjoint d, (k,), goes
  /// back to these places, of which the i-th true one is found by counting, `cumsum(mask) - 1`. Of a
  /// mask over rows d is (k, n).
  private mutating func pushed(
    _ adjoint: Expression, throughMask items: [IndexItem], of base: Expression,
    _ step: Backpropagation
  ) throws(LanguageError) -> Bool {
    let whole = IndexItem.slice(start: nil, stop: nil, step: nil)
    guard case .position(let mask)? = items.last,
      try shapes.value(of: mask, isSequence: false).dtype == .bool
    else { return false }
    if items.count == 2, items[0] == whole {
      let turned = Expression(.index(base.transposed, [.position(mask)]))
      try push(try step.materialized(adjoint).transposed, into: turned)
      return true
    }
    guard items.count == 1 else { return false }
    let shape = try shapes.shape(of: base)
    let own = try shapes.shape(of: mask)
    let zero = Expression.integer(0)
    let places = Expression.call("int", .call("cumsum", mask)) - .integer(1)
    let size = Expression(.attribute(base, .shape))
    if own.rank == shape.rank {
      var d = adjoint
      if try shapes.shape(of: d).rank > 0 {
        let padded = Expression.call("append", d, zero)
        d = .call("reshape", Expression(.index(padded, [.position(places)])), size)
      }
      try push(.call("where", mask, d, zero), into: base)
      return true
    }
    guard own.rank == 1, shape.rank == 2 else { return false }
    let d = try step.materialized(adjoint)
    let row = Expression.call(
      "zeros", Expression(.tuple([.integer(1), try shapes.size(of: base, axis: 1)])))
    let padded = Expression.call("vstack", Expression(.tuple([d, row])))
    let upright = Expression.call("reshape", mask, Expression(.tuple([.integer(-1), .integer(1)])))
    let rows = Expression.call("reshape", Expression(.index(padded, [.position(places)])), size)
    try push(.call("where", upright, rows, zero), into: base)
    return true
  }

  /// `A[rows, columns]` with two lists of places takes one element for each pair: of A, (m, n), and k
  /// pairs the adjoint d, (k,), goes back as Rᵀ (C * d as a column), R and C being the rows of ones
  /// and zeros, (k, m) and (k, n).
  private mutating func pushed(
    _ adjoint: Expression, throughPair items: [IndexItem], of base: Expression,
    _ step: Backpropagation
  ) throws(LanguageError) -> Bool {
    guard items.count == 2, case .position(var rows) = items[0],
      case .position(var columns) = items[1], try shapes.shape(of: base).rank == 2
    else { return false }
    let shape = (try shapes.shapes(of: rows), try shapes.shapes(of: columns))
    guard shape.0.rank > 0, shape.1.rank > 0 else { return false }
    if shape.0.rank > 1 || shape.0 != shape.1 {
      (rows, columns) = (
        .call("reshape", rows + .integer(0) * columns, .integer(-1)),
        .call("reshape", columns + .integer(0) * rows, .integer(-1))
      )
    }
    let d = try step.materialized(adjoint)
    let sizes = (try shapes.size(of: base, axis: 0), try shapes.size(of: base, axis: 1))
    func ones(_ places: Expression, _ size: Expression) -> Expression {
      Expression(.index(.call("eye", size), [.position(places)]))
    }
    let column = Expression.call("reshape", d, Expression(.tuple([.integer(-1), .integer(1)])))
    if isCount(rows, sizes.0) {
      try push(ones(columns, sizes.1) * column, into: base)
    } else if isCount(columns, sizes.1) {
      let row = try shapes.shape(of: d).rank == 1 ? d : Expression.call("reshape", d, .integer(-1))
      try push(ones(rows, sizes.0).transposed * row, into: base)
    } else {
      try push(
        ones(rows, sizes.0).transposed.matrixProduct(ones(columns, sizes.1) * column), into: base)
    }
    return true
  }

  /// Whether places are 0, 1 and so on, one for each of `size`.
  private func isCount(_ places: Expression, _ size: Expression) -> Bool {
    guard case .call(let name, let arguments) = places.node, arguments.count == 1,
      name == "arange" || name == PythonWords.prefix + "range"
        || name == "range"
    else { return false }
    return shapes.namingExamples(arguments[0].value) == size
  }
}

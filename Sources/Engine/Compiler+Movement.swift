import Arrays
import CKernels
import Equations

/// What only moves elements: shapes, subscripts, and several arrays joined into one.
extension Compiler {
  func transposed(_ x: Varying) -> Varying {
    guard x.shape.rank == 2 else { return x }
    var result = x
    result.view = graph.transposed(x.view)
    result.shape = x.shape.transposed
    return result
  }

  /// A function whose result's elements are elements of its first argument: applied to their
  /// numbers, it says where each comes from. `nil` where the other arguments vary.
  func moved(
    _ function: Function, _ arguments: Arguments<CompiledValue>
  ) throws(FunctionFault) -> CompiledValue? {
    guard let first = arguments[0] else { return nil }
    let x = try operand(first)
    var others = arguments
    others.values[0] = .known(.array(Self.numbered(x.shape)), nil)
    guard let numbers = others.allKnown else { return nil }
    var none: RandomState?
    guard case .array(let sources) = try function.evaluate(numbers, &none) else { return nil }
    return .varying(try moved(x, sources))
  }

  /// The numbers of an array's elements, from `first` on.
  static func numbered(_ shape: Shape, from first: Int = 0) -> NDArray {
    NDArray(shape: shape, int64: Array(first..<first + shape.count))
  }

  /// The elements of an array with these row-major numbers.
  func moved(_ x: Varying, _ sources: NDArray) throws(FunctionFault) -> Varying {
    guard sources.count > 0 else { throw refusal(.notAnArray("[]")) }
    var result = x
    result.view = picked(graph.plain(x.view), sources.integers, sources.shape.matrix)
    result.shape = sources.shape
    return result
  }

  private func picked(
    _ source: GraphView, _ places: [Int], _ size: (rows: Int, columns: Int)
  ) -> GraphView {
    let (rows, columns) = size
    let isInOrder = places.indices.allSatisfy { places[$0] == places[0] + $0 }
    if isInOrder, places.count == source.count,
      rows == 1 || columns == 1
        || (rows == source.rows && columns == source.columns)
    {
      if rows == source.rows, columns == source.columns { return source }
      var view = graph.flattened(source)
      (view.rows, view.columns) = (rows, columns)
      return view
    }
    if isInOrder, columns == source.columns, places[0] % columns == 0 {
      return graph.add(.rows(from: places[0] / columns), [source], rows, columns)
    }
    if rows == source.columns, columns == source.rows,
      places.indices.allSatisfy({ places[$0] == $0 % columns * rows + $0 / columns })
    {
      return graph.transposed(source)
    }
    let table = graph.constant(places.map { Double($0) }, rows: rows, columns: columns)
    return graph.add(.pick, [graph.flattened(source), table], rows, columns)
  }

  // MARK: Joining

  /// Several arrays into one of a type that is known: on top of each other, or side by side.
  func joined(
    _ items: [CompiledValue], _ type: StaticValue
  ) throws(FunctionFault) -> CompiledValue {
    guard case .array(let dtype, let shape?) = type.form, shape.count > 0 else {
      throw refusal(.shapeDependsOnValues)
    }
    var parts: [Varying] = []
    for item in items where item.arrayType?.shape?.count != 0 { parts.append(try operand(item)) }
    let range = parts.dropFirst().reduce(parts[0].range) { $0.union($1.range) }
    let (rows, columns) = shape.matrix
    var views = parts.map { graph.plain($0.view) }
    let areRows =
      views.allSatisfy { $0.columns == columns } && views.reduce(0) { $0 + $1.rows } == rows
    let areColumns =
      views.allSatisfy { $0.rows == rows } && views.reduce(0) { $0 + $1.columns } == columns
    // Without an axis: all elements in one row.
    if !areRows, !areColumns { views = views.map { graph.flattened($0) } }
    return .varying(add(.join(areRows: areRows), views, shape, dtype, range))
  }

  // MARK: Item assignment

  /// What `x[...] = value` makes of x.
  func assigned(
    _ value: CompiledValue, to whole: CompiledValue, at items: [BoundIndexItem<CompiledValue>]
  ) throws(FunctionFault) -> CompiledValue {
    let known = Self.known(items)
    if let known, let whole = whole.known, let value = value.known {
      return .known(try Self.assigned(value, whole, known), nil)
    }
    guard let (dtype, shape) = whole.arrayType, let type = value.arrayType else {
      throw .argument(0, .array)
    }
    guard let shape, let own = type.shape else { throw refusal(.shapeDependsOnValues) }
    if let known, type.dtype <= dtype {
      // By numbers, those of the new elements after the others'.
      let numbers = try Self.assigned(
        .array(Self.numbered(own, from: shape.count)), .array(Self.numbered(shape)), known)
      let (old, new) = (try operand(whole), try operand(value))
      let views = [old, new].map { graph.flattened(graph.plain($0.view)) }
      var all = add(
        .join(areRows: false), views, [shape.count + own.count], dtype,
        old.range.union(new.range))
      guard let sources = numbers.array else { throw .argument(0, .array) }
      all = try moved(all, sources)
      return .varying(all)
    }
    return try hosted([value, whole] + Self.values(items), .array(dtype, shape)) {
      values throws(FunctionFault) in
      try Self.assigned(values[0], values[1], Self.rebuilt(items, from: values[2...]))
    }
  }

  /// What `x[...] += value` and its like make of x.
  func updated(
    _ whole: CompiledValue, at items: [BoundIndexItem<CompiledValue>], _ op: BinaryOperator,
    _ value: CompiledValue
  ) throws(FunctionFault) -> CompiledValue {
    guard let (dtype, shape) = whole.arrayType else { throw .argument(0, .array) }
    return try hosted([value, whole] + Self.values(items), .array(dtype, shape)) {
      values throws(FunctionFault) in
      let items = Self.rebuilt(items, from: values[2...])
      let old = try ValueOperations.index(values[1], items)
      return try Self.assigned(try ValueOperations.binary(op, old, values[0]), values[1], items)
    }
  }

  private static func assigned(
    _ value: Value, _ whole: Value, _ items: [BoundIndexItem<Value>]
  ) throws(FunctionFault) -> Value {
    guard case .array(var array) = whole else { throw .argument(0, .array) }
    guard case .array(let elements) = value else { throw .argument(1, .array) }
    let subscripts = try ValueOperations.subscripts(items)
    try arrays { () throws(ArrayError) in try array.assign(elements, at: subscripts) }
    return .array(array)
  }
}

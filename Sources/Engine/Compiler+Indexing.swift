import Arrays
import CKernels
import Equations

/// `x[...]`: by indices that are known, a movement; by indices that vary, a place that is computed
/// for each element.
extension Compiler {
  func index(
    _ x: CompiledValue, _ items: [BoundIndexItem<CompiledValue>]
  ) throws(FunctionFault) -> CompiledValue {
    let known = Self.known(items)
    if case .tuple(let elements) = x {
      guard case .position(.array(let position))? = known?.first, let item = position.item else {
        throw refusal(.shapeDependsOnValues)
      }
      let place =
        Int(saturating: item) < 0 ? Int(saturating: item) + elements.count : Int(saturating: item)
      guard elements.indices.contains(place) else {
        throw .array(.indexOutOfRange(index: Int(saturating: item), size: elements.count, axis: 0))
      }
      return elements[place]
    }
    if let known {
      if let value = x.known { return .known(try ValueOperations.index(value, known), nil) }
      let operand = try operand(x)
      let sources = try ValueOperations.index(.array(Self.numbered(operand.shape)), known)
      guard let sources = sources.array else { throw .argument(0, .array) }
      return .varying(try moved(operand, sources))
    }
    guard let shape = x.arrayType?.shape else { throw refusal(.shapeDependsOnValues) }
    let type = try ShapeInference.unlimited.index(
      x.inferred, items.map { $0.map(\.inferred) })
    guard case .array(let dtype, let result?) = type.form, result.count > 0 else {
      throw refusal(.shapeDependsOnValues)
    }
    if let gathered = try gathered(x, shape, items, result) { return .varying(gathered) }
    return try hosted([x] + Self.values(items), .array(dtype, result)) {
      values throws(FunctionFault) in
      try ValueOperations.index(values[0], Self.rebuilt(items, from: values[1...]))
    }
  }

  /// By integers that are known to be in range, and slices; `nil` for other indices.
  private func gathered(
    _ x: CompiledValue, _ shape: Shape, _ items: [BoundIndexItem<CompiledValue>], _ result: Shape
  ) throws(FunctionFault) -> Varying? {
    var items = items
    while items.count < shape.rank { items.append(.slice(start: nil, stop: nil, step: nil)) }
    guard items.count == shape.rank else { return nil }
    var places: [Varying] = []
    for (axis, item) in items.enumerated() {
      guard let place = try place(item, shape[axis]) else { return nil }
      places.append(place)
    }
    let source = try operand(x)
    var table = places[0]
    if places.count == 2 {
      let positions = items.map { if case .position = $0 { true } else { false } }
      if positions == [false, true], places[0].shape.count == shape[0], places[1].shape.rank == 1,
        Self.isWhole(items[0])
      {
        // Whole columns, without a place for each element.
        return add(
          .pickColumns, [graph.plain(source.view), graph.plain(places[1].view)], result,
          source.dtype, source.range)
      }
      let isGrid = positions != [true, true] && places.allSatisfy { $0.shape.rank == 1 }
      if isGrid {
        table.shape = [table.shape.count, 1]
        (table.view.rows, table.view.columns) = (table.shape.count, 1)
      }
      let columns = Double(shape[1])
      table = elementwise(
        UH_ADD, elementwise(UH_MULTIPLY, table, number(columns, .int64), .int64), places[1],
        .int64)
    }
    guard table.shape.count == result.count else { return nil }
    var view = graph.plain(table.view)
    (view.rows, view.columns) = result.matrix
    return add(
      .pick, [graph.flattened(graph.plain(source.view)), view], result, source.dtype, source.range)
  }

  private static func isWhole(_ item: BoundIndexItem<CompiledValue>) -> Bool {
    guard case .slice(let start, let stop, let step) = item else { return false }
    return start == nil && stop == nil && step == nil
  }

  /// Where along an axis an index looks, counted from the front.
  private func place(
    _ item: BoundIndexItem<CompiledValue>, _ size: Int
  ) throws(FunctionFault) -> Varying? {
    switch item {
    case .newAxis, .ellipsis: return nil
    case .slice:
      guard let known = Self.known([item]) else { return nil }
      let all = try ValueOperations.index(.array(Self.numbered([size])), known)
      return try operand(.known(all, nil))
    case .position(let value):
      guard let type = value.arrayType, type.dtype == .int64, (type.shape?.rank ?? 2) < 2 else {
        return nil
      }
      let place = try operand(value)
      guard place.range.low >= -Double(size), place.range.high < Double(size) else { return nil }
      guard place.range.low < 0 else { return place }
      let isNegative = elementwise(UH_LESS, place, number(0, .int64), .bool)
      let fromFront = elementwise(UH_ADD, place, number(Double(size), .int64), .int64)
      return try selected(isNegative, fromFront, place)
    }
  }

  // MARK: Items

  static func known(_ items: [BoundIndexItem<CompiledValue>]) -> [BoundIndexItem<Value>]? {
    let values = values(items)
    let known = values.compactMap(\.known)
    return known.count == values.count ? rebuilt(items, from: known[...]) : nil
  }

  /// The values in indices, in order.
  static func values(_ items: [BoundIndexItem<CompiledValue>]) -> [CompiledValue] {
    items.flatMap { item -> [CompiledValue] in
      switch item {
      case .position(let value): [value]
      case .slice(let start, let stop, let step): [start, stop, step].compactMap { $0 }
      case .newAxis, .ellipsis: []
      }
    }
  }

  /// The same indices of other values.
  static func rebuilt(
    _ items: [BoundIndexItem<CompiledValue>], from values: ArraySlice<Value>
  ) -> [BoundIndexItem<Value>] {
    var values = values
    func next(_ old: CompiledValue?) -> Value? { old == nil ? nil : values.popFirst() }
    return items.map { item in
      switch item {
      case .position: .position(values.popFirst() ?? .none)
      case .slice(let start, let stop, let step):
        .slice(start: next(start), stop: next(stop), step: next(step))
      case .newAxis: .newAxis
      case .ellipsis: .ellipsis
      }
    }
  }
}

import Arrays
import Equations

/// What NumPy does with arrays that the language says in other words.
extension ScriptTracer {
  // MARK: Three axes

  /// `np.array` of rows in brackets of their own, and `np.reshape` to three axes.
  mutating func ofThreeAxes(
    _ name: String, _ arguments: Arguments, _ line: Int
  ) throws(ScriptError) -> ScriptValue? {
    guard let first = arguments.first?.value else { return nil }
    switch name {
    case "reshape":
      let sizes = arguments.dropFirst().filter { ["newshape", "shape", nil].contains($0.keyword) }
      if case .stack = first { return nil }
      let array = try number(first, line)
      guard let count = (try? concrete(array, line))?.array?.count,
        let shape = try threeAxes(sizes.map(\.value), count, line)
      else { return nil }
      return try rows(of: array, shape: shape, line)
    case "array", "asarray":
      if case .stack = first { return first }
      guard case .list(let index) = first else { return nil }
      var flat: [Expression] = []
      var inner: [Int]?
      for item in heap[index].items {
        guard case .list(let list) = item.value else { return nil }
        let rows = try number(item.value, line)
        guard case .list? = heap[list].items.first?.value,
          let shape = (try? concrete(rows, line))?.array?.shape, shape.rank == 2,
          inner == nil || inner == shape.dimensions, case .list(let lines) = rows.node
        else { return nil }
        inner = shape.dimensions
        flat.append(
          Expression(
            .list(lines.flatMap { if case .list(let row) = $0.node { row } else { [$0] } })))
      }
      guard let inner else { return nil }
      return .stack(.call("array", Expression(.list(flat))), [flat.count] + inner)
    default: return nil
    }
  }

  /// Three sizes, in a tuple or one by one, of which one may be left to the others.
  mutating func threeAxes(
    _ sizes: [ScriptValue], _ count: Int, _ line: Int
  ) throws(ScriptError) -> [Int]? {
    var values = sizes
    if values.count == 1 {
      switch values[0] {
      case .tuple(let items): values = items
      case .list(let index): values = heap[index].items.map(\.value)
      default: break
      }
    }
    guard values.count == 3 else { return nil }
    var shape: [Int] = []
    for value in values { shape.append(try integer(value, line)) }
    if let place = shape.firstIndex(of: -1) {
      shape[place] = 1
      let rest = shape.reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }
      guard rest > 0 else { return nil }
      shape[place] = count / rest
    }
    return shape
  }

  // MARK: Numbers around several

  /// `normal` and `uniform` of which each column has bounds of its own.
  ///
  /// - Parameter generator: what draws, where it has a name.
  mutating func drawnAroundEach(
    _ path: String, _ generator: Expression?, _ arguments: Arguments, _ line: Int
  ) throws(ScriptError) -> ScriptValue? {
    let words = path.split(separator: ".")
    guard let name = words.last, name == "normal" || name == "uniform",
      generator != nil || words.contains("random")
    else { return nil }
    let names = name == "normal" ? ["loc", "scale", "size"] : ["low", "high", "size"]
    var given: [String: ScriptValue] = [:]
    for (place, argument) in arguments.enumerated() where place < 3 {
      given[argument.keyword ?? names[place]] = argument.value
    }
    var bounds: [Expression] = []
    for (place, standard) in [0.0, 1].enumerated() {
      switch given[names[place]] {
      case nil: bounds.append(Expression(.float(standard)))
      case .tuple(let items)?: bounds.append(Expression(.list(try numbers(items, line, 0))))
      case let value?: bounds.append(try number(value, line))
      }
    }
    let (first, second) = (bounds[0], bounds[1])
    let range = try concrete(first + second, line).array
    guard let range, range.rank > 0 else { return nil }
    let size =
      try given["size"].map { value throws(ScriptError) in try number(value, line).text }
      ?? Expression(.tuple(range.shape.dimensions.map(Expression.integer))).text
    let drawn = name == "normal" ? "standard_normal" : "random"
    let source = generator?.text ?? "np.random"
    let numbers = try parsed("\(source).\(drawn)(size=\(size))", line)
    return .number(first + (name == "normal" ? second : second - first) * numbers)
  }

  // MARK: Along an axis

  private static let reductions: Set<String> = [
    "sum", "mean", "max", "min", "amax", "amin", "prod", "std", "var", "norm",
  ]

  /// What goes along the axis in a function of one row that is applied to all rows at once.
  func axisLeftOut(_ name: String, _ arguments: Arguments) -> String {
    guard let appliedAxis, Self.reductions.contains(name),
      !arguments.contains(where: { $0.keyword == "axis" || $0.keyword == "keepdims" })
    else { return "" }
    return "\(arguments.isEmpty ? "" : ", ")axis=\(appliedAxis), keepdims=True"
  }

  /// `np.apply_along_axis(f, 1, X)`: `f` of all rows at once, its sums along the axis, if that is what
  /// it gives row by row.
  mutating func alongAxis(
    _ function: ScriptValue, _ axis: ScriptValue, _ array: ScriptValue, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    let unread = fault(.outside(.function("np.apply_along_axis")), line)
    let along = try integer(axis, line)
    guard case .array(let whole)? = try? concrete(try number(array, line), line), whole.rank == 2,
      along == 0 || along == 1 || along == -1
    else { throw unread }
    let own = along == -1 ? 1 : along
    let others = whole.shape[1 - own]
    guard others <= 1000, appliedAxis == nil else { throw unread }
    var atOnce = self
    atOnce.appliedAxis = own
    let all = try atOnce.call(function, [(nil, array, false)], line)
    atOnce.appliedAxis = nil
    var result = try atOnce.number(all, line)
    guard let together = try atOnce.concrete(result, line).array else { throw unread }
    for place in 0..<others {
      var single = self
      let position = IndexItem.position(.integer(place))
      let everything = IndexItem.slice(start: nil, stop: nil, step: nil)
      let items = own == 1 ? [position] : [everything, position]
      let row = Expression(.index(try single.number(array, line), items))
      let one = try single.call(function, [(nil, .number(row), false)], line)
      guard let alone = try single.concreteArray(one, line), alone.rank <= 1 else { throw unread }
      let width = alone.rank == 0 ? 1 : alone.count
      let same = alone.doubles.indices.allSatisfy { index in
        let at = own == 1 ? place * width + index : index * others + place
        guard together.count == width * others else { return false }
        let (a, b) = (alone.doubles[index], together.doubles[at])
        return a == b || (a - b).magnitude <= 1e-12 * max(a.magnitude, b.magnitude)
      }
      guard same else { throw unread }
      if place == 0, alone.rank == 0, together.rank == 2 {
        result = Expression(.call("reshape", [Argument(result), Argument(.integer(-1))]))
      }
    }
    self = atOnce
    return .number(result)
  }
}

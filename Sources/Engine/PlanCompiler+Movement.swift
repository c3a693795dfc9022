import Arrays
import Equations

/// What only moves elements: subscripts, shapes, and several arrays joined into one.
extension PlanCompiler {
  /// Functions of one array whose result's elements are elements of it.
  static let movements: Set<String> = ["reshape", "flatten", "squeeze", "tile", "repeat"]

  /// `x[...]`, `reshape(x, ...)` and their like: applied to the numbers of the elements, they say
  /// where each element comes from.
  mutating func moved(_ x: Varying, by expression: Expression) throws(PlanRefusal) -> Known {
    var scope = DictionaryScope()
    var children: [Expression] = []
    for child in expression.children.dropFirst() {
      guard case .constant(let value) = try compile(child) else {
        throw PlanRefusal(expression.text)
      }
      let name = Self.placeholder(children.count + 1)
      scope.values[name] = value
      children.append(.name(name))
    }
    let numbers = NDArray(shape: x.shape, int64: Array(0..<x.shape.count))
    scope.values[Self.placeholder(0)] = .array(numbers)
    children.insert(.name(Self.placeholder(0)), at: 0)
    var index = -1
    let moving = expression.mapChildren { _ in
      index += 1
      return children[index]
    }
    guard case .constant(.array(let sources)) = try evaluate(moving, in: scope),
      sources.count > 0
    else { throw PlanRefusal(expression.text) }
    let view = picked(plain(x.view), sources.integers, sources.shape.matrix)
    return .varying(Varying(view: view, shape: sources.shape, dtype: x.dtype))
  }

  /// The elements of a matrix with these row-major numbers.
  private mutating func picked(
    _ source: PlanView, _ places: [Int], _ size: (rows: Int, columns: Int)
  ) -> PlanView {
    let (rows, columns) = size
    let isInOrder = places.indices.allSatisfy { places[$0] == places[0] + $0 }
    if isInOrder, places.count == source.count,
      rows == 1 || columns == 1
        || (rows == source.rows && columns == source.columns)
    {
      if rows == source.rows, columns == source.columns { return source }
      var view = flattened(source)
      (view.rows, view.columns) = (rows, columns)
      return view
    }
    if isInOrder, columns == source.columns, places[0] % columns == 0 {
      return add(.rows(from: places[0] / columns), [source], rows, columns)
    }
    let table = graph.constant(places.map { Double($0) }, rows: rows, columns: columns)
    return add(.pick, [flattened(source), table], rows, columns)
  }

  /// `concatenate`, `vstack` and `hstack`.
  mutating func joined(
    _ name: String, _ list: Expression, axis given: Expression?
  ) throws(PlanRefusal) -> Known {
    let items: [Expression]
    switch list.node {
    case .list(let parts), .tuple(let parts): items = parts
    default: throw PlanRefusal(name)
    }
    var parts: [Varying] = []
    for item in items { parts.append(try varying(try compile(item), item)) }
    guard let first = parts.first else { throw PlanRefusal(name) }
    var axis: Int? = name == "vstack" ? 0 : name == "hstack" ? 1 : 0
    if name == "concatenate", let given {
      guard case .constant(let value) = try compile(given) else { throw PlanRefusal(name) }
      axis = value.array?.item.map { Int($0) }
      if case .none = value {} else if axis == nil { throw PlanRefusal(name) }
    }
    // Vectors are rows, which `vstack` alone puts on top of each other.
    let rank = first.shape.rank
    let areRows = name == "vstack" || (rank == 2 && (axis == 0 || axis == -2))
    guard name == "vstack" || axis == nil || parts.allSatisfy({ $0.shape.rank == rank }),
      name == "hstack" || axis == nil || rank > 0 || areRows,
      areRows || axis == nil || rank < 2 || axis == 1 || axis == -1
    else { throw PlanRefusal(name) }
    let views = parts.map { part in axis == nil ? flattened(part.view) : plain(part.view) }
    let (rows, columns) = (views.map(\.rows), views.map(\.columns))
    guard Set(areRows ? columns : rows).count == 1 else { throw PlanRefusal(name) }
    let size =
      areRows ? (rows.reduce(0, +), columns[0]) : (rows[0], columns.reduce(0, +))
    let view = add(.join(areRows: areRows), views, size.0, size.1)
    let shape: Shape = areRows || (rank == 2 && axis != nil) ? [size.0, size.1] : [size.1]
    let dtype = parts.map(\.dtype).max() ?? .float64
    return .varying(Varying(view: view, shape: shape, dtype: dtype))
  }
}

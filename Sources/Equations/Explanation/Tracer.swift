import Arrays

/// Follows single elements of an expression's value back to the elements that they came from.
///
///     let tracer = try Tracer(expression, in: scope)
///     let node = tracer.node(at: 3)
public final class Tracer {
  /// What is known of the examples, to tell which sums run over them.
  public struct Examples: Sendable, Hashable {
    /// The axis of each name's value that runs over the examples.
    public let axes: [String: Int]
    /// For each example a number that is equal for equal examples.
    public let classes: [Int]
    /// With more different examples than this they are not kept apart in sums.
    static let mostClasses = 16

    public init(axes: [String: Int], classes: [Int]) {
      self.axes = axes
      self.classes = classes
    }

    package var areFew: Bool { Set(classes).count <= Self.mostClasses }
  }

  let plan: TracedValue
  /// The random numbers after the expression was computed.
  public let draws: DrawState?
  private let examples: Examples?
  private let keepsExamplesApart: Bool
  private var memo: [ObjectIdentifier: [Int: ElementNode]] = [:]

  /// The value of the whole expression.
  public var value: Value { plan.value }

  /// - Parameters:
  ///   - draws: the random numbers as they were before the expression was computed.
  ///   - examples: what is known of the examples.
  /// - Throws: what evaluation throws.
  public init(
    _ expression: Expression, in scope: any Scope, draws: DrawState? = nil,
    examples: Examples? = nil
  ) throws(LanguageError) {
    var interpreter = Interpreter(domain: TraceDomain(scope: scope, draws: draws))
    plan = try interpreter.evaluate(expression)
    self.draws = interpreter.domain.draws
    self.examples = examples
    keepsExamplesApart = examples?.areFew ?? false
  }

  /// The arithmetic of the element at a row-major position; `nil` outside the value.
  public func node(at flat: Int) -> ElementNode? {
    guard let array = plan.value.array, flat >= 0, flat < array.count else { return nil }
    return node(plan, flat)
  }

  private func node(_ plan: TracedValue, _ flat: Int) -> ElementNode {
    let key = ObjectIdentifier(plan)
    if let known = memo[key]?[flat] { return known }
    let made = make(plan, flat)
    memo[key, default: [:]][flat] = made
    return made
  }

  private func element(_ plan: TracedValue, _ flat: Int) -> NDArray {
    guard let array = plan.value.array, flat < array.count else { return NDArray(Double.nan) }
    return array.element(at: flat)
  }

  private func make(_ plan: TracedValue, _ flat: Int) -> ElementNode {
    let value = element(plan, flat)
    func made(_ content: ElementNode.Content, _ tag: String, _ parts: [ElementNode] = [])
      -> ElementNode
    {
      var hasher = Hasher()
      hasher.combine(tag)
      if parts.isEmpty { hasher.combine(value.item?.bitPattern ?? 0) }
      for part in parts { hasher.combine(part.signature) }
      return ElementNode(value, content, signature: hasher.finalize())
    }
    switch plan.form {
    case .literal:
      return made(.literal, "number")
    case .name(let name):
      let shape = plan.value.array?.shape ?? .scalar
      return made(
        .operand(ElementOperand(name: name, index: shape.index(ofFlat: flat))), "name \(name)")
    case .tuple, .attribute, .whole:
      return made(.constant(Self.text(plan)), "constant")
    case .list(let items):
      let size = max(1, items.first?.value.array?.count ?? 1)
      return converted(node(items[flat / size], flat % size), to: value, made)
    case .unary(let op, let x):
      let inner = node(x, flat)
      return made(.unary(op, inner), op.rawValue, [inner])
    case .binary(let op, let x, let y):
      let left = node(x, broadcast(flat, plan, x))
      let right = node(y, broadcast(flat, plan, y))
      return made(.binary(op, left, right), op.rawValue, [left, right])
    case .product(let x, let y):
      let content = product(x, y, flat, value)
      if case .sum(let sum) = content { return made(content, "@", sum.terms) }
      return made(content, "@", [])
    case .movement(let parts, let sources):
      return converted(moved(parts, sources[flat]), to: value, made)
    case .elementwise(let function, let arguments):
      return elementwise(function, arguments, plan, flat, made)
    case .reduction(let function, let reduction, let arguments, let axis):
      return reduced(function, reduction, arguments, axis, flat, value, made)
    case .definition(let function, _, let body):
      let inner = node(body, flat)
      return made(.definition(function.name, body: inner), function.name, [inner])
    case .draw(let function, _, let number, let source):
      let draw = ElementDraw(
        function: function.name, number: flat + 1,
        numberSinceSeed: number.map { $0 + flat + 1 },
        source: source.map { node($0, flat) })
      return made(.draw(draw), "draw")
    }
  }

  private typealias Maker = (ElementNode.Content, String, [ElementNode]) -> ElementNode

  private func converted(
    _ inner: ElementNode, to value: NDArray, _ made: Maker
  ) -> ElementNode {
    inner.value.dtype == value.dtype ? inner : made(.conversion(inner), "as", [inner])
  }

  private func moved(_ parts: [TracedValue], _ source: Int) -> ElementNode {
    var place = source
    for part in parts {
      let count = part.value.array?.count ?? 0
      if place < count { return node(part, place) }
      place -= count
    }
    return ElementNode(NDArray(Double.nan), .literal, signature: 0)
  }

  /// Where an element of a broadcast result is in an operand.
  private func broadcast(_ flat: Int, _ whole: TracedValue, _ operand: TracedValue) -> Int {
    guard let from = whole.value.array?.shape, let to = operand.value.array?.shape else { return 0 }
    if from == to { return flat }
    let index = from.index(ofFlat: flat)
    var result = 0
    for axis in 0..<to.rank {
      let place = axis + from.rank - to.rank
      result = result * to[axis] + (to[axis] == 1 || place < 0 ? 0 : index[place])
    }
    return result
  }

  private func elementwise(
    _ function: Function, _ arguments: Arguments<TracedValue>, _ plan: TracedValue, _ flat: Int,
    _ made: Maker
  ) -> ElementNode {
    var list: [ElementArgument] = []
    for (index, parameter) in function.parameters.enumerated() {
      guard let argument = arguments[index] else { continue }
      var node: ElementNode?
      if argument.value.array != nil {
        node = self.node(argument, broadcast(flat, plan, argument))
      }
      list.append(
        ElementArgument(
          name: parameter.name, node: node,
          value: node.map { .array($0.value) } ?? argument.value))
    }
    return made(.call(function.name, list), function.name, list.compactMap(\.node))
  }
}

// MARK: - Sums

extension Tracer {
  private func product(
    _ x: TracedValue, _ y: TracedValue, _ flat: Int, _ value: NDArray
  ) -> ElementNode.Content {
    guard let a = x.value.array?.shape, let b = y.value.array?.shape else { return .literal }
    let inner = a[a.rank - 1]
    let columns = b.rank == 2 ? b[1] : 1
    let (row, column) = (flat / columns, flat % columns)
    let terms = (0..<inner).map { k in
      let left = node(x, row * inner + k)
      let right = node(y, k * columns + column)
      var hasher = Hasher()
      hasher.combine(left.signature)
      hasher.combine(right.signature)
      let product =
        (try? NDArray.apply(.multiply, left.value, right.value)) ?? NDArray(Double.nan)
      return ElementNode(
        product, .binary(.multiply, left, right), signature: hasher.finalize())
    }
    return .sum(
      ElementSum(.product, terms, total: value.item ?? .nan, classes: classes(of: terms)))
  }

  private func reduced(
    _ function: Function, _ reduction: Reduction, _ arguments: Arguments<TracedValue>, _ axis: Int?,
    _ flat: Int, _ value: NDArray, _ made: Maker
  ) -> ElementNode {
    guard let x = arguments[0], let array = x.value.array else { return made(.literal, "", []) }
    let places = Self.line(of: array.shape, axis: axis, flat)
    let terms = places.map { node(x, $0) }
    switch reduction {
    case .sum, .mean:
      var total = value.item ?? .nan
      if reduction == .mean {
        let values = NDArray(shape: [terms.count], float64: terms.map(\.number))
        total = (try? values.reduced(by: .sum))?.item ?? .nan
      }
      let sum = ElementSum(
        reduction == .mean ? .mean : .sum, terms, total: total, classes: classes(of: terms))
      return made(.sum(sum), function.name, terms)
    default:
      let freedom = arguments[3]?.value.integer ?? 0
      return made(
        .reduction(function.name, reduction, terms, degreesOfFreedom: freedom), function.name, terms
      )
    }
  }

  /// The positions of the elements that are reduced to the one at `flat` of the result.
  private static func line(of shape: Shape, axis: Int?, _ flat: Int) -> [Int] {
    guard let axis, shape.rank > 0 else { return Array(0..<shape.count) }
    if shape.rank == 1 { return Array(0..<shape[0]) }
    let columns = shape[1]
    return axis == 0
      ? (0..<shape[0]).map { $0 * columns + flat } : (0..<columns).map { flat * columns + $0 }
  }

  /// The classes of the examples, if the terms run over them.
  private func classes(of terms: [ElementNode]) -> [Int]? {
    guard let examples, terms.count == examples.classes.count, terms.count > 1 else { return nil }
    let columns = [terms[0], terms[1]].map { term in
      term.operands.lazy.compactMap { operand -> Int? in
        guard let axis = examples.axes[operand.operand.name], axis < operand.operand.index.count
        else { return nil }
        return operand.operand.index[axis]
      }.first
    }
    guard columns == [0, 1] else { return nil }
    return keepsExamplesApart ? examples.classes : examples.classes.map { _ in 0 }
  }
}

extension Tracer {
  /// How something without elements was written.
  static func text(_ plan: TracedValue) -> String {
    switch plan.form {
    case .name(let name): return name
    case .attribute(let attribute, let base): return "\(text(base)).\(attribute.rawValue)"
    case .tuple(let items): return "(\(items.map(text).joined(separator: ", ")))"
    case .whole(let function, let arguments):
      let given = arguments.values.compactMap { $0 } + arguments.rest
      return "\(function.name)(\(given.map(text).joined(separator: ", ")))"
    case .unary(let op, let x): return "\(op.rawValue)\(text(x))"
    case .binary(let op, let x, let y): return "\(text(x)) \(op.rawValue) \(text(y))"
    case .movement(let parts, _): return parts.map(text).joined(separator: ", ")
    default: return describe(plan.value)
    }
  }

  private static func describe(_ value: Value) -> String {
    switch value {
    case .array(let array): array.count == 1 ? array.description : "..."
    case .tuple(let items): "(\(items.map(describe).joined(separator: ", ")))"
    case .dtype(let dtype): "\(dtype)"
    case .generator: "..."
    case .none: "None"
    }
  }
}

extension Shape {
  /// The index of a row-major position, one number for each dimension.
  public func index(ofFlat flat: Int) -> [Int] {
    var rest = flat
    var index: [Int] = []
    for dimension in dimensions.reversed() {
      index.insert(dimension > 0 ? rest % dimension : 0, at: 0)
      rest = dimension > 0 ? rest / dimension : 0
    }
    return index
  }

  /// The row-major position of an index that is inside the shape.
  public func flat(ofIndex index: [Int]) -> Int {
    zip(dimensions, index).reduce(0) { $0 * $1.0 + $1.1 }
  }
}

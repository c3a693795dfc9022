import Arrays

/// The types and shapes of a program's names, for any number of examples.
///
/// Names are known twice: for the number of examples at hand, and for one more. A dimension that
/// differs depends on the number of examples, and is written with `m`; so derived equations stay
/// right for batches of another size.
public struct ShapeTable: Sendable {
  private var table: [String: StaticValue]
  private var tableWithOneMore: [String: StaticValue]
  private let examples: (name: String, count: Int)?
  /// Matrices that sum to one along an axis: classes written one-hot.
  private let unitAxes: [String: Int]

  /// - Parameters:
  ///   - names: what is known of each name.
  ///   - namesWithOneMore: the same with one more example; equal to `names` if nothing depends on
  ///     the examples.
  ///   - examples: the name and the number of the examples.
  ///   - unitAxes: matrices that sum to one, exactly, along an axis.
  public init(
    _ names: [String: StaticValue], withOneMore namesWithOneMore: [String: StaticValue],
    examples: (name: String, count: Int)?, unitAxes: [String: Int] = [:]
  ) {
    self.unitAxes = unitAxes
    table = names
    tableWithOneMore = namesWithOneMore
    self.examples = examples
  }

  /// What a mask picks is taken to be so long; sizes from here on are not written as numbers.
  private static let maskedCount = 100_003

  private static func inference(_ table: [String: StaticValue]) -> ShapeInference {
    ShapeInference(scope: StaticScope(table), limit: .max, maskedCount: maskedCount)
  }

  /// Finds the shapes of what masks have picked, which are not known otherwise.
  mutating func inferMasked(_ equations: [Assignment]) {
    for equation in equations where equation.subscripts == nil {
      guard let known = table[equation.name], known.dtype != nil, known.shape == nil else {
        continue
      }
      for path in [\ShapeTable.table, \.tableWithOneMore] {
        var checker = Interpreter(domain: Self.inference(self[keyPath: path]))
        if let value = try? checker.evaluate(equation.computedValue) {
          self[keyPath: path][equation.name] = StaticValue(value.form)
        }
      }
    }
  }

  /// Makes `name` known as something of the type and shape of `other`.
  mutating func declare(_ name: String, like other: String) {
    table[name] = table[other].map(Self.withoutValue)
    tableWithOneMore[name] = tableWithOneMore[other].map(Self.withoutValue)
  }

  private static func withoutValue(_ value: StaticValue) -> StaticValue {
    .array(.float64, value.shape)
  }

  /// The expression with the sums that are known to be one written as 1.
  func knowingUnitSums(_ expression: Expression) -> Expression {
    if unitAxes.isEmpty { return expression }
    if case .call("sum", let arguments) = expression.node, arguments.count >= 2,
      case .name(let name) = arguments[0].value.node, let axis = unitAxes[name],
      arguments[1] == Argument(keyword: "axis", .integer(axis))
    {
      return .integer(1)
    }
    return expression.mapChildren(knowingUnitSums)
  }

  func shape(of expression: Expression) throws(LanguageError) -> Shape {
    try Self.shape(of: expression, in: table)
  }

  private static func shape(
    of expression: Expression, in table: [String: StaticValue]
  ) throws(LanguageError) -> Shape {
    var checker = Interpreter(domain: Self.inference(table))
    guard let shape = try checker.evaluate(expression).shape else {
      throw LanguageError(.notDifferentiable(expression.text), at: expression.span)
    }
    return shape
  }

  /// The shape for the number of examples at hand, and for one more.
  struct Pair: Equatable {
    let now: Shape
    let more: Shape

    var rank: Int { now.rank }

    /// Whether a dimension is 1 for any number of examples.
    func isOne(_ axis: Int) -> Bool { now[axis] == 1 && more[axis] == 1 }

    func isEqual(_ axis: Int, to other: Pair, _ otherAxis: Int) -> Bool {
      now[axis] == other.now[otherAxis] && more[axis] == other.more[otherAxis]
    }
  }

  func shapes(of expression: Expression) throws(LanguageError) -> Pair {
    let now = try Self.shape(of: expression, in: table)
    let more = try Self.shape(of: expression, in: tableWithOneMore)
    return Pair(now: now, more: more.rank == now.rank ? more : now)
  }

  func isScalar(_ expression: Expression) -> Bool {
    (try? shape(of: expression))?.rank == 0
  }

  /// The size of one dimension as an expression: a number, or `m` and what is made of it.
  func size(of expression: Expression, axis: Int) throws(LanguageError) -> Expression {
    let now = try Self.shape(of: expression, in: table)
    let more = try Self.shape(of: expression, in: tableWithOneMore)
    let place = axis < 0 ? axis + now.rank : axis
    guard now.dimensions.indices.contains(place), more.rank == now.rank else { return .integer(1) }
    if now[place] >= Self.maskedCount {
      let shape = Expression(.attribute(expression, .shape))
      return Expression(.index(shape, [.position(.integer(place))]))
    }
    let slope = more[place] - now[place]
    guard slope != 0, let examples else { return .integer(now[place]) }
    let offset = now[place] - slope * examples.count
    let scaled =
      slope == 1 ? Expression.name(examples.name) : .integer(slope) * .name(examples.name)
    return offset == 0 ? scaled : scaled + .integer(offset)
  }

  /// The expression with `X.shape[1]` written as `m` where that is what it is.
  func namingExamples(_ expression: Expression) -> Expression {
    if case .index(let base, let items) = expression.node, items.count == 1,
      case .attribute(let array, .shape) = base.node, case .position(let place) = items[0],
      let axis = try? known(place)?.integer, let size = try? size(of: array, axis: axis),
      size.names == [examples?.name]
    {
      return size
    }
    return expression.mapChildren(namingExamples)
  }

  /// The number of elements as an expression.
  func count(of expression: Expression) throws(LanguageError) -> Expression {
    var product: Expression = .integer(1)
    for axis in 0..<(try shape(of: expression).rank) {
      product = product * (try size(of: expression, axis: axis))
    }
    return product
  }

  /// What is known of an argument; a list of arrays is one value for each where it is no matrix.
  func value(
    of expression: Expression, isSequence: Bool
  ) throws(LanguageError) -> StaticValue {
    if isSequence, case .list(let items) = expression.node {
      return try value(of: Expression(.tuple(items)), isSequence: false)
    }
    var checker = Interpreter(domain: Self.inference(table))
    return try checker.evaluate(expression)
  }

  /// The value of an argument that the text fixes: an axis, an index.
  func known(_ expression: Expression) throws(LanguageError) -> Value? {
    var checker = Interpreter(domain: Self.inference(table))
    return try checker.evaluate(expression).known
  }
}

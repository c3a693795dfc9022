import Arrays

/// How the elements of an expression's value come from elements of named values, as data: what a
/// `Tracer` walks, for someone who walks it elsewhere.
///
/// It depends on shapes and, where elements are picked by values, on what was picked; the numbers
/// stand beside it, in `ArithmeticPlan.Recorded`.
package struct ArithmeticPlan: Hashable, Sendable {
  package indirect enum Form: Hashable, Sendable {
    /// Numbers that stand in the equation.
    case literal
    case name(String)
    /// Made of shapes and literals alone; the text says how.
    case constant(String)
    case list([ArithmeticPlan])
    case unary(String, ArithmeticPlan)
    case binary(String, ArithmeticPlan, ArithmeticPlan)
    /// The elements of a row times those of a column.
    case product(ArithmeticPlan, ArithmeticPlan)
    /// The elements are those of the parts, numbered through.
    case movement([ArithmeticPlan], sources: [Int])
    /// A function of the elements at one place; `nil` for what is no number.
    case call(String, [ArithmeticPlan?])
    case sum(ElementSum.Kind, ArithmeticPlan, axis: Int?)
    /// A reduction that is no sum.
    case reduction(String, ArithmeticPlan, axis: Int?)
    case definition(String, ArithmeticPlan)
    /// Random numbers, the first of which is the one after so many since the seed.
    case draw(String, after: Int?, source: ArithmeticPlan?)
  }

  package let form: Form
  package let shape: [Int]
  package let dtype: DType
  /// The place of its numbers among those recorded; `nil` where nobody needs them, or they follow
  /// by the four operations.
  package let record: Int?

  /// A plan with the numbers that do not follow from it.
  package struct Recorded: Sendable {
    package let plan: ArithmeticPlan
    package let values: [NDArray]
    /// The names that it reads.
    package let names: Set<String>
  }
}

extension Tracer {
  /// The whole expression as data; `nil` where its value has no elements.
  package var recorded: ArithmeticPlan.Recorded? {
    var writer = PlanWriter()
    guard let plan = writer.write(plan, isTerm: false) else { return nil }
    return ArithmeticPlan.Recorded(plan: plan, values: writer.values, names: writer.names)
  }
}

private struct PlanWriter {
  /// Of a longer sum somebody asks what it comes to.
  private static let longestLine = 6

  var values: [NDArray] = []
  var names: Set<String> = []

  /// - Parameter isTerm: whether its numbers are asked for, as those of terms of long sums are.
  mutating func write(_ value: TracedValue, isTerm: Bool) -> ArithmeticPlan? {
    guard let array = value.value.array else { return nil }
    var record: Int?
    func noted(_ values: inout [NDArray]) -> Int {
      values.append(array)
      return values.count - 1
    }
    let form: ArithmeticPlan.Form
    switch value.form {
    case .literal:
      form = .literal
      record = noted(&values)
    case .name(let name):
      names.insert(name)
      form = .name(name)
    case .tuple, .attribute, .whole:
      form = .constant(Tracer.text(value))
      record = noted(&values)
    case .list(let items):
      form = .list(items.compactMap { write($0, isTerm: isTerm) })
    case .unary(let op, let x):
      guard let inner = write(x, isTerm: isTerm) else { return nil }
      form = .unary(op.rawValue, inner)
      if isTerm, op != .minus || array.dtype == .bool { record = noted(&values) }
    case .binary(let op, let x, let y):
      let isPlain =
        array.dtype != .bool && [.add, .subtract, .multiply, .divide].contains(op)
      guard let left = write(x, isTerm: isTerm && isPlain),
        let right = write(y, isTerm: isTerm && isPlain)
      else { return nil }
      form = .binary(op.rawValue, left, right)
      if isTerm, !isPlain { record = noted(&values) }
    case .product(let x, let y):
      guard let left = write(x, isTerm: true), let right = write(y, isTerm: true) else {
        return nil
      }
      form = .product(left, right)
      if isTerm || (left.shape.last ?? 0) > Self.longestLine { record = noted(&values) }
    case .movement(let parts, let sources):
      let plans = parts.compactMap { write($0, isTerm: isTerm) }
      guard plans.count == parts.count else { return nil }
      form = .movement(plans, sources: sources)
    case .elementwise(let function, let arguments):
      form = .call(
        function.name,
        function.parameters.indices.compactMap { index in
          arguments[index].map { write($0, isTerm: false) }
        })
      if isTerm { record = noted(&values) }
    case .reduction(let function, let reduction, let arguments, let axis):
      let isSum = reduction == .sum || reduction == .mean
      guard let x = arguments[0], let inner = write(x, isTerm: isSum) else { return nil }
      form =
        isSum
        ? .sum(reduction == .mean ? .mean : .sum, inner, axis: axis)
        : .reduction(function.name, inner, axis: axis)
      if isTerm || isSum && reduction == .sum { record = noted(&values) }
    case .definition(let function, _, let body):
      guard let inner = write(body, isTerm: isTerm) else { return nil }
      form = .definition(function.name, inner)
    case .draw(let function, _, let number, let source):
      form = .draw(
        function.name, after: number, source: source.flatMap { write($0, isTerm: false) })
      record = noted(&values)
    }
    return ArithmeticPlan(
      form: form, shape: array.shape.dimensions, dtype: array.dtype, record: record)
  }
}

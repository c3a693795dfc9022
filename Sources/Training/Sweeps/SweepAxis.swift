import Arrays
import Equations

/// A setting with the values that a sweep tries.
public struct SweepAxis: Sendable {
  public enum Values: Sendable {
    /// These, in a grid one after another, in a random sweep one of them with equal chances.
    case choices([Choice])
    /// A number of the interval.
    case uniform(Double, Double)
    /// A number whose logarithm is uniform: as many of 0.01 to 0.1 as of 0.1 to 1.
    case logUniform(Double, Double)
  }

  /// One value or a range of whole numbers, both ends included.
  public enum Choice: Sendable {
    case value(Expression)
    case range(Int, Int)

    var count: Int {
      switch self {
      case .value: 1
      case .range(let first, let last): last - first + 1
      }
    }
  }

  public var name: String
  /// Where its word stands.
  public var span: SourceSpan
  public var values: Values

  /// How many values there are to choose from; `nil` for an interval.
  var count: Int? {
    guard case .choices(let choices) = values else { return nil }
    return choices.reduce(0) { min($0 + $1.count, Expression.largestInteger) }
  }

  /// One of the choices.
  func value(at index: Int) -> Expression? {
    guard case .choices(let choices) = values else { return nil }
    var rest = index
    for choice in choices {
      if rest < choice.count {
        switch choice {
        case .value(let expression): return expression
        case .range(let first, _): return .integer(first + rest)
        }
      }
      rest -= choice.count
    }
    return nil
  }

  /// A value drawn from them.
  ///
  /// A number of an interval has four significant digits, so that it can be read and typed.
  func draw(_ random: inout RandomState) throws(ArrayError) -> Expression? {
    switch values {
    case .choices:
      let index = try random.randint(low: 0, high: count ?? 0).item ?? 0
      return value(at: Int(saturating: index))
    case .uniform(let low, let high):
      return Self.number(low + (high - low) * (try Self.unit(&random)), low, high)
    case .logUniform(let low, let high):
      let (a, b) = (ElementaryFunctions.log(low), ElementaryFunctions.log(high))
      let value = ElementaryFunctions.exp(a + (b - a) * (try Self.unit(&random)))
      return Self.number(value, low, high)
    }
  }

  private static func unit(_ random: inout RandomState) throws(ArrayError) -> Double {
    try random.rand().item ?? 0
  }

  private static func number(_ value: Double, _ low: Double, _ high: Double) -> Expression {
    let short = Double(NumberFormatting.significant(value, digits: 4)) ?? value
    let number = min(max(short, low), high)
    return number < 0
      ? Expression(.unary(.minus, Expression(.float(-number)))) : Expression(.float(number))
  }
}

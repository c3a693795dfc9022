import Arrays

/// One use of the chain rule: how the gradient of an equation's result reaches one of its operands.
///
/// `dZ1 = dA1 * (A1 * (1 - A1))`: through `A1 = sigmoid(Z1)`, the upstream gradient `dA1` times
/// the slope `A1 * (1 - A1)`.
public struct GradientLink: Sendable, Equatable {
  /// What is done to the upstream gradient on the way, from the inside out.
  public enum Factor: Sendable, Equatable {
    /// Times this, element by element.
    case times(Expression)
    case dividedBy(Expression)
    /// This @ the gradient: every result that felt the operand, by how much.
    case productFromLeft(Expression)
    /// The gradient @ this.
    case productFromRight(Expression)
    case negated
    case transposed
    /// Summed, because the operand was spread over several places.
    case summed(Expression)
    /// Moved or masked by a function: reshape, where.
    case through(Expression)
  }

  /// The equation that the operand stands in: `A1 = sigmoid(Z1)`.
  public let equation: Assignment
  /// The gradient of its result: `dA1`. Of the loss, 1.
  public let upstream: String
  public let factors: [Factor]
  /// The whole, upstream gradient included, in terms of names.
  public let contribution: Expression

  /// The links to the gradient of a name, one for each equation and place in which the loss feels it.
  ///
  /// - Parameters:
  ///   - equations: those of forward and loss.
  ///   - names: what is known of all names.
  public static func links(
    to name: String, equations: [Assignment], loss: String, parameters: [String],
    names: [String: StaticValue], examples: (name: String, count: Int)?
  ) -> [GradientLink] {
    var shapes = ShapeTable(names, withOneMore: names, examples: examples)
    var active: Set<String> = Set(parameters)
    for equation in equations where equation.value.valueNames.contains(where: active.contains) {
      active.insert(equation.name)
    }
    guard active.contains(name) || equations.contains(where: { $0.value.names.contains(name) })
    else { return [] }
    let scale = ExampleScale(
      loss: loss, parameters: parameters, examples: examples.map { .name($0.name) })
    var links: [GradientLink] = []
    for equation in equations where equation.computedValue.names.contains(name) {
      guard active.contains(equation.name) else { continue }
      let upstream = Differentiator.gradientName(of: equation.name)
      shapes.declare(upstream, like: equation.name)
      let isLoss = equation.name == loss
      let value = equation.computedValue.recognisingSigmoid
      let trained = active
      var rule = ChainRule(
        shapes: shapes, isActive: { $0 == name }, isTrained: { trained.contains($0) })
      let result: Expression = equation.updateOperator == nil ? .name(equation.name) : value
      let start: Expression = isLoss ? .integer(1) : .name(upstream)
      guard (try? rule.push(start, into: value, result: result)) != nil else { continue }
      let simplifier = Simplifier(shapes)
      for (_, part) in rule.contributions {
        let scaled = scale.scaled(part, from: equation.name, to: name)
        let whole = simplifier.simplified(
          simplifier.simplified(scaled).replacing(examples))
        links.append(
          GradientLink(
            equation: equation, upstream: upstream,
            factors: isLoss ? [.times(whole)] : joined(factors(of: whole, around: upstream)),
            contribution: (try? shapes.materialized(whole, like: .name(name), named: .name(name)))
              ?? whole))
      }
    }
    return links
  }

  /// Factors that follow each other as one.
  private static func joined(_ factors: [Factor]) -> [Factor] {
    var result: [Factor] = []
    for factor in factors {
      if case .times(let next) = factor, case .times(let last)? = result.last {
        result[result.count - 1] = .times(last * next)
      } else {
        result.append(factor)
      }
    }
    return result
  }

  /// What stands around the gradient in a product, from the inside out.
  private static func factors(of expression: Expression, around name: String) -> [Factor] {
    func has(_ e: Expression) -> Bool { e.names.contains(name) }
    switch expression.node {
    case .binary(.multiply, let a, let b) where has(a) != has(b):
      return has(a)
        ? factors(of: a, around: name) + [.times(b)] : factors(of: b, around: name) + [.times(a)]
    case .binary(.divide, let a, let b) where has(a) && !has(b):
      return factors(of: a, around: name) + [.dividedBy(b)]
    case .binary(.matrixProduct, let a, let b) where has(a) != has(b):
      return has(a)
        ? factors(of: a, around: name) + [.productFromRight(b)]
        : factors(of: b, around: name) + [.productFromLeft(a)]
    case .unary(.minus, let a):
      return factors(of: a, around: name) + [.negated]
    case .attribute(let a, .transpose):
      return factors(of: a, around: name) + [.transposed]
    case .call("sum", let arguments) where arguments.first.map({ has($0.value) }) ?? false:
      return factors(of: arguments[0].value, around: name) + [.summed(expression)]
    case .name:
      return []
    default:
      return [.through(expression)]
    }
  }
}

extension Expression {
  /// The number of examples by its name, where it stands as a number.
  fileprivate func replacing(_ examples: (name: String, count: Int)?) -> Expression {
    guard let examples, examples.count > 2 else { return self }
    switch node {
    case .binary(let op, let left, let right) where op == .divide || op == .multiply:
      func named(_ e: Expression) -> Expression {
        if case .integer(examples.count) = e.node { return .name(examples.name) }
        return e.replacing(examples)
      }
      return Expression(.binary(op, named(left), named(right)), span: span)
    default:
      return mapChildren { $0.replacing(examples) }
    }
  }
}

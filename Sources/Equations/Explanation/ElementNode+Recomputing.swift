import Arrays

extension ElementNode {
  /// The number computed again from the numbers at the leaves, operation by operation in the same
  /// order; `nil` where a function has no element form or is random.
  ///
  /// - Parameter operand: the value to take for an element; `nil` takes the one that is there.
  public func recomputed(
    _ operand: (ElementOperand) -> NDArray? = { _ in nil }
  ) -> NDArray? {
    var memo: [ObjectIdentifier: NDArray] = [:]
    return recomputed(&memo, operand)
  }

  private func recomputed(
    _ memo: inout [ObjectIdentifier: NDArray], _ operand: (ElementOperand) -> NDArray?
  ) -> NDArray? {
    if let known = memo[ObjectIdentifier(self)] { return known }
    var parts: [NDArray] = []
    for child in children {
      guard let part = child.recomputed(&memo, operand) else { return nil }
      parts.append(part)
    }
    let result = combined(parts, operand, &memo)
    memo[ObjectIdentifier(self)] = result
    return result
  }

  private func combined(
    _ parts: [NDArray], _ operand: (ElementOperand) -> NDArray?,
    _ memo: inout [ObjectIdentifier: NDArray]
  ) -> NDArray? {
    switch content {
    case .literal, .constant, .draw: return value
    case .operand(let element): return operand(element) ?? value
    case .definition: return parts.first
    case .conversion: return parts.first?.converted(to: value.dtype)
    case .unary(let op, _): return (try? ValueOperations.unary(op, .array(parts[0])))?.array
    case .binary(let op, _, _):
      return (try? ValueOperations.binary(op, .array(parts[0]), .array(parts[1])))?.array
    case .call(let name, let arguments): return called(name, arguments, parts)
    case .sum(let sum): return added(sum, parts, &memo)
    case .reduction(_, let reduction, _, let freedom):
      return (try? NDArray.stacked(parts))
        .flatMap { try? $0.reduced(by: reduction, degreesOfFreedom: freedom) }
    }
  }

  private func called(
    _ name: String, _ arguments: [ElementArgument], _ parts: [NDArray]
  ) -> NDArray? {
    guard let function = FunctionTable.standard[name] else { return nil }
    var values = [Value?](repeating: nil, count: function.parameters.count)
    var next = 0
    for argument in arguments {
      guard let place = function.parameters.firstIndex(where: { $0.name == argument.name }) else {
        return nil
      }
      values[place] = argument.node == nil ? argument.value : .array(parts[next])
      if argument.node != nil { next += 1 }
    }
    var none: RandomState?
    return (try? function.evaluate(Arguments(values: values), &none))?.array
  }

  private func added(
    _ sum: ElementSum, _ parts: [NDArray], _ memo: inout [ObjectIdentifier: NDArray]
  ) -> NDArray? {
    guard sum.kind == .product else {
      let reduction: Reduction = sum.kind == .mean ? .mean : .sum
      if parts.isEmpty { return value }
      return (try? NDArray.stacked(parts)).flatMap { try? $0.reduced(by: reduction) }
    }
    var left: [NDArray] = []
    var right: [NDArray] = []
    for term in sum.terms {
      guard case .binary(_, let a, let b) = term.content else { return nil }
      left.append(memo[ObjectIdentifier(a)] ?? a.value)
      right.append(memo[ObjectIdentifier(b)] ?? b.value)
    }
    if left.isEmpty { return value }
    guard let x = try? NDArray.stacked(left), let y = try? NDArray.stacked(right) else {
      return nil
    }
    return try? NDArray.product(x, y)
  }
}

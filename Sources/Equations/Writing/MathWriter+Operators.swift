import Arrays

extension MathWriter {
  func unary(_ op: UnaryOperator, _ operand: Expression) -> MathFragment {
    let x = fragment(operand)
    switch op {
    case .minus: return MathFragment(alphabet.minus + x.bracketed(below: .large), .sum)
    case .plus: return x
    case .invert, .not:
      let sign = alphabet.choose("¬", "not ")
      return MathFragment(sign + x.bracketed(below: .function), .logic)
    }
  }

  func binary(_ op: BinaryOperator, _ left: Expression, _ right: Expression) -> MathFragment {
    switch op {
    case .matrixProduct: return matrixProduct(left, right)
    case .multiply: return product(left, right)
    case .divide: return quotient(left, right)
    case .power: return power(left, right)
    case .add: return infix("+", left, right, .sum, right: .large)
    case .subtract: return infix(alphabet.minus, left, right, .sum, right: .large)
    case .floorDivide:
      let inside = quotient(left, right).text
      return MathFragment(alphabet.choose("⌊\(inside)⌋", "floor(\(inside))"), .atom)
    case .remainder: return infix("mod", left, right, .product, right: .fraction)
    case .bitwiseXor: return infix(alphabet.choose("⊕", "xor"), left, right, .logic, right: .atom)
    case .and, .bitwiseAnd:
      return infix(alphabet.choose("∧", "and"), left, right, .logic, right: .comparison)
    case .or, .bitwiseOr:
      return infix(alphabet.choose("∨", "or"), left, right, .logic, right: .comparison)
    case .equal: return comparison("=", left, right)
    case .notEqual: return comparison(alphabet.choose("≠", "/="), left, right)
    case .less: return comparison("<", left, right)
    case .lessEqual: return comparison(alphabet.choose("≤", "<="), left, right)
    case .greater: return comparison(">", left, right)
    case .greaterEqual: return comparison(alphabet.choose("≥", ">="), left, right)
    }
  }

  private func comparison(_ sign: String, _ left: Expression, _ right: Expression) -> MathFragment {
    let (x, y) = (fragment(left), fragment(right))
    return MathFragment(
      "\(x.bracketed(below: .sum)) \(sign) \(y.bracketed(below: .sum))", .comparison)
  }

  private func infix(
    _ sign: String, _ left: Expression, _ right: Expression, _ form: MathFragment.Form,
    right tighter: MathFragment.Form
  ) -> MathFragment {
    let x = fragment(left).bracketed(below: form)
    let y = fragment(right).bracketed(below: tighter)
    return MathFragment("\(x) \(sign) \(y)", form)
  }

  /// Matrices stand side by side.
  private func matrixProduct(_ left: Expression, _ right: Expression) -> MathFragment {
    let (x, y) = (fragment(left), fragment(right))
    let space = x.isBracketed && y.isBracketed ? "" : " "
    return MathFragment(
      x.bracketed(below: .product) + space + y.bracketed(below: .function), .product)
  }

  /// ⊙ between arrays, a point where one of the two is a number; 2Z for a number written out.
  private func product(_ left: Expression, _ right: Expression) -> MathFragment {
    let (x, y) = (fragment(left), fragment(right))
    guard scope.isNumber(left) || scope.isNumber(right) else {
      func factor(_ operand: Expression, _ fragment: MathFragment) -> String {
        if case .binary(.matrixProduct, _, _) = operand.node { return "(\(fragment.text))" }
        return fragment.bracketed(below: .elementwise)
      }
      let second = y.form == .elementwise ? "(\(y.text))" : factor(right, y)
      return MathFragment(
        "\(factor(left, x)) \(alphabet.elementwise) \(second)", .elementwise)
    }
    if case .integer = left.node, y.form >= .power, y.text.first?.isLetter == true {
      return MathFragment(x.text + alphabet.choose("", " ") + y.text, .product)
    }
    return MathFragment(
      "\(x.bracketed(below: .elementwise)) \(alphabet.times) \(y.bracketed(below: .fraction))",
      x.form == .elementwise ? .elementwise : .product)
  }

  /// A division by a number comes first, as 1/m does before a sum.
  private func quotient(_ left: Expression, _ right: Expression) -> MathFragment {
    if case .unary(.minus, let operand) = left.node {
      return MathFragment(alphabet.minus + quotient(operand, right).text, .sum)
    }
    let (x, y) = (fragment(left), fragment(right))
    guard scope.isNumber(right) else {
      return MathFragment(
        "\(x.bracketed(below: .elementwise)) / \(y.bracketed(below: .fraction))", .product)
    }
    if case .integer(1) = left.node { return MathFragment("1/\(denominator(y))", .fraction) }
    let isSimple = x.form >= .power && !x.isBracketed && scope.isNumber(left)
    if isSimple { return MathFragment("\(x.text)/\(denominator(y))", .fraction) }
    if y.form >= .power { return share(of: x, count: y.text) }
    return MathFragment("\(x.bracketed(below: .power))/\(denominator(y))", .product)
  }

  private func denominator(_ fragment: MathFragment) -> String {
    fragment.bracketed(below: .power)
  }

  /// `1/m Σ x`.
  func share(of x: MathFragment, count: String) -> MathFragment {
    MathFragment(
      "1/\(count) \(x.bracketed(below: .large))", x.form == .large ? .large : .product)
  }

  private func power(_ base: Expression, _ exponent: Expression) -> MathFragment {
    MathFragment(
      fragment(base).bracketed(below: .atom)
        + alphabet.superscripted(fragment(exponent).text), .power)
  }
}

import Arrays

/// Writes expressions as a textbook does: σ(W₁ X + b₁).
///
///     let writer = MathWriter(scope: scope, unicode: true)
///     writer.text(of: try Parser.expression("dZ2 @ A1.T / m"))  // 1/m dZ₂ A₁ᵀ
public struct MathWriter {
  let scope: MathScope
  let alphabet: MathAlphabet
  /// Whether shapes stand in the names' places: (2×2)(2×1000) + (2×1).
  let showsShapes: Bool

  public init(scope: MathScope, unicode: Bool, showsShapes: Bool = false) {
    self.scope = scope
    alphabet = MathAlphabet(unicode: unicode)
    self.showsShapes = showsShapes
  }

  public func text(of expression: Expression) -> String {
    let fragment = fragment(expression)
    return showsShapes ? fragment.text : fragment.inside
  }

  /// The shape in brackets, as it stands for a matrix; `number` for a single one.
  public func text(of shape: Shape) -> String {
    if shape.rank == 0 { return "number" }
    let sizes = shape.dimensions.map { "\($0)" }
    return "(\(sizes.joined(separator: alphabet.choose("×", "x"))))"
  }

  func fragment(_ expression: Expression) -> MathFragment {
    if showsShapes, Self.isLeaf(expression) {
      if let shape = scope.shape(of: expression), shape.rank > 0 {
        return MathFragment(text(of: shape), .atom, isBracketed: true)
      }
      return MathWriter(scope: scope, unicode: alphabet.unicode).fragment(expression)
    }
    switch expression.node {
    case .integer(let value): return number(Double(value), "\(value)")
    case .float(let value): return number(value, NumberFormatting.shortest(value))
    case .boolean(let value): return MathFragment(value ? "true" : "false", .atom)
    case .none: return MathFragment("none", .atom)
    case .name(let name): return MathFragment(alphabet.name(name), .atom)
    case .file(let call): return MathFragment(call.text, .atom)
    case .list(let items): return MathFragment("[\(joined(items))]", .atom)
    case .tuple(let items): return MathFragment("(\(joined(items)))", .atom)
    case .unary(let op, let operand): return unary(op, operand)
    case .binary(let op, let left, let right): return binary(op, left, right)
    case .call(let name, let arguments): return call(name, arguments)
    case .attribute(let base, .transpose):
      return MathFragment(
        fragment(base).bracketed(below: .atom) + alphabet.choose("ᵀ", "^T"), .power)
    case .attribute(let base, let attribute):
      return MathFragment("\(fragment(base).bracketed(below: .atom)).\(attribute.rawValue)", .atom)
    case .index(let base, let items):
      let inside = items.map { self.text(of: $0) }.joined(separator: ", ")
      return MathFragment("\(fragment(base).bracketed(below: .atom))[\(inside)]", .atom)
    }
  }

  /// What is shown by its shape alone, and not by what it is made of.
  private static func isLeaf(_ expression: Expression) -> Bool {
    switch expression.node {
    case .name, .list, .index, .attribute: true
    case .call(let name, _):
      // Draws and constants are made, not computed from something.
      FunctionTable.standard[name].map { $0.isRandom } ?? false || expression.names.isEmpty
    default: false
    }
  }

  func joined(_ items: [Expression]) -> String {
    items.map { fragment($0).inside }.joined(separator: ", ")
  }

  private func text(of item: IndexItem) -> String {
    func text(_ bound: Expression?) -> String { bound.map { fragment($0).text } ?? "" }
    switch item {
    case .position(let e): return text(e)
    case .slice(let start, let stop, let step):
      return "\(text(start)):\(text(stop))" + (step.map { ":\(text($0))" } ?? "")
    case .newAxis: return "None"
    case .ellipsis: return alphabet.choose("…", "...")
    }
  }

  /// A number; what NumPy prints as 1e-08 is a power of ten.
  private func number(_ value: Double, _ text: String) -> MathFragment {
    let form: MathFragment.Form = value.sign == .minus ? .sum : .atom
    let parts = text.split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else {
      return MathFragment(text.replacingMinus(alphabet), form)
    }
    let power = "10" + alphabet.superscripted("\(exponent)")
    if parts[0] == "1" { return MathFragment(power, .power) }
    return MathFragment("\(parts[0])\(alphabet.times)\(power)".replacingMinus(alphabet), .product)
  }
}

extension String {
  fileprivate func replacingMinus(_ alphabet: MathAlphabet) -> String {
    String(map { $0 == "-" ? Character(alphabet.minus) : $0 })
  }
}

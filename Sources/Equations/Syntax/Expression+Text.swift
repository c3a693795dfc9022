import Arrays

extension Expression: CustomStringConvertible {
  /// The canonical text: parsing it gives an equal expression.
  public var text: String { written(parentPrecedence: 0) }

  public var description: String { text }

  /// Postfix forms (`x.T`, `x[0]`, `f(x)`) bind tighter than every operator.
  private static let postfixPrecedence = 12

  private func written(parentPrecedence: Int) -> String {
    let (text, precedence) = writtenWithPrecedence()
    return precedence < parentPrecedence ? "(\(text))" : text
  }

  private func writtenWithPrecedence() -> (String, Int) {
    let atom = Self.postfixPrecedence + 1
    switch node {
    case .integer(let value): return (String(value), value < 0 ? 10 : atom)
    case .float(let value):
      // `inf` would read back as a name.
      let text = value.isInfinite ? (value < 0 ? "-1e999" : "1e999") : nil
      return (text ?? NumberFormatting.shortest(value), value.sign == .minus ? 10 : atom)
    case .boolean(let value): return (value ? "True" : "False", atom)
    case .none: return ("None", atom)
    case .name(let name): return (name, atom)
    case .file(let call): return (call.text, Self.postfixPrecedence)
    case .list(let items): return ("[\(Self.joined(items))]", atom)
    case .tuple(let items):
      return ("(\(Self.joined(items))\(items.count == 1 ? "," : ""))", atom)
    case .unary(let op, let operand):
      let space = op == .not ? " " : ""
      return (
        op.rawValue + space + operand.written(parentPrecedence: op.precedence), op.precedence
      )
    case .binary(let op, let left, let right):
      return (Self.binaryText(op, left, right), op.precedence)
    case .call(let function, let arguments):
      let list = arguments.map { argument in
        (argument.keyword.map { "\($0)=" } ?? "") + argument.value.text
      }
      if function.hasPrefix(PythonWords.generatorPrefix), let generator = arguments.first {
        return (
          "\(generator.value.postfixBase).\(PythonWords.spelling(function))"
            + "(\(list.dropFirst().joined(separator: ", ")))", Self.postfixPrecedence
        )
      }
      let name = PythonWords.written(function, arguments)
      return ("\(name)(\(list.joined(separator: ", ")))", Self.postfixPrecedence)
    case .attribute(let base, let attribute):
      return (base.postfixBase + "." + attribute.rawValue, Self.postfixPrecedence)
    case .index(let base, let items):
      return (
        "\(base.postfixBase)[\(items.map(\.text).joined(separator: ", "))]", Self.postfixPrecedence
      )
    }
  }

  /// `2.T` would be read as a number and a name, so a number before a dot is bracketed too.
  var postfixBase: String {
    switch node {
    case .integer, .float: "(\(text))"
    default: written(parentPrecedence: Self.postfixPrecedence)
    }
  }

  private static func binaryText(
    _ op: BinaryOperator, _ left: Expression, _ right: Expression
  ) -> String {
    // `**` groups to the right and everything else to the left; comparisons do not chain.
    let p = op.precedence
    let leftText = left.written(parentPrecedence: op == .power || op.isComparison ? p + 1 : p)
    // A sign may follow `**` unbracketed: 2**-1.
    let rightText = right.written(parentPrecedence: op == .power ? 10 : p + 1)
    let space = op == .power ? "" : " "
    return leftText + space + op.rawValue + space + rightText
  }

  private static func joined(_ items: [Expression]) -> String {
    items.map(\.text).joined(separator: ", ")
  }
}

extension IndexItem {
  var text: String {
    switch self {
    case .position(let e): return e.text
    case .slice(let start, let stop, let step):
      let range = "\(start?.text ?? ""):\(stop?.text ?? "")"
      return step.map { "\(range):\($0.text)" } ?? range
    case .newAxis: return "None"
    case .ellipsis: return "..."
    }
  }
}

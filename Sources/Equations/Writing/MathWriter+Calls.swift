import Arrays

extension MathWriter {
  func call(_ name: String, _ given: [Argument]) -> MathFragment {
    if name == "count", let count = count(given) { return MathFragment(count, .atom) }
    guard let call = WrittenCall(name, given), let notation = call.function.notation.mathematics
    else { return plain(name, given) }
    switch notation {
    case .expression(let text):
      return fragment(Expression.trusted(text).substituting(call.arguments))
    case .template(let text, let ascii):
      return filled(Template(alphabet.choose(text, ascii)), call)
    case .large(let sign, let ascii, let isAverage):
      return large(sign, ascii, isAverage, call) ?? plain(name, given)
    }
  }

  /// `f(x)`; whether dimensions are kept is no mathematics.
  private func plain(_ name: String, _ given: [Argument]) -> MathFragment {
    let list = given.filter { $0.keyword != "keepdims" }.map { argument in
      (argument.keyword.map { "\($0)=" } ?? "") + fragment(argument.value).inside
    }
    if name.hasPrefix(PythonWords.generatorPrefix), let generator = list.first {
      let rest = list.dropFirst().joined(separator: ", ")
      return MathFragment("\(generator).\(PythonWords.spelling(name))(\(rest))", .atom)
    }
    return MathFragment("\(PythonWords.spelling(name))(\(list.joined(separator: ", ")))", .atom)
  }

  private func filled(_ template: Template, _ call: WrittenCall) -> MathFragment {
    var text = ""
    for part in template.parts {
      switch part {
      case .text(let literal): text += literal
      case .argument(let name, let mark):
        let argument = call[name].map { fragment($0) } ?? MathFragment(joined(call.rest), .atom)
        guard mark != nil else {
          text += text.hasSuffix("(") ? argument.inside : argument.text
          continue
        }
        let bracketed = argument.bracketed(below: .power)
        // A name goes without a space before brackets: log A, log(1 − A).
        if bracketed.hasPrefix("("), text.hasSuffix(" ") { text.removeLast() }
        text += bracketed
      }
    }
    guard case .argument? = template.parts.last else { return MathFragment(text, .atom) }
    return MathFragment(text, .function)
  }

  /// Σ over everything; Σᵢ over the rows, Σⱼ over the columns.
  private func large(
    _ sign: String, _ ascii: String, _ isAverage: Bool, _ call: WrittenCall
  ) -> MathFragment? {
    guard let x = call["x"], let shape = scope.shape(of: x) else { return nil }
    var axis: Int?
    switch call["axis"]?.node {
    case .integer(let value)?: axis = value
    case .unary(.minus, let operand)?:
      guard case .integer(let value) = operand.node else { return nil }
      axis = shape.rank - value
    case nil, .some(.none): break
    default: return nil
    }
    // A row has one axis, and needs no index.
    if shape.rank < 2 { axis = nil }
    let index = axis.map { $0 == shape.rank - 1 && shape.rank > 1 ? "j" : "i" }
    let operand = fragment(x)
    let name =
      alphabet.choose(sign, ascii)
      + (index.map { alphabet.choose(alphabet.subscripted($0), "_\($0)") } ?? "")
    let body = operand.bracketed(below: .large)
    let isTight = operand.isBracketed || operand.form < .large
    let sum = MathFragment(name + (isTight ? "" : " ") + body, .large)
    guard isAverage else { return sum }
    guard let count = scope.count(of: x, axis: axis, in: alphabet) else { return nil }
    return count == "1" ? sum : share(of: sum, count: count)
  }

  private func count(_ given: [Argument]) -> String? {
    guard let x = given.first?.value else { return nil }
    var axis: Int?
    if given.count > 1, case .integer(let value) = given[1].value.node { axis = value }
    if given.count > 1, case .unary = given[1].value.node { axis = -1 }
    return scope.count(of: x, axis: axis, in: alphabet)
  }
}

/// `einsum` of one or two arrays as the products, sums and transposes that it stands for.
///
/// What it stands for can be read, differentiated and written out like anything else: `'ij,jk->ik'` is
/// `A @ B`, `'ij->i'` is `sum(A, axis=1)`.
struct Einsum {
  /// An operand with the letters of its axes, at most two.
  fileprivate struct Operand {
    var expression: Expression
    var letters: [Character]
  }

  /// - Returns: `nil` where the letters fit nothing that has at most two dimensions.
  static func expression(_ text: String, _ arrays: [Expression]) -> Expression? {
    let sides = text.filter { $0 != " " }.components(separatedBy: "->")
    let inputs = sides[0].split(separator: ",", omittingEmptySubsequences: false).map { Array($0) }
    guard sides.count <= 2, inputs.count == arrays.count, (1...2).contains(inputs.count),
      inputs.joined().allSatisfy({ $0.isASCII && $0.isLetter }),
      inputs.allSatisfy({ $0.count <= 2 })
    else { return nil }
    let all = inputs.flatMap { $0 }
    let output =
      sides.count == 2
      ? Array(sides[1]) : Set(all).filter { c in all.count { $0 == c } == 1 }.sorted()
    guard output.count <= 2, Set(output).count == output.count, Set(output).isSubset(of: all) else {
      return nil
    }
    var operands = zip(arrays, inputs).map { Operand(expression: $0, letters: $1) }
    for index in operands.indices {
      let others = operands.indices.filter { $0 != index }.flatMap { operands[$0].letters }
      operands[index] = operands[index].summed { others.contains($0) || output.contains($0) }
    }
    if operands.count == 1 { return operands[0].arranged(output) }
    return product(operands[0], operands[1], output)
  }

  private static func product(
    _ a: Operand, _ b: Operand, _ output: [Character]
  ) -> Expression? {
    let common = a.letters.filter(b.letters.contains)
    let contracted = common.filter { !output.contains($0) }
    if contracted.count == 1, common.count == 1, !(a.letters.count == 1 && b.letters.count == 1) {
      let k = contracted[0]
      let left = a.letters.filter { $0 != k }
      let right = b.letters.filter { $0 != k }
      guard let x = a.arranged(left + [k]), let y = b.arranged([k] + right) else { return nil }
      return Operand(expression: x.matrixProduct(y), letters: left + right).arranged(output)
    }
    if contracted.count == 1, common.count == 1 { return a.expression.matrixProduct(b.expression) }
    let letters = a.letters + b.letters.filter { !a.letters.contains($0) }
    guard letters.count <= 2 else { return nil }
    guard let x = a.spread(letters), let y = b.spread(letters) else { return nil }
    let whole = Operand(expression: x * y, letters: letters)
    return whole.summed { output.contains($0) }.arranged(output)
  }
}

extension Einsum.Operand {
  /// The operand with a letter that is there twice once, and summed over those that nobody keeps.
  fileprivate func summed(keeping isKept: (Character) -> Bool) -> Self {
    var result = self
    if letters.count == 2, letters[0] == letters[1] {
      result = Self(expression: .call("diag", expression), letters: [letters[0]])
    }
    let kept = result.letters.filter(isKept)
    guard kept.count < result.letters.count else { return result }
    let axis = kept.isEmpty ? nil : result.letters.firstIndex { !isKept($0) }
    return Self(
      expression: .reduction("sum", result.expression, axis: axis, keepDimensions: false),
      letters: kept)
  }

  /// The operand with its axes in this order.
  fileprivate func arranged(_ order: [Character]) -> Expression? {
    if letters == order { return expression }
    return letters.count == 2 && letters == order.reversed() ? expression.transposed : nil
  }

  /// The operand with an axis for each of these letters, so that it broadcasts.
  fileprivate func spread(_ order: [Character]) -> Expression? {
    if letters.count == order.count { return arranged(order) }
    guard letters.count == 1, order.count == 2 else { return letters.isEmpty ? expression : nil }
    let shape: [Expression] =
      order[0] == letters[0] ? [.integer(-1), .integer(1)] : [.integer(1), .integer(-1)]
    return .call("reshape", expression, Expression(.tuple(shape)))
  }
}

extension String {
  fileprivate func components(separatedBy separator: String) -> [String] {
    var parts = [""]
    var rest = self[...]
    while let first = rest.first {
      if rest.hasPrefix(separator) {
        parts.append("")
        rest = rest.dropFirst(separator.count)
      } else {
        parts[parts.count - 1].append(first)
        rest = rest.dropFirst()
      }
    }
    return parts
  }
}

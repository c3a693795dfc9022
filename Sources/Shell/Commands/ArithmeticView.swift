import Arrays
import Equations
import JSON
import Terminal
import Training

/// The arithmetic of one number: in names, in numbers, and its long sums line by line.
struct ArithmeticView {
  let node: ElementNode
  /// What it is the arithmetic of: `Z1[0, 2]`.
  let target: String
  /// The data of examples that stand for groups, by number.
  let examples: [Int: [Explanation.ExampleColumn]]
  /// How numbers are written.
  let digits: WhyDigits

  /// As it is written by hand, where not every digit is wanted.
  init(
    node: ElementNode, target: String, examples: [Int: [Explanation.ExampleColumn]],
    digits: WhyDigits = .all
  ) {
    self.node = digits == .all ? node : node.byHand
    self.target = target
    self.examples = examples
    self.digits = digits
  }

  /// Sums of more terms get lines of their own.
  private static let longestInline = 6
  private static let mostLines = 8

  func write(to page: inout Page, indent: Int) {
    let sums = longSums
    let names = text(numbers: false, sums)
    let numbers = text(numbers: true, sums)
    let lead = target.isEmpty ? "" : target + " "
    formula([target, names], to: &page, indent: indent) {
      $0.paragraph("\(StyledText(lead, .name))= \(names)", indent: indent)
    }
    if numbers != names, numbers != digits.text(node.value) {
      let space = String(repeating: " ", count: TextWidth.columns(of: lead))
      formula(["", numbers], to: &page, indent: indent) {
        $0.paragraph(
          StyledText(numbers, .number), indent: indent + space.count + 2,
          marker: StyledText(String(repeating: " ", count: indent) + space + "= "))
      }
      if digits == .all, let note = roundingNote(sums) {
        page.paragraph(note.styled(.dim), indent: indent + space.count + 2)
      }
    }
    for (index, sum) in sums.enumerated() {
      write(sum, label: Self.label(index, sums.count), to: &page, indent: indent)
    }
  }

  /// The operands that the lines name: all of short sums, of long ones those of each line's term.
  static func shownOperands(of node: ElementNode) -> Set<ElementOperand> {
    let long = node.sums.filter { $0.terms.count > longestInline }
    guard !long.isEmpty else { return Set(node.operands.map(\.operand)) }
    var hidden: Set<ElementOperand> = []
    var shown: Set<ElementOperand> = []
    for sum in long {
      for term in sum.terms { hidden.formUnion(term.operands.map(\.operand)) }
      for case .group(let group) in sum.lines(limit: mostLines) {
        shown.formUnion(group.term.operands.map(\.operand))
      }
    }
    return Set(node.operands.map(\.operand)).subtracting(hidden).union(shown)
  }

  /// The sums that are too long for a line, each once.
  private var longSums: [ElementSum] {
    node.sums.filter { $0.terms.count > Self.longestInline }
  }

  private static func label(_ index: Int, _ count: Int) -> String {
    count == 1 ? "S" : "S\(index + 1)"
  }

  // MARK: Rounding

  /// Where the line of numbers, worked out as it stands, ends in other digits: why that is.
  private func roundingNote(_ sums: [ElementSum]) -> Phrase? {
    let short = node.sums.filter { $0.terms.count <= Self.longestInline && $0.terms.count > 1 }
    let line = expression(node, numbers: true, sums)
    guard let kind = short.first?.kind,
      let found = (try? Evaluation.value(of: line, in: NoNames()))?.array, found.count == 1,
      let plain = found.item, let value = node.value.item, plain != value, plain.isFinite
    else { return nil }
    let reason: Phrase =
      kind == .product
      ? "@ rounds a product and the sum it is added to once, not twice"
      : "sum and mean add in an order of their own"
    return "(rounded after each step this would be \(NumberFormatting.shortest(plain)): \(reason))"
  }

  /// The numbers as an expression that gives the value to the last bit: sums are calls.
  private var exact: Expression {
    expression(node, numbers: true, longSums, isExact: true)
  }

  // MARK: Formula

  /// The formula as the language writes it, with a letter for each long sum, or its value.
  private func text(numbers: Bool, _ sums: [ElementSum]) -> String {
    expression(node, numbers: numbers, sums).text
  }

  private func expression(
    _ node: ElementNode, numbers: Bool, _ sums: [ElementSum], isExact: Bool = false
  ) -> Expression {
    node.expression(
      longestList: isExact ? .max : Self.longestInline,
      leaf: { numbers ? .number(isExact ? $1 : digits.rounded($1)) : $0.expression },
      draw: { .number(isExact ? $0 : digits.rounded($0)) },
      sum: { sum, write in
        if isExact, !sum.terms.isEmpty, !sums.contains(where: { $0.isSame(as: sum) }),
          let call = Self.call(sum, write)
        {
          return call
        }
        let total =
          if let place = sums.firstIndex(where: { $0.isSame(as: sum) }) {
            numbers
              ? Expression.number(isExact ? NDArray(sum.total) : digits.rounded(NDArray(sum.total)))
              : .name(Self.label(place, sums.count))
          } else {
            sum.terms.dropFirst().reduce(sum.terms.first.map(write) ?? .integer(0)) {
              $0 + write($1)
            }
          }
        return sum.kind == .mean ? total / .integer(sum.terms.count) : total
      })
  }

  /// A short sum as the language adds it up: `dot([a, c], [b, d])`, `sum([a, b])`.
  private static func call(
    _ sum: ElementSum, _ write: (ElementNode) -> Expression
  ) -> Expression? {
    func list(_ nodes: [ElementNode]) -> Argument {
      Argument(Expression(.list(nodes.map(write))))
    }
    switch sum.kind {
    case .sum: return Expression(.call("sum", [list(sum.terms)]))
    case .mean: return Expression(.call("mean", [list(sum.terms)]))
    case .product:
      let factors = sum.terms.compactMap { term -> (ElementNode, ElementNode)? in
        if case .binary(_, let left, let right) = term.content { (left, right) } else { nil }
      }
      guard factors.count == sum.terms.count else { return nil }
      return Expression(.call("dot", [list(factors.map(\.0)), list(factors.map(\.1))]))
    }
  }

  // MARK: Long sums

  private func write(
    _ sum: ElementSum, label: String, to page: inout Page, indent: Int
  ) {
    let count = sum.terms.count
    let name = StyledText(label, .name)
    let value = digits.text(sum.total)
    let heading: Phrase =
      switch (sum.runsOverExamples, sum.groups.count < count) {
      case (true, true): "\(name) = \(value), a sum over \(count) examples, equal ones together:"
      case (true, false): "\(name) = \(value), a sum over \(count) examples:"
      case (false, true): "\(name) = \(value), a sum over \(count) terms, equal ones together:"
      case (false, false): "\(name) = \(value), a sum over \(count) terms:"
      }
    page.paragraph(heading, indent: indent)
    for line in sum.lines(limit: Self.mostLines) where digits.shows(line, of: sum) {
      let total = StyledText(" = \(digits.text(line.total))", .number)
      switch line {
      case .group(let group):
        let names = group.term.expression().text
        let expression = group.term.expression(
          leaf: { .number(digits.rounded($1)) }, draw: { .number(digits.rounded($0)) })
        let numbers = expression.text
        let isPlain = names == numbers
        page.paragraph(
          page.words(members(of: group, sum), .dim) + StyledText(isPlain ? "" : ": \(names)"),
          indent: indent + 2)
        let product =
          group.count == 1
          ? numbers
          : expression.isFactor
            ? "\(group.count) * \(numbers)" : "\(group.count) * (\(numbers))"
        formula([product, digits.text(line.total)], to: &page, indent: indent + 6) {
          $0.paragraph(StyledText(product) + total, indent: indent + 6)
        }
      case .rest(let terms, let groups, _):
        page.paragraph(
          page.words("\(terms) smaller terms of \(groups) kinds, together") + total,
          indent: indent + 2)
      case .rounding:
        page.paragraph(page.words("rounding on the way") + total, indent: indent + 2)
      }
    }
  }

  // MARK: As a textbook writes it

  /// Sides of an equation, for those who set formulas; for a terminal what the body writes.
  private func formula(
    _ sides: [String], to page: inout Page, indent: Int, _ body: (inout Page) -> Void
  ) {
    guard page.keepsParts, let text = mathematics(sides) else { return body(&page) }
    page.set(as: .formula(text, indent: indent), body)
  }

  /// `nil` where a side is none that the language reads, such as a list that is cut short.
  private func mathematics(_ sides: [String]) -> String? {
    let writer = MathWriter(scope: scope, unicode: true)
    var written: [String] = []
    for side in sides {
      guard !side.isEmpty else {
        written.append("")
        continue
      }
      guard let expression = try? Parser.expression(side) else { return nil }
      written.append(writer.text(of: expression))
    }
    return written.joined(separator: " = ")
  }

  /// Every operand is one number, and so are long sums' letters.
  private var scope: MathScope {
    var scope = MathScope()
    func declare(_ name: String, _ shape: Shape) {
      scope.declare(name, .array(.float64, shape), isPerExample: false)
    }
    var shapes: [String: [Int]] = [:]
    for (operand, _) in node.operands {
      shapes[operand.name] =
        shapes[operand.name].map { zip($0, operand.index).map { max($0, $1 + 1) } }
        ?? operand.index.map { $0 + 1 }
    }
    for (name, dimensions) in shapes { declare(name, Shape(dimensions)) }
    let sums = longSums.count
    for index in 0..<sums { declare(Self.label(index, sums), []) }
    return scope
  }

  /// '251 examples with X = (0, 0), Y = 1'.
  private func members(of group: ElementSum.Group, _ sum: ElementSum) -> Phrase {
    let first = group.members[0]
    guard sum.runsOverExamples else {
      return group.count == 1 ? "term \(first)" : "\(group.count) terms like \(first)"
    }
    guard group.count > 1 else { return "example \(first)" }
    let columns = (examples[first] ?? []).map { column in
      let values = column.values.map(\.description)
      return "\(column.name) = "
        + (values.count == 1 ? values[0] : "(\(values.joined(separator: ", ")))")
    }
    return columns.isEmpty
      ? "\(group.count) examples like \(first)"
      : "\(group.count) examples with \(columns.joined(separator: ", "))"
  }

  // MARK: JSON

  static func json(_ node: ElementNode) -> [(String, JSONValue)] {
    let view = ArithmeticView(node: node, target: "", examples: [:])
    let sums = view.longSums
    return [
      ("formula", .string(view.text(numbers: false, sums))),
      ("numbers", .string(view.text(numbers: true, sums))),
      ("exact", .string(view.exact.text)),
      (
        "sums",
        .array(
          sums.enumerated().map { index, sum in
            .object([
              ("label", .string(label(index, sums.count))),
              ("terms", .integer(sum.terms.count)),
              ("total", .number(sum.total)),
              ("over_examples", .bool(sum.runsOverExamples)),
              ("lines", .array(sum.lines(limit: mostLines).map(json))),
            ])
          })
      ),
    ]
  }

  private static func json(_ line: ElementSum.Line) -> JSONValue {
    switch line {
    case .group(let group):
      .object([
        ("count", .integer(group.count)), ("first", .integer(group.members[0])),
        ("term", .number(group.term.number)), ("numbers", .string(group.term.numbers().text)),
        ("total", .number(line.total)),
      ])
    case .rest(let terms, let groups, let total):
      .object([
        ("rest", .integer(terms)), ("kinds", .integer(groups)), ("total", .number(total)),
      ])
    case .rounding(let total):
      .object([("rounding", .number(total))])
    }
  }
}

extension Expression {
  /// Whether it needs no brackets as a factor: `0.5`, `-log(0.5)`.
  fileprivate var isFactor: Bool {
    switch node {
    case .binary: false
    case .unary(_, let operand): operand.isFactor
    default: true
    }
  }
}

/// For expressions without names.
private struct NoNames: Scope {
  func value(of name: String) -> Lookup<Value> { .unknown }
  var candidateNames: [String] { [] }
}

extension ElementSum {
  /// Whether it is the very same sum: the same terms in the same place of the tree.
  fileprivate func isSame(as other: ElementSum) -> Bool {
    terms.count == other.terms.count && terms.first === other.terms.first
      && terms.last === other.terms.last
  }
}

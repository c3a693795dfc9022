import Arrays
import Equations
import JSON
import Terminal
import Training

/// The lines from the loss to a gradient's equation.
struct DeriveReport: CommandResult {
  var told: ToldDerivation

  func write(to page: inout Page) {
    if told.isOfOwnGradients {
      page.paragraph(
        "The model writes its gradients itself; these are the ones that follow from its loss.")
    }
    page.deriveTable(told.lines)
    guard told.lines.contains(where: { $0.value != nil }) else {
      page.paragraph(Phrase("(their numbers show once init has made the parameters)", .dim))
      return
    }
    let isComplete = told.lines.allSatisfy {
      $0.value.map { $0.doubles.allSatisfy(\.isFinite) } ?? false
    }
    guard isComplete, let difference = told.largestDifference else {
      page.paragraph(
        "Some lines are no number here, as a division by 0 is: what cancels has to be cancelled.")
      return
    }
    page.paragraph(Phrase("(the numbers are those of the first element)", .dim))
    page.paragraph(
      difference == 0
        ? "From line to line the numbers are the same, to the last bit."
        : """
        From line to line the numbers are the same: rounding makes \
        \(NumberFormatting.significant(difference, digits: 2)) of the largest, at most.
        """)
  }

  var json: JSONValue {
    .object([
      ("type", .string("derive")), ("name", .string(told.gradient)),
      ("own_gradients", .bool(told.isOfOwnGradients)),
      ("lines", .array(told.lines.map(Self.json))),
      ("largest_difference", told.largestDifference.map { .number($0) } ?? .null),
    ])
  }

  static func json(_ line: ToldDerivation.Line) -> JSONValue {
    .object([
      ("gradient", .string(line.line.gradient)), ("expression", .code(line.line.value.text)),
      ("rule", .string(line.line.words.english)),
      (
        "first", line.value.flatMap { $0.count > 0 ? .values(of: $0.element(at: 0)) : nil } ?? .null
      ),
      ("difference", line.difference.map { .number($0) } ?? .null),
    ])
  }
}

extension Page {
  /// Lines of a derivation, with the first element of each beside it.
  mutating func deriveTable(_ lines: [ToldDerivation.Line]) {
    var table = Table(
      [.init("", .left), .init("", .left), .init("", .right), .init("", .left)], hasHeader: false)
    var gradient = ""
    for line in lines {
      let name = line.line.gradient
      let lead = name == gradient ? "" : name
      gradient = name
      let number = line.value.flatMap { $0.count > 0 ? $0.element(at: 0) : nil }
      table.append([
        StyledText(lead, .name), "= " + StyledText(line.line.value.text, .code),
        StyledText(number.map { WhyDigits.few.text($0) } ?? "", .number),
        words(line.line.words, .dim),
      ])
    }
    self.table(table)
  }
}

extension DerivationLine {
  /// By what the line differs from the one before it.
  var words: Phrase {
    switch rule {
    case .sought(let name, timesExamples: true): "the loss's slope by \(name), times m"
    case .sought(let name, timesExamples: false): "the loss's slope by \(name)"
    case .chain(let name, let through):
      through.count == 1
        ? through[0].chainWords(of: name)
        : "\(name) reaches it in more ways: added up"
    case .examples(let count):
      value.names.contains(count)
        ? "1/m comes out to the front" : "m times 1/m is 1"
    case .collected: "what is above and below cancels"
    }
  }
}

extension Assignment {
  /// How the loss's move is handed through the equation to something that it reads.
  fileprivate func chainWords(of operand: String) -> Phrase {
    switch value.use(of: operand) {
    case .argument(let function): return "chain rule: \(function)'s slope"
    case .leftFactor(let other):
      return """
        product rule: each number of \(operand) meets a row of \(other); added up along it, that is \
        @ \(other).T
        """
    case .rightFactor(let other):
      return """
        product rule: each number of \(operand) meets a column of \(other); added up along it, that is \
        \(other).T @
        """
    case .term: return "sum rule: added up where \(operand) was spread"
    case .other: return "chain rule through \(text)"
    }
  }
}

extension Expression {
  fileprivate enum Use {
    case argument(String)
    case leftFactor(String)
    case rightFactor(String)
    case term
    case other
  }

  /// The part that a name plays in an expression.
  fileprivate func use(of name: String) -> Use {
    switch node {
    case .name(name): return .term
    case .call(let function, let arguments):
      guard let first = arguments.first, first.value == .name(name) else { return .other }
      return .argument(function)
    case .binary(.matrixProduct, let a, let b):
      if a == .name(name), case .name(let other) = b.node { return .leftFactor(other) }
      if b == .name(name), case .name(let other) = a.node { return .rightFactor(other) }
      return .other
    case .binary(.add, let a, let b):
      switch (a.names.contains(name), b.names.contains(name)) {
      case (true, false): return a.use(of: name)
      case (false, true): return b.use(of: name)
      default: return .other
      }
    default: return .other
    }
  }
}

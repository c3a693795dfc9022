import Arrays
import Equations
import JSON
import Networks
import Terminal
import Training

/// The answer to `why NAME[i, j]`.
struct WhyReport: CommandResult {
  var explanation: Explanation
  /// How many levels are explained, this one included.
  var depth: Int
  var digits = WhyDigits.few
  /// The line of the script that the equation was made of.
  var scriptLine: StyledText?
  /// The equation as a textbook writes it.
  var equation: MathEquation?

  var mathematics: Mathematics? {
    equation.map { Mathematics(equations: [$0], isAll: false) }
  }

  var json: JSONValue { Self.json(explanation) }

  func write(to page: inout Page) {
    write(explanation, depth, to: &page, indent: 0)
    if digits == .few, Self.hidesDigits(explanation) {
      page.paragraph(Phrase("(--exact shows every digit)", .dim))
    }
  }

  /// Whether the number has more digits than are shown.
  private static func hidesDigits(_ explanation: Explanation) -> Bool {
    WhyDigits.few.text(explanation.value) != WhyDigits.all.text(explanation.value)
  }

  // MARK: Text

  private func write(
    _ explanation: Explanation, _ depth: Int, to page: inout Page, indent: Int
  ) {
    let element = explanation.element.expression.text
    page.paragraph(
      StyledText(element, .name) + " = " + StyledText(digits.text(explanation.value), .number)
        + "   " + page.words(Self.kind(explanation), .dim), indent: indent)
    let inner = indent + 2
    switch explanation.origin {
    case .equation(let statement, _), .foldedGradient(let statement), .lost(let statement):
      page.paragraph(StyledText(statement.text, .code), indent: inner)
      if indent == 0, let scriptLine { page.paragraph(scriptLine, indent: inner) }
    case .setting(let expression):
      page.paragraph("the setting \(element) = \(expression.text)", indent: inner)
    case .metric(_, let expression?):
      page.paragraph(StyledText("\(element) = \(expression.text)", .code), indent: inner)
    case .counted, .progress, .metric, .setByHand: break
    }
    if let note = WhyWords.note(explanation.origin) { page.paragraph(note, indent: inner) }
    if let node = explanation.node {
      ArithmeticView(
        node: node, target: element, examples: explanation.examples, digits: digits
      ).write(to: &page, indent: inner)
      for draw in node.draws {
        page.paragraph(Self.words(for: draw, explanation.seed), indent: inner)
      }
    }
    if let chain = explanation.chain { Self.writeChain(chain, to: &page, indent: inner) }
    if let course = explanation.course { writeCourse(course, of: explanation, to: &page, inner) }
    writeOperands(of: explanation, depth, to: &page, indent: inner)
  }

  private func writeOperands(
    of explanation: Explanation, _ depth: Int, to page: inout Page, indent: Int
  ) {
    // Of a long sum the first term of each line stands for the others.
    let shown = (digits == .all ? explanation.node : explanation.node?.byHand)
      .map(ArithmeticView.shownOperands)
    let operands = explanation.operands.filter { shown?.contains($0.element) ?? true }
    guard !operands.isEmpty else { return }
    page.paragraph(Phrase("where these come from:", .strong), indent: indent)
    let most = 12
    for operand in operands.prefix(most) {
      if depth > 1, let explanation = operand.explanation, explanation.node != nil {
        write(explanation, depth - 1, to: &page, indent: indent + 2)
        continue
      }
      let element = operand.element.expression.text
      page.paragraph(
        StyledText("= \(digits.text(operand.value))   ") + page.words(Self.kind(operand), .dim),
        marker: StyledText(String(repeating: " ", count: indent + 2) + element + " ", .name))
    }
    let left = explanation.operands.count - min(operands.count, most)
    if left > 0 {
      page.paragraph(
        Phrase("and \(left) more of the same kinds; why asks about any of them", .dim),
        indent: indent + 2)
    }
  }

  private static func writeChain(
    _ chain: ChainRuleExplanation, to page: inout Page, indent: Int
  ) {
    for link in chain.links {
      page.paragraph(words(for: link, of: chain.of), indent: indent)
    }
  }

  private func writeCourse(
    _ course: ParameterCourse, of explanation: Explanation, to page: inout Page, _ indent: Int
  ) {
    page.paragraph(Phrase("from its first value to this one:", .strong), indent: indent)
    var table = Table([.init("", .left), .init("", .right)], hasHeader: false)
    func row(_ label: Phrase, _ value: Double) {
      table.append([page.words(label), StyledText(digits.text(value), .number)])
    }
    row(
      course.start?.origin == .setByHand ? "the first value, set by hand" : "the first value",
      course.startValue)
    for stretch in course.stretches { row(Self.words(for: stretch, of: course), stretch.change) }
    row(
      course.lastBatch.map {
        "the update of epoch \(course.lastEpoch), batch \($0), worked out above"
      }
        ?? "the update of epoch \(course.lastEpoch), worked out above", course.lastChange)
    if course.rounding != 0, digits == .all { row("rounding", course.rounding) }
    page.table(table, indent: indent + 2)
    if let draw = course.start?.node?.draws.first {
      page.paragraph(
        Phrase("(the first value is \(Self.words(for: draw, course.start?.seed)))", .dim),
        indent: indent + 2)
    }
  }

  // MARK: Words

  private static func words(
    for stretch: ParameterCourse.Stretch, of course: ParameterCourse
  ) -> Phrase {
    let (first, last) = (stretch.first, stretch.last)
    if stretch.isOfEarlierBatches {
      return stretch.includesChanges
        ? "the earlier batches and changes by hand of epoch \(first)"
        : "the earlier batches of epoch \(first)"
    }
    return switch (first == last, stretch.includesChanges) {
    case (true, false) where course.lastBatch != nil: "the updates of epoch \(first)"
    case (true, false): "the update of epoch \(first)"
    case (true, true): "the updates and changes by hand of epoch \(first)"
    case (false, false): "the updates of epochs \(first) to \(last)"
    case (false, true): "the updates and changes by hand of epochs \(first) to \(last)"
    }
  }

  private static func kind(_ explanation: Explanation) -> Phrase {
    WhyWords.kind(explanation.role, explanation.moment)
  }

  private static func kind(_ operand: Explanation.Operand) -> Phrase {
    var parts = [words(for: operand.role)]
    if let example = operand.example { parts.append("example \(example)") }
    let text = Phrase(parts)
    guard let explanation = operand.explanation else { return text }
    if let draw = explanation.node?.draws.first {
      return "\(text): \(words(for: draw, explanation.seed))"
    }
    switch explanation.origin {
    case .equation(let statement, _): return "\(text): \(statement.text)"
    case .setByHand where operand.role != .setting: return "\(text): set by hand"
    default: return text
    }
  }

  static func words(for role: Explanation.Role) -> Phrase {
    switch role {
    case .setting: "a setting"
    case .data: "data"
    case .parameter: "a parameter"
    case .initial: "made by init"
    case .cache: "in the cache"
    case .loss: "the loss"
    case .gradient: "a gradient"
    case .optimizerState: "the optimizer's state"
    case .update: "made by update"
    case .count: "counted"
    case .metric: "how well the network does"
    case .prediction: "what the network says, asked now"
    }
  }

  static func words(for draw: ElementDraw, _ seed: Explanation.Seed?) -> Phrase {
    let text: Phrase = "draw \(draw.number) of \(draw.function)"
    // A generator of its own has its own seed, which the equation that makes it says.
    guard let seed, !draw.function.hasPrefix("generator.") else { return text }
    let source = WhyWords.words(for: seed)
    guard let number = draw.numberSinceSeed else {
      return seed.isWritten
        ? "\(text), of the numbers that seed(\(seed.value)) began"
        : "\(text), of the numbers that the session's seed \(seed.value) began"
    }
    if number != draw.number {
      return "\(text), the \(ordinal(number)) number \(source)"
    }
    return "\(text) \(source)"
  }

  private static func ordinal(_ number: Int) -> Phrase {
    if (11...13).contains(number % 100) { return "\(number)th" }
    return switch number % 10 {
    case 1: "\(number)st"
    case 2: "\(number)nd"
    case 3: "\(number)rd"
    default: "\(number)th"
    }
  }

  /// 'Z1 reaches the loss through A1 = sigmoid(Z1); so dZ1 is dA1, times the slope A1 * (1 - A1)'.
  static func words(for link: ChainRuleExplanation.Link, of name: String) -> Phrase {
    let equation = link.symbolic.equation.text
    let upstream = link.symbolic.upstream
    if link.isLoss, case .times(let slope)? = link.symbolic.factors.first {
      return """
        by the chain rule: \(name) reaches the loss through \(equation); so d\(name) is that \
        equation's own slope, \(slope.text)
        """
    }
    let factors = Phrase([.verbatim(upstream)] + link.symbolic.factors.map(words(for:)))
    let text: Phrase =
      "by the chain rule: \(name) reaches the loss through \(equation); so d\(name) is \(factors)"
    guard link.isFolded else { return text }
    return """
      \(text); that simplifies to the equation above, and \(upstream) by itself is never computed
      """
  }

  private static func words(for factor: GradientLink.Factor) -> Phrase {
    switch factor {
    case .times(let slope): "times the slope \(slope.text)"
    case .dividedBy(let count): "divided by \(count.text)"
    case .productFromLeft(let matrix): "multiplied by \(matrix.text) from the left"
    case .productFromRight(let matrix): "multiplied by \(matrix.text) from the right"
    case .negated: "with its sign turned"
    case .transposed: "transposed"
    case .summed(let sum): "added up where it was spread (\(sum.text))"
    case .through(let whole): "by \(whole.text)"
    }
  }

  // MARK: JSON

  static func json(_ explanation: Explanation) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("type", .string("why")),
      ("name", .string(explanation.element.name)),
      ("index", .array(explanation.element.index.map { .integer($0) })),
      ("value", .values(of: explanation.value)),
      ("role", .string(explanation.role.rawValue)),
    ]
    if let moment = explanation.moment {
      members.append(("epoch", .integer(moment.epoch)))
      members.append(("phase", .string(moment.phase.rawValue)))
    }
    switch explanation.origin {
    case .equation(let statement, _), .foldedGradient(let statement), .lost(let statement):
      members.append(("equation", .string(statement.text)))
    case .setting(let expression): members.append(("equation", .string(expression.text)))
    case .metric(_, let expression?): members.append(("equation", .string(expression.text)))
    case .counted, .progress, .metric, .setByHand: break
    }
    if let node = explanation.node { members += ArithmeticView.json(node) }
    if let chain = explanation.chain {
      members.append(("chain", .strings(WhyWords.chain(chain).map(\.english))))
    }
    if let course = explanation.course { members.append(("course", json(course))) }
    members.append(("operands", .array(explanation.operands.map(json))))
    return .object(members)
  }

  private static func json(_ operand: Explanation.Operand) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("name", .string(operand.element.name)),
      ("index", .array(operand.element.index.map { .integer($0) })),
      ("value", .values(of: operand.value)),
      ("role", .string(operand.role.rawValue)),
    ]
    if let example = operand.example { members.append(("example", .integer(example))) }
    if let explanation = operand.explanation { members.append(("why", json(explanation))) }
    return .object(members)
  }

  private static func json(_ course: ParameterCourse) -> JSONValue {
    .object([
      ("first", .number(course.startValue)),
      (
        "updates",
        .array(
          course.stretches.map {
            .object([
              ("from", .integer($0.first)), ("to", .integer($0.last)),
              ("change", .number($0.change)),
            ])
          })
      ),
      ("last_epoch", .integer(course.lastEpoch)),
      ("last_batch", course.lastBatch.map { .integer($0) } ?? .null),
      ("last_change", .number(course.lastChange)),
      ("rounding", .number(course.rounding)),
    ])
  }
}

/// The answer to `why` about an expression.
struct WhyExpressionReport: CommandResult {
  var expression: Expression
  var node: ElementNode
  var examples: [Int: [Explanation.ExampleColumn]]
  var digits: WhyDigits
  /// How the accuracies in it are counted.
  var counted: [AccuracyCount] = []

  var json: JSONValue {
    .object(
      [
        ("type", .string("why")), ("expression", .string(expression.text)),
        ("value", .values(of: node.value)),
      ] + ArithmeticView.json(node)
        + [
          (
            "operands",
            .array(
              node.operands.map {
                .object([
                  ("name", .string($0.operand.name)),
                  ("index", .array($0.operand.index.map { .integer($0) })),
                  ("value", .values(of: $0.value)),
                ])
              })
          )
        ]
        + (counted.isEmpty
          ? [] : [("counted_by", .strings(counted.map { "\($0.call.text) = \($0.formula.text)" }))])
    )
  }

  func write(to page: inout Page) {
    page.paragraph("\(StyledText(expression.text, .code)) = \(digits.text(node.value))")
    ArithmeticView(node: node, target: "", examples: examples, digits: digits)
      .write(to: &page, indent: 2)
    for accuracy in counted {
      page.paragraph(
        "\(StyledText(accuracy.call.text, .code)) = \(StyledText(accuracy.formula.text, .code))",
        indent: 2)
      page.paragraph("the share of predictions that are right", indent: 2)
    }
  }
}

extension ChainRuleExplanation.Link {
  /// Whether the equation is the loss itself, above which there is nothing to feel.
  fileprivate var isLoss: Bool {
    symbolic.factors.count == 1
      && symbolic.upstream == Differentiator.gradientName(of: symbolic.equation.name)
      && symbolic.contribution.names.contains(symbolic.upstream) == false
  }
}

extension Explanation {
  /// The line of its equation in what was read.
  var line: Int? {
    if case .equation(_, .written(let line)) = origin { line } else { nil }
  }
}

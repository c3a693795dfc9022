import Arrays
import Equations
import Terminal
import Training

/// The answer to `why NAME[i, j]`.
struct WhyReport: CommandResult {
  var explanation: Explanation
  /// How many levels are explained, this one included.
  var depth: Int

  var json: JSONValue { Self.json(explanation) }

  func write(to page: inout Page) { Self.write(explanation, depth, to: &page, indent: 0) }

  // MARK: Text

  private static func write(
    _ explanation: Explanation, _ depth: Int, to page: inout Page, indent: Int
  ) {
    let element = explanation.element.expression.text
    page.paragraph(
      StyledText(element, .name) + " = " + StyledText(number(explanation.value), .number)
        + StyledText("   \(kind(explanation))", .dim), indent: indent)
    let inner = indent + 2
    switch explanation.origin {
    case .equation(let statement, _), .foldedGradient(let statement), .lost(let statement):
      page.paragraph(StyledText(statement.text, .code), indent: inner)
    case .setting(let expression):
      page.paragraph("the setting \(element) = \(expression.text)", indent: inner)
    case .counted, .setByHand: break
    }
    page.notes(about: explanation, indent: inner)
    if let node = explanation.node {
      ArithmeticView(node: node, target: element, examples: explanation.examples)
        .write(to: &page, indent: inner)
      for draw in node.draws {
        page.paragraph(StyledText(words(for: draw, explanation.seed)), indent: inner)
      }
    }
    if let chain = explanation.chain { writeChain(chain, to: &page, indent: inner) }
    if let course = explanation.course { writeCourse(course, of: explanation, to: &page, inner) }
    writeOperands(of: explanation, depth, to: &page, indent: inner)
  }

  private static func writeOperands(
    of explanation: Explanation, _ depth: Int, to page: inout Page, indent: Int
  ) {
    // Of a long sum the first term of each line stands for the others.
    let shown = explanation.node.map(ArithmeticView.shownOperands)
    let operands = explanation.operands.filter { shown?.contains($0.element) ?? true }
    guard !operands.isEmpty else { return }
    page.paragraph(StyledText("where these come from:", .strong), indent: indent)
    let most = 12
    for operand in operands.prefix(most) {
      if depth > 1, let explanation = operand.explanation, explanation.node != nil {
        write(explanation, depth - 1, to: &page, indent: indent + 2)
        continue
      }
      let element = operand.element.expression.text
      page.paragraph(
        StyledText("= \(number(operand.value))") + StyledText("   \(kind(operand))", .dim),
        marker: StyledText(String(repeating: " ", count: indent + 2) + element + " ", .name))
    }
    let left = explanation.operands.count - min(operands.count, most)
    if left > 0 {
      page.paragraph(
        StyledText("and \(left) more of the same kinds; why asks about any of them", .dim),
        indent: indent + 2)
    }
  }

  private static func writeChain(
    _ chain: ChainRuleExplanation, to page: inout Page, indent: Int
  ) {
    for link in chain.links {
      page.paragraph(StyledText(words(for: link, of: chain.of)), indent: indent)
    }
  }

  private static func writeCourse(
    _ course: ParameterCourse, of explanation: Explanation, to page: inout Page, _ indent: Int
  ) {
    page.paragraph(StyledText("from its first value to this one:", .strong), indent: indent)
    var table = Table([.init("", .left), .init("", .right)], hasHeader: false)
    func row(_ label: String, _ value: Double) {
      table.append([StyledText(label), StyledText(NumberFormatting.shortest(value), .number)])
    }
    row("the first value", course.startValue)
    let updates = course.includesChanges ? "the updates and changes by hand" : "the updates"
    for stretch in course.stretches {
      row(
        stretch.first == stretch.last
          ? "\(course.includesChanges ? updates : "the update") of epoch \(stretch.first)"
          : "\(updates) of epochs \(stretch.first) to \(stretch.last)", stretch.change)
    }
    row("the update of epoch \(course.lastEpoch), worked out above", course.lastChange)
    if course.rounding != 0 { row("rounding", course.rounding) }
    page.table(table, indent: indent + 2)
    if let draw = course.start?.node?.draws.first {
      page.paragraph(
        StyledText("(the first value is \(words(for: draw, course.start?.seed)))", .dim),
        indent: indent + 2)
    }
  }

  // MARK: Words

  static func number(_ value: NDArray) -> String { value.description }

  private static func kind(_ explanation: Explanation) -> String {
    var text = words(for: explanation.role)
    if let moment = explanation.moment {
      text += ", computed in \(moment.phase.rawValue)"
      if moment.epoch > 0 { text += " of epoch \(moment.epoch)" }
      if let batch = moment.batch { text += ", batch \(batch)" }
    }
    return text
  }

  private static func kind(_ operand: Explanation.Operand) -> String {
    var text = words(for: operand.role)
    if let example = operand.example { text += ", example \(example)" }
    guard let explanation = operand.explanation else { return text }
    if let draw = explanation.node?.draws.first {
      return text + ": \(words(for: draw, explanation.seed))"
    }
    switch explanation.origin {
    case .equation(let statement, _): return text + ": \(statement.text)"
    case .setByHand where operand.role != .setting: return text + ": set by hand"
    default: return text
    }
  }

  private static func words(for role: Explanation.Role) -> String {
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
    }
  }

  static func words(for draw: ElementDraw, _ seed: Explanation.Seed?) -> String {
    var text = "draw \(draw.number) of \(draw.function)"
    if let seed {
      if let number = draw.numberSinceSeed, number != draw.number {
        text += ", the \(ordinal(number)) number"
      }
      text +=
        seed.isWritten ? " after seed(\(seed.value))" : " after the session's seed \(seed.value)"
    }
    return text
  }

  private static func ordinal(_ number: Int) -> String {
    let suffix =
      (11...13).contains(number % 100)
      ? "th" : [1: "st", 2: "nd", 3: "rd"][number % 10] ?? "th"
    return "\(number)\(suffix)"
  }

  /// 'Z1 reaches the loss through A1 = sigmoid(Z1); so dZ1 is dA1, times the slope A1 * (1 - A1)'.
  private static func words(for link: ChainRuleExplanation.Link, of name: String) -> String {
    let equation = link.symbolic.equation
    var text =
      "by the chain rule: \(name) reaches the loss through \(equation.text); so d\(name) is "
    let upstream = link.symbolic.upstream
    if link.isLoss, case .times(let slope)? = link.symbolic.factors.first {
      return text + "that equation's own slope, \(slope.text)"
    }
    text += upstream
    for factor in link.symbolic.factors {
      switch factor {
      case .times(let slope): text += ", times the slope \(slope.text)"
      case .dividedBy(let count): text += ", divided by \(count.text)"
      case .productFromLeft(let matrix): text += ", multiplied by \(matrix.text) from the left"
      case .productFromRight(let matrix): text += ", multiplied by \(matrix.text) from the right"
      case .negated: text += ", with its sign turned"
      case .transposed: text += ", transposed"
      case .summed(let sum): text += ", added up where it was spread (\(sum.text))"
      case .through(let whole): text += ", by \(whole.text)"
      }
    }
    if link.isFolded {
      text += "; that simplifies to the equation above, and \(upstream) by itself is never computed"
    }
    return text
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
    case .counted, .setByHand: break
    }
    if let node = explanation.node { members += ArithmeticView.json(node) }
    if let chain = explanation.chain {
      members.append(("chain", .strings(chain.links.map { words(for: $0, of: chain.of) })))
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
      ("last_change", .number(course.lastChange)),
      ("rounding", .number(course.rounding)),
    ])
  }
}

/// The answer to `why` about an expression.
struct WhyExpressionReport: CommandResult {
  var expression: Expression
  var node: ElementNode

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
        ])
  }

  func write(to page: inout Page) {
    page.paragraph("\(StyledText(expression.text, .code)) = \(WhyReport.number(node.value))")
    ArithmeticView(node: node, target: "", examples: [:]).write(to: &page, indent: 2)
  }
}

extension Page {
  /// What limits an explanation.
  fileprivate mutating func notes(about explanation: Explanation, indent: Int) {
    switch explanation.origin {
    case .setByHand:
      paragraph("it was set by hand", indent: indent)
    case .counted:
      paragraph("the number of examples, counted in the data", indent: indent)
    case .lost:
      paragraph(
        "what it was computed from is not there any more: it was changed or overwritten since",
        indent: indent)
    case .foldedGradient:
      paragraph(
        """
        it cancels into the next gradient, so the backward phase never computes it; this is what \
        it would be
        """, indent: indent)
    case .equation, .setting: break
    }
  }
}

extension ChainRuleExplanation.Link {
  /// Whether the equation is the loss itself, above which there is nothing to feel.
  fileprivate var isLoss: Bool {
    symbolic.factors.count == 1 && symbolic.upstream == "d\(symbolic.equation.name)"
      && symbolic.contribution.names.contains(symbolic.upstream) == false
  }
}

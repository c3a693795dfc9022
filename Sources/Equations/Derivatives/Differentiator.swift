import Arrays

/// Derives the backward section: reverse-mode differentiation over the equations of the forward
/// pass and the loss, written in the same language and simplified to the textbook's form.
///
/// `d` before a parameter (and before the loss) is the derivative of the loss. `d` before anything
/// between is m times that, m being the number of examples, so that `dZ2` is `A2 - Y` and the
/// parameters' gradients carry the `1 / m`.
public struct Differentiator {
  private let equations: [Assignment]
  private let loss: String
  private let parameters: [String]
  private let examples: Expression?
  private var shapes: ShapeTable
  /// Names that the loss can depend on through a parameter.
  private let active: Set<String>
  private var contributions: [String: [Expression]] = [:]
  private var derivation: Derivation

  /// The backward equations of a program.
  ///
  /// - Parameters:
  ///   - equations: the assignments of the forward and loss sections, in order.
  ///   - loss: the name whose derivative is taken.
  ///   - parameters: the names with respect to which it is taken.
  ///   - shapes: the types and shapes of all names that the equations mention.
  ///   - examples: the name that stands for the number of examples, if the program has one.
  /// - Throws: `LanguageError.Kind.notDifferentiable` for what has no derivative here, and
  ///   `assignedTwice` for a name whose earlier value the backward pass would need.
  public static func derive(
    _ equations: [Assignment], loss: String, parameters: [String], shapes: ShapeTable,
    examples: String?
  ) throws(LanguageError) -> Derivation {
    var differentiator = try Differentiator(equations, loss, parameters, shapes, examples)
    try differentiator.run()
    return differentiator.derivation
  }

  private init(
    _ equations: [Assignment], _ loss: String, _ parameters: [String], _ shapes: ShapeTable,
    _ examples: String?
  ) throws(LanguageError) {
    self.equations = equations
    self.loss = loss
    self.parameters = parameters
    self.shapes = shapes
    self.shapes.inferMasked(equations)
    self.examples = examples.map { .name($0) }
    var active = Set(parameters)
    var assigned = Set<String>()
    for equation in equations {
      if equation.subscripts != nil {
        throw LanguageError(.elementAssigned(equation.name), at: equation.nameSpan)
      }
      if equation.updateOperator == nil, !assigned.insert(equation.name).inserted {
        throw LanguageError(.assignedTwice(equation.name), at: equation.nameSpan)
      }
      if equation.value.valueNames.contains(where: active.contains) { active.insert(equation.name) }
    }
    self.active = active
    derivation = Derivation(
      source: DerivationSource(
        equations: equations, loss: loss, parameters: parameters,
        examples: examples.map { .name($0) }, shapes: self.shapes, active: active))
  }

  /// The name of the adjoint of a name.
  public static func gradientName(of name: String) -> String { "d" + name }

  /// The name whose adjoint a name would be: `W1` of `dW1`; `nil` of what is no adjoint's name.
  public static func name(ofGradient name: String) -> String? {
    name.count > 1 && name.hasPrefix("d") ? String(name.dropFirst()) : nil
  }

  /// The names whose value is changed again by an equation after this one, or by this one.
  private func namesChanged(from index: Int) -> Set<String> {
    Set(equations[index...].filter { $0.updateOperator != nil }.map(\.name))
  }

  private mutating func run() throws(LanguageError) {
    contributions[loss] = [.integer(1)]
    var remaining = parameters
    for (index, equation) in equations.enumerated().reversed() where active.contains(equation.name)
    {
      try process(equation, changed: namesChanged(from: index))
      let earlier = equations[..<index]
      let finished = equation.value.names.filter { name in
        remaining.contains(name) && !earlier.contains { $0.value.names.contains(name) }
      }
      for name in finished {
        remaining.removeAll { $0 == name }
        try emit(name)
      }
    }
  }

  /// In the backward pass a name has its last value; a derivative that needs an earlier one is
  /// refused.
  private func refuseEarlierValues(
    in pushes: [Push], of equation: Assignment, changed: Set<String>
  ) throws(LanguageError) {
    for push in pushes {
      guard let name = push.adjoint.names.first(where: changed.contains) else { continue }
      throw LanguageError(.assignedTwice(name), at: equation.value.span)
    }
  }

  private mutating func process(
    _ equation: Assignment, changed: Set<String>
  ) throws(LanguageError) {
    guard let total = try adjoint(of: equation.name) else { return }
    // What an update passes on to the value before it arrives there anew.
    contributions[equation.name] = nil
    let name = Self.gradientName(of: equation.name)
    shapes.declare(name, like: equation.name)
    let inlined = try pushes(total, through: equation)
    try refuseEarlierValues(in: inlined, of: equation, changed: changed)
    guard equation.name != loss, total != .name(name) else { return add(inlined) }
    let separate = try pushes(.name(name), through: equation)
    let full = try shapes.materialized(
      total, like: .name(equation.name), named: .name(equation.name))
    derivation.unfolded[name] = full
    // An adjoint that cancels against the next derivative is never worth a line of its own.
    if size(inlined) <= size(separate) {
      derivation.folded.append(GradientEquation(name: name, of: equation.name, value: full))
      add(inlined)
    } else {
      derivation.equations.append(GradientEquation(name: name, of: equation.name, value: full))
      add(separate)
    }
  }

  private mutating func emit(_ parameter: String) throws(LanguageError) {
    let total = try adjoint(of: parameter) ?? .call("zeros_like", .name(parameter))
    let value = try shapes.materialized(
      total, like: .name(parameter), named: .name(parameter))
    let name = Self.gradientName(of: parameter)
    shapes.declare(name, like: parameter)
    derivation.equations.append(GradientEquation(name: name, of: parameter, value: value))
  }

  /// The sum of what has come in, simplified; `nil` if the loss does not depend on the name.
  private mutating func adjoint(of name: String) throws(LanguageError) -> Expression? {
    guard let parts = contributions[name], let first = parts.first else { return nil }
    return simplified(parts.dropFirst().reduce(first) { $0 + $1 })
  }

  private func simplified(_ expression: Expression) -> Expression {
    let simplifier = Simplifier(shapes)
    let plain = simplifier.simplified(expression)
    let known = shapes.knowingUnitSums(plain)
    return known == plain ? plain : simplifier.simplified(known)
  }

  private mutating func add(_ pushes: [Push]) {
    for push in pushes { contributions[push.name, default: []].append(push.adjoint) }
  }

  private func size(_ pushes: [Push]) -> Int { pushes.reduce(0) { $0 + $1.adjoint.size } }

  /// A contribution to the adjoint of a name.
  private struct Push {
    var name: String
    var adjoint: Expression
  }

  private func pushes(
    _ adjoint: Expression, through equation: Assignment
  ) throws(LanguageError) -> [Push] {
    let value = shapes.namingExamples(equation.computedValue.recognisingSigmoid)
    var rule = ChainRule(shapes: shapes, isActive: active.contains)
    // In `L += x` the name on the right is the value before, and not the result.
    let result: Expression = equation.updateOperator == nil ? .name(equation.name) : value
    try rule.push(adjoint, into: value, result: result)
    return rule.contributions.map { name, part in
      Push(name: name, adjoint: simplified(scale.scaled(part, from: equation.name, to: name)))
    }
  }

  private var scale: ExampleScale {
    ExampleScale(loss: loss, parameters: parameters, examples: examples)
  }
}

/// The outcome of a differentiation.
public struct Derivation: Sendable {
  /// The backward section, in the order in which it runs.
  public internal(set) var equations: [GradientEquation] = []
  /// Adjoints that cancelled into the next one and have no equation of their own.
  public internal(set) var folded: [GradientEquation] = []
  /// Every adjoint of a name between, before anything cancelled.
  public internal(set) var unfolded: [String: Expression] = [:]
  let source: DerivationSource

  init(source: DerivationSource) { self.source = source }

  /// An expression in the names of this derivation, and maybe others, in the form that its own have.
  public func simplified(_ expression: Expression) -> Expression {
    Simplifier(source.shapes).simplified(expression)
  }
}

/// One line of the backward section: `dW1 = dZ1 @ X.T / m`.
public struct GradientEquation: Sendable, Equatable {
  /// `dW1`.
  public let name: String
  /// `W1`.
  public let of: String
  public let value: Expression

  public var assignment: Assignment { Assignment(name, value: value) }
}

extension Expression {
  /// The logistic function written out, `1/(1 + exp(-x))`, as a call of `sigmoid`, whose
  /// derivative is short.
  var recognisingSigmoid: Expression {
    let mapped = mapChildren(\.recognisingSigmoid)
    guard case .binary(.divide, let one, let bottom) = mapped.node, one.isOne,
      case .binary(.add, let a, let b) = bottom.node
    else { return mapped }
    for (first, second) in [(a, b), (b, a)] where first.isOne {
      if case .call("exp", let arguments) = second.node, arguments.count == 1,
        case .unary(.minus, let x) = arguments[0].value.node
      {
        return .call("sigmoid", x)
      }
    }
    return mapped
  }

  private var isOne: Bool {
    switch node {
    case .integer(let value): value == 1
    case .float(let value): value == 1
    default: false
    }
  }
}

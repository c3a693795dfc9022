import Arrays
import Equations
import Networks

/// Who pulls at a parameter: one element of its gradient as a sum of what each example adds to it.
public struct Pulls: Sendable {
  /// Whose gradient it is, if it is a parameter's.
  public let parameter: ElementOperand?
  /// The element of the gradient.
  public let element: ElementOperand
  public let value: Double
  /// The equation that computed it.
  public let statement: Statement
  public let moment: Explanation.ComputedAt?
  /// The examples, equal ones together, by the magnitude of what they add together.
  public let groups: [Group]
  /// What belongs to no example, such as the price of large weights.
  public let rest: Double
  /// What rounding on the way has added: the gradient less all the parts.
  public let rounding: Double

  /// Examples that are equal.
  public struct Group: Sendable {
    /// Their numbers, counted from 0; within a batch where there are batches.
    public let members: [Int]
    /// What they add to the gradient together.
    public let total: Double
    /// What each adds, where that is the same.
    public let each: Double?
    /// The data of the first.
    public let columns: [Explanation.ExampleColumn]

    public var count: Int { members.count }
  }
}

/// Why a number is not taken apart by examples.
public enum PullsFault: Error, Equatable, Sendable {
  /// The name is no parameter and no gradient.
  case noGradient(String)
  /// The model has a gradient for the name, and no equation that computes it.
  case noEquation(gradient: String)
  case noExamples
  /// It was set by hand, or what it was computed from is gone.
  case lost(String)
  /// A part of the equation belongs to several examples at once.
  case mixed(Statement)
}

extension Run {
  /// Takes an element of a gradient apart by examples.
  ///
  /// - Parameters:
  ///   - name: a parameter, or a gradient.
  ///   - index: one number for each dimension; may be left out where there is only one element.
  /// - Throws: `ExplanationError` as for `why`, or `PullsFault`.
  public func pulls(on name: String, at index: [Int]) throws -> Pulls {
    let isParameter = program.parameters.contains(name)
    let gradient = isParameter ? Differentiator.gradientName(of: name) : name
    if !isParameter { _ = try array(named: name) }
    guard program.names.contains(gradient) || program.foldedGradient(gradient) != nil else {
      throw isParameter ? PullsFault.noEquation(gradient: gradient) : .noGradient(name)
    }
    let explainer = Explainer(standing(after: gradient))
    guard explainer.role(of: gradient) == .gradient else { throw PullsFault.noGradient(name) }
    return try explainer.pulls(gradient, isParameter ? name : nil, at: index)
  }

  /// The run at the moment when a batch's gradient was computed, if its examples are gone.
  private func standing(after gradient: String) -> Run {
    guard program.batchesPerEpoch > 1,
      let made = lastExecution(of: gradient, before: state.cursor)?.cursor,
      state.cursor.index > 0
        && (made.epoch, made.batch) != (state.cursor.epoch, state.cursor.batch)
    else { return self }
    let after = program.cursor(after: made)
    var copy = self
    guard (try? copy.go(to: TimelinePoint(segment: segmentIndex(at: after), cursor: after))) != nil
    else { return self }
    return copy
  }
}

extension Explainer {
  fileprivate func pulls(
    _ gradient: String, _ parameter: String?, at index: [Int]
  ) throws -> Pulls {
    let array = try run.array(named: gradient)
    let flat = try Self.flat(index, in: array.shape, of: parameter ?? gradient)
    let explanation = explain(gradient, array, flat, before: run.state.cursor, depth: 0)
    guard run.program.exampleCount != nil else { throw PullsFault.noExamples }
    guard let statement = explanation.statement, explanation.node != nil else {
      throw PullsFault.lost(gradient)
    }
    guard let shares = shares(of: explanation, before: run.state.cursor, depth: 0) else {
      throw PullsFault.mixed(statement)
    }
    let value = explanation.value.item ?? .nan
    var difference = ExactSum(shares.ofExamples.values.map { -$0 } + [-shares.rest])
    difference.add(value)
    return Pulls(
      parameter: parameter.map {
        ElementOperand(name: $0, index: array.shape.index(ofFlat: flat))
      },
      element: explanation.element, value: value, statement: statement,
      moment: explanation.moment, groups: groups(shares.ofExamples), rest: shares.rest,
      rounding: difference.value.isFinite ? difference.value : 0)
  }

  private static let deepest = 32

  /// Takes an explained number apart; what it is made of that carries no examples is taken apart in
  /// its turn, where it is a gradient.
  private func shares(
    of explanation: Explanation, before cursor: Cursor, depth: Int
  ) -> ElementShares? {
    guard depth < Self.deepest, let node = explanation.node else { return nil }
    let name = explanation.element.name
    let ran = run.lastExecution(of: name, before: cursor)?.cursor ?? cursor
    return node.shares { [self] operand, number in
      if let axis = examples?.axes[operand.name], axis < operand.index.count {
        return ElementShares(ofExamples: [operand.index[axis]: number])
      }
      guard role(of: operand.name) == .gradient,
        case .array(let array)? = value(of: operand.name, at: ran)
      else {
        let isOnlyExample = run.state[Program.examplesName]?.item == 1
        return isOnlyExample && carriesExamples(operand.name)
          ? ElementShares(ofExamples: [0: number]) : ElementShares(rest: number)
      }
      let inner = explain(
        operand.name, array, array.shape.flat(ofIndex: operand.index), before: ran, depth: 0)
      return shares(of: inner, before: ran, depth: depth + 1)
    }
  }

  /// Whether something has a part for each example; of a gradient, what it is the gradient of.
  private func carriesExamples(_ name: String) -> Bool {
    run.program.exampleAxis(of: Differentiator.name(ofGradient: name) ?? name) != nil
      || run.program.exampleAxis(of: name) != nil
  }

  private func groups(_ shares: [Int: Double]) -> [Pulls.Group] {
    var members: [Int: [Int]] = [:]
    var order: [Int] = []
    for example in shares.keys.sorted() {
      let kind =
        examples.map { $0.classes.indices.contains(example) ? $0.classes[example] : example }
        ?? example
      if members[kind] == nil { order.append(kind) }
      members[kind, default: []].append(example)
    }
    return order.compactMap { members[$0] }.map { members in
      let parts = members.compactMap { shares[$0] }
      let isSame = parts.allSatisfy { $0.bitPattern == parts.first?.bitPattern }
      return Pulls.Group(
        members: members, total: ExactSum(parts).value, each: isSame ? parts.first : nil,
        columns: columns(ofExample: members[0], at: run.state.cursor))
    }.sorted {
      $0.total.isLarger(than: $1.total) ?? ($0.members[0] < $1.members[0])
    }
  }
}

extension Explanation {
  /// The equation that it comes from, if it comes from one.
  var statement: Statement? {
    switch origin {
    case .equation(let statement, _), .foldedGradient(let statement), .lost(let statement):
      statement
    case .setting, .counted, .progress, .metric, .setByHand: nil
    }
  }
}

import Equations
import Networks

/// Examples and targets that do not belong to each other, and orders that are always the same.
extension Script {
  /// `np.random.seed(1)` in a round that draws: it draws the same numbers again, such as the order of
  /// the examples. A seed that counts up is meant.
  func seededAgain(_ program: Program) -> [ScriptDeparture] {
    let changing = Set(program.iteration.compactMap(\.target))
    return program.iteration.enumerated().compactMap { place, step in
      guard case .expression(let expression) = step.statement.kind,
        case .call("seed", let arguments) = expression.node, let seed = arguments.first?.value,
        changing.isDisjoint(with: seed.names), !seed.names.contains("epoch"),
        let drawing = program.iteration[place...].first(where: {
          $0.target != nil && $0.statement.expressions.contains(where: \.drawsFromStream)
        }), let name = drawing.target
      else { return nil }
      return ScriptDeparture(
        kind: .seededAgain, name: name, line: step.line ?? 0, equation: step.statement)
    }
  }

  /// Targets that are not picked in the order in which the examples are, as an epoch draws it.
  func unpaired(_ program: Program) -> [ScriptDeparture] {
    let trained = program.trainedNames
    let pairs = [program.comparison, comparedInLoss(program)].compactMap { $0 }
    guard
      let (prediction, target) = pairs.first(where: {
        trained.contains($0.prediction) && !trained.contains($0.target)
      })
    else { return [] }
    let orders = PickedOrders(program)
    let ofExamples = orders.reached(by: prediction)
    let ofTargets = orders.reached(by: target)
    guard ofExamples.names != ofTargets.names, !ofExamples.picks.isEmpty || !ofTargets.picks.isEmpty
    else { return [] }
    // The line that picks targets; where none does, that of the comparison.
    let pick = ofTargets.picks.first ?? orders.slices(of: target).first
    let step = pick?.step ?? program.evaluation.first { $0.inputs.contains(target) }
    guard let step else { return [] }
    return [
      ScriptDeparture(
        kind: .unpaired(of: ofExamples.picks.first?.step.target ?? prediction),
        name: target, line: step.line ?? 0, equation: step.statement,
        right: ofExamples.picks.first.flatMap { examples in
          pick.flatMap {
            ofTargets.picks.isEmpty && orders.isWhole(examples)
              ? step.statement.picking($0.index, outOf: examples.index)
              : step.statement.picking($0.index, as: examples.index)
          }
        })
    ]
  }

  /// Two names that the equations of the loss read: one that parameters move, and data.
  private func comparedInLoss(_ program: Program) -> (prediction: String, target: String)? {
    let trained = program.trainedNames
    let inputs = program.steps(in: .loss).flatMap(\.inputs)
    let settings = Set(program.settings.map(\.name))
    guard let prediction = inputs.first(where: trained.contains),
      let target = inputs.first(where: { !trained.contains($0) && !settings.contains($0) })
    else { return nil }
    return (prediction, target)
  }
}

/// What equations pick from data, in an order that is drawn.
private struct PickedOrders {
  /// `Xtr[idx[s:s + bs]]`, where its index is made of a drawn order.
  struct Pick {
    let step: ProgramEquation
    let index: IndexItem
  }

  private let steps: [ProgramEquation]
  private let last: [String: ProgramEquation]
  /// What parameters move, which is no data.
  private let trained: Set<String>
  /// Drawn orders, and what indices make of them: the names of the draws by name.
  private var drawn: [String: Set<String>] = [:]

  init(_ program: Program) {
    steps = program.setup + program.iteration.filter { [.forward, .loss].contains($0.phase) }
    last = Dictionary(
      steps.compactMap { step in step.target.map { ($0, step) } }, uniquingKeysWith: { $1 })
    trained = program.trainedNames
    for step in steps {
      guard let name = step.target, let value = step.statement.assignment?.value else { continue }
      // What data are made by is no order of theirs.
      if value.draws(["permutation", "permuted"])
        || step.phase == .forward && value.draws(["choice", "randint", "integers"])
      {
        drawn[name] = [name]
      } else if let order = value.root, let of = drawn[order] {
        drawn[name] = of
      }
    }
  }

  /// The drawn orders in which what a name is made of was picked, or the name itself is.
  func reached(by name: String) -> (names: Set<String>, picks: [Pick]) {
    var (names, picks): (Set<String>, [Pick]) = ([], [])
    let cone = cone(of: name)
    for step in steps where step.target.map({ drawn[$0] == nil }) ?? true {
      let isMadeOf = step.target.map(cone.contains) ?? false
      for (base, index) in step.statement.expressions.flatMap(\.picked)
      where isMadeOf || base.nameAlone == name {
        guard trained.isDisjoint(with: base.names) else { continue }
        let orders = index.names.reduce(into: Set<String>()) { $0.formUnion(drawn[$1] ?? []) }
        guard !orders.isEmpty else { continue }
        names.formUnion(orders)
        picks.append(Pick(step: step, index: index))
      }
    }
    return (names, picks)
  }

  /// The indices by which a name is picked in no drawn order, as batches one after the other are.
  func slices(of name: String) -> [Pick] {
    let cone = cone(of: name)
    return steps.filter { $0.target.map(cone.contains) ?? false }.flatMap { step in
      step.statement.expressions.flatMap(\.picked)
        .filter {
          $0.index.names.contains {
            last[$0]?.phase == .forward || $0 == ProgramBuilder.batchIndexName
          }
        }
        .map { Pick(step: step, index: $0.index) }
    }
  }

  /// Whether all there is is picked, so that batches come after it.
  func isWhole(_ pick: Pick) -> Bool {
    guard case .position(let order) = pick.index, let name = order.nameAlone,
      let value = last[name]?.statement.assignment?.value
    else { return false }
    return value.draws(["permutation", "permuted"])
  }

  /// The names that a name is made of, itself among them.
  private func cone(of name: String) -> Set<String> {
    var names: Set<String> = [name]
    for step in steps.reversed() where step.phase != .`init` {
      if let target = step.target, names.contains(target) { names.formUnion(step.inputs) }
    }
    return names
  }
}

extension Expression {
  /// Whether it calls one of these, of NumPy or of a generator.
  fileprivate func draws(_ words: [String]) -> Bool {
    calledFunctions.contains { name in words.contains { name.hasSuffix($0) } }
  }

  /// The name of which it is a part, or a place: `perm[i:i + 4]`.
  fileprivate var root: String? {
    switch node {
    case .name(let name): name
    case .index(let base, _): base.root
    default: nil
    }
  }

  /// Everything that is picked in it, with its first index.
  fileprivate var picked: [(base: Expression, index: IndexItem)] {
    var found: [(base: Expression, index: IndexItem)] = []
    visit { expression in
      guard case .index(let base, let items) = expression.node, let first = items.first else {
        return
      }
      if case .attribute(_, .shape) = base.node { return }
      found.append((base, first))
    }
    return found
  }
}

extension IndexItem {
  fileprivate var names: [String] { expressions.flatMap(\.names) }
}

extension Statement {
  /// The same, picked out of what is in another order: `T[order][0:4]` of `T[0:4]`.
  fileprivate func picking(_ index: IndexItem, outOf order: IndexItem) -> Statement? {
    guard var assignment, assignment.subscripts == nil,
      case .index(let base, let items) = assignment.value.node, items.first == index
    else { return nil }
    assignment.value = Expression(.index(Expression(.index(base, [order])), items))
    return Statement(.assignment(assignment)).atStartOfText
  }

  /// The same with another first index.
  fileprivate func picking(_ index: IndexItem, as other: IndexItem) -> Statement? {
    guard var assignment, assignment.subscripts == nil,
      case .index(let base, var items) = assignment.value.node, items.first == index
    else { return nil }
    items[0] = other
    assignment.value = Expression(.index(base, items))
    return Statement(.assignment(assignment)).atStartOfText
  }
}

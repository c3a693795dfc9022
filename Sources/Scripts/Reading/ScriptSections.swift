import Arrays
import Equations
import Networks

/// What a script has come to, told apart by what depends on what: settings, data, init, forward,
/// loss, backward, update.
struct ScriptSections {
  private let tracer: ScriptTracer
  private var setup: [TracedEquation]
  private var body: [TracedEquation]
  private var carried: [(entry: String, exit: String)]

  /// The name of what is minimised; `nil` where the script computes nothing of the kind.
  private(set) var loss: String?
  /// Whether the loss is what a script adds up over its batches: by what it divides the sum in the end is
  /// not said there.
  private(set) var isSummedUp = false
  private var forward: Set<Int> = []
  private var losses: Set<Int> = []
  /// Names that are handed on from round to round and make a difference.
  private(set) var live: [(entry: String, exit: String)] = []

  init(_ tracer: ScriptTracer) {
    self.tracer = tracer
    setup = tracer.setup
    body = tracer.body
    carried = tracer.training?.carried ?? []
    joinTwins()
    carried = carried.filter(learns)
  }

  /// What has two names is one value, but where only the update reads it: of two gradients that are
  /// the same, one is mistaken.
  private mutating func joinTwins() {
    let update = updateCone
    let outside = Set(
      body.indices.filter { !update.contains($0) }.flatMap { body[$0].inputs }
        + tracer.observed.flatMap { $0.value.names })
    var table: [String: Expression] = [:]
    for (twin, first) in tracer.twins.sorted(by: { $0.key < $1.key }) {
      let isOfUpdate = [twin, first].allSatisfy { name in
        !outside.contains(name) && update.contains { body[$0].target == name }
      }
      if !isOfUpdate { table[twin] = .name(first) }
    }
    guard !table.isEmpty else { return }
    for _ in 0..<4 { table = table.mapValues { $0.substituting(table) } }
    body = body.filter { $0.isPartial || $0.target.map { table[$0] == nil } ?? true }
    for index in body.indices {
      for (old, new) in table {
        if let new = new.nameAlone { body[index].rename(old, new, table) }
      }
    }
    carried = carried.map { ($0.entry, table[$0.exit]?.nameAlone ?? $0.exit) }
  }

  /// Whether what is handed on goes into what is learned: not the last loss, nor the best one.
  private func learns(_ pair: (entry: String, exit: String)) -> Bool {
    let floats = carried.filter { tracer.state[$0.exit]?.dtype == .float64 }
    let arrays = floats.filter { tracer.state[$0.entry]?.count ?? 0 > 1 }
    let reads = Dictionary(
      carried.map { ($0.entry, self.reads(indices(of: [$0.exit], in: body))) },
      uniquingKeysWith: { first, _ in first })
    // With nothing but numbers: those that all others are made of, too.
    var chosen = Set((arrays.isEmpty ? floats : arrays).map(\.entry))
    if arrays.isEmpty {
      let own = chosen.filter { reads[$0]?.contains($0) ?? false }
      chosen = own.filter { entry in own.allSatisfy { reads[$0]?.contains(entry) ?? false } }
      if chosen.isEmpty { return true }
    }
    while true {
      let more = carried.filter { other in
        !chosen.contains(other.entry)
          && chosen.contains { reads[$0]?.contains(other.entry) ?? false }
      }
      if more.isEmpty { return chosen.contains(pair.entry) }
      chosen.formUnion(more.map(\.entry))
    }
  }

  // MARK: What depends on what

  private func indices(of names: Set<String>, in equations: [TracedEquation]) -> Set<Int> {
    var needed = names
    var found: Set<Int> = []
    for index in equations.indices.reversed() {
      guard let target = equations[index].target, needed.contains(target) else { continue }
      found.insert(index)
      needed.formUnion(equations[index].inputs)
    }
    return found
  }

  private func reads(_ indices: Set<Int>) -> Set<String> {
    Set(indices.flatMap { body[$0].inputs })
  }

  private var entries: Set<String> { Set(carried.map(\.entry)) }
  private var exits: Set<String> { Set(carried.map(\.exit)) }

  /// The equations that what is handed on is made of.
  private var updateCone: Set<Int> { indices(of: exits, in: body) }

  private func isFloatNumber(_ name: String) -> Bool {
    guard let value = tracer.state[name] else { return false }
    return value.count == 1 && value.dtype == .float64
  }

  // MARK: The loss

  private static let steps: Set<String> = [
    "argmax", "argmin", "round", "int", "astype", "floor", "ceil", "sign", "equal", "array_equal",
    "accuracy", "python.round", "isclose", "allclose", "count_nonzero", "any", "all",
  ]

  /// Whether something may be what is minimised: a number that the carried names move.
  private func isSmooth(_ expression: Expression, besides update: Set<Int>) -> Bool {
    var expressions = [expression]
    for index in indices(of: Set(expression.names), in: body).subtracting(update) {
      expressions += body[index].statement.expressions
    }
    return !expressions.contains { $0.hasSteps(Self.steps) }
  }

  private func dependsOnCarried(_ names: Set<String>) -> Bool {
    let cone = indices(of: names, in: body)
    return !reads(cone).union(names).isDisjoint(with: entries.union(exits))
  }

  mutating func findLoss() {
    let update = updateCone
    let shown = Set(tracer.observed.compactMap { $0.value.nameAlone })
    func candidates(shown isShown: Bool, inUpdate: Bool) -> [Int] {
      body.indices.filter { index in
        guard let target = body[index].target, isFloatNumber(target), !body[index].isPartial,
          shown.contains(target) == isShown, update.contains(index) == inUpdate,
          !exits.contains(target), let value = body[index].statement.assignment?.value
        else { return false }
        return dependsOnCarried([target]) && isSmooth(value, besides: update)
      }
    }
    if let first = candidates(shown: true, inUpdate: false).first
      ?? wrapped(shown: shown, besides: update)
      ?? candidates(shown: false, inUpdate: false).last(where: isOfTraining)
      ?? candidates(shown: false, inUpdate: false).last
      ?? candidates(shown: true, inUpdate: true).first
    {
      loss = unwrapped(first)
      settleLoss()
    }
  }

  /// Whether something is made of what the update is made of, too: not of examples kept back.
  private func isOfTraining(_ index: Int) -> Bool {
    var needed = Set(body[index].inputs).subtracting(exits)
    let update = updateCone
    for other in body.indices.reversed() {
      guard let target = body[other].target, needed.contains(target) else { continue }
      if update.contains(other), !entries.isDisjoint(with: body[other].inputs) { return true }
      needed.formUnion(Set(body[other].inputs).subtracting(exits))
    }
    return false
  }

  /// What is shown in another dress: `float(cost)`, `round(loss, 4)`.
  private func wrapped(shown: Set<String>, besides update: Set<Int>) -> Int? {
    for (value, _) in tracer.observed {
      guard let inner = value.undressed, let index = body.lastIndex(where: { $0.target == inner }),
        isFloatNumber(inner), !update.contains(index), dependsOnCarried([inner])
      else { continue }
      return index
    }
    return nil
  }

  private mutating func unwrapped(_ index: Int) -> String? {
    guard let value = body[index].statement.assignment?.value else { return nil }
    if let inner = value.undressed, let other = body.lastIndex(where: { $0.target == inner }),
      isFloatNumber(inner)
    {
      return unwrapped(other)
    }
    guard let part = addedUp(value) else { return body[index].target }
    // What is added up over the batches is a loss of each.
    if let inner = part.share, isFloatNumber(inner),
      let other = body.lastIndex(where: { $0.target == inner })
    {
      return unwrapped(other)
    }
    if var assignment = body[index].statement.assignment, assignment.subscripts == nil {
      assignment.value = part
      body[index].statement = Statement(.assignment(assignment)).atStartOfText
      isSummedUp = true
    }
    return body[index].target
  }

  /// What is added to a number that begins as 0, or that goes on from the round before.
  private func addedUp(_ value: Expression) -> Expression? {
    guard case .binary(.add, let sum, let part) = value.node else { return nil }
    if sum.isZero { return part }
    guard let name = sum.nameAlone, isFloatNumber(name) else { return nil }
    let start = setup.last { $0.target == name }?.statement.assignment?.value
    let begins = start?.isZero ?? false
    return begins && !body.contains { $0.target == name } ? part : nil
  }

  /// Divides the loss by a number of examples.
  mutating func divideLoss(by count: Int) {
    guard let index = body.lastIndex(where: { $0.target == loss }),
      var assignment = body[index].statement.assignment
    else { return }
    assignment.value = assignment.value / .integer(count)
    body[index].statement = Statement(.assignment(assignment)).atStartOfText
  }

  /// What a script shows of a round as a number without a name, that could be what is minimised.
  var shownExpressions: [(value: Expression, line: Int)] {
    let update = updateCone
    return tracer.observed.filter { value, _ in
      guard value.nameAlone == nil, !value.isLiteralNumber,
        let array = (try? tracer.concrete(value, 0))?.array, array.count == 1,
        array.dtype == .float64
      else { return false }
      return dependsOnCarried(Set(value.names)) && isSmooth(value, besides: update)
    }
  }

  /// What a round computes for each example and nothing reads: of the losses of examples, the mean.
  var unreadVectors: [(value: Expression, line: Int)] {
    let update = updateCone
    return body.indices.compactMap { index in
      guard !update.contains(index), !body[index].isPartial, let target = body[index].target,
        let array = tracer.state[target], array.count > 1, array.dtype == .float64,
        !body.contains(where: { $0.inputs.contains(target) }), dependsOnCarried([target]),
        isSmooth(.name(target), besides: update)
      else { return nil }
      return (.call("mean", .name(target)), body[index].line)
    }
  }

  /// Takes an expression for what is minimised.
  mutating func take(_ expression: Expression, as word: String, line: Int) {
    var name = word
    while tracer.taken.contains(name) { name += "_" }
    let assignment = Assignment(name, value: expression)
    body.append(
      TracedEquation(statement: Statement(.assignment(assignment)).atStartOfText, line: line))
    loss = name
    settleLoss()
  }

  /// A loss of the parameters that a round ends with is that of those that the next begins with.
  private mutating func settleLoss() {
    guard let loss else { return }
    let cone = indices(of: [loss], in: body)
    let moved = carried.filter { !reordered.contains($0.entry) }
    let exits = Set(moved.map(\.exit))
    let first = body.indices.first { index in
      cone.contains(index) && !exits.isDisjoint(with: body[index].inputs)
    }
    guard let first else { return }
    var table: [String: Expression] = [:]
    for (entry, exit) in moved { table[exit] = .name(entry) }
    var known: [String: String] = [:]
    for equation in body[..<first] {
      if let assignment = equation.statement.assignment, assignment.subscripts == nil {
        known[assignment.value.text] = assignment.name
      }
    }
    var removed: Set<Int> = []
    for index in body.indices[first...] where cone.contains(index) {
      guard var assignment = body[index].statement.assignment, !exits.contains(assignment.name)
      else { continue }
      assignment.value = assignment.value.substituting(table)
      if assignment.subscripts == nil, let same = known[assignment.value.text] {
        table[assignment.name] = .name(same)
        removed.insert(index)
        if self.loss == assignment.name { self.loss = same }
      } else {
        body[index].statement = Statement(.assignment(assignment)).atStartOfText
        known[assignment.value.text] = assignment.name
      }
    }
    body = body.indices.filter { !removed.contains($0) }.map { body[$0] }
  }

  // MARK: Predictions and what they are compared with

  /// Pairs that the script compares: a prediction, which the carried names move, and what does not
  /// change.
  var compared: [(prediction: Expression, target: Expression, line: Int)] {
    var pairs: [(prediction: Expression, target: Expression, line: Int)] = []
    func visit(_ expression: Expression, _ line: Int) {
      if case .binary(.subtract, let left, let right) = expression.node {
        for (a, b) in [(left, right), (right, left)]
        where dependsOnCarried(Set(a.names)) && !dependsOnCarried(Set(b.valueNames))
          && !b.names.isEmpty
          && !a.names.isEmpty
        {
          pairs.append((a, b, line))
        }
      }
      for child in expression.children { visit(child, line) }
    }
    for equation in body {
      for expression in equation.statement.expressions { visit(expression, equation.line) }
    }
    return pairs
  }

  /// Where a round takes 1 from the shares of an example's label, as the slope of the cross-entropy
  /// does: `P[np.arange(m), y] -= 1`.
  var labelledShares: [Int] {
    body.indices.filter { index in
      guard let assignment = body[index].statement.assignment,
        assignment.subscripts?.count == 2, assignment.updateOperator == .subtract,
        assignment.value.isOne
      else { return false }
      return dependsOnCarried([assignment.name])
    }
  }

  /// The shares as they are before 1 is taken from them there, which a loss may read.
  mutating func shares(before index: Int) -> Expression? {
    guard let assignment = body[index].statement.assignment, let items = assignment.subscripts
    else { return nil }
    let changed = assignment.name
    let made = body[..<index].last { $0.target == changed && !$0.isPartial }
    if let first = made?.statement.assignment?.value.nameAlone {
      return Expression(.index(.name(first), items))
    }
    var copy = changed + "_less"
    while tracer.taken.contains(copy) { copy += "_" }
    let table = [changed: Expression.name(copy)]
    for later in body.indices[index...] { body[later].rename(changed, copy, table) }
    let copied = Statement(.assignment(Assignment(copy, value: .name(changed)))).atStartOfText
    body.insert(TracedEquation(statement: copied, line: body[index].line), at: index)
    return Expression(.index(.name(changed), items))
  }

  // MARK: Sections

  /// The model once more, with names for what in its gradients and updates other lines say.
  private(set) var refined: RefinedModel?

  private mutating func refine(
    _ name: String, _ order: [(phase: Phase, equation: TracedEquation)]
  ) {
    var finer: [(phase: Phase, equation: TracedEquation)] = []
    var parts: [String: RefinedModel.Part] = [:]
    var tracer = tracer
    for (phase, equation) in order {
      var equation = equation
      for (new, old) in renamedEntries { equation.rename(new, old, [new: .name(old)]) }
      let written = equation
      if phase == .backward || phase == .update, var assignment = equation.statement.assignment,
        assignment.subscripts == nil
      {
        var table: [(old: Expression, new: Expression)] = []
        for part in equation.parts {
          let whole = table.reduce(part.expression) { $0.replacing($1.old, with: $1.new) }
          guard assignment.value.contains(part.expression), whole.nameAlone == nil,
            (try? tracer.concrete(part.expression, 0))?.array?.rank ?? 0 > 0
          else { continue }
          let own = tracer.freeName(part.word + "_passed")
          parts[own] = RefinedModel.Part(of: assignment.name, equation: written, part: part)
          finer.append(
            (
              phase,
              TracedEquation(
                statement: Statement(.assignment(Assignment(own, value: whole))).atStartOfText,
                line: part.line)
            ))
          table.append((part.expression, .name(own)))
        }
        assignment.value = table.reversed().reduce(assignment.value) {
          $0.replacing($1.old, with: $1.new)
        }
        equation.statement = Statement(.assignment(assignment)).atStartOfText
      }
      finer.append((phase, equation))
    }
    var forward: [String: [ScriptPart]] = [:]
    for (phase, equation) in order where phase == .forward || phase == .loss {
      if let target = equation.target { forward[target] = equation.parts }
    }
    refined = RefinedModel(model: assembled(name, finer), parts: parts, forward: forward)
  }

  /// The model, each equation with its line of the script.
  mutating func model(named name: String) -> Model {
    chooseLive()
    var needed: Set<Int> = []
    var lossCone = loss.map { indices(of: [$0], in: body) } ?? []
    var update = indices(of: Set(live.map(\.exit)), in: body)
    if lossCone.subtracting(update).count == 1, lossCone.count == 1 { splitLoss() }
    lossCone = loss.map { indices(of: [$0], in: body) } ?? []
    update = indices(of: Set(live.map(\.exit)), in: body)
    needed = lossCone.union(update)
    let drawing = body.indices.filter { body[$0].draws && !needed.contains($0) }
    losses = lossCone.subtracting(update)
    forward = lossCone.subtracting(losses)
    if forward.isEmpty || losses.isEmpty, let loss {
      losses = Set(body.indices.filter { body[$0].target == loss })
      forward = lossCone.subtracting(losses)
    }
    forward.formUnion(drawing)
    let before = ofEpoch(needed)
    forward.formUnion(before)
    losses.subtract(before)
    let rest = update.subtracting(forward).subtracting(losses)
    let updates = updateIndices(rest)
    var order: [(phase: Phase, equation: TracedEquation)] = []
    func add(_ phase: Phase, _ indices: some Sequence<Int>) {
      for index in indices.sorted() { order.append((phase, body[index])) }
    }
    add(.forward, before)
    add(.forward, forward.subtracting(before))
    add(.loss, losses)
    add(.backward, rest.subtracting(updates))
    add(.update, updates)
    handOn(&order)
    joinSetup()
    refine(name, order)
    return assembled(name, order)
  }

  /// Of a loss in one equation, what is compared with the targets is the forward pass.
  private mutating func splitLoss() {
    guard let loss, let index = body.lastIndex(where: { $0.target == loss }),
      var assignment = body[index].statement.assignment, assignment.subscripts == nil
    else { return }
    var found: Expression?
    assignment.value.visit { expression in
      guard found == nil, case .binary(.subtract, let left, let right) = expression.node else {
        return
      }
      found =
        [(left, right), (right, left)].first { a, b in
          a.nameAlone == nil && dependsOnCarried(Set(a.names))
            && !dependsOnCarried(Set(b.valueNames))
            && !b.names.isEmpty
        }?.0
    }
    guard let prediction = found else { return }
    var name = "prediction"
    while tracer.taken.contains(name) { name += "_" }
    let line = body[index].line
    assignment.value = assignment.value.replacing(prediction, with: .name(name))
    body[index].statement = Statement(.assignment(assignment)).atStartOfText
    let forward = Statement(.assignment(Assignment(name, value: prediction))).atStartOfText
    body.insert(TracedEquation(statement: forward, line: line), at: index)
  }

  /// What is handed on in another order, which is drawn: the examples, and not what is learned of them.
  private var reordered: Set<String> {
    let pairs = carried.filter { pair in
      guard let before = tracer.state[pair.entry], let after = tracer.state[pair.exit],
        before.count == after.count, before.count > 1, before.doubles != after.doubles,
        indices(of: [pair.exit], in: body).contains(where: { body[$0].draws })
      else { return false }
      return before.doubles.sorted() == after.doubles.sorted()
    }
    return Set(pairs.map(\.entry))
  }

  /// What a round does before its loop over batches, or to put the examples in another order.
  private func ofEpoch(_ needed: Set<Int>) -> Set<Int> {
    let reordered = reordered
    let order = indices(
      of: Set(carried.filter { reordered.contains($0.entry) }.map(\.exit)), in: body)
    return needed.filter { body[$0].isBeforeBatches || order.contains($0) }
  }

  private mutating func chooseLive() {
    var wanted = loss.map { reads(indices(of: [$0], in: body)) } ?? []
    if loss == nil { wanted = entries }
    var chosen: Set<String> = []
    while true {
      let more = carried.filter { wanted.contains($0.entry) && !chosen.contains($0.entry) }
      if more.isEmpty { break }
      chosen.formUnion(more.map(\.entry))
      let cone = indices(of: Set(more.map(\.exit)), in: body)
      wanted.formUnion(reads(cone))
      wanted.formUnion(more.map(\.exit))
    }
    live = carried.filter { chosen.contains($0.entry) }
  }

  /// The equations of the update: those that give the new values, and what an optimizer makes of
  /// what it remembers. One whose new value is needed after it stays where it is.
  private func updateIndices(_ rest: Set<Int>) -> Set<Int> {
    let ends = Set(live.map(\.exit))
    let parameters = loss.map { reads(indices(of: [$0], in: body)) } ?? []
    let memory = Set(live.filter { !parameters.contains($0.entry) }.map(\.exit))
    var ofMemory = memory
    var updates: Set<Int> = []
    for index in rest.sorted() {
      guard let target = body[index].target else { continue }
      let inputs = body[index].inputs
      if !ofMemory.isDisjoint(with: inputs) || ofMemory.contains(target) {
        ofMemory.insert(target)
        updates.insert(index)
      } else if ends.contains(target) {
        updates.insert(index)
      }
    }
    while true {
      let stays = updates.filter { index in
        guard let target = body[index].target else { return false }
        return rest.contains {
          $0 > index && !updates.contains($0) && body[$0].inputs.contains(target)
        }
      }
      if stays.isEmpty { return updates }
      updates.subtract(stays)
    }
  }

  /// What a round ends with is what the next begins with: it gets its name.
  private func handOn(_ order: inout [(phase: Phase, equation: TracedEquation)]) {
    for (entry, exit) in live {
      let last = order.lastIndex { $0.equation.target == exit }
      guard let last else { continue }
      let isReadLater = order[(last + 1)...].contains { $0.equation.inputs.contains(entry) }
      let isShared = live.contains { $0.entry == exit }
      guard !isReadLater, !isShared else {
        let assignment = Assignment(entry, value: .name(exit))
        order.append(
          (
            .update,
            TracedEquation(
              statement: Statement(.assignment(assignment)).atStartOfText,
              line: order[last].equation.line)
          ))
        continue
      }
      let first = order.firstIndex { $0.equation.target == exit } ?? last
      let table = [exit: Expression.name(entry)]
      for index in order.indices[first...] {
        order[index].equation.rename(exit, entry, table)
      }
    }
    for index in order.indices where order[index].equation.isInPlace {
      order[index].equation.joinInPlace()
    }
  }

  /// Names that are changed in place before the loop keep their names.
  private mutating func joinSetup() {
    var index = 0
    while index < setup.count {
      defer { index += 1 }
      guard setup[index].isInPlace, let new = setup[index].target,
        let old = tracer.bases[new], old != new,
        setup[..<index].contains(where: { $0.target == old }),
        !setup[(index + 1)...].contains(where: { $0.inputs.contains(old) }),
        !body.contains(where: { $0.inputs.contains(old) }),
        setup[index].inputs.contains(old)
      else { continue }
      let table = [new: Expression.name(old)]
      for place in setup.indices[index...] {
        setup[place].rename(new, old, table)
      }
      setup[index].joinInPlace()
      renamedEntries[new] = old
    }
  }

  private var renamedEntries: [String: String] = [:]

  /// What is handed on, as the script's round begins with it and as the model calls it.
  var handedOn: [(entry: String, model: String)] {
    live.map { ($0.entry, renamedEntries[$0.entry] ?? $0.entry) }
  }

  private func assembled(
    _ name: String, _ order: [(phase: Phase, equation: TracedEquation)]
  ) -> Model {
    var table: [String: Expression] = [:]
    for (new, old) in renamedEntries { table[new] = .name(old) }
    var model = Model(name: name)
    func line(_ equation: TracedEquation) -> ModelLine {
      var statement = equation.statement
      for (new, old) in renamedEntries { statement = statement.renaming(new, old, table) }
      return ModelLine(statement, line: equation.line)
    }
    for (phase, equation) in order { model.sections[phase, default: []].append(line(equation)) }
    if !live.isEmpty, model.sections[.backward] == nil { model.sections[.backward] = [] }
    // An order of the examples, and the examples in that order, are no weights.
    let reordered = reordered
    let learned = Set(
      live.filter { !reordered.contains($0.entry) }.map { renamedEntries[$0.entry] ?? $0.entry })
    place(setup, learned, order.map(\.equation), &model)
    if let batches = tracer.training?.batches {
      let setting = Assignment("batches", value: .integer(batches))
      model.settings.append(ModelLine(Statement(.assignment(setting)).atStartOfText))
    }
    return model
  }

  /// The equations before the loop: numbers to be tried out, data, and where learning starts.
  private func place(
    _ setup: [TracedEquation], _ learned: Set<String>, _ round: [TracedEquation],
    _ model: inout Model
  ) {
    var initial = Set(setup.indices.filter { setup[$0].target.map(learned.contains) ?? false })
    let numbers = tracer.settings.subtracting(learned)
    let readers = setup.indices.reduce(into: [String: [Int]]()) { readers, index in
      for name in Set(setup[index].inputs) where name != setup[index].target {
        readers[name, default: []].append(index)
      }
    }
    let readInRound = Set(round.flatMap(\.inputs))
    // What only the start of learning needs belongs to it.
    for index in setup.indices.reversed() {
      guard let target = setup[index].target, !numbers.contains(target),
        setup[index].draws || tracer.state[target]?.count ?? 2 > 1
      else { continue }
      if let others = readers[target], others.allSatisfy(initial.contains),
        !readInRound.contains(target)
      {
        initial.insert(index)
      }
    }
    for index in setup.indices where setup[index].target == nil {
      let next = setup.indices.first { $0 > index && setup[$0].draws && setup[$0].target != nil }
      if let next, initial.contains(next) { initial.insert(index) }
    }
    // What is made of where learning starts comes after it.
    var afterStart = Set(initial.compactMap { setup[$0].target })
    for index in setup.indices
    where !initial.contains(index) && !afterStart.isDisjoint(with: setup[index].inputs) {
      initial.insert(index)
      if let target = setup[index].target { afterStart.insert(target) }
    }
    let read = Set(setup.flatMap(\.inputs)).union(readInRound)
    let roundDraws = round.contains(where: \.draws)
    var drawnAgain: [ModelLine] = []
    var drewInitially = false
    var isOutOfOrder = false
    for index in setup.indices {
      var equation = setup[index]
      let line = ModelLine(equation.statement, line: equation.line)
      if let target = equation.target, numbers.contains(target) {
        if read.contains(target) { model.settings.append(line) }
        continue
      }
      if equation.draws, equation.target != nil {
        if initial.contains(index) {
          drewInitially = true
        } else if drewInitially {
          isOutOfOrder = true
        }
        if isOutOfOrder, let target = equation.target, let value = tracer.state[target],
          value.count <= 10_000
        {
          // Data come first here: what is drawn out of that order is kept as it was drawn.
          // Where the rounds draw, too, they go on behind it.
          var name = target + "_drawn"
          while tracer.taken.contains(name) { name += "_" }
          if roundDraws, let drawn = equation.statement.assignment?.value {
            drawnAgain.append(
              ModelLine(
                Statement(.assignment(Assignment(name, value: drawn))).atStartOfText,
                line: equation.line))
          }
          let assignment = Assignment(target, value: .literal(value))
          equation.statement = Statement(.assignment(assignment)).atStartOfText
        }
      }
      let phase: Phase = initial.contains(index) ? .`init` : .data
      if roundDraws, drewInitially, phase == .data, equation.draws, equation.target == nil {
        drawnAgain.append(ModelLine(equation.statement, line: equation.line))
      }
      model.sections[phase, default: []].append(
        ModelLine(equation.statement, line: equation.line))
    }
    if drawnAgain.contains(where: { $0.statement.assignment != nil }) {
      model.sections[.`init`, default: []] += drawnAgain
    }
  }
}

extension TracedEquation {
  /// `W1 = W1 - lr * dW1` as `W1 -= lr * dW1`.
  fileprivate mutating func joinInPlace() {
    guard var assignment = statement.assignment, assignment.updateOperator == nil,
      case .binary(let op, let left, let right) = assignment.value.node,
      left.nameAlone == assignment.name, op.precedence >= BinaryOperator.bitwiseOr.precedence
    else { return }
    assignment.updateOperator = op
    assignment.value = right
    statement = Statement(.assignment(assignment)).atStartOfText
  }
}

/// A model in which what functions are given and give back has names, and so equations with the lines
/// that say it.
struct RefinedModel: Sendable {
  struct Part: Sendable {
    /// The name whose equation it stands in.
    var of: String
    var equation: TracedEquation
    var part: ScriptPart
  }

  var model: Model
  var parts: [String: Part]
  /// What functions give back, of the equations from parameters to loss.
  var forward: [String: [ScriptPart]]
}

extension Expression {
  var nameAlone: String? { if case .name(let name) = node { name } else { nil } }

  func contains(_ other: Expression) -> Bool {
    self == other || children.contains { $0.contains(other) }
  }

  /// The expression with another in the place of one that stands in it.
  func replacing(_ old: Expression, with new: Expression) -> Expression {
    self == old ? new : mapChildren { $0.replacing(old, with: new) }
  }

  fileprivate var isZero: Bool {
    switch node {
    case .integer(0): true
    case .float(let number): number == 0
    default: false
    }
  }

  fileprivate var isOne: Bool {
    switch node {
    case .integer(1): true
    case .float(let number): number == 1
    default: false
    }
  }

  /// Whether it counts: `len(idx)`, `X.shape[0]`, 32.
  private var isCount: Bool {
    switch node {
    case .integer: true
    case .call("len", _): true
    case .index(let shape, _): if case .attribute(_, .shape) = shape.node { true } else { false }
    default: false
    }
  }

  /// The name that is divided by a number, is counted for each example, or stands alone.
  fileprivate var share: String? {
    switch node {
    case .binary(.divide, let part, _): part.nameAlone
    case .binary(.multiply, let part, let count) where count.isCount: part.nameAlone
    case .binary(.multiply, let count, let part) where count.isCount: part.nameAlone
    default: nameAlone
    }
  }

  /// The name inside what only dresses a number: `float(np.squeeze(cost))`.
  var undressed: String? {
    guard case .call(let function, let arguments) = node, let first = arguments.first?.value,
      ["float", "squeeze", "item", "round", "python.round", "asarray", "array", "mean"]
        .contains(function)
    else { return nil }
    return first.nameAlone ?? first.undressed
  }

  /// Whether it goes in steps, so that nothing is to be learned from its slope.
  fileprivate func hasSteps(_ words: Set<String>) -> Bool {
    if case .binary(let op, _, _) = node, op.isComparison { return true }
    if case .call(let name, _) = node, words.contains(name) { return true }
    return children.contains { $0.hasSteps(words) }
  }
}

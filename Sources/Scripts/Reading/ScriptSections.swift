import Arrays
import Equations
import Networks

/// What a script has come to, told apart by what depends on what: settings, data, init, forward,
/// loss, backward, update.
struct ScriptSections {
  let tracer: ScriptTracer
  var setup: [TracedEquation]
  var body: [TracedEquation]
  var carried: [(entry: String, exit: String)]

  /// The name of what is minimised; `nil` where the script computes nothing of the kind.
  var loss: String?
  /// Whether the loss is what a script adds up over its batches: by what it divides the sum in the end is
  /// not said there.
  var isSummedUp = false
  var forward: Set<Int> = []
  var losses: Set<Int> = []
  /// Names that are handed on from round to round and make a difference.
  var live: [(entry: String, exit: String)] = []
  /// The model once more, with names for what in its gradients and updates other lines say.
  var refined: RefinedModel?
  /// What is changed in place before the loop and keeps its name, by the name that it had in between.
  var renamedEntries: [String: String] = [:]

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
  mutating func joinTwins() {
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
  func learns(_ pair: (entry: String, exit: String)) -> Bool {
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

  func indices(of names: Set<String>, in equations: [TracedEquation]) -> Set<Int> {
    var needed = names
    var found: Set<Int> = []
    for index in equations.indices.reversed() {
      guard let target = equations[index].target, needed.contains(target) else { continue }
      found.insert(index)
      needed.formUnion(equations[index].inputs)
    }
    return found
  }

  func reads(_ indices: Set<Int>) -> Set<String> {
    Set(indices.flatMap { body[$0].inputs })
  }

  var entries: Set<String> { Set(carried.map(\.entry)) }
  var exits: Set<String> { Set(carried.map(\.exit)) }

  /// The equations that what is handed on is made of.
  var updateCone: Set<Int> { indices(of: exits, in: body) }

  func isFloatNumber(_ name: String) -> Bool {
    guard let value = tracer.state[name] else { return false }
    return value.count == 1 && value.dtype == .float64
  }

  // MARK: Sections

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
    // What is drawn besides moves on what is drawn later, and may need more: `seed(1 + epoch)`.
    var drawing = Set(body.indices.filter { body[$0].draws })
    drawing.formUnion(indices(of: reads(drawing), in: body))
    drawing.subtract(needed)
    losses = lossCone.subtracting(update)
    forward = lossCone.subtracting(losses)
    if forward.isEmpty || losses.isEmpty, let loss {
      losses = Set(body.indices.filter { body[$0].target == loss })
      forward = lossCone.subtracting(losses)
    }
    forward.formUnion(drawing)
    let before = ofEpoch(needed.union(drawing))
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

  /// What is handed on, as the script's round begins with it and as the model calls it.
  var handedOn: [(entry: String, model: String)] {
    live.map { ($0.entry, renamedEntries[$0.entry] ?? $0.entry) }
  }

  func assembled(
    _ name: String, _ order: [(phase: Phase, equation: TracedEquation)]
  ) -> Model {
    var table: [String: Expression] = [:]
    for (new, old) in renamedEntries { table[new] = .name(old) }
    var model = Model(name: name)
    model.files = tracer.files
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
}

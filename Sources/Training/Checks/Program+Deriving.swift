import Arrays
import Equations
import Networks

extension Program {
  /// The program with its gradients derived; `nil` where they cannot be.
  var derived: Program? {
    if derivation != nil { return self }
    return try? Program(modelToDerive, limits: limits).knowing(notUnit: notUnit)
  }

  /// The model with its gradients derived, whatever it says of them itself.
  ///
  /// What a batch takes by its number, as `X[start:start + 8]`, stands there as places of which there
  /// are as many, so that its shape is known.
  package var modelToDerive: Model {
    var model = self.model
    model.sections[.backward] = nil
    // The model's own update may read what only its own backward section makes.
    model.sections[.update] = [ModelLine(Statement(.expression(.call("sgd", .integer(1)))))]
    guard batchesPerEpoch > 1 else { return model }
    var run = Run(self)
    while !run.isInitialised {
      guard (try? run.stepEquation()) != nil else { return model }
    }
    var state = run.state
    state.store(.array(NDArray(0)), as: ProgramBuilder.batchIndexName)
    var counting: Set<String> = [ProgramBuilder.batchIndexName]
    for index in model[.forward].indices {
      let statement = model[.forward][index].statement
      guard var assignment = statement.assignment, assignment.subscripts == nil else { continue }
      let shaped = assignment.value.withPlaces(counting, state)
      if shaped != assignment.value {
        assignment.value = shaped
        model.sections[.forward]?[index].statement = Statement(.assignment(assignment))
      } else if assignment.value.names.contains(where: counting.contains) {
        counting.insert(assignment.name)
      }
      let step = ProgramEquation(.forward, statement, .derived)
      guard (try? state.execute(step, limits: limits)) != nil else { return model }
    }
    return model
  }
}

extension Expression {
  /// With places in the stead of slices whose ends are counted.
  fileprivate func withPlaces(_ counting: Set<String>, _ state: RunState) -> Expression {
    let inner = mapChildren { $0.withPlaces(counting, state) }
    guard case .index(let base, let items) = inner.node else { return inner }
    let places = items.map { item -> IndexItem in
      guard case .slice(let start?, let stop?, nil) = item,
        start.names.contains(where: counting.contains),
        let first = start.whole(in: state), let last = stop.whole(in: state), first < last
      else { return item }
      return .position(start + .call("arange", .integer(last - first)))
    }
    return places == items ? inner : Expression(.index(base, places))
  }

  private func whole(in state: RunState) -> Int? {
    guard let item = (try? Evaluation.value(of: self, in: SlotScope(state.slots)))?.array?.item,
      item == item.rounded(), item.magnitude < 1e9
    else { return nil }
    return Int(item)
  }
}

import Arrays
import Equations
import Networks
import Phrases

extension Diagnosis {
  /// A parameter that an update has given another shape, or a bias that has a number for each
  /// example: neither is the network that was meant.
  static let changedShape = Diagnosis(.changedShape, "Shape of a parameter") { context in
    let program = context.run.program
    let changed = program.parameters.compactMap { name -> Finding? in
      guard let now = context.run.state[name]?.shape,
        let made = context.shapeAtStart(of: name), now != made
      else { return nil }
      return Finding(
        .changedShape, .error, names: [name],
        measures: [.init("before", Double(made.count)), .init("now", Double(now.count))],
        suggestions: [.init(.readUpdate, "list update")],
        equation: program.steps(in: .update).last { $0.target == name }?.statement)
    }
    return changed + context.biasesByExample
  } words: { finding in
    guard finding["now"] != nil else {
      return """
        \(finding.subject) has a number for each of the \(finding.whole("examples")) examples, so \
        that the network learns these by heart and fits no others; one for each unit is a bias.
        """
    }
    return """
      an update has changed the shape of \(finding.subject), from \(finding.whole("before")) numbers \
      to \(finding.whole("now")): a sum without keepdims spreads like that.
      """
  }
}

extension DiagnosisContext {
  /// The shape that init gives a parameter, which what is known of the program may not be: an update
  /// that changes it has the last word there.
  fileprivate func shapeAtStart(of name: String) -> Shape? {
    let made = run.program.steps(in: .`init`).filter { $0.target == name }
    guard made.count == 1, let assignment = made[0].statement.assignment,
      assignment.subscripts == nil
    else { return nil }
    return try? run.check(assignment.computedValue).shape
  }

  fileprivate var biasesByExample: [Finding] {
    layers.flatMap { layer -> [Finding] in
      // A network that fits one number of examples alone has none that grows with them.
      let axis = 1 - layer.unitAxis
      guard let result = layer.results.first.flatMap({ state[$0] }), result.rank == 2,
        case let count = result.shape[axis], count > 1
      else { return [] }
      return layer.biases.filter { name in
        guard let bias = state[name], bias.rank == 2 else { return false }
        return bias.shape[axis] == count
      }.map { name in
        Finding(
          .changedShape, .error, names: [name], measures: [.init("examples", Double(count))],
          equation: run.program.steps(in: .`init`).last { $0.target == name }?.statement)
      }
    }
  }
}

extension Finding.Kind {
  package static let changedShape = Finding.Kind("changedShape")
}

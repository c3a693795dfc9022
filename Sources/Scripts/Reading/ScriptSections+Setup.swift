import Arrays
import Equations
import Networks

/// What stands before the loop: numbers to be tried out, data, and where learning starts.
extension ScriptSections {
  /// The equations before the loop: numbers to be tried out, data, and where learning starts.
  func place(
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
          let name = tracer.untaken(target + "_drawn")
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

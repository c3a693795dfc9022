import Equations

/// The number of the epoch, where equations read it: `lr / (1 + decay * epoch)`.
///
/// It is counted by equations like any other, from 1, so that it goes back, forks and is written out
/// as they are.
extension ProgramBuilder {
  static let epochName = "epoch"

  /// Whether an equation of the epochs reads the number, and none gives the name a meaning of its own.
  var countsEpochs: Bool {
    let name = Self.epochName
    let lines = model.settings + Phase.allCases.flatMap { model[$0] }
    let isOwn = lines.contains { $0.statement.asAssignment.assignment?.name == name }
    let isRead = Phase.allCases.filter(\.isRepeated).contains { phase in
      model[phase].contains { $0.statement.expressions.contains { $0.names.contains(name) } }
    }
    return isRead && !isOwn
  }

  /// Adds the equations that count.
  mutating func countEpochs() {
    let name = Self.epochName
    func step(_ phase: Phase, _ value: Expression) -> ProgramEquation {
      let statement = Statement(.assignment(Assignment(name, value: value))).atStartOfText
      return ProgramEquation(
        phase, statement, .counting, isOncePerEpoch: phase == .forward && batchesPerEpoch > 1)
    }
    setup.append(step(.`init`, .integer(0)))
    iteration.insert(step(.forward, .name(name) + .integer(1)), at: 0)
  }
}

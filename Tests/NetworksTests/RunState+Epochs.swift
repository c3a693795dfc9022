@testable import Networks

extension RunState {
  /// A state after so many epochs of a program, run equation by equation.
  init(of program: Program, epochs: Int, seed: UInt32 = 0) throws(EquationFailure) {
    self.init(startOf: program, seed: seed)
    while cursor.epoch <= epochs { try advance(program.step(at: cursor), in: program) }
  }
}

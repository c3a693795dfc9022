/// What training costs, for those who have to choose how much of it they try.
extension Run {
  /// How many numbers are trained, as far as they are there.
  var parameterCount: Int {
    program.parameters.reduce(0) { $0 + (state[$1]?.count ?? 0) }
  }

  /// What an equation costs besides its examples.
  private static let fixedCost = 200

  /// What a batch costs: equations run, times the examples and what each costs besides, and products
  /// of weights with examples.
  func cost(ofBatchWith examples: Int) -> Int {
    program.iteration.count * (examples + Self.fixedCost) + parameterCount * examples
  }
}

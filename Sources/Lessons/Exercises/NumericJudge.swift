import Arrays

/// Compares numbers as a teacher would: leaves room for rounding, and sees what went wrong.
struct NumericJudge {
  let expected: NDArray
  let tolerance: Tolerance?
  /// The number of examples, by which answers are often too large or too small.
  let examples: Int

  func judge(_ given: NDArray) -> Judgement {
    guard hasSameForm(given) else {
      if isTransposed(given) { return .wrong(.transposed) }
      return .wrong(.otherShape(given: given.shape))
    }
    let given = given.doubles
    let expected = expected.doubles
    if agree(given, expected, room) { return isExact(given) ? .right : .rightToTwoDigits }
    return .wrong(mistake(given, expected))
  }

  private func mistake(_ given: [Double], _ expected: [Double]) -> Judgement.Mistake {
    if agree(given, expected, Self.twoDigits(expected)) {
      guard tolerance == nil, isWhole else { return .twoDigits }
      return given.allSatisfy { $0 == $0.rounded() } ? .nearlyWhole : .notWhole
    }
    let wide = max(room, Self.twoDigits(expected))
    if agree(given.map { -$0 }, expected, wide) { return .signFlipped }
    let square = NDArray(shape: self.expected.shape, float64: given)
    if self.expected.rank == 2, agree(square.transposed.doubles, expected, wide),
      square.shape == square.shape.transposed
    {
      return .transposed
    }
    if examples > 1 {
      let count = Double(examples)
      let some = expected.contains { $0 != 0 }
      if some, agree(given.map { $0 / count }, expected, wide) { return .multipliedByExamples }
      if some, agree(given.map { $0 * count }, expected, wide) { return .dividedByExamples }
    }
    if expected.count == 1 { return Self.mistake(given[0], expected[0]) }
    let right = zip(given, expected).count { abs($0 - $1) <= room }
    return right > 0 ? .elements(right: right, of: expected.count) : .other
  }

  /// Of numbers below 0 larger and smaller mean either; where the right one lies does not.
  private static func mistake(_ given: Double, _ expected: Double) -> Judgement.Mistake {
    if expected >= 0 { return given > expected ? .tooLarge : .tooSmall }
    if given >= 0 { return .notNegative }
    return given > expected ? .tooNearZero : .tooFarFromZero
  }

  /// Whether an array is meant to be compared element by element: of the same shape, or a list of
  /// numbers for a column or a row.
  private func hasSameForm(_ given: NDArray) -> Bool {
    guard given.count == expected.count else { return false }
    return given.shape == expected.shape || given.count == 1
      || given.rank == 1 && expected.shape.dimensions.contains(1)
      || expected.rank == 1 && given.shape.dimensions.contains(1)
  }

  private func isTransposed(_ given: NDArray) -> Bool {
    guard given.rank == 2, given.shape.transposed == expected.shape else { return false }
    return agree(given.transposed.doubles, expected.doubles, max(room, 1e-9))
  }

  /// How far an element may lie from its value.
  var room: Double {
    let values = expected.doubles
    let slack = 1e-9 * Self.largest(values)
    switch tolerance {
    case .absolute(let room): return room + slack
    case .relative(let part): return part * Self.largest(values) + slack
    case nil: return isWhole ? slack : Self.twoDigits(values)
    }
  }

  /// Without a tolerance, whole numbers are to be exact.
  private var isWhole: Bool { expected.doubles.allSatisfy { $0 == $0.rounded() } }

  private func isExact(_ given: [Double]) -> Bool {
    guard tolerance == nil else { return true }
    let expected = expected.doubles
    return agree(given, expected, 5e-5 * Self.largest(expected))
  }

  /// Half a unit of the second digit of the largest value.
  static func twoDigits(_ values: [Double]) -> Double {
    let largest = largest(values)
    // Below this the unit itself would come to nothing.
    guard largest > 1e-300, largest.isFinite else { return 0 }
    var unit = 1.0
    while unit > largest { unit /= 10 }
    while unit * 10 <= largest { unit *= 10 }
    return unit / 20 * (1 + 1e-9)
  }

  private static func largest(_ values: [Double]) -> Double {
    values.reduce(0) { max($0, abs($1)) }
  }

  private func agree(_ given: [Double], _ expected: [Double], _ room: Double) -> Bool {
    zip(given, expected).allSatisfy { given, expected in
      given == expected || (given.isNaN && expected.isNaN) || abs(given - expected) <= room
    }
  }
}

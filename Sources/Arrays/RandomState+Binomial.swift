extension RandomState {
  /// How many of `trials` trials succeed, each with the given probability.
  ///
  /// By inversion where few succeed, as NumPy does it, and where more than 30 are to be expected by
  /// rejection (Kachitvichyanukul and Schmeiser, 1988).
  ///
  /// - Throws: `badTrials`; those of `Shape.validated`.
  public mutating func binomial(
    trials: Int, probability: Double, shape: Shape = .scalar
  ) throws(ArrayError) -> NDArray {
    guard trials >= 0, probability >= 0, probability <= 1 else {
      throw .badTrials(trials, probability: probability)
    }
    let count = try shape.validated().count
    let rare = probability <= 0.5 ? probability : 1 - probability
    let rejection =
      Double(trials) * rare <= 30 ? nil : BinomialRejection(trials: trials, probability: rare)
    let values: [Int] = try Kernels.filled(count) { out throws(ArrayError) in
      // Each takes as long as some hundred numbers.
      try Interruption.stretches(count, of: Interruption.stretch / 64) {
        for place in $0 {
          let number =
            rejection?.successes { nextUniform() } ?? successes(of: trials, rare)
          out[place] = probability <= 0.5 ? number : trials - number
        }
      }
    }
    return NDArray(unchecked: shape, .int64(values))
  }

  /// The number of successes whose cumulative probability is the first above a uniform number.
  private mutating func successes(of trials: Int, _ p: Double) -> Int {
    let n = Double(trials)
    let q = 1 - p
    let none = ElementaryFunctions.exp(n * ElementaryFunctions.log(q))
    let bound = Int(min(n, n * p + 10 * (n * p * q + 1).squareRoot()))
    var count = 0
    var probability = none
    var u = nextUniform()
    while u > probability {
      count += 1
      if count > bound {
        count = 0
        probability = none
        u = nextUniform()
      } else {
        u -= probability
        probability = (Double(trials - count + 1) * p * probability) / (Double(count) * q)
      }
    }
    return count
  }
}

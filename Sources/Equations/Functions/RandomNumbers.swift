import Arrays

extension Function {
  /// Draws from NumPy's legacy generator: the same seed gives NumPy's numbers.
  static let randomNumbers: [Function] = [
    .seed, .randint,
    .drawing("rand", summary: "uniform numbers from 0 to 1, in the given shape") {
      random, shape throws(ArrayError) in try random.rand(shape)
    }
    .written(.template("U(0, 1)", ascii: "U(0, 1)"), numpy: .template("np.random.rand($shape*)")),
    .drawing("randn", summary: "normal numbers (mean 0, deviation 1), in the given shape") {
      random, shape throws(ArrayError) in try random.randn(shape)
    }
    .written(.template("N(0, 1)", ascii: "N(0, 1)"), numpy: .template("np.random.randn($shape*)")),
    .distribution("uniform", ("low", 0), ("high", 1), summary: "uniform numbers from low to high") {
      random, low, high, shape throws(ArrayError) in
      try random.uniform(low: low, high: high, shape: shape)
    }
    .written(.template("U($low, $high)", ascii: "U($low, $high)")),
    .distribution(
      "normal", ("loc", 0), ("scale", 1), summary: "normal numbers around loc, deviation scale"
    ) { random, mean, deviation, shape throws(ArrayError) in
      try random.normal(mean: mean, deviation: deviation, shape: shape)
    }
    .written(.template("N($loc, $scale!²)", ascii: "N($loc, $scale!^2)")),
    .sized("random", aliases: ["random_sample"], summary: "uniform numbers from 0 to 1") {
      random, shape throws(ArrayError) in try random.rand(shape)
    }
    .written(.template("U(0, 1)", ascii: "U(0, 1)")),
    .sized("standard_normal", summary: "normal numbers (mean 0, deviation 1)") {
      random, shape throws(ArrayError) in try random.randn(shape)
    }
    .written(.template("N(0, 1)", ascii: "N(0, 1)")),
    .binomial, .permutation, .choice, .stratified,
  ]

  private static let seed = Function(
    "seed", [.required("seed")], isRandom: true,
    summary: "starts the random numbers anew: the same seed, the same numbers",
    infer: { arguments throws(FunctionFault) in
      if case .known(let seed) = try arguments.integer(0) {
        _ = try arrays { () throws(ArrayError) in try RandomState(seed: seed) }
      }
      return StaticValue(.none)
    },
    evaluate: { arguments, random throws(FunctionFault) in
      let seed = try arguments.integer(0).get(0, .integer)
      guard let named = random?.named else { throw .noRandomNumbers }
      random = try arrays { () throws(ArrayError) in try RandomState(seed: seed) }
      // Generators with names of their own go on.
      random?.named = named
      return .none
    })

  private static let randint = Function(
    "randint", [.required("low"), .optional("high"), .optional("size")], isRandom: true,
    summary: "whole numbers from low up to, not including, high",
    infer: { arguments throws(FunctionFault) in
      if case .known(let first) = try arguments.integer(0) {
        let second = try arguments.isAbsent(1) ? nil : arguments.integer(1)
        let (low, high): (Int, Int?) =
          switch second {
          case nil: (0, first)
          case .known(let high)?: (first, high)
          case .unknown?: (first, nil)
          }
        if let high, high <= low { throw .array(.emptyRange(low: low, high: high)) }
      }
      return .array(.int64, try arguments.size(2))
    },
    evaluate: { arguments, random throws(FunctionFault) in
      let low = try arguments.integer(0).get(0, .integer)
      let high = arguments.isAbsent(1) ? nil : try arguments.integer(1).get(1, .integer)
      let shape = try arguments.size(2) ?? .scalar
      return try draw(from: &random) { random throws(ArrayError) in
        try random.randint(low: low, high: high, shape: shape)
      }
    })

  private typealias Draw = @Sendable (inout RandomState, Shape) throws(ArrayError) -> NDArray
  private typealias DistributionDraw =
    @Sendable (inout RandomState, Double, Double, Shape) throws(ArrayError) -> NDArray

  private static func draw(
    from random: inout RandomState?, _ body: (inout RandomState) throws(ArrayError) -> NDArray
  ) throws(FunctionFault) -> Value {
    guard var state = random else { throw .noRandomNumbers }
    let result = try arrays { () throws(ArrayError) in try body(&state) }
    random = state
    return .array(result)
  }

  private static func drawing(
    _ name: String, summary: String, _ draw: @escaping Draw
  ) -> Function {
    Function(
      name, [.rest("shape")], isRandom: true, summary: summary,
      infer: { arguments throws(FunctionFault) in
        .array(.float64, try arguments.restDimensions(0).shape())
      },
      evaluate: { arguments, random throws(FunctionFault) in
        let shape = Shape(try arguments.restDimensions(0).get(0, .shape))
        return try Self.draw(from: &random) { random throws(ArrayError) in
          try draw(&random, shape)
        }
      })
  }

  private static func sized(
    _ name: String, aliases: [String] = [], summary: String, _ draw: @escaping Draw
  ) -> Function {
    Function(
      name, aliases: aliases, [.optional("size")], isRandom: true, summary: summary,
      infer: { arguments throws(FunctionFault) in .array(.float64, try arguments.size(0)) },
      evaluate: { arguments, random throws(FunctionFault) in
        let shape = try arguments.size(0) ?? .scalar
        return try Self.draw(from: &random) { random throws(ArrayError) in
          try draw(&random, shape)
        }
      })
  }

  private static func distribution(
    _ name: String, _ first: (String, Double), _ second: (String, Double), summary: String,
    _ draw: @escaping DistributionDraw
  ) -> Function {
    let defaults = (first.1, second.1)
    return Function(
      name,
      [.optional(first.0, "\(first.1)"), .optional(second.0, "\(second.1)"), .optional("size")],
      isRandom: true, summary: summary,
      infer: { arguments throws(FunctionFault) in
        _ = try arguments.number(0, default: 0)
        _ = try arguments.number(1, default: 0)
        return .array(.float64, try arguments.size(2))
      },
      evaluate: { arguments, random throws(FunctionFault) in
        let a = try arguments.number(0, default: defaults.0).get(0, .number)
        let b = try arguments.number(1, default: defaults.1).get(1, .number)
        let shape = try arguments.size(2) ?? .scalar
        return try Self.draw(from: &random) { random throws(ArrayError) in
          try draw(&random, a, b, shape)
        }
      })
  }

  private static let binomial = Function(
    "binomial", [.required("n"), .required("p"), .optional("size")], isRandom: true,
    summary: "how many of n trials succeed, each with probability p",
    infer: { arguments throws(FunctionFault) in
      _ = try arguments.integer(0)
      _ = try arguments.number(1)
      return .array(.int64, try arguments.size(2))
    },
    evaluate: { arguments, random throws(FunctionFault) in
      let trials = try arguments.integer(0).get(0, .integer)
      let probability = try arguments.number(1).get(1, .number)
      let shape = try arguments.size(2) ?? .scalar
      return try draw(from: &random) { random throws(ArrayError) in
        try random.binomial(trials: trials, probability: probability, shape: shape)
      }
    })

  private static let permutation = Function(
    "permutation", [.required("x")], isRandom: true,
    summary: "the rows of x, or the numbers below x, in a random order", elements: .movement,
    infer: { arguments throws(FunctionFault) in
      let (dtype, shape) = try arguments.type(0)
      guard shape?.rank == 0 else { return .array(dtype, shape) }
      guard case .known(let count) = try arguments.integer(0) else { return .array(.int64, nil) }
      return .array(.int64, try Reading.known([count]).shape())
    },
    evaluate: { arguments, random throws(FunctionFault) in
      let x = try arguments.array(0)
      return try draw(from: &random) { random throws(ArrayError) in try random.permutation(x) }
    })

  private static let choice = Function(
    "choice",
    [.required("a"), .optional("size"), .optional("replace", "True"), .optional("p")],
    isRandom: true, summary: "elements of a, or numbers below a, drawn at random",
    elements: .movement,
    infer: { arguments throws(FunctionFault) in
      let (dtype, shape) = try arguments.type(0)
      return .array(shape?.rank == 0 ? .int64 : dtype, try arguments.size(1))
    },
    evaluate: { arguments, random throws(FunctionFault) in
      let values = try arguments.array(0)
      let shape = try arguments.size(1) ?? .scalar
      let replace = try arguments.flag(2, default: true).get(2, .boolean)
      let weights = arguments.isAbsent(3) ? nil : try arguments.array(3)
      return try draw(from: &random) { random throws(ArrayError) in
        try random.choice(values, shape: shape, replace: replace, probabilities: weights)
      }
    })
}

extension Arguments {
  /// `size=`: a scalar where it is left out, `nil` where it is not known.
  fileprivate func size(_ index: Int) throws(FunctionFault) -> Shape? {
    isAbsent(index) ? .scalar : try dimensions(index).shape()
  }
}

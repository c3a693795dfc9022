import Arrays

/// Generators of random numbers as values: what makes them, and what they draw as methods.
///
/// In the tree a method has its name after `generator.`, and the generator is its first argument.
extension Function {
  static let generators: [Function] = [
    .generator(
      "default_rng", summary: "a generator of its own: rng = default_rng(1), rng.normal(size=3)"
    ) { seed throws(ArrayError) in .generator(try Generator(seed: seed)) }
    .written(
      numpy: .name("np.random.default_rng"), torch: .name("np.random.default_rng")),
    .generator(
      "RandomState", summary: "an older generator of its own, with randn, rand and randint"
    ) { seed throws(ArrayError) in .legacy(try RandomState(seed: seed)) }
    .written(
      numpy: .name("np.random.RandomState"), torch: .name("np.random.RandomState")),
    .drawn("random", [.optional("size")], by: .any, of: .float64, size: 1) {
      source, _, shape throws(FunctionFault) in
      try arrays { () throws(ArrayError) in try source.random(shape) }
    },
    .drawn("random_sample", [.optional("size")], by: .legacy, of: .float64, size: 1) {
      source, _, shape throws(FunctionFault) in
      try arrays { () throws(ArrayError) in try source.random(shape) }
    },
    .drawn("standard_normal", [.optional("size")], by: .any, of: .float64, size: 1) {
      source, _, shape throws(FunctionFault) in
      try arrays { () throws(ArrayError) in
        try source.normal(mean: 0, deviation: 1, shape: shape)
      }
    },
    .drawn(
      "normal", [.optional("loc", "0.0"), .optional("scale", "1.0"), .optional("size")], by: .any,
      of: .float64, size: 3
    ) { source, arguments, shape throws(FunctionFault) in
      let mean = try arguments.number(1, default: 0).get(1, .number)
      let deviation = try arguments.number(2, default: 1).get(2, .number)
      return try arrays { () throws(ArrayError) in
        try source.normal(mean: mean, deviation: deviation, shape: shape)
      }
    },
    .drawn(
      "uniform", [.optional("low", "0.0"), .optional("high", "1.0"), .optional("size")], by: .any,
      of: .float64, size: 3
    ) { source, arguments, shape throws(FunctionFault) in
      let low = try arguments.number(1, default: 0).get(1, .number)
      let high = try arguments.number(2, default: 1).get(2, .number)
      return try arrays { () throws(ArrayError) in
        try source.uniform(low: low, high: high, shape: shape)
      }
    },
    .drawn(
      "integers",
      [.required("low"), .optional("high"), .optional("size"), .optional("endpoint", "False")],
      by: .newer, of: .int64, size: 3
    ) { source, arguments, shape throws(FunctionFault) in
      let low = try arguments.integer(1).get(1, .integer)
      let high = arguments.isAbsent(2) ? nil : try arguments.integer(2).get(2, .integer)
      let includingHigh = try arguments.flag(4).get(4, .boolean)
      return try arrays { () throws(ArrayError) in
        try source.integers(low: low, high: high, includingHigh: includingHigh, shape: shape)
      }
    },
    .drawn(
      "randint", [.required("low"), .optional("high"), .optional("size")], by: .legacy, of: .int64,
      size: 3
    ) { source, arguments, shape throws(FunctionFault) in
      let low = try arguments.integer(1).get(1, .integer)
      let high = arguments.isAbsent(2) ? nil : try arguments.integer(2).get(2, .integer)
      return try arrays { () throws(ArrayError) in
        try source.integers(low: low, high: high, includingHigh: false, shape: shape)
      }
    },
    .drawn("rand", [.rest("shape")], by: .legacy, of: .float64, size: 1) {
      source, _, shape throws(FunctionFault) in
      try arrays { () throws(ArrayError) in try source.random(shape) }
    },
    .drawn("randn", [.rest("shape")], by: .legacy, of: .float64, size: 1) {
      source, _, shape throws(FunctionFault) in
      try arrays { () throws(ArrayError) in
        try source.normal(mean: 0, deviation: 1, shape: shape)
      }
    },
    .drawn(
      "binomial", [.required("n"), .required("p"), .optional("size")], by: .legacy, of: .int64,
      size: 3
    ) { source, arguments, shape throws(FunctionFault) in
      guard case .legacy(var state) = source else { throw .argument(0, .generator) }
      let trials = try arguments.integer(1).get(1, .integer)
      let probability = try arguments.number(2).get(2, .number)
      let result = try arrays { () throws(ArrayError) in
        try state.binomial(trials: trials, probability: probability, shape: shape)
      }
      source = .legacy(state)
      return result
    },
    .drawnPermutation, .drawnChoice,
  ]

  /// The methods of generators, which no array has.
  static let generatorMethods = Set(
    generators.map(\.name).filter { $0.hasPrefix(PythonWords.generatorPrefix) }
      .map { String($0.dropFirst(PythonWords.generatorPrefix.count)) } + ["shuffle"])

  private enum Kind { case any, newer, legacy }

  private typealias Draw =
    @Sendable (inout RandomSource, Arguments<Value>, Shape) throws(FunctionFault) -> NDArray

  private static func generator(
    _ name: String, summary: String,
    _ make: @escaping @Sendable (Int) throws(ArrayError) -> RandomSource
  ) -> Function {
    Function(
      name, [.required("seed")], summary: summary, derivative: .zero,
      infer: { arguments throws(FunctionFault) in
        guard case .known(let seed) = try arguments.integer(0) else {
          return StaticValue(.generator)
        }
        _ = try arrays { () throws(ArrayError) in try make(seed) }
        return StaticValue(.generator)
      },
      evaluate: { arguments, _ throws(FunctionFault) in
        let seed = try arguments.integer(0).get(0, .integer)
        return .generator(.fresh(try arrays { () throws(ArrayError) in try make(seed) }))
      })
  }

  /// A method that fills a shape.
  ///
  /// - Parameter size: which argument the shape is, the generator being 0.
  private static func drawn(
    _ name: String, _ parameters: [Parameter], by kind: Kind, of dtype: DType, size: Int,
    _ draw: @escaping Draw
  ) -> Function {
    let isRest = parameters[size - 1].presence == .rest
    return Function(
      PythonWords.generatorPrefix + name, [.required("generator")] + parameters, isRandom: true,
      summary: "what a generator draws", derivative: .zero,
      infer: { arguments throws(FunctionFault) in
        try checkGenerator(arguments)
        if isRest { return .array(dtype, try arguments.restDimensions(size).shape()) }
        return .array(
          dtype, arguments.isAbsent(size) ? .scalar : try arguments.dimensions(size).shape())
      },
      evaluate: { arguments, random throws(FunctionFault) in
        let shape: Shape
        if isRest {
          shape = Shape(try arguments.restDimensions(size).get(size, .shape))
        } else if arguments.isAbsent(size) {
          shape = .scalar
        } else {
          shape = Shape(try arguments.dimensions(size).get(size, .shape))
        }
        return try drawing(arguments, by: kind, &random) { source throws(FunctionFault) in
          try draw(&source, arguments, shape)
        }
      })
  }

  private static func checkGenerator(
    _ arguments: Arguments<StaticValue>
  ) throws(FunctionFault) {
    guard case .generator? = arguments[0]?.form else { throw .argument(0, .generator) }
  }

  /// Draws from the generator that is the first argument, which then goes on from there.
  private static func drawing(
    _ arguments: Arguments<Value>, by kind: Kind, _ random: inout RandomState?,
    _ draw: (inout RandomSource) throws(FunctionFault) -> NDArray
  ) throws(FunctionFault) -> Value {
    guard case .generator(let reference)? = arguments[0] else { throw .argument(0, .generator) }
    guard random != nil else { throw .noRandomNumbers }
    var source: RandomSource
    switch reference {
    case .fresh(let own): source = own
    // Where there is none, only shape and type of what is drawn are asked for.
    case .named(let name):
      if let kept = random?.named[name] {
        source = kept
      } else if kind == .legacy {
        source = .legacy(RandomState(seed: UInt32(0)))
      } else {
        source = .generator(Generator(seed: UInt64(0)))
      }
    }
    switch (kind, source) {
    case (.newer, .legacy): throw .argument(0, .newerGenerator)
    case (.legacy, .generator): throw .argument(0, .olderGenerator)
    default: break
    }
    let result = try draw(&source)
    if case .named(let name) = reference { random?.named[name] = source }
    return .array(result)
  }

  private static let drawnPermutation = Function(
    PythonWords.generatorPrefix + "permutation", [.required("generator"), .required("x")],
    isRandom: true, summary: "the rows of x, or the numbers below x, in a random order",
    infer: { arguments throws(FunctionFault) in
      try checkGenerator(arguments)
      let (dtype, shape) = try arguments.type(1)
      guard shape?.rank == 0 else { return .array(dtype, shape) }
      guard case .known(let count) = try arguments.integer(1) else { return .array(.int64, nil) }
      return .array(.int64, try Reading.known([count]).shape())
    },
    evaluate: { arguments, random throws(FunctionFault) in
      let x = try arguments.array(1)
      return try drawing(arguments, by: .any, &random) { source throws(FunctionFault) in
        try arrays { () throws(ArrayError) in try source.permutation(x) }
      }
    })

  private static let drawnChoice = Function(
    PythonWords.generatorPrefix + "choice",
    [
      .required("generator"), .required("a"), .optional("size"), .optional("replace", "True"),
      .optional("p"),
    ],
    isRandom: true, summary: "elements of a, or numbers below a, drawn at random",
    infer: { arguments throws(FunctionFault) in
      try checkGenerator(arguments)
      let (dtype, shape) = try arguments.type(1)
      return .array(
        shape?.rank == 0 ? .int64 : dtype,
        arguments.isAbsent(2) ? .scalar : try arguments.dimensions(2).shape())
    },
    evaluate: { arguments, random throws(FunctionFault) in
      let values = try arguments.array(1)
      let shape =
        arguments.isAbsent(2) ? .scalar : Shape(try arguments.dimensions(2).get(2, .shape))
      let replace = try arguments.flag(3, default: true).get(3, .boolean)
      let weights = arguments.isAbsent(4) ? nil : try arguments.array(4)
      return try drawing(arguments, by: .any, &random) { source throws(FunctionFault) in
        try arrays { () throws(ArrayError) in
          try source.choice(values, shape: shape, replace: replace, probabilities: weights)
        }
      }
    })
}

import Equations

/// By what the results of a sweep are sorted.
public enum SweepOrder: String, Sendable, CaseIterable {
  case loss, accuracy, epochs
  /// By the examples that are held back.
  case validationLoss = "loss_val"
  case validationAccuracy = "accuracy_val"
}

/// A sweep as it was asked for: `lr=0.1,1,10 hidden=2..8 seeds=20`, or `random 50 lr=log(0.01,10)`.
public struct SweepRequest: Sendable {
  /// More trials than this are refused.
  public static let mostTrials = 100_000
  /// The epochs of a trial, unless it is said.
  public static let standardEpochs = 1000

  /// The names of what is said beside the settings.
  public static let options = ["seeds", "epochs", "solved", "by", "threads"]

  public var axes: [SweepAxis] = []
  /// How many configurations are drawn; `nil` for all that there are.
  public var draws: Int?
  /// The seeds that each configuration is tried with; `nil` for that of the model.
  public var seeds: [UInt32]?
  public var epochs = standardEpochs
  /// What must hold for a trial to be solved; `nil` for what is usual.
  public var condition: Expression?
  public var order = SweepOrder.loss
  /// How many trials run at a time; `nil` for as many as there are cores.
  public var threads: Int?

  /// Reads the words of a sweep.
  ///
  /// - Parameter offset: bytes before the text, which spans count too.
  /// - Throws: `SweepError` at the word that is wrong.
  public init(_ text: String, offset: Int = 0) throws(SweepError) {
    var words = try SweepWord.words(of: text, offset: offset)[...]
    if let first = words.first, first.text == "random" {
      words.removeFirst()
      guard let count = words.popFirst() else { throw SweepError(.missingCount, at: first.span) }
      guard !count.text.contains("=") else { throw SweepError(.missingCount, at: count.span) }
      draws = try Self.count(count, "random", most: Self.mostTrials)
    }
    var seen: Set<String> = []
    for word in words {
      guard let (name, value) = word.assignment else {
        throw SweepError(.notAnAssignment(word.text), at: word.span)
      }
      guard seen.insert(name == "seeds" ? "seed" : name).inserted else {
        throw SweepError(.repeatedName(name), at: word.span)
      }
      guard !value.text.isEmpty else { throw SweepError(.noValue(name), at: word.span) }
      try read(name, value, word)
    }
    guard !axes.isEmpty || (seeds != nil && draws == nil) else {
      let end = offset + text.utf8.count
      throw SweepError(.nothingToSweep, at: SourceSpan(start: offset, end: max(end, offset + 1)))
    }
  }

  private mutating func read(
    _ name: String, _ value: SweepWord, _ word: SweepWord
  ) throws(SweepError) {
    switch name {
    case "seeds":
      let count = try Self.count(value, name, most: Self.mostTrials)
      seeds = (0..<count).map { UInt32($0) }
    case "seed": seeds = try Self.seeds(value)
    case "epochs": epochs = try Self.count(value, name, most: 1_000_000_000)
    case "threads": threads = try Self.count(value, name, most: 256)
    case "solved": condition = try value.expression()
    case "by":
      guard let order = SweepOrder(rawValue: value.text) else {
        throw SweepError(
          .unknownOrder(value.text, candidates: SweepOrder.allCases.map(\.rawValue)),
          at: value.span)
      }
      self.order = order
    default: axes.append(try axis(name, value, word))
    }
  }

  private static func count(
    _ word: SweepWord, _ name: String, most: Int
  ) throws(SweepError) -> Int {
    let digits = word.text.filter { $0 != "_" }
    guard let count = Int(digits), 1...most ~= count else {
      throw SweepError(.badCount(name: name, text: word.text, most: most), at: word.span)
    }
    return count
  }

  private static func seeds(_ value: SweepWord) throws(SweepError) -> [UInt32] {
    var seeds: [UInt32] = []
    for part in try value.parts() {
      let ends = range(part.text) ?? (part.text, part.text)
      guard let first = UInt32(ends.first), let last = UInt32(ends.last), first <= last else {
        throw SweepError(.badSeed(part.text), at: part.span)
      }
      guard Int(last - first) + seeds.count < mostTrials else {
        throw SweepError(.tooManyTrials(limit: mostTrials), at: part.span)
      }
      seeds += first...last
    }
    return seeds
  }

  /// The two ends of `2..8`.
  private static func range(_ text: String) -> (first: String, last: String)? {
    let bytes = Array(text.utf8)
    let dot = UInt8(ascii: ".")
    guard
      let place = bytes.indices.dropLast().first(where: { bytes[$0] == dot && bytes[$0 + 1] == dot }
      )
    else { return nil }
    return (
      String(decoding: bytes[..<place], as: UTF8.self),
      String(decoding: bytes[(place + 2)...], as: UTF8.self)
    )
  }

  // MARK: Values

  private func axis(
    _ name: String, _ value: SweepWord, _ word: SweepWord
  ) throws(SweepError) -> SweepAxis {
    let parts = try value.parts()
    var choices: [SweepAxis.Choice] = []
    for part in parts {
      guard !part.text.isEmpty else { throw SweepError(.noValue(name), at: part.span) }
      if let ends = Self.range(part.text) {
        guard let first = Int(ends.first), let last = Int(ends.last), first <= last,
          max(first.magnitude, last.magnitude) <= Expression.largestInteger
        else { throw SweepError(.badRange(part.text), at: part.span) }
        choices.append(.range(first, last))
        continue
      }
      if let interval = try interval(part) {
        guard draws != nil else { throw SweepError(.needsRandom(part.text), at: part.span) }
        guard parts.count == 1 else { throw SweepError(.badBounds(part.text), at: part.span) }
        return SweepAxis(name: name, span: word.span, values: interval)
      }
      choices.append(.value(try part.expression()))
    }
    return SweepAxis(name: name, span: word.span, values: .choices(choices))
  }

  /// `log(0.01, 10)` and `uniform(0.1, 2)`; `nil` for anything else.
  private func interval(_ part: SweepWord) throws(SweepError) -> SweepAxis.Values? {
    guard part.text.hasPrefix("log(") || part.text.hasPrefix("uniform(") else { return nil }
    let expression = try part.expression()
    guard case .call(let function, let arguments) = expression.node,
      function == "uniform" || arguments.count > 1
    else { return nil }
    var bounds: [Double] = []
    for argument in arguments {
      do {
        let value = try Evaluation.value(of: argument.value, in: DictionaryScope())
        if let item = value.array?.item { bounds.append(item) }
      } catch {
        throw SweepError(.language(error), at: error.span.isSome ? error.span : part.span)
      }
    }
    guard bounds.count == 2, arguments.count == 2, bounds[0] < bounds[1],
      bounds.allSatisfy(\.isFinite), (bounds[1] - bounds[0]).isFinite,
      function == "uniform" || bounds[0] > 0
    else { throw SweepError(.badBounds(part.text), at: part.span) }
    return function == "uniform"
      ? .uniform(bounds[0], bounds[1]) : .logUniform(bounds[0], bounds[1])
  }
}

import Arrays
import Equations
import Networks

/// Compares equations by what they compute: on fresh random data, on which two forms agree only if
/// they are the same.
package struct EquationJudge {
  let program: Program
  /// The name that the equation is for, if it is for one.
  let name: String?
  let expected: Expression
  /// The data there is, where it is known: targets that are one-hot in it are so in what is drawn.
  var data: (any Scope)?

  package init(
    program: Program, name: String?, expected: Expression, data: (any Scope)? = nil
  ) {
    self.program = program
    self.name = name
    self.expected = expected
    self.data = data
  }

  /// Judges the right side of an equation.
  ///
  /// - Throws: `LanguageError` if it cannot be computed: an unknown name, shapes that do not fit.
  package func judge(_ given: Expression) throws(LanguageError) -> Judgement {
    do throws(LanguageError) {
      return try judged(given)
    } catch {
      guard let name, case .unknownName(name, _) = error.kind,
        let own = program.steps(assigning: name).last?.statement.assignment?.computedValue,
        try !judged(own).isRight
      else { throw error }
      // What the name has been, it still is, and something to it: `dW1 = dW1 + 0.2 * W1`.
      return try judged(given.substituting([name: own]))
    }
  }

  /// What an equation computes on the data that all are compared on.
  ///
  /// - Throws: `LanguageError` if it cannot be computed.
  func meaning(of given: Expression) throws(LanguageError) -> AnswerMeaning? {
    let oneHot = oneHotNames
    var values: [Double] = []
    var shape: [Int] = []
    for seed in Self.seeds {
      guard let array = try Evaluation.value(of: given, in: try freshData(seed, oneHot)).array
      else {
        return nil
      }
      shape = array.shape.dimensions
      values += AnswerMeaning.sample(array)
    }
    let largest = values.reduce(0) { max($0, abs($1)) }
    return .numbers(shape: shape, values: values, room: 1e-8 * largest)
  }

  /// Two, so that no agreement is an accident.
  private static let seeds = [UInt32(20_301), 7_919]

  private func judged(_ given: Expression) throws(LanguageError) -> Judgement {
    guard given != expected else { return .right }
    let judgement = try judge(given, oneHot: [:])
    let oneHot = oneHotNames
    guard !judgement.isRight, !oneHot.isEmpty, try judge(given, oneHot: oneHot).isRight else {
      return judgement
    }
    return .right
  }

  private func judge(
    _ given: Expression, oneHot: [String: Int]
  ) throws(LanguageError) -> Judgement {
    var judgement = Judgement.right
    for seed in Self.seeds where judgement.isRight {
      judgement = try judge(given, on: try freshData(seed, oneHot))
    }
    return judgement
  }

  /// The data that has one 1 in each column, or row, and zeros beside it, with the axis along which
  /// it sums to one: `sum(Y, axis=0) * A - Y` is `A - Y` for it.
  private var oneHotNames: [String: Int] {
    var found: [String: Int] = [:]
    for name in program.setup.compactMap(\.target) where !program.parameters.contains(name) {
      guard let array = written(name),
        array.rank == 2,
        array.doubles.allSatisfy({ $0 == 0 || $0 == 1 })
      else { continue }
      let lengths = array.shape.dimensions
      found[name] = [0, 1].first { axis in
        lengths[axis] > 1 && OneHotMatrices.hold(in: array, along: axis)
      }
    }
    return found
  }

  /// The data there is; before it is drawn, what is written out.
  private func written(_ name: String) -> NDArray? {
    if case .found(.array(let array))? = data?.value(of: name) { return array }
    return program.statics[name]?.known?.array
  }

  /// With the learning rate and its like drawn afresh too, so that one of 1 cannot be left out; as
  /// they are where something needs just that number, as an axis does.
  private func freshData(
    _ seed: UInt32, _ oneHot: [String: Int]
  ) throws(LanguageError) -> FreshData {
    if let data = try? FreshData(
      program, before: name, seed: seed, drawsSettings: true, oneHot: oneHot),
      (try? Evaluation.value(of: expected, in: data)) != nil
    {
      return data
    }
    return try FreshData(
      program, before: name, seed: seed, drawsSettings: false, oneHot: oneHot)
  }

  private func judge(
    _ given: Expression, on data: FreshData
  ) throws(LanguageError) -> Judgement {
    let wanted = try Evaluation.value(of: expected, in: data)
    let value = try Evaluation.value(of: given, in: data)
    guard let wanted = wanted.array, let value = value.array else { return .wrong(.other) }
    let judge = NumericJudge(
      expected: wanted, tolerance: .relative(1e-8), examples: program.exampleCount ?? 1)
    // An equation has one shape; (2,) is not (2, 1) here.
    if value.shape != wanted.shape, value.count == wanted.count,
      value.shape != wanted.shape.transposed
    {
      return .wrong(.otherShape(given: value.shape))
    }
    let judgement = judge.judge(value)
    guard case .wrong(let mistake) = judgement else { return judgement }
    return Self.tellsOfForm(mistake) ? judgement : .wrong(.other)
  }
}

extension EquationJudge {
  /// Whether a mistake is one of the equation, and not of the numbers that it was tried on.
  private static func tellsOfForm(_ mistake: Judgement.Mistake) -> Bool {
    switch mistake {
    case .signFlipped, .transposed, .multipliedByExamples, .dividedByExamples, .otherShape: true
    default: false
    }
  }
}

/// Values for the names of a program that fit together as those of a run do: data and parameters are
/// random, and everything behind them is computed.
struct FreshData: Scope {
  private(set) var values: [String: Value] = [:]

  /// - Parameters:
  ///   - name: only names computed before this one have a value. What init makes and an update
  ///     changes has the value from before the update, so that its new value can be asked for.
  ///   - drawsSettings: whether settings that no shape depends on have a value of their own.
  ///   - oneHot: data with a single 1 along an axis.
  init(
    _ program: Program, before name: String?, seed: UInt32, drawsSettings: Bool,
    oneHot: [String: Int] = [:]
  ) throws(LanguageError) {
    var random: RandomState? = RandomState(seed: seed)
    let shaping = Set(program.setup.flatMap(\.inputs))
    let isUpdated =
      name != nil && program.setup.contains { $0.target == name }
      && program.iteration.contains { $0.target == name }
    let last = isUpdated ? program.iteration.lastIndex { $0.target == name } : nil
    for setting in program.settings {
      let isDrawn = drawsSettings && !shaping.contains(setting.name)
      values[setting.name] =
        isDrawn && setting.value.array?.item != nil
        ? .array(try Self.draw(.scalar, false, &random)) : setting.value
    }
    if let count = program.exampleCount { values[Program.examplesName] = .array(NDArray(count)) }
    // The first batch of an epoch stands for all.
    if program.batchesPerEpoch > 1 { values[ProgramBuilder.batchIndexName] = .array(NDArray(0)) }
    let made = isUpdated ? nil : program.setup.lastIndex { $0.target == name }
    for (index, step) in program.setup.enumerated() {
      guard index != made else { return }
      guard let target = step.target else { continue }
      if case .array(_, let shape?)? = program.statics[target]?.form {
        // The state of an optimizer may have to be above 0, as a mean of squares is.
        let isParameter = program.parameters.contains(target)
        var drawn = try Self.draw(shape, isParameter, &random)
        if let axis = oneHot[target] { drawn = Self.largest(of: drawn, along: axis) }
        values[target] = .array(drawn)
      } else {
        try execute(step, &random)
      }
    }
    for (index, step) in program.iteration.enumerated() {
      if isUpdated ? index == last : step.target != nil && step.target == name { break }
      try execute(step, &random)
    }
  }

  private mutating func execute(
    _ step: ProgramEquation, _ random: inout RandomState?
  ) throws(LanguageError) {
    guard case .assignment(let assignment) = step.statement.kind else { return }
    values[assignment.name] = try Evaluation.stored(by: assignment, in: self, random: &random)
  }

  /// Parameters of either sign; data between 0 and 1, where every loss is defined.
  private static func draw(
    _ shape: Shape, _ isParameter: Bool, _ random: inout RandomState?
  ) throws(LanguageError) -> NDArray {
    var generator = random ?? RandomState(seed: UInt32(0))
    defer { random = generator }
    do {
      return isParameter
        ? try generator.randn(shape) : try generator.uniform(low: 0.05, high: 0.95, shape: shape)
    } catch {
      throw LanguageError(.array(error, operation: "random", operands: []), at: .none)
    }
  }

  /// 1 at the largest number along an axis of a matrix, 0 beside it.
  private static func largest(of matrix: NDArray, along axis: Int) -> NDArray {
    let (rows, columns) = (matrix.shape.dimensions[0], matrix.shape.dimensions[1])
    let values = matrix.doubles
    var marks = [Double](repeating: 0, count: values.count)
    for line in 0..<(axis == 0 ? columns : rows) {
      let places =
        axis == 0
        ? (0..<rows).map { $0 * columns + line } : (0..<columns).map { line * columns + $0 }
      if let place = places.max(by: { values[$0] < values[$1] }) { marks[place] = 1 }
    }
    return NDArray(shape: matrix.shape, float64: marks)
  }

  func value(of name: String) -> Lookup<Value> { values[name].map { .found($0) } ?? .unknown }

  func staticValue(of name: String) -> Lookup<StaticValue> {
    values[name].map { .found(StaticValue(of: $0, isFixed: true)) } ?? .unknown
  }

  var candidateNames: [String] { values.keys.sorted() }
}

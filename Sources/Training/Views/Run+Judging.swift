import Arrays
import Equations
import Networks

/// The examples of a part, with what the network answers at the parameters that are there.
public struct JudgedExamples: Sendable {
  public let part: DataPart
  /// The data under the name of the part: `X_val`.
  public let inputName: String
  /// An example in each column.
  public let inputs: NDArray
  public let targets: NDArray
  public let predictions: NDArray
  /// The classes in order, as the targets have them; `nil` where the targets are none.
  public let classes: [Double]?
  /// The place in `classes` that is right for each example, and the one that is answered: `nil` for
  /// a prediction that is no number.
  public let wanted: [Int]
  public let answered: [Int?]
  /// What texts the classes were, if they were texts in a file.
  public let labels: [String]?

  public var count: Int { inputs.shape[1] }
}

/// How often each class was answered for each: a row for what is right, a column for the answer.
public struct ConfusionMatrix: Sendable, Equatable {
  public private(set) var counts: [[Int]]
  /// Predictions that are no number, by the class that is right.
  public private(set) var withoutAnswer: [Int]

  init(_ examples: JudgedExamples) {
    let size = examples.classes?.count ?? 0
    counts = Array(repeating: Array(repeating: 0, count: size), count: size)
    withoutAnswer = Array(repeating: 0, count: size)
    for (wanted, answered) in zip(examples.wanted, examples.answered) {
      if let answered { counts[wanted][answered] += 1 } else { withoutAnswer[wanted] += 1 }
    }
  }

  /// Of those that are of a class, the share that was found; `nil` where there are none.
  public func recall(_ index: Int) -> Double? {
    let all = counts[index].reduce(0, +) + withoutAnswer[index]
    return all == 0 ? nil : Double(counts[index][index]) / Double(all)
  }

  /// Of those that were taken for a class, the share that is of it; `nil` where there are none.
  public func precision(_ index: Int) -> Double? {
    let all = counts.map { $0[index] }.reduce(0, +)
    return all == 0 ? nil : Double(counts[index][index]) / Double(all)
  }

  public var right: Int { counts.indices.map { counts[$0][$0] }.reduce(0, +) }
  public var total: Int { counts.joined().reduce(0, +) + withoutAnswer.reduce(0, +) }
}

extension JudgedExamples {
  public var confusion: ConfusionMatrix? { classes == nil ? nil : ConfusionMatrix(self) }

  /// What a class is called: its text, else its number.
  public func name(of index: Int) -> String {
    guard let classes, index < classes.count else { return "" }
    if let labels, labels.count == classes.count { return labels[index] }
    let value = classes[index]
    return value == value.rounded() && value.magnitude < 1e15
      ? String(Int(value)) : NumberFormatting.shortest(value)
  }
}

extension Run {
  /// The loss and the accuracy of the examples of a part, each where it makes sense.
  public func judgement(of part: DataPart) -> (loss: Double, accuracy: Double?)? {
    guard isInitialised, program.has(part), let state = state(on: part),
      let loss = state[program.loss]?.item
    else { return nil }
    let accuracy = program.expression(of: .accuracy, in: state).flatMap {
      try? Evaluation.value(of: $0, in: SlotScope(state.slots)).array?.item
    }
    return (loss, accuracy)
  }

  /// What the network answers to the examples of a part.
  ///
  /// - Throws: `ViewFault` before `init`, and where the loss compares no prediction with a target.
  public func judged(_ part: DataPart) throws(ViewFault) -> JudgedExamples {
    guard isInitialised else { throw .notInitialised }
    guard let first = program.layers.first else { throw .noInputs }
    guard let (prediction, target) = program.comparison, let state = state(on: part),
      let inputs = state[first.input]?.examplesInColumns(program.exampleAxis(of: first.input)),
      let own = state[target], let predicted = state[prediction], inputs.rank == 2
    else { throw .noPrediction }
    let targets = own.examplesInColumns(program.exampleAxis(of: target))
    let predictions = predicted.examplesInColumns(program.exampleAxis(of: prediction))
    guard targets.rank == 2, predictions.rank == 2, inputs.shape[1] == targets.shape[1],
      inputs.shape[1] == predictions.shape[1]
    else { throw .noPrediction }
    // One class alone may be in a part; the training data say which there are.
    let reference = self.state[program.examples(of: .training)[target] ?? target] ?? own
    let rule = AccuracyRule(
      prediction: predicted.shape, examples: program.exampleAxis(of: prediction), target: own,
      targetExamples: program.exampleAxis(of: target))
    let answers = Self.answers(
      rule, predictions, targets, low: reference.doubles.min(), high: reference.doubles.max())
    return JudgedExamples(
      part: part, inputName: program.examples(of: part)[first.input] ?? first.input,
      inputs: inputs, targets: targets, predictions: predictions, classes: answers?.classes,
      wanted: answers?.wanted ?? [], answered: answers?.answered ?? [],
      labels: labels(of: target))
  }

  private typealias Answers = (classes: [Double], wanted: [Int], answered: [Int?])

  private static func answers(
    _ rule: AccuracyRule?, _ predictions: NDArray, _ targets: NDArray, low: Double?, high: Double?
  ) -> Answers? {
    let (count, rows) = (predictions.shape[1], predictions.shape[0])
    let (values, wanted) = (predictions.doubles, targets.doubles)
    func largest(_ values: [Double], _ rows: Int, _ column: Int) -> Int? {
      let own = (0..<rows).map { values[$0 * count + column] }
      guard !own.contains(where: \.isNaN), let most = own.max() else { return nil }
      return own.firstIndex(of: most)
    }
    switch rule {
    case .sides(let middle, _):
      guard rows == 1, let low, let high else { return nil }
      return (
        [low, high], wanted.map { $0 > middle ? 1 : 0 },
        values.map { $0.isNaN ? nil : $0 > middle ? 1 : 0 }
      )
    case .largest:
      return (
        (0..<rows).map(Double.init),
        (0..<count).map { largest(wanted, targets.shape[0], $0) ?? 0 },
        (0..<count).map { largest(values, rows, $0) }
      )
    case .number:
      return (
        (0..<rows).map(Double.init), wanted.map { min(max(Int(saturating: $0), 0), rows - 1) },
        (0..<count).map { largest(values, rows, $0) }
      )
    case nil: return nil
    }
  }

  /// The texts that the whole numbers of a target were in the file that it comes from.
  public func labels(of target: String) -> [String]? {
    let steps = program.steps(in: .data)
    var (wanted, found): (Set<String>, Set<[String]>) = ([target], [])
    for step in steps.reversed() {
      guard let name = step.target, wanted.contains(name) else { continue }
      wanted.formUnion(step.inputs)
      for call in step.statement.expressions.flatMap(\.fileCalls) {
        found.formUnion((call.content?.columns ?? []).compactMap(\.labels))
      }
    }
    return found.count == 1 ? found.first : nil
  }

  /// The examples of a part that cost most, each with the loss that it has alone, the costliest
  /// first. Of many examples those are looked at whose prediction is farthest from the target.
  public func costliest(
    _ examples: JudgedExamples, count: Int
  ) -> [(example: Int, cost: Double)] {
    guard let state = state(on: examples.part) else { return [] }
    let (columns, rows) = (examples.count, examples.predictions.shape[0])
    let (values, wanted) = (examples.predictions.doubles, examples.targets.doubles)
    var candidates = Array(0..<columns)
    let most = 2000
    if columns > most {
      let isSame = examples.targets.shape == examples.predictions.shape
      let distances = candidates.map { column -> Double in
        if isSame {
          return (0..<rows).reduce(0) {
            let error = values[$1 * columns + column] - wanted[$1 * columns + column]
            return $0 + error * error
          }
        }
        return 1 - values[examples.wanted[column] * columns + column]
      }
      // What is no number is far off indeed.
      let far = distances.map { $0.isNaN ? .infinity : $0 }
      candidates = Array(candidates.sorted { (far[$1], $0) < (far[$0], $1) }.prefix(most))
    }
    let read = Set(program.steps(in: .loss).flatMap(\.inputs))
    let sliced = read.compactMap { name -> (name: String, axis: Int, values: NDArray)? in
      guard let axis = program.exampleAxis(of: name), let values = state[name], axis < values.rank
      else { return nil }
      return (name, axis, values)
    }
    var costs: [(example: Int, cost: Double)] = []
    for example in candidates {
      var alone = state
      for (name, axis, values) in sliced {
        guard let one = values.example(example, along: axis) else { return [] }
        alone.store(.array(one), as: name)
      }
      alone.store(.array(NDArray(1)), as: Program.examplesName)
      for step in program.steps(in: .loss) {
        guard (try? alone.execute(step, in: program)) != nil else { return [] }
      }
      costs.append((example, alone[program.loss]?.item ?? .nan))
    }
    let far = { (cost: Double) in cost.isNaN ? Double.infinity : cost }
    return Array(
      costs.sorted { (far($1.cost), $0.example) < (far($0.cost), $1.example) }.prefix(count))
  }
}

extension NDArray {
  /// The one example at a place, with its axis kept.
  fileprivate func example(_ index: Int, along axis: Int) -> NDArray? {
    let whole = Subscript.slice(start: nil, stop: nil, step: nil)
    let one = Subscript.slice(start: index, stop: index + 1, step: nil)
    return try? subscripted(Array(repeating: whole, count: axis) + [one])
  }
}

import Arrays
import Equations
import Networks

/// Why a picture of a run cannot be made.
public enum ViewFault: Error, Sendable, Equatable {
  case notInitialised
  /// The forward section multiplies no data with weights.
  case noInputs
  /// The data does not have two inputs.
  case notTwoInputs(String, rows: Int)
  case notOneInput(String, rows: Int)
  case noPrediction
  /// No layer between has two units.
  case noHiddenLayer
  /// Forward computes no such value, or one that has no plane.
  case noPlane(String, units: Int?)
  /// The layer has no two such units.
  case noUnits(String, Int, Int, count: Int)
  case notAnElement(String)
  case language(LanguageError)
}

extension Run {
  /// The data that the first layer reads: its name, and its values with an example in each column.
  public var inputs: (name: String, values: NDArray)? {
    guard let first = program.layers.first,
      let values = state[first.input]?.examplesInColumns(program.exampleAxis(of: first.input)),
      values.rank == 2
    else { return nil }
    return (first.input, values)
  }

  /// The examples of a part, an example in each column: all that are trained on, not only those of
  /// the batch at hand, or those that are kept back; `nil` where there are none.
  public func inputs(of part: DataPart) -> NDArray? {
    guard let first = program.layers.first?.input, let name = name(of: first, in: part),
      let values = state[name]?.examplesInColumns(program.exampleAxis(of: first)), values.rank == 2
    else { return nil }
    return values
  }

  /// What an array of examples is called in a part; `nil` where the part has none.
  private func name(of array: String, in part: DataPart) -> String? {
    program.examples(of: part)[array] ?? (part == .training ? array : nil)
  }

  /// The targets of a part, an example in each column; `nil` where there are none.
  public func targets(of part: DataPart) -> NDArray? {
    guard let target = program.comparison?.target, let name = name(of: target, in: part) else {
      return nil
    }
    return state[name]?.examplesInColumns(program.exampleAxis(of: target))
  }

  /// The data of a network with two inputs.
  ///
  /// - Throws: `ViewFault` where there are no two inputs, or no parameters yet.
  func twoInputs() throws(ViewFault) -> (name: String, values: NDArray) {
    guard isInitialised else { throw .notInitialised }
    guard let (name, values) = inputs else { throw .noInputs }
    guard values.shape[0] == 2 else { throw .notTwoInputs(name, rows: values.shape[0]) }
    return (name, values)
  }

  /// The class of each example: on which side of the two targets' middle its own is, its number, or
  /// its largest row; `nil` where the targets are no classes.
  public var classes: [Int]? { classes(of: .training) }

  /// The same of a part's examples, in the order of `inputs(of:)`.
  public func classes(of part: DataPart) -> [Int]? {
    guard let (prediction, target) = program.comparison, let own = state[target],
      let values = targets(of: part), values.rank == 2
    else { return nil }
    if values.shape[0] == 1 {
      if let middle = AccuracyRule.middle(of: values.doubles) {
        return values.doubles.map { $0 > middle ? 1 : 0 }
      }
      guard let predicted = state[prediction],
        case .number? = AccuracyRule(
          prediction: predicted.shape, examples: program.exampleAxis(of: prediction), target: own,
          targetExamples: program.exampleAxis(of: target))
      else { return nil }
      return values.doubles.map { Int(saturating: $0) }
    }
    guard let largest = try? values.reduced(by: .argmax, axis: 0) else { return nil }
    return largest.doubles.map { Int(saturating: $0) }
  }

  /// Whether the largest of several outputs is the class that the network says.
  public var saysClasses: Bool {
    guard let (prediction, target) = program.comparison, let predicted = state[prediction],
      let own = state[target],
      let rule = AccuracyRule(
        prediction: predicted.shape, examples: program.exampleAxis(of: prediction), target: own,
        targetExamples: program.exampleAxis(of: target))
    else { return false }
    if case .sides = rule { return false }
    return true
  }

  /// The network's predictions at points of the plane of its two inputs, with the parameters that
  /// are there.
  ///
  /// - Returns: for each output its predictions at the points.
  /// - Throws: `ViewFault` where there are no two inputs, no prediction, or no parameters yet.
  public func predictions(
    at points: [(x: Double, y: Double)]
  ) throws(ViewFault) -> [[Double]] {
    guard isInitialised else { throw .notInitialised }
    guard let prediction = program.comparison?.prediction else { throw .noPrediction }
    return try values(of: prediction, over: points)
  }

  /// The same at places of the network's one input.
  ///
  /// - Throws: `ViewFault` where there is not one input, no prediction, or no parameters yet.
  public func predictions(along places: [Double]) throws(ViewFault) -> [[Double]] {
    guard isInitialised else { throw .notInitialised }
    guard let (name, values) = inputs else { throw .noInputs }
    guard values.shape[0] == 1 else { throw .notOneInput(name, rows: values.shape[0]) }
    return try predictions(at: NDArray(shape: [1, places.count], float64: places))
  }

  /// - Parameter grid: an example in each column.
  private func predictions(at grid: NDArray) throws(ViewFault) -> [[Double]] {
    guard let prediction = program.comparison?.prediction else { throw .noPrediction }
    return try values(of: prediction, at: grid)
  }

  /// What forward computes at points of the plane of two inputs, with the parameters that are there.
  ///
  /// - Returns: a row a unit, a column a point.
  /// - Throws: `ViewFault` of a network without two inputs, or of a name that forward does not compute.
  public func values(
    of name: String, over points: [(x: Double, y: Double)]
  ) throws(ViewFault) -> [[Double]] {
    _ = try twoInputs()
    return try values(
      of: name,
      at: NDArray(shape: [2, points.count], float64: points.map(\.x) + points.map(\.y)))
  }

  /// What forward computes of other examples, with the parameters that are there.
  ///
  /// - Parameters:
  ///   - name: a value of the forward section.
  ///   - grid: an example in each column.
  /// - Returns: for each of its units its values.
  /// - Throws: `ViewFault` where there are no layers, or of an equation that fails.
  public func values(of name: String, at grid: NDArray) throws(ViewFault) -> [[Double]] {
    guard let input = program.layers.first?.input else { throw .noInputs }
    let count = grid.shape[1]
    var copy = state
    copy.store(.array(program.exampleAxis(of: input) == 0 ? grid.transposed : grid), as: input)
    copy.store(.array(NDArray(count)), as: Program.examplesName)
    do {
      try copy.evaluate(program, upTo: name)
    } catch {
      throw .language(error.error)
    }
    guard
      let result = copy[name]?.examplesInColumns(program.exampleAxis(of: name)),
      result.count >= count, result.count.isMultiple(of: max(count, 1))
    else { throw .noPrediction }
    let numbers = result.doubles
    return stride(from: 0, to: numbers.count, by: max(count, 1)).map {
      Array(numbers[$0..<$0 + count])
    }
  }

  /// The loss with two elements of parameters at other values than they have.
  ///
  /// - Throws: `ViewFault` before there are parameters, or of an equation that fails.
  public func losses(
    _ first: Assignment, _ second: Assignment, at places: [(x: Double, y: Double)]
  ) throws(ViewFault) -> [Double] {
    guard isInitialised else { throw .notInitialised }
    var result: [Double] = []
    for place in places {
      var copy = state
      do throws(Run.Failure) {
        for (assignment, value) in [(first, place.x), (second, place.y)] {
          var assignment = assignment
          assignment.value = Expression(.float(value))
          let step = ProgramEquation(.update, Statement(.assignment(assignment)), .derived)
          try copy.execute(step, in: program)
        }
        try copy.evaluate(program)
      } catch {
        throw .language(error.error)
      }
      result.append(copy[program.loss]?.item ?? .nan)
    }
    return result
  }

  /// The value of an expression at the ends of epochs, evenly spread over all that this line has.
  ///
  /// - Parameter count: at most so many epochs are looked at.
  /// - Throws: `ViewFault` of an expression that is no single number.
  public func course(
    of expression: Expression, count: Int
  ) throws(ViewFault) -> [(epoch: Int, value: Double)] {
    let arrays = try courseOfArray(expression, count: count)
    if arrays.contains(where: { $0.value.count != 1 }) {
      throw .notAnElement(expression.text)
    }
    return arrays.map { ($0.epoch, $0.value.item ?? .nan) }
  }

  /// The same for an array; at epochs at which it had another shape than the last it is left out.
  ///
  /// - Throws: `ViewFault` of an expression that is no array, or that cannot be evaluated.
  public func courseOfArray(
    _ expression: Expression, count: Int
  ) throws(ViewFault) -> [(epoch: Int, value: NDArray)] {
    let last = finishedEpochs
    guard last > 0, count > 0 else { return [] }
    let number = min(count, last)
    var copy = self
    var result: [(epoch: Int, value: NDArray)] = []
    for index in 0..<number {
      let epoch = number == 1 ? last : 1 + index * (last - 1) / (number - 1)
      guard (try? copy.go(to: .after(epoch: epoch))) != nil else { break }
      do {
        try LanguageError.checkInterruption(at: expression.span)
        guard let array = try copy.value(of: expression).array else {
          throw ViewFault.notAnElement(expression.text)
        }
        result.append((epoch, array))
      } catch let error as ViewFault {
        throw error
      } catch let error as LanguageError {
        throw .language(error)
      } catch {
        break
      }
    }
    let shape = result.last?.value.shape
    return result.filter { $0.value.shape == shape }
  }
}

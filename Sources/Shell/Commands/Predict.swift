import Arrays
import Equations
import JSON
import Networks
import Terminal
import Training

extension Command {
  static let predict = Command(
    "predict", group: .looking, usage: "NUMBERS",
    summary: "what the network says to an input: predict 1 0",
    help: """
      Runs the forward equations on one example of your own, with the parameters as they are now. \
      Give a number for each input, in the order of the data, or an expression that has \
      as many: predict 0.5 1, predict X[:, 3]. Nothing of the run changes.
      """,
    completion: .names
  ) { session, argument in
    guard !argument.isEmpty else {
      throw ShellError(
        "missing-argument", "predict what? Give a number for each input",
        hint: .verbatim("predict \(session.exampleInput)"))
    }
    return try session.prediction(for: try session.numbers(argument), at: argument.range)
  }
}

extension Session {
  /// An input of zeros, as many as there are.
  fileprivate var exampleInput: String {
    let count = run.inputs?.values.shape[0] ?? 2
    return Array(repeating: "0", count: min(count, 8)).joined(separator: " ")
  }

  /// The forward equations on one example, on a copy of what there is.
  fileprivate func prediction(
    for input: [Double], at range: Range<Int>
  ) throws -> PredictionReport {
    let program = run.program
    guard run.isInitialised, let (name, examples) = run.inputs else {
      throw try Views.withoutInputs(run)
    }
    guard let prediction = program.comparison?.prediction else {
      throw try Views.reporting { () throws(ViewFault) -> ShellError in throw .noPrediction }
    }
    let wanted = examples.shape[0]
    guard input.count == wanted else {
      let given: Phrase =
        input.count == 1 ? "1 number is given" : "\(input.count) numbers are given"
      throw ShellError(
        "wrong-count",
        wanted == 1
          ? "\(name) has 1 input; \(given)" : "\(name) has \(wanted) inputs; \(given)",
        hint: .verbatim("predict \(exampleInput)"), range: range)
    }
    var state = run.state
    let isRow = program.exampleAxis(of: name) == 0
    let example = NDArray(shape: isRow ? [1, wanted] : [wanted, 1], float64: input)
    state.store(.array(example), as: name)
    state.store(.array(NDArray(1)), as: Program.examplesName)
    do throws(Run.Failure) {
      try state.evaluate(program, upTo: prediction)
    } catch {
      throw Wording.describe(error.error, in: error.step)
    }
    guard let values = state[prediction] else {
      throw try Views.reporting { () throws(ViewFault) -> ShellError in throw .noPrediction }
    }
    return PredictionReport(
      inputName: name, input: input, name: prediction, values: values,
      answer: predictedClass(values))
  }

  /// The class that the network's answer comes to; `nil` where the targets are no classes.
  private func predictedClass(_ values: NDArray) -> PredictedClass? {
    let program = run.program
    guard let (prediction, name) = program.comparison,
      let target = run.state[program.examples(of: .accuracy)[name] ?? name],
      let rule = AccuracyRule(
        prediction: values.shape, examples: program.exampleAxis(of: prediction), target: target,
        targetExamples: program.exampleAxis(of: name))
        ?? AccuracyRule(
          prediction: run.state[prediction]?.shape ?? values.shape,
          examples: program.exampleAxis(of: prediction), target: target,
          targetExamples: program.exampleAxis(of: name)),
      !values.doubles.contains(where: \.isNaN)
    else { return nil }
    let outputs = values.doubles
    switch rule {
    case .sides(let middle, _):
      guard outputs.count == 1, let low = target.doubles.min(), let high = target.doubles.max()
      else { return nil }
      return PredictedClass(
        target: name, label: outputs[0] > middle ? high : low,
        other: outputs[0] > middle ? low : high
      )
    case .largest, .number:
      guard let most = outputs.max(), let place = outputs.firstIndex(of: most) else { return nil }
      return PredictedClass(target: name, label: Double(place), other: nil)
    }
  }

  /// Numbers that stand apart by blanks or commas, or the elements of an expression.
  fileprivate func numbers(_ argument: CommandText.Argument) throws -> [Double] {
    let words = argument.text.split { $0 == " " || $0 == "," }.map(String.init)
    let single = words.map { word -> Double? in
      guard let expression = try? Parser.expression(word) else { return nil }
      return try? Evaluation.value(of: expression, in: scope).array?.item
    }
    if !single.contains(nil) { return single.compactMap { $0 } }
    let expression = try argument.expression()
    guard let array = try Evaluation.value(of: expression, in: scope).array else {
      throw Wording.describe(.notAnArray(expression.text), at: expression.range)
    }
    return array.doubles
  }
}

/// The class of an answer.
struct PredictedClass {
  /// The targets that have such classes.
  var target: String
  /// The class: its value among the targets, or its number, counted from 0.
  var label: Double
  /// Of two values the one that it is farther from.
  var other: Double?
}

/// What the network says to an input.
struct PredictionReport: CommandResult {
  var inputName: String
  var input: [Double]
  var name: String
  var values: NDArray

  var answer: PredictedClass?

  /// The output that is largest, where the targets say by their largest which class they are.
  private var largest: Int? { answer?.other == nil ? answer.map { Int($0.label) } : nil }

  var json: JSONValue {
    .object([
      ("type", .string("prediction")), ("input_name", .string(inputName)),
      ("input", .array(input.map { .number($0) })), ("name", .string(name)),
      ("shape", .shape(values.shape)), ("values", .array(values.doubles.map { .number($0) })),
      ("largest", largest.map { .integer($0) } ?? .null),
      ("class", answer.map { .number($0.label) } ?? .null),
    ])
  }

  func write(to page: inout Page) {
    let numbers = input.map(Self.text).joined(separator: ", ")
    page.paragraph("For \(inputName, .name) = \(numbers) the network says:")
    for (row, value) in values.doubles.enumerated() {
      let index = values.shape.index(ofFlat: row).map(String.init).joined(separator: ", ")
      let element = values.count == 1 ? name : "\(name)[\(index)]"
      page.line("    \(StyledText(element, .name)) = \(NumberFormatting.shortest(value))")
    }
    guard let answer else { return }
    let label = Self.text(answer.label)
    if let other = answer.other.map(Self.text) {
      page.paragraph(
        "Nearer to \(label) than to \(other): the answer is \(answer.target) = \(label).")
    } else {
      page.paragraph("The largest of them is number \(label), counted from 0: class \(label).")
    }
  }

  /// A number, whole ones without a point.
  private static func text(_ number: Double) -> String {
    number == number.rounded() && number.magnitude < 1e15
      ? String(Int(number)) : NumberFormatting.shortest(number)
  }
}

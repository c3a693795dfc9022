import Arrays
import Equations
import Networks

/// What the network says with the parameters that are there: predictions and metrics, which no
/// equation of an epoch has computed.
extension Explainer {
  /// The predictions and the loss of a part of the examples, equation by equation, then the part's
  /// metrics; empty before `init`, and where a part has no examples.
  package func evaluation(on part: DataPart) -> [ArithmeticRecord] {
    guard run.isInitialised, run.program.has(part), let state = run.state(on: part) else {
      return []
    }
    var evaluation = EvaluationRecords(self, state, part)
    for step in run.program.evaluation {
      guard let assignment = step.statement.assignment, assignment.subscripts == nil else {
        continue
      }
      evaluation.add(assignment.name, assignment.computedValue, step)
    }
    for metric in Metric.allCases
    where metric != .validationLoss && metric.isOfValidation == (part == .validation)
      && part != .test && run.program.metrics.contains(metric)
    {
      guard let expression = run.program.expression(of: metric, in: state) else { continue }
      evaluation.add(metric.rawValue, expression, nil, .metric(metric, of: expression))
    }
    return evaluation.records
  }
}

extension Explainer {
  /// The arithmetic of an expression where the run says what the network does with a part of the
  /// examples.
  func tracer(of expression: Expression, in state: RunState, on part: DataPart) -> Tracer? {
    // Equal ones are known of the examples that the epoch looks at.
    let isOfEpoch = part == .training && run.program.batchesPerEpoch == 1
    return try? Tracer(
      expression, in: SlotScope(state.slots), examples: isOfEpoch ? examples : nil)
  }
}

/// Records of an evaluation in the making.
private struct EvaluationRecords {
  private let explainer: Explainer
  private let state: RunState
  private let part: DataPart
  /// Under which name the run has the data that an equation reads.
  private let data: [String: String]
  private var names: Set<String> = []
  private(set) var records: [ArithmeticRecord] = []

  init(_ explainer: Explainer, _ state: RunState, _ part: DataPart) {
    self.explainer = explainer
    self.state = state
    self.part = part
    data = explainer.run.program.examples(of: part)
    if !data.isEmpty, let count = state[Program.examplesName] {
      names.insert(Program.examplesName)
      records.append(record(of: Program.examplesName, count, .counted))
    }
  }

  /// Takes a name down with the arithmetic of the expression that gave it its value.
  mutating func add(
    _ name: String, _ expression: Expression, _ step: ProgramEquation?,
    _ origin: Explanation.Origin? = nil
  ) {
    let tracer = explainer.tracer(of: expression, in: state, on: part)
    guard let value = step == nil ? tracer?.value.array : state[name] else { return }
    let recorded = tracer?.value.array?.isIdentical(to: value) == true ? tracer?.recorded : nil
    let origin = origin ?? step.map { .equation($0.statement, $0.origin) } ?? .setByHand
    records.append(record(of: name, value, origin, step, recorded))
    names.insert(name)
  }

  private func record(
    of name: String, _ value: NDArray, _ origin: Explanation.Origin,
    _ step: ProgramEquation? = nil, _ recorded: ArithmeticPlan.Recorded? = nil
  ) -> ArithmeticRecord {
    let sources = (recorded?.names ?? []).compactMap { read in
      source(of: read).map { (read, $0) }
    }
    return ArithmeticRecord(
      version: version(of: name), value: value, role: explainer.role(of: name), origin: origin,
      moment: nil, step: step, arithmetic: recorded,
      inputs: Dictionary(sources) { first, _ in first }, seed: nil, first: nil)
  }

  private func version(of name: String) -> ArithmeticRecord.Version {
    let now = explainer.run.state.cursor
    return ArithmeticRecord.Version(
      name: name, made: nil, seen: now, segment: explainer.run.segmentIndex(at: now), part: part)
  }

  private func source(of name: String) -> ArithmeticRecord.Version? {
    names.contains(name)
      ? version(of: name)
      : explainer.version(of: data[name] ?? name, before: explainer.run.state.cursor)
  }
}

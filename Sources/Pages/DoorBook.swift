import Arrays
import Equations
import JSON
import Networks
import Shell
import Terminal
import Training

/// The arithmetic behind numbers, for a page that is asked about them: at each moment the value that
/// every name had, the equation that gave it, as data, and what this read, which leads on.
///
/// Values stand in it once, however many moments have them; of equal examples one stands for all.
struct DoorBook {
  /// What a name was at one time, as the page knows it.
  struct Version {
    var record: ArithmeticRecord
    var step: Int?
    var plan: Int?
    var chain: [Phrase] = []
    /// The examples among which equal ones are found.
    var examples: Int?
  }

  /// The versions of all names at a moment.
  struct Moment {
    var names: [String: ArithmeticRecord.Version]
  }

  private(set) var versions: [ArithmeticRecord.Version: Version] = [:]
  private var plans: [ArithmeticPlan: Int] = [:]
  private(set) var planList: [ArithmeticPlan] = []
  private var steps: [String: Int] = [:]
  private(set) var stepList: [String] = []
  private var examples: [Tracer.Examples: Int] = [:]
  private(set) var examplesList: [Tracer.Examples] = []
  private var chains: [Int: [Phrase]] = [:]
  /// What each number of a version moves, in row-major order.
  private(set) var moves: [ArithmeticRecord.Version: [JSONValue]] = [:]

  // MARK: - Taking down

  /// Takes down everything of a moment: what its last epoch has computed with its arithmetic, and
  /// what that read of earlier ones as numbers.
  mutating func note(_ run: Run) -> Moment {
    let explainer = Explainer(run)
    let cursor = run.state.cursor
    var moment = Moment(names: [:])
    for name in run.state.slots.keys.sorted() {
      moment.names[name] = note(name, before: cursor, explainer)
    }
    for part in [DataPart.training, .validation] {
      for version in note(explainer.evaluation(on: part), explainer) {
        // What the page shows are the training examples, and metrics of all.
        let isShown = part == .training || Metric(rawValue: version.name) != nil
        if isShown { moment.names[NumberDoor.evaluated(version.name)] = version }
      }
    }
    return moment
  }

  /// Takes down how far each number of the parameters moves what it reaches, at the moment that a
  /// run is at.
  mutating func noteMoves(_ run: Run) {
    let explainer = Explainer(run)
    for name in run.program.parameters {
      guard let array = run.state[name],
        let version = explainer.version(of: name, before: run.state.cursor)
      else { continue }
      moves[version] = (0..<array.count).map { flat in
        (try? explainer.uses(of: name, at: array.shape.index(ofFlat: flat)))?.moves ?? .null
      }
    }
  }

  /// Leaves out how far parameters move things, but for what is there at a moment.
  ///
  /// - Returns: whether there was any.
  mutating func forgetMoves(exceptAt moment: Moment) -> Bool {
    let kept = Set(moment.names.values)
    let count = moves.count
    moves = moves.filter { kept.contains($0.key) }
    return moves.count < count
  }

  /// Takes down what the network says with the parameters that are there.
  ///
  /// - Parameter traced: a name that alone is taken down with its arithmetic.
  @discardableResult
  mutating func note(
    _ evaluation: [ArithmeticRecord], _ explainer: Explainer, traced: String? = nil
  ) -> [ArithmeticRecord.Version] {
    for record in evaluation {
      var entry = Version(record: record)
      if let step = record.step { entry.step = index(of: step) }
      if let recorded = record.arithmetic, traced == nil || traced == record.version.name {
        entry.plan = index(of: recorded.plan)
        for (_, input) in record.inputs.sorted(by: { $0.key < $1.key }) where input.part == nil {
          note(input.name, before: explainer.run.state.cursor, explainer, traces: traced == nil)
        }
      }
      if record.version.part == .training { entry.examples = index(of: explainer.examples) }
      versions[record.version] = entry
    }
    return evaluation.map(\.version)
  }

  /// Takes down a name as the equation at a cursor found it.
  ///
  /// - Parameters:
  ///   - traces: whether with its arithmetic, and what this read.
  ///   - follows: whether also with the arithmetic of that.
  @discardableResult
  mutating func note(
    _ name: String, before cursor: Cursor, _ explainer: Explainer, traces: Bool = true,
    follows: Bool = true
  ) -> ArithmeticRecord.Version? {
    guard let version = explainer.version(of: name, before: cursor) else { return nil }
    if let known = versions[version], known.plan != nil || !traces { return version }
    guard let record = explainer.record(of: name, before: cursor, traces: traces) else {
      return nil
    }
    var entry = Version(record: record)
    if let step = record.step { entry.step = index(of: step) }
    if let recorded = record.arithmetic { entry.plan = index(of: recorded.plan) }
    if traces, let step = entry.step {
      if chains[step] == nil {
        chains[step] = explainer.symbolicChain(of: record).map { WhyWords.chain($0) } ?? []
      }
      entry.chain = chains[step] ?? []
    }
    entry.examples = index(of: explainer.examples)
    versions[version] = entry
    guard traces, let made = version.made else { return version }
    for (_, input) in record.inputs.sorted(by: { $0.key < $1.key }) {
      // What an earlier epoch has made is known at its own moment, if that is kept.
      let isAtHand =
        input.made.map { $0.epoch == 0 || ($0.epoch, $0.batch) == (made.epoch, made.batch) } ?? true
      note(input.name, before: made, explainer, traces: follows && isAtHand)
    }
    if record.first != nil {
      note(name, before: Cursor(epoch: 1, index: 0), explainer, traces: follows)
    }
    return version
  }

  private mutating func index(of step: ProgramEquation) -> Int {
    let text = step.text
    if let known = steps[text] { return known }
    steps[text] = stepList.count
    stepList.append(text)
    return stepList.count - 1
  }

  private mutating func index(of plan: ArithmeticPlan) -> Int {
    if let known = plans[plan] { return known }
    plans[plan] = planList.count
    planList.append(plan)
    return planList.count - 1
  }

  private mutating func index(of found: Tracer.Examples?) -> Int? {
    guard let found else { return nil }
    // Those of one moment come again for every name, and need not be hashed each time.
    if examplesList.last == found { return examplesList.count - 1 }
    if let known = examples[found] { return known }
    examples[found] = examplesList.count
    examplesList.append(found)
    return examplesList.count - 1
  }
}

extension ArithmeticRecord.Version {
  /// `W1@12.0.7`: a name, and the cursor at which it was made; `A2@=train.12.0.0` of what the network
  /// says of a part of the examples at that moment.
  var text: String {
    let stretch = segment == 0 ? "" : "~\(segment)"
    if let part, let seen {
      return "\(name)@=\(part.rawValue).\(seen.epoch).\(seen.batch).\(seen.index)\(stretch)"
    }
    if let made { return "\(name)@\(made.epoch).\(made.batch).\(made.index)\(stretch)" }
    return "\(name)@\(seen.map { "!\($0.epoch).\($0.batch).\($0.index)" } ?? "")\(stretch)"
  }
}

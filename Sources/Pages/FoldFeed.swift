import Arrays
import Equations
import JSON
import Networks
import Shell
import Training
import Web

/// What a page needs to bend the sheet of the inputs by itself: the equations, and the parameters
/// of some moments.
struct FoldFeed {
  /// What one moment brings.
  struct Moment {
    var numbers: [Double]
    /// The way of the sheet, with the axes that the stages have now.
    var plan: FoldPlan
  }

  /// Why a page cannot have it.
  enum Fault: Error {
    /// A word of the equations that pages do not compute.
    case word(String)
    case large
  }

  /// The parameters of all moments together have at most so many numbers.
  static let mostNumbers = 80_000
  /// How many points the sheet has along a side; fewer where the network takes longer.
  private static let sides = (fine: 49, coarse: 25)

  let plan: FoldPlan
  private let run: Run
  private let words: [(String, String)]
  private let steps: [(name: String, tree: String)]
  private let loss: [(name: String, tree: String)]?
  private let values: [(String, NDArray)]
  private let whole: [(String, NDArray)]
  private let readsCount: Bool

  /// - Parameters:
  ///   - words: what the page says, by the name that its script calls it.
  ///   - mostData: data with more numbers stay away, and the loss with them.
  /// - Throws: `Fault`.
  init(_ run: Run, plan: FoldPlan, words: [(String, String)], mostData: Int) throws {
    self.run = run
    self.plan = plan
    self.words = words
    let program = run.program
    guard let prediction = program.comparison?.prediction, let input = plan.stages.first?.name
    else { throw Fault.word("") }
    let known = Set(program.names)
    let evaluation = program.evaluation
    guard let end = evaluation.firstIndex(where: { $0.target == prediction }) else {
      throw Fault.word(prediction)
    }
    steps = try Self.written(evaluation[...end], known)
    // Without a loss that the page can compute it still has the fold.
    var loss = try? Self.written(evaluation[(end + 1)...], known)
    var reads = Self.reads(evaluation[...end], from: [input] + program.parameters)
    readsCount =
      reads.contains(Program.examplesName)
      || Self.reads(evaluation[(end + 1)...], from: []).contains(Program.examplesName)
    reads.removeAll { $0 == Program.examplesName }
    if let name = reads.first(where: { program.exampleAxis(of: $0) != nil }) {
      throw Fault.word(name)
    }
    let computed = evaluation[...end].compactMap(\.target)
    var more = Self.reads(
      evaluation[(end + 1)...], from: [input] + program.parameters + computed + reads)
    more.removeAll { $0 == Program.examplesName }
    func value(_ name: String) -> (String, NDArray)? { run.state[name].map { (name, $0) } }
    values = (reads + more.filter { program.exampleAxis(of: $0) == nil }).compactMap(value)
    var whole = ([input] + more.filter { program.exampleAxis(of: $0) != nil }).compactMap(value)
    if values.reduce(0, { $0 + $1.1.count }) > mostData { throw Fault.large }
    if whole.reduce(0, { $0 + $1.1.count }) > mostData { loss = nil }
    if let count = run.inputs?.values.shape[1] {
      whole.append((Program.examplesName, NDArray(count)))
    }
    self.loss = loss.flatMap { $0.last?.name == program.loss ? $0 : nil }
    self.whole = self.loss == nil ? [] : whole
  }

  private static func written(
    _ equations: ArraySlice<ProgramEquation>, _ known: Set<String>
  ) throws -> [(name: String, tree: String)] {
    try equations.map { step in
      guard let assignment = step.statement.assignment, assignment.subscripts == nil else {
        throw Fault.word(step.text)
      }
      do throws(JavaScriptWriter.Fault) {
        return (
          assignment.name,
          try JavaScriptWriter.text(of: assignment.computedValue, known: known)
        )
      } catch {
        throw Fault.word(error.word)
      }
    }
  }

  /// The names that equations read before they are computed, each once.
  private static func reads(
    _ equations: ArraySlice<ProgramEquation>, from given: [String]
  ) -> [String] {
    var known = Set(given)
    var reads: [String] = []
    for step in equations {
      for name in step.inputs where known.insert(name).inserted { reads.append(name) }
      if let target = step.target { known.insert(target) }
    }
    return reads
  }

  // MARK: - Moments

  /// - Returns: `nil` where there are no parameters yet, or too many for a report's moments, and
  ///   where there is no plane to be bent.
  static func moment(_ run: Run) -> Moment? {
    var numbers: [Double] = []
    for name in run.program.parameters {
      guard let value = run.state[name],
        numbers.count + value.count <= mostNumbers / ReportTimeline.mostEpochs
      else { return nil }
      numbers += value.doubles
    }
    guard let plan = try? run.foldPlan() else { return nil }
    return Moment(numbers: numbers, plan: plan)
  }

  private static func isPrincipal(_ axes: PlaneAxes) -> Bool {
    if case .principal = axes.kind { true } else { false }
  }

  // MARK: - JSON

  private static func number(_ value: Double) -> JSONValue {
    // The page takes nothing that is no number of JSON.
    .number(value.isFinite ? value : 0)
  }

  private static func array(_ array: NDArray) -> JSONValue {
    .object([
      ("shape", .array(array.shape.dimensions.map { .integer($0) })),
      ("values", .array(array.doubles.map(number))),
    ])
  }

  private static func axes(_ axes: PlaneAxes) -> JSONValue {
    .array([axes.center, axes.first, axes.second].map { .array($0.map(number)) })
  }

  /// Numbers as the page reads them: eight bytes each, the lowest first, in base64.
  private static func packed(_ numbers: [Double]) -> String {
    SessionPage.base64(
      numbers.flatMap { number in
        (0..<8).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * UInt64($0))) }
      })
  }

  private func equations(_ steps: [(name: String, tree: String)]) -> String {
    let items = steps.map { "{\"name\":\(JSONValue.string($0.name).text),\"tree\":\($0.tree)}" }
    return "[\(items.joined(separator: ","))]"
  }

  /// - Parameters:
  ///   - moments: what each is called, and its numbers.
  ///   - stages: what is said of each stage, and what its two axes are called.
  func json(
    _ moments: [(label: String, moment: Moment)],
    stages: [(words: String, across: String, up: String)]
  ) throws -> String {
    let size = moments.reduce(0) { $0 + $1.moment.numbers.count }
    guard size <= Self.mostNumbers else { throw Fault.large }
    let program = run.program
    let prediction = program.comparison?.prediction ?? ""
    let fold = try run.fold(plan, side: 2)
    let places = fold.stages.first?.examples ?? []
    let classes = fold.classes ?? places.map { _ in 0 }
    let stageValues = zip(plan.stages.indices, stages).map { place, said -> JSONValue in
      let stage = plan.stages[place]
      let isPrincipal = Self.isPrincipal(stage.axes)
      let axes = isPrincipal ? moments.map { $0.moment.plan.stages[place].axes } : [stage.axes]
      return .object([
        ("name", .string(stage.name)), ("words", .string(said.words)),
        ("across", .string(said.across)), ("up", .string(said.up)),
        ("principal", .bool(isPrincipal)), ("axes", .array(axes.map(Self.axes))),
      ])
    }
    let names = Set(plan.stages.map(\.name) + [prediction])
    let parameters = program.parameters.map { name -> JSONValue in
      .object([
        ("name", .string(name)),
        (
          "shape",
          .array((run.state[name]?.shape.dimensions ?? []).map { .integer($0) })
        ),
      ])
    }
    let weightCount = moments.first?.moment.numbers.count ?? 0
    let rest = JSONValue.object([
      ("input", .string(plan.stages.first?.name ?? "")),
      ("rows", .strings(names.filter { program.exampleAxis(of: $0) == 0 }.sorted())),
      ("count", readsCount ? .string(Program.examplesName) : .null),
      ("prediction", .string(prediction)),
      ("threshold", plan.threshold.map { .number($0) } ?? .null),
      ("largest", .bool(plan.isLargest)), ("stages", .array(stageValues)),
      ("x", .array([.number(plan.x.lowerBound), .number(plan.x.upperBound)])),
      ("y", .array([.number(plan.y.lowerBound), .number(plan.y.upperBound)])),
      ("side", .integer(weightCount > 600 ? Self.sides.coarse : Self.sides.fine)),
      (
        "examples",
        .array([
          .array(places.map { Self.number($0.x) }), .array(places.map { Self.number($0.y) }),
          .array(classes.map { .integer($0) }),
        ])
      ),
      ("values", .object(values.map { ($0.0, Self.array($0.1)) })),
      ("whole", .object(whole.map { ($0.0, Self.array($0.1)) })),
      ("lossName", .string(program.loss)), ("parameters", .array(parameters)),
      (
        "cut",
        plan.cutting.map {
          .object([("weights", .string($0.weights)), ("axis", .integer($0.unitAxis))])
        } ?? .null
      ),
      ("labels", .strings(moments.map(\.label))),
      ("moments", .string(Self.packed(moments.flatMap(\.moment.numbers)))),
      ("words", .object(words.map { ($0.0, .string($0.1)) })),
    ])
    let steps = equations(self.steps)
    // What makes it another network: its equations, and the shapes of its parameters.
    let key = JSONValue.string(
      steps + JSONValue.array(parameters).text + JSONValue.strings(plan.stages.map(\.name)).text
    ).text
    return "{\"key\":\(key),\"steps\":\(steps),\"loss\":\(loss.map(equations) ?? "null"),"
      + rest.text.dropFirst()
  }
}

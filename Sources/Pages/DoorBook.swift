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
  private struct Version {
    var record: ArithmeticRecord
    var step: Int?
    var plan: Int?
    var chain: [Phrase] = []
    /// The examples among which equal ones are found.
    var examples: Int?
  }

  /// What is known of the examples.
  private struct Examples: Hashable {
    var classes: [Int]
    var axes: [String: Int]
    var areFew: Bool
  }

  /// The versions of all names at a moment.
  struct Moment {
    var names: [String: ArithmeticRecord.Version]
  }

  private var versions: [ArithmeticRecord.Version: Version] = [:]
  private var plans: [ArithmeticPlan: Int] = [:]
  private var planList: [ArithmeticPlan] = []
  private var steps: [String: Int] = [:]
  private var stepList: [(phase: String, text: String)] = []
  private var examples: [Examples: Int] = [:]
  private var examplesList: [Examples] = []
  private var chains: [Int: [Phrase]] = [:]

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
    return moment
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
    for input in record.inputs {
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
    stepList.append((step.phase.rawValue, text))
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
    if let last = examplesList.last, last.classes == found.classes, last.axes == found.axes {
      return examplesList.count - 1
    }
    let key = Examples(
      classes: found.classes, axes: found.axes, areFew: found.areFew)
    if let known = examples[key] { return known }
    examples[key] = examplesList.count
    examplesList.append(key)
    return examplesList.count - 1
  }

  // MARK: - Writing

  /// The moments, with everything that they lead to, as a page's script reads it: JSON with its
  /// length in four bytes before it, and numbers behind it.
  func encoded(_ moments: [Moment], _ translation: Translation?) -> [UInt8] {
    var writer = Writer(book: self, translation: translation)
    let json = writer.json(moments).text
    var bytes = Array(json.utf8)
    // Numbers of eight bytes stand at a multiple of eight.
    bytes += [UInt8](repeating: 32, count: (12 - bytes.count % 8) % 8)
    let count = UInt32(truncatingIfNeeded: bytes.count)
    var result = [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: count >> $0) } + bytes
    result.reserveCapacity(result.count + writer.numbers.count * 8)
    for number in writer.numbers {
      withUnsafeBytes(of: number.bitPattern.littleEndian) { result += $0 }
    }
    return result
  }

  private struct Writer {
    let book: DoorBook
    let translation: Translation?
    var numbers: [Double] = []
    private var arrays: [JSONValue] = []
    private var places: [ArithmeticRecord.Version: Int] = [:]
    private var entries: [JSONValue] = []
    private var plans: [JSONValue] = []
    private var planPlaces: [Int: Int] = [:]

    init(book: DoorBook, translation: Translation?) {
      self.book = book
      self.translation = translation
    }

    mutating func json(_ moments: [Moment]) -> JSONValue {
      var now: [JSONValue] = []
      for moment in moments {
        var names: [(String, JSONValue)] = []
        for (name, version) in moment.names.sorted(by: { $0.key < $1.key }) {
          if let place = self.place(of: version) { names.append((name, .integer(place))) }
        }
        now.append(.object(names))
      }
      return .object([
        ("moments", .array(now)), ("versions", .array(entries)), ("arrays", .array(arrays)),
        ("plans", .array(plans)),
        (
          "steps",
          .array(book.stepList.map { .array([.string($0.phase), .string($0.text)]) })
        ),
        ("examples", .array(book.examplesList.map(Self.json))),
      ])
    }

    private static func json(_ examples: Examples) -> JSONValue {
      .object([
        ("classes", .array(examples.classes.map { .integer($0) })),
        (
          "axes",
          .object(examples.axes.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) })
        ),
        ("few", .bool(examples.areFew)),
      ])
    }

    /// Where a version stands; those that it leads to are written as well.
    private mutating func place(of version: ArithmeticRecord.Version) -> Int? {
      if let known = places[version] { return known }
      guard let entry = book.versions[version] else { return nil }
      let place = entries.count
      places[version] = place
      entries.append(.null)
      let record = entry.record
      var members: [(String, JSONValue)] = [
        ("key", .string(version.text)), ("name", .string(version.name)),
        ("kind", text(WhyWords.kind(record.role, record.moment))),
        ("array", array(record.value, entry)),
      ]
      if let step = entry.step { members.append(("step", .integer(step))) }
      if let made = version.made { members.append(("epoch", .integer(made.epoch))) }
      if let plan = entry.plan, let recorded = record.arithmetic {
        members.append(("plan", .integer(self.plan(plan))))
        var values: [JSONValue] = []
        for value in recorded.values { values.append(array(value, nil)) }
        if !values.isEmpty { members.append(("records", .array(values))) }
        var inputs: [(String, JSONValue)] = []
        for input in record.inputs {
          if let place = self.place(of: input) { inputs.append((input.name, .integer(place))) }
        }
        members.append(("inputs", .object(inputs)))
      }
      if let examples = entry.examples { members.append(("examples", .integer(examples))) }
      if let note = WhyWords.note(record.origin) { members.append(("note", text(note))) }
      if case .setting(let expression) = record.origin {
        members.append(("setting", .string(expression.text)))
      }
      if !entry.chain.isEmpty { members.append(("chain", .array(entry.chain.map { text($0) }))) }
      if let seed = record.seed { members.append(("seed", text(WhyWords.words(for: seed)))) }
      if let first = record.first, let place = self.place(of: first) {
        members.append(("first", .integer(place)))
      }
      entries[place] = .object(members)
      return place
    }

    private func text(_ phrase: Phrase) -> JSONValue { .string(phrase.text(translation).string) }

    private mutating func plan(_ index: Int) -> Int {
      if let known = planPlaces[index] { return known }
      plans.append(book.planList[index].json)
      planPlaces[index] = plans.count - 1
      return plans.count - 1
    }

    /// `[type, shape, where its numbers begin]`, and the examples of which it has one of each kind,
    /// with the axis along which they stand.
    private mutating func array(_ array: NDArray, _ entry: Version?) -> JSONValue {
      let start = numbers.count
      var members: [JSONValue] = [
        .string(array.dtype.letter), .array(array.shape.dimensions.map { .integer($0) }),
        .integer(start),
      ]
      let values = array.doubles
      if let entry, let index = entry.examples,
        let axis = book.examplesList[index].axes[entry.record.version.name],
        let kept = Self.oneOfEach(
          values, array.shape.dimensions, axis, book.examplesList[index].classes)
      {
        numbers += kept
        members += [.integer(index), .integer(axis)]
      } else {
        numbers += values
      }
      arrays.append(.array(members))
      return .integer(arrays.count - 1)
    }

    /// One line of each class of examples, in the order of the classes' first members; `nil` where
    /// equal examples have different numbers, or nothing is spared.
    private static func oneOfEach(
      _ values: [Double], _ shape: [Int], _ axis: Int, _ classes: [Int]
    ) -> [Double]? {
      guard shape.count == 2, shape[axis] == classes.count else { return nil }
      var firsts: [Int: Int] = [:]
      var order: [Int] = []
      for (example, kind) in classes.enumerated() where firsts[kind] == nil {
        firsts[kind] = example
        order.append(example)
      }
      guard order.count < classes.count else { return nil }
      let alike = classes.map { firsts[$0] ?? 0 }
      let (rows, columns) = (shape[0], shape[1])
      for row in 0..<rows {
        for column in 0..<columns {
          let first = alike[axis == 1 ? column : row]
          let other = axis == 1 ? row * columns + first : first * columns + column
          if values[row * columns + column].bitPattern != values[other].bitPattern { return nil }
        }
      }
      return axis == 1
        ? (0..<rows).flatMap { row in order.map { values[row * columns + $0] } }
        : order.flatMap { row in (0..<columns).map { values[row * columns + $0] } }
    }
  }
}

extension ArithmeticRecord.Version {
  /// `W1@12.0.7`: a name, and the cursor at which it was made.
  var text: String {
    let stretch = segment == 0 ? "" : "~\(segment)"
    if let made { return "\(name)@\(made.epoch).\(made.batch).\(made.index)\(stretch)" }
    return "\(name)@\(seen.map { "!\($0.epoch).\($0.batch).\($0.index)" } ?? "")\(stretch)"
  }
}

extension DType {
  fileprivate var letter: String {
    switch self {
    case .bool: "b"
    case .int64: "i"
    case .float64: "f"
    }
  }
}

extension ArithmeticPlan {
  /// As the page's script reads it: what it is, of what, its shape and where its numbers are.
  fileprivate var json: JSONValue {
    var members: [(String, JSONValue)] = []
    func add(_ kind: String, _ text: String? = nil, _ parts: [ArithmeticPlan?] = []) {
      members.append(("k", .string(kind)))
      if let text { members.append(("o", .string(text))) }
      if !parts.isEmpty { members.append(("x", .array(parts.map { $0?.json ?? .null }))) }
    }
    switch form {
    case .literal: add("number")
    case .name(let name): add("name", name)
    case .constant(let text): add("constant", text)
    case .list(let items): add("list", nil, items)
    case .unary(let op, let x): add("unary", op, [x])
    case .binary(let op, let x, let y): add("binary", op, [x, y])
    case .product(let x, let y): add("product", nil, [x, y])
    case .movement(let parts, let sources):
      add("movement", nil, parts)
      if let shape = parts.first?.shape, parts.count == 1, Self.isTransposed(sources, shape) {
        members.append(("t", .bool(true)))
      } else {
        members.append(("t", .array(sources.map { .integer($0) })))
      }
    case .call(let name, let arguments): add("call", name, arguments)
    case .sum(let kind, let x, let axis):
      add("sum", kind == .mean ? "mean" : "sum", [x])
      if let axis { members.append(("a", .integer(axis))) }
    case .reduction(let name, let x, let axis):
      add("reduction", name, [x])
      if let axis { members.append(("a", .integer(axis))) }
    case .definition(let name, let body): add("definition", name, [body])
    case .draw(let name, let after, let source):
      add("draw", name, source.map { [$0] } ?? [])
      if let after { members.append(("n", .integer(after))) }
    }
    members.append(("s", .array(shape.map { .integer($0) })))
    if dtype != .float64 { members.append(("d", .string(dtype.letter))) }
    if let record { members.append(("r", .integer(record))) }
    return .object(members)
  }

  private static func isTransposed(_ sources: [Int], _ shape: [Int]) -> Bool {
    guard shape.count == 2, shape[0] * shape[1] == sources.count, shape[0] > 0 else {
      return false
    }
    return sources.indices.allSatisfy {
      sources[$0] == ($0 % shape[0]) * shape[1] + $0 / shape[0]
    }
  }
}

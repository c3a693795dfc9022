import Arrays
import Equations
import JSON
import Shell
import Terminal
import Training

extension DoorBook {
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
        ("plans", .array(plans)), ("steps", .strings(book.stepList)),
        ("examples", .array(book.examplesList.map(Self.json))),
      ])
    }

    private static func json(_ examples: Tracer.Examples) -> JSONValue {
      .object([
        ("classes", .integers(examples.classes)),
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
        for (name, input) in record.inputs.sorted(by: { $0.key < $1.key }) {
          if let place = self.place(of: input) { inputs.append((name, .integer(place))) }
        }
        members.append(("inputs", .object(inputs)))
      }
      if let examples = entry.examples { members.append(("examples", .integer(examples))) }
      let note = WhyWords.note(record.origin) ?? version.part.map { _ in DoorWords.evaluated }
      if let note { members.append(("note", text(note))) }
      if case .setting(let expression) = record.origin {
        members.append(("setting", .string(expression.text)))
      }
      if !entry.chain.isEmpty { members.append(("chain", .array(entry.chain.map { text($0) }))) }
      if let moves = book.moves[version] { members.append(("moves", .array(moves))) }
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
        .string(array.dtype.letter), .shape(array.shape), .integer(start),
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
      if axis == 0 { return order.flatMap { values[($0 * columns)..<(($0 + 1) * columns)] } }
      return (0..<rows).flatMap { row in order.map { values[row * columns + $0] } }
    }
  }
}

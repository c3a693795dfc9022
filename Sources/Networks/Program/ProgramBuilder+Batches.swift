import Arrays
import Equations

/// Mini-batches and validation examples, written as plain equations of the data and the forward
/// section, so that `list` shows them and everything that reads equations understands them.
extension ProgramBuilder {
  /// The setting that asks for mini-batches, and the one that holds examples back.
  package static let batchSetting = "batch"
  package static let holdoutSetting = "holdout"
  /// The one that keeps examples for the test, besides those for validation.
  package static let testSetting = "holdout_test"
  /// The setting that is 0 where batches and held back examples keep the order of the data.
  package static let shuffleSetting = "shuffle"
  /// The setting that says how many batches an epoch has where the equations themselves pick the
  /// examples of each, by its number: `x = X[batch_index]`.
  package static let batchesSetting = "batches"
  /// The number of the batch within the epoch, counted from 0, as the equations see it.
  package static let batchIndexName = "batch_index"
  static let orderName = "order"
  static let holdoutOrderName = "holdout_order"

  package static func wholeName(of name: String) -> String { name + "_all" }
  package static func validationName(of name: String) -> String { name + "_val" }

  /// The arrays of the data that hold something of each example and that the epochs read.
  var exampleNames: [String] {
    let read = readNames
    var seen: [String] = []
    for name in written(.data).compactMap(\.target)
    where read.contains(name) && exampleAxis(ofData: name) != nil && !seen.contains(name) {
      seen.append(name)
    }
    return seen
  }

  /// `X[:, indices]`, or `X[indices]` where the examples are along axis 0.
  private func picked(_ indices: String, of name: String, like data: String) -> String {
    exampleAxis(ofData: data) == 1 ? "\(name)[:, \(indices)]" : "\(name)[\(indices)]"
  }

  /// The equation that counts the examples.
  private func counting(_ name: String) -> String {
    "\(Program.examplesName) = \(name).shape[\(exampleAxis(ofData: name) ?? 1)]"
  }

  /// The equations that `batch` and `holdout` add to the data section.
  mutating func batching() throws(ModelError) -> [ProgramEquation] {
    if picksOwnBatches { return [] }
    let names = exampleNames
    var steps: [ProgramEquation] = []
    guard var count = exampleCount else { return [] }
    let held = try heldBack(of: count, Self.holdoutSetting)
    let tested = try heldBack(of: count, Self.testSetting)
    if held > 0, tested > 0, held + tested >= count, let value = setting(Self.testSetting) {
      throw fault(.invalidHoldout(describe(value)), in: Self.testSetting)
    }
    if held + tested > 0, held + tested < count {
      let order = shuffles ? Self.holdoutOrderName : nil
      if let order {
        steps.append(step(.data, "\(order) = \(holdoutOrder(of: names, count))"))
      }
      func part(_ slice: String, of name: String) -> String {
        picked(order.map { "\($0)[\(slice)]" } ?? slice, of: name, like: name)
      }
      for name in names {
        let kept = count - held - tested
        if held > 0 {
          let slice = tested > 0 ? "\(kept):\(kept + held)" : "\(kept):"
          let validation = part(slice, of: name)
          steps.append(step(.data, "\(Self.validationName(of: name)) = \(validation)"))
        }
        if tested > 0 {
          let test = part("\(kept + held):", of: name)
          steps.append(step(.data, "\(DataPart.test.name(of: name)) = \(test)"))
        }
        steps.append(step(.data, "\(name) = \(part(":\(kept)", of: name))"))
      }
      if model[.data].contains(where: { $0.statement.assignment?.name == Program.examplesName }),
        let first = names.first
      {
        steps.append(step(.data, counting(first)))
      }
      count -= held + tested
      setExampleCount(count)
      try check(steps)
    }
    guard let size = try batchSize(), size < count else { return steps }
    batchesPerEpoch = (count + size - 1) / size
    let copies = names.map { step(.data, "\(Self.wholeName(of: $0)) = \($0)") }
    try check(copies)
    batched = (names, count)
    exampleCount = size
    statics[Program.examplesName] = .array(.int64, .scalar)
    statics[Self.batchIndexName] = .array(.int64, .scalar)
    return steps + copies
  }

  /// The equations that pick a batch, at the start of the forward section.
  var batchSelection: [ProgramEquation] {
    guard let (names, count) = batched, let size = exampleCount, let first = names.first else {
      return []
    }
    let k = Self.batchIndexName
    let range = "\(k) * \(size):(\(k) + 1) * \(size)"
    let slice = shuffles ? "\(Self.orderName)[\(range)]" : range
    let order = step(.forward, "\(Self.orderName) = permutation(\(count))", isOncePerEpoch: true)
    return (shuffles ? [order] : [])
      + names.map { name in
        step(.forward, "\(name) = \(picked(slice, of: Self.wholeName(of: name), like: name))")
      }
      + [step(.forward, counting(first))]
  }

  /// The shapes of a batch that is full; the last one may be smaller, and nothing minds.
  mutating func assumeFullBatch() {
    guard let (names, _) = batched, let size = exampleCount else { return }
    let m = Program.examplesName
    statics[m] = StaticValue(of: .array(NDArray(size)), isFixed: true)
    staticsWithOneMore[m] = StaticValue(of: .array(NDArray(size + 1)), isFixed: true)
    for name in names {
      let whole = statics[Self.wholeName(of: name)]
      guard let dtype = whole?.dtype, let shape = whole?.shape,
        let axis = exampleAxis(ofData: name)
      else { continue }
      var dimensions = shape.dimensions
      dimensions[axis] = size
      statics[name] = .array(dtype, Shape(dimensions))
      staticsWithOneMore[name] = .array(dtype, Shape(dimensions).growing([axis]))
    }
  }

  /// Whether the order of the examples is drawn.
  private var shuffles: Bool {
    guard case .array(let array)? = setting(Self.shuffleSetting) else { return true }
    return array.item != 0
  }

  /// A random order of which the end is held back: where the targets are classes, with each of
  /// them in its proportion.
  private func holdoutOrder(of names: [String], _ count: Int) -> String {
    let targets = written(.loss).flatMap(\.inputs).filter(names.contains)
    let values = targets.isEmpty ? [:] : dataValues()
    for name in targets {
      guard let axis = exampleAxis(ofData: name), let array = values[name],
        let labels = array.labels(examplesAlong: axis)
      else { continue }
      let row = array.rank == 1 ? name : axis == 1 ? "\(name)[0]" : "\(name)[:, 0]"
      return "stratified(\(labels.isOneHot ? "argmax(\(name), axis=\(1 - axis))" : row))"
    }
    return "permutation(\(count))"
  }

  private mutating func setExampleCount(_ count: Int) {
    exampleCount = count
    statics[Program.examplesName] = StaticValue(of: .array(NDArray(count)), isFixed: true)
  }

  /// How many examples a setting keeps back: its share of them, where that leaves some.
  private func heldBack(of count: Int, _ name: String) throws(ModelError) -> Int {
    guard let value = setting(name) else { return 0 }
    guard case .array(let array) = value, let share = array.item, share >= 0, share < 1 else {
      throw fault(.invalidHoldout(describe(value)), in: name)
    }
    let held = Int(saturating: (share * Double(count)).rounded())
    return held == count ? 0 : held
  }

  /// How many batches an epoch has that the equations pick themselves, by `batch_index`.
  func ownBatches() throws(ModelError) -> Int? {
    guard let value = setting(Self.batchesSetting) else { return nil }
    guard case .array(let array) = value, let count = array.item, count >= 1,
      count == count.rounded(), count < 1e6
    else { throw fault(.invalidBatch(describe(value)), in: Self.batchesSetting) }
    return Int(saturating: count)
  }

  /// Whether the equations pick the examples of each batch themselves.
  private var picksOwnBatches: Bool { setting(Self.batchesSetting) != nil }

  /// Where the equations pick the examples of each batch themselves, those of forward that come before
  /// the batch's number is read are of the epoch and not of its batches, if they draw something or hand
  /// something on to the next epoch: the order of the examples, the examples in that order, a rate that
  /// decays.
  func onceAnEpoch(_ forward: [ProgramEquation]) -> [ProgramEquation] {
    guard picksOwnBatches, batchesPerEpoch > 1 else { return forward }
    let rest = Phase.allCases.filter { $0.isRepeated && $0 != .forward }.flatMap(written)
    var others = Set(rest.compactMap(\.target))
    others.insert(Self.batchIndexName)
    // What the batches change is not the epoch's.
    var count = forward.count
    while true {
      let changed = others.union(forward[count...].compactMap(\.target))
      let first = forward.prefix(count).prefix { step in
        step.target.map { !changed.contains($0) } ?? false && changed.isDisjoint(with: step.inputs)
      }
      if first.count == count { break }
      count = first.count
    }
    let first = forward[..<count]
    guard
      first.contains(where: { step in
        step.target.map(changingNames.contains) ?? false
          || step.statement.drawsRandomNumbers
      })
    else { return forward }
    return first.map {
      ProgramEquation($0.phase, $0.statement, $0.origin, isOncePerEpoch: true)
    } + forward[count...]
  }

  private func batchSize() throws(ModelError) -> Int? {
    guard let value = setting(Self.batchSetting) else { return nil }
    guard case .array(let array) = value, let size = array.item, size >= 1,
      size == size.rounded(), size < 1e15
    else { throw fault(.invalidBatch(describe(value)), in: Self.batchSetting) }
    return Int(saturating: size)
  }

  func fault(_ kind: ModelError.Kind, in setting: String) -> ModelError {
    let line = model.settings.last { $0.statement.assignment?.name == setting }
    return ModelError(kind, line: line?.line, source: line?.statement.text)
  }

  func describe(_ value: Value) -> String {
    if case .array(let array) = value { array.description } else { "" }
  }

  private func step(_ phase: Phase, _ text: String, isOncePerEpoch: Bool = false) -> ProgramEquation
  {
    let statement = (try? Parser.statement(text)) ?? Statement(.importOfNumPy)
    return ProgramEquation(phase, statement, .batching, isOncePerEpoch: isOncePerEpoch)
  }
}

/// Targets that are classes.
package struct ClassLabels {
  /// The class of each example.
  package let values: [Double]
  /// Whether a column has a one in the row of its class, and zeros; otherwise the classes are the
  /// numbers of a single row.
  package let isOneHot: Bool
}

extension NDArray {
  /// The classes of the examples, if that is what an array of targets says: one-hot, or whole
  /// numbers of which there are few.
  ///
  /// - Parameter axis: the axis that runs over the examples.
  package func labels(examplesAlong axis: Int) -> ClassLabels? {
    guard rank > axis, count > 0 else { return nil }
    let values = rank == 2 && axis == 0 ? transposed.doubles : doubles
    let columns = shape[axis]
    let rows = count / columns
    if rows == 1 {
      let different = Set(values)
      guard values.allSatisfy({ $0.rounded() == $0 }), different.count > 1,
        different.count <= max(2, columns / 2)
      else { return nil }
      return ClassLabels(values: values, isOneHot: false)
    }
    var classes: [Double] = []
    for column in 0..<columns {
      let ones = (0..<rows).filter { values[$0 * columns + column] == 1 }
      let zeros = (0..<rows).count { values[$0 * columns + column] == 0 }
      guard ones.count == 1, zeros == rows - 1 else { return nil }
      classes.append(Double(ones[0]))
    }
    return ClassLabels(values: classes, isOneHot: true)
  }
}

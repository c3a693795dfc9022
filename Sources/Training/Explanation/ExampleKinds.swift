import Arrays
import Equations
import Networks

/// Which examples are equal, over the batches of many epochs.
struct ExampleKinds {
  private var kinds: [[UInt64]: Int] = [:]
  /// The examples of each kind, numbered as in the whole data.
  private var members: [[Int]] = []
  private var columns: [[Explanation.ExampleColumn]] = []
  /// The place in `Shares` of each example of the batch at hand.
  private(set) var places: [Int] = []
  /// Of what was looked at last.
  private var stamps: [Int] = []
  /// The data that forward or loss reads, each with the axis of its examples, of the program of a
  /// segment.
  private var read: (segment: Int, names: [(name: String, axis: Int)])?

  /// Looks at the examples that are there.
  ///
  /// - Parameter segment: the number of the part of the run that has this program.
  mutating func look(at state: RunState, _ program: Program, segment: Int) {
    let count = state[Program.examplesName]?.integers.first ?? 0
    let names = names(read: program, segment).filter { name, axis in
      state[name].map { axis < $0.rank && $0.shape[axis] == count } ?? false
    }.map(\.name)
    let stamps = [count] + names.map { state.slots[$0]?.stamp ?? 0 }
    if stamps == self.stamps { return }
    self.stamps = stamps
    if members.isEmpty {
      let whole = names.map { (name: $0, source: ProgramBuilder.wholeName(of: $0)) }
      let isBatched = whole.allSatisfy { state[$0.source] != nil }
      _ = numbers(
        isBatched ? whole : names.map { (name: $0, source: $0) }, state, program, notes: true)
    }
    places = numbers(names.map { (name: $0, source: $0) }, state, program, notes: false).map {
      MovementWalk.Place.firstExample + $0
    }
    if names.isEmpty {
      places = (0..<count).map { kind([UInt64($0)], $0, []) + MovementWalk.Place.firstExample }
    }
  }

  private mutating func names(
    read program: Program, _ segment: Int
  ) -> [(name: String, axis: Int)] {
    if let read, read.segment == segment { return read.names }
    let inputs = Set((program.steps(in: .forward) + program.steps(in: .loss)).flatMap(\.inputs))
    let names = program.names(in: .data).filter(inputs.contains).compactMap { name in
      program.exampleAxis(of: name).map { (name: name, axis: $0) }
    }
    read = (segment, names)
    return names
  }

  private mutating func numbers(
    _ names: [(name: String, source: String)], _ state: RunState, _ program: Program, notes: Bool
  ) -> [Int] {
    let arrays = names.compactMap { name, source in
      state[source]?.examplesInColumns(program.exampleAxis(of: name)).byColumns(name)
    }
    guard let count = arrays.first?.count, arrays.allSatisfy({ $0.count == count }) else {
      return []
    }
    return (0..<count).map { example in
      let key = arrays.flatMap { $0.bits(of: example) }
      return kind(key, notes ? example : nil, arrays.map { $0.column(of: example) })
    }
  }

  private mutating func kind(
    _ key: [UInt64], _ example: Int?, _ column: @autoclosure () -> [Explanation.ExampleColumn]
  ) -> Int {
    let kind = kinds[key] ?? members.count
    if kind == members.count {
      kinds[key] = kind
      members.append([])
      columns.append(column())
    }
    if let example, members[kind].last ?? -1 < example { members[kind].append(example) }
    return kind
  }

  /// Each kind with its part, the largest first.
  func groups(_ shares: Shares, from first: Int) -> [Pulls.Group] {
    members.indices.map { kind in
      Pulls.Group(
        members: members[kind], total: shares[first + kind], each: nil, columns: columns[kind])
    }.sorted {
      $0.total.isLarger(than: $1.total) ?? (($0.members.first ?? 0) < ($1.members.first ?? 0))
    }
  }
}

/// A matrix of the data with an example in each column.
private struct ExampleColumns {
  let name: String
  let array: NDArray
  let values: [Double]
  let rows: Int
  let count: Int

  func bits(of example: Int) -> [UInt64] {
    (0..<rows).map { values[$0 * count + example].bitPattern }
  }

  func column(of example: Int) -> Explanation.ExampleColumn {
    Explanation.ExampleColumn(
      name: name, values: (0..<rows).map { array.element(at: $0 * count + example) })
  }
}

extension NDArray {
  fileprivate func byColumns(_ name: String) -> ExampleColumns? {
    guard rank == 2 else { return nil }
    return ExampleColumns(
      name: name, array: self, values: doubles, rows: shape[0], count: shape[1])
  }
}

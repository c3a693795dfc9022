import Arrays
import Equations

/// One reading of the data: which axes of which arrays get longer by one with one more example.
struct ExampleGrowth: Equatable {
  /// The array whose examples were counted, and its axis that runs over them.
  let seed: String
  let axis: Int
  let count: Int
  /// Nearly always one axis; both of a matrix between examples and examples.
  var axes: [String: [Int]]

  /// The one axis of an array that runs over the examples.
  func axis(of name: String) -> Int? {
    guard let axes = axes[name], axes.count == 1 else { return nil }
    return axes[0]
  }
}

/// Finds the examples: each axis of the data is tried as the one that runs over them, by adding one
/// example and looking whether the equations still fit parameters of the same shapes.
///
/// `W1 @ X + b1` with W1 of shape (3, 2) fits an X of another number of columns, and none of
/// another number of rows; `X @ W1 + b1` the other way round.
struct ExampleSearch {
  /// What may change besides the data when one example is added.
  enum Leniency {
    /// Nothing: the equations fit as they are.
    case none
    /// Numbers in calls that are the number of examples: `rand(4, 9)`.
    case literals
    /// Shapes of what `init` makes: a bias for each example.
    case parameters
  }

  private struct Candidate {
    let name: String
    let shape: Shape
    let isRead: Bool
  }

  private let builder: ProgramBuilder
  /// The arrays of the data, those that the epochs read first, in the order in which they do.
  private let candidates: [Candidate]
  /// The data that the loss reads.
  private let targets: Set<String>
  /// What the model itself says `m` is.
  private let statedCount: Int?
  private let wantedAxis: Int?

  init(_ builder: ProgramBuilder, read: [String], wantedAxis: Int?) {
    self.builder = builder
    self.wantedAxis = wantedAxis
    let made = builder.written(.data).compactMap(\.target)
    let unread = made.enumerated().filter { index, name in
      !read.contains(name) && !made[..<index].contains(name)
    }.map(\.element)
    candidates = (read + unread).compactMap { name in
      guard let shape = builder.statics[name]?.shape, (1...2).contains(shape.rank),
        name != Program.examplesName
      else { return nil }
      return Candidate(name: name, shape: shape, isRead: read.contains(name))
    }
    targets = Set(builder.written(.loss).flatMap(\.inputs)).intersection(made)
      .intersection(candidates.map(\.name))
    statedCount =
      made.contains(Program.examplesName)
      ? (builder.statics[Program.examplesName]?.known?.array?.item).map { Int(saturating: $0) }
      : nil
  }

  /// What was found, and whether another axis of the same array would have done as well.
  struct Result {
    let growth: ExampleGrowth
    let leniency: Leniency
    let isAssumed: Bool
  }

  /// - Returns: `nil` where the equations fit no other number of examples, whichever axis they are.
  func result() -> Result? {
    // What broadcasts fits two examples where there was one; so a single one is the last to be
    // thought of before parameters are let change.
    let ways: [(Leniency, isSingle: Bool)] = [
      (.none, false), (.literals, false), (.none, true), (.literals, true), (.parameters, false),
      (.parameters, true),
    ]
    for (leniency, isSingle) in ways {
      let fits = fits(leniency).filter { ($0.count == 1) == isSingle }
      guard let best = fits.max(by: { isWorse($0, $1) }) else { continue }
      let others = fits.filter {
        $0.seed == best.seed && $0.axis != best.axis && score($0) == score(best)
      }
      return Result(growth: best, leniency: leniency, isAssumed: !others.isEmpty)
    }
    return nil
  }

  private func fits(_ leniency: Leniency) -> [ExampleGrowth] {
    var found: [ExampleGrowth] = []
    // A matrix has rows and columns to choose from; a row of numbers is asked only where there is
    // none.
    let seeds = candidates.filter { $0.isRead && $0.shape.rank == 2 }
    for seed in seeds.isEmpty ? candidates.filter(\.isRead) : seeds {
      for axis in (0..<seed.shape.rank).reversed() where seed.shape[axis] > 0 {
        if let wantedAxis, seed.shape.rank == 2, axis != wantedAxis { continue }
        if let statedCount, seed.shape[axis] != statedCount { continue }
        // The same reading, found from another array.
        if found.contains(where: { $0.axes[seed.name] == [axis] }) { continue }
        if let growth = growth(from: seed, axis, leniency) { found.append(growth) }
      }
    }
    return found
  }

  private func score(_ growth: ExampleGrowth) -> [Int] {
    let read = candidates.filter { $0.isRead && growth.axes[$0.name] != nil }
    return [
      targets.isEmpty || targets.contains { growth.axes[$0] != nil } ? 1 : 0,
      read.count,
    ]
  }

  private func isWorse(_ a: ExampleGrowth, _ b: ExampleGrowth) -> Bool {
    let (x, y) = (score(a), score(b))
    if x != y { return x.lexicographicallyPrecedes(y) }
    func place(_ growth: ExampleGrowth) -> Int {
      candidates.firstIndex { $0.name == growth.seed } ?? 0
    }
    return (-place(a), a.axis) < (-place(b), b.axis)
  }

  /// Nobody writes more arrays of data by hand: they are the rows that a script's loop goes through, and
  /// the search takes the square of their number.
  private static let mostSearched = 32

  /// Everything that has to get longer with one array's axis; `nil` where something does not fit
  /// whatever else does.
  private func growth(
    from seed: Candidate, _ axis: Int, _ leniency: Leniency
  ) -> ExampleGrowth? {
    let count = seed.shape[axis]
    var growth = ExampleGrowth(
      seed: seed.name, axis: axis, count: count, axes: [seed.name: [axis]])
    var all = growth
    for candidate in candidates where candidate.name != seed.name {
      if let own = Self.axes(candidate.shape, count, like: axis).first,
        candidate.isRead || candidate.shape.rank == 2 && own == [axis]
      {
        all.axes[candidate.name] = own
      }
    }
    if misfit(all, leniency) == nil { return all }
    if candidates.count > Self.mostSearched { return nil }
    // Something is as long by chance.
    for name in all.axes.keys.sorted() where name != seed.name {
      var fewer = all
      fewer.axes[name] = nil
      if misfit(fewer, leniency) == nil { return fewer }
    }
    var reached = misfit(growth, leniency) ?? .max
    while reached < .max {
      var next: ExampleGrowth?
      search: for candidate in candidates where growth.axes[candidate.name] == nil {
        for axes in Self.axes(candidate.shape, count, like: axis) {
          var larger = growth
          larger.axes[candidate.name] = axes
          let place = misfit(larger, leniency) ?? .max
          guard place > reached else { continue }
          (next, reached) = (larger, place)
          break search
        }
      }
      guard let next else { return nil }
      growth = next
    }
    return growth
  }

  /// The axes that may run over so many examples, the likeliest first.
  private static func axes(_ shape: Shape, _ count: Int, like axis: Int) -> [[Int]] {
    let fitting = (0..<shape.rank).filter { shape[$0] == count }
    let single = (fitting.filter { $0 == axis } + fitting.filter { $0 != axis }).map { [$0] }
    return fitting.count == 2 ? single + [fitting] : single
  }

  /// The number of the first equation that does not fit one more example; `nil` if all do. Those
  /// of `init` come before 0.
  private func misfit(_ growth: ExampleGrowth, _ leniency: Leniency) -> Int? {
    var probe = builder
    probe.growth = growth
    probe.exampleCount = growth.count
    probe.changesLiterals = leniency == .literals
    probe.statics[Program.examplesName] = StaticValue(
      of: .array(NDArray(growth.count)), isFixed: true)
    probe.staticsWithOneMore = probe.statics
    probe.spreadExamples()
    let initial = builder.written(.`init`)
    guard (try? probe.check(initial)) != nil else { return -1 }
    if leniency != .parameters {
      for name in initial.compactMap(\.target) where builder.readNames.contains(name) {
        if probe.statics[name]?.shape != probe.staticsWithOneMore[name]?.shape { return -1 }
      }
    }
    for (index, step) in (builder.written(.forward) + builder.written(.loss)).enumerated() {
      guard (try? probe.check([step])) != nil, !probe.isMisfit else { return index }
      if step.phase == .loss, let target = step.target, probe.statics[target]?.shape?.count == 1,
        let more = probe.staticsWithOneMore[target]?.shape, more.count != 1
      {
        return index
      }
    }
    return nil
  }
}

extension Expression {
  /// The expression with the integers in its calls' arguments that are `number` written as another.
  func replacingSizes(_ number: Int, with other: Int, inCall: Bool = false) -> Expression {
    switch node {
    case .integer(number) where inCall: return Expression(.integer(other), span: span)
    case .call(let name, let arguments):
      let replaced = arguments.map { argument in
        argument.keyword == "axis"
          ? argument
          : Argument(
            keyword: argument.keyword,
            argument.value.replacingSizes(number, with: other, inCall: true))
      }
      return Expression(.call(name, replaced), span: span)
    case .tuple, .list:
      return mapChildren { $0.replacingSizes(number, with: other, inCall: inCall) }
    default: return mapChildren { $0.replacingSizes(number, with: other) }
    }
  }
}

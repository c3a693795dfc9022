/// The results of a sweep, a row for each configuration over its seeds, the best one first.
///
/// Made from the records alone, in an order that does not depend on theirs: the same trials give
/// the same table, whichever was done first and wherever it ran.
public struct SweepTable: Sendable {
  public struct Row: Sendable {
    public var configuration: Int
    public var settings: [TrialRecord.Setting]
    /// Its trials, by seed.
    public var trials: [TrialRecord]
    public var solved: Int
    /// The median of the last losses; NaN counts as larger than everything.
    public var loss: Double
    /// The median accuracy, if every trial that did not fail has one.
    public var accuracy: Double?
    /// The medians of the same two for the examples that are held back.
    public var validationLoss: Double?
    public var validationAccuracy: Double?
    /// The median of the epochs that it took; infinite if half of the trials or more never got
    /// there.
    public var epochsToSolve: Double

    public var failed: Int { trials.count { $0.failure != nil } }
    public var solvedShare: Double { Double(solved) / Double(max(trials.count, 1)) }
  }

  public let order: SweepOrder
  public private(set) var rows: [Row]

  public init(_ records: [TrialRecord], by order: SweepOrder) {
    self.order = order
    let groups = Dictionary(grouping: records, by: \.configuration)
    rows = groups.keys.sorted().compactMap { Row(groups[$0] ?? []) }
    rows.sort { Self.isBefore($0, $1, by: order) }
  }

  /// The trial of a configuration that did best.
  public static func best(of row: Row, by order: SweepOrder) -> TrialRecord? {
    let rows = row.trials.compactMap { Row([$0]) }
    return rows.min { isBefore($0, $1, by: order) }?.trials.first
  }

  private static func isBefore(_ a: Row, _ b: Row, by order: SweepOrder) -> Bool {
    let keys: [(Double, Double)]
    let loss = (a.loss, b.loss)
    let accuracy = (-(a.accuracy ?? -1), -(b.accuracy ?? -1))
    let share = (-a.solvedShare, -b.solvedShare)
    switch order {
    case .loss: keys = [loss]
    case .accuracy: keys = [accuracy, loss]
    case .validationLoss: keys = [(a.validationLoss ?? .nan, b.validationLoss ?? .nan), loss]
    case .validationAccuracy:
      keys = [
        (-(a.validationAccuracy ?? -1), -(b.validationAccuracy ?? -1)),
        (a.validationLoss ?? .nan, b.validationLoss ?? .nan), loss,
      ]
    case .epochs: keys = [(a.epochsToSolve, b.epochsToSolve), share, loss]
    }
    for (x, y) in keys where x.isBelow(y) || y.isBelow(x) { return x.isBelow(y) }
    return (a.configuration, a.trials.first?.seed ?? 0)
      < (b.configuration, b.trials.first?.seed ?? 0)
  }
}

extension SweepTable.Row {
  fileprivate init?(_ records: [TrialRecord]) {
    guard let first = records.first else { return nil }
    configuration = first.configuration
    settings = first.settings
    trials = records.sorted { ($0.seed ?? 0) < ($1.seed ?? 0) }
    solved = trials.count { $0.solvedAt != nil }
    loss = trials.map(\.loss).median ?? .nan
    let done = trials.filter { $0.failure == nil }
    func median(_ values: [Double?]) -> Double? {
      let known = values.compactMap { $0 }
      return known.count < values.count ? nil : known.median
    }
    accuracy = median(done.map(\.accuracy))
    validationLoss = median(done.map(\.validationLoss))
    validationAccuracy = median(done.map(\.validationAccuracy))
    epochsToSolve = trials.map { $0.solvedAt.map(Double.init) ?? .infinity }.median ?? .nan
  }
}

import Charts
import Terminal
import Training

extension TrialsChart {
  /// All trials of a sweep over some of its settings, by what the sweep is ordered by.
  init(_ names: [String], _ sweep: SweepResults) {
    let rows = sweep.table.rows
    let records = rows.flatMap(\.trials)
    let axes = names.map { SettingValues($0, rows) }
    let order = sweep.order
    self.init(
      title: "\(records.count) trials by \(names.joined(separator: ", "))",
      scales: axes.map { Scale($0.name, $0.numbers == nil ? .choices($0.texts) : .numbers) },
      outcome: order == .loss ? sweep.loss : order.rawValue,
      isLowBest: order != .accuracy && order != .validationAccuracy, condition: sweep.condition,
      trials: records.map { record in
        Trial(
          record, places: axes.map { $0.place(of: record) }, value: order.value(of: record),
          by: order)
      })
  }
}

extension TrialsChart.Trial {
  fileprivate init(
    _ record: TrialRecord, places: [Double], value: Double?, by order: SweepOrder
  ) {
    let seed = record.seed.map { "seed=\($0)" }
    let settings = record.settings.map { "\($0.name)=\($0.text)" }
    let lack: TrialsChart.Lack? =
      record.failure != nil ? .notRun : value == nil ? order == .epochs ? .never : .noNumber : nil
    self.init(
      (settings + (seed.map { [$0] } ?? [])).joined(separator: " "), settings: places,
      outcome: value ?? .nan, lack: lack, reachedAt: record.solvedAt)
  }
}

extension SweepOrder {
  /// What a trial is ranked by; `nil` where it has no such number.
  fileprivate func value(of record: TrialRecord) -> Double? {
    switch self {
    case .loss: record.loss
    case .accuracy: record.accuracy
    case .validationLoss: record.validationLoss
    case .validationAccuracy: record.validationAccuracy
    case .epochs: record.solvedAt.map(Double.init)
    }
  }
}

import Arrays
import Terminal

/// The trials of a sweep in parallel coordinates: an axis for each setting, the last one for what came
/// of them, and a line for each trial, coloured by what came of it.
package struct TrialsChart: Chart {
  /// A setting, or what came of the trials.
  package struct Scale: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
      case numbers
      /// What is no number; lines have its place among these.
      case choices([String])
    }

    package var name: String
    package var kind: Kind

    package init(_ name: String, _ kind: Kind = .numbers) {
      self.name = name
      self.kind = kind
    }

    /// The choice at a place; `nil` of numbers, and where there is none.
    func choice(at value: Double) -> String? {
      guard case .choices(let names) = kind else { return nil }
      let place = Int(saturating: value)
      return names.indices.contains(place) ? names[place] : nil
    }
  }

  /// Why a trial has no place on the last axis.
  package enum Lack: Int, Sendable, CaseIterable {
    /// It never got there.
    case never
    /// What came of it is no finite number.
    case noNumber
    /// It could not be run.
    case notRun

    var words: Phrase {
      switch self {
      case .never: "never"
      case .noNumber: "not finite"
      case .notRun: "not run"
      }
    }
  }

  package struct Trial: Sendable, Equatable {
    /// What it is called, `lr=0.5 scale=1`.
    package var name: String
    /// For each setting the number, or the place among its choices.
    package var settings: [Double]
    package var outcome: Double
    /// Why the outcome counts for nothing.
    package var lack: Lack?
    /// The epochs after which the condition held; nil where it never did.
    package var reachedAt: Int?

    package init(
      _ name: String, settings: [Double], outcome: Double, lack: Lack? = nil, reachedAt: Int? = nil
    ) {
      self.name = name
      self.settings = settings
      self.outcome = outcome
      self.lack = lack ?? (outcome.isFinite ? nil : .noNumber)
      self.reachedAt = reachedAt
    }
  }

  package var title: Phrase
  package var scales: [Scale]
  /// `L`, `accuracy`.
  package var outcome: String
  /// When a trial has got there, `L < 0.1`.
  package var condition: String
  /// Whether a smaller outcome is a better one.
  let isLowBest: Bool
  /// The best first.
  package let trials: [Trial]

  package init(
    title: Phrase, scales: [Scale], outcome: String, isLowBest: Bool = true, condition: String,
    trials: [Trial]
  ) {
    self.title = title
    self.scales = scales
    self.outcome = outcome
    self.condition = condition
    self.isLowBest = isLowBest
    let sorted = trials.enumerated().sorted { one, other in
      let (a, b) = (one.element, other.element)
      if a.lack != b.lack || a.lack != nil {
        let (x, y) = (a.lack?.rawValue ?? -1, b.lack?.rawValue ?? -1)
        return x == y ? one.offset < other.offset : x < y
      }
      if a.outcome == b.outcome { return one.offset < other.offset }
      return isLowBest ? a.outcome < b.outcome : a.outcome > b.outcome
    }
    self.trials = sorted.map(\.element)
  }

  /// Which part of the trials one is among, by its rank; trials with the same outcome are in the same.
  enum Third: Int, CaseIterable {
    case best, middle, worst

    var ink: Ink { [.positive, .faint, .negative][rawValue] }

    var words: Phrase { ["best third", "middle", "worst"][rawValue] }
  }

  /// Of each trial, in their order.
  var thirds: [Third] {
    let count = trials.count
    guard count > 1 else { return trials.map { _ in .best } }
    let (lastBest, firstWorst) = (trials[(count - 1) / 3], trials[count - max(count / 3, 1)])
    func isLevel(_ a: Trial, _ b: Trial) -> Bool {
      a.lack == b.lack && (a.lack != nil || a.outcome == b.outcome)
    }
    return trials.enumerated().map { rank, trial in
      if trial.lack == nil, rank <= (count - 1) / 3 || isLevel(trial, lastBest) { return .best }
      if rank >= count - max(count / 3, 1) || isLevel(trial, firstWorst) || trial.lack != nil {
        return .worst
      }
      return .middle
    }
  }

  // MARK: - Words

  package var caption: Phrase? {
    guard let best = trials.first, let worst = trials.last else { return nil }
    let count = trials.count { $0.reachedAt == nil }
    let reached: Phrase =
      count == 0
      ? "All reached \(condition)."
      : count == trials.count
        ? "None reached \(condition)."
        : "\(count) of \(trials.count) never reached \(condition)."
    if trials.count == 1 { return "\(said(best)). \(reached)" }
    return "Best: \(said(best)). Worst: \(said(worst)). \(reached)"
  }

  /// A trial with what came of it.
  private func said(_ trial: Trial) -> Phrase {
    if let lack = trial.lack { return "\(trial.name), \(outcome) \(lack.words)" }
    let value = "\(trial.name), \(outcome) \(NumberText.short(trial.outcome))"
    // Where that is what counts it is said already.
    guard let epochs = trial.reachedAt, Double(epochs) != trial.outcome else {
      return .verbatim(value)
    }
    return "\(value), there after \(epochs) epochs"
  }

  package var summary: [Phrase] {
    var lines: [Phrase] = [
      "\(title); the last axis is \(outcome)."
    ]
    if let caption { lines.append(caption) }
    let thirds = thirds
    guard thirds.contains(.best), thirds.contains(.worst) else { return lines }
    for (index, scale) in scales.enumerated() {
      func values(_ third: Third) -> String {
        text(of: zip(trials, thirds).filter { $1 == third }.map { $0.0.settings[index] }, scale)
      }
      let (best, worst) = (values(.best), values(.worst))
      lines.append(
        best == worst
          ? "\(scale.name): \(best) in the best third and in the worst."
          : "\(scale.name): \(best) in the best third, \(worst) in the worst.")
    }
    return lines
  }

  /// The different values, of many numbers the first and the last.
  private func text(of values: [Double], _ scale: Scale) -> String {
    let different = Set(values.filter(\.isFinite)).sorted()
    if scale.kind != .numbers {
      return different.map { scale.choice(at: $0) ?? "-" }.joined(separator: ", ")
    }
    guard different.count > 4, let first = different.first, let last = different.last else {
      return different.map { NumberText.short($0) }.joined(separator: ", ")
    }
    return "\(NumberText.short(first)) ... \(NumberText.short(last))"
  }

  package var table: ChartTable {
    var table = ChartTable(scales.map(\.name) + [outcome, "reached"])
    for trial in trials {
      var cells = zip(scales, trial.settings).map { scale, value -> ChartTable.Cell in
        scale.kind == .numbers ? .number(value) : .text(scale.choice(at: value) ?? "")
      }
      cells.append(trial.lack == nil ? .number(trial.outcome) : "")
      cells.append(trial.reachedAt.map { .number(Double($0)) } ?? "")
      table.rows.append(cells)
    }
    return table
  }
}

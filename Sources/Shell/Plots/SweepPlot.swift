import Charts
import Terminal
import Training

extension Plot {
  /// What came of the last sweep: over one or two of its settings, or each trial as a line over all of
  /// them.
  package static let sweep = Plot(
    "sweep", usage: "[SETTING ... | all]",
    summary: """
      what came of the last sweep, over one or two of its settings; of more, or with all, each trial \
      as a line
      """
  ) { session, argument in
    guard let sweep = session.sweep else { throw Wording.noSweep }
    let rows = sweep.table.rows
    guard !rows.isEmpty else {
      throw ShellError(
        "no-sweep", "no trial of the sweep is done yet", hint: .verbatim("sweep continue"))
    }
    var names: [String] = []
    for row in rows {
      for setting in row.settings where !names.contains(setting.name) { names.append(setting.name) }
    }
    let varied = names.filter { name in
      Set(rows.compactMap { SettingValues.text(of: name, in: $0) }).count > 1
    }
    let asked = argument.parts.map(\.text)
    let all = varied.isEmpty ? names : varied
    if asked == ["all"], !names.contains("all"), !all.isEmpty { return TrialsChart(all, sweep) }
    if let other = asked.first(where: { !names.contains($0) }) {
      throw ShellError(
        "unknown-setting", "the sweep has no setting '\(other)'",
        hint: Suggestions.hint(for: other, among: names + ["all"]) ?? .verbatim("plot sweep"))
    }
    if Set(asked).count < asked.count {
      throw ShellError(
        "setting-twice", "each setting once, please", hint: .verbatim("plot sweep all"))
    }
    let chosen = asked.isEmpty ? all : asked
    switch chosen.count {
    case 0:
      throw ShellError(
        "no-sweep", "the sweep varied no setting, only seeds",
        hint: .verbatim("sweep lr=0.1,0.5,1 seeds=5"))
    case 1: return oneSetting(chosen[0], rows, sweep.loss)
    case 2: return twoSettings(chosen[0], chosen[1], rows, sweep.loss, isPart: varied.count > 2)
    default: return TrialsChart(chosen, sweep)
    }
  }

  /// The best, the median and the worst of the trials at each value; of values that are no numbers a
  /// row of medians.
  private static func oneSetting(
    _ name: String, _ rows: [SweepTable.Row], _ loss: String
  ) -> any Chart {
    let axis = SettingValues(name, rows)
    guard let numbers = axis.numbers else {
      return HeatMap(
        title: "median \(loss) by \(name)",
        values: [axis.texts.map { axis.losses(rows, $0).medianCost ?? .nan }],
        names: [loss], columnNames: axis.texts)
    }
    let losses = axis.texts.map { axis.losses(rows, $0).filter(\.isFinite).sorted() }
    let medians = axis.texts.map { axis.losses(rows, $0).medianCost ?? .nan }
    var series = [LineChart.Series("median", x: numbers, y: medians)]
    if losses.contains(where: { $0.count > 1 }) {
      series += [
        .init("best", x: numbers, y: losses.map { $0.first ?? .nan }),
        .init("worst", x: numbers, y: losses.map { $0.last ?? .nan }),
      ]
    }
    let isWide = (numbers.first ?? 0) > 0 && (numbers.last ?? 0) >= 20 * (numbers.first ?? 0)
    return LineChart(
      title: "\(loss) by \(name), after the sweep", xName: .verbatim(name),
      yName: .verbatim(loss), series: series,
      hasWholeX: numbers.allSatisfy { $0 == $0.rounded() }, hasLogarithmicX: isWide)
  }

  private static func twoSettings(
    _ first: String, _ second: String, _ rows: [SweepTable.Row], _ loss: String, isPart: Bool
  ) -> HeatMap {
    let (down, across) = (SettingValues(first, rows), SettingValues(second, rows))
    let values = down.texts.map { text in
      let own = rows.filter { SettingValues.text(of: first, in: $0) == text }
      return across.texts.map { across.losses(own, $0).medianCost ?? .nan }
    }
    return HeatMap(
      title: isPart
        ? "median \(loss): \(first) down, \(second) across, over all the rest"
        : "median \(loss): \(first) down, \(second) across",
      values: values, names: down.texts, columnNames: across.texts)
  }
}

/// The values that a setting had in a sweep, in order.
struct SettingValues {
  let name: String
  let texts: [String]
  /// The same as numbers; `nil` where one is none.
  let numbers: [Double]?

  init(_ name: String, _ rows: [SweepTable.Row]) {
    self.name = name
    let all = Set(rows.compactMap { Self.text(of: name, in: $0) })
    let pairs = all.compactMap { text in Double(text).map { (text, $0) } }
    if pairs.count == all.count {
      let sorted = pairs.sorted { $0.1 < $1.1 }
      texts = sorted.map(\.0)
      numbers = sorted.map(\.1)
    } else {
      texts = all.sorted()
      numbers = nil
    }
  }

  static func text(of name: String, in row: SweepTable.Row) -> String? {
    row.settings.first { $0.name == name }?.text
  }

  /// A trial's number, or the place of its text; NaN where it does not have the setting.
  func place(of record: TrialRecord) -> Double {
    guard let text = record.settings.first(where: { $0.name == name })?.text,
      let place = texts.firstIndex(of: text)
    else { return .nan }
    return numbers?[place] ?? Double(place)
  }

  /// The losses of all trials at a value.
  func losses(_ rows: [SweepTable.Row], _ text: String) -> [Double] {
    rows.filter { Self.text(of: name, in: $0) == text }.flatMap { $0.trials.map(\.loss) }
  }
}

import Arrays
import Terminal

extension TrialsChart {
  /// More lines would hide each other.
  private static let mostLines = 400

  /// An upright axis in its place.
  private struct Upright {
    var x: Double
    var scale: Scale
    var frame: Frame
    var labels: [(text: String, y: Double)]
    /// How far lines of one value are spread, so that they do not hide each other.
    var band = 0.0

    func y(_ value: Double) -> Double? {
      switch scale.kind {
      case .numbers: frame.y.fraction(value).map(frame.vertical)
      case .choices(let names):
        value.isFinite && value >= 0 && value < Double(names.count)
          ? frame.vertical((value + 0.5) / Double(names.count)) : nil
      }
    }
  }

  package func draw(in drawing: inout Drawing) {
    let thirds = thirds
    drawing.heading(title, legend: legend(thirds))
    guard !trials.isEmpty, !scales.isEmpty else {
      drawing.note("no trials")
      return
    }
    let (axes, lacks) = uprights(in: &drawing)
    guard let last = axes.last else { return }
    let shown = (0..<trials.count).filter { index in
      // Evenly over the ranks, the best and the worst among them.
      trials.count <= Self.mostLines
        || index * (Self.mostLines - 1) / (trials.count - 1)
          != (index - 1) * (Self.mostLines - 1) / (trials.count - 1)
        || index == 0
    }
    if shown.count < trials.count {
      drawing.note("\(shown.count) of \(trials.count) trials are drawn")
    }
    let width = shown.count > 60 ? 0.75 : 1.25
    for index in shown.reversed() {
      let trial = trials[index]
      var points: [Scene.Point] = []
      // Lines of one value lie as what came of them does: the best at the end that it has there.
      let rank = Double(index) / Double(max(trials.count - 1, 1)) - 0.5
      let offset = trials.count == 1 ? 0 : isLowBest ? -rank : rank
      for (axis, value) in zip(axes.dropLast(), trial.settings) {
        guard let y = axis.y(value) else { continue }
        points.append(.init(axis.x, y + offset * axis.band))
      }
      if let y = trial.lack.flatMap({ lacks[$0] }) ?? last.y(trial.outcome) {
        points.append(.init(last.x, y))
      }
      let isBest = index == 0 && trial.lack == nil
      drawing.add(
        .path(
          [points],
          .init(
            thirds[index].ink, width: isBest ? 3 : width,
            dash: trial.reachedAt == nil ? .dashed : .solid)))
    }
    draw(axes, lacks, in: &drawing)
  }

  private func legend(_ thirds: [Third]) -> [Drawing.LegendEntry] {
    var entries = Third.allCases.filter(thirds.contains).map { third in
      Drawing.LegendEntry(sample: .line(.init(third.ink, width: 2)), label: third.words)
    }
    if trials.contains(where: { $0.reachedAt == nil }) {
      entries.append(
        .init(
          sample: .line(.init(.text, width: 1.25, dash: .dashed)), label: "never \(condition)"))
    }
    return entries
  }

  /// The axes side by side, as many as have room, and where lines end that have no place on the last.
  private func uprights(in drawing: inout Drawing) -> ([Upright], [Lack: Double]) {
    let size = drawing.size
    let character = size.characterWidth
    let names = drawing.takeLine()
    if !size.isCells {
      drawing.area.y += 4
      drawing.area.height -= 4
    }
    let most = max(2, drawing.columns(in: drawing.area.width) / 8)
    let left = scales.dropFirst(most - 1).map(\.name)
    if !left.isEmpty { drawing.note("no room for \(left.joined(separator: ", "))") }
    let shown = Array(scales.prefix(most - 1))
    // A line each for what has no place on the last axis, above it.
    let found = Lack.allCases.filter { lack in trials.contains { $0.lack == lack } }
    var lacks: [Lack: Double] = [:]
    let hasRoom = drawing.rows(in: drawing.area.height) >= 3 + found.count
    for lack in found { lacks[lack] = hasRoom ? drawing.takeLine() : drawing.area.y + 1 }
    // For the labels at the ends, and lines that are spread around them.
    let margin = size.isCells ? size.lineHeight / 2 : size.lineHeight * 0.7
    let room = Scene.Rectangle(
      x: drawing.area.x, y: drawing.area.y + margin, width: drawing.area.width,
      height: max(drawing.area.height - 2 * margin, 4))
    let values = (0..<shown.count).map { index in trials.map { $0.settings[index] } }
    let outcomes = trials.filter { $0.lack == nil }.map(\.outcome)
    var axes = (zip(shown, values) + [(Scale(outcome), outcomes)]).map { scale, values in
      upright(scale, values, room, in: drawing)
    }
    // Labels stand left of their axes, of the last one at its right.
    let share = max(3, drawing.columns(in: room.width) / axes.count - 3)
    func fit(_ index: Int, _ columns: Int) {
      axes[index].labels = axes[index].labels.map { (drawing.fit($0.text, columns), $0.y) }
    }
    for index in [0, axes.count - 1] { fit(index, share) }
    func widest(_ axis: Upright?, _ more: [String] = []) -> Double {
      ((axis?.labels.map(\.text) ?? []) + more).map(drawing.width).max() ?? 0
    }
    let start = room.x + widest(axes.first) + (size.isCells ? character : 8)
    let end =
      room.right - widest(axes.last, found.map { drawing.say($0.words) })
      - (size.isCells ? 2 * character : 8)
    let step = max(end - start, character) / Double(max(axes.count - 1, 1))
    for index in axes.indices {
      if index > 0, index < axes.count - 1 { fit(index, max(drawing.columns(in: step) - 1, 3)) }
      let x = start + Double(index) * step
      axes[index].x = size.isCells ? (x / character).rounded(.down) * character + 1 : x
      let name = drawing.fit(axes[index].scale.name, drawing.columns(in: step) - 1)
      let half = drawing.width(name) / 2
      drawing.text(
        name,
        .init(min(max(axes[index].x, room.x + half), drawing.size.width - half - 1), names),
        .middle,
        ink: .faint)
    }
    return (axes, lacks)
  }

  /// An axis from the least to the largest value, in powers where these are spread over them, with a
  /// label at each value where there are few, and at round ones else.
  private func upright(
    _ scale: Scale, _ values: [Double], _ room: Scene.Rectangle, in drawing: Drawing
  ) -> Upright {
    let finite = values.filter(\.isFinite)
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 1)
    let axis = Axis(low: low, high: high, isLogarithmic: low > 0 && high / low >= 20)
    let frame = Frame(room: room, x: axis, y: axis, isCells: drawing.size.isCells)
    var upright = Upright(x: 0, scale: scale, frame: frame, labels: [])
    let different = Set(finite).sorted()
    let own: [(text: String, value: Double)] =
      if case .choices(let names) = scale.kind {
        names.enumerated().map { ($1, Double($0)) }
      } else if different.count <= 12, different.count > 1 || outcome != scale.name {
        different.map { (NumberText.short($0), $0) }
      } else {
        []
      }
    let places = own.compactMap { one in upright.y(one.value).map { (one.text, $0) } }
    let least = drawing.size.lineHeight * (drawing.size.isCells ? 1 : 0.95)
    let isClear = zip(places, places.dropFirst()).allSatisfy { abs($0.1 - $1.1) >= least }
    if !places.isEmpty, isClear {
      upright.labels = places
      let gap = zip(places, places.dropFirst()).map { abs($0.1 - $1.1) }.min() ?? room.height
      upright.band = min(gap * 0.4, drawing.size.lineHeight * (drawing.size.isCells ? 1 : 1.25))
    } else if case .choices = scale.kind {
      // As many of the names as stand apart; lines of the others end between them.
      var last = Double.infinity
      upright.labels = places.filter { place in
        guard last - place.1 >= least else { return false }
        last = place.1
        return true
      }
    } else {
      let rows = drawing.rows(in: room.height)
      upright.labels = axis.ticks(atMost: max(2, drawing.size.isCells ? rows / 2 : rows - 1))
        .compactMap { tick in upright.y(tick.value).map { (tick.label, $0) } }
    }
    return upright
  }

  private func draw(_ axes: [Upright], _ lacks: [Lack: Double], in drawing: inout Drawing) {
    let isCells = drawing.size.isCells
    for (index, axis) in axes.enumerated() {
      let room = axis.frame.room
      let isLast = index == axes.count - 1
      drawing.add(
        .rule(
          from: .init(axis.x, isCells ? room.y + 1 : room.y),
          to: .init(axis.x, isCells ? room.bottom - 1 : room.bottom), ink: .axis))
      let gap = (isLast ? 1.0 : -1) * (isCells ? 3 : 7)
      var labels = axis.labels
      if isLast {
        labels += Lack.allCases.compactMap { lack in
          lacks[lack].map { (drawing.say(lack.words), $0) }
        }
      }
      for (text, y) in labels {
        if !isCells, !isLast { drawing.add(.tick(.init(axis.x, y), .left)) }
        let width = drawing.width(text)
        let start = isLast ? axis.x + gap : axis.x + gap - width
        if !isLast, index > 0 { drawing.cover(text, at: .init(start + width / 2, y)) }
        drawing.text(text, .init(isCells ? (start / 2).rounded(.down) * 2 : start, y))
      }
    }
  }
}

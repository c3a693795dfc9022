import Arrays
import Terminal

/// How often values fall into each of some bins.
package struct Histogram: Chart {
  package var title: Phrase
  package var xName: Phrase
  /// How many values there are, and how many of them are numbers.
  private let (count, finiteCount): (Int, Int)
  private let (low, high, mean): (Double, Double, Double)
  let bins: Bins

  /// - Parameter binCount: how many bins; nil chooses.
  package init(title: Phrase, xName: Phrase = "value", values: [Double], binCount: Int? = nil) {
    self.title = title
    self.xName = xName
    count = values.count
    // The values are looked at once; whoever waits no longer throws away what was found by then.
    var (finite, low, high) = (0, Double.nan, Double.nan)
    try? Interruption.stretches(values.count) {
      for value in values[$0] where value.isFinite {
        finite += 1
        if !(value >= low) { low = value }
        if !(value <= high) { high = value }
      }
    }
    (finiteCount, self.low, self.high) = (finite, low, high)
    guard finite > 0 else {
      (bins, mean) = (Bins(edges: [], counts: []), .nan)
      return
    }
    var bins = Bins(low, high, count: min(max(binCount ?? Self.count(for: finite), 1), 200))
    // By parts, so that a sum of large values is not infinite.
    var mean = 0.0
    try? Interruption.stretches(values.count) {
      for value in values[$0] where value.isFinite {
        mean += value / Double(finite)
        bins.add(value)
      }
    }
    (self.bins, self.mean) = (bins, mean)
  }

  /// Bins between equally spaced edges; the last contains both of its edges, as NumPy has it.
  struct Bins: Equatable {
    var edges: [Double] = []
    var counts: [Int] = []
    private var axis = Axis(low: 0, high: 1)

    init(edges: [Double], counts: [Int]) {
      self.edges = edges
      self.counts = counts
    }

    init(_ low: Double, _ high: Double, count: Int) {
      let axis = Axis(low: low, high: high)
      self.axis = axis
      edges = (0...count).map { index in
        let part = Double(index) / Double(count)
        return index == 0
          ? axis.low
          : index == count
            ? axis.high
            : axis.value(at: part)
      }
      counts = [Int](repeating: 0, count: count)
    }

    mutating func add(_ value: Double) {
      let part = (axis.fraction(value) ?? 0) * Double(counts.count)
      var index = min(max(Int(saturating: part), 0), counts.count - 1)
      // The edges decide, whatever the division rounded to.
      if value < edges[index], index > 0 { index -= 1 }
      if value >= edges[index + 1], index < counts.count - 1 { index += 1 }
      counts[index] += 1
    }
  }

  /// Sturges' rule, 1 + log₂ n, and no fewer than 5 or more than 40.
  private static func count(for values: Int) -> Int {
    var bits = 0
    while (values >> bits) > 1 { bits += 1 }
    return min(max(bits + 1, 5), 40)
  }

  package func draw(in drawing: inout Drawing) {
    drawing.heading(title)
    drawing.note(Missing.values(count - finiteCount))
    if count == 0 { drawing.note("no values yet") }
    let frame = drawing.frame(
      x: Axis(low: bins.edges.first ?? .nan, high: bins.edges.last ?? .nan),
      y: Axis(low: 0, high: Double(bins.counts.max() ?? 1), isWhole: true), xName: xName,
      yName: "count")
    let room = frame.room
    let gap = drawing.size.isCells ? 0 : 1.0
    for (index, count) in bins.counts.enumerated() where count > 0 {
      // Whole columns of a terminal.
      func edge(_ index: Int) -> Double {
        let place = room.x + room.width * Double(index) / Double(bins.counts.count)
        return drawing.size.isCells ? (place / 2).rounded() * 2 : place
      }
      let height = room.height * (frame.y.fraction(Double(count)) ?? 0)
      let (left, right) = (edge(index), edge(index + 1))
      if right - left <= gap {
        drawing.note("bins narrower than a column are not all drawn")
        continue
      }
      drawing.add(
        .rectangle(
          .init(x: left, y: room.bottom - height, width: right - left - gap, height: height),
          .series(0)))
    }
  }

  package var summary: [Phrase] {
    var lines: [Phrase] = [
      count == 1 ? "\(title): 1 value." : "\(title): \(count) values."
    ]
    guard finiteCount > 0 else {
      return lines + [count == 0 ? "No values yet." : "None is a finite number."]
    }
    lines.append(
      """
      From \(NumberText.short(low, digits: 4)) to \(NumberText.short(high, digits: 4)), \
      mean \(NumberText.short(mean, digits: 4)).
      """)
    if let most = bins.counts.max(), let index = bins.counts.firstIndex(of: most) {
      lines.append(
        """
        Most, \(most), between \(NumberText.short(bins.edges[index])) and \
        \(NumberText.short(bins.edges[index + 1])), in \(bins.counts.count) bins.
        """)
    }
    let missing = Missing.values(count - finiteCount)
    return missing.isEmpty ? lines : lines + ["\(missing)."]
  }

  package var table: ChartTable {
    ChartTable(
      ["from", "to", "count"],
      rows: bins.counts.indices.map {
        [
          .number(bins.edges[$0]), .number(bins.edges[$0 + 1]), .number(Double(bins.counts[$0])),
        ]
      })
  }
}

import Arrays

/// How often values fall into each of some bins.
package struct Histogram: Chart {
  package var title: String
  package var xName: String
  package var values: [Double]
  /// How many bins; nil chooses.
  package var binCount: Int?

  package init(title: String, xName: String = "value", values: [Double], binCount: Int? = nil) {
    self.title = title
    self.xName = xName
    self.values = values
    self.binCount = binCount
  }

  /// Bins between equally spaced edges; the last contains both of its edges, as NumPy has it.
  struct Bins: Equatable {
    var edges: [Double]
    var counts: [Int]
  }

  var bins: Bins {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else {
      return Bins(edges: [], counts: [])
    }
    let axis = Axis(low: low, high: high)
    let count = min(max(binCount ?? Self.count(for: finite.count), 1), 200)
    let edges = (0...count).map { index in
      let part = Double(index) / Double(count)
      return index == 0
        ? axis.low
        : index == count
          ? axis.high
          : axis.value(at: part)
    }
    var counts = [Int](repeating: 0, count: count)
    for value in finite {
      let part = (axis.fraction(value) ?? 0) * Double(count)
      var index = min(max(Int(saturating: part), 0), count - 1)
      // The edges decide, whatever the division rounded to.
      if value < edges[index], index > 0 { index -= 1 }
      if value >= edges[index + 1], index < count - 1 { index += 1 }
      counts[index] += 1
    }
    return Bins(edges: edges, counts: counts)
  }

  /// Sturges' rule, 1 + log₂ n, and no fewer than 5 or more than 40.
  private static func count(for values: Int) -> Int {
    var bits = 0
    while (values >> bits) > 1 { bits += 1 }
    return min(max(bits + 1, 5), 40)
  }

  package func draw(in drawing: inout Drawing) {
    drawing.heading(title)
    let bins = bins
    let missing = values.count - bins.counts.reduce(0, +)
    if missing > 0 { drawing.note("\(NumberText.count(missing, "value")) not finite") }
    if values.isEmpty { drawing.note("no values yet") }
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

  package var summary: [String] {
    let finite = values.filter(\.isFinite)
    var lines = ["\(title): \(NumberText.count(values.count, "value"))."]
    guard let low = finite.min(), let high = finite.max() else {
      return lines + [values.isEmpty ? "No values yet." : "None is a finite number."]
    }
    // By parts, so that a sum of large values is not infinite.
    let mean = finite.reduce(0) { $0 + $1 / Double(finite.count) }
    lines.append(
      "From \(NumberText.short(low, digits: 4)) to \(NumberText.short(high, digits: 4)), "
        + "mean \(NumberText.short(mean, digits: 4)).")
    let bins = bins
    if let most = bins.counts.max(), let index = bins.counts.firstIndex(of: most) {
      lines.append(
        "Most, \(most), between \(NumberText.short(bins.edges[index])) and "
          + "\(NumberText.short(bins.edges[index + 1])), in \(bins.counts.count) bins.")
    }
    if finite.count < values.count {
      lines.append("\(NumberText.count(values.count - finite.count, "value")) not finite.")
    }
    return lines
  }

  package var table: ChartTable {
    let bins = bins
    return ChartTable(
      ["from", "to", "count"],
      rows: bins.counts.indices.map {
        [
          .number(bins.edges[$0]), .number(bins.edges[$0 + 1]), .number(Double(bins.counts[$0])),
        ]
      })
  }
}

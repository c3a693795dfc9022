import Terminal

/// The units of a network as fields over the plane of its inputs.
extension NetworkDiagram {
  /// What the colours of a layer's fields stand for; nil where it has none.
  func fieldScale(of layer: Int) -> FieldScale? {
    let layer = layers[layer]
    return FieldScale(layer.nodes.lazy.compactMap(\.field).flatMap(\.finite), bounds: layer.bounds)
  }

  private var scales: [(layer: Layer, scale: FieldScale)] {
    layers.indices.compactMap { index in fieldScale(of: index).map { (layers[index], $0) } }
  }

  /// The colour of the largest value, of each scale that is used.
  var fieldLegend: [Drawing.LegendEntry] {
    var entries: [Drawing.LegendEntry] = []
    for colors in [ColorScale.diverging, .sequential]
    where scales.contains(where: { $0.scale.colors == colors }) {
      entries.append(.init(sample: .swatch(.scale(colors, 1)), label: "high"))
    }
    return entries
  }

  /// What the fields are over, and between which values each layer's colours are.
  package var caption: Phrase? {
    guard let plane, let field = layers.lazy.flatMap(\.nodes).compactMap(\.field).first else {
      return nil
    }
    func short(_ value: Double) -> String { NumberText.short(value) }
    let ranges = scales.map { layer, scale -> Phrase in
      "\(layer.name) from \(short(scale.axis.low)) to \(short(scale.axis.high))"
    }
    return """
      Units over \(plane.xName) across, \(short(field.x.lowerBound)) to \
      \(short(field.x.upperBound)), and \(plane.yName) up, \(short(field.y.lowerBound)) to \
      \(short(field.y.upperBound)). Colours: \(Phrase(ranges)).
      """
  }

  /// A sentence a unit, of many for the first ones.
  var fieldSentences: [Phrase] {
    var lines = caption.map { [$0] } ?? []
    for (layer, scale) in scales {
      let units = layer.nodes.filter { $0.field != nil }
      lines += units.prefix(12).compactMap { node in node.field?.words(node.label, scale) }
      if units.count > 12 { lines.append("\(units.count - 12) more in \(layer.name).") }
    }
    return lines
  }

  /// Each field's values, at the middles of its cells.
  func addFields(to table: inout ChartTable) {
    let missing = table.columns.count - 5
    for index in table.rows.indices {
      table.rows[index] += Array(repeating: "", count: missing)
    }
    for layer in layers {
      for node in layer.nodes {
        guard let field = node.field else { continue }
        let ys = PlaneField.centers(field.y, count: field.values.count)
        for (y, row) in zip(ys, field.values) {
          for (x, value) in zip(PlaneField.centers(field.x, count: row.count), row) {
            table.rows.append([
              "field", .text(layer.name), .text(node.label), "", .number(value), .number(x),
              .number(y),
            ])
          }
        }
      }
    }
  }
}

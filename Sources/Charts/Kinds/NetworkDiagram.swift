import Arrays
import Terminal

/// A network as nodes and edges: weights by sign and size, the values of one example at the nodes.
package struct NetworkDiagram: Chart {
  package struct Node: Sendable, Equatable {
    package var label: String
    /// What flows through it; nil where nothing is computed yet.
    package var value: Double?
    /// What is added in it, or the gradient of that; nil where nothing is.
    package var bias: Double?
    /// What it gives over the plane of two inputs; nil of what is no unit, and where there is no plane.
    package var field: PlaneField?

    package init(
      _ label: String, _ value: Double? = nil, bias: Double? = nil, field: PlaneField? = nil
    ) {
      self.label = label
      self.value = value
      self.bias = bias
      self.field = field
    }

    /// Its label with the bias, as it stands below the node.
    var labelAndBias: String {
      bias.map { "\(label) b \(NumberText.short($0, digits: 2))" } ?? label
    }
  }

  package struct Layer: Sendable, Equatable {
    package var name: String
    package var nodes: [Node]
    /// Between which values its units stay whatever they are given; nil where there is no end.
    package var bounds: ClosedRange<Double>?

    package init(_ name: String, _ nodes: [Node], bounds: ClosedRange<Double>? = nil) {
      self.name = name
      self.nodes = nodes
      self.bounds = bounds
    }
  }

  /// What the units' fields are over.
  package struct Plane: Sendable, Equatable {
    package var xName: String
    package var yName: String
    /// The example whose values stand at the nodes.
    package var example: Scene.Point?

    package init(xName: String, yName: String, example: Scene.Point? = nil) {
      self.xName = xName
      self.yName = yName
      self.example = example
    }
  }

  package var title: Phrase
  /// From the inputs to the outputs.
  package var layers: [Layer]
  /// Between each layer and the next: a row for each node of the next, a column for each of this,
  /// as in W @ A. Gradients may stand here as well.
  package var weights: [[[Double]]]
  /// The plane of the two inputs; nil where the inputs are not two.
  package var plane: Plane?

  package init(title: Phrase, layers: [Layer], weights: [[[Double]]], plane: Plane? = nil) {
    self.title = title
    self.layers = layers
    self.weights = weights
    self.plane = plane
  }

  struct Edge: Equatable {
    var layer: Int
    var from: Int
    var to: Int
    var weight: Double
  }

  var edges: [Edge] {
    var edges: [Edge] = []
    for (layer, matrix) in weights.enumerated() where layer + 1 < layers.count {
      for (to, row) in matrix.prefix(layers[layer + 1].nodes.count).enumerated() {
        for (from, weight) in row.prefix(layers[layer].nodes.count).enumerated() {
          edges.append(Edge(layer: layer, from: from, to: to, weight: weight))
        }
      }
    }
    return edges
  }

  func largest(_ values: some Sequence<Double>) -> Double {
    let most = values.lazy.filter(\.isFinite).map(\.magnitude).max() ?? 0
    return most > 0 ? most : 1
  }

  package func draw(in drawing: inout Drawing) {
    drawing.heading(
      title,
      legend: [
        .init(sample: .line(Self.stroke(1, of: 2)), label: "positive"),
        .init(sample: .line(Self.stroke(-1, of: 2)), label: "negative"),
      ] + fieldLegend)
    guard !layers.isEmpty, layers.contains(where: { !$0.nodes.isEmpty }) else {
      drawing.note("no layers")
      return
    }
    let plan = NetworkPlan(layers, in: &drawing)
    let seen = edges.filter {
      plan.places[$0.layer][$0.from] != nil && plan.places[$0.layer + 1][$0.to] != nil
    }
    let most = drawing.size.isCells ? max(12, drawing.size.rows * 2) : 600
    let drawn = seen.sorted { $0.weight.magnitude < $1.weight.magnitude }.suffix(most)
    if drawn.count < seen.count {
      drawing.note("the \(drawn.count) strongest of \(edges.count) edges")
    }
    let scale = largest(edges.map(\.weight))
    for edge in drawn {
      guard let (from, to) = plan.line(edge, drawing.size) else { continue }
      drawing.add(.path([[from, to]], Self.stroke(edge.weight, of: scale)))
      drawing.targets.append(
        Scene.Target(
          subject: .edge(layer: edge.layer, from: edge.from, to: edge.to), place: .line(from, to)))
    }
    for layer in 0..<(layers.count - 1) {
      let between = drawn.filter { $0.layer == layer }
      if !between.isEmpty { label(between, plan, in: &drawing) }
    }
    drawNodes(plan, in: &drawing)
    let broken = edges.filter { !$0.weight.isFinite }.count
    if broken > 0 {
      drawing.note(
        broken == 1 ? "1 weight not finite, dotted" : "\(broken) weights not finite, dotted")
    }
  }

  /// Negative is dashed as well as orange, so that the sign needs no colour.
  private static func stroke(_ weight: Double, of scale: Double) -> Scene.Stroke {
    guard weight.isFinite else { return .init(.faint, width: 1, dash: .dotted) }
    return .init(
      weight < 0 ? .negative : .positive, width: 0.75 + 4.25 * weight.magnitude / scale,
      dash: weight < 0 ? .dashed : .solid)
  }

  /// The weights beside their edges, where there are few.
  private func label(_ edges: [Edge], _ plan: NetworkPlan, in drawing: inout Drawing) {
    guard edges.count <= 8, let first = edges.first, plan.spacing.indices.contains(first.layer + 1)
    else { return }
    let rows = min(plan.spacing[first.layer], plan.spacing[first.layer + 1])
    guard rows >= 2.4 * drawing.size.lineHeight else { return }
    for edge in edges {
      guard let (from, to) = plan.line(edge, drawing.size) else { continue }
      let text = NumberText.short(edge.weight, digits: 2)
      let gap = (to.x - from.x) - plan.covered(edge.layer) - plan.covered(edge.layer + 1)
      let width = drawing.width(text)
      guard width + 2 * drawing.size.characterWidth < gap * (plan.fieldSide == nil ? 0.6 : 0.8)
      else { continue }
      // Before the middle, where edges of one layer cross, and beside the node.
      let beside = (plan.covered(edge.layer) + width / 2) / max(to.x - from.x, 1)
      let part = plan.fieldSide == nil ? 0.32 : min(max(0.32, beside), 0.4)
      let place = Scene.Point(
        from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part)
      drawing.cover(text, at: place)
      drawing.text(
        text, place, .middle, role: .value, ink: edge.weight < 0 ? .negative : .positive)
    }
  }

  package var summary: [Phrase] {
    let sizes = layers.map { layer -> Phrase in
      layer.nodes.count == 1
        ? "\(layer.name) 1 node" : "\(layer.name) \(layer.nodes.count) nodes"
    }
    var lines: [Phrase] = ["\(title): \(Phrase(sizes))."]
    for layer in layers {
      let values = layer.nodes.prefix(12).compactMap { node in
        node.value.map { "\(node.label) \(NumberText.short($0))" }
      }
      if !values.isEmpty {
        lines.append(.verbatim("\(layer.name): \(values.joined(separator: ", "))."))
      }
    }
    let biases = layers.flatMap(\.nodes).compactMap { node in
      node.bias.map { "\(node.label) \(NumberText.short($0))" }
    }
    if !biases.isEmpty {
      let shown = biases.prefix(12).joined(separator: ", ")
      lines.append(
        biases.count > 12
          ? "Biases, the first 12 of \(biases.count): \(shown)." : "Biases: \(shown).")
    }
    lines += fieldSentences
    for edge in edges.sorted(by: { $0.weight.magnitude > $1.weight.magnitude }).prefix(6) {
      let (from, to) = (
        layers[edge.layer].nodes[edge.from].label, layers[edge.layer + 1].nodes[edge.to].label
      )
      lines.append("\(from) to \(to): \(NumberText.short(edge.weight)).")
    }
    if edges.count > 6 { lines.append("These are the strongest of \(edges.count) edges.") }
    return lines
  }

  package var table: ChartTable {
    var table = ChartTable(
      ["kind", "layer", "from", "to", "value"] + (plane.map { [$0.xName, $0.yName] } ?? []))
    for layer in layers {
      for node in layer.nodes {
        table.rows.append([
          "node", .text(layer.name), .text(node.label), "",
          node.value.map { .number($0) } ?? "",
        ])
        if let bias = node.bias {
          table.rows.append(["bias", .text(layer.name), .text(node.label), "", .number(bias)])
        }
      }
    }
    for edge in edges {
      table.rows.append([
        "edge", .text(layers[edge.layer].name), .text(layers[edge.layer].nodes[edge.from].label),
        .text(layers[edge.layer + 1].nodes[edge.to].label), .number(edge.weight),
      ])
    }
    addFields(to: &table)
    return table
  }
}

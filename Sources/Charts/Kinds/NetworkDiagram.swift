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

    package init(_ label: String, _ value: Double? = nil, bias: Double? = nil) {
      self.label = label
      self.value = value
      self.bias = bias
    }

    /// Its label with the bias, as it stands below the node.
    var labelAndBias: String {
      bias.map { "\(label) b \(NumberText.short($0, digits: 2))" } ?? label
    }
  }

  package struct Layer: Sendable, Equatable {
    package var name: String
    package var nodes: [Node]

    package init(_ name: String, _ nodes: [Node]) {
      self.name = name
      self.nodes = nodes
    }
  }

  package var title: Phrase
  /// From the inputs to the outputs.
  package var layers: [Layer]
  /// Between each layer and the next: a row for each node of the next, a column for each of this,
  /// as in W @ A. Gradients may stand here as well.
  package var weights: [[[Double]]]

  package init(title: Phrase, layers: [Layer], weights: [[[Double]]]) {
    self.title = title
    self.layers = layers
    self.weights = weights
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

  private func largest(_ values: some Sequence<Double>) -> Double {
    let most = values.lazy.filter(\.isFinite).map(\.magnitude).max() ?? 0
    return most > 0 ? most : 1
  }

  package func draw(in drawing: inout Drawing) {
    drawing.heading(
      title,
      legend: [
        .init(sample: .line(Self.stroke(1, of: 2)), label: "positive"),
        .init(sample: .line(Self.stroke(-1, of: 2)), label: "negative"),
      ])
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
      guard let from = plan.places[edge.layer][edge.from],
        let to = plan.places[edge.layer + 1][edge.to]
      else { continue }
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
      guard let from = plan.places[edge.layer][edge.from],
        let to = plan.places[edge.layer + 1][edge.to]
      else { continue }
      let text = NumberText.short(edge.weight, digits: 2)
      let gap = (to.x - from.x) - plan.nodeWidth
      let width = drawing.width(text)
      guard width + 2 * drawing.size.characterWidth < gap * 0.6 else { continue }
      // Before the middle, where edges of one layer cross.
      let part = 0.32
      let place = Scene.Point(
        from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part)
      drawing.cover(text, at: place)
      drawing.text(
        text, place, .middle, role: .value, ink: edge.weight < 0 ? .negative : .positive)
    }
  }

  private func drawNodes(_ plan: NetworkPlan, in drawing: inout Drawing) {
    let scale = largest(layers.flatMap(\.nodes).compactMap(\.value))
    for (layer, places) in plan.places.enumerated() {
      for (index, place) in places.enumerated() {
        guard let place else { continue }
        let node = layers[layer].nodes[index]
        if drawing.size.isCells {
          drawing.text(plan.text(node, in: drawing), place, .middle, role: .value)
          continue
        }
        let fraction = node.value.map { $0.isFinite ? 0.5 + 0.5 * $0 / scale : .nan }
        let radius = plan.radius
        drawing.targets.append(
          Scene.Target(subject: .node(layer: layer, index), place: .circle(place, radius: radius)))
        drawing.add(
          .circle(
            center: place, radius: radius,
            fill: fraction.map { .scale(.diverging, $0) } ?? .ground, edge: .axis))
        // With one digit where two have no room: a node without a number looks like one of 0.
        let texts = node.value.map { value in
          [2, 1].map { NumberText.short(value, digits: $0) }
        }
        if let value = texts?.first(where: { drawing.width($0) <= radius * 2 - 2 }) {
          drawing.text(
            value, place, .middle, role: .value, ink: .onScale(.diverging, fraction ?? 0.5))
        }
        if plan.spacing[layer] >= 2 * radius + drawing.size.lineHeight {
          // A number that is cut off is another number.
          let room = drawing.columns(in: plan.columnWidth)
          let isWhole = drawing.columns(node.labelAndBias) <= room
          drawing.text(
            isWhole ? node.labelAndBias : drawing.fit(node.label, room),
            .init(place.x, place.y + radius + drawing.size.lineHeight / 2), .middle)
        }
      }
      if let rest = plan.rests[layer] {
        let text = " \(drawing.size.unicode ? "…" : "...") \(drawing.say("\(rest.count) more")) "
        drawing.cover(text, at: rest.place)
        drawing.text(text, rest.place, .middle)
      }
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
    var table = ChartTable(["kind", "layer", "from", "to", "value"])
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
    return table
  }
}

/// Where the nodes of a network stand.
struct NetworkPlan {
  /// For each layer, for each node; nil for those that there is no room for.
  var places: [[Scene.Point?]] = []
  /// Where a layer says how many of its nodes are left out.
  var rests: [(count: Int, place: Scene.Point)?] = []
  /// From a node to the next below it, for each layer.
  var spacing: [Double] = []
  var columnWidth = 0.0
  var nodeWidth = 0.0
  var radius = 0.0

  init(_ layers: [NetworkDiagram.Layer], in drawing: inout Drawing) {
    let size = drawing.size
    let hasNames =
      layers.contains { !$0.name.isEmpty } && drawing.rows(in: drawing.area.height) >= 5
    if hasNames {
      drawing.area.height -= size.lineHeight
    }
    let area = drawing.area
    columnWidth = area.width / Double(layers.count)
    let most = max(1, Int(saturating: area.height / (size.isCells ? size.lineHeight : 30)))
    for (index, layer) in layers.enumerated() {
      let x = area.x + (Double(index) + 0.5) * columnWidth
      let count = layer.nodes.count
      // Of too many, the first ones and the last, and a line for the rest.
      let shown = count <= most ? count : max(most - 1, 1)
      let slots = count <= most ? count : shown + 1
      let step = area.height / Double(max(slots, 1))
      spacing.append(step)
      var column = [Scene.Point?](repeating: nil, count: count)
      for slot in 0..<slots {
        let point = Scene.Point(x, area.y + (Double(slot) + 0.5) * step)
        if count <= most || slot < shown - 1 || (shown == 1 && slot == 0) {
          column[slot] = point
        } else if slot == slots - 1, shown > 1 {
          column[count - 1] = point
        }
      }
      places.append(column)
      let rest = count <= most ? 0 : count - shown
      let restSlot = shown > 1 ? slots - 2 : slots - 1
      rests.append(
        rest > 0 && slots > 1
          ? (rest, .init(x, area.y + (Double(restSlot) + 0.5) * step)) : nil)
      if rest > 0 { drawing.note("\(layer.name): \(shown) of \(count) nodes") }
      if hasNames {
        drawing.text(
          drawing.fit(layer.name, drawing.columns(in: columnWidth) - 1),
          .init(x, area.bottom + size.lineHeight / 2), .middle, ink: .faint)
      }
    }
    let tightest = spacing.min() ?? 0
    radius = max(5, min(20, tightest * 0.42, columnWidth * 0.3))
    nodeWidth = size.isCells ? columnWidth * 0.5 : 2 * radius
  }

  /// A node of a terminal: its label and value, as much of them as has room.
  func text(_ node: NetworkDiagram.Node, in drawing: Drawing) -> String {
    let room = max(drawing.columns(in: columnWidth) * 2 / 3, 1)
    let value = node.value.map { NumberText.short($0, digits: 2) }
    let all = "(\(node.label)" + (value.map { " \($0)" } ?? "")
    if let bias = node.bias {
      let whole = "\(all) b \(NumberText.short(bias, digits: 2)))"
      if drawing.columns(whole) <= room { return whole }
    }
    let whole = all + ")"
    if drawing.columns(whole) <= room { return whole }
    if let value, value.count + 2 <= room { return "(\(value))" }
    return drawing.fit(value ?? node.label, room)
  }
}

import Arrays

/// Where the nodes of a network stand.
struct NetworkPlan {
  /// For each layer, for each node; nil for those that there is no room for.
  var places: [[Scene.Point?]] = []
  /// Where a layer says how many of its nodes are left out.
  var rests: [(count: Int, place: Scene.Point)?] = []
  /// From a node to the next below it, for each layer.
  var spacing: [Double] = []
  var columnWidth = 0.0
  private var nodeWidth = 0.0
  var radius = 0.0
  /// Which layers' nodes are fields.
  private var areFields: [Bool]
  /// How wide and high the units' fields are; nil where there are none, or no room for them.
  private(set) var fieldSide: Double?
  /// How many lines of text stand below a field.
  private(set) var fieldLines = 0
  /// How wide the labels are that stand behind fields, where there is no room below them; 0 for none.
  private(set) var labelWidth = 0.0

  init(_ layers: [NetworkDiagram.Layer], in drawing: inout Drawing) {
    let size = drawing.size
    let hasNames =
      layers.contains { !$0.name.isEmpty } && drawing.rows(in: drawing.area.height) >= 5
    if hasNames {
      drawing.area.height -= size.lineHeight
    }
    let area = drawing.area
    columnWidth = area.width / Double(layers.count)
    areFields = layers.map { $0.nodes.first?.field != nil }
    let hasFields = areFields.contains(true)
    let least = size.isCells ? size.lineHeight : hasFields ? 20 : 30
    let most = max(1, Int(saturating: area.height / least))
    spacing = layers.map { layer in
      let count = layer.nodes.count
      return area.height / Double(max(count <= most ? count : max(most - 1, 1) + 1, 1))
    }
    if hasFields { planFields(layers, in: drawing) }
    if fieldSide == nil { areFields = layers.map { _ in false } }
    for (index, layer) in layers.enumerated() {
      let x = area.x + (Double(index) + 0.5) * columnWidth
      let count = layer.nodes.count
      // Of too many, the first ones and the last, and a line for the rest.
      let shown = count <= most ? count : max(most - 1, 1)
      let slots = count <= most ? count : shown + 1
      let step = spacing[index]
      var column = [Scene.Point?](repeating: nil, count: count)
      for slot in 0..<slots {
        let top = area.y + Double(slot) * step
        let point =
          areFields[index]
          ? fieldCenter(x, top, step, size) : Scene.Point(x, top + step / 2)
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
    let tightest = zip(spacing, areFields).filter { !$0.1 }.map(\.0).min() ?? 0
    radius = max(5, min(20, tightest * 0.42, columnWidth * 0.3))
    nodeWidth = size.isCells ? columnWidth * 0.5 : 2 * radius
  }

  /// As large as the tightest layer allows with its labels; these behind the fields where below them
  /// they would leave next to nothing.
  private mutating func planFields(_ layers: [NetworkDiagram.Layer], in drawing: Drawing) {
    let (line, isCells) = (drawing.size.lineHeight, drawing.size.isCells)
    let step = zip(spacing, areFields).filter(\.1).map(\.0).min() ?? 0
    if isCells {
      // Whole characters, of which two beside each other are about a square.
      let columns = drawing.columns(in: columnWidth) / 2
      let rows = min(drawing.rows(in: step) - 1, columns / 2, 6)
      guard rows >= 2 else { return }
      (fieldSide, fieldLines) = (Double(rows) * line, 1)
      return
    }
    let most = min(columnWidth * 0.5, 96)
    for (lines, least) in [(2, 36.0), (1, 18.0)] where step - Double(lines) * line - 6 >= least {
      (fieldSide, fieldLines) = (min(step - Double(lines) * line - 6, most), lines)
      return
    }
    let side = min(step * 0.86, most)
    fieldSide = side
    let labels = layers.filter { $0.nodes.first?.field != nil }.flatMap(\.nodes).map(\.label)
    let wanted = labels.reduce(0) { max($0, drawing.width($1)) }
    // The edges to the next layer keep some room, and the last layer ends with the picture.
    let room = min(columnWidth - side - 24, (columnWidth - side) / 2 + 10) - Self.labelGap
    if step >= line, room >= 3 * drawing.size.characterWidth { labelWidth = min(wanted, room) }
  }

  private static let labelGap = 3.0

  /// Where the label of a field begins that stands behind it.
  func labelPlace(_ room: Scene.Rectangle) -> Scene.Point {
    .init(room.right + Self.labelGap, room.center.y)
  }

  /// The middle of a field in its slot, with its labels below it.
  private func fieldCenter(
    _ x: Double, _ top: Double, _ step: Double, _ size: SceneSize
  ) -> Scene.Point {
    let side = fieldSide ?? 0
    let rest = (step - side - Double(fieldLines) * size.lineHeight) / 2
    guard size.isCells else { return .init(x, top + rest + side / 2) }
    func whole(_ place: Double, _ unit: Double) -> Double {
      (place / unit + 1e-9).rounded(.down) * unit
    }
    return .init(
      whole(x - side / 2, size.characterWidth) + side / 2,
      whole(top + rest, size.lineHeight) + side / 2)
  }

  /// Where an edge is drawn: from the middle of a node, or the side of a field, to the next; nil where
  /// one of them is not shown.
  func line(_ edge: NetworkDiagram.Edge, _ size: SceneSize) -> (Scene.Point, Scene.Point)? {
    guard let from = places[edge.layer][edge.from], let to = places[edge.layer + 1][edge.to] else {
      return nil
    }
    func half(_ layer: Int) -> Double { areFields[layer] ? (fieldSide ?? 0) / 2 : 0 }
    let label = areFields[edge.layer] && labelWidth > 0 ? labelWidth + 2 * Self.labelGap : 0
    // The last dot before a field's first cell.
    let dot = size.isCells && areFields[edge.layer + 1] ? 1.0 : 0
    return (
      .init(from.x + half(edge.layer) + label, from.y),
      .init(to.x - half(edge.layer + 1) - dot, to.y)
    )
  }

  /// How much of an edge's line a layer's node is drawn over.
  func covered(_ layer: Int) -> Double { areFields[layer] ? 0 : nodeWidth / 2 }

  /// Where a field stands around its middle.
  func fieldRoom(_ place: Scene.Point) -> Scene.Rectangle? {
    fieldSide.map {
      Scene.Rectangle(x: place.x - $0 / 2, y: place.y - $0 / 2, width: $0, height: $0)
    }
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

  /// What stands below a field: label and value, and the bias behind them or in a line of its own, as
  /// much of it as has room.
  func lines(_ node: NetworkDiagram.Node, in drawing: Drawing) -> [String] {
    let room = drawing.columns(in: columnWidth) - 1
    let all = node.label + (node.value.map { " \(NumberText.short($0, digits: 2))" } ?? "")
    let first = drawing.columns(all) <= room ? all : drawing.fit(node.label, room)
    guard let bias = node.bias.map({ "b \(NumberText.short($0, digits: 2))" }) else {
      return Array([first].prefix(fieldLines))
    }
    let whole = "\(first) \(bias)"
    if drawing.columns(whole) <= room { return Array([whole].prefix(fieldLines)) }
    return Array([first, bias].prefix(fieldLines))
  }
}

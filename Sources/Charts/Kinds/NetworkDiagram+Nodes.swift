import Terminal

extension NetworkDiagram {
  func drawNodes(_ plan: NetworkPlan, in drawing: inout Drawing) {
    for (layer, places) in plan.places.enumerated() {
      let scale = fieldScale(of: layer)
      for (index, place) in places.enumerated() {
        guard let place else { continue }
        let node = layers[layer].nodes[index]
        let subject = Scene.Target.Subject.node(layer: layer, index)
        if let field = node.field, let scale, let room = plan.fieldRoom(place) {
          drawing.targets.append(.init(subject: subject, place: .rectangle(room)))
          draw(field, scale, room, in: &drawing)
          label(node, below: room, plan, in: &drawing)
          if plan.labelWidth > 0 {
            let label = drawing.fit(node.label, drawing.columns(in: plan.labelWidth))
            drawing.text(label, plan.labelPlace(room))
          }
        } else if drawing.size.isCells {
          drawing.text(plan.text(node, in: drawing), place, .middle, role: .value)
        } else {
          drawing.targets.append(
            .init(subject: subject, place: .circle(place, radius: plan.radius)))
          draw(node, at: place, spacing: plan.spacing[layer], plan, in: &drawing)
        }
      }
      if let rest = plan.rests[layer] {
        let text = " \(drawing.size.unicode ? "…" : "...") \(drawing.say("\(rest.count) more")) "
        drawing.cover(text, at: rest.place)
        drawing.text(text, rest.place, .middle)
      }
    }
  }

  /// A round node with its value in it.
  private func draw(
    _ node: Node, at place: Scene.Point, spacing: Double, _ plan: NetworkPlan,
    in drawing: inout Drawing
  ) {
    let scale = largest(layers.flatMap(\.nodes).compactMap(\.value))
    let fraction = node.value.map { $0.isFinite ? 0.5 + 0.5 * $0 / scale : .nan }
    let radius = plan.radius
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
    if spacing >= 2 * radius + drawing.size.lineHeight {
      // A number that is cut off is another number.
      let room = drawing.columns(in: plan.columnWidth)
      let isWhole = drawing.columns(node.labelAndBias) <= room
      drawing.coveredText(
        isWhole ? node.labelAndBias : drawing.fit(node.label, room),
        .init(place.x, place.y + radius + drawing.size.lineHeight / 2))
    }
  }

  /// A unit as its field, with a spot where the example is whose value stands below it.
  private func draw(
    _ field: PlaneField, _ scale: FieldScale, _ room: Scene.Rectangle, in drawing: inout Drawing
  ) {
    let frame = Frame(room: room, x: field.axes.x, y: field.axes.y, isCells: drawing.size.isCells)
    // In so small a picture every second step of the colours is enough; a report has many of them.
    let steps = Double(ColorScale.steps / 2)
    field.fill(frame, scale.colors, of: &drawing) { (scale.place($0) * steps).rounded() / steps }
    drawing.note(field.missingNote)
    if !drawing.size.isCells {
      let corners = [
        Scene.Point(room.x, room.y), .init(room.right, room.y), .init(room.right, room.bottom),
        .init(room.x, room.bottom), .init(room.x, room.y),
      ]
      drawing.add(.path([corners], .init(.axis, width: 1)))
    }
    guard let example = plane?.example, let spot = frame.point(example.x, example.y),
      frame.contains(spot), room.width >= 24 || drawing.size.isCells && room.width >= 12
    else { return }
    drawing.add(.circle(center: spot, radius: 2.5, fill: .ground, edge: .text))
  }

  private func label(
    _ node: Node, below room: Scene.Rectangle, _ plan: NetworkPlan, in drawing: inout Drawing
  ) {
    let line = drawing.size.lineHeight
    for (index, text) in plan.lines(node, in: drawing).enumerated() {
      let gap = drawing.size.isCells ? 0 : 2.0
      drawing.coveredText(
        text, .init(room.center.x, room.bottom + gap + (Double(index) + 0.5) * line))
    }
  }
}

extension Drawing {
  /// A text in the middle of a place, with nothing behind it.
  fileprivate mutating func coveredText(_ text: String, _ place: Scene.Point) {
    cover(text, at: place)
    self.text(text, place, .middle)
  }
}

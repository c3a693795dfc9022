import Arrays
import Terminal

/// The room between two axes.
struct Frame: Equatable {
  let room: Scene.Rectangle
  let x: Axis
  let y: Axis
  let isCells: Bool

  /// Where a pair of values stands; nil where an axis has no place for one of them.
  func point(_ xValue: Double, _ yValue: Double) -> Scene.Point? {
    guard let u = x.fraction(xValue), let v = y.fraction(yValue) else { return nil }
    return Scene.Point(horizontal(u), vertical(v))
  }

  /// In a terminal the ends of the range are the middles of the first and last dots.
  func horizontal(_ fraction: Double) -> Double {
    isCells ? room.x + 0.5 + fraction * (room.width - 1) : room.x + fraction * room.width
  }

  func vertical(_ fraction: Double) -> Double {
    isCells
      ? room.bottom - 0.5 - fraction * (room.height - 1) : room.bottom - fraction * room.height
  }

  func contains(_ point: Scene.Point) -> Bool {
    point.x >= room.x && point.x <= room.right && point.y >= room.y && point.y <= room.bottom
  }
}

extension Drawing {
  /// Axes with ticks and labels around what is left of the room, as far as they fit.
  mutating func frame(
    x: Axis, y: Axis, xName: Phrase = "", yName: Phrase = "", hasGrid: Bool = true
  ) -> Frame {
    let line = size.lineHeight
    let character = size.characterWidth
    if !yName.isEmpty, rows(in: area.height) >= 9 {
      let middle = takeLine()
      text(fit(say(yName), columns(in: area.width)), .init(area.x, middle), ink: .faint)
      if !size.isCells {
        area.y += 4
        area.height -= 4
      }
    }
    let hasXName = !xName.isEmpty && rows(in: area.height) >= 9
    let hasXLabels = rows(in: area.height) >= 4
    let axisHeight = size.isCells ? line : 6
    let below = axisHeight + (hasXLabels ? line : 0) + (hasXName ? line : 0)
    let height = max(area.height - below, size.isCells ? 4 : 8)

    let yTicks = verticalTicks(y, height: height)
    let labelWidth = yTicks.reduce(0) { max($0, width($1.label)) }
    let axisWidth = size.isCells ? character : 8
    let hasYLabels = area.width - labelWidth - axisWidth >= 9 * character
    if !hasYLabels, let first = yTicks.first, let last = yTicks.last {
      note("no room for the labels of the upright axis: \(first.label) to \(last.label)")
    }
    let left = (hasYLabels ? labelWidth : 0) + axisWidth
    // A little room at the right, for half of the last label.
    let right = size.isCells ? 0 : 10.0
    let frame = Frame(
      room: .init(
        x: area.x + left, y: area.y, width: max(area.width - left - right, character),
        height: height),
      x: x, y: y, isCells: size.isCells)
    drawAxes(frame, yTicks: yTicks, hasYLabels: hasYLabels, hasXLabels: hasXLabels, hasGrid)
    if hasXName {
      text(
        fit(say(xName), columns(in: frame.room.width)),
        .init(frame.room.center.x, area.bottom - line / 2), .middle, ink: .faint)
    }
    self.frame = frame
    return frame
  }

  private func verticalTicks(_ axis: Axis, height: Double) -> [Tick] {
    let room = rows(in: height)
    let wanted = size.isCells ? max(3, room / 3) : max(3, Int(saturating: height / 42))
    var ticks = axis.ticks(atMost: min(wanted, room))
    // Two ticks say little of the scale: rather a few more than usual, as many as stand apart.
    let most = size.isCells ? room / 2 : room * 2 / 3
    for more in stride(from: wanted + 1, through: min(wanted + 4, most), by: 1)
    where ticks.count < 3 {
      ticks = axis.ticks(atMost: more)
    }
    if ticks.count < 2 { ticks = axis.ticks(atMost: min(wanted + 2, room)) }
    return ticks
  }

  private mutating func drawAxes(
    _ frame: Frame, yTicks: [Tick], hasYLabels: Bool, hasXLabels: Bool, _ hasGrid: Bool
  ) {
    let room = frame.room
    let half = size.isCells ? 1.0 : 0
    let axisX = room.x - half
    let axisY = room.bottom + (size.isCells ? size.lineHeight / 2 : 0)
    let xTicks = hasXLabels ? horizontalTicks(frame) : []
    for (axis, side) in [(frame.y, Scene.Side.left), (frame.x, .below)] where !size.isCells {
      for value in axis.minorTicks {
        guard let part = axis.fraction(value) else { continue }
        let place: Scene.Point =
          side == .left
          ? .init(axisX, frame.vertical(part)) : .init(frame.horizontal(part), axisY)
        add(.tick(place, side))
      }
    }
    if hasGrid, !size.isCells {
      for tick in yTicks {
        guard let v = frame.y.fraction(tick.value) else { continue }
        let y = frame.vertical(v)
        add(.rule(from: .init(room.x, y), to: .init(room.right, y), ink: .grid))
      }
    }
    let end = size.isCells ? room.right - 1 : room.right
    let top = size.isCells ? room.y + 1 : room.y
    add(.rule(from: .init(axisX, top), to: .init(axisX, axisY), ink: .axis))
    add(.rule(from: .init(axisX, axisY), to: .init(end, axisY), ink: .axis))
    for tick in yTicks where hasYLabels {
      guard let v = frame.y.fraction(tick.value) else { continue }
      let y = frame.vertical(v)
      add(.tick(.init(axisX, y), .left))
      let labelX = size.isCells ? room.x - size.characterWidth : room.x - 8
      text(tick.label, .init(labelX, y), .end)
    }
    let labelY = axisY + (size.isCells ? size.lineHeight : 6 + size.lineHeight / 2)
    for (tick, left) in xTicks {
      guard let u = frame.x.fraction(tick.value) else { continue }
      add(.tick(.init(frame.horizontal(u), axisY), .below))
      text(tick.label, .init(left, labelY), .start)
    }
  }

  /// The ticks whose labels fit beside each other, with where their labels begin.
  private func horizontalTicks(_ frame: Frame) -> [(Tick, Double)] {
    let character = size.characterWidth
    let most = min(
      10, max(1, Int(saturating: frame.room.width / (character * (size.isCells ? 5 : 7)))))
    for count in stride(from: most, through: 1, by: -1) {
      var placed: [(Tick, Double)] = []
      var next = -Double.infinity
      var fits = true
      for tick in frame.x.ticks(atMost: count) {
        guard let u = frame.x.fraction(tick.value) else { continue }
        let width = width(tick.label)
        var left = frame.horizontal(u) - width / 2
        if size.isCells { left = ((left + 0.5) / 2).rounded(.down) * 2 }
        left = max(min(left, size.width - width), 0)
        if left < next {
          fits = false
          break
        }
        placed.append((tick, left))
        next = left + width + character * (size.isCells ? 1 : 2)
      }
      if fits, !placed.isEmpty { return placed }
    }
    return []
  }

  // MARK: - Scales

  /// Whether there is room for a bar of colours at the right.
  var hasRoomForColorBar: Bool { columns(in: area.width) >= 40 && rows(in: area.height) >= 8 }

  /// Takes room for a bar of colours, before the frame is drawn; nil without room.
  mutating func takeColorBar(_ axis: Axis) -> Double? {
    guard hasRoomForColorBar else { return nil }
    let labels = axis.ticks(atMost: 5).reduce(3 * size.characterWidth) { max($0, width($1.label)) }
    let taken = size.isCells ? 4 + 4 + 2 + labels : 16 + 14 + 8 + labels
    area.width -= taken
    return area.right + (size.isCells ? 4 : 16)
  }

  /// The bar, from the bottom to the top of a frame's room.
  mutating func drawColorBar(
    _ scale: ColorScale, _ axis: Axis, x: Double, beside room: Scene.Rectangle
  ) {
    let count = size.isCells ? max(Int(saturating: room.height / 2), 1) : ColorScale.steps
    let fractions = (0..<count).map { 1 - (Double($0) + 0.5) / Double(count) }
    let width = size.isCells ? 4.0 : 14
    // Not far from what it explains, where that is narrower than its room.
    let x = min(x, room.right + (size.isCells ? 4 : 16))
    let bar = Scene.Rectangle(x: x, y: room.y, width: width, height: room.height)
    add(.field(.init(rectangle: bar, columns: 1, rows: count, fractions: fractions, scale: scale)))
    let frame = Frame(room: bar, x: axis, y: axis, isCells: size.isCells)
    for tick in axis.ticks(atMost: max(2, min(5, rows(in: room.height) / 2))) {
      guard let v = axis.fraction(tick.value) else { continue }
      text(tick.label, .init(x + width + (size.isCells ? 2 : 6), frame.vertical(v)))
    }
  }
}

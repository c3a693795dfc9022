import Arrays

extension Scene {
  /// A PNG file of two pixels to the unit, in the colours of a theme, lettered in a font of its own.
  package func png(theme: ChartTheme = .light) -> [UInt8] {
    var raster = Raster(size, theme: theme)
    for mark in marks { raster.draw(mark) }
    return PNG.encode(
      width: raster.width, height: raster.height, palette: raster.palette, pixels: raster.pixels)
  }
}

/// Marks as pixels, each the number of a colour; without smoothed edges.
struct Raster {
  let width: Int
  let height: Int
  let scale: Double
  let theme: ChartTheme
  private(set) var palette: [ChartColor] = []
  private(set) var pixels: [UInt8]
  private var numbers: [ChartColor: UInt8] = [:]

  /// Two pixels to the unit.
  init(_ size: SceneSize, theme: ChartTheme) {
    width = Int(saturating: size.width) * 2
    height = Int(saturating: size.height) * 2
    scale = 2
    self.theme = theme
    pixels = [UInt8](repeating: 0, count: width * height)
    _ = number(.ground)
  }

  /// The number of an ink's colour. A scene has far fewer than 256: the inks and the steps of two
  /// scales; were there more, the last would serve for the rest.
  private mutating func number(_ ink: Ink) -> UInt8 {
    var ink = ink
    if case .scale(let scale, let fraction) = ink, let step = scale.step(fraction) {
      ink = .scale(scale, Double(step) / Double(ColorScale.steps - 1))
    }
    let color = ink.color(theme)
    if let number = numbers[color] { return number }
    if palette.count == 256 { return 255 }
    let number = UInt8(palette.count)
    palette.append(color)
    numbers[color] = number
    return number
  }

  /// Takes everything away but the palette, for the next picture of a film.
  mutating func clear() { pixels = [UInt8](repeating: 0, count: width * height) }

  /// A value as a pixel, kept within what a sum of two can hold.
  private func pixel(_ value: Double) -> Int {
    Int(saturating: min(max(value * scale, -1e5), 1e5).rounded(.down))
  }

  private mutating func fill(_ x: Range<Int>, _ y: Range<Int>, _ color: UInt8) {
    let x = x.clamped(to: 0..<width)
    for row in y.clamped(to: 0..<height) {
      for column in x { pixels[row * width + column] = color }
    }
  }

  private mutating func fill(_ r: Scene.Rectangle, _ color: UInt8) {
    let (left, top) = (pixel(r.x), pixel(r.y))
    fill(left..<max(left, pixel(r.right)), top..<max(top, pixel(r.bottom)), color)
  }

  mutating func draw(_ mark: Scene.Mark) {
    switch mark {
    case .rule(let from, let to, let ink): line(from, to, .init(ink, width: 1))
    case .tick(let p, let side):
      let end = side == .left ? Scene.Point(p.x - 4, p.y) : Scene.Point(p.x, p.y + 4)
      line(p, end, .init(.axis, width: 1))
    case .path(let pieces, let stroke):
      for piece in pieces { path(piece, stroke) }
    case .points(let points, let shape, let ink):
      for point in points {
        // Closed shapes are filled with the ground, so that a point is seen on any colour.
        if shape != .cross, shape != .plus { disc(point, 4, number(.ground)) }
        self.shape(shape, point, .init(.ground, width: 5))
        self.shape(shape, point, .init(ink, width: 2.25))
      }
    case .rectangle(let rectangle, let ink): fill(rectangle, number(ink))
    case .circle(let center, let radius, let inside, let edge):
      disc(center, radius + 0.5, number(edge))
      disc(center, radius - 0.5, number(inside))
    case .text(let text, let point, let anchor, let role, let ink):
      self.text(text, point, anchor, isBold: role == .title, number(ink))
    case .field(let field): self.field(field)
    }
  }

  private mutating func disc(_ center: Scene.Point, _ radius: Double, _ color: UInt8) {
    let (x, y, r) = (center.x * scale, center.y * scale, radius * scale)
    let (top, bottom) = (pixel(center.y - radius), pixel(center.y + radius))
    for row in max(top, 0)..<max(min(bottom + 1, height), max(top, 0)) {
      let dy = Double(row) + 0.5 - y
      guard dy * dy <= r * r else { continue }
      let half = (r * r - dy * dy).squareRoot()
      fill(
        Int(saturating: (x - half).rounded())..<Int(saturating: (x + half).rounded()),
        row..<(row + 1), color)
    }
  }

  private mutating func path(_ points: [Scene.Point], _ stroke: Scene.Stroke) {
    if points.count == 1 { disc(points[0], stroke.width / 2, number(stroke.ink)) }
    var walked = 0.0
    for (from, to) in zip(points, points.dropFirst()) { line(from, to, stroke, walked: &walked) }
  }

  private mutating func line(_ from: Scene.Point, _ to: Scene.Point, _ stroke: Scene.Stroke) {
    var walked = 0.0
    line(from, to, stroke, walked: &walked)
  }

  /// A straight line by a square brush at every pixel of its way; a round one where it is thick.
  private mutating func line(
    _ from: Scene.Point, _ to: Scene.Point, _ stroke: Scene.Stroke, walked: inout Double
  ) {
    let color = number(stroke.ink)
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    let steps = Int(saturating: (min(max(abs(dx), abs(dy)), 1e4) * scale).rounded(.up))
    let length = (dx * dx + dy * dy).squareRoot()
    let side = max(Int(saturating: (stroke.width * scale).rounded()), 1)
    for step in 0...max(steps, 1) {
      let part = Double(step) / Double(max(steps, 1))
      if !isDrawn(stroke.dash, walked + length * part) { continue }
      let point = Scene.Point(from.x + dx * part, from.y + dy * part)
      if side > 4 {
        disc(point, stroke.width / 2, color)
      } else {
        let left = Int(saturating: (point.x * scale - Double(side) / 2).rounded())
        let top = Int(saturating: (point.y * scale - Double(side) / 2).rounded())
        fill(left..<(left + side), top..<(top + side), color)
      }
    }
    walked += length
  }

  private func isDrawn(_ dash: Scene.Dash, _ walked: Double) -> Bool {
    guard let pattern = dash.pattern else { return true }
    var place = walked.truncatingRemainder(dividingBy: pattern.reduce(0, +))
    var isDrawn = true
    for length in pattern {
      if place < length { break }
      place -= length
      isDrawn.toggle()
    }
    return isDrawn
  }

  private mutating func shape(
    _ shape: Scene.Shape, _ p: Scene.Point, _ stroke: Scene.Stroke
  ) {
    func at(_ x: Double, _ y: Double) -> Scene.Point { .init(p.x + x, p.y + y) }
    switch shape {
    case .circle:
      let corners = (0...16).map { index in
        let (x, y) = Self.circle[index % 16]
        return at(4 * x, 4 * y)
      }
      path(corners, stroke)
    case .cross:
      path([at(-4, -4), at(4, 4)], stroke)
      path([at(4, -4), at(-4, 4)], stroke)
    case .plus:
      path([at(-5, 0), at(5, 0)], stroke)
      path([at(0, -5), at(0, 5)], stroke)
    case .square: path([at(-4, -4), at(4, -4), at(4, 4), at(-4, 4), at(-4, -4)], stroke)
    case .diamond: path([at(0, -5), at(5, 0), at(0, 5), at(-5, 0), at(0, -5)], stroke)
    case .triangle: path([at(0, -4), at(4.5, 4), at(-4.5, 4), at(0, -4)], stroke)
    case .star:
      path([at(-5, 0), at(5, 0)], stroke)
      path([at(-2.5, -4.3), at(2.5, 4.3)], stroke)
      path([at(2.5, -4.3), at(-2.5, 4.3)], stroke)
    case .hourglass: path([at(-4, -4), at(4, -4), at(-4, 4), at(4, 4), at(-4, -4)], stroke)
    case .tee:
      path([at(-4, -4), at(4, -4)], stroke)
      path([at(0, -4), at(0, 5)], stroke)
    case .angle: path([at(-4, -5), at(-4, 4), at(4, 4)], stroke)
    case .downward: path([at(0, 4), at(4.5, -4), at(-4.5, -4), at(0, 4)], stroke)
    }
  }

  /// Sixteen points around a circle of radius 1.
  private static let circle: [(Double, Double)] = {
    let quarter = [(1.0, 0.0), (0.9239, 0.3827), (0.7071, 0.7071), (0.3827, 0.9239)]
    return quarter + quarter.map { (-$0.1, $0.0) } + quarter.map { (-$0.0, -$0.1) }
      + quarter.map { ($0.1, -$0.0) }
  }()

  private mutating func field(_ field: Scene.Field) {
    guard field.columns > 0, field.rows > 0, field.fractions.count >= field.columns * field.rows
    else { return }
    let r = field.rectangle
    // Neighbours share an edge, so that no seam is left between them.
    let xs = (0...field.columns).map { pixel(r.x + r.width * Double($0) / Double(field.columns)) }
    let ys = (0...field.rows).map { pixel(r.y + r.height * Double($0) / Double(field.rows)) }
    for row in 0..<field.rows {
      for column in 0..<field.columns {
        let color = number(.scale(field.scale, field.fractions[row * field.columns + column]))
        fill(xs[column]..<xs[column + 1], ys[row]..<ys[row + 1], color)
      }
    }
  }

  private mutating func text(
    _ text: String, _ point: Scene.Point, _ anchor: Scene.Anchor, isBold: Bool, _ color: UInt8
  ) {
    // A dot of the font is a unit; it is 7 high.
    let dot = Int(saturating: scale)
    let width = BitmapFont.advance * Double(text.count) - 1
    let left = point.x - (anchor == .start ? 0 : anchor == .end ? width : width / 2)
    var x = Int(saturating: (left * scale).rounded())
    let y = Int(saturating: ((point.y - 3.5) * scale).rounded())
    for character in text {
      for (row, bits) in BitmapFont.rows(of: character).enumerated() {
        for column in 0..<5 where bits & (16 >> UInt8(column)) != 0 {
          let (px, py) = (x + column * dot, y + row * dot)
          fill(px..<(px + dot + (isBold ? 1 : 0)), py..<(py + dot), color)
        }
      }
      x += Int(saturating: BitmapFont.advance) * dot
    }
  }
}

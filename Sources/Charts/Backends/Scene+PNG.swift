import Arrays

extension Scene {
  /// A PNG file of two pixels to the unit, in the colours of a theme, lettered with outlines that it
  /// brings along.
  package func png(theme: ChartTheme = .light) -> [UInt8] {
    var raster = Raster(size, theme: theme)
    for mark in marks { raster.draw(mark) }
    return PNG.encode(width: raster.width, height: raster.height, pixels: raster.pixels)
  }
}

/// Marks as pixels with smooth edges.
struct Raster {
  let width: Int
  let height: Int
  let theme: ChartTheme
  /// Red, green and blue of each pixel, row after row.
  private(set) var pixels: [UInt8] = []

  /// Pixels to the unit.
  private let scale: Double

  init(_ size: SceneSize, theme: ChartTheme, scale: Double = 2) {
    self.scale = scale
    width = Int(saturating: size.width * scale)
    height = Int(saturating: size.height * scale)
    self.theme = theme
    clear()
  }

  /// Takes everything away, for the next picture of a film.
  mutating func clear() {
    let ground = Ink.ground.color(theme)
    pixels = []
    pixels.reserveCapacity(width * height * 3)
    for _ in 0..<(width * height) { pixels += [ground.red, ground.green, ground.blue] }
  }

  // MARK: - Filling

  /// A value in pixels, kept within what a sum of two can hold.
  private func pixel(_ value: Double) -> Int {
    Int(saturating: min(max(value * scale, -1e5), 1e5).rounded(.down))
  }

  private func scaled(_ point: Scene.Point) -> Scene.Point {
    .init(
      min(max(point.x * scale, -1e5), 1e5), min(max(point.y * scale, -1e5), 1e5))
  }

  /// Whole pixels, for what has level and upright edges.
  private mutating func fill(_ x: Range<Int>, _ y: Range<Int>, _ ink: Ink) {
    let (x, color) = (x.clamped(to: 0..<width), ink.color(theme))
    for row in y.clamped(to: 0..<height) {
      for column in x {
        let place = (row * width + column) * 3
        (pixels[place], pixels[place + 1], pixels[place + 2]) = (color.red, color.green, color.blue)
      }
    }
  }

  private mutating func fill(_ r: Scene.Rectangle, _ ink: Ink) {
    let (left, top) = (pixel(r.x), pixel(r.y))
    fill(left..<max(left, pixel(r.right)), top..<max(top, pixel(r.bottom)), ink)
  }

  /// What a mask covers, and what it covers in part mixed with what is there.
  private mutating func blend(_ mask: Mask, _ ink: Ink) {
    let color = ink.color(theme)
    let width = width
    pixels.withUnsafeMutableBufferPointer { pixels in
      mask.visit { x, y, share in
        let place = (y * width + x) * 3
        for (offset, value) in [color.red, color.green, color.blue].enumerated() {
          let below = Double(pixels[place + offset])
          let mixed = below + (Double(value) - below) * share
          pixels[place + offset] = UInt8(clamping: Int(saturating: mixed.rounded()))
        }
      }
    }
  }

  private func mask(
    around points: some Sequence<Scene.Point>, margin: Double, _ draw: (inout Mask) -> Void
  ) -> Mask {
    var mask = Mask(around: points, margin: margin, in: (width, height))
    draw(&mask)
    return mask
  }

  private mutating func disc(_ center: Scene.Point, _ radius: Double, _ ink: Ink) {
    let (center, radius) = (scaled(center), radius * scale)
    blend(mask(around: [center], margin: radius) { $0.fillDisc(center, radius) }, ink)
  }

  // MARK: - Marks

  mutating func draw(_ mark: Scene.Mark) {
    switch mark {
    case .rule(let from, let to, let ink): rule(from, to, ink)
    case .tick(let p, let side):
      let end = side == .left ? Scene.Point(p.x - 4, p.y) : Scene.Point(p.x, p.y + 4)
      rule(end, p, .axis)
    case .path(let pieces, let stroke): path(pieces, stroke)
    case .points(let points, let shape, let ink):
      for point in points { self.point(point, shape, ink) }
    case .rectangle(let rectangle, let ink): fill(rectangle, ink)
    case .circle(let center, let radius, let inside, let edge):
      disc(center, radius + 0.5, edge)
      disc(center, radius - 0.5, inside)
    case .text(let text, let point, let anchor, let role, let ink):
      self.text(text, point, anchor, role, ink)
    case .field(let field): self.field(field)
    }
  }

  /// A level or upright line, a unit wide and sharp.
  private mutating func rule(_ from: Scene.Point, _ to: Scene.Point, _ ink: Ink) {
    let thickness = Int(saturating: scale)
    let (left, right) = (pixel(min(from.x, to.x)), pixel(max(from.x, to.x)))
    let (top, bottom) = (pixel(min(from.y, to.y)), pixel(max(from.y, to.y)))
    // Around the line's middle.
    let (x, y) = (left - thickness / 2, top - thickness / 2)
    fill(x..<(right - thickness / 2 + thickness), y..<(bottom - thickness / 2 + thickness), ink)
  }

  private mutating func path(_ pieces: [[Scene.Point]], _ stroke: Scene.Stroke) {
    let width = stroke.width * scale
    let pieces = pieces.map { $0.map(scaled) }
    // Dots alone are round whatever the dash.
    let pattern = stroke.dash.pattern?.map { $0 * max(1, stroke.width / 2) * scale }
    blend(
      mask(around: pieces.joined(), margin: width) { mask in
        for piece in pieces {
          if let first = piece.first, piece.count == 1 { mask.fillDisc(first, width / 2) }
          guard let pattern else {
            mask.stroke(piece, width: width, isRound: true)
            continue
          }
          for dash in Self.dashes(of: piece, pattern) {
            mask.stroke(dash, width: width, isRound: false)
          }
        }
      }, stroke.ink)
  }

  /// The parts of a line that are drawn, where parts of these lengths are drawn and left out in turn.
  private static func dashes(of points: [Scene.Point], _ pattern: [Double]) -> [[Scene.Point]] {
    guard let first = points.first, pattern.allSatisfy({ $0 > 0 }) else { return [] }
    var dashes: [[Scene.Point]] = [[first]]
    var (index, left) = (0, pattern[0])
    for (from, to) in zip(points, points.dropFirst()) {
      let (dx, dy) = (to.x - from.x, to.y - from.y)
      let length = (dx * dx + dy * dy).squareRoot()
      var walked = 0.0
      while length - walked > left {
        walked += left
        let point = Scene.Point(from.x + dx * walked / length, from.y + dy * walked / length)
        if index % 2 == 0 { dashes[dashes.count - 1].append(point) } else { dashes.append([point]) }
        index += 1
        left = pattern[index % pattern.count]
      }
      left -= length - walked
      if index % 2 == 0 { dashes[dashes.count - 1].append(to) }
    }
    return dashes
  }

  private mutating func point(_ point: Scene.Point, _ shape: Scene.Shape, _ ink: Ink) {
    let center = scaled(point)
    let lines = Self.outline(shape).map { line in
      line.map { Scene.Point(center.x + $0.x * scale, center.y + $0.y * scale) }
    }
    func strokes(_ width: Double, isFilled: Bool) -> Mask {
      mask(around: lines.joined(), margin: width * scale) { mask in
        if isFilled { mask.fill(lines) }
        for line in lines { mask.stroke(line, width: width * scale, isRound: true) }
      }
    }
    // A rim and a filling of the ground, so that a point is seen on any colour.
    blend(strokes(5, isFilled: lines.allSatisfy { $0.first == $0.last }), .ground)
    blend(strokes(2.25, isFilled: false), ink)
  }

  /// The lines of a shape around its middle; one that is closed ends where it begins.
  private static func outline(_ shape: Scene.Shape) -> [[Scene.Point]] {
    func line(_ places: (Double, Double)...) -> [Scene.Point] {
      places.map { Scene.Point($0.0, $0.1) }
    }
    switch shape {
    case .circle:
      let circle = Mask.circle(.init(0, 0), 4)
      return [circle + circle.prefix(1)]
    case .cross: return [line((-4, -4), (4, 4)), line((4, -4), (-4, 4))]
    case .plus: return [line((-5, 0), (5, 0)), line((0, -5), (0, 5))]
    case .square: return [line((-4, -4), (4, -4), (4, 4), (-4, 4), (-4, -4))]
    case .diamond: return [line((0, -5), (5, 0), (0, 5), (-5, 0), (0, -5))]
    case .triangle: return [line((0, -4), (4.5, 4), (-4.5, 4), (0, -4))]
    case .star:
      return [
        line((-5, 0), (5, 0)), line((-2.5, -4.3), (2.5, 4.3)), line((2.5, -4.3), (-2.5, 4.3)),
      ]
    case .hourglass: return [line((-4, -4), (4, -4), (-4, 4), (4, 4), (-4, -4))]
    case .tee: return [line((-4, -4), (4, -4)), line((0, -4), (0, 5))]
    case .angle: return [line((-4, -5), (-4, 4), (4, 4))]
    case .downward: return [line((0, 4), (4.5, -4), (-4.5, -4), (0, 4))]
    }
  }

  private mutating func field(_ field: Scene.Field) {
    guard field.columns > 0, field.rows > 0, field.fractions.count >= field.columns * field.rows
    else { return }
    let r = field.rectangle
    // Neighbours share an edge, so that no seam is left between them.
    let xs = (0...field.columns).map { pixel(r.x + r.width * Double($0) / Double(field.columns)) }
    let ys = (0...field.rows).map { pixel(r.y + r.height * Double($0) / Double(field.rows)) }
    for row in 0..<field.rows {
      for column in 0..<field.columns {
        let fraction = field.fractions[row * field.columns + column]
        // As a picture with a style sheet has it.
        let place = field.scale.step(fraction).map { Double($0) / Double(ColorScale.steps - 1) }
        fill(
          xs[column]..<xs[column + 1], ys[row]..<ys[row + 1], .scale(field.scale, place ?? .nan))
      }
    }
  }

  private mutating func text(
    _ text: String, _ point: Scene.Point, _ anchor: Scene.Anchor, _ role: Scene.TextRole, _ ink: Ink
  ) {
    let size = role.size * scale
    let width = LetterOutlines.width(of: text) * size
    let start = scaled(point)
    var x = start.x - (anchor == .start ? 0 : anchor == .end ? width : width / 2)
    // A third of the letters' height below the point puts their middle upon it.
    let y = start.y + 4 * scale
    for character in text {
      let letter = LetterOutlines.letter(character)
      let contours = letter.contours.map { contour in
        contour.map { Scene.Point(x + $0.x * size, y + $0.y * size) }
      }
      x += letter.advance * size
      if contours.isEmpty { continue }
      blend(
        mask(around: contours.joined(), margin: 2) { mask in
          mask.fill(contours)
          // Bold letters are as much wider on each side.
          guard role == .title else { return }
          for contour in contours {
            mask.stroke(contour + contour.prefix(1), width: size / 14, isRound: false)
          }
        }, ink)
    }
  }
}

extension Scene.TextRole {
  /// The letters' size.
  var size: Double {
    switch self {
    case .title: 14
    case .value: 11
    case .label, .note: 12
    }
  }
}

import Arrays
import Terminal

/// A terminal's cells while a scene is drawn into them.
struct TerminalCanvas {
  struct Cell {
    /// A character of a text or a point.
    var glyph: Character?
    var glyphInk = Ink.text
    var isStrong = false
    /// The dots of a braille character, or in ASCII the character of a line.
    var dots: UInt8 = 0
    var stroke: Character?
    var strokeInk = Ink.text
    /// Arms of a box character: left 1, right 2, up 4, down 8.
    var arms: UInt8 = 0
    var armInk = Ink.axis
    /// How many eighths of the cell are filled from below.
    var eighths = 0
    var fill: Ink?
    /// Places on a scale in the upper and the lower half.
    var field: (scale: ColorScale, top: Double, bottom: Double)?
  }

  let columns: Int
  let rows: Int
  let unicode: Bool
  private(set) var cells: [Cell]

  init(columns: Int, rows: Int, unicode: Bool) {
    self.columns = columns
    self.rows = rows
    self.unicode = unicode
    cells = [Cell](repeating: Cell(), count: columns * rows)
  }

  private mutating func change(_ column: Int, _ row: Int, _ change: (inout Cell) -> Void) {
    guard column >= 0, row >= 0, column < columns, row < rows else { return }
    change(&cells[row * columns + column])
  }

  private func column(_ x: Double) -> Int {
    Int(saturating: min(max(x / 2, -1e6), 1e6).rounded(.down))
  }
  private func row(_ y: Double) -> Int {
    Int(saturating: min(max(y / 4, -1e6), 1e6).rounded(.down))
  }

  mutating func draw(_ mark: Scene.Mark) {
    switch mark {
    case .rule(let from, let to, let ink): rule(from, to, ink)
    case .tick(let point, let side):
      change(column(point.x), row(point.y)) { $0.arms |= side == .left ? 1 : 8 }
    case .path(let pieces, let stroke): path(pieces, stroke)
    case .points(let points, let shape, let ink):
      for point in points { self.point(point, shape, ink) }
    case .rectangle(let rectangle, let ink): fill(rectangle, ink)
    case .circle(let center, _, _, let edge): point(center, .circle, edge)
    case .text(let text, let point, let anchor, let role, let ink):
      self.text(text, point, anchor, isStrong: role == .title, ink)
    case .field(let field): self.field(field)
    }
  }

  private mutating func rule(_ from: Scene.Point, _ to: Scene.Point, _ ink: Ink) {
    // A grid would leave no room for the lines.
    if ink == .grid { return }
    let (left, right) = (column(min(from.x, to.x)), column(max(from.x, to.x)))
    let (top, bottom) = (row(min(from.y, to.y)), row(max(from.y, to.y)))
    if top == bottom {
      for column in left...right {
        change(column, top) {
          // The far end reaches to the edge of its cell, so that a tick there looks like others.
          $0.arms |= (column > left ? 1 : 0) | 2
          $0.armInk = ink
        }
      }
    } else {
      for row in top...bottom {
        change(left, row) {
          $0.arms |= 4 | (row < bottom ? 8 : 0)
          $0.armInk = ink
        }
      }
    }
  }

  private mutating func path(_ pieces: [[Scene.Point]], _ stroke: Scene.Stroke) {
    if stroke.ink == .ground { return }
    for piece in pieces {
      guard let first = piece.first else { continue }
      var walked = 0
      plot(first, stroke, 0)
      if piece.count == 1, unicode {
        // One dot alone is hardly seen.
        for (x, y) in [(1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
          dot(.init(first.x + x, first.y + y), stroke)
        }
      }
      for (from, to) in zip(piece, piece.dropFirst()) {
        walk(from, to, stroke, &walked)
      }
    }
  }

  /// The dots, or in ASCII the cells, of a straight line, by Bresenham's steps.
  private mutating func walk(
    _ from: Scene.Point, _ to: Scene.Point, _ stroke: Scene.Stroke, _ walked: inout Int
  ) {
    let unit = unicode ? (1.0, 1.0) : (2.0, 4.0)
    func place(_ point: Scene.Point) -> (Int, Int) {
      (
        Int(min(max(point.x / unit.0, -1e5), 1e5).rounded(.down)),
        Int(min(max(point.y / unit.1, -1e5), 1e5).rounded(.down))
      )
    }
    var (x, y) = place(from)
    let (endX, endY) = place(to)
    let (dx, dy) = (abs(endX - x), -abs(endY - y))
    let (stepX, stepY) = (x < endX ? 1 : -1, y < endY ? 1 : -1)
    var error = dx + dy
    while x != endX || y != endY {
      let double = 2 * error
      if double >= dy {
        error += dy
        x += stepX
      }
      if double <= dx {
        error += dx
        y += stepY
      }
      walked += 1
      plot(.init((Double(x) + 0.5) * unit.0, (Double(y) + 0.5) * unit.1), stroke, walked)
    }
  }

  private mutating func plot(_ point: Scene.Point, _ stroke: Scene.Stroke, _ walked: Int) {
    if unicode, let pattern = stroke.dash.cellPattern {
      let period = pattern.reduce(0, +)
      var place = Double(walked).truncatingRemainder(dividingBy: period)
      var isDrawn = true
      for length in pattern {
        if place < length { break }
        place -= length
        isDrawn.toggle()
      }
      if !isDrawn { return }
    }
    dot(point, stroke)
    if unicode, stroke.width > 3.2 { dot(.init(point.x, point.y + 1), stroke) }
  }

  private mutating func dot(_ point: Scene.Point, _ stroke: Scene.Stroke) {
    let character: Character =
      switch stroke.dash {
      case .solid: stroke.width > 3.2 ? "#" : "*"
      case .dashed: stroke.width > 3.2 ? "=" : "-"
      case .dotted: "."
      case .mixed: "~"
      }
    let isWide = unicode
    change(column(point.x), row(point.y)) {
      if isWide {
        let (x, y) = (
          Int(saturating: point.x.rounded(.down)) & 1, Int(saturating: point.y.rounded(.down)) & 3
        )
        // Dots 1 to 3 and 7 at the left, 4 to 6 and 8 at the right, as Unicode numbers them.
        $0.dots |= UInt8(x == 0 ? [0x01, 0x02, 0x04, 0x40][y] : [0x08, 0x10, 0x20, 0x80][y])
      } else {
        $0.stroke = character
      }
      $0.strokeInk = stroke.ink
    }
  }

  /// Shapes that are letters keep their width in every terminal.
  private mutating func point(_ point: Scene.Point, _ shape: Scene.Shape, _ ink: Ink) {
    let isWide = unicode
    let glyph: Character =
      switch shape {
      case .circle: "o"
      case .cross: "x"
      case .plus: "+"
      case .square: unicode ? "□" : "s"
      case .diamond: unicode ? "◇" : "d"
      case .triangle: unicode ? "▲" : "^"
      case .star: "*"
      case .hourglass: "z"
      case .tee: "T"
      case .angle: "L"
      case .downward: unicode ? "▼" : "v"
      }
    change(column(point.x), row(point.y)) {
      let isOther = $0.glyph != nil && $0.glyph != glyph
      $0.glyph = isOther ? (isWide ? "⊗" : "@") : glyph
      $0.glyphInk = isOther ? .text : ink
      $0.isStrong = true
    }
  }

  private mutating func text(
    _ text: String, _ point: Scene.Point, _ anchor: Scene.Anchor, isStrong: Bool, _ ink: Ink
  ) {
    let row = row(point.y)
    let width = TextWidth.columns(of: text)
    var column =
      switch anchor {
      case .start: column(point.x + 0.01)
      case .end: column(point.x + 0.01) - width
      case .middle: Int(saturating: (point.x / 2 - Double(width) / 2 + 0.01).rounded(.down))
      }
    column = max(0, min(column, columns - width))
    for character in text {
      let columnsTaken = TextWidth.columns(of: character)
      change(column, row) {
        $0.glyph = character
        $0.glyphInk = ink
        $0.isStrong = isStrong
      }
      // The second half of a wide character: nothing is written there.
      if columnsTaken == 2 { change(column + 1, row) { $0.glyph = "\u{0}" } }
      column += columnsTaken
    }
  }

  private mutating func fill(_ rectangle: Scene.Rectangle, _ ink: Ink) {
    if ink == .ground { return }
    let left = max(column(rectangle.x + 0.5), 0)
    let right = min(column(rectangle.right - 0.5), columns - 1)
    let top = max(row(rectangle.y), 0)
    let bottom = min(row(rectangle.bottom - 0.01), rows - 1)
    guard left <= right, top <= bottom else { return }
    for row in top...bottom {
      let filled = min(rectangle.bottom, Double(row + 1) * 4) - max(rectangle.y, Double(row) * 4)
      // Something is never shown as nothing.
      let eighths = max(Int(saturating: (filled * 2).rounded()), row == bottom ? 1 : 0)
      for column in left...right {
        change(column, row) {
          $0.eighths = max($0.eighths, min(eighths, 8))
          $0.fill = ink
        }
      }
    }
  }

  private mutating func field(_ field: Scene.Field) {
    let left = max(column(field.rectangle.x), 0)
    let right = min(column(field.rectangle.right - 0.01), columns - 1)
    let top = max(row(field.rectangle.y), 0)
    let bottom = min(row(field.rectangle.bottom - 0.01), rows - 1)
    guard left <= right, top <= bottom else { return }
    for row in top...bottom {
      for column in left...right {
        let x = Double(column) * 2 + 1
        let upper = field.fraction(at: .init(x, Double(row) * 4 + 1))
        let lower = field.fraction(at: .init(x, Double(row) * 4 + 3))
        guard let one = upper ?? lower else { continue }
        change(column, row) { $0.field = (field.scale, upper ?? one, lower ?? one) }
      }
    }
  }
}

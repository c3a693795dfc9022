import Arrays

/// How much of each pixel is covered by shapes that are one together: sixteen places of a pixel are
/// covered or not, so that edges are smooth, and nothing is seen of where shapes of one line meet.
struct Mask {
  private let left: Int
  private let top: Int
  private let width: Int
  private let height: Int
  /// Of each pixel four rows of four places, the highest first.
  private var places: [UInt16]
  /// Where something is covered in each row of pixels.
  private var touched: [Range<Int>]

  private static let side = 4

  /// - Parameters:
  ///   - points: what will be covered lies among them, in pixels.
  ///   - margin: or so far beyond.
  ///   - size: of the picture, beyond which nothing is covered.
  init(around points: some Sequence<Scene.Point>, margin: Double, in size: (Int, Int)) {
    var (low, high) = (Scene.Point(.infinity, .infinity), Scene.Point(-.infinity, -.infinity))
    for point in points {
      low = Scene.Point(min(low.x, point.x), min(low.y, point.y))
      high = Scene.Point(max(high.x, point.x), max(high.y, point.y))
    }
    func pixel(_ value: Double, _ limit: Int) -> Int {
      min(max(Int(saturating: value.rounded(.down)), 0), limit)
    }
    left = pixel(low.x - margin, size.0)
    top = pixel(low.y - margin, size.1)
    width = max(pixel(high.x + margin + 1, size.0) - left, 0)
    height = max(pixel(high.y + margin + 1, size.1) - top, 0)
    places = [UInt16](repeating: 0, count: width * height)
    touched = [Range<Int>](repeating: width..<width, count: height)
  }

  /// Covers what closed lines go around, in one direction more often than in the other.
  mutating func fill(_ contours: [[Scene.Point]]) {
    let rows = height * Self.side
    var crossings: [(row: Int, x: Double, turn: Int)] = []
    for contour in contours {
      guard var from = contour.last else { continue }
      for to in contour {
        defer { from = to }
        guard from.y != to.y, from.y.isFinite, to.y.isFinite else { continue }
        let (upper, lower, turn) = from.y < to.y ? (from, to, 1) : (to, from, -1)
        let slope = (lower.x - upper.x) / (lower.y - upper.y)
        for row in max(row(upper.y), 0)..<max(min(row(lower.y), rows), max(row(upper.y), 0)) {
          let y = Double(top) + (Double(row) + 0.5) / Double(Self.side)
          crossings.append((row, upper.x + (y - upper.y) * slope, turn))
        }
      }
    }
    crossings.sort { ($0.row, $0.x) < ($1.row, $1.x) }
    var winding = 0
    for (crossing, next) in zip(crossings, crossings.dropFirst()) {
      winding = crossing.turn + winding
      if winding != 0, crossing.row == next.row { cover(crossing.row, crossing.x, next.x) }
      if crossing.row != next.row { winding = 0 }
    }
  }

  /// The first row of places whose middle is not above.
  private func row(_ y: Double) -> Int {
    Int(saturating: ((y - Double(top)) * Double(Self.side) - 0.5).rounded(.up))
  }

  private mutating func cover(_ row: Int, _ from: Double, _ to: Double) {
    func column(_ x: Double) -> Int {
      let place = ((x - Double(left)) * Double(Self.side) - 0.5).rounded(.up)
      return min(max(Int(saturating: place), 0), width * Self.side)
    }
    let (start, end) = (column(from), column(to))
    guard start < end else { return }
    let (line, shift) = (row / Self.side, UInt16(row % Self.side * Self.side))
    let (first, last) = (start / Self.side, (end - 1) / Self.side)
    for pixel in first...last {
      var bits: UInt16 = 0b1111
      if pixel == first { bits &= 0b1111 << UInt16(start % Self.side) }
      if pixel == last { bits &= 0b1111 >> UInt16(Self.side - 1 - (end - 1) % Self.side) }
      places[line * width + pixel] |= bits << shift
    }
    let range = touched[line]
    touched[line] =
      range.isEmpty
      ? first..<(last + 1) : min(range.lowerBound, first)..<max(range.upperBound, last + 1)
  }

  /// Gives each pixel that is covered, with how much of it is, 0 to 1.
  func visit(_ take: (_ x: Int, _ y: Int, _ share: Double) -> Void) {
    for (row, columns) in touched.enumerated() {
      for column in columns {
        let count = places[row * width + column].nonzeroBitCount
        if count > 0 { take(left + column, top + row, Double(count) / 16) }
      }
    }
  }
}

extension Mask {
  /// A round spot.
  mutating func fillDisc(_ center: Scene.Point, _ radius: Double) {
    fill([Self.circle(center, radius)])
  }

  /// As many corners as a circle of the size needs to look like one.
  static func circle(_ center: Scene.Point, _ radius: Double) -> [Scene.Point] {
    let corners =
      radius < 6
      ? unitCircle.enumerated().filter { $0.offset % 4 == 0 }.map(\.element)
      : unitCircle
    return corners.map { .init(center.x + radius * $0.x, center.y + radius * $0.y) }
  }

  private static let unitCircle: [Scene.Point] = (0..<64).map { index in
    let angle = Double(index) * (2 * Double.pi / 64)
    return Scene.Point(ElementaryFunctions.cos(angle), ElementaryFunctions.sin(angle))
  }

  /// A line as a brush of a width draws it.
  ///
  /// - Parameter isRound: whether its ends are round; its corners always are.
  mutating func stroke(_ points: [Scene.Point], width: Double, isRound: Bool) {
    let half = width / 2
    for (from, to) in zip(points, points.dropFirst()) {
      let (dx, dy) = (to.x - from.x, to.y - from.y)
      let length = (dx * dx + dy * dy).squareRoot()
      guard length > 0, length.isFinite else { continue }
      let (nx, ny) = (-dy / length * half, dx / length * half)
      fill([
        [
          .init(from.x + nx, from.y + ny), .init(to.x + nx, to.y + ny),
          .init(to.x - nx, to.y - ny), .init(from.x - nx, from.y - ny),
        ]
      ])
    }
    for point in isRound ? points[...] : points.dropFirst().dropLast() { fillDisc(point, half) }
  }
}

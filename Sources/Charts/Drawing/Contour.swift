/// Lines of equal value through a field.
enum Contour {
  /// The pieces of the line where a grid of values crosses `level`, by marching squares: each
  /// square between four values is cut where its edges cross, with straight interpolation.
  ///
  /// - Parameters:
  ///   - values: rows by columns, each value at the middle of its cell.
  ///   - place: where a column and a row, which may have fractions, stand in the scene.
  static func pieces(
    _ values: [[Double]], level: Double, place: (Double, Double) -> Scene.Point
  ) -> [[Scene.Point]] {
    var pieces: [[Scene.Point]] = []
    guard values.count > 1, let width = values.first?.count, width > 1 else { return [] }
    for row in 0..<(values.count - 1) {
      guard values[row].count == width, values[row + 1].count == width else { continue }
      for column in 0..<(width - 1) {
        let corners = [
          values[row][column], values[row][column + 1], values[row + 1][column + 1],
          values[row + 1][column],
        ]
        guard corners.allSatisfy(\.isFinite) else { continue }
        var crossings: [Scene.Point] = []
        // Each edge from its lower index to its higher one, so that both squares beside it compute
        // the same bits.
        for edge in edges {
          let (a, b) = (corners[edge.from], corners[edge.to])
          guard (a < level) != (b < level) else { continue }
          let part = Axis.fraction(level, from: a, to: b)
          crossings.append(
            edge.isUpright
              ? place(Double(column + edge.offset), Double(row) + part)
              : place(Double(column) + part, Double(row + edge.offset)))
        }
        if crossings.count == 2 { pieces.append(crossings) }
        if crossings.count == 4 {
          // A saddle: the mean says which corners belong together.
          let mean = corners.reduce(0) { $0 + $1 / 4 }
          let turned = (mean < level) == (corners[0] < level)
          pieces.append([crossings[0], crossings[turned ? 1 : 3]])
          pieces.append([crossings[2], crossings[turned ? 3 : 1]])
        }
      }
    }
    return joined(pieces)
  }

  /// Top, right, bottom and left, between the corners counted clockwise from the top left.
  private static let edges: [(from: Int, to: Int, isUpright: Bool, offset: Int)] = [
    (0, 1, false, 0), (1, 2, true, 1), (3, 2, false, 1), (0, 3, true, 0),
  ]

  /// Pieces that share an end as one, so that dashes run on and files stay small.
  private static func joined(_ pieces: [[Scene.Point]]) -> [[Scene.Point]] {
    var result: [[Scene.Point]] = []
    var ends: [Scene.Point: Int] = [:]
    for piece in pieces {
      guard let first = piece.first, let last = piece.last, first != last else { continue }
      if let index = ends.removeValue(forKey: first), result[index].last == first {
        result[index].append(last)
        ends[last] = index
      } else if let index = ends.removeValue(forKey: last), result[index].last == last {
        result[index].append(first)
        ends[first] = index
      } else {
        result.append(piece)
        ends[last] = result.count - 1
      }
    }
    return result
  }
}

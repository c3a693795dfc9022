import Arrays

/// The two directions along which a layer of any number of units is looked at.
public struct PlaneAxes: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// There are just these two units.
    case whole
    case units(Int, Int)
    /// Where the examples spread most, with the share of their spread that the two show, 0 to 1.
    case principal(share: Double)
  }

  public let kind: Kind
  /// The place that both axes count from; of chosen units what the others are held at.
  public let center: [Double]
  /// Of length 1 and at right angles, a number for each unit.
  public let first: [Double]
  public let second: [Double]

  public var unitCount: Int { center.count }

  /// The layer's two units themselves.
  static let whole = PlaneAxes(kind: .whole, center: [0, 0], first: [1, 0], second: [0, 1])

  /// Two units of several, the others at their means over the examples.
  ///
  /// - Parameter values: a unit in each row, an example in each column.
  static func units(_ one: Int, _ other: Int, of values: [[Double]]) -> PlaneAxes {
    let count = values.count
    let center = values.enumerated().map { place, row in
      place == one || place == other ? 0 : mean(row)
    }
    return PlaneAxes(
      kind: count == 2 && one == 0 && other == 1 ? .whole : .units(one, other), center: center,
      first: unit(one, count), second: unit(other, count))
  }

  /// The two principal axes of the examples: the eigenvectors of their covariance with the largest
  /// eigenvalues, by subspace iteration (Golub and Van Loan, Matrix Computations, 8.2.4). The
  /// largest part of each counts as positive.
  ///
  /// - Parameter values: a unit in each row, an example in each column; at least two units.
  static func principal(of values: [[Double]]) -> PlaneAxes {
    let means = values.map(mean)
    // Of many examples some hundred, evenly chosen, have the same axes as far as can be seen.
    let step = max(1, (values.first?.count ?? 0) / 256)
    let centered = zip(values, means).map { row, mean in
      stride(from: 0, to: row.count, by: step).map { row[$0] - mean }
    }
    let size = centered.count
    let covariance = centered.map { row in centered.map { dot(row, $0) } }
    var first: [Double] = (0..<size).map { unit in unit == 0 ? 1 : 1 / Double(unit + 2) }
    var second: [Double] = (0..<size).map { unit in unit == 1 ? 1 : -1 / Double(unit + 3) }
    for _ in 0..<120 {
      first = normalized(covariance.map { dot($0, first) }) ?? unit(0, size)
      second = covariance.map { dot($0, second) }
      second =
        normalized(without(first, second)) ?? normalized(without(first, unit(1, size)))
        ?? unit(1, size)
    }
    // Within the plane that has been found the axes are those of a matrix of two by two.
    let (a, d) = (spread(first, covariance), spread(second, covariance))
    let b = dot(first, covariance.map { dot($0, second) })
    let turns: [[Double]] =
      Eigenvectors(of: [[a, b], [b, d]]).map { found in
        zip(found.values, found.vectors).sorted { $0.0 > $1.0 }.map { $0.1 }
      } ?? [[1, 0], [0, 1]]
    func axis(_ turn: [Double]) -> [Double] {
      zip(first, second).map { turn[0] * $0 + turn[1] * $1 }
    }
    let (turned, other) = (axis(turns[0]), axis(turns[1]))
    let total = (0..<size).reduce(0) { $0 + covariance[$1][$1] }
    let shown = spread(turned, covariance) + spread(other, covariance)
    return PlaneAxes(
      kind: .principal(share: total > 0 ? min(shown / total, 1) : 1), center: means,
      first: oriented(turned), second: oriented(other))
  }

  /// Where a value of the layer is seen.
  public func place(_ value: [Double]) -> (x: Double, y: Double) {
    var (x, y) = (0.0, 0.0)
    for unit in center.indices {
      let part = value[unit] - center[unit]
      x += part * first[unit]
      y += part * second[unit]
    }
    return (x, y)
  }

  /// The value of the layer at a place of the plane.
  public func value(_ x: Double, _ y: Double) -> [Double] {
    center.indices.map { center[$0] + x * first[$0] + y * second[$0] }
  }

  // MARK: - Vectors

  private static func mean(_ row: [Double]) -> Double {
    row.isEmpty ? 0 : row.reduce(0, +) / Double(row.count)
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for index in a.indices { sum += a[index] * b[index] }
    return sum
  }

  private static func unit(_ place: Int, _ size: Int) -> [Double] {
    (0..<size).map { $0 == place ? 1 : 0 }
  }

  private static func without(_ direction: [Double], _ vector: [Double]) -> [Double] {
    let part = dot(direction, vector)
    return zip(vector, direction).map { $0 - part * $1 }
  }

  /// `nil` of a vector that has no direction.
  private static func normalized(_ vector: [Double]) -> [Double]? {
    // Scaled first, so that the squares of small numbers do not vanish.
    guard let most = vector.map(\.magnitude).max(), most > 0, most.isFinite else { return nil }
    let scaled = vector.map { $0 / most }
    let length = dot(scaled, scaled).squareRoot()
    return scaled.map { $0 / length }
  }

  private static func spread(_ axis: [Double], _ covariance: [[Double]]) -> Double {
    dot(axis, covariance.map { dot($0, axis) })
  }

  private static func oriented(_ axis: [Double]) -> [Double] {
    let largest = axis.max { $0.magnitude < $1.magnitude } ?? 1
    return largest < 0 ? axis.map { -$0 } : axis
  }
}

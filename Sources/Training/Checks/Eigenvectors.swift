/// The eigenvalues of a symmetric matrix, each with its vector of length 1.
///
/// By rotations of two axes at a time, each chosen so that one element off the diagonal becomes 0
/// (Jacobi's method: Golub and Van Loan, Matrix Computations, 8.5). Slower than what is usual for
/// large matrices, accurate for small ones, and short.
struct Eigenvectors {
  /// In no order.
  private(set) var values: [Double]
  /// For each value its vector.
  private(set) var vectors: [[Double]]

  /// Sweeps over all pairs; a dozen are enough for any matrix that fits here.
  private static let mostSweeps = 30

  /// - Parameter matrix: its rows, equal to its columns. Costs some 10 n³ multiplications.
  /// - Returns: `nil` where a number is not finite.
  init?(of matrix: [[Double]]) {
    let count = matrix.count
    guard matrix.allSatisfy({ $0.count == count && $0.allSatisfy(\.isFinite) }) else { return nil }
    var rows = matrix
    vectors = (0..<count).map { place in (0..<count).map { $0 == place ? 1 : 0 } }
    for _ in 0..<Self.mostSweeps {
      var isDiagonal = true
      for first in 0..<count {
        for second in (first + 1)..<max(count, first + 1) {
          let element = rows[first][second]
          let size = rows[first][first].magnitude + rows[second][second].magnitude
          guard element != 0, element.magnitude > 1e-18 * size else { continue }
          isDiagonal = false
          let (cosine, sine) = Self.rotation(
            rows[first][first], element, rows[second][second])
          for place in 0..<count {
            let (a, b) = (rows[place][first], rows[place][second])
            rows[place][first] = cosine * a - sine * b
            rows[place][second] = sine * a + cosine * b
          }
          for place in 0..<count {
            let (a, b) = (rows[first][place], rows[second][place])
            rows[first][place] = cosine * a - sine * b
            rows[second][place] = sine * a + cosine * b
            let (v, w) = (vectors[first][place], vectors[second][place])
            vectors[first][place] = cosine * v - sine * w
            vectors[second][place] = sine * v + cosine * w
          }
        }
      }
      if isDiagonal { break }
    }
    values = rows.indices.map { rows[$0][$0] }
  }

  /// The rotation that makes the element beside a diagonal of two 0: the smaller of the two.
  private static func rotation(_ a: Double, _ b: Double, _ d: Double) -> (Double, Double) {
    let ratio = (d - a) / (2 * b)
    let tangent = (ratio >= 0 ? 1 : -1) / (ratio.magnitude + (1 + ratio * ratio).squareRoot())
    let cosine = 1 / (1 + tangent * tangent).squareRoot()
    return (cosine, tangent * cosine)
  }
}

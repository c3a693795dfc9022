import CKernels
import Testing

/// The elementwise operators against Swift's own.
struct ElementwiseTests {
  static let operators: [(uh_binary, @Sendable (Double, Double) -> Double)] = [
    (UH_ADD, { $0 + $1 }), (UH_SUBTRACT, { $0 - $1 }), (UH_MULTIPLY, { $0 * $1 }),
    (UH_DIVIDE, { $0 / $1 }),
    (UH_MAXIMUM, { $0.isNaN || $0 > $1 ? $0 : $1 }),
    (UH_MINIMUM, { $0.isNaN || $0 < $1 ? $0 : $1 }),
  ]

  @Test func operatorsOnArraysAndScalars() {
    for count in [0, 1, 3, 8, 21, 64] {
      let a = Sample.doubles(count: count, seed: 1)
      let b = Sample.doubles(count: count, seed: 2)
      for (function, exact) in Self.operators {
        for width in Width.all {
          #expect(alike(width.both(function, a, b), zip(a, b).map(exact)))
          for scalar in [0.1, -0.0, .nan] {
            #expect(
              alike(width.scalarSecond(function, a, scalar), a.map { exact($0, scalar) }))
            #expect(
              alike(width.scalarFirst(function, scalar, b), b.map { exact(scalar, $0) }))
          }
        }
      }
    }
  }

  @Test func matricesWithColumnsAndRows() {
    let matrix = [1.0, 2, 3, 4, 5, 6]
    var out = [Double](repeating: 0, count: 6)
    uh_apply_matrix_column(UH_SUBTRACT, matrix, [10, 20], &out, 2, 3)
    #expect(out == [-9, -8, -7, -16, -15, -14])
    uh_apply_column_matrix(UH_SUBTRACT, [10, 20], matrix, &out, 2, 3)
    #expect(out == [9, 8, 7, 16, 15, 14])
    uh_apply_matrix_row(UH_SUBTRACT, matrix, [1, 2, 3], &out, 2, 3)
    #expect(out == [0, 0, 0, 3, 3, 3])
    uh_apply_row_matrix(UH_SUBTRACT, [1, 2, 3], matrix, &out, 2, 3)
    #expect(out == [0, 0, 0, -3, -3, -3])
  }

  @Test func functionsOfOneElement() {
    let values = Sample.doubles(count: 200, seed: 9)
    for width in Width.all {
      #expect(alike(width.array(UH_NEGATE, values), values.map { -$0 }))
      #expect(alike(width.array(UH_ABSOLUTE, values), values.map { abs($0) }))
      #expect(alike(width.array(UH_SQUARE, values), values.map { $0 * $0 }))
      #expect(alike(width.array(UH_SQRT, values), values.map { $0.squareRoot() }))
      #expect(alike(width.array(UH_RELU, values), values.map { $0 <= 0 ? 0 : $0 }))
      #expect(alike(width.array(UH_SIGMOID_SLOPE, values), values.map { $0 * (1 - $0) }))
      #expect(alike(width.array(UH_TANH_SLOPE, values), values.map { 1 - $0 * $0 }))
    }
  }

  @Test func theChosenWidthIsOneOfThese() {
    #expect(Width.all.map(\.name).contains(String(cString: uh_kernels_name())))
    #expect(uh_kernels_for("mmx") == nil)
    #expect(uh_kernels_for(nil) == nil)
  }
}

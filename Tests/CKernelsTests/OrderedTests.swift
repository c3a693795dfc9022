import CKernels
import Testing

/// Sums and products: every width against plain loops in the documented order.
struct OrderedTests {
  /// Sums of few terms as the documentation of the order writes them out.
  @Test func theOrderIsTheDocumentedOne() {
    let t = Sample.ordinary(count: 2000, seed: 3)
    let eight = ((t[0] + t[4]) + (t[2] + t[6])) + ((t[1] + t[5]) + (t[3] + t[7]))
    let ten =
      (((t[0] + t[8]) + t[4]) + (t[2] + t[6])) + (((t[1] + t[9]) + t[5]) + (t[3] + t[7]))
    for width in Width.all {
      #expect(sameBits(width.sum([]), 0))
      #expect(sameBits(width.sum([-0.0]), 0))
      #expect(sameBits(width.sum([-0.0, -0.0, -0.0]), 0))
      #expect(width.sum(Array(t[..<3])) == (t[0] + t[2]) + t[1])
      #expect(width.sum(Array(t[..<5])) == ((t[0] + t[4]) + t[2]) + (t[1] + t[3]))
      #expect(width.sum(Array(t[..<8])) == eight)
      #expect(width.sum(Array(t[..<10])) == ten)
      let first = width.sum(Array(t[..<1024]))
      #expect(width.sum(t) == first + width.sum(Array(t[1024...])))
    }
  }

  /// Three terms of a product: each lane's one product is rounded, then they join.
  @Test func productsRoundWhereTheyShould() {
    let a = [0.1, 0.2, 0.3]
    let b = [0.7, 0.9, 1.1]
    let nine = Sample.ordinary(count: 18, seed: 5)
    let (x, y) = (Array(nine[..<9]), Array(nine[9...]))
    let p = (0..<8).map { x[$0] * y[$0] }
    let zeroth = p[0].addingProduct(x[8], y[8])
    let sum = ((zeroth + p[4]) + (p[2] + p[6])) + ((p[1] + p[5]) + (p[3] + p[7]))
    for width in Width.all {
      #expect(
        width.product(a, b, rows: 1, inner: 3, columns: 1)
          == [(0.1 * 0.7 + 0.3 * 1.1) + 0.2 * 0.9])
      #expect(width.product(x, y, rows: 1, inner: 9, columns: 1) == [sum])
    }
  }

  /// As NumPy's, also of products that are too small to be told from zero.
  @Test func noSumIsMinusZero() {
    for width in Width.all {
      for inner in 1...20 {
        let ones = [Double](repeating: 1, count: inner)
        let zeros = [Double](repeating: -0.0, count: inner)
        let tiny = [Double](repeating: 1e-200, count: inner)
        #expect(sameBits(width.sum(zeros), 0))
        for (a, b) in [(ones, zeros), (tiny, tiny.map { -$0 })] {
          let product = width.product(a, b, rows: 1, inner: inner, columns: 1)
          #expect(sameBits(product[0], 0), "\(width.name): \(inner)")
        }
      }
    }
  }

  @Test func sumsAgreeInEveryWidth() {
    for count in [0, 1, 2, 5, 7, 8, 9, 63, 100, 1023, 1024, 1025, 1031, 3000, 5125] {
      for seed in 0..<6 {
        let values =
          seed < 3
          ? Sample.ordinary(count: count, seed: UInt64(seed))
          : Sample.doubles(count: count, seed: UInt64(seed))
        let expected = Width.scalar.sum(values)
        for width in Width.all {
          #expect(sameBits(width.sum(values), expected), "\(width.name): \(count)")
        }
      }
    }
  }

  @Test func rowsAndColumnsAgreeInEveryWidth() {
    for (rows, columns) in [(1, 1), (3, 5), (7, 33), (9, 8), (40, 17), (1030, 11), (2, 2050)] {
      let values = Sample.doubles(count: rows * columns, seed: UInt64(rows))
      let byRow = Width.scalar.sumRows(values, rows: rows, columns: columns)
      let byColumn = Width.scalar.sumColumns(values, rows: rows, columns: columns)
      for width in Width.all {
        #expect(alike(width.sumRows(values, rows: rows, columns: columns), byRow))
        #expect(alike(width.sumColumns(values, rows: rows, columns: columns), byColumn))
        // The first columns of wider rows.
        let few = (columns + 1) / 2
        #expect(
          alike(
            width.sumColumns(values, rows: rows, columns: few, stride: columns),
            Array(byColumn[..<few])))
      }
    }
  }

  /// A product joined with an epilogue is the product, and then the function of two elements; one
  /// that rectifies, the product and then its relu.
  @Test func epiloguesAgreeInEveryWidth() {
    for (rows, inner, columns) in [
      (1, 1, 1), (2, 3, 9), (3, 0, 4), (5, 8, 17), (9, 15, 25), (16, 16, 40), (7, 64, 50),
      (6, 130, 33), (3, 1025, 11), (20, 12, 30), (140, 104, 100),
    ] {
      let a = Sample.ordinary(count: rows * inner, seed: 1)
      let b = Sample.doubles(count: inner * columns, seed: 2)
      let epilogue = Sample.doubles(count: rows * columns, seed: 3)
      for column in [nil, Sample.ordinary(count: rows, seed: 4)] {
        for function in [
          UH_MULTIPLY, UH_SIGMOID_BACKWARD, UH_TANH_BACKWARD, UH_RELU_BACKWARD,
        ] {
          let product = Width.scalar.product(
            a, b, rows: rows, inner: inner, columns: columns, column: column)
          let expected = Width.scalar.both(function, product, epilogue)
          for width in Width.all {
            let joined = width.product(
              a, b, rows: rows, inner: inner, columns: columns, column: column,
              epilogue: (epilogue, function))
            #expect(alike(joined, expected), "\(width.name): \(rows)x\(inner)x\(columns)")
          }
        }
        let product = Width.scalar.product(
          a, b, rows: rows, inner: inner, columns: columns, column: column)
        let expected = Width.scalar.array(UH_RELU, product)
        for width in Width.all {
          let rectified = width.product(
            a, b, rows: rows, inner: inner, columns: columns, column: column, rectifies: true)
          #expect(alike(rectified, expected), "\(width.name): \(rows)x\(inner)x\(columns)")
        }
      }
    }
  }

  @Test func productsAgreeInEveryWidth() {
    let shapes = [
      (1, 1, 1), (2, 2, 9), (3, 0, 4), (1, 7, 30), (5, 8, 1), (9, 15, 25), (7, 16, 7),
      (17, 33, 50), (8, 64, 48), (131, 13, 5), (6, 100, 110), (5, 1025, 9), (3, 2077, 100),
      (14, 1100, 3), (12, 1706, 82), (1, 300, 45), (1, 2100, 24), (20, 6, 100), (20, 40, 70),
      (40, 300, 12), (9, 1100, 16), (140, 104, 100),
    ]
    for (rows, inner, columns) in shapes {
      for seed in 0..<2 {
        let make = seed == 0 ? Sample.ordinary(count:seed:) : Sample.doubles(count:seed:)
        let a = make(rows * inner, UInt64(rows + 100 * seed))
        let b = make(inner * columns, UInt64(columns + 1000 * seed))
        let column = make(rows, 77)
        for transposed in 0..<4 {
          for added in [nil, column] {
            let products = Width.all.map {
              $0.product(
                a, b, rows: rows, inner: inner, columns: columns,
                aTransposed: transposed & 1 == 1, bTransposed: transposed & 2 == 2,
                column: added)
            }
            for (width, product) in zip(Width.all, products) {
              #expect(
                alike(product, products[0]),
                "\(width.name): \(rows)x\(inner) @ \(inner)x\(columns), \(transposed)")
            }
          }
        }
      }
    }
  }

  @Test func thePublicProductTakesLeadingDimensions() {
    // [[1, 2], [3, 4]] in rows of 3, times [[5, 7], [6, 8]] lying transposed in rows of 2.
    var out = [0.0, 0, 0, 0]
    uh_product([1, 2, 99, 3, 4, 99], [5, 6, 7, 8], &out, 2, 2, 2, 3, 2, false, true)
    #expect(out == [17, 23, 39, 53])
  }
}

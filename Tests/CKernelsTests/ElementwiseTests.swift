import CKernels
import Support
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

  /// a b + c rounded once, where it is hard: c nearly cancels the product, lies far below it or
  /// half a unit from it, and anything else. Without hardware it is emulated.
  @Test func productsAndSumsAreRoundedOnce() {
    var dice = Dice(3)
    for seed in 0..<40 {
      let a = Sample.doubles(count: 501, seed: UInt64(2 * seed))
      let b = Sample.doubles(count: 501, seed: UInt64(2 * seed + 1))
      let c = zip(a, b).map { a, b in
        let product = a * b
        let few = 1 + 0x1p-52 * Double(Int.random(in: -2...2, using: &dice))
        return switch dice.next() % 5 {
        case 0: -product
        case 1: -product * few
        case 2: -0.0.addingProduct(a, b) + product
        case 3:
          Double(sign: .plus, exponent: .random(in: -110...110, using: &dice), significand: 1)
            * product * few
        default: Sample.doubles(count: 1, seed: dice.next())[0]
        }
      }
      let expected = zip(zip(a, b), c).map { $1.addingProduct($0.0, $0.1) }
      for width in Width.all {
        var out = [Double](repeating: 0, count: a.count)
        width.kernels.fused_multiply_add(a, b, c, &out, a.count)
        #expect(alike(out, expected), "\(width.name), \(seed)")
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

  @Test(arguments: 0..<6) func functionsOfTwoAgreeInEveryWidth(seed: Int) {
    let count = 30 + 7 * seed
    for sample in [Sample.ordinary(count:seed:), Sample.doubles(count:seed:)] {
      let (a, b) = (sample(count, UInt64(2 * seed)), sample(count, UInt64(2 * seed + 1)))
      for function in Width.allBinary {
        let first = Width.scalar
        let pairs = first.both(function, a, b)
        for width in Width.all {
          #expect(alike(width.both(function, a, b), pairs), "\(width.name): \(function)")
          for number in [0, -0.0, 0.3, 1, -2.5, b[0], .infinity, .nan] {
            let numbers = Array(repeating: number, count: count)
            let (left, right) = (first.both(function, numbers, b), first.both(function, a, numbers))
            #expect(
              alike(width.scalarFirst(function, number, b), left),
              "\(width.name): \(function), \(number)")
            #expect(
              alike(width.scalarSecond(function, a, number), right),
              "\(width.name): \(function), \(number)")
          }
        }
      }
    }
  }

  @Test func powersAgreeInEveryWidth() {
    for count in [1, 7, 33] {
      for sample in [Sample.ordinary(count:seed:), Sample.doubles(count:seed:)] {
        let (a, b) = (sample(count, 4), sample(count, 5))
        for function in [UH_POWER, UH_ARRAY_POWER] {
          let first = Width.all[0]
          for width in Width.all {
            #expect(alike(width.both(function, a, b), first.both(function, a, b)))
            for number in [0, 1, 2, 3, 4, 7, 16, 17, 0.5, 1.5, -1, -2, -2.5, 1e300, .nan] {
              let one = first.scalarSecond(function, a, number)
              #expect(alike(width.scalarSecond(function, a, number), one), "** \(number)")
              let exponents = Array(repeating: number, count: count)
              #expect(alike(width.both(function, a, exponents), one), "** \(number)")
              #expect(
                alike(
                  width.scalarFirst(function, number, b), first.scalarFirst(function, number, b)))
            }
          }
        }
      }
    }
  }

  @Test func wholePowersAreRoundedOnce() {
    for width in Width.all {
      for (x, power, exact) in [
        (1.1, 3.0, 1.3310000000000004), (0.1, 4, 1.0000000000000002e-4), (-3, 3, -27),
        (-1e200, 3, -.infinity), (1e-200, 4, 0), (-0.0, 3, -0.0),
      ] {
        #expect(alike(width.scalarSecond(UH_POWER, [x], power), [exact]), "\(x) ** \(power)")
      }
    }
  }

  @Test func divisionByPowersOfTwoIsDivision() {
    let values = Sample.doubles(count: 200, seed: 6)
    for exponent in [-1074, -1023, -1022, -1021, -3, 0, 7, 1021, 1022, 1023] {
      let number = Double(sign: .plus, exponent: exponent, significand: 1)
      for width in Width.all {
        let exact = values.map { $0 / number }
        #expect(alike(width.scalarSecond(UH_DIVIDE, values, number), exact), "2^\(exponent)")
      }
    }
  }

  @Test func functionsOfOneElement() {
    let values = Sample.doubles(count: 200, seed: 9)
    for width in Width.all {
      #expect(alike(width.array(UH_NEGATE, values), values.map { -$0 }))
      #expect(alike(width.array(UH_ABSOLUTE, values), values.map { abs($0) }))
      #expect(alike(width.array(UH_SQUARE, values), values.map { $0 * $0 }))
      #expect(
        alike(width.array(UH_CUBE, values), width.scalarSecond(UH_ARRAY_POWER, values, 3)))
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

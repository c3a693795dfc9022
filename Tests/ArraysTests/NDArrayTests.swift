import Testing

@testable import Arrays

@Suite struct NDArrayTests {
  private let matrix = NDArray(shape: [2, 3], int64: [1, 2, 3, 4, 5, 6])

  @Test func copiesAreIndependent() throws {
    var copy = matrix
    try copy.assign(NDArray(9), at: [.index(0)])
    #expect(matrix.integers == [1, 2, 3, 4, 5, 6])
    #expect(copy.integers == [9, 9, 9, 4, 5, 6])
  }

  @Test func assigningDoesNotCopyTheBuffer() throws {
    var array = try NDArray.zeros([2, 1000])
    func address(_ array: NDArray) -> UnsafeRawPointer? {
      guard case .float64(let values) = array.storage else { return nil }
      return values.withUnsafeBufferPointer { UnsafeRawPointer($0.baseAddress) }
    }
    let before = address(array)
    for i in 0..<10 {
      try array.assign(NDArray(1.5), at: [.index(1), .index(i)])
      #expect(address(array) == before)
    }
  }

  @Test func identityIsOfBits() {
    #expect(NDArray(0.0).isIdentical(to: NDArray(0.0)))
    #expect(!NDArray(0.0).isIdentical(to: NDArray(-0.0)))
    #expect(!NDArray(0.0).isIdentical(to: NDArray(0)))
    #expect(NDArray(Double.nan).isIdentical(to: NDArray(Double.nan)))
    #expect(!NDArray(1).isIdentical(to: NDArray(shape: [1], int64: [1])))
  }

  @Test func conversionsTruncate() throws {
    let values = NDArray(shape: [6], float64: [1.9, -1.9, -0.0, .nan, 1e300, -.infinity])
    let limit = NDArray.largestInteger
    #expect(values.converted(to: .int64).integers == [1, -1, 0, 0, limit, -limit])
    #expect(values.converted(to: .bool).truths == [true, true, false, true, true, true])
    #expect(throws: ArrayError.cannotConvertToInteger(1e300)) {
      try NDArray(1e300).cast(to: .int64)
    }
    #expect(NDArray(true).doubles == [1])
    #expect(NDArray(shape: [1, 1], bool: [true]).item == 1)
    #expect(matrix.item == nil)
    #expect(matrix.element(at: 4).isIdentical(to: NDArray(5)))
  }

  @Test func truthIsOfOneElement() throws {
    #expect(try NDArray(shape: [1, 1], float64: [.nan]).truth())
    #expect(try !NDArray(-0.0).truth())
    #expect(throws: ArrayError.ambiguousTruth([2, 3])) { try matrix.truth() }
  }

  @Test func rowsStack() throws {
    let rows = [NDArray(shape: [2], int64: [1, 2]), NDArray(shape: [2], float64: [0.5, 1])]
    let stacked = try NDArray.stacked(rows)
    #expect(stacked.isIdentical(to: NDArray(shape: [2, 2], float64: [1, 2, 0.5, 1])))
    #expect(try NDArray.stacked([]).isIdentical(to: NDArray(shape: [0], float64: [])))
    #expect(throws: ArrayError.cannotJoin([2], [3], axis: 0)) {
      try NDArray.stacked([rows[0], NDArray(shape: [3], int64: [1, 2, 3])])
    }
    #expect(throws: ArrayError.rankTooHigh(3)) { try NDArray.stacked([matrix, matrix]) }
  }

  @Test func integersStopAtTheirLimit() throws {
    let limit = NDArray(NDArray.largestInteger)
    #expect(throws: ArrayError.integerTooLarge(operation: "add")) {
      try NDArray.apply(.add, limit, NDArray(1))
    }
    #expect(throws: ArrayError.integerTooLarge(operation: "power")) {
      try NDArray.apply(.power, NDArray(3), NDArray(1 << 40))
    }
    #expect(throws: ArrayError.integerTooLarge(operation: "sum")) {
      try NDArray(shape: [2], int64: [1 << 53, 1]).reduced(by: .sum)
    }
    #expect(throws: ArrayError.integerTooLarge(operation: "matmul")) {
      try NDArray.product(
        NDArray(shape: [1], int64: [1 << 40]), NDArray(shape: [1], int64: [1 << 40]))
    }
    #expect(try NDArray.apply(.subtract, limit, NDArray(1)).integers == [(1 << 53) - 1])
  }

  @Test func scalarsToNegativePowersAreFloats() throws {
    #expect(
      try NDArray.apply(.power, NDArray(2), NDArray(-2)).isIdentical(to: NDArray(0.25)))
    #expect(throws: ArrayError.negativeIntegerPower) {
      try NDArray.apply(.power, matrix, NDArray(-2))
    }
  }

  @Test func elementaryFunctionsKeepTheirEnds() throws {
    func value(_ operation: UnaryOperation, _ x: Double) throws -> Double? {
      try NDArray.apply(operation, NDArray(x)).item
    }
    #expect(try value(.sigmoid, 800) == 1)
    #expect(try value(.sigmoid, -800) == 0)
    #expect(try value(.sigmoid, 0) == 0.5)
    #expect(try value(.sigmoid, -700).map { $0 > 0 } == true)
    #expect(try value(.softplus, 800) == 800)
    #expect(try value(.softplus, -800) == 0)
    #expect(try value(.relu, -0.0)?.sign == .plus)
    for operation in [UnaryOperation.sigmoid, .softplus, .relu, .tanh, .exp] {
      #expect(try value(operation, .nan)?.isNaN == true)
    }
  }

  /// Arguments from the ends of Int and Double are answered, by a result or an error.
  @Test func extremeArgumentsAreAnswered() throws {
    let extremes = [Int.min, Int.min + 1, -(1 << 53), -1, 0, 1, 1 << 53, Int.max - 1, Int.max]
    let floats: [Double] = [
      -Double.infinity, -1e308, -1, -0.0, 0, .leastNonzeroMagnitude, 1, 1e308, .infinity, .nan,
    ]
    let empty = NDArray(shape: [0, 3], float64: [])
    for a in extremes {
      _ = try? matrix.subscripted([.index(a)])
      _ = try? matrix.reduced(by: .variance, degreesOfFreedom: a)
      _ = try? matrix.reduced(by: .sum, axis: a)
      _ = try? matrix.round(decimals: a)
      _ = try? NDArray(1.5).round(decimals: a)
      _ = try? matrix.repeated(NDArray(a), axis: 1)
      _ = try? NDArray.linspace(0, 1, a)
      _ = try? Shape([a]).validated()
      _ = try? RandomState(seed: a)
      _ = ArrayFormat(precision: a, edgeItems: a, indentation: 0)
      for operation in UnaryOperation.allCases { _ = try? NDArray.apply(operation, NDArray(a)) }
      for b in extremes {
        _ = try? Shape([a, b]).validated()
        _ = try? matrix.reshaped(to: [a, b])
        _ = try? empty.reshaped(to: [a, b])
        _ = try? NDArray.tile(matrix, [a, b])
        _ = try? NDArray.eye(a, b)
        _ = try? NDArray.eye(2, 2, diagonal: b)
        _ = try? NDArray.arange(NDArray(a), NDArray(b), NDArray(1 << 45))
        var state = try RandomState(seed: 1)
        _ = try? state.randint(low: a, high: b, shape: [2])
        for operation in BinaryOperation.allCases {
          _ = try? NDArray.apply(operation, NDArray(a), NDArray(b))
        }
        for c in extremes {
          for array in [matrix, empty] {
            _ = try? array.subscripted([.slice(start: a, stop: b, step: c), .ellipsis])
          }
        }
      }
    }
    for a in floats {
      for operation in UnaryOperation.allCases { _ = try? NDArray.apply(operation, NDArray(a)) }
      _ = NDArray(a).converted(to: .int64)
      #expect(NDArray(a).description.isEmpty == false)
      for b in floats {
        _ = try? NDArray.linspace(a, b, 3)
        for c in floats where c.magnitude >= 1 {
          _ = try? NDArray.arange(NDArray(a), NDArray(b), NDArray(c))
        }
        for operation in BinaryOperation.allCases {
          _ = try? NDArray.apply(operation, NDArray(a), NDArray(b))
        }
      }
    }
  }
}

import Testing

@testable import Arrays

@Suite struct ArraysTests {
  @Test func arithmeticBroadcasts() throws {
    let a = NDArray(shape: [2, 1], float64: [1, 2])
    let b = NDArray(shape: [3], int64: [10, 20, 30])
    let sum = try NDArray.apply(.add, a, b)
    #expect(sum.isIdentical(to: NDArray(shape: [2, 3], float64: [11, 21, 31, 12, 22, 32])))
    #expect(throws: ArrayError.shapesDoNotBroadcast([2, 2], [3])) {
      try Shape.broadcast([2, 2], [3])
    }
  }

  @Test func subscriptsReadAndWrite() throws {
    var a = NDArray(shape: [2, 3], int64: [1, 2, 3, 4, 5, 6])
    let column = try a.subscripted([.slice(start: nil, stop: nil, step: -1), .index(-1)])
    #expect(column.isIdentical(to: NDArray(shape: [2], int64: [6, 3])))
    try a.assign(NDArray(9.7), at: [.mask(NDArray.apply(.greater, a, NDArray(4)))])
    #expect(a.isIdentical(to: NDArray(shape: [2, 3], int64: [1, 2, 3, 4, 9, 9])))
  }

  @Test func productsAndSums() throws {
    let a = NDArray(shape: [2, 3], float64: [1, 2, 3, 4, 5, 6])
    let square = try NDArray.product(a, a.transposed)
    #expect(square.isIdentical(to: NDArray(shape: [2, 2], float64: [14, 32, 32, 77])))
    let sums = try a.reduced(by: .sum, axis: 0, keepDimensions: true)
    #expect(sums.isIdentical(to: NDArray(shape: [1, 3], float64: [5, 7, 9])))
  }
}

import Arrays
import Support
import Testing

@testable import Equations

/// `b -= x` stores into the array that b is, with NumPy's refusals.
@Suite struct InPlaceTests {
  private static let values: [String: Value] = [
    "column": .array(NDArray(shape: [3, 1], float64: [1, 2, 3])),
    "row": .array(NDArray(shape: [3], float64: [1, 2, 3])),
    "whole": .array(NDArray(shape: [3], int64: [1, 2, 3])),
    "truth": .array(NDArray(shape: [2], bool: [true, false])),
    "n": .array(NDArray(3)), "matrix": .array(NDArray(shape: [2, 2], float64: [1, 2, 3, 4])),
  ]

  private static func stored(_ text: String) throws -> NDArray? {
    let scope = DictionaryScope(values)
    let assignment = try #require(try Parser.statement(text).assignment)
    _ = try Evaluation.check(assignment, in: scope)
    var none: RandomState?
    return try Evaluation.stored(by: assignment, in: scope, random: &none).array
  }

  @Test(arguments: [
    "column -= row", "column += matrix[0]", "row *= column", "row /= column", "matrix += row",
    "whole -= 0.5", "whole /= 2", "whole *= 1.5", "whole += row", "truth += 1", "truth /= 2",
    "whole[0:2] -= 0.5", "whole **= 0.5",
  ])
  func refused(text: String) {
    #expect(throws: LanguageError.self) { try Self.stored(text) }
  }

  @Test(arguments: [
    ("row -= 1", "[0. 1. 2.]"), ("row += whole", "[2. 4. 6.]"), ("n -= 0.5", "2.5"),
    ("n /= 2", "1.5"), ("whole += 1", "[2 3 4]"), ("whole //= 2", "[0 1 1]"),
    ("truth |= True", "[ True  True]"), ("whole &= 1", "[1 0 1]"),
    ("column -= 1", "[[0.]\n [1.]\n [2.]]"),
    ("matrix @= matrix", "[[ 7. 10.]\n [15. 22.]]"), ("matrix -= row[0:2]", "[[0. 0.]\n [2. 2.]]"),
  ])
  func stored(text: String, printed: String) throws {
    #expect(try Self.stored(text)?.description == printed)
  }
}

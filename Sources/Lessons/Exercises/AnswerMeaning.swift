import Arrays

/// What an answer comes to: answers that are written otherwise and come to the same are one answer.
///
/// Of an equation it is what it computes on random data, the same data for everyone who is asked; of
/// a value the numbers, with the room that the exercise leaves.
package enum AnswerMeaning: Sendable, Hashable {
  /// An option, a shape, an order, in one spelling.
  case words(String)
  /// Of a large array some of the elements and their sum, by which none is taken for another one.
  case numbers(shape: [Int], values: [Double], room: Double)

  /// Whether both are the same answer, as far as the exercise can tell.
  package func agrees(with other: AnswerMeaning) -> Bool {
    switch (self, other) {
    case (.words(let one), .words(let another)): return one == another
    case (
      .numbers(let shape, let values, let room), .numbers(let other, let others, let otherRoom)
    ):
      let room = min(room, otherRoom)
      return shape == other && values.count == others.count
        && zip(values, others).allSatisfy { one, another in
          one == another || (one.isNaN && another.isNaN) || abs(one - another) <= room
        }
    default: return false
    }
  }

  /// Some numbers of an array, as many as tell it from others.
  static func sample(_ array: NDArray) -> [Double] {
    let values = array.doubles
    guard values.count > most else { return values }
    let step = values.count / most
    return stride(from: 0, to: step * most, by: step).map { values[$0] } + [values.reduce(0, +)]
  }

  private static let most = 16
}

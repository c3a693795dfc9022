import Arrays
import Equations

/// Which axis of each value runs over the examples: the one answer from which `m`, accuracy,
/// batches, explanations, diagnoses and pictures come.
///
/// It is found from the equations: with one example more in the data, an axis that runs over the
/// examples is longer by one. In a network with examples in columns that is axis 1 of `X`, `Z1` and
/// `A1`, and none of `W1`; with examples in rows it is axis 0; of labels of shape (m,) it is their
/// only one.
package struct ExampleAxes: Sendable {
  /// The number of examples in a full batch.
  package let count: Int
  /// The data whose examples both rows and columns could be, so that columns were taken; `nil`
  /// where the equations or the settings say which.
  package let assumedFor: String?
  let axes: [String: Int]
  /// What is known of each name with the examples at hand, and with one more.
  let names: [String: StaticValue]
  let namesWithOneMore: [String: StaticValue]

  /// The axis of a name's value that runs over the examples; `nil` where none does, or both do.
  package func axis(of name: String) -> Int? { axes[name] }

  /// The names that hold something of each example.
  package var carriers: [String] { axes.keys.sorted() }

  /// The axis of an expression's value that runs over the examples.
  package func axis(of expression: Expression) -> Int? {
    if case .name(let name) = expression.node { return axes[name] }
    func shape(_ table: [String: StaticValue]) -> Shape? {
      (try? Evaluation.check(expression, in: StaticScope(table)))?.shape
    }
    guard !Set(expression.names).isDisjoint(with: axes.keys) else { return nil }
    return Self.axis(shape(names), shape(namesWithOneMore), count: count)
  }

  /// Whether an expression's value is a matrix with the examples in rows.
  package func areRows(_ expression: Expression) -> Bool {
    guard axis(of: expression) == 0 else { return false }
    return (try? Evaluation.check(expression, in: StaticScope(names)))?.shape?.rank == 2
  }

  /// The expression with `axis=1` in the calls that go along the classes of examples in rows.
  package func namingClassAxes(_ expression: Expression) -> Expression {
    guard expression.goesAlongClasses else { return expression }
    return expression.namingClassAxes { areRows($0) ? 0 : nil }
  }

  /// The axis that is as long as there are examples, and longer by one with one more.
  static func axis(_ now: Shape?, _ more: Shape?, count: Int) -> Int? {
    guard let now, let more, now.rank == more.rank else { return nil }
    let growing = (0..<now.rank).filter { now[$0] == count && more[$0] == count + 1 }
    return growing.count == 1 ? growing[0] : nil
  }
}

extension Program {
  /// The axis of a name's value that runs over the examples; `nil` where none does.
  package func exampleAxis(of name: String) -> Int? { exampleAxes?.axis(of: name) }
}

extension Program {
  /// An expression over the program's names with `axis=1` in the calls that go along the classes of
  /// examples in rows, as its own equations have it.
  public func namingClassAxes(_ expression: Expression) -> Expression {
    exampleAxes?.namingClassAxes(expression) ?? expression
  }
}

extension NDArray {
  /// The array with its examples in columns, a column each, whichever axis they are along: rows are
  /// turned, labels of shape (m,) are a row.
  ///
  /// - Parameter axis: the axis that runs over the examples.
  package func examplesInColumns(_ axis: Int?) -> NDArray {
    if rank == 1, let row = try? reshaped(to: [1, count]) { return row }
    return axis == 0 && rank == 2 ? transposed : self
  }
}

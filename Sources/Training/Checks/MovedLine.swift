import Arrays
import Equations
import Networks

/// The equations behind a value of which one element is moved, as long as they change in nothing
/// but that element's row, or column: each of these is computed for the line alone, to the same
/// bits, for no element of another line is any different.
struct MovedLine {
  /// What the equations say of a line, and which other values a line is taken of for it.
  private let steps: [(step: ProgramEquation, cut: Set<String>)]
  /// The values with a line that is another, which equations after these read.
  private let needed: [String]
  /// The equations after these, which are computed as a whole.
  let rest: [ProgramEquation]
  private let name: String
  /// 0 where lines are rows, 1 where they are columns.
  private let axis: Int

  /// - Parameters:
  ///   - name: the value that is moved, a matrix.
  ///   - steps: the equations that it reaches, in their order.
  ///   - state: with what they compute where nothing is moved.
  init?(_ name: String, _ steps: [ProgramEquation], in state: RunState) {
    guard let shape = state[name]?.shape, shape.rank == 2 else { return nil }
    let found = [0, 1].map { axis in
      var lines = Lines(axis: axis, count: shape[axis], changed: [name], state: state)
      var taken: [(step: ProgramEquation, cut: Set<String>)] = []
      while taken.count < steps.count, let cut = lines.cut(for: steps[taken.count]) {
        taken.append((steps[taken.count], cut))
      }
      return (axis: axis, steps: taken, changed: lines.changed)
    }
    guard let best = found.max(by: { $0.steps.count < $1.steps.count }), !best.steps.isEmpty
    else { return nil }
    let rest = Array(steps.dropFirst(best.steps.count))
    self.name = name
    self.rest = rest
    axis = best.axis
    self.steps = best.steps
    needed = best.changed.filter { name in rest.contains { $0.inputs.contains(name) } }
  }

  /// The state with the element moved, and all that these equations make of it.
  ///
  /// - Throws: `LanguageError` of an equation that cannot be computed.
  func moved(
    _ state: RunState, _ flat: Int, by distance: Double, limits: EvaluationLimits
  ) throws(LanguageError) -> RunState {
    guard let array = state[name] else { return state }
    let place = array.shape.index(ofFlat: flat)
    var line = Self.line(place[axis], of: array, axis)
    line = Self.changing(line, place[1 - axis], by: distance)
    var lines = state
    lines.store(.array(line), as: name)
    for (step, cut) in steps {
      for name in cut {
        if let whole = state[name] {
          lines.store(.array(Self.line(place[axis], of: whole, axis)), as: name)
        }
      }
      try lines.execute(step, limits: limits)
      for name in cut { lines.restore(state.slots[name], as: name) }
    }
    var result = state
    for name in needed {
      guard let whole = state[name], let line = lines[name] else { continue }
      result.store(.array(Self.replacing(place[axis], of: whole, axis, with: line)), as: name)
    }
    return result
  }

  private static func line(_ place: Int, of array: NDArray, _ axis: Int) -> NDArray {
    let values = array.doubles
    guard array.rank == 2 else { return NDArray(shape: [1], float64: [values[place]]) }
    let columns = array.shape[1]
    if axis == 0 {
      let row = values[(place * columns)..<((place + 1) * columns)]
      return NDArray(shape: [1, columns], float64: Array(row))
    }
    let rows = array.shape[0]
    return NDArray(
      shape: [rows, 1], float64: (0..<rows).map { values[$0 * columns + place] })
  }

  private static func changing(_ line: NDArray, _ place: Int, by distance: Double) -> NDArray {
    var values = line.doubles
    values[place] += distance
    return NDArray(shape: line.shape, float64: values)
  }

  private static func replacing(
    _ place: Int, of array: NDArray, _ axis: Int, with line: NDArray
  ) -> NDArray {
    var values = array.doubles
    let columns = array.shape[1]
    for (index, value) in line.doubles.enumerated() {
      values[axis == 0 ? place * columns + index : index * columns + place] = value
    }
    return NDArray(shape: array.shape, float64: values)
  }
}

/// Which values have another line, row or column, than where nothing is moved.
private struct Lines {
  let axis: Int
  /// How many lines there are.
  let count: Int
  var changed: Set<String>
  let state: RunState

  /// The values that a line is taken of so that an equation can be computed for it alone; `nil`
  /// where it cannot. What it makes is then among the changed.
  mutating func cut(for step: ProgramEquation) -> Set<String>? {
    guard case .assignment(let assignment) = step.statement.kind, assignment.subscripts == nil,
      assignment.updateOperator == nil, let result = state[assignment.name],
      result.dtype == .float64, result.rank == 2, result.shape[axis] == count
    else { return nil }
    var cut: Set<String> = []
    var whole: Set<String> = []
    guard isByLine(assignment.value, &cut, &whole), cut.isDisjoint(with: whole) else { return nil }
    changed.insert(assignment.name)
    return cut
  }

  private func isByLine(
    _ expression: Expression, _ cut: inout Set<String>, _ whole: inout Set<String>
  ) -> Bool {
    switch expression.node {
    case .integer, .float, .boolean: return true
    case .name(let name): return isLine(name, &cut, &whole)
    case .unary(.not, _), .binary(.and, _, _), .binary(.or, _, _): return false
    case .unary(_, let x): return isByLine(x, &cut, &whole)
    case .binary(.matrixProduct, let a, let b):
      let (line, other) = axis == 0 ? (a, b) : (b, a)
      guard case .name(let name) = other.node, !changed.contains(name), state[name]?.rank == 2
      else { return false }
      whole.insert(name)
      return isByLine(line, &cut, &whole)
    case .binary(_, let a, let b): return isByLine(a, &cut, &whole) && isByLine(b, &cut, &whole)
    case .call(let name, let arguments):
      guard let function = FunctionTable.standard[name], isByElement(function) else { return false }
      return arguments.allSatisfy { isByLine($0.value, &cut, &whole) }
    default: return false
    }
  }

  private func isByElement(_ function: Function) -> Bool {
    if case .elementwise = function.elements { return true }
    guard let definition = function.definition else { return false }
    return definition.expression.isByElement
  }

  /// Whether a value stands for its line, or is the same in all of them.
  private func isLine(_ name: String, _ cut: inout Set<String>, _ whole: inout Set<String>) -> Bool
  {
    if changed.contains(name) { return true }
    guard let value = state[name] else { return false }
    if value.count == 1 || (value.rank == 2 && value.shape[axis] == 1)
      || (value.rank == 1 && axis == 0)
    {
      whole.insert(name)
      return true
    }
    guard value.dtype == .float64, value.shape[value.rank == 1 ? 0 : axis] == count else {
      return false
    }
    cut.insert(name)
    return true
  }
}

extension Expression {
  /// Whether each element of it comes from the elements at its place.
  fileprivate var isByElement: Bool {
    switch node {
    case .integer, .float, .boolean, .name: true
    case .unary(.not, _), .binary(.and, _, _), .binary(.or, _, _): false
    case .binary(.matrixProduct, _, _): false
    case .unary(_, let x): x.isByElement
    case .binary(_, let a, let b): a.isByElement && b.isByElement
    case .call(let name, let arguments):
      if case .elementwise? = FunctionTable.standard[name]?.elements {
        arguments.allSatisfy(\.value.isByElement)
      } else {
        false
      }
    default: false
    }
  }
}

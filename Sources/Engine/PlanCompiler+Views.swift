import Arrays
import Equations

/// Values read another way, and the graph for the operations in other files.
extension PlanCompiler {
  /// The graph, for the operations in other files.
  mutating func add(
    _ operation: PlanOperation, _ operands: [PlanView], _ rows: Int, _ columns: Int
  ) -> PlanView {
    graph.add(operation, operands, rows, columns)
  }

  mutating func home(_ name: String, rows: Int, columns: Int) -> PlanView {
    graph.home(name, rows: rows, columns: columns)
  }

  mutating func plain(_ view: PlanView) -> PlanView { graph.plain(view) }
  mutating func flattened(_ view: PlanView) -> PlanView { graph.flattened(view) }

  /// A number as an operand.
  mutating func number(_ value: Double) throws(PlanRefusal) -> PlanView {
    try varying(.constant(.array(NDArray(value)))).view
  }

  func attribute(
    _ attribute: Attribute, of base: Known, _ expression: Expression
  ) throws(PlanRefusal) -> Known {
    switch base {
    case .constant(let value):
      var scope = constants
      scope.values[Self.placeholder(0)] = value
      return try evaluate(
        Expression(.attribute(.name(Self.placeholder(0)), attribute)), in: scope)
    case .varying(let x):
      switch attribute {
      case .transpose: return .varying(transposed(x))
      case .shape: return .constant(.tuple(x.shape.dimensions.map { .array(NDArray($0)) }))
      case .size: return .constant(.array(NDArray(x.shape.count)))
      case .rank: return .constant(.array(NDArray(x.shape.rank)))
      case .dtype: return .constant(.dtype(x.dtype))
      }
    }
  }

  func transposed(_ x: Varying) -> Varying {
    guard x.shape.rank == 2 else { return x }
    return Varying(
      view: graph.transposed(x.view), shape: x.shape.transposed, dtype: x.dtype)
  }
}

extension Shape {
  /// The rows and columns of the matrix that stands for an array in a plan.
  var matrix: (rows: Int, columns: Int) {
    switch rank {
    case 0: (1, 1)
    case 1: (1, self[0])
    default: (self[0], self[1])
    }
  }
}

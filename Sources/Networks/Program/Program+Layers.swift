import Arrays
import Equations

/// A weight matrix at work: what it is multiplied with, and what becomes of the product before the
/// next layer.
public struct NetworkLayer: Sendable, Equatable {
  /// `W1`.
  public let weights: String
  /// `X` or `A1`: the other factor.
  public let input: String
  /// The axis of the weights that runs over the layer's units: 0 in `W1 @ X`, 1 in `X @ W1`.
  package let unitAxis: Int
  /// Other parameters of the equation: `b1`.
  public let biases: [String]
  /// `Z1`, `A1`: the values computed before the next layer, the last one being its output.
  public internal(set) var results: [String]

  public var output: String { results.last ?? weights }
}

extension Program {
  /// The layers that can be read off the forward equations, from the input on: those with a product
  /// `W @ x` or `x @ W` of a parameter W, and whatever is done with it.
  public var layers: [NetworkLayer] {
    var layers: [NetworkLayer] = []
    for step in steps(in: .forward) where step.origin != .batching {
      guard let target = step.target, let value = step.statement.assignment?.value else { continue }
      if let (weights, input, unitAxis) = value.weightedInput(parameters) {
        let biases = step.inputs.filter { $0 != weights && parameters.contains($0) }
        layers.append(
          NetworkLayer(
            weights: weights, input: input, unitAxis: unitAxis, biases: biases, results: [target]))
      } else if let last = layers.indices.last,
        step.inputs.contains(where: layers[last].results.contains)
      {
        layers[last].results.append(target)
      }
    }
    return layers
  }
}

extension NetworkLayer {
  /// Weights, or their gradient, with a unit in each row; weights of one dimension are those of one
  /// unit.
  package func unitsInRows(_ weights: NDArray) -> NDArray {
    if weights.rank == 1 {
      return NDArray(shape: Shape([1, weights.count]), float64: weights.doubles)
    }
    return unitAxis == 1 && weights.rank == 2 ? weights.transposed : weights
  }

  /// Where the weight of one unit's input stands among weights of a shape, in row-major order.
  package func place(ofUnit unit: Int, input: Int, in shape: Shape) -> Int {
    if shape.rank < 2 { return input }
    return unitAxis == 1 ? input * shape[1] + unit : unit * shape[1] + input
  }
}

extension Expression {
  /// The factors of the product `W @ x` or `x @ W` in it, and the axis of W that its units are
  /// along. Either may be written with `.T`.
  fileprivate func weightedInput(
    _ parameters: [String]
  ) -> (weights: String, input: String, unitAxis: Int)? {
    switch node {
    case .binary(.matrixProduct, let left, let right):
      guard let (first, isFirstTurned) = left.factor, let (second, isSecondTurned) = right.factor
      else { return nil }
      if parameters.contains(first) { return (first, second, isFirstTurned ? 1 : 0) }
      guard parameters.contains(second) else { return nil }
      return (second, first, isSecondTurned ? 0 : 1)
    case .call(let name, let arguments) where name == "dot" || name == "matmul":
      guard arguments.count == 2 else { return nil }
      return arguments[0].value.matrixProduct(arguments[1].value).weightedInput(parameters)
    case .binary(_, let a, let b):
      return a.weightedInput(parameters) ?? b.weightedInput(parameters)
    case .unary(_, let operand): return operand.weightedInput(parameters)
    case .call(_, let arguments):
      return arguments.lazy.compactMap { $0.value.weightedInput(parameters) }.first
    default:
      return nil
    }
  }

  /// The name, if the expression is one, and whether it is written with `.T`.
  private var factor: (name: String, isTurned: Bool)? {
    switch node {
    case .name(let name): return (name, false)
    case .attribute(let base, .transpose):
      guard case .name(let name) = base.node else { return nil }
      return (name, true)
    default: return nil
    }
  }
}

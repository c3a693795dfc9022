import Equations

/// A weight matrix at work: what it is multiplied with, and what becomes of the product before the
/// next layer.
public struct NetworkLayer: Sendable, Equatable {
  /// `W1`.
  public let weights: String
  /// `X` or `A1`: the right factor.
  public let input: String
  /// Other parameters of the equation: `b1`.
  public let biases: [String]
  /// `Z1`, `A1`: the values computed before the next layer, the last one being its output.
  public internal(set) var results: [String]

  public var output: String { results.last ?? weights }
}

extension Program {
  /// The layers that can be read off the forward equations, from the input on: those with a product
  /// `W @ x` of a parameter W, and whatever is done with it.
  public var layers: [NetworkLayer] {
    var layers: [NetworkLayer] = []
    for step in steps(in: .forward) where step.origin != .batching {
      guard let target = step.target, let value = step.statement.assignment?.value else { continue }
      if let (weights, input) = value.weightedInput(parameters) {
        let biases = step.inputs.filter { $0 != weights && parameters.contains($0) }
        layers.append(
          NetworkLayer(weights: weights, input: input, biases: biases, results: [target]))
      } else if let last = layers.indices.last,
        step.inputs.contains(where: layers[last].results.contains)
      {
        layers[last].results.append(target)
      }
    }
    return layers
  }
}

extension Expression {
  /// The factors of the product `W @ x` in it.
  fileprivate func weightedInput(_ parameters: [String]) -> (weights: String, input: String)? {
    switch node {
    case .binary(.matrixProduct, let left, let right):
      guard case .name(let weights) = left.node, case .name(let input) = right.node,
        parameters.contains(weights)
      else { return nil }
      return (weights, input)
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
}

import Arrays
import Equations
import Networks
import Phrases

extension Diagnosis {
  /// Hidden layers with no function between them: one product after another is a single product, so
  /// that all of them together are one layer.
  static let linearLayers = Diagnosis(.linearLayers, "Layers without a function") { context in
    guard context.run.isInitialised, !context.isSolved, context.layers.count > 1,
      let prediction = context.prediction
    else { return [] }
    let hidden = context.layers.dropLast()
    guard hidden.allSatisfy(context.isLinear) else { return [] }
    let isAtItsBest = context.isFlat && (context.largestGradient ?? 1) < 1e-3
    let first = hidden.first?.results.first
    return [
      Finding(
        .linearLayers, isAtItsBest ? .error : .warning,
        names: hidden.map(\.output) + [prediction],
        measures: [.init("layers", Double(context.layers.count))],
        suggestions: hidden.last.map {
          [.init(.aFunction, "set \($0.output) = tanh(\(Self.argument(of: $0, context)))")]
        } ?? [],
        equation: context.run.program.steps(in: .forward).first { $0.target == first }?.statement)
    ]
  } words: { finding in
    """
    no function stands between the \(finding.whole("layers")) layers, and a product of products is \
    one product: together they are a single layer, which draws straight lines alone.
    """
  }

  /// What a function put in a layer's last equation would be of.
  private static func argument(of layer: NetworkLayer, _ context: DiagnosisContext) -> String {
    context.run.program.steps(in: .forward).last { $0.target == layer.output }?
      .statement.assignment?.value.text ?? layer.output
  }
}

extension DiagnosisContext {
  /// Whether nothing but sums and products with constants is done with a layer's product before the
  /// next layer reads it.
  fileprivate func isLinear(_ layer: NetworkLayer) -> Bool {
    let steps = run.program.steps(in: .forward)
    let own = Set(layer.results)
    return layer.results.allSatisfy { name in
      steps.filter { $0.target == name }.allSatisfy { step in
        guard let value = step.statement.assignment?.computedValue else { return false }
        return value.isLinear(in: own)
      }
    }
  }
}

extension Expression {
  private static let harmless: Set<String> = ["dot", "matmul", "identity"]

  /// Whether it is a sum of multiples of some names, as far as its form tells.
  fileprivate func isLinear(in names: Set<String>) -> Bool {
    guard !Set(self.names).isDisjoint(with: names) || !calledFunctions.isEmpty else { return true }
    switch node {
    case .name: return true
    case .unary(.minus, let operand): return operand.isLinear(in: names)
    case .binary(.add, let a, let b), .binary(.subtract, let a, let b):
      return a.isLinear(in: names) && b.isLinear(in: names)
    case .binary(.multiply, let a, let b), .binary(.matrixProduct, let a, let b):
      let isOneFree = [a, b].contains { Set($0.names).isDisjoint(with: names) }
      return isOneFree && a.isLinear(in: names) && b.isLinear(in: names)
    case .binary(.divide, let a, let b):
      return Set(b.names).isDisjoint(with: names) && a.isLinear(in: names)
    case .attribute(let base, .transpose): return base.isLinear(in: names)
    case .call(let name, let arguments):
      return Self.harmless.contains(name) && arguments.allSatisfy { $0.value.isLinear(in: names) }
    default: return false
    }
  }
}

extension Finding.Kind {
  package static let linearLayers = Finding.Kind("linearLayers")
}

extension Finding.Suggestion.Idea {
  fileprivate static let aFunction = Self("a bend between the layers")
}

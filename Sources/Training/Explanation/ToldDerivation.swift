import Arrays
import Equations
import Networks

/// The way from the loss to the equation of a gradient, each line with what it comes to at the
/// parameters that are there.
public struct ToldDerivation: Sendable {
  public struct Line: Sendable {
    public let line: DerivationLine
    /// `nil` before init, and where it cannot be computed.
    public let value: NDArray?
    /// How far it is from the line before it of the same gradient, beside the largest element; `nil`
    /// for the first one, and where either is no number.
    public let difference: Double?
  }

  /// The gradient that was asked for.
  public let gradient: String
  public let lines: [Line]
  /// Whether the model writes its gradients itself, so that these are not those that it computes.
  public let isOfOwnGradients: Bool
  /// The derivatives of the loss that lines mention, in the names of the program.
  let symbols: [String: Expression]
  package let program: Program

  /// The largest difference between two lines.
  public var largestDifference: Double? { lines.compactMap(\.difference).max() }
}

extension Derivation {
  /// Derivatives of the loss by way of the gradients.
  fileprivate func writtenOut(_ symbols: [String], in program: Program) -> [String: Expression] {
    let lead = "d\(program.loss)_d"
    var table: [String: Expression] = [:]
    for symbol in symbols {
      let gradient = Differentiator.gradientName(of: String(symbol.dropFirst(lead.count)))
      guard let whole = unfolded[gradient] ?? equations.first(where: { $0.name == gradient })?.value
      else { continue }
      let isScaled = unfolded[gradient] != nil
      table[symbol] =
        isScaled && program.exampleCount != nil ? whole / .name(Program.examplesName) : whole
    }
    return table
  }
}

/// Why there is no derivation.
public enum DerivationFault: Error, Equatable, Sendable {
  /// The name is no parameter, and none that has a gradient.
  case noGradient(String)
  /// It cancels into another and has no equation of its own.
  case folded(String)
  /// The model cannot be differentiated.
  case noDerivative
  /// A name on the way is computed in several steps.
  case inSteps
}

extension Run {
  /// Derives the equation of a gradient.
  ///
  /// - Parameter name: `dW1`, or W1 for the same.
  /// - Throws: `DerivationFault`.
  public func toldDerivation(of name: String) throws(DerivationFault) -> ToldDerivation {
    let own = Differentiator.gradientName(of: name)
    guard let derived = program.derived, let derivation = derived.derivation else {
      throw .noDerivative
    }
    let isGradient = derivation.equations.contains { $0.name == name }
    let gradient = isGradient || program.foldedGradient(name) != nil ? name : own
    if derivation.folded.contains(where: { $0.name == gradient }) { throw .folded(gradient) }
    guard derivation.equations.contains(where: { $0.name == gradient }) else {
      throw .noGradient(name)
    }
    guard let way = derivation.lines(to: gradient) else { throw .inSteps }
    let values = derivedValues(derivation, way)
    let computed = way.lines.map { line in
      values.flatMap { try? Evaluation.value(of: line.value, in: $0).array }
    }
    // What cancels to nothing is as exact as what it is made of.
    let made = 1e-3 * (computed.compactMap { $0?.largest }.max() ?? 0)
    var lines: [ToldDerivation.Line] = []
    for (line, value) in zip(way.lines, computed) {
      let previous = lines.last.flatMap { $0.line.gradient == line.gradient ? $0.value : nil }
      lines.append(
        ToldDerivation.Line(
          line: line, value: value,
          difference: value.flatMap { value in
            previous.flatMap { $0.distance(to: value, least: made) }
          }))
    }
    return ToldDerivation(
      gradient: gradient, lines: lines, isOfOwnGradients: program.derivation == nil,
      symbols: derivation.writtenOut(way.symbols.map(\.name), in: program),
      program: derived)
  }

  /// What the names of a derivation come to at the parameters that are there; `nil` before init.
  private func derivedValues(_ derivation: Derivation, _ way: DerivationLines) -> SlotScope? {
    guard let probe = try? GradientProbe(self) else { return nil }
    var state = probe.state
    for step in program.evaluation {
      if step.statement.drawsRandomNumbers, let name = step.target, state[name] != nil { continue }
      guard (try? state.execute(step, in: program)) != nil else { return nil }
    }
    for equation in derivation.equations {
      guard (try? state.execute(ProgramEquation(equation), in: program)) != nil else { return nil }
    }
    for (name, value) in way.symbols {
      guard let value = try? Evaluation.value(of: value, in: SlotScope(state.slots)) else {
        continue
      }
      state.store(value, as: name)
    }
    return SlotScope(state.slots)
  }
}

extension NDArray {
  /// The largest magnitude of a finite element.
  fileprivate var largest: Double {
    doubles.lazy.map(\.magnitude).filter(\.isFinite).max() ?? 0
  }

  /// The largest difference between elements, beside the largest of them, or `least` where that is
  /// more; arrays that stand for the same number in each place are spread.
  fileprivate func distance(to other: NDArray, least: Double) -> Double? {
    guard let difference = try? NDArray.apply(.subtract, self, other) else { return nil }
    let gap = difference.doubles.map(\.magnitude)
    guard gap.allSatisfy(\.isFinite) else { return nil }
    let largest = max(largest, other.largest, least)
    return largest > 0 ? (gap.max() ?? 0) / largest : 0
  }
}

extension ToldDerivation {
  /// The derivatives of the loss that still stand in an expression: `dL_dA2`.
  package func openNames(in expression: Expression) -> Set<String> {
    Set(expression.names.filter { symbols[$0] != nil })
  }

  /// An expression with its derivatives of the loss in the names of the program.
  package func writtenOut(_ expression: Expression) -> Expression {
    expression.substituting(symbols)
  }
}

import Arrays
import Equations

/// A model made ready to run: settings evaluated, shapes checked, the backward section derived,
/// the optimizer written out, every equation in its place.
public struct Program: Sendable {
  public let model: Model
  public let settings: [Setting]
  /// The equations of `data` and `init`.
  public let setup: [ProgramEquation]
  /// The equations of one batch: forward, loss, backward, update.
  public let iteration: [ProgramEquation]
  /// The names that are trained, in the order in which `init` makes them.
  public let parameters: [String]
  /// Names of the optimizer's state.
  public let optimizerState: [String]
  /// The name of the number that is minimised.
  public let loss: String
  /// The derived backward section; `nil` where the model writes its own.
  public let derivation: Derivation?
  /// What is known of every name without running anything.
  public let statics: [String: StaticValue]
  /// The number of examples in a full batch; `nil` if there is no dataset.
  public let exampleCount: Int?
  /// Which axis of each value runs over the examples; `nil` if there is no dataset.
  package let exampleAxes: ExampleAxes?
  public let batchesPerEpoch: Int
  /// What may not be meant.
  public let notes: [ModelNote]
  public let limits: EvaluationLimits
  /// Names whose values were changed by hand, so that their columns are no longer the unit vectors
  /// that their equations say; the gradients hold for them as they are.
  package let notUnit: Set<String>

  /// The name under which equations find the number of examples.
  public static let examplesName = "m"

  public struct Setting: Sendable {
    public let name: String
    public let expression: Expression
    public let value: Value
  }

  /// The equations of a phase.
  public func steps(in phase: Phase) -> [ProgramEquation] {
    (phase.isRepeated ? iteration : setup).filter { $0.phase == phase }
  }

  public var phases: [Phase] { Phase.allCases.filter { !steps(in: $0).isEmpty } }

  /// The steps that give a name its value, in program order.
  public func steps(assigning name: String) -> [ProgramEquation] {
    (setup + iteration).filter { $0.target == name }
  }

  /// All names of the program, in the order in which they get their values.
  public var names: [String] {
    var seen: [String] = []
    for name in settings.map(\.name) + (setup + iteration).compactMap(\.target)
    where !seen.contains(name) {
      seen.append(name)
    }
    return seen
  }

  /// The names that a phase computes for the first time.
  public func names(in phase: Phase) -> [String] {
    var seen: [String] = []
    for name in steps(in: phase).compactMap(\.target) where !seen.contains(name) {
      seen.append(name)
    }
    return seen
  }

  public var gradientNames: [String] { names(in: .backward) }

  /// The equation of an adjoint that cancelled into another: `dA2` behind a sigmoid and `bce`.
  public func foldedGradient(_ name: String) -> GradientEquation? {
    derivation?.folded.first { $0.name == name }
  }

  /// The expression with the gradients that have no equation of their own written out, and with the
  /// axis of the classes where the examples are rows.
  package func unfolding(_ expression: Expression) -> Expression {
    let expression = namingClassAxes(expression)
    guard let folded = derivation?.folded, !folded.isEmpty else { return expression }
    let table = folded.map { ($0.name, $0.value) }
    return expression.substituting(Dictionary(table, uniquingKeysWith: { first, _ in first }))
  }
}

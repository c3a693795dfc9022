import Equations

/// One equation of a program, in its phase.
public struct ProgramEquation: Sendable, Equatable {
  /// Where an equation comes from.
  public enum Origin: Sendable, Equatable {
    /// The model's text, on this line.
    case written(line: Int)
    /// Differentiation of forward and loss.
    case derived
    /// An optimizer's rule.
    case optimizer(String)
    /// A random draw inside the equation on this line, which gets it under a name.
    case draw(line: Int)
    /// `batch` and `holdout`.
    case batching
    /// The number of the epoch, which an equation reads.
    case counting
  }

  public let phase: Phase
  public let statement: Statement
  public let origin: Origin
  /// Only in the first batch of an epoch: the drawing of the epoch's order.
  public let isOncePerEpoch: Bool

  public init(
    _ phase: Phase, _ statement: Statement, _ origin: Origin, isOncePerEpoch: Bool = false
  ) {
    self.phase = phase
    self.statement = statement
    self.origin = origin
    self.isOncePerEpoch = isOncePerEpoch
    inputs = Self.inputs(of: statement)
  }

  /// The equation of a gradient, as differentiation gives it.
  package init(_ gradient: GradientEquation) {
    self.init(.backward, Statement(.assignment(gradient.assignment)), .derived)
  }

  /// The name that gets a value, if one does.
  public var target: String? { statement.assignment?.name }

  /// The names that the equation reads.
  public let inputs: [String]

  public var text: String { statement.text }

  /// The line of the model's text that it comes from, if there is one.
  public var line: Int? {
    switch origin {
    case .written(let line), .draw(let line): line > 0 ? line : nil
    case .derived, .optimizer, .batching, .counting: nil
    }
  }

  /// The names that a statement reads.
  package static func inputs(of statement: Statement) -> [String] {
    var names: [String] = []
    func add(_ name: String) { if !names.contains(name) { names.append(name) } }
    for expression in statement.expressions { expression.names.forEach(add) }
    if let assignment = statement.assignment,
      assignment.updateOperator != nil || assignment.subscripts != nil
    {
      add(assignment.name)
    }
    return names
  }
}

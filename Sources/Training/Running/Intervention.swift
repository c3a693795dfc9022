import Arrays
import Equations
import Networks

/// What `set` did: a number, a setting or an equation changed by hand in the midst of a run.
public struct Intervention: Sendable {
  public enum Kind: String, Sendable, Equatable {
    /// The expression of a setting was replaced.
    case setting
    /// A value that was there was replaced, or an element or a slice of it.
    case value
    /// An equation of the model was replaced.
    case equation
  }

  public let kind: Kind
  public let name: String
  /// As it was asked for.
  public let assignment: Assignment
  /// The section whose equation was replaced; `nil` for settings and values.
  public let section: Phase?
  /// The text that was replaced: `lr = 0.5`, `A1 = sigmoid(Z1)`; `nil` for a value.
  public let oldText: String?
  /// The text that stands there now: `A1 = tanh(Z1)`, `W1[0, 0] = 0.5`.
  public let newText: String
  /// The whole value before, of a setting or a value; of an equation what its name still holds.
  public let oldValue: Value?
  /// The whole value after; `nil` for an equation, which has not run yet.
  public let newValue: Value?
  /// Where the change was made.
  public let position: Position
  /// The section from which the run begins anew; `nil` if it goes on from where it is.
  public internal(set) var restartedFrom: Phase?
  /// The phase that will be the first to use the change; `nil` if none does.
  public internal(set) var countsFrom: Phase?
  /// All phases that use it.
  public internal(set) var usedIn: [Phase] = []
  /// The names that were current before and are outdated now.
  public internal(set) var outdated: [String] = []
  /// What has changed in the model, where it was changed in several places at once.
  public internal(set) var equationChanges: [EquationChange] = []
  /// What has changed in the backward section.
  public internal(set) var backwardChanges: [EquationChange] = []
}

/// One equation that a change of another has changed, added (`old` is `nil`) or removed (`new` is
/// `nil`).
public struct EquationChange: Sendable, Equatable {
  public let name: String
  public let old: String?
  public let new: String?
}

extension EquationChange {
  /// What differs between two lists of equations, in the order of the new one, what is removed
  /// last. Equations of the same name are compared in order, and so are calls that have no target:
  /// `seed(42)` is replaced by `seed(7)`.
  static func changes(from old: [ProgramEquation], to new: [ProgramEquation]) -> [EquationChange] {
    changes(
      from: old.map { (key(of: $0), $0.text) }, to: new.map { (key(of: $0), $0.text) })
  }

  private static func key(of step: ProgramEquation) -> String {
    step.target ?? step.statement.calledName
  }

  /// The same for lines by the names that they go under.
  static func changes(
    from old: [(name: String, text: String)], to new: [(name: String, text: String)]
  ) -> [EquationChange] {
    func table(_ lines: [(name: String, text: String)]) -> [String: [String]] {
      Dictionary(grouping: lines, by: \.name).mapValues { $0.map(\.text) }
    }
    func names(_ lines: [(name: String, text: String)]) -> [String] {
      var seen: [String] = []
      for line in lines where !seen.contains(line.name) { seen.append(line.name) }
      return seen
    }
    let (before, after) = (table(old), table(new))
    let order = names(new) + names(old).filter { after[$0] == nil }
    return order.compactMap { name in
      let (old, new) = (before[name], after[name])
      if old == new { return nil }
      return EquationChange(
        name: name, old: old?.joined(separator: "; "), new: new?.joined(separator: "; "))
    }
  }
}

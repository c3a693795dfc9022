import Equations
import Networks

/// Why the epochs of a program are interpreted, equation by equation, instead of compiled.
///
/// Every reason there is stands here: what the language has beside these is compiled.
package struct NotCompilable: Error {
  package enum Reason: Sendable {
    /// It fails whenever it is computed, and the interpreter says how.
    case fails(LanguageError)
    /// How many elements a value has, other values decide: `A[A > 0]`.
    case shapeDependsOnValues
    /// What is drawn, values that an epoch computes decide: `normal(0, s)`.
    case drawDependsOnValues
    /// A value without elements, or one that is no array.
    case notAnArray(String)
    /// A name that has another type or shape at the end of an epoch.
    case typeOrShapeChanges(String)
    /// There is no loss, or it is no number.
    case noLoss
    /// Its values take more memory than compiled epochs may.
    case memory
    /// A condition that draws random numbers, has many values, or always holds, or that asks for
    /// the number of the batch.
    case condition
    /// A watched value has more elements than are compared within an epoch.
    case largeWatch
  }

  package let reason: Reason
  /// The equation that it is about, if it is about one.
  package let step: ProgramEquation?

  package init(_ reason: Reason, _ step: ProgramEquation? = nil) {
    self.reason = reason
    self.step = step
  }
}

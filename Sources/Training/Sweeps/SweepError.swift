import Equations
import Networks

/// What is wrong with the words of a sweep, and where in them.
public struct SweepError: Error, Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    /// No setting was given values, and no seeds.
    case nothingToSweep
    /// A word that is no `name=values`.
    case notAnAssignment(String)
    case repeatedName(String)
    case noValue(String)
    /// `8..2`, `1..x`.
    case badRange(String)
    /// `log(0, 1)`, `uniform(2, 1)`: bounds that nothing can be drawn from.
    case badBounds(String)
    /// `log(0.1, 1)` in a grid.
    case needsRandom(String)
    case badCount(name: String, text: String, most: Int)
    case badSeed(String)
    case unknownOrder(String, candidates: [String])
    /// `random` without the number of draws.
    case missingCount
    case unclosedQuote
    case tooManyTrials(limit: Int)
    /// Several where one is wanted.
    case severalTrials
    case language(LanguageError)
    case model(ModelError)
  }

  public var kind: Kind
  /// In bytes of the text that was read.
  public var span: SourceSpan

  public init(_ kind: Kind, at span: SourceSpan) {
    self.kind = kind
    self.span = span
  }
}

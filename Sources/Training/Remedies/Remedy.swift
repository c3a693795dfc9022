import Arrays
import Equations
import Networks

/// A change that may help a network: one that a finding proposes, or that is usual.
public struct Remedy: Sendable {
  /// What there is to be gained by it.
  public let idea: Finding.Suggestion.Idea
  /// What is set, all of it at once; nothing where training only goes on, or another seed is drawn.
  public let changes: [Assignment]
  public let start: Start
  /// Whether a finding of this moment proposes it.
  public let isProposed: Bool

  /// Where training with it begins.
  public enum Start: Sendable, Equatable {
    /// Here, unless what is set begins again by itself.
    case here
    /// At `init`: the numbers that are here are past help.
    case initial
    /// At the beginning, with other numbers drawn.
    case otherSeed
  }

  init(
    _ idea: Finding.Suggestion.Idea, _ changes: [Assignment], from start: Start = .here,
    isProposed: Bool = false
  ) {
    self.idea = idea
    self.changes = changes
    self.start = start
    self.isProposed = isProposed
  }

  /// Training goes on as it is.
  static let none = Remedy(.asItIs, [])

  /// A command that sets something; `nil` for one that only looks, or trains on.
  init?(_ suggestion: Finding.Suggestion, from start: Start) {
    let word = "set "
    guard suggestion.command.hasPrefix(word) else { return nil }
    let texts = suggestion.command.dropFirst(word.count).split(separator: ";")
    let changes = texts.compactMap { (try? Parser.statement(String($0)))?.asAssignment.assignment }
    guard !changes.isEmpty, changes.count == texts.count else { return nil }
    let isSeed = changes.count == 1 && changes[0].name == "seed"
    self.init(
      suggestion.idea, isSeed ? [] : changes, from: isSeed ? .otherSeed : start, isProposed: true)
  }

  public var changesNothing: Bool { changes.isEmpty && start == .here }

  /// What to type for it; `nil` where training only goes on.
  ///
  /// - Parameter seed: the seed that is to be set too.
  public func command(seed: UInt32? = nil) -> String? {
    var texts = changes.map(\.text)
    if let seed { texts.append("seed = \(seed)") }
    guard !texts.isEmpty else { return nil }
    let set = "set " + texts.joined(separator: "; ")
    return start == .initial ? "goto 0.init; \(set)" : set
  }
}

extension Finding.Suggestion.Idea {
  static let asItIs = Self("training goes on as it is")
  static let largerWeights = Self("the weights that are here, larger")
  static let longerRate = Self("longer steps")
}

extension Program {
  /// The seed that the model sets itself, where it is written out.
  var ownSeed: Int? {
    for step in setup {
      if case .expression(let expression) = step.statement.kind,
        case .call("seed", let arguments) = expression.node,
        case .integer(let seed)? = arguments.first?.value.node
      {
        return seed
      }
    }
    return nil
  }

  /// Whether data or the start are drawn at random.
  var drawsSetup: Bool {
    setup.contains { $0.statement.drawsRandomNumbers }
  }
}

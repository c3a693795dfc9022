import Foundation
import ShellSupport
import Support
import Testing
import Training

@testable import Shell

/// Sessions of commands made by a grammar, held to a plain reference: what was accepted, played in
/// order in a new session, comes to the same state to the last bit, and to the same answers.
///
/// `UNDERHOOD_WALKS=20000 swift test --filter SessionWalkTests` makes a million lines, and
/// `UNDERHOOD_WALKS_START=1000` begins with another seed, so that several turns add up.
@Suite struct SessionWalkTests {
  static func count(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }

  static let seeds: Range<Int> = {
    let start = count("UNDERHOOD_WALKS_START") ?? 0
    return start..<start + (count("UNDERHOOD_WALKS") ?? 12)
  }()

  /// The article's thousand examples in one walk of eight, and in the others XOR's four rows, which
  /// take the same ways in a hundredth of the time.
  private static func data(seed: Int) -> String {
    seed.isMultiple(of: 8) ? "help step" : "set X = [[0, 0, 1, 1], [0, 1, 0, 1]]"
  }

  @Test(arguments: seeds) func whatWasAcceptedComesToTheSame(seed: Int) throws {
    var grammar = CommandGrammar(seed: seed)
    var session = try Shells.article(after: Self.data(seed: seed))
    for _ in 0..<50 {
      let command = grammar.command()
      let outcome = session.perform(command)
      #expect(!outcome.json.text.contains("\"internal\""), "seed \(seed): \(command)")
    }
    var reference = try Shells.article()
    let failure = reference.play(session.journal)
    #expect(failure == nil, "seed \(seed): \(session.journal.text)")
    #expect(reference.stateHash == session.stateHash, "seed \(seed): \(session.journal.text)")
    for question in ["where", "show params", "show grads", "x", "y"] {
      let (one, other) = (session.perform(question), reference.perform(question))
      #expect(one.json.text == other.json.text, "seed \(seed): \(question)")
    }
  }
}

/// Commands as a student might type them, right and wrong ones.
struct CommandGrammar {
  private var dice: Dice

  init(seed: Int) { dice = Dice(seed) }

  mutating func command() -> String {
    switch dice.below(24) {
    case 0..<4: "step \(1 + dice.below(5))"
    case 4, 5: "stepi \(1 + dice.below(9))"
    case 6, 7: "epoch \(1 + dice.below(3))"
    case 8: "run \(1 + dice.below(20))"
    case 9, 10: dice.pick(["rewind", "rewind \(1 + dice.below(8))"])
    case 11: "goto \(dice.below(6)).\(dice.pick(["forward", "loss", "backward", "update", "end"]))"
    case 12: dice.pick(["undo", "reset", "goto 0"])
    case 13:
      "set \(dice.pick(["lr", "scale", "hidden"])) = \(dice.pick(["0.1", "1", "2", "3", "-1"]))"
    case 14: "set \(matrix())[\(dice.below(3)), \(dice.below(3))] = \(expression(2))"
    case 15: "set \(matrix()) = \(expression(2))"
    case 16: "fork \(dice.pick(["a", "b", "c"]))"
    case 17: "switch \(dice.pick(["a", "b", "c", "main"]))"
    case 18, 19: "\(dice.pick(["x", "y"])) = \(expression(3))"
    case 20: dice.pick(["show \(matrix())", "list", "where", "diagnose"])
    // With an end: a rate of -1 never comes to a loss.
    case 21:
      "until (L < \(dice.pick(["0.7", "0.693", "1"]))) | (epoch >= \(20 + dice.below(400)))"
    case 22: dice.pick(["seed(\(dice.below(9)))", "x = randn(3)", "y = permutation(4)"])
    default: expression(3)
    }
  }

  private mutating func matrix() -> String { dice.pick(["W1", "b1", "W2", "b2", "A1", "Z1", "X"]) }

  private mutating func expression(_ depth: Int) -> String {
    if depth == 0 { return dice.pick(["x", "y", "1", "0.5", "-2", "3", "W1", "b1", "L", "X"]) }
    let left = expression(depth - 1)
    switch dice.below(6) {
    case 0:
      return "(\(left) \(dice.pick(["+", "-", "*", "/", "**", "@"])) \(expression(depth - 1)))"
    case 1: return "\(dice.pick(["exp", "tanh", "sum", "abs", "mean", "sigmoid"]))(\(left))"
    case 2: return "\(left).T"
    case 3:
      return "(\(left) \(dice.pick(["<", "==", "&", "|", "//", "%"])) \(expression(depth - 1)))"
    case 4: return "where(\(left) > 0, \(expression(depth - 1)), 0)"
    default: return left
    }
  }
}

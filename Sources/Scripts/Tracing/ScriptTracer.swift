import Arrays
import Equations
import Networks

/// Follows a script step by step: functions are opened up, values that are known are computed by
/// the language's own arithmetic, and every array that a line gives a name becomes an equation.
///
/// A value: a copy tries out what a branch or a loop does.
struct ScriptTracer: Sendable {
  let limits: EvaluationLimits
  /// Where the files are read that the script names.
  let files: FileLibrary
  var frames = [ScriptFrame()]
  var heap: [ScriptHeapValue] = []
  /// What makes the items that dictionaries lack, by their places in the heap: `defaultdict(list)`.
  var factories: [Int: ScriptValue] = [:]
  /// The names of the model that cells hold.
  var cells: [String] = []
  var functions: [ScriptFunction] = []
  /// What a function defined inside another found there.
  var captured: [[String: ScriptValue]] = []
  var classes: [ScriptClass] = []
  /// The class in which a method stands.
  var homes: [Int: Int] = [:]
  var calledFunctions: Set<Int> = []

  /// The equations before the training loop.
  var setup: [TracedEquation] = []
  /// Those of one round of it.
  var body: [TracedEquation] = []
  var isInBody = false
  /// Whether a round is only tried out, so that nothing is known yet of what changes in it.
  var isScouting = false
  /// Names whose values change from round to round, with all that is made of them.
  var varying: Set<String> = []
  /// Names that are numbers to be tried out: typed, or made of such.
  var settings: Set<String> = []
  /// Names by what they compute, where it cannot have changed.
  var known: [String: String] = [:]
  /// Names whose equations say what others with another word said before.
  var twins: [String: String] = [:]
  /// Cells that hold a part of pandas' tables, and whether it is a single column.
  var frameCells: [Int: Bool] = [:]
  /// The words that names were made of.
  var bases: [String: String] = [:]
  var births: [String: Int] = [:]
  /// What functions were given and gave back without a name, by its text.
  var passed: [String: ScriptPart] = [:]
  var taken: Set<String> = ScriptTracer.reserved
  var emitted = 0
  var steps = 0
  /// What the script shows or keeps of each round.
  var observed: [(value: Expression, line: Int)] = []
  /// What ends the loop that trains, and in which line.
  var stops: [(question: Expression?, line: Int)] = []
  /// How many loops inside the round of the training loop are gone through.
  var loopsInRound = 0
  /// How deep in calls the training loop stands.
  var depthOfTraining = 0
  var state: RunState
  var training: ScriptTraining?
  /// From so many rounds on a loop that changes what it reads is the one that trains.
  var threshold = 8
  /// What the training loop found.
  var entry: Set<String> = []
  var inner: (count: Int, before: Int)?
  var notes: Set<Int> = []
  /// The script before the loop that trains, while a round of it is followed.
  var beginning: [ScriptTracer] = []
  /// How many lists, dictionaries and objects there were then.
  var heapAtStart: Int?
  /// What is counted up: `t += 1`.
  var counted: Set<String> = []
  /// The axis along which a function of one row is applied to all of them.
  var appliedAxis: Int?
  /// Where the training loop is only watched, round by round.
  var witness: ScriptWitness?
  /// What was watched: before the loop, and after each round.
  var rounds: [ScriptTracer] = []
  let hidesExamplesName: Bool

  static let mostSteps = 60_000
  static let mostEquations = 6_000
  static let deepestCall = 20
  /// Names that mean something to every model.
  static let reserved: Set<String> = [
    "batch", "batches", "holdout", "shuffle", "examples", "epoch", "batch_index", "order",
    "holdout_order", "holdout_test", "seed",
  ]

  init(limits: EvaluationLimits, files: FileLibrary, hidesExamplesName: Bool) {
    self.limits = limits
    self.files = files
    self.hidesExamplesName = hidesExamplesName
    state = RunState(seed: 0)
    if hidesExamplesName { taken.insert(Program.examplesName) }
  }

  /// How a list of statements ended.
  enum Flow {
    case normal
    case returned(ScriptValue)
    case broken, continued
  }

  func fault(_ kind: ScriptError.Kind, _ line: Int) -> ScriptError { ScriptError(kind, line: line) }

  // MARK: Names

  /// A name of the model that is free, made of a word of the script.
  mutating func freeName(_ word: String) -> String {
    var base = Self.spelled(word)
    if base.isEmpty || !Parser.isName(base) || !Parser.isAssignable(base) { base = "value_" + base }
    if !Parser.isName(base) { base = "value" }
    var name = base
    var number = 2
    if witness?.isInLoop ?? false {
      name = "\(base)_\(emitted)_"
      number = emitted
    }
    while taken.contains(name) {
      name = "\(base)_\(number)"
      number += 1
    }
    taken.insert(name)
    bases[name] = base
    return name
  }

  /// A word that is no name yet, for what is added to the script, with `_` behind it where it is one.
  func untaken(_ word: String) -> String {
    var name = word
    while taken.contains(name) { name += "_" }
    return name
  }

  static let letters: [Character: String] = [
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "η": "eta",
    "θ": "theta", "λ": "lambda_", "μ": "mu", "ρ": "rho", "σ": "sigma", "ŷ": "y_hat",
  ]

  static func spelled(_ word: String) -> String {
    word.map { character in
      if character.isASCII { return String(character) }
      return letters[character] ?? "_"
    }.joined()
  }

  func isVarying(_ expression: Expression) -> Bool {
    expression.names.contains(where: varying.contains)
  }

  func isVarying(_ value: ScriptValue) -> Bool {
    switch value {
    case .number(let expression): isVarying(expression)
    case .cell(let cell): varying.contains(cells[cell])
    default: false
    }
  }
}

extension TracedEquation {
  /// Whether it changes some elements only.
  var isPartial: Bool { statement.assignment?.subscripts != nil }
}

extension Statement {
  func renaming(_ old: String, _ new: String, _ table: [String: Expression]) -> Statement {
    switch kind {
    case .importOfNumPy: return self
    case .expression(let expression):
      return Statement(.expression(expression.substituting(table))).atStartOfText
    case .assignment(var assignment):
      assignment.value = assignment.value.substituting(table)
      if let subscripts = assignment.subscripts {
        let target = Expression(.index(.name("x"), subscripts)).substituting(table)
        if case .index(_, let items) = target.node { assignment.subscripts = items }
      }
      if assignment.name == old { assignment.name = new }
      return Statement(.assignment(assignment)).atStartOfText
    }
  }
}

/// The loop that trains, as it was found.
struct ScriptTraining: Sendable {
  var line: Int
  /// How often it goes round, if that is known.
  var rounds: Int?
  /// Names that are handed on from round to round: what they are at its start, and what holds the
  /// new value at its end.
  var carried: [(entry: String, exit: String)]
  /// How many rows or batches an epoch goes through, one after the other.
  var batches: Int?
}

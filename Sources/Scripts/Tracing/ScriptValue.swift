import Equations

/// What a script's expression comes to while the script is followed step by step.
indirect enum ScriptValue: Sendable {
  /// A number or an array without a name of its own.
  case number(Expression)
  /// A number or an array that a name of the model holds; two names of the script may hold one.
  case cell(Int)
  case list(Int)
  case tuple([ScriptValue])
  case dictionary(Int)
  case object(Int)
  case function(Int)
  case method(Int, of: Int)
  /// `super()`: an object as what the class above makes of it.
  case parent(Int, of: Int)
  case classReference(Int)
  /// Quoted text; `nil` where what it says is not followed.
  case text(String?)
  /// A module or what is in it: `np`, `np.random.randn`.
  case module(String)
  case builtin(String)
  case range(start: ScriptValue, stop: ScriptValue, step: ScriptValue)
  /// `slice(0, 4)`.
  case slice(start: ScriptValue, stop: ScriptValue, step: ScriptValue)
  /// An array of three axes: the rows of one of two, each in the shape that the last two say.
  case stack(Expression, [Int])
  /// A table or an archive, of which parts are asked for by name; as a number, all of it. Whether it
  /// is a table of pandas', whose parts have its methods too.
  case file(FileCall, isFrame: Bool)
  /// What several values give in turn.
  case paired([ScriptValue])
  case enumerated(ScriptValue, from: Int)
  /// What is not followed, such as a picture.
  case noted
  /// What a round has made in one way or another, as this question says, and that cannot be both.
  case unsettled(String)
  case none

  static func integer(_ value: Int) -> ScriptValue { .number(.integer(value)) }
  static func boolean(_ value: Bool) -> ScriptValue { .number(.boolean(value)) }
}

/// What stands in the brackets of a dictionary.
enum ScriptKey: Hashable, Sendable {
  case text(String)
  case number(Int)

  var word: String {
    switch self {
    case .text(let text): text
    case .number(let number): String(number)
    }
  }
}

/// What several names may share.
enum ScriptHeapValue: Sendable {
  case list([ScriptValue])
  case dictionary([(key: ScriptKey, value: ScriptValue)])
  case object(classIndex: Int, [(key: ScriptKey, value: ScriptValue)])

  var items: [(key: ScriptKey, value: ScriptValue)] {
    switch self {
    case .list(let items): items.enumerated().map { (.number($0.offset), $0.element) }
    case .dictionary(let items), .object(_, let items): items
    }
  }
}

struct ScriptClass: Sendable {
  var name: String
  var parents: [Int]
  /// Its own, and those of the classes above it.
  var methods: [String: Int]
  var attributes: [(key: ScriptKey, value: ScriptValue)]
  /// Of a record, what each object of it is made of.
  var fields: [ScriptFunction.Parameter] = []
  /// Whether its objects are tuples with a name for each item.
  var isTuple = false
}

struct ScriptFrame: Sendable {
  var variables: [String: ScriptValue] = [:]
  var function: String?
  /// The function, by its number, and the object whose method it is.
  var method: (function: Int, object: Int)?
  /// Names that are those of the script, whatever a function does with them.
  var globals: Set<String> = []
  /// What a generator has given so far.
  var yielded: [ScriptValue] = []
}

/// Something in an equation that another line of the script says: what a function gives back, or what
/// it is given.
struct ScriptPart: Sendable {
  var expression: Expression
  var line: Int
  /// The function, or its parameter.
  var word: String
  /// Whether it is what a function gives back.
  var isResult: Bool
}

/// An equation that a line of the script has come to.
struct TracedEquation: Sendable {
  var statement: Statement { didSet { inputs = Self.inputs(of: statement) } }
  var line: Int
  /// Whether it was written as a change in place: `W1 -= ...`.
  var isInPlace: Bool
  /// What in it was written in other lines.
  var parts: [ScriptPart]
  /// Whether it stands in the round of the epoch before the loop over its batches.
  var isBeforeBatches: Bool
  /// The names that it reads, kept since each equation is asked for them again and again.
  private(set) var inputs: [String]

  init(
    statement: Statement, line: Int, isInPlace: Bool = false, parts: [ScriptPart] = [],
    isBeforeBatches: Bool = false
  ) {
    self.statement = statement
    self.line = line
    self.isInPlace = isInPlace
    self.parts = parts
    self.isBeforeBatches = isBeforeBatches
    inputs = Self.inputs(of: statement)
  }

  mutating func rename(_ old: String, _ new: String, _ table: [String: Expression]) {
    statement = statement.renaming(old, new, table)
    for index in parts.indices {
      parts[index].expression = parts[index].expression.substituting(table)
    }
  }

  var target: String? { statement.assignment?.name }

  private static func inputs(of statement: Statement) -> [String] {
    var names: [String] = []
    for expression in statement.expressions { names += expression.names }
    if let assignment = statement.assignment, assignment.subscripts != nil {
      names.append(assignment.name)
    }
    return names
  }

  var draws: Bool { statement.expressions.contains(where: \.drawsFromStream) }
}

extension Expression {
  /// Whether it draws random numbers, or says where they start.
  var drawsFromStream: Bool {
    calledFunctions.contains { $0 == "seed" || FunctionTable.standard[$0]?.isRandom == true }
  }

  /// Whether it is a number as it is typed.
  var isLiteralNumber: Bool {
    switch node {
    case .integer, .float, .boolean: true
    case .unary(.minus, let operand): operand.isLiteralNumber
    default: false
    }
  }

  var isLiteralFloat: Bool {
    switch node {
    case .float: true
    case .unary(.minus, let operand): operand.isLiteralFloat
    default: false
    }
  }
}

/// An expression of a Python script.
struct ScriptExpression: Sendable {
  indirect enum Node: Sendable {
    case number(String)
    case text(String)
    /// An f-string: text, and what stands in braces.
    case formatted([ScriptExpression])
    /// What stands in braces of an f-string, with how it is to be written: `{i:04b}`.
    case styled(ScriptExpression, String)
    /// `*rest`, of what is given values.
    case rest(ScriptExpression)
    /// `...`.
    case ellipsis
    /// `n := n + 1`.
    case naming(String, ScriptExpression)
    case name(String)
    case list([ScriptExpression])
    case tuple([ScriptExpression])
    case dictionary([(key: ScriptExpression, value: ScriptExpression)])
    case unary(String, ScriptExpression)
    case binary(String, ScriptExpression, ScriptExpression)
    case comparison(ScriptExpression, [(symbol: String, right: ScriptExpression)])
    case conditional(test: ScriptExpression, ScriptExpression, otherwise: ScriptExpression)
    case call(ScriptExpression, [ScriptArgument])
    case member(ScriptExpression, String)
    case index(ScriptExpression, [ScriptIndex])
    case lambda([ScriptFunction.Parameter], ScriptExpression)
    case comprehension(ScriptExpression, [ScriptGenerator])
    /// Of pairs of a key and a value.
    case dictionaryComprehension(ScriptExpression, [ScriptGenerator])
  }

  var node: Node
  var line: Int
}

struct ScriptArgument: Sendable {
  var keyword: String?
  /// `*shape`.
  var isSpread = false
  var value: ScriptExpression
}

enum ScriptIndex: Sendable {
  case position(ScriptExpression)
  case slice(ScriptExpression?, ScriptExpression?, ScriptExpression?)
  case ellipsis
}

struct ScriptGenerator: Sendable {
  var target: ScriptExpression
  var iterable: ScriptExpression
  var conditions: [ScriptExpression]
}

struct ScriptFunction: Sendable {
  struct Parameter: Sendable {
    enum Kind: Sendable {
      case single
      /// `*layers`: all positional arguments that are left.
      case rest
      /// `**options`: all keywords that are left.
      case keywords
    }

    var name: String
    var standard: ScriptExpression?
    var kind = Kind.single
  }

  /// What a function in a class is given first, as the line with `@` above it says.
  enum Binding: Sendable {
    case object
    /// `@classmethod`.
    case type
    /// `@staticmethod`.
    case nothing
    /// `@property`: it is called where its name is read.
    case property
  }

  var name: String
  var parameters: [Parameter]
  var body: [ScriptStatement]
  var line: Int
  var binding = Binding.object
  /// Whether it gives values one after the other, by `yield`.
  var isGenerator = false
}

/// A statement of a Python script.
struct ScriptStatement: Sendable {
  indirect enum Kind: Sendable {
    case expression(ScriptExpression)
    case assignment([ScriptExpression], ScriptExpression)
    case update(ScriptExpression, String, ScriptExpression)
    case function(ScriptFunction)
    /// A record is a class whose fields are what it is made of: `@dataclass`.
    case classDefinition(String, parents: [String], [ScriptStatement], isRecord: Bool)
    /// `rate: float = 0.1`.
    case annotated(String, ScriptExpression?)
    /// `global W1`.
    case global([String])
    /// `yield x`, or each item in turn: `yield from xs`.
    case yielding(ScriptExpression, isFrom: Bool)
    /// `with np.errstate(all='ignore') as state:`.
    case with([(value: ScriptExpression, name: ScriptExpression?)], [ScriptStatement])
    case loop(ScriptExpression, over: ScriptExpression, [ScriptStatement])
    case whileLoop(ScriptExpression, [ScriptStatement])
    case branch(ScriptExpression, [ScriptStatement], otherwise: [ScriptStatement])
    case returning(ScriptExpression?)
    case breaking
    case continuing
    case nothing
    /// The module, and the names that it or its members get.
    case importing(module: String, names: [(name: String, alias: String)], isFrom: Bool)
    case assertion(ScriptExpression)
    /// It ends the script, so that a way that comes to it is not gone.
    case raising
  }

  var kind: Kind
  var line: Int
}

extension ScriptStatement {
  /// Whether a value is given by `yield` in it, outside of functions of its own.
  var yields: Bool {
    switch kind {
    case .yielding: true
    case .loop(_, _, let body), .whileLoop(_, let body), .with(_, let body):
      body.contains(where: \.yields)
    case .branch(_, let body, let otherwise): (body + otherwise).contains(where: \.yields)
    default: false
    }
  }
}

/// An expression of a Python script.
struct ScriptExpression: Sendable {
  indirect enum Node: Sendable {
    case number(String)
    case text(String)
    /// An f-string: text, and what stands in braces.
    case formatted([ScriptExpression])
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
    var name: String
    var standard: ScriptExpression?
  }

  var name: String
  var parameters: [Parameter]
  var body: [ScriptStatement]
  var line: Int
  /// Whether it stands in a class and is given no `self`.
  var isStatic = false
}

/// A statement of a Python script.
struct ScriptStatement: Sendable {
  indirect enum Kind: Sendable {
    case expression(ScriptExpression)
    case assignment([ScriptExpression], ScriptExpression)
    case update(ScriptExpression, String, ScriptExpression)
    case function(ScriptFunction)
    case classDefinition(String, parents: [String], [ScriptStatement])
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

/// One line of a program.
public struct Statement: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    case assignment(Assignment)
    /// A call that is made for what it does: `seed(42)`, `sgd(lr)`; or a value to be looked at.
    case expression(Expression)
    /// `import numpy as np`, accepted because a class pastes it, without effect.
    case importOfNumPy
  }

  public var kind: Kind
  public var span: SourceSpan

  public init(_ kind: Kind, span: SourceSpan = .none) {
    self.kind = kind
    self.span = span
  }

  public static func == (left: Statement, right: Statement) -> Bool { left.kind == right.kind }

  /// The canonical text: parsing it gives an equal statement.
  public var text: String {
    switch kind {
    case .assignment(let assignment): assignment.text
    case .expression(let expression): expression.text
    case .importOfNumPy: "import numpy as np"
    }
  }

  public var assignment: Assignment? {
    if case .assignment(let assignment) = kind { assignment } else { nil }
  }

  /// Everything on the right, and the indices on the left.
  public var expressions: [Expression] {
    switch kind {
    case .assignment(let assignment):
      (assignment.subscripts ?? []).flatMap(\.expressions) + [assignment.value]
    case .expression(let expression): [expression]
    case .importOfNumPy: []
    }
  }
}

/// `W1 = ...`, `W1 += ...`, `W1[0, 0] = ...`.
public struct Assignment: Sendable, Equatable {
  public var name: String
  /// The span of the name alone.
  public var nameSpan: SourceSpan
  /// The element or slice that is assigned to, if not the whole.
  public var subscripts: [IndexItem]?
  /// The operator of `+=` and its like.
  public var updateOperator: BinaryOperator?
  public var value: Expression

  public init(
    _ name: String, nameSpan: SourceSpan = .none, subscripts: [IndexItem]? = nil,
    updateOperator: BinaryOperator? = nil, value: Expression
  ) {
    self.name = name
    self.nameSpan = nameSpan
    self.subscripts = subscripts
    self.updateOperator = updateOperator
    self.value = value
  }

  public static func == (left: Assignment, right: Assignment) -> Bool {
    left.name == right.name && left.subscripts == right.subscripts
      && left.updateOperator == right.updateOperator && left.value == right.value
  }

  /// What stands left of the equals sign.
  public var target: Expression {
    let name = Expression(.name(name), span: nameSpan)
    return subscripts.map { Expression(.index(name, $0), span: nameSpan) } ?? name
  }

  /// What is computed before it is stored: for `b -= lr * db`, `b - lr * db`.
  public var computedValue: Expression {
    guard let updateOperator else { return value }
    return Expression(.binary(updateOperator, target, value), span: value.span)
  }

  public var text: String {
    "\(target.text) \(updateOperator?.rawValue ?? "")= \(value.text)"
  }
}

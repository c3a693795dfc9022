import Arrays

/// What is wrong with a text of the language, and where. The words for it are the shell's.
public struct LanguageError: Error, Equatable, Sendable {
  public var kind: Kind
  /// The part of the source that the error is about.
  public var span: SourceSpan

  public init(_ kind: Kind, at span: SourceSpan) {
    self.kind = kind
    self.span = span
  }

  public enum Kind: Equatable, Sendable {
    // Scanning
    case unexpectedCharacter(String)
    case malformedNumber(String)
    case integerLiteralTooLarge(String)
    case textLiteral
    /// Quoted text that does not end on its line.
    case openText
    case unclosedBracket(String)
    case unopenedBracket(String)
    case mismatchedBracket(open: String, close: String)

    /// Where a file's name or an option of reading it may stand, something that is computed.
    case fileLiteral
    /// A file that cannot be read. Apart, since every function on the way through a deep tree has room
    /// for an error.
    indirect case file(FileFault, name: String)
    /// A file that nothing has read: only data, init and what is typed read files.
    case fileNotRead(String)

    // Parsing
    case expectedExpression(found: String)
    case unexpected(String, after: String)
    case expectedSymbol(String, found: String)
    case pythonStatement(String)
    case pythonExpression(String)
    case unsupportedImport(String)
    case comparisonChain
    case assignmentInExpression
    case invalidTarget(String)
    case severalTargets
    case reservedName(String)
    case positionalAfterKeyword
    case repeatedKeyword(String)
    case nestedTooDeeply
    case emptyIndex
    /// `*x` as an argument of a function that takes no shape apart.
    case spread(String)
    /// `a, b = x`, where it cannot be seen that x is as many values.
    case unequalTargets(Int)
    /// `a, b = b, a`: a later value reads a name that has changed by then.
    case targetRead(String)
    /// `from numpy import sum`, which would make the bare word NumPy's.
    case importOfSharedWord(String)

    /// `float32`, a type that is not among those here.
    case otherPrecision(String)
    /// An `einsum` that is none, or needs more than two dimensions.
    case subscripts(String)

    // Names and calls
    case unknownName(String, candidates: [String])
    case unknownFunction(String, candidates: [String])
    case unknownMember(String, candidates: [String])
    case functionAsValue(String)
    case unavailable(UnavailableName)
    case missingArgument(function: String, parameter: String)
    case unknownArgument(function: String, keyword: String, parameters: [String])
    case tooManyArguments(function: String, given: Int, allowed: Int)
    case repeatedArgument(function: String, parameter: String)
    case wrongArgument(function: String, parameter: String, expected: ExpectedKind)
    case wrongOperand(operation: String, expected: ExpectedKind)
    case noRandomNumbers(function: String)
    case onlyInSection(function: String, section: String)

    // Values
    case array(ArrayError, operation: String, operands: [Operand])
    case tooLarge(Shape, limit: Int)
    /// So many bytes more do not fit beside what there is.
    case noRoom(bytes: Int)
    case notAnArray(String)
    /// `b -= x` where `b - x` has another shape than b.
    case updateShape(String, own: Shape, result: Shape)
    /// `n -= 0.5` where n is an array of integers.
    case updateType(String, own: DType, result: DType)

    // Derivatives
    case notDifferentiable(String)
    case assignedTwice(String)
    case elementAssigned(String)
  }

  /// A value that took part, named as the user wrote it, so that a message can say
  /// 'W1 is (2, 2), X is (3, 1000)'.
  public struct Operand: Equatable, Sendable {
    public var text: String
    public var shape: Shape?

    public init(text: String, shape: Shape?) {
      self.text = text
      self.shape = shape
    }
  }

  /// What a function or an operator would have taken.
  public enum ExpectedKind: Equatable, Sendable {
    case array, integer, number, shape, axis, boolean, dtype, list, oneElement, index, scalar
    /// A number of equal parts, or the places between parts.
    case sections
    /// What random numbers are drawn from, of NumPy's newer kind or of its older one.
    case generator, newerGenerator, olderGenerator
    /// Targets that are classes.
    case classes
    /// A file's name, and other text, in quotation marks.
    case fileName, quotedText
    /// Numbers or names of columns.
    case columns
    /// `False`, and nothing else.
    case no
  }
}

/// A name that will have a value, but has none now.
public struct UnavailableName: Equatable, Sendable {
  public var name: String
  /// The phase that computes it.
  public var phase: String
  /// Why no phase does, if none does.
  public var reason: Reason?

  public enum Reason: Equatable, Sendable {
    /// The loss compares no prediction with a target.
    case nothingCompared
    /// The targets are no classes.
    case notClasses(target: String)
    /// `holdout` keeps no examples back.
    case nothingHeldOut
  }

  public init(name: String, phase: String, reason: Reason? = nil) {
    self.name = name
    self.phase = phase
    self.reason = reason
  }
}

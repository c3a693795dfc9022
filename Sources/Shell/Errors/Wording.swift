import Arrays
import Equations
import Lessons
import Networks
import Terminal
import Training

/// The words for every error, in one place.
package enum Wording {
  /// Any error that can reach the user.
  package static func describe(_ error: any Error) -> ShellError {
    switch error {
    case let error as ShellError: error
    case let error as LanguageError: describe(error)
    case let error as ModelError: describe(error, place: nil)
    case let error as SweepError: describe(error)
    case let failure as Run.Failure: describe(failure.error, in: failure.step)
    case let error as ArrayError: arrayError(error, operation: "", operands: [])
    default:
      ShellError(
        "internal", "something went wrong for which there are no words", hint: .verbatim("help"))
    }
  }

  package static func describe(_ error: LanguageError) -> ShellError {
    var result = words(for: error.kind)
    if error.span.isSome { result.range = error.span.start..<error.span.end }
    return result
  }

  /// An equation of the model that could not be run.
  static func describe(_ error: LanguageError, in step: ProgramEquation) -> ShellError {
    var result = describe(error)
    result.source = ShellError.Source(text: step.text, place: .verbatim(step.phase.rawValue))
    result.hint = result.hint ?? .verbatim("list \(step.phase.rawValue)")
    return result
  }

  // MARK: The language

  private static func words(for kind: LanguageError.Kind) -> ShellError {
    switch kind {
    case .file(let fault, let name): describe(fault, file: name)
    case .unexpectedCharacter, .malformedNumber, .integerLiteralTooLarge, .textLiteral, .openText,
      .fileLiteral, .fileNotRead,
      .unclosedBracket, .unopenedBracket, .mismatchedBracket:
      scanning(kind)
    case .unknownName(let name, let candidates):
      ShellError(
        "unknown-name", "there is no '\(name)' here",
        hint: Suggestions.hint(for: name, among: candidates) ?? .verbatim("list"))
    case .unknownFunction(let name, let candidates) where candidates.contains(name):
      // Only where an optimizer is called are they no functions of the language.
      unknownOptimizer(name, candidates)
    case .unknownFunction(let name, let candidates):
      ShellError(
        "unknown-function", "there is no function '\(name)' here",
        hint: PythonHabits.advice(for: name) ?? Suggestions.hint(for: name, among: candidates)
          ?? (candidates.count < 10
            ? "use \(Suggestions.list(candidates))" : .verbatim("help functions")))
    case .unknownMember(let name, let candidates):
      ShellError(
        "unknown-member", "a value here has no '.\(name)'",
        hint: PythonHabits.advice(for: name) ?? Suggestions.hint(for: name, among: candidates)
          ?? Suggestions.list(candidates.prefix(5).map { ".\($0)" }))
    case .functionAsValue(let name):
      ShellError("function-as-value", "\(name) is a function", hint: "call it: \(name)(...)")
    case .unavailable(let name): unavailable(name)
    case .missingArgument, .unknownArgument, .tooManyArguments, .repeatedArgument, .wrongArgument,
      .wrongOperand, .noRandomNumbers, .onlyInSection, .positionalAfterKeyword, .repeatedKeyword:
      calling(kind)
    case .array(let error, let operation, let operands):
      arrayError(error, operation: operation, operands: operands)
    case .tooLarge(let shape, let limit):
      ShellError(
        "too-large",
        """
        an array of shape \(shape) would need \(megabytes(shape)) MiB, the limit is \
        \(limit >> 20) MiB
        """,
        hint: "use fewer rows or columns")
    case .noRoom(let bytes): noRoom(bytes)
    case .updateShape, .updateType: updating(kind)
    case .notAnArray(let text):
      ShellError("not-an-array", "\(text) is not an array")
    case .notDifferentiable(let text):
      ShellError(
        "not-differentiable", "\(text) has no derivative here",
        hint: "write the backward section yourself, or use another function")
    case .assignedTwice(let name):
      ShellError(
        "assigned-twice", "\(name) gets two values, and the backward pass needs both",
        hint: "give the second one a name of its own")
    case .elementAssigned(let name):
      ShellError(
        "element-assigned",
        "the backward pass cannot go through an assignment to a part of \(name)",
        hint: "use where(...) or concatenate(...)")
    default: parsing(kind)
    }
  }

  private static func scanning(_ kind: LanguageError.Kind) -> ShellError {
    switch kind {
    case .unexpectedCharacter(let character):
      let replacements = [
        "×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "—": "-", "≤": "<=", "≥": ">=",
        "≠": "!=", "²": "**2", "³": "**3", "!": "!= or ~", "?": "help",
      ]
      return ShellError(
        "unexpected-character", "'\(character)' means nothing here",
        hint: replacements[character].map { "write \($0)" })
    case .malformedNumber(let text):
      return ShellError("malformed-number", "'\(text)' is not a number")
    case .integerLiteralTooLarge(let text):
      return ShellError(
        "integer-too-large", "\(text) is beyond 2**53, where whole numbers stop being exact",
        hint: text.count < 20 ? "write \(text).0" : "write it as 1e20")
    case .textLiteral:
      return ShellError(
        "text-literal", "there is no quoted text in this language, but for the names of files",
        hint: .verbatim("X = np.loadtxt(\"data.csv\", delimiter=\",\")"))
    case .openText:
      return ShellError("open-text", "this quotation mark is never closed")
    case .fileLiteral:
      return ShellError(
        "file-literal", "where a file is read its name and what is picked are written out",
        hint: .verbatim("np.loadtxt(\"data.csv\", usecols=(0, 1))"))
    case .fileNotRead(let function):
      return ShellError(
        "file-not-read", "\(function) reads a file, which is done in data and init only",
        hint: "give it a name in data")
    case .unclosedBracket(let open):
      return ShellError("unclosed-bracket", "this '\(open)' is never closed")
    case .unopenedBracket(let close):
      return ShellError("unopened-bracket", "this '\(close)' was never opened")
    case .mismatchedBracket(let open, let close):
      return ShellError("mismatched-bracket", "'\(open)' is closed by '\(close)'")
    default:
      return ShellError("syntax", "this cannot be read")
    }
  }

  private static func parsing(_ kind: LanguageError.Kind) -> ShellError {
    switch kind {
    case .expectedExpression(let found):
      return ShellError(
        "expected-expression",
        found.isEmpty ? "something is missing at the end" : "a value is missing before '\(found)'")
    case .unexpected(let found, let after):
      let message: Phrase =
        switch (found.isEmpty, after.isEmpty) {
        case (true, true): "the line ends here"
        case (true, false): "the line ends after '\(after)'"
        case (false, true): "'\(found)' does not fit here"
        case (false, false): "'\(found)' does not fit after '\(after)'"
        }
      return ShellError("unexpected", message)
    case .expectedSymbol(let symbol, let found):
      let what: Phrase = symbol == "name" ? "a name" : "'\(symbol)'"
      return ShellError(
        "expected-symbol",
        found.isEmpty ? "\(what) is missing" : "\(what) is missing before '\(found)'")
    case .pythonStatement(let word):
      return ShellError(
        "python-statement", "'\(word)' is Python; here there are only equations",
        hint: pythonAdvice[word] ?? "one equation a line: Z1 = W1 @ X + b1")
    case .pythonExpression(let word):
      return ShellError(
        "python-expression", "'\(word)' is Python and not part of this language",
        hint: pythonAdvice[word])
    case .unsupportedImport(let module):
      return ShellError(
        "unsupported-import", "there is nothing to import from '\(module)'",
        hint: PythonHabits.advice(forLibrary: module)
          ?? "everything is there already; np. may be written or left out")
    case .comparisonChain:
      return ShellError(
        "comparison-chain", "two comparisons in a row",
        hint: "write (0 < x) & (x < 1)")
    case .assignmentInExpression:
      return ShellError(
        "assignment", "'=' gives a value to a name; a value is wanted here",
        hint: "== compares; set NAME = VALUE changes a value")
    case .invalidTarget(let text):
      return ShellError("invalid-target", "nothing can be assigned to \(text)")
    case .severalTargets:
      return ShellError("several-targets", "one name a line, please")
    case .unequalTargets(let count):
      return ShellError(
        "unequal-targets", "it cannot be seen here that this is \(count) values",
        hint: "m, n = X.shape or a, b = 1, 2; otherwise one name a line")
    case .targetRead(let name):
      return ShellError(
        "target-read", "\(name) has its new value by then: the names get theirs one by one",
        hint: "keep the old value under a name of its own")
    case .otherPrecision(let name):
      return ShellError(
        "other-precision",
        """
        there is no \(name): numbers are float64, and whole numbers int64, so that every digit \
        shown is the one computed with
        """,
        hint: "leave the type out, or use float or int")
    case .subscripts(let text):
      return ShellError(
        "subscripts", "einsum('\(text)', ...) cannot be written with one or two matrices here",
        hint: "einsum('ij,jk->ik', A, B): a letter for each axis, at most two in the result")
    case .spread(let function):
      return ShellError(
        "spread", "* takes a shape apart, which \(function) does not want",
        hint: "rand(*X.shape); zeros(X.shape) takes the shape whole")
    case .importOfSharedWord(let word):
      return ShellError(
        "import-of-shared-word",
        word == "*"
          ? "sum, max, min and round without np. are Python's here, and would be NumPy's then"
          : "\(word) without np. is Python's here, and would be NumPy's then",
        hint: word == "*" ? "import numpy as np" : "import numpy as np, and np.\(word)(...)")
    case .reservedName(let name):
      return ShellError("reserved-name", "'\(name)' has a meaning of its own here")
    case .nestedTooDeeply:
      return ShellError(
        "too-deep", "this is nested too deeply", hint: "give the parts names of their own")
    case .emptyIndex:
      return ShellError("empty-index", "an index is missing between the brackets")
    default:
      return ShellError("syntax", "this cannot be read")
    }
  }

  /// `b -= x`, which stores into the array that b is.
  private static func updating(_ kind: LanguageError.Kind) -> ShellError {
    switch kind {
    case .updateShape(let text, let own, let result):
      return ShellError(
        "update-shape",
        """
        \(text): the result is \(result) and does not fit into \(own), which is changed in place
        """,
        hint: "give both the same shape, or write it out: b = b - x makes a new array")
    case .updateType(let text, let own, let result):
      return ShellError(
        "update-type",
        """
        \(text): the result is \(result.name) and cannot be stored in an array of \(own.name)
        """,
        hint: own == .bool
          ? "x = x + y makes a new array" : "start with decimals: array([1.0, 2.0])")
    default:
      return ShellError("syntax", "this cannot be read")
    }
  }

  private static let pythonAdvice: [String: Phrase] = [
    "def": "functions are built in: help functions",
    "for": "whole arrays are computed at once; 'run 100' repeats epochs",
    "while": "until L < 0.1 trains until something holds",
    "if": "where(condition, a, b) chooses element by element",
    "else": "where(condition, a, b) chooses element by element",
    "lambda": "write the expression itself",
    "in": "any(x == 3) asks whether 3 is in x",
    "is": "== compares",
    "return": "the last equation's value is there under its name",
    "class": "a model is a text of sections: help model",
    "from": "everything is there already; np. may be written or left out",
  ]

  private static func unavailable(_ name: UnavailableName) -> ShellError {
    switch name.reason {
    case .nothingCompared:
      return ShellError(
        "undefined", "\(name.name) is undefined: the loss compares no prediction with a target")
    case .notClasses(let target):
      return ShellError(
        "undefined",
        "\(name.name) is undefined: \(target) holds no classes that a prediction could meet or miss",
        hint: "mae and r2 say how far predictions of other numbers are off")
    case .nothingHeldOut:
      return ShellError(
        "undefined", "\(name.name) is undefined: no examples are held back",
        hint: .verbatim("set holdout = 0.2"))
    case nil: break
    }
    return ShellError(
      "not-computed", "\(name.name) is not computed yet; the \(name.phase) phase computes it",
      hint: .verbatim("step"))
  }

  private static func calling(_ kind: LanguageError.Kind) -> ShellError {
    switch kind {
    case .missingArgument(let function, let parameter):
      return ShellError(
        "missing-argument", "\(function) needs its argument '\(parameter)'",
        hint: .verbatim("help \(function)"))
    case .unknownArgument(let function, let keyword, let parameters):
      return ShellError(
        "unknown-argument", "\(function) has no argument '\(keyword)'",
        hint: Suggestions.hint(for: keyword, among: parameters)
          ?? "it takes \(Suggestions.list(parameters, .and))")
    case .tooManyArguments(let function, let given, let allowed):
      return ShellError(
        "too-many-arguments", "\(function) takes \(allowed) arguments, here are \(given)",
        hint: .verbatim("help \(function)"))
    case .repeatedArgument(let function, let parameter):
      return ShellError(
        "repeated-argument", "\(function) is given '\(parameter)' twice",
        hint: .verbatim("help \(function)"))
    case .positionalAfterKeyword:
      return ShellError(
        "positional-after-keyword", "arguments with a name come after those without")
    case .repeatedKeyword(let keyword):
      return ShellError("repeated-argument", "'\(keyword)=' stands here twice")
    case .wrongArgument(let function, let parameter, let expected):
      return ShellError(
        "wrong-argument", "\(function) wants \(words(for: expected)) as '\(parameter)'",
        hint: .verbatim("help \(function)"))
    case .wrongOperand(operation: "[]", _):
      return ShellError(
        "wrong-operand", "an index is a whole number, a slice or a mask",
        hint: "W1[0, 1], W1[:, 0] or W1[W1 > 0]")
    case .wrongOperand(let operation, let expected):
      return ShellError("wrong-operand", "\(operation) wants \(words(for: expected)) here")
    case .noRandomNumbers(let function):
      return ShellError(
        "no-random-numbers", "\(function) draws random numbers, which cannot be done here")
    case .onlyInSection(let function, let section):
      return ShellError("wrong-section", "\(function) belongs in the \(section) section")
    default:
      return ShellError("syntax", "this cannot be read")
    }
  }

  private static func words(for kind: LanguageError.ExpectedKind) -> Phrase {
    switch kind {
    case .array: "an array or a number"
    case .integer: "a whole number"
    case .number: "a number"
    case .shape: "a shape such as (2, 3)"
    case .axis: "0, 1 or None"
    case .boolean: "True or False"
    case .dtype: "a type: float, int or bool"
    case .list: "a list or an array with rows"
    case .oneElement, .scalar: "a single number"
    case .index: "whole numbers, a slice or a mask"
    case .sections: "a number of parts that are equally long, or a list of the places between them"
    case .generator: "a generator: rng = default_rng(1)"
    case .newerGenerator: "a generator of default_rng, which RandomState makes none of"
    case .olderGenerator: "a generator of RandomState; one of default_rng has other methods"
    case .classes: "classes that fit the predictions: two values, one-hot, or a class's number"
    case .fileName: "a file's name in quotation marks"
    case .quotedText: "a text in quotation marks"
    case .columns: "columns: a number or a name, or several in brackets"
    case .no: "False"
    }
  }

  private static func megabytes(_ shape: Shape) -> String {
    let bytes = shape.dimensions.reduce(8.0) { $0 * Double($1) }
    let size = (bytes / 1_048_576).rounded()
    return size < 1e15 ? String(Int(saturating: size)) : NumberFormatting.shortest(size)
  }
}

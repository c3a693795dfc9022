import Arrays
import Equations
import Terminal

extension Wording {
  /// Errors of array arithmetic, with the operands' names and shapes.
  static func arrayError(
    _ error: ArrayError, operation: String, operands: [LanguageError.Operand]
  ) -> ShellError {
    let shapes = described(operands)
    switch error {
    case .shapesDoNotBroadcast(let a, let b):
      return ShellError(
        "shape-mismatch",
        """
        \(shapes ?? "the shapes are \(a) and \(b)"): \(operation) needs equal shapes, or a 1 \
        where they differ
        """,
        hint: hint(operands))
    case .innerDimensionsDiffer(let a, let b):
      let inner = b.rank == 1 ? b[0] : b[max(b.rank - 2, 0)]
      return ShellError(
        "shape-mismatch",
        """
        \(shapes ?? "the shapes are \(a) and \(b)"): \(operation) needs the \
        \(a.dimensions.last ?? 0) and the \(inner) to be equal
        """,
        hint: rowHint(operands) ?? hint(operands))
    case .scalarInProduct:
      return ShellError(
        "shape-mismatch", "\(shapes ?? "one of the two is a single number"): @ multiplies matrices",
        hint: "* multiplies by a number")
    case .cannotReshape(let from, let to):
      return ShellError(
        "cannot-reshape",
        "\(from.count) elements of shape \(from) do not fit into \(Shape(to))",
        hint: "use -1 for the dimension that is to be worked out")
    case .axisOutOfRange(let axis, let rank):
      return ShellError(
        "axis-out-of-range", "there is no axis \(axis) in \(dimensions(rank))",
        hint: rank == 2 ? "axis=0 runs down the rows, axis=1 along the columns" : nil)
    case .indexOutOfRange(let index, let size, let axis):
      let message: Phrase =
        switch (axis, operands.first?.text) {
        case (0, let name?): "there is no row \(index): \(name) has \(size) of them"
        case (0, nil): "there is no row \(index): there are \(size)"
        case (_, let name?): "there is no column \(index): \(name) has \(size) of them"
        case (_, nil): "there is no column \(index): there are \(size)"
        }
      return ShellError(
        "index-out-of-range", message,
        hint: size > 0 ? "count from 0 to \(size - 1)" : nil)
    case .tooManyIndices(let given, let rank):
      return ShellError(
        "too-many-indices", "\(given) indices for \(dimensions(rank))",
        hint: hint(operands))
    case .maskShapeDiffers(let mask, let array):
      return ShellError("shape-mismatch", "the mask is \(mask), what it masks is \(array)")
    case .cannotAssign(let value, let target):
      return ShellError(
        "shape-mismatch", "a value of shape \(value) does not fit into \(target)",
        hint: hint(operands))
    case .cannotJoin(let a, let b, let axis):
      return ShellError(
        "shape-mismatch",
        "rows of unequal length cannot be joined: \(a) and \(b) along axis \(axis)")
    case .cannotRepeat(let shape, let counts):
      return ShellError("shape-mismatch", "\(counts) counts for an array of shape \(shape)")
    default:
      return valueError(error, operation: operation, operands: operands)
    }
  }

  /// What makes a matrix of one dimension's numbers beside a matrix: a row, an example to a column.
  private static func rowHint(_ operands: [LanguageError.Operand]) -> Phrase? {
    guard operands.contains(where: { $0.shape?.rank == 2 }),
      let flat = operands.first(where: { $0.shape?.rank == 1 }), Parser.isAssignable(flat.text)
    else { return nil }
    return operands.last?.text == flat.text
      ? .verbatim("\(flat.text) = \(flat.text).reshape(1, -1)")
      : .verbatim("\(flat.text) = \(flat.text).reshape(-1, 1)")
  }

  private static func valueError(
    _ error: ArrayError, operation: String, operands: [LanguageError.Operand]
  ) -> ShellError {
    switch error {
    case .unsupportedType(let name, let a, let b):
      let types: Phrase = b.map { "\(a.name) and \($0.name)" } ?? .verbatim(a.name)
      return ShellError(
        "unsupported-type", "\(operation.isEmpty ? name : operation) does not work on \(types)",
        hint: a == .bool ? "~ turns truth values around; float(x) makes numbers of them" : nil)
    case .integerTooLarge(let name):
      return ShellError(
        "integer-too-large",
        """
        the result of \(operation.isEmpty ? name : operation) is beyond 2**53, where whole \
        numbers stop being exact
        """,
        hint: "use float(x)")
    case .cannotConvertToInteger(let value):
      return ShellError(
        "not-an-integer", "\(NumberFormatting.shortest(value)) has no whole number")
    case .negativeIntegerPower:
      return ShellError(
        "negative-power", "whole numbers cannot be raised to negative powers", hint: "use 2.0")
    case .emptyReduction(let name):
      return ShellError("empty-array", "\(name) of no elements")
    case .ambiguousTruth(let shape) where ["max", "min"].contains(operation):
      let function = operation == "max" ? "maximum" : "minimum"
      return ShellError(
        "ambiguous-truth",
        "\(operation), as Python has it, compares single numbers, not an array of shape \(shape)",
        hint: "\(function)(x, y) compares element by element")
    case .ambiguousTruth(let shape):
      return ShellError(
        "ambiguous-truth", "is an array of shape \(shape) true? It holds more than one value",
        hint: "use any(...) or all(...), and & | ~ instead of and, or, not")
    case .notOneElement(let shape):
      return ShellError("not-one-element", "a single number is wanted, not shape \(shape)")
    case .negativeDimension(let size):
      return ShellError("negative-dimension", "a shape cannot hold \(size)")
    case .negativeCount(let count):
      return ShellError("negative-count", "\(count) is no number of times")
    case .zeroSliceStep:
      return ShellError("zero-step", "a slice cannot step by 0")
    case .zeroRangeStep:
      return ShellError("zero-step", "a range cannot step by 0")
    case .rankTooHigh(let rank):
      return ShellError(
        "too-many-dimensions", "\(dimensions(rank)): arrays here have at most two")
    case .tooManyElements(let shape):
      return ShellError("too-large", "an array of shape \(shape) is too large")
    case .tooManyEllipses:
      return ShellError("too-many-indices", "one '...' is enough")
    case .indexNotInteger(let dtype):
      return ShellError(
        "index-not-integer", "an index is a whole number, a slice or a mask, not \(dtype.name)")
    case .nothingToJoin:
      return ShellError("nothing-to-join", "there is nothing to join")
    default:
      return drawError(error)
    }
  }

  private static func drawError(_ error: ArrayError) -> ShellError {
    switch error {
    case .seedOutOfRange(let seed):
      return ShellError("seed-out-of-range", "\(seed) is no seed", hint: "0 to 2**32 - 1")
    case .emptyRange(let low, let high):
      return ShellError("empty-range", "there is no whole number from \(low) up to \(high)")
    case .infiniteRange(let low, let high):
      return ShellError(
        "infinite-range",
        """
        the range from \(NumberFormatting.shortest(low)) to \(NumberFormatting.shortest(high)) \
        is not finite
        """)
    case .reversedRange(let low, let high):
      return ShellError(
        "reversed-range",
        """
        the numbers lie between \(NumberFormatting.shortest(low)) and \
        \(NumberFormatting.shortest(high)): the second is to be the larger one
        """)
    case .badTrials(let trials, let probability):
      return ShellError(
        "bad-trials",
        """
        binomial of \(trials) trials at \(NumberFormatting.shortest(probability)): a number of \
        trials from 0, a probability from 0 to 1
        """)
    case .negativeScale(let value):
      return ShellError(
        "negative-scale", "a deviation cannot be \(NumberFormatting.shortest(value))")
    case .badProbabilities:
      return ShellError(
        "bad-probabilities", "p must hold one probability an element, and sum to 1")
    case .noRoom(let bytes): return noRoom(bytes)
    case .interrupted:
      return ShellError(Session.interruptedCode, "stopped by Ctrl-C")
    case .tooFewChoices(let available, let asked):
      return ShellError(
        "too-few-choices", "\(asked) cannot be chosen from \(available) without replacement")
    default:
      return ShellError("array", "the arrays do not fit")
    }
  }

  /// 'W1 is (2, 2), X is (3, 1000)'.
  private static func described(_ operands: [LanguageError.Operand]) -> Phrase? {
    let parts = operands.compactMap { operand in
      operand.shape.map { shape -> Phrase in
        shape.rank == 0
          ? "\(operand.text) is a single number" : "\(operand.text) is \(shape)"
      }
    }
    return parts.isEmpty ? nil : Phrase(parts)
  }

  private static func hint(_ operands: [LanguageError.Operand]) -> Phrase? {
    operands.first { Parser.isName($0.text) }.map { .verbatim("shape \($0.text)") }
  }

  private static func dimensions(_ rank: Int) -> Phrase {
    switch rank {
    case 0: "a single number"
    case 1: "one dimension"
    default: "\(rank) dimensions"
    }
  }
}

extension Wording {
  /// There is no room for so many bytes more.
  static func noRoom(_ bytes: Int) -> ShellError {
    let needed = max(bytes >> 20, 1)
    guard let limit = MemoryAccount.limit else {
      return ShellError(
        "no-memory", "this needs \(needed) MiB more, and the system has not got them",
        hint: "use fewer rows or columns")
    }
    return ShellError(
      "no-memory",
      """
      this needs \(needed) MiB more, and the session may take \(limit >> 20) MiB altogether, or the \
      system has less
      """, hint: "use fewer rows or columns, or start underhood with --memory")
  }
}

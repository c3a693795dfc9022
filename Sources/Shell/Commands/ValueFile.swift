import Arrays
import Equations
import Formats
import JSON
import System
import Terminal

/// `save W1 w1.csv`: a value, written to a file of numbers.
struct ValueFile {
  private var words: CommandText.Argument
  private var file: SaveRequest

  /// What an argument of `save` names before its last word, and the file; `nil` where all of it is a
  /// file's name.
  ///
  /// - Throws: `ShellError` for words that are neither.
  static func named(
    by argument: CommandText.Argument, _ request: SaveRequest
  ) throws(ShellError) -> ValueFile? {
    let (before, name) = FileName.last(of: argument.withoutForce)
    guard !before.isEmpty, request.path != name else { return nil }
    let words = CommandText.Argument(text: before, offset: argument.offset)
    let file = SaveRequest(path: name, replaces: request.replaces)
    if (try? words.expression()) != nil { return ValueFile(words: words, file: file) }
    // A path with blanks in it is nothing that the language knows.
    if before.contains("/") { return nil }
    throw noValue(words, request.path)
  }

  private static func noValue(_ words: CommandText.Argument, _ all: String) -> ShellError {
    ShellError(
      "unexpected-argument", "'\(words.text)' is no value, and no part of a file's name",
      hint: "quotation marks hold a name with blanks together: save \"\(all)\"",
      range: words.range)
  }

  /// Computes the value and writes it.
  ///
  /// - Throws: an error where it has no value, is no array of numbers, or cannot be written.
  func write(in session: inout Session) throws -> ValueSaved {
    let isNumPys = file.path.lowercased().hasSuffix(".npy")
    guard isNumPys || file.path.lowercased().hasSuffix(".csv") else {
      guard (try? session.compute(words.expression())) != nil else {
        throw Self.noValue(words, "\(words.text) \(file.path)")
      }
      throw ShellError(
        "unknown-form", "a value's file ends in .csv or .npy, not '\(file.path)'",
        hint: .verbatim("save \(words.text) \(words.text).csv"))
    }
    let expression = try words.expression()
    guard let array = try session.compute(expression).array else {
      throw LanguageError(.notAnArray(expression.text), at: expression.span)
    }
    try file.write { writer in
      if isNumPys {
        try NPY.write(array) { bytes in
          try Interruption.check()
          try writer.write(bytes: bytes)
        }
      } else {
        try Self.text(of: array) { try writer.write($0) }
      }
    }
    return ValueSaved(path: file.path, name: expression.text, shape: array.shape)
  }

  /// A row a line, commas between its numbers, each as short as it can be and still be the same
  /// number; one dimension is a number a line, as NumPy's `savetxt` has it.
  ///
  /// - Throws: what `take` throws, `interrupted`.
  static func text(of array: NDArray, _ take: (String) throws -> Void) throws {
    let columns = array.rank == 2 ? array.shape.dimensions[1] : 1
    guard columns > 0 else { return }
    for place in 0..<array.count {
      // A number's text takes as long as a hundred sums.
      if place.isMultiple(of: 1 << 12) { try Interruption.check() }
      try take(number(array.element(at: place)))
      try take((place + 1).isMultiple(of: columns) ? "\n" : ",")
    }
  }

  /// Truth values as 1 and 0, which every reader of numbers takes.
  private static func number(_ scalar: NDArray) -> String {
    scalar.dtype == .bool ? (scalar.doubles[0] == 0 ? "0" : "1") : scalar.description
  }
}

extension CommandText.Argument {
  /// The text, without `--force` before or behind it.
  fileprivate var withoutForce: String {
    var words = text.split(separator: " ", omittingEmptySubsequences: false)
    if words.last == SaveRequest.forceFlag[...] {
      words.removeLast()
    } else if words.first == SaveRequest.forceFlag[...] {
      words.removeFirst()
    }
    return words.joined(separator: " ").trimmed
  }
}

/// A value that was saved.
struct ValueSaved: CommandResult {
  var path: String
  var name: String
  var shape: Shape

  var json: JSONValue {
    .object([
      ("type", .string("saved")), ("file", .string(path)), ("value", .string(name)),
      ("shape", .array(shape.dimensions.map { .integer($0) })),
    ])
  }

  func journalText(for command: String, in session: Session) -> String? { nil }

  func write(to page: inout Page) {
    page.paragraph(
      "\(StyledText(name, .name)), \(shape), saved as \(StyledText(path, .strong)).")
  }
}

import Arrays
import Equations
import Formats
import JSON
import Networks
import Terminal
import Training

extension Command {
  static let weightsWord = "weights"

  private static let reads: @Sendable (CommandText.Argument) -> Effects = { _ in .readsFiles }

  static let load = Command(
    "load", group: .other, usage: "weights FILE",
    summary: "give the parameters the values that are in a file",
    help: """
      load weights w.npz reads what save weights, np.savez or safetensors wrote: an array for each \
      parameter, by its name and in its shape. w.npy has all of them one after the other, row by \
      row, w.csv a line for each number. The file lies in the model's folder, or below. Every \
      parameter is set, or none.
      """,
    completion: .wordsThenFiles([weightsWord]), isReplayed: true, effects: reads
  ) { session, argument in
    guard let (word, rest) = argument.firstWord, word == weightsWord, !rest.isEmpty else {
      throw ShellError(
        "missing-argument", "load the weights of which file?",
        hint: .verbatim("load weights w.npz"), range: argument.isEmpty ? nil : argument.range)
    }
    return try session.loadWeights(FileName.unquoted(rest.text), at: rest.range)
  }
}

extension Session {
  fileprivate mutating func loadWeights(
    _ file: String, at range: Range<Int>
  ) throws -> WeightsLoaded {
    let names = run.program.parameters
    guard run.isInitialised else {
      throw ShellError.noParameters
    }
    let before = book
    do {
      for (name, value) in try weights(in: file, names) {
        try checkShape(of: name, value, file)
        _ = try set(Assignment(name, value: value))
      }
    } catch {
      book = before
      var fault = Wording.describe(error)
      fault.range = range
      fault.source = nil
      throw fault
    }
    return WeightsLoaded(path: file, names: names)
  }

  /// What a file has for each parameter.
  private func weights(
    in file: String, _ names: [String]
  ) throws -> [(name: String, value: Expression)] {
    let files = run.program.model.files
    func read(_ call: FileCall) throws -> FileContent? {
      try Expression(.file(call)).reading(files).fileCalls.first?.content
    }
    let lower = file.lowercased()
    if lower.hasSuffix(".csv"), let table = try read(WeightTable.call(file)) {
      let weights = WeightTable(table)
      return try names.map { name in
        guard let array = weights[name] else {
          throw LanguageError(
            .file(.format(.noMember(name, candidates: weights.names)), name: file), at: .none)
        }
        return (name, Self.value(array, FileCall(.load, file, members: [.text(name)]), table))
      }
    }
    if lower.hasSuffix(".npy"), let content = try read(FileCall(.load, file)) {
      let shapes = names.compactMap { run.state.slots[$0]?.value.array?.shape }
      let whole = content.array
      if names.count == 1 { return [(names[0], Self.value(whole, FileCall(.load, file), content))] }
      guard shapes.count == names.count, shapes.reduce(0, { $0 + $1.count }) == whole.count else {
        throw ShellError(
          "other-shape",
          """
          \(FileName.quoted(file)) holds \(whole.count) numbers, and the parameters have \
          \(shapes.reduce(0) { $0 + $1.count }): nothing was changed
          """, hint: "weights go into a network of the same layers")
      }
      var start = 0
      return zip(names, shapes).map { name, shape in
        defer { start += shape.count }
        let part = Array(whole.doubles[start..<(start + shape.count)])
        let array = NDArray(shape: shape, float64: part)
        return (name, Self.value(array, FileCall(.load, file, members: [.text(name)]), content))
      }
    }
    return try names.map { name in
      let call = FileCall(.load, file, members: [.text(name)])
      return (name, try Expression(.file(call)).reading(files))
    }
  }

  private static func value(
    _ array: NDArray, _ call: FileCall, _ whole: FileContent
  ) -> Expression {
    Expression(.file(call.with(FileContent(array, origin: whole.origin))))
  }

  private func checkShape(of name: String, _ value: Expression, _ file: String) throws(ShellError) {
    guard let given = value.fileCalls.first?.content?.array.shape,
      let own = run.state.slots[name]?.value.array?.shape, given != own
    else { return }
    throw ShellError(
      "other-shape",
      "\(name) is \(own) here and \(given) in \(FileName.quoted(file)): nothing was changed",
      hint: "weights go into a network of the same layers")
  }
}

extension ShellError {
  fileprivate static let noParameters = ShellError(
    "not-computed", "there are no parameters yet; init makes them", hint: "step 2")
}

/// Parameters that were given the values of a file.
struct WeightsLoaded: CommandResult {
  var path: String
  var names: [String]

  var json: JSONValue {
    .object([
      ("type", .string("loaded-weights")), ("file", .string(path)), ("names", .strings(names)),
    ])
  }

  func write(to page: inout Page) {
    page.paragraph(
      "\(Suggestions.list(names, .and)) have the values of \(StyledText(path, .strong)).")
  }
}

/// Parameters that were saved.
struct WeightsSaved: CommandResult {
  var path: String
  var names: [String]

  static func write(
    _ argument: CommandText.Argument, in session: Session
  ) throws -> WeightsSaved {
    guard !argument.isEmpty else {
      throw ShellError(
        "missing-argument", "save the weights to which file?",
        hint: .verbatim("save weights w.npz"))
    }
    let request = try SaveRequest(argument)
    var arrays: [(name: String, value: NDArray)] = []
    for name in session.run.program.parameters {
      guard let array = session.run.state.slots[name]?.value.array else {
        throw ShellError.noParameters
      }
      arrays.append((name, array))
    }
    // A file of several values is put together before it is written.
    let bytes = arrays.reduce(0) { $0 + 8 * $1.value.count }
    guard bytes < MemoryAccount.smallCount || MemoryAccount.hasRoom(for: 3 * bytes) else {
      throw Wording.noRoom(3 * bytes)
    }
    try request.write(bytes: try Self.bytes(of: arrays, request.path))
    return WeightsSaved(path: request.path, names: arrays.map(\.name))
  }

  private static func bytes(
    of arrays: [(name: String, value: NDArray)], _ path: String
  ) throws -> [UInt8] {
    let lower = path.lowercased()
    if lower.hasSuffix(".safetensors") { return SafeTensors.bytes(of: arrays) }
    if lower.hasSuffix(".npz") {
      guard let bytes = NPZ.bytes(of: arrays) else {
        throw ShellError("too-large", "the weights are more than an .npz file holds")
      }
      return bytes
    }
    if lower.hasSuffix(".csv") { return Array(WeightTable.text(of: arrays).utf8) }
    if lower.hasSuffix(".npy") {
      if arrays.count == 1 { return NPY.bytes(of: arrays[0].value) }
      let all = arrays.flatMap { $0.value.doubles }
      return NPY.bytes(of: NDArray(shape: [all.count], float64: all))
    }
    throw ShellError(
      "unknown-form",
      "a file of weights ends in .npz, .safetensors, .npy or .csv, not '\(path)'",
      hint: .verbatim("save weights w.npz"))
  }

  var json: JSONValue {
    .object([
      ("type", .string("saved-weights")), ("file", .string(path)), ("names", .strings(names)),
    ])
  }

  func journalText(for command: String, in session: Session) -> String? { nil }

  func write(to page: inout Page) {
    page.paragraph(
      "\(Suggestions.list(names, .and)) saved as \(StyledText(path, .strong)).")
  }
}

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
      parameter, by its name and in its shape. The file lies in the model's folder, or below. Every \
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
      for name in names {
        let call = FileCall(.load, file, members: [.text(name)])
        let value = try Expression(.file(call)).reading(run.program.model.files)
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
    if let only = arrays.first, arrays.count == 1 {
      if lower.hasSuffix(".npy") { return NPY.bytes(of: only.value) }
      if lower.hasSuffix(".csv") {
        var text = ""
        try ValueFile.text(of: only.value) { text += $0 }
        return Array(text.utf8)
      }
    }
    throw ShellError(
      "unknown-form", "a file of weights ends in .npz or .safetensors, not '\(path)'",
      hint: "one value alone goes into .npy or .csv: save \(arrays.first?.name ?? "W1") w1.npy")
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

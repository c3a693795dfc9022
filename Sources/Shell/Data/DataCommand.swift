import Arrays
import Equations
import Networks
import Terminal
import Training

extension Command {
  static let data = Command(
    "data", group: .changing, usage: "FILE [target NAME]",
    summary: "look at a table and have a model proposed for it",
    help: """
      Shows what is in a file, CSV or other text, a NumPy array, or the arrays of an .npz or \
      .safetensors file, one with a row for each number of the other: rows, columns, their types and \
      ranges, what is missing, and the classes. Then it proposes a model, which list shows: which \
      column is predicted, the split into training, validation and test, scaling with numbers of the \
      training part alone, one hidden layer. target NAME chooses the column. Change what you like: \
      it is a model as any other, and save model FILE keeps it. Nothing is written to the file.
      """,
    completion: .files, isReplayed: false,
    effects: { ScriptText($0) == nil ? .readsFiles : [] },
    run: { session, argument in
      guard !argument.isEmpty else {
        throw ShellError(
          "missing-argument", "the table in which file? step does the data section",
          hint: .verbatim("data iris.csv"))
      }
      if let text = ScriptText(argument) {
        return try session.adopt(modelText: text.text, from: text.place)
      }
      return try session.lookAtData(argument)
    })
}

extension Session {
  /// Looks at a table, and makes the model that is proposed for it the session's.
  fileprivate mutating func lookAtData(_ argument: CommandText.Argument) throws -> DataReport {
    guard lesson == nil || sandbox != nil else {
      throw ShellError(
        "data-in-lesson", "a lesson is open, which has a model of its own",
        hint: .verbatim("underhood --data FILE"))
    }
    guard let folder = context.dataFolder else {
      throw ShellError("no-files", "no files are read here")
    }
    let words = argument.words
    let mark = words.indices.dropFirst().dropLast().last { words[$0] == "target" }
    let file = FileName.unquoted(words[..<(mark ?? words.count)].joined(separator: " "))
    let look: TableLook
    let tell = context.progress
    folder.watch { done, total in
      tell(Progress(done: done >> 20, total: total >> 20, loss: nil, unit: "megabyte"))
    }
    defer { folder.watch(nil) }
    do throws(FileFault) {
      look = try TableLook(file, in: folder) { done, total in
        tell(Progress(done: done, total: total, loss: nil, unit: "row"))
      }
    } catch {
      var fault = Wording.describe(LanguageError(.file(error, name: file), at: .none))
      fault.range = argument.range
      throw fault
    }
    if let column = look.columns.first(where: \.hasDecimalCommas) {
      throw ShellError(
        "decimal-comma",
        "the numbers of \(column.name) are written with a comma, and are read as text",
        hint: "write them with a point: 1.5", range: argument.range)
    }
    let wanted = mark.map { words[($0 + 1)...].joined(separator: " ") }
    let target = try Self.target(wanted, in: look, at: argument)
    let proposal = try ModelProposal(look, target: target)
    let text = proposal.text
    _ = try adopt(modelText: text, from: file)
    // The model has read what it needs of it.
    folder.forget(look.call)
    return DataReport(proposal: proposal, text: text, asked: argument.text)
  }

  /// The column that is asked for, else the only one of texts, else the last one.
  private static func target(
    _ wanted: String?, in look: TableLook, at argument: CommandText.Argument
  ) throws(ShellError) -> Int {
    guard let wanted else {
      let texts = look.columns.indices.filter {
        look.columns[$0].labels != nil && look.columns[$0].counts != nil
      }
      return texts.count == 1 ? texts[0] : look.columns.count - 1
    }
    let names = look.columns.map(\.name)
    if let place = names.firstIndex(of: FileName.unquoted(wanted)) { return place }
    throw ShellError(
      "no-column", "there is no column '\(wanted)'",
      hint: Suggestions.hint(for: wanted, among: names)
        ?? "the columns are \(Suggestions.list(Array(names.prefix(12)), .and))",
      range: argument.range)
  }

  /// Makes a text the session's model.
  ///
  /// - Throws: `ShellError` of a model that does not work.
  fileprivate mutating func adopt(modelText text: String, from file: String) throws -> Silence {
    let files = context.dataFolder?.library ?? .none
    do {
      let model = try Model(name: Session.modelName(file), text: text, files: files)
      book = Runs(Run(try Program(model, limits: run.program.limits), seed: run.seed))
    } catch {
      throw Wording.describe(error, place: file)
    }
    self[BroughtScript.self] = BroughtScript()
    return Silence()
  }
}

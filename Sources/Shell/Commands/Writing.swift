import Equations
import JSON
import Networks
import Terminal
import Training

extension Command {
  static let write = Command(
    "write", group: .other, usage: "numpy|torch FILE [--force]",
    summary: "save a Python script that trains this model",
    help: """
      write numpy FILE saves a script that needs nothing but NumPy and prints the losses that \
      underhood prints; write torch FILE saves one that leaves the gradients to PyTorch's autograd \
      and compares them with the derived ones in the first epoch. Both train the model as it is \
      now, equations and settings changed with set included, from the seed on; numbers changed by \
      hand are not in them. python FILE 20 runs 20 epochs, without a number 10.
      A file that is there already is kept, unless --force follows its name.
      """,
    completion: .wordsThenFiles(PythonScript.Dialect.allCases.map(\.rawValue)),
    effects: .writesFiles
  ) { session, argument in
    let request = try WriteRequest(argument)
    let text = PythonScript.text(of: session.run.program, request.dialect, seed: session.run.seed)
    try request.file.write(text)
    return WrittenFile(
      path: request.file.path, dialect: request.dialect, text: text,
      changed: session.run.changesOnTheWay)
  }

  /// `list math`, `list numpy`; `nil` for the program's own text.
  static func listing(
    _ session: Session, _ argument: CommandText.Argument
  ) throws(ShellError) -> (any CommandResult)? {
    guard let (word, rest) = argument.firstWord else { return nil }
    switch word {
    case "math": return MathReport(program: session.run.program, phase: try rest.phase())
    case "numpy":
      let program = session.run.program
      let phase = try rest.phase()
      let text =
        phase.map { PythonScript.text(of: program, phase: $0) }
        ?? PythonScript.text(of: program, .numpy, seed: session.run.seed)
      return CodeReport(phase: phase, text: text)
    default: return nil
    }
  }
}

/// What `write` was asked for.
private struct WriteRequest {
  var dialect: PythonScript.Dialect
  var file: SaveRequest

  init(_ argument: CommandText.Argument) throws(ShellError) {
    let names = PythonScript.Dialect.allCases.map(\.rawValue)
    guard let (word, rest) = argument.firstWord else {
      throw ShellError(
        "missing-argument", "write what?", hint: "write numpy FILE or write torch FILE",
        range: argument.offset..<argument.offset + 1)
    }
    guard let dialect = PythonScript.Dialect(rawValue: word) else {
      throw ShellError(
        "unknown-dialect", "'\(word)' is nothing that can be written",
        hint: Suggestions.hint(for: word, among: names)
          ?? "write \(Suggestions.list(names)), then a file",
        range: argument.offset..<argument.offset + word.utf8.count)
    }
    self.dialect = dialect
    guard !SaveRequest.split(rest.text).path.isEmpty else {
      throw ShellError(
        "missing-argument", "write to which file?",
        hint: .verbatim("write \(word) \(word)_model.py"),
        range: rest.offset..<rest.offset + 1)
    }
    file = try SaveRequest(rest)
  }
}

/// A script that was saved.
struct WrittenFile: CommandResult {
  var path: String
  var dialect: PythonScript.Dialect
  var text: String
  /// What was changed by hand in the session and not by the script.
  var changed: [String]

  private var lineCount: Int { text.utf8.count { $0 == 10 } }

  var json: JSONValue {
    .object([
      ("type", .string("file")), ("path", .string(path)), ("language", .string(dialect.rawValue)),
      ("lines", .integer(lineCount)), ("not_in_it", .strings(changed)),
    ])
  }

  func write(to page: inout Page) {
    page.paragraph("\(StyledText(path, .name)) written, \(lineCount) lines")
    let command = StyledText("python \(FileName.quoted(path))", .command)
    page.paragraph(
      Phrase("run it with \(command) and, if you like, the number of epochs", .dim))
    guard !changed.isEmpty else { return }
    let names = Suggestions.list(changed, .and)
    page.paragraph(
      Phrase(
        """
        Its losses are not those of this session: the script trains the model as it is now from \
        the seed on, without what was changed by hand on the way (\(names)).
        """, .warning))
  }
}

/// Equations as a textbook writes them, with their shapes underneath.
struct MathReport: CommandResult {
  var program: Program
  var phase: Phase?

  private var phases: [Phase] { phase.map { [$0] } ?? program.phases }

  var mathematics: Mathematics? {
    Mathematics(
      equations: phases.flatMap { program.mathematics(in: $0, unicode: true) }, isAll: true)
  }

  var json: JSONValue {
    .object([
      ("type", .string("math")),
      (
        "phases",
        .array(
          phases.map { phase in
            .object([
              ("phase", .string(phase.rawValue)),
              (
                "equations",
                .array(program.mathematics(in: phase, unicode: true).map { Self.json(of: $0) })
              ),
            ])
          })
      ),
    ])
  }

  private static func json(of equation: MathEquation) -> JSONValue {
    var members: [(String, JSONValue)] = []
    if !equation.left.isEmpty {
      members.append(("left", .code(equation.left)))
      members.append(("relation", .string(equation.relation)))
    }
    members.append(("right", .code(equation.right)))
    if let shape = equation.leftShape { members.append(("shape", .string(shape))) }
    if let shapes = equation.rightShape { members.append(("shapes", .string(shapes))) }
    return .object(members)
  }

  func write(to page: inout Page) {
    for phase in phases {
      page.line(StyledText(phase.rawValue, .heading))
      let equations = program.mathematics(in: phase, unicode: page.capabilities.unicode)
      if equations.isEmpty { page.paragraph("nothing", indent: 4) }
      let column = equations.map { max(width($0.left), width($0.leftShape)) }.max() ?? 0
      for equation in equations {
        write(equation, to: &page, column: page.capabilities.plain ? 0 : column)
      }
    }
  }

  private func width(_ text: String?) -> Int { text.map { TextWidth.columns(of: $0) } ?? 0 }

  /// The equals signs of a phase stand under each other.
  private func write(_ equation: MathEquation, to page: inout Page, column: Int) {
    let indent: StyledText = "    "
    guard !equation.left.isEmpty else {
      page.line(indent + StyledText(equation.right))
      return
    }
    let left = TextWidth.pad(StyledText(equation.left, .name), to: column, .right)
    page.line(indent + left + StyledText(" \(equation.relation) \(equation.right)"))
    guard let shape = equation.leftShape else { return }
    var line = TextWidth.pad(StyledText(shape, .dim), to: column, .right)
    if let shapes = equation.rightShape {
      let isAligned = column > 0 && equation.relation.count > 1
      let equals = isAligned ? "= " : "="
      line += StyledText(" \(equals) \(shapes)", .dim)
    }
    page.line(indent + line)
  }
}

/// The program, or a phase of it, as Python.
struct CodeReport: CommandResult {
  var phase: Phase?
  var text: String

  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("type", .string("code")), ("language", .string("numpy")),
    ]
    if let phase { members.append(("phase", .string(phase.rawValue))) }
    members.append(("text", .code(text)))
    return .object(members)
  }

  func write(to page: inout Page) { page.block(text) }
}

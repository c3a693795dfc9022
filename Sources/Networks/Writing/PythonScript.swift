import Equations

/// A program written out as a Python script that trains the same model from the same seed.
///
/// The NumPy script computes what the program computes, equation by equation. The PyTorch script
/// draws with NumPy, leaves the gradients to autograd and compares them, in the first epoch, with
/// those of the program's backward section.
public struct PythonScript {
  public typealias Dialect = PythonWriter.Dialect

  let program: Program
  let dialect: Dialect
  /// Where random numbers start if the model does not call `seed`.
  let seed: UInt32
  var writer: PythonWriter
  var lines: [String] = []
  var depth = 0

  /// The text of the script.
  public static func text(of program: Program, _ dialect: Dialect, seed: UInt32) -> String {
    // Written twice: which Python functions the first needs, names of the second must not hide.
    var draft = PythonScript(program, dialect, seed, hidden: [])
    draft.writeBody()
    var script = PythonScript(program, dialect, seed, hidden: draft.writer.helpers.map(\.name))
    script.writeBody()
    let body = script.lines
    script.lines = []
    script.writeHead()
    return (script.lines + body).joined(separator: "\n") + "\n"
  }

  /// The equations of one phase as NumPy, after the Python functions that they need.
  public static func text(of program: Program, phase: Phase) -> String {
    var draft = PythonScript(program, .numpy, 0, hidden: [])
    for step in program.steps(in: phase) { draft.write(step) }
    let names = draft.writer.helpers.map(\.name)
    var script = PythonScript(program, .numpy, 0, hidden: names)
    for step in program.steps(in: phase) { script.write(step) }
    let equations = script.lines
    script.lines = []
    script.writeHelpers()
    return (script.lines + equations).joined(separator: "\n") + "\n"
  }

  private init(_ program: Program, _ dialect: Dialect, _ seed: UInt32, hidden: [String]) {
    self.program = program
    self.dialect = dialect
    self.seed = seed
    let names = program.names + [Program.examplesName, ProgramBuilder.batchIndexName]
    let tensors = TensorNames(program)
    writer = PythonWriter(
      dialect, names: PythonNames.renaming(names, besides: hidden), known: Set(names),
      numbers: tensors.numbers, kinds: dialect == .torch ? tensors.kinds : [:])
  }

  // MARK: Lines

  mutating func line(_ text: String = "") {
    lines.append(text.isEmpty ? "" : String(repeating: "    ", count: depth) + text)
  }

  mutating func indented(_ body: (inout PythonScript) -> Void) {
    depth += 1
    body(&self)
    depth -= 1
  }

  /// A comment with the phase, and its equations.
  mutating func write(_ phase: Phase, _ steps: [ProgramEquation]) {
    guard !steps.isEmpty else { return }
    line("# \(phase.rawValue)")
    for step in steps { write(step) }
  }

  mutating func write(_ step: ProgramEquation) {
    switch step.statement.kind {
    case .importOfNumPy: return
    case .expression(let expression): line(writer.text(of: expression))
    case .assignment(let assignment):
      if assignment.subscripts != nil, sharedNames.contains(assignment.name) {
        // Python's names may be names of one array, which here they never are.
        let name = writer.name(assignment.name)
        line(
          "\(name) = \(name).\(dialect == .numpy || !step.phase.isRepeated ? "copy" : "clone")()")
      }
      line(writer.text(of: assignment))
    }
  }

  /// The names whose arrays are those of other names too, whole or in part.
  private var sharedNames: Set<String> {
    var names: Set<String> = []
    for step in program.setup + program.iteration {
      guard let assignment = step.statement.assignment,
        let source = assignment.value.viewedName
      else { continue }
      names.formUnion([assignment.name, source])
    }
    return names
  }

  // MARK: Head

  private mutating func writeHead() {
    let library = dialect == .numpy ? "NumPy" : "PyTorch"
    let name = program.model.name.filter { $0.isLetter || $0.isNumber || " -_.".contains($0) }
    line("\"\"\"Trains the model '\(name)' with \(library).")
    line()
    line("Prints each epoch's number and loss. Usage: python FILE [EPOCHS]")
    line("\"\"\"")
    line("import sys")
    line()
    line("import numpy as np")
    if dialect == .torch { line("import torch") }
    line()
    line("epochs = int(sys.argv[1]) if len(sys.argv) > 1 else 10")
    line("np.seterr(all=\"ignore\")  # log(0) is -inf, without a warning")
    if dialect == .torch { line("torch.set_default_dtype(torch.float64)") }
    line()
    line()
    writeHelpers()
    if dialect == .torch { writeComparison() }
  }

  private mutating func writeHelpers() {
    for helper in writer.helpers {
      for text in helper.source.split(separator: "\n", omittingEmptySubsequences: false) {
        line(String(text))
      }
      line()
      line()
    }
  }

  // MARK: Body

  private mutating func writeBody() {
    if !seedsItself { line("np.random.seed(\(seed))") }
    writeSettings()
    if dialect == .numpy {
      write(.data, program.steps(in: .data))
      write(.`init`, program.steps(in: .`init`))
    } else {
      writeTorchStart()
    }
    line()
    let once = program.iteration.filter(\.isOncePerEpoch)
    line("for epoch in range(1, epochs + 1):")
    indented { script in
      for step in once { script.write(step) }
      if script.program.batchesPerEpoch > 1, script.batchedName == nil {
        return script.writeOwnBatches()
      }
      guard let batched = script.batchedName else {
        script.writeBatch()
        return script.line("print(epoch, repr(\(script.lossNumber)))")
      }
      // The loss of an epoch is the mean over its examples, whatever batch they were in.
      let index = script.writer.name(ProgramBuilder.batchIndexName)
      let (total, count) = (script.ownName("total"), script.ownName("count"))
      script.line("\(total), \(count) = 0.0, 0")
      script.line("for \(index) in range(\(script.program.batchesPerEpoch)):")
      script.indented { script in
        script.writeBatch()
        script.line("\(total) += \(script.lossNumber) * \(batched)")
        script.line("\(count) += \(batched)")
      }
      script.line("print(epoch, repr(\(total) / \(count)))")
    }
  }

  /// The batches of an epoch whose equations pick their examples themselves.
  private mutating func writeOwnBatches() {
    let index = writer.name(ProgramBuilder.batchIndexName)
    let total = ownName("total")
    line("\(total) = 0.0")
    line("for \(index) in range(\(program.batchesPerEpoch)):")
    indented { script in
      script.writeBatch()
      script.line("\(total) += \(script.lossNumber)")
    }
    line("print(epoch, repr(\(total) / \(program.batchesPerEpoch)))")
  }

  /// The loss as a number of Python.
  private var lossNumber: String {
    let loss = writer.name(program.loss)
    let isNumber = program.statics[program.loss]?.shape?.rank == 0
    return dialect == .torch || !isNumber ? "\(loss).item()" : "float(\(loss))"
  }

  /// How many examples a batch has, read off one of the arrays that it picks; nil without batches.
  private var batchedName: String? {
    guard program.batchesPerEpoch > 1 else { return nil }
    for step in program.iteration where step.origin == .batching && !step.isOncePerEpoch {
      guard let target = step.target, let axis = program.exampleAxis(of: target) else { continue }
      return "\(writer.name(target)).shape[\(axis)]"
    }
    return nil
  }

  /// A name for the script's own use, which no equation has.
  private func ownName(_ name: String) -> String {
    let taken = Set(program.names.map(writer.name))
    var name = name
    while taken.contains(name) { name += "_" }
    return name
  }

  private mutating func writeBatch() {
    for phase in [Phase.forward, .loss] {
      write(phase, program.steps(in: phase).filter { !$0.isOncePerEpoch })
    }
    if dialect == .numpy {
      write(.backward, program.steps(in: .backward))
      write(.update, program.steps(in: .update))
    } else {
      writeTorchTraining()
    }
  }

  private mutating func writeSettings() {
    var numpy = PythonWriter(.numpy, names: writer.names, known: writer.known)
    let assigned = Set((program.setup + program.iteration).compactMap(\.target))
    let read = Set((program.setup + program.iteration).flatMap(\.inputs))
    let examples = Program.examplesName
    let count = program.exampleCount.flatMap { read.contains(examples) ? $0 : nil }
    guard !program.settings.isEmpty || count != nil else { return }
    line("# settings")
    // Python has no need of a word for the layout: its equations say the axes.
    for setting in program.settings where setting.name != ProgramBuilder.examplesSetting {
      let text = numpy.text(of: Assignment(setting.name, value: setting.expression))
      line(text)
    }
    if let count {
      let note = assigned.contains(examples) ? "in a full batch" : "in all"
      line("\(writer.name(examples)) = \(count)  # examples \(note)")
    }
  }

  /// Whether the model seeds its random numbers before it draws the first.
  private var seedsItself: Bool {
    for step in program.setup + program.iteration {
      for function in step.statement.expressions.flatMap(\.calledFunctions) {
        if function == "seed" { return true }
        if FunctionTable.standard[function]?.isRandom == true { return false }
      }
    }
    return true
  }
}

extension Expression {
  /// The name whose array a value is in NumPy, whole or in part: `X`, `X[0:1]`, `X.T`.
  fileprivate var viewedName: String? {
    switch node {
    case .name(let name): name
    case .attribute(let base, .transpose), .index(let base, _): base.viewedName
    case .call(let function, let arguments):
      ["reshape", "transpose", "flatten", "squeeze", "identity", "astype"].contains(function)
        ? arguments.first?.value.viewedName : nil
    default: nil
    }
  }
}

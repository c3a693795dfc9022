import Equations

/// What a PyTorch script does otherwise than a NumPy script.
extension PythonScript {
  /// One of PyTorch's own optimizers, if that is all of the update section.
  private var torchOptimizer: String? {
    let update = program.model[.update]
    guard update.count == 1, case .expression(let expression) = update[0].statement.kind,
      case .call(let name, let arguments) = expression.node,
      let optimizer = Optimizer.named(name), let template = optimizer.torch,
      let table = try? optimizer.bind(arguments, at: .none)
    else { return nil }
    let settings = Set(program.settings.map(\.name))
    let known = table.values.allSatisfy { value in
      value.calledFunctions.isEmpty && value.names.allSatisfy(settings.contains)
    }
    guard known, table.allSatisfy({ isTaken($0.value, as: $0.key) }) else { return nil }
    var numpy = PythonWriter(.numpy, names: writer.names, known: writer.known)
    var text = template.filling("w", with: "[\(parameterList)]")
    // The longest name first: $beta1 is not $beta.
    for (parameter, value) in table.sorted(by: { $0.key.count > $1.key.count }) {
      text = text.filling(parameter, with: numpy.text(of: value))
    }
    return text
  }

  /// Whether PyTorch's optimizers take a number: none is below 0, and a share is one of the whole.
  private func isTaken(_ value: Expression, as parameter: String) -> Bool {
    let settings = DictionaryScope(
      Dictionary(program.settings.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }))
    guard let number = (try? Evaluation.value(of: value, in: settings))?.array?.item else {
      return false
    }
    return parameter.hasPrefix("beta") ? number > 0 && number < 1 : number >= 0 && number.isFinite
  }

  private var parameterList: String {
    program.parameters.map(writer.name).joined(separator: ", ")
  }

  /// Data and parameters, drawn with NumPy, then made tensors.
  mutating func writeTorchStart() {
    let optimizer = torchOptimizer
    let isNeeded = { (step: ProgramEquation) in
      if case .optimizer = step.origin { return optimizer == nil }
      return true
    }
    let torch = writer
    writer = PythonWriter(.numpy, names: torch.names, known: torch.known)
    for phase in [Phase.data, .`init`] { write(phase, program.steps(in: phase).filter(isNeeded)) }
    let helpers = writer.helpers
    writer = torch
    for helper in helpers where !writer.helpers.contains(where: { $0.name == helper.name }) {
      writer.helpers.append(helper)
    }
    let steps = program.setup.filter(isNeeded)
    writeTensors(made: steps.compactMap(\.target))
    if let optimizer { line("optimizer = \(optimizer)") }
  }

  private mutating func writeTensors(made: [String]) {
    let read = namesReadFromBefore
    let kinds = TensorNames(program)
    var seen: Set<String> = []
    line("# to PyTorch")
    for original in made where read.contains(original) && seen.insert(original).inserted {
      // Random numbers are NumPy's in both scripts.
      if case .generator? = program.statics[original]?.form { continue }
      let name = writer.name(original)
      let isBackward = (program.statics[original]?.shape?.rank ?? 0) > 0 && runsBackward
      let array = isBackward ? "\(name).copy()" : name
      if program.parameters.contains(original) {
        line("\(name) = torch.tensor(\(array), dtype=torch.float64, requires_grad=True)")
      } else if kinds.selectors.contains(original) {
        line("\(name) = torch.as_tensor(\(array))")
      } else if kinds.numbers.contains(original) {
        line("\(name) = float(\(name))")
      } else {
        line("\(name) = torch.tensor(\(array), dtype=torch.float64)")
      }
    }
  }

  /// The names that an epoch finds, not those that it makes first.
  private var namesReadFromBefore: Set<String> {
    var read: Set<String> = []
    var made: Set<String> = []
    for step in program.iteration {
      read.formUnion(step.inputs.filter { !made.contains($0) })
      if let target = step.target { made.insert(target) }
    }
    return read
  }

  /// Whether data may be read backwards, `X[::-1]`, which PyTorch takes only as a copy.
  private var runsBackward: Bool {
    program.setup.contains { $0.statement.expressions.contains(where: \.hasBackwardSlice) }
  }

  /// Autograd's gradients, their comparison and the update.
  mutating func writeTorchTraining() {
    let loss = writer.name(program.loss)
    let optimizer = torchOptimizer
    line("# backward")
    if optimizer != nil {
      line("optimizer.zero_grad()")
      line("\(loss).backward()")
      let list = program.parameters.map { "\(writer.name($0)).grad" }.joined(separator: ", ")
      line("gradients = [\(list)]")
    } else {
      line("gradients = torch.autograd.grad(\(loss), [\(parameterList)])")
    }
    writeCheck(always: optimizer == nil && readsOtherGradients)
    if optimizer != nil {
      line("# update")
      line("optimizer.step()")
    } else {
      writePlainUpdate()
    }
  }

  /// The program's backward section, whose gradients are compared with autograd's.
  private mutating func writeCheck(always: Bool) {
    let steps = program.steps(in: .backward)
    let targets = Set(steps.compactMap(\.target))
    let compared = program.parameters.filter { targets.contains(gradientName(of: $0)) }
    guard !compared.isEmpty else { return }
    let first =
      "epoch == 1"
      + (program.batchesPerEpoch > 1
        ? " and \(writer.name(ProgramBuilder.batchIndexName)) == 0" : "")
    func body(_ script: inout PythonScript) {
      script.line("with torch.no_grad():")
      script.indented { script in for step in steps { script.write(step) } }
    }
    func comparison(_ script: inout PythonScript) {
      let own = compared.map { script.writer.name(script.gradientName(of: $0)) }
      let places = compared.compactMap { script.program.parameters.firstIndex(of: $0) }
      let autograd = places.map { "gradients[\($0)]" }
      let isWhole = places.count == script.program.parameters.count
      let first = isWhole ? "gradients" : "[\(autograd.joined(separator: ", "))]"
      script.line("compare(\(first), [\(own.joined(separator: ", "))])")
    }
    if always { body(&self) }
    line("if \(first):")
    indented { script in
      if !always { body(&script) }
      comparison(&script)
    }
  }

  private func gradientName(of parameter: String) -> String {
    Differentiator.gradientName(of: parameter)
  }

  /// Whether the update reads more of the backward section than the parameters' gradients.
  private var readsOtherGradients: Bool {
    let own = Set(program.parameters.map(gradientName))
    let others = Set(program.gradientNames).subtracting(own)
    return program.steps(in: .update).contains { !others.isDisjoint(with: $0.inputs) }
  }

  private mutating func writePlainUpdate() {
    let own = program.parameters.map { writer.name(gradientName(of: $0)) }
    line("\(own.joined(separator: ", ")) = gradients".replacingSingle(own.count))
    line("# update")
    line("with torch.no_grad():")
    indented { script in
      for step in script.program.steps(in: .update) { script.write(step) }
    }
    let updated = Set(program.steps(in: .update).compactMap(\.target))
    for parameter in program.parameters where updated.contains(parameter) {
      line("\(writer.name(parameter)).requires_grad_()")
    }
  }

  mutating func writeComparison() {
    let text = """
      def compare(gradients, derived):
          # One that is 0 but for rounding is no measure of itself.
          size = max(g.abs().max().item() for g in [*gradients, *derived])
          difference = max((a - d).abs().max().item() for a, d in zip(gradients, derived))
          relative = difference / size if size > 0 else difference
          print("gradients: largest relative difference", repr(relative))
      """
    for part in text.split(separator: "\n") { line(String(part)) }
    line()
    line()
  }
}

extension Expression {
  fileprivate var hasBackwardSlice: Bool {
    if case .index(_, let items) = node {
      for case .slice(_, _, let step?) in items {
        if case .unary(.minus, _) = step.node { return true }
      }
    }
    return children.contains(where: \.hasBackwardSlice)
  }
}

extension String {
  /// The text with `$name` replaced.
  fileprivate func filling(_ name: String, with value: String) -> String {
    var result = ""
    var rest = self[...]
    while let range = rest.firstRange(of: "$\(name)") {
      result += rest[..<range.lowerBound] + value
      rest = rest[range.upperBound...]
    }
    return result + rest
  }

  /// One name takes the first of the gradients: `dw, = gradients`.
  fileprivate func replacingSingle(_ count: Int) -> String {
    guard count == 1, let range = firstRange(of: " =") else { return self }
    return self[..<range.lowerBound] + "," + self[range.lowerBound...]
  }
}

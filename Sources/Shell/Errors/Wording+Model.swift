import Arrays
import Equations
import Networks
import Terminal
import Training

extension Wording {
  /// An error of a model, with its line.
  ///
  /// - Parameter place: the name of the file it is from.
  package static func describe(_ error: ModelError, place: String?) -> ShellError {
    var result = words(for: error.kind)
    if let source = error.source ?? languageSource(error) {
      result.source = ShellError.Source(
        text: source, place: location(error, place: place) ?? "the model")
      if result.range == nil { result.range = visibleRange(of: source) }
    } else if let location = location(error, place: place) {
      result.message = "\(location): \(result.message)"
    }
    return result
  }

  private static func visibleRange(of source: String) -> Range<Int> {
    let blank = source.utf8.prefix { $0 == 32 || $0 == 9 }.count
    return blank..<max(source.utf8.count, blank)
  }

  private static func languageSource(_ error: ModelError) -> String? { error.source }

  private static func location(_ error: ModelError, place: String?) -> Phrase? {
    // What no one typed has no line.
    switch (place, error.line == 0 ? nil : error.line) {
    case (let place?, let line?): "\(place):\(line)"
    case (let place?, nil): .verbatim(place)
    case (nil, let line?):
      error.phase.map { "the \($0.rawValue) section, line \(line)" } ?? "line \(line) of the model"
    case (nil, nil): error.phase.map { "the \($0.rawValue) section" }
    }
  }

  private static func words(for kind: ModelError.Kind) -> ShellError {
    switch kind {
    case .language(let error):
      return describe(error)
    case .unknownSection(let name):
      return ShellError(
        "unknown-section", "there is no section '\(name)'",
        hint: Suggestions.hint(for: name, among: sections)
          ?? "the sections are \(Suggestions.list(sections, .and))")
    case .repeatedSection(let name):
      return ShellError("repeated-section", "the section '\(name)' is there already")
    case .outsideSection:
      return ShellError(
        "outside-section", "an equation belongs in a section",
        hint: "begin with a line such as forward:")
    case .settingNotAssignment:
      return ShellError(
        "bad-setting", "a setting is a name and a value", hint: .verbatim("lr = 0.5"))
    case .settingNotNumber(let name):
      return ShellError("bad-setting", "\(name) must be a number")
    case .missingSection(let phase):
      return ShellError(
        "missing-section", "the model has no \(phase.rawValue) section",
        hint: .verbatim("help model"))
    case .missingLoss:
      return ShellError(
        "missing-loss", "the loss section gives no name a value", hint: .verbatim("L = bce(A2, Y)"))
    case .lossNotScalar(let name, let shape):
      return ShellError(
        "loss-not-scalar", "the loss \(name) is \(shape), and must be a single number",
        hint: .verbatim("\(name) = mean(...)"))
    case .noParameters:
      return ShellError(
        "no-parameters",
        "nothing that init makes is used by the loss, so there is nothing to learn",
        hint: "W1 = randn(1, 2) in init, used in forward")
    case .emptyParameter(let name, let shape, let setting?):
      return ShellError(
        "no-network", "with \(setting) = 0 \(name) is \(shape) and has no numbers to learn",
        hint: .verbatim("\(setting) = 1"))
    case .emptyParameter(let name, let shape, nil):
      return ShellError("no-network", "\(name) is \(shape) and has no numbers to learn")
    case .settingNoSize(let name, let value):
      return ShellError(
        "no-network",
        """
        \(name) says how many there are of something, and \(NumberFormatting.shortest(value)) is no \
        whole number from 1
        """,
        hint: .verbatim("\(name) = \(max(Int(min(value.rounded(), 1e6)), 1))"))
    case .unknownOptimizer(let name, let candidates):
      return unknownOptimizer(name, candidates)
    case .reservedForExamples(let name):
      return ShellError(
        "reserved-name", "\(name) is the number of examples, and cannot be a setting")
    case .notAnUpdate(let text) where Optimizer.named(text) != nil:
      return unknownOptimizer(text, [])
    case .notAnUpdate(let text):
      return ShellError(
        "not-an-update", "\(text) changes nothing", hint: "sgd(lr), or W1 = W1 - lr * dW1")
    case .noExamples:
      return ShellError("no-examples", "the dataset has no examples")
    case .invalidBatch(let text):
      return ShellError("bad-setting", "batch is a whole number from 1, not \(text)")
    case .invalidHoldout(let text):
      return ShellError(
        "bad-setting",
        "what is held back is a share from 0 to below 1 that leaves some to train on, not \(text)")
    case .invalidExamples(let text):
      return ShellError("bad-setting", "examples is rows or columns, not \(text)")
    case .tooManyEquations(let limit):
      return ShellError("too-large", "a section has at most \(limit) equations")
    }
  }

  /// What stands where an optimizer is called; one by its name alone is not a call yet.
  static func unknownOptimizer(_ name: String, _ candidates: [String]) -> ShellError {
    if let optimizer = Optimizer.named(name) {
      return ShellError(
        "unknown-optimizer", "\(name) is given its learning rate in brackets",
        hint: .verbatim(optimizer.example))
    }
    return ShellError(
      "unknown-optimizer", "there is no optimizer '\(name)'",
      hint: Suggestions.hint(for: name, among: candidates)
        ?? "use \(Suggestions.list(candidates))")
  }

  private static let sections = ["settings"] + Phase.allCases.map(\.rawValue)
}

extension Wording {
  /// What a model may not mean.
  static func describe(_ note: ModelNote) -> Phrase {
    switch note.kind {
    case .sumRead:
      """
      Note on \(note.equation): without np. it is Python's function, which gives a number for each \
      column of a matrix; a loss is one number, so it is read as NumPy's.
      """
    case .sumFitted:
      """
      Note on \(note.equation): without np. it is Python's function, which gives a number for each \
      column of a matrix; those do not fit here, so it is read as NumPy's.
      """
    case .spread(let first, let second, let whole):
      """
      Note on \(note.equation): \(first.text) is \(first.shape) and \(second.text) is \
      \(second.shape), so that together they are \(whole), as in NumPy: every prediction is compared \
      with every target. Of one shape, each would be compared with its own.
      """
    case .missingClass(let label, let name, isHeldBack: true):
      """
      Note: all examples of class \(number(label)) of \(name) are held back, so it is never trained \
      on.
      """
    case .missingClass(let label, let name, isHeldBack: false):
      """
      Note: no example of class \(number(label)) of \(name) is held back, so accuracy_val knows \
      nothing of it.
      """
    case .scaledByAll:
      """
      Note on \(note.equation): it scales by numbers of all examples, so that training knows \
      something of those that are held back. Numbers of the training part alone tell nothing: split \
      into X, X_val and X_test in data, then scale, as the model that data FILE proposes does.
      """
    case .columnsAssumed(let data):
      """
      Note on \(note.equation): \(data.text) is \(data.shape), and the equations fit examples in rows \
      as well as in columns. Columns are taken; examples = rows or examples = columns in settings \
      says which they are.
      """
    }
  }

  private static func number(_ value: Double) -> String {
    NumberFormatting.significant(value, digits: 6)
  }
}

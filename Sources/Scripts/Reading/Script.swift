import Arrays
import Equations
import Networks
import Training

/// A NumPy script that was read, and the model that it has become.
///
///     let script = try Script("import numpy as np\n...", name: "xor")
///     script.program.model.text
///
/// Nothing of a script is run as code: it is followed under the limits of the language, and what its
/// lines compute is computed by the language's own arithmetic.
public struct Script: Sendable {
  /// What the reader has to know of how the script was read.
  public enum Note: Sendable, Equatable {
    /// Blocks had lost their indentation.
    case indentationLost
    /// The script has no loss; this one fits its gradients, or none of those that were tried does.
    case lossAdded(Statement, fits: Bool)
    /// What is minimised is this, of what the script shows in each round.
    case lossNamed(Statement, line: Int)
    /// The script has no loop that trains: these lines were added.
    case trainingAdded([Statement])
    /// A condition that ends the loop early, which the model does not: its text, and the line.
    case endsWhen(String, line: Int)
    /// From this epoch on, the model's parameter is another than the script's; the line shows it.
    case parts(epoch: Int, parameter: String, line: Int)
    /// Of the script's own rounds only so many were held against the model's epochs: they take more
    /// steps than are followed.
    case comparedOnly(rounds: Int)
    /// This line takes several steps in an epoch, each with other values of the parameter, or those of
    /// a loss that the script does not compute: what its gradients should be is not known.
    case notJudged(line: Int)
    /// Functions that nothing calls were followed with the names that they ask for.
    case functionCalled(String)
  }

  public let program: Program
  public let notes: [Note]
  /// The line of the loop that trains, and how often it goes round.
  public let loop: (line: Int, rounds: Int?)?
  /// The script, line by line.
  public let lines: [String]
  /// Numbers that the script gives names and reads nowhere.
  let unusedSettings: [ScriptDeparture]
  /// The model with names for what functions are given and give back.
  let refined: RefinedModel?

  /// The longest script that is read, in bytes.
  public static let longest = 200_000

  /// Whether a text of several lines is Python that only a whole script has.
  public static func isScript(_ text: String) -> Bool {
    ScriptLayout(text).opensBlocks
  }

  /// - Parameter files: where the files are read that it names.
  /// - Throws: `ScriptError` with the line at fault.
  public init(
    _ text: String, name: String, files: FileLibrary = .none,
    limits: EvaluationLimits = .standard
  ) throws(ScriptError) {
    let layout = ScriptLayout(text)
    do throws(ScriptError) {
      guard text.utf8.count <= Self.longest else { throw ScriptError(.tooLong, line: 1) }
      let statements = try ScriptParser.statements(layout.text)
      let notes: [Note] = layout.isRestored ? [.indentationLost] : []
      do throws(ScriptError) {
        self = try Self.read(
          statements, layout, name, notes,
          from: ScriptTracer(limits: limits, files: files, hidesExamplesName: false))
      } catch {
        guard case .model(let fault) = error.kind, case .reservedForExamples = fault.kind else {
          throw error
        }
        self = try Self.read(
          statements, layout, name, notes,
          from: ScriptTracer(limits: limits, files: files, hidesExamplesName: true))
      }
    } catch {
      var error = error
      let place = error.line - 1
      if error.source.isEmpty, layout.lines.indices.contains(place) {
        error.source = layout.lines[place]
      }
      throw error
    }
  }

  private init(
    program: Program, notes: [Note], loop: (line: Int, rounds: Int?)?, lines: [String],
    unusedSettings: [ScriptDeparture], refined: RefinedModel?
  ) {
    self.refined = refined
    self.unusedSettings = unusedSettings
    self.program = program
    self.notes = notes
    self.loop = loop
    self.lines = lines
  }

  private static func read(
    _ statements: [ScriptStatement], _ layout: ScriptLayout, _ name: String, _ notes: [Note],
    from beginning: ScriptTracer
  ) throws(ScriptError) -> Script {
    var tracer = beginning
    try tracer.follow(statements)
    if tracer.training == nil {
      var again = beginning
      again.threshold = 2
      try again.follow(statements)
      if again.training != nil { tracer = again }
    }
    var reader = ScriptReader(tracer, name, tracer.limits, notes)
    let program = try reader.program()
    var notes = reader.notes
    if let line = Self.stepsNotJudged(program, notes) { notes.append(.notJudged(line: line)) }
    for stop in tracer.stops {
      let question = stop.question?.text ?? layout.question(inLine: stop.line)
      notes.append(.endsWhen(question, line: stop.line))
    }
    let comparison = ScriptComparison(statements, like: tracer)
    if let comparison, comparison.isCutShort {
      notes.append(.comparedOnly(rounds: comparison.count))
    }
    if let parting = comparison?.parting(of: program, names: reader.handedOn) {
      notes.append(
        .parts(epoch: parting.epoch, parameter: parting.parameter, line: parting.line))
    }
    return Script(
      program: program, notes: notes,
      loop: tracer.training.map { ($0.line, $0.rounds) }, lines: layout.lines,
      unusedSettings: tracer.unusedSettings(in: layout.text), refined: reader.refined)
  }
}

extension Script {
  /// The line of a step whose gradient cannot be held against the loss: one of several in an epoch, or
  /// one in batches of which the script shows no loss.
  private static func stepsNotJudged(_ program: Program, _ notes: [Note]) -> Int? {
    if program.batchesPerEpoch > 1,
      notes.contains(where: { if case .lossAdded(_, fits: false) = $0 { true } else { false } })
    {
      return program.steps(in: .update).last?.line
    }
    for parameter in program.parameters {
      guard let last = program.iteration.last(where: { $0.target == parameter }),
        let value = last.statement.assignment?.computedValue,
        let before = value.changed, before != parameter,
        let step = program.iteration.first(where: { $0.target == before }),
        step.statement.assignment?.computedValue.changed != nil
      else { continue }
      let isReadElsewhere = program.iteration.contains {
        $0.target != parameter && $0.inputs.contains(before)
          && $0.statement.assignment?.computedValue.changed != before
      }
      if isReadElsewhere { return last.line }
    }
    return nil
  }

  /// Whether the gradients as they are written can be held against the loss.
  public var judgesGradients: Bool {
    !notes.contains { if case .notJudged = $0 { true } else { false } }
  }
}

extension Expression {
  /// The name from which something is taken, or to which it is added.
  fileprivate var changed: String? {
    guard case .binary(let op, let left, _) = node, op == .add || op == .subtract else {
      return nil
    }
    return left.nameAlone ?? left.changed
  }
}

extension ScriptTracer {
  /// Follows a script up to the loop that trains, or to its end.
  fileprivate mutating func follow(_ statements: [ScriptStatement]) throws(ScriptError) {
    do throws(ScriptError) {
      _ = try run(statements)
    } catch {
      guard error.kind == .trained else { throw error }
    }
  }
}

extension ScriptTracer {
  /// Settings whose word stands in the script once: where it gets its value.
  fileprivate func unusedSettings(in text: String) -> [ScriptDeparture] {
    guard training != nil, let tokens = try? ScriptScanner.tokens(of: text) else { return [] }
    return setup.compactMap { equation in
      guard let name = equation.target, settings.contains(name),
        !setup.contains(where: { $0.inputs.contains(name) }),
        !body.contains(where: { $0.inputs.contains(name) })
      else { return nil }
      let word = bases[name] ?? name
      guard let place = tokens.firstIndex(where: { $0.isName(word) }),
        tokens.count(where: { $0.isName(word) }) == 1, !mentionsInText(word, tokens),
        // Of what comes in a tuple not everything need be wanted.
        tokens.indices.contains(place + 1), !tokens[place + 1].isSymbol(","),
        place == 0 || !tokens[place - 1].isSymbol(",")
      else { return nil }
      return ScriptDeparture(
        kind: .unusedSetting, name: word, line: equation.line, equation: equation.statement,
        number: nil, right: nil)
    }
  }

  private func mentionsInText(_ word: String, _ tokens: [ScriptToken]) -> Bool {
    tokens.contains {
      if case .text(let text, true) = $0.kind { text.contains(word) } else { false }
    }
  }
}

extension ScriptLayout {
  /// What a line asks, as it is written.
  fileprivate func question(inLine line: Int) -> String {
    guard lines.indices.contains(line - 1) else { return "" }
    var text = lines[line - 1].split(separator: "#").first.map(String.init) ?? ""
    text = text.replacing("elif ", with: "").replacing("if ", with: "")
    let blank: Set<Character> = [" ", "\t", ":"]
    while let first = text.first, blank.contains(first) { text.removeFirst() }
    while let last = text.last, blank.contains(last) { text.removeLast() }
    return text
  }
}

import Arrays
import Equations
import Networks
import Training

/// Right lines in their author's words. Differentiation writes them in its own, which may be twice as
/// long and look like another idea; what was meant is mostly what is written, but for one thing.
extension Script {
  private static let mostEdits = 400
  private static let mostTriedEdits = 32

  /// What is written with one thing changed, if that computes the same as a right value does.
  ///
  /// - Parameters:
  ///   - right: a value that is right there.
  ///   - place: the equation, by its number in an epoch.
  ///   - isRenaming: whether the change may be that of a name.
  static func edit(
    of written: Expression, computing right: Expression, before place: Int, of run: Run,
    isRenaming: Bool = true
  ) -> Expression? {
    // Where learning starts much may be the same by chance: all errors have one sign.
    let states = [false, true].compactMap { EditedLine(run, before: place, isElsewhere: $0) }
    let values = states.compactMap { $0.value(of: right) }
    guard let state = states.first, values.count == 2,
      // Zeros, and what is the same everywhere, are computed by much.
      values.allSatisfy({ $0.count == 1 || Set($0.doubles).count > 1 })
    else { return nil }
    let edits = written.edits { isRenaming ? state.names(like: $0) : [] }
    return edits.prefix(mostEdits).first { edit in
      zip(states, values).allSatisfy { state, value in
        state.value(of: edit).map { isSame($0, value) } ?? false
      }
    }
  }

  private static func isSame(_ one: NDArray, _ other: NDArray) -> Bool {
    guard one.shape == other.shape else { return false }
    let size = other.doubles.reduce(0) { max($0, $1.magnitude) }
    return size > 0
      && zip(one.doubles, other.doubles).allSatisfy { ($0 - $1).magnitude <= 1e-9 * size }
  }

  /// A departure whose right line is what is written, but for one thing, where there is such a line.
  ///
  /// - Parameter isBetter: whether an assignment makes gradients right that are wrong.
  func inAuthorsWords(
    _ departure: ScriptDeparture, _ current: Run, isBetter: (Assignment) -> Bool
  ) -> ScriptDeparture {
    guard let written = departure.equation?.assignment, written.subscripts == nil,
      let place = current.program.iteration.lastIndex(where: {
        $0.statement == departure.equation
      }), var run = Run(current.program, seed: current.seed).initialised(),
      // Where parameters begin as zeros, much is the same that will not be.
      (try? run.runEpochs(2)) != nil
    else { return departure }
    var departure = departure
    func line(_ edit: Expression) -> Assignment {
      var assignment = written
      assignment.value = edit
      assignment.updateOperator = nil
      return assignment
    }
    if let right = departure.mending {
      if let edit = Self.edit(
        of: written.computedValue, computing: right.value, before: place, of: run),
        edit != right.value, isBetter(line(edit))
      {
        departure.right = Statement(.assignment(line(edit))).atStartOfText
      }
      return departure
    }
    guard let state = EditedLine(run, before: place, isElsewhere: false) else {
      return departure
    }
    guard let own = state.value(of: written.computedValue) else { return departure }
    let edits = written.computedValue.edits(names: state.names)
      .filter { edit in state.value(of: edit).map { !Self.isSame($0, own) } ?? false }
      .prefix(Self.mostTriedEdits)
    if let edit = edits.first(where: { isBetter(line($0)) }) {
      departure.right = Statement(.assignment(line(edit))).atStartOfText
    }
    return departure
  }
}

/// The values with which an equation of an epoch is computed.
private struct EditedLine {
  private let state: RunState
  private let program: Program
  /// Names that have a value there, of what an epoch computes and of data.
  private let known: [String]

  /// - Parameter isElsewhere: whether parameters have other values than training has come to.
  init?(_ run: Run, before place: Int, isElsewhere: Bool) {
    let steps = run.program.iteration[..<place]
    var start = run.roundStart
    for name in isElsewhere ? run.program.parameters : [] {
      guard let value = start[name], value.dtype == .float64 else { continue }
      let moved = value.doubles.enumerated().map { Self.other(than: $0.element, $0.offset) }
      start.store(.array(NDArray(shape: value.shape, float64: moved)), as: name)
    }
    guard let state = start.after(steps, in: run.program) else { return nil }
    self.state = state
    program = run.program
    known = Set(run.program.steps(in: .data).compactMap(\.target) + steps.compactMap(\.target))
      .sorted()
  }

  /// A number of either sign about as large as one or as the number itself, another in each place.
  private static func other(than value: Double, _ place: Int) -> Double {
    // Multiples of the golden ratio lie everywhere between two whole numbers.
    let turn = Double(place + 1) * 0.618_033_988_749_895
    return (2 * (turn - turn.rounded(.down)) - 1) * max(1, value.magnitude)
  }

  func value(of expression: Expression) -> NDArray? {
    let value = try? Evaluation.value(
      of: expression, in: SlotScope(state.slots), limits: program.limits)
    guard let array = value?.array, array.doubles.allSatisfy(\.isFinite) else { return nil }
    return array
  }

  /// Names that may have been meant instead of one: arrays of its shape.
  func names(like name: String) -> [String] {
    guard let own = state[name], own.count > 1, !program.parameters.contains(name) else {
      return []
    }
    return known.filter { other in
      other != name && state[other].map { $0.shape == own.shape && $0.dtype == own.dtype } ?? false
    }
  }
}

import Arrays
import Equations
import Networks
import Training

/// Steps that are written element by element, as loops over indices write them.
extension Script {
  /// Larger networks are no loops over indices.
  private static let mostElements = 2_000
  /// How far a step may be from the slope times the rate of all others.
  private static let tolerance = 1e-3

  /// Whether a program changes a parameter one element after the other.
  static func stepsByElements(_ program: Program) -> Bool {
    program.parameters.contains { parameter in
      let steps = elementSteps(of: parameter, program)
      return !steps.isEmpty && steps.allSatisfy(\.changesOneElement)
    }
  }

  private struct ElementStep {
    var parameter: String
    var index: [Int]
    var step: Double
    var slope: Double
  }

  /// The step of an element that is not the loss's slope times what most others are times theirs; of
  /// all of them that go up the slope, the first.
  ///
  /// - Parameter run: at the start of an epoch.
  /// - Returns: `nil` where no such factor is seen, as with an optimizer that remembers.
  func elementSteps(_ run: Run) -> [ScriptDeparture]? {
    let program = run.program
    guard let elements = Self.steps(run) else { return nil }
    let steepest = elements.reduce(0) { max($0, $1.slope.magnitude) }
    let ratios = elements.filter { $0.slope.magnitude > 1e-6 * steepest }.map { $0.step / $0.slope }
    func alike(_ ratio: Double) -> Int {
      ratios.count { ($0 - ratio).magnitude <= Self.tolerance * ratio.magnitude }
    }
    // A rate that the script names says more than how many steps are alike.
    let rates = program.settings.compactMap { run.state[$0.name]?.item }.flatMap { [$0, 2 * $0] }
    func isNamed(_ ratio: Double) -> Bool {
      rates.contains { ($0 - ratio.magnitude).magnitude <= Self.tolerance * ratio.magnitude }
    }
    guard
      let rate = ratios.max(by: {
        (isNamed($0) ? 1 : 0, alike($0)) < (isNamed($1) ? 1 : 0, alike($1))
      }),
      rate != 0, isNamed(rate) || alike(rate) >= max(2, elements.count / 5)
    else { return nil }
    func isWrong(_ element: ElementStep) -> Bool {
      let expected = rate * element.slope
      return (element.step - expected).magnitude
        > Self.tolerance * max(expected.magnitude, 1e-3 * (rate * steepest).magnitude)
    }
    let wrong = elements.filter(isWrong)
    guard let first = wrong.first ?? (rate > 0 ? elements.first : nil) else { return [] }
    let number = ScriptDeparture.Number(
      element: Self.element("d" + first.parameter, first.index), written: first.step / rate,
      right: first.slope)
    guard !wrong.isEmpty else {
      let step = Self.equations(of: first, program).last
      return [
        ScriptDeparture(
          kind: .uphill, name: first.parameter, line: step?.line ?? 0, equation: step?.statement)
      ]
    }
    // Where a slope is nearly 1, a step without it is nearly right.
    let right = elements.filter { element in
      let expected = rate * element.slope
      return (element.step - expected).magnitude <= 1e-6 * expected.magnitude
    }
    let culprit = culprit(wrong, right: right, program)
    return [
      ScriptDeparture(
        kind: .gradient, name: culprit?.target ?? first.parameter, line: culprit?.line ?? 0,
        equation: culprit?.statement, number: number)
    ]
  }

  /// What a round does to each element of the parameters, and the loss's slope there; `nil` where
  /// there are too many.
  private static func steps(_ run: Run) -> [ElementStep]? {
    let program = run.program
    let start = run.roundStart
    guard let after = start.after(program.iteration, in: program) else { return nil }
    var elements: [ElementStep] = []
    for name in program.parameters {
      guard let old = start[name], let new = after[name], old.shape == new.shape,
        elements.count + old.count <= mostElements
      else { return nil }
      let values = old.doubles
      for (place, new) in new.doubles.enumerated() {
        let slope = CentralDifference { distance in
          var moved = values
          moved[place] += distance
          return start.loss(of: program, with: NDArray(shape: old.shape, float64: moved), as: name)
            ?? .nan
        }
        guard slope.isFinite, slope.kink == nil else { continue }
        elements.append(
          ElementStep(
            parameter: name, index: old.shape.index(ofFlat: place), step: new - values[place],
            slope: slope.value))
      }
    }
    return elements
  }

  /// The last line that all wrong steps come from and no right one does; the first wrong step's own
  /// where there is none.
  private func culprit(
    _ wrong: [ElementStep], right: [ElementStep], _ program: Program
  ) -> ProgramEquation? {
    let backward = program.iteration.filter { $0.phase == .backward || $0.phase == .update }
    func sources(_ elements: [ElementStep]) -> [Set<Int>] {
      elements.map { element in
        var needed: Set<String> = []
        for step in Self.equations(of: element, program) { needed.formUnion(step.inputs) }
        needed.remove(element.parameter)
        var lines: Set<Int> = []
        for step in backward.reversed() {
          guard let target = step.target, needed.contains(target) else { continue }
          needed.formUnion(step.inputs)
          if let line = step.line { lines.insert(line) }
        }
        return lines
      }
    }
    var common = sources(wrong).reduce(nil as Set<Int>?) { $0?.intersection($1) ?? $1 } ?? []
    for lines in sources(right) { common.subtract(lines) }
    let own = wrong.first.flatMap { Self.equations(of: $0, program).last }
    return backward.last { $0.line.map(common.contains) ?? false } ?? own
  }

  /// The equations that change an element.
  private static func equations(
    of element: ElementStep, _ program: Program
  ) -> [ProgramEquation] {
    elementSteps(of: element.parameter, program).filter { $0.changes(element.index) ?? true }
  }

  /// The equations that change some elements of a parameter, under whichever of its names.
  private static func elementSteps(of parameter: String, _ program: Program) -> [ProgramEquation] {
    var names: Set<String> = [parameter]
    var found: [ProgramEquation] = []
    for step in program.iteration.reversed() {
      guard let assignment = step.statement.assignment, names.contains(assignment.name) else {
        continue
      }
      if assignment.subscripts != nil {
        found.append(step)
      } else if let other = assignment.value.nameAlone {
        names.insert(other)
      }
    }
    return found.reversed()
  }
}

extension ProgramEquation {
  /// Whether what it changes is given by places alone, and by no slice.
  fileprivate var changesOneElement: Bool {
    statement.assignment?.subscripts?.allSatisfy {
      if case .position = $0 { true } else { false }
    } ?? false
  }

  /// Whether it changes the element at an index; `nil` where that is not plain.
  fileprivate func changes(_ index: [Int]) -> Bool? {
    guard let items = statement.assignment?.subscripts, items.count == index.count else {
      return nil
    }
    for (item, place) in zip(items, index) {
      guard case .position(let position) = item, case .integer(let number) = position.node else {
        return nil
      }
      if number != place { return false }
    }
    return true
  }
}

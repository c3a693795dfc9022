import Arrays
import Equations

extension ProgramBuilder {
  /// Reads sums (and `max`, `min`) of Python as those of NumPy where a loss would else be several numbers.
  ///
  /// A loss is one number, and `L = sum((A - Y)**2)` with a matrix under it is a number only as
  /// `np.sum`. The sums of the last equation are read so first, then those before it, one equation
  /// after the other, as far as they too make single numbers; a sum inside another stays Python's.
  mutating func readSumsForOneLoss() {
    guard hasPythonSums else { return }
    let steps = written(.forward) + written(.loss)
    guard let last = lossIndex(of: steps), !isNumber(last, of: steps)
    else { return }
    var read = steps
    for index in steps.indices.reversed() {
      guard let assignment = steps[index].statement.assignment, assignment.value.hasPythonSum else {
        continue
      }
      let old = read[index]
      read[index] = old.readingSumsAsNumPy(of: assignment)
      if isNumber(last, of: read) {
        for phase in [Phase.forward, .loss] { sections[phase] = read.filter { $0.phase == phase } }
        sumsRead = zip(steps, read).filter { $0.0 != $0.1 }.map(\.1)
        return
      }
      if old.phase == .forward, !isNumber(index, of: read) { read[index] = old }
    }
  }

  /// The same before the examples are counted, which a loss that does not fit would keep from being
  /// found; in vain where parameters cannot be known before.
  mutating func readSumsBeforeExamples() {
    guard hasPythonSums else { return }
    var trial = self
    guard (try? trial.check(written(.`init`))) != nil else { return }
    trial.readSumsForOneLoss()
    (sections, sumsRead) = (trial.sections, trial.sumsRead)
  }

  /// Reads them so in equations that do not fit otherwise, as where the squares of all gradients are
  /// added up, `sum(dW1**2) + sum(dW2**2)`.
  mutating func readSumsToFit(_ steps: [ProgramEquation]) -> [ProgramEquation] {
    guard steps.contains(where: \.hasPythonSum) else { return steps }
    var (before, read) = (self, steps)
    for (index, step) in steps.enumerated() {
      var after = before
      if (try? after.check(step)) == nil, let assignment = step.statement.assignment,
        assignment.value.hasPythonSum
      {
        let other = step.readingSumsAsNumPy(of: assignment)
        after = before
        if (try? after.check(other)) != nil {
          read[index] = other
          sumsFitted.append(other)
        }
      }
      before = after
    }
    return read
  }

  private var hasPythonSums: Bool {
    (written(.forward) + written(.loss)).contains(where: \.hasPythonSum)
  }

  private func lossIndex(of steps: [ProgramEquation]) -> Int? {
    let losses = steps.indices.filter { steps[$0].phase == .loss && steps[$0].target != nil }
    return losses.last { steps[$0].target == "L" } ?? losses.last
  }

  /// Whether what the equation at `index` makes is a single number, as far as can be told.
  private func isNumber(_ index: Int, of steps: [ProgramEquation]) -> Bool {
    var trial = self
    guard (try? trial.check(Array(steps[...index]))) != nil else { return false }
    guard let target = steps[index].target, let shape = trial.statics[target]?.shape else {
      return true
    }
    return shape.rank == 0
  }
}

extension ProgramEquation {
  fileprivate var hasPythonSum: Bool { statement.expressions.contains(where: \.hasPythonSum) }

  fileprivate func readingSumsAsNumPy(of assignment: Assignment) -> ProgramEquation {
    var changed = assignment
    changed.value = assignment.value.readingSumsAsNumPy
    return ProgramEquation(phase, Statement(.assignment(changed)).atStartOfText, origin)
  }
}

extension Expression {
  private static let pythonWords = ["python.sum": "sum", "python.max": "max", "python.min": "min"]

  fileprivate var hasPythonSum: Bool {
    calledFunctions.contains { Self.pythonWords[$0] != nil }
  }

  fileprivate var readingSumsAsNumPy: Expression {
    if case .call(let name, let arguments) = node, let word = Self.pythonWords[name],
      arguments.count == 1
    {
      return Expression(.call(word, arguments), span: span)
    }
    return mapChildren(\.readingSumsAsNumPy)
  }
}

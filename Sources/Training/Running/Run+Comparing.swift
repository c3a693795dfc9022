import Arrays
import Equations
import Networks

extension Run {
  /// The loss at the end of an epoch; `nil` if the line has not come so far.
  public func loss(ofEpoch epoch: Int) -> Double? {
    guard epoch > 0, epoch <= end.cursor.epoch else { return nil }
    if timeline.losses.stride == 1 {
      return epoch <= timeline.losses.count ? timeline.losses[epoch - 1] : nil
    }
    return value(of: program.loss, atEndOfEpoch: epoch)?.item
  }

  /// Compares this run with another, over all that both lines have reached.
  ///
  /// Where they part is found by halving the range of epochs, then equation by equation; a
  /// difference that has healed without a trace in parameters, optimizer, random state and losses
  /// is passed over.
  ///
  /// - Parameter epochs: whose losses are put side by side; by default 1, 2, 5, 10, 20, 50 and so
  ///   on, and the last that either has run.
  /// - Throws: `Failure` of an equation that is run again on the way.
  public func compared(with other: Run, lossesAt epochs: [Int]? = nil) throws -> RunComparison {
    let names = (program.settings + other.program.settings).map(\.name)
    var settings: [RunComparison.SettingDifference] = []
    for name in names where !settings.contains(where: { $0.name == name }) {
      let (a, b) = (program.settingValue(name), other.program.settingValue(name))
      if let a, let b, a.isIdentical(to: b) { continue }
      settings.append(RunComparison.SettingDifference(name: name, first: a, second: b))
    }
    let equations = Phase.allCases.flatMap { phase in
      EquationChange.changes(
        from: program.steps(in: phase), to: other.program.steps(in: phase)
      ).map { (phase: phase, change: $0) }
    }
    let chosen = epochs ?? Self.telling(max(finishedAtEnd, other.finishedAtEnd))
    return RunComparison(
      settings: settings, equations: equations, firstDifference: try firstDifference(from: other),
      commonEpochs: min(finishedAtEnd, other.finishedAtEnd),
      losses: chosen.map {
        (epoch: $0, first: loss(ofEpoch: $0), second: other.loss(ofEpoch: $0))
      })
  }

  private var finishedAtEnd: Int { max(end.cursor.epoch - 1, 0) }

  /// 1, 2, 5, 10, ... and the last.
  private static func telling(_ last: Int) -> [Int] {
    var epochs: [Int] = []
    var scale = 1
    while scale <= last {
      epochs += [1, 2, 5].map { $0 * scale }.filter { $0 < last }
      scale *= 10
    }
    return last > 0 ? epochs + [last] : []
  }

  private func firstDifference(from other: Run) throws -> RunComparison.NumberDifference? {
    var (a, b) = (self, other)
    let last = max(min(a.end.cursor.epoch, b.end.cursor.epoch), 0)
    func atStart(ofEpoch epoch: Int) throws -> Bool {
      guard epoch > 0 else {
        a.goToStart()
        b.goToStart()
        return true
      }
      try a.go(to: .beginning(ofEpoch: epoch))
      try b.go(to: .beginning(ofEpoch: epoch))
      return a.difference(from: b, first: []) == nil && a.state.random == b.state.random
    }
    // The losses narrow it down from above, and catch what has healed.
    var high = last + 1
    let (losses, others) = (a.timeline.losses, b.timeline.losses)
    if losses.stride == 1, others.stride == 1,
      let index = (0..<min(losses.count, others.count)).first(where: {
        losses[$0].bitPattern != others[$0].bitPattern
      })
    {
      high = min(high, index + 2)
    }
    var low = 0
    // At the start of `low` they agree; of `high` they do not, or nobody has been there.
    while high - low > 1 {
      let middle = (low + high) / 2
      if try atStart(ofEpoch: middle) { low = middle } else { high = middle }
    }
    _ = try atStart(ofEpoch: low)
    return try a.walk(beside: &b, upToEpoch: high + 1)
  }

  /// Steps both until a number differs.
  private mutating func walk(
    beside other: inout Run, upToEpoch last: Int
  ) throws -> RunComparison.NumberDifference? {
    let (end, otherEnd) = (self.end, other.end)
    if let found = difference(from: other, first: []) { return found }
    while moment < end, other.moment < otherEnd, state.cursor.epoch <= last {
      let step = nextStep
      var done = [step.target].compactMap { $0 }
      if step.phase == other.nextStep.phase, step.target == other.nextStep.target {
        try advance(step)
        try other.advance(other.nextStep)
      } else {
        let phase = step.phase
        done = program.steps(in: phase).compactMap(\.target)
        while moment < end, nextStep.phase == phase { try advance(nextStep) }
        while other.moment < otherEnd, other.nextStep.phase == phase {
          try other.advance(other.nextStep)
        }
      }
      if let found = difference(from: other, first: done) { return found }
    }
    return nil
  }

  /// A value that both have and that differs, settings aside.
  private func difference(
    from other: Run, first: [String]
  ) -> RunComparison.NumberDifference? {
    let settings = Set((program.settings + other.program.settings).map(\.name))
    let names = first + program.names + state.slots.keys.sorted()
    for name in names where !settings.contains(name) {
      guard let a = state.slots[name]?.value, let b = other.state.slots[name]?.value else {
        continue
      }
      if let found = RunComparison.NumberDifference(name, a, b, at: position) { return found }
    }
    return nil
  }
}

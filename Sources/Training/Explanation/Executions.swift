import Equations
import Networks

extension Program {
  /// An equation that ran, and when.
  struct Execution: Equatable {
    let step: ProgramEquation
    let cursor: Cursor
  }

  /// The last equation before the cursor that gave the name its value.
  func lastExecution(of name: String, before cursor: Cursor) -> Execution? {
    var best: Execution?
    if cursor.epoch > 0 {
      for (index, step) in iteration.enumerated() where step.target == name {
        guard let ran = lastCursor(ofCycle: index, before: cursor) else { continue }
        if best.map({ $0.cursor < ran }) ?? true { best = Execution(step: step, cursor: ran) }
      }
    }
    if let best { return best }
    let count = cursor.epoch > 0 ? setup.count : cursor.index
    guard let index = setup[..<count].lastIndex(where: { $0.target == name }) else { return nil }
    return Execution(step: setup[index], cursor: Cursor(epoch: 0, index: index))
  }

  private func lastCursor(ofCycle index: Int, before cursor: Cursor) -> Cursor? {
    var ran = Cursor(epoch: cursor.epoch, batch: cursor.batch, index: index)
    if iteration[index].isOncePerEpoch {
      ran.batch = 0
      if !(ran < cursor) { ran.epoch -= 1 }
    } else if !(ran < cursor) {
      if ran.batch > 0 {
        ran.batch -= 1
      } else {
        ran.epoch -= 1
        ran.batch = batchesPerEpoch - 1
      }
    }
    return ran.epoch > 0 ? ran : nil
  }
}

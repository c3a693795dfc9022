/// Which equation comes next.
///
/// `index` runs over the program's equations of `data` and `init` while `epoch` is 0, and over
/// those of one batch afterwards. A cursor never stands past the end of its list.
public struct Cursor: Sendable, Hashable, Comparable {
  public var epoch: Int
  /// Counted from 0.
  public var batch: Int
  public var index: Int

  public init(epoch: Int, batch: Int = 0, index: Int) {
    self.epoch = epoch
    self.batch = batch
    self.index = index
  }

  public static let start = Cursor(epoch: 0, index: 0)

  public static func < (left: Cursor, right: Cursor) -> Bool {
    (left.epoch, left.batch, left.index) < (right.epoch, right.batch, right.index)
  }
}

extension Program {
  /// The equation that the cursor points at.
  public func step(at cursor: Cursor) -> ProgramEquation {
    cursor.epoch == 0 ? setup[cursor.index] : iteration[cursor.index]
  }

  /// The cursor of the first equation to be done.
  public var startCursor: Cursor {
    setup.isEmpty ? Cursor(epoch: 1, index: 0) : .start
  }

  public func cursor(after cursor: Cursor) -> Cursor {
    var next = cursor
    next.index += 1
    let count = cursor.epoch == 0 ? setup.count : iteration.count
    if next.index >= count {
      next.index = 0
      if cursor.epoch == 0 || cursor.batch + 1 >= batchesPerEpoch {
        next.epoch += 1
        next.batch = 0
      } else {
        next.batch += 1
      }
    }
    if next.epoch > 0, next.batch > 0, iteration[next.index].isOncePerEpoch {
      return self.cursor(after: next)
    }
    return next
  }

  /// The cursor before; `nil` at the start.
  public func cursor(before cursor: Cursor) -> Cursor? {
    guard cursor > startCursor else { return nil }
    var previous = cursor
    if cursor.index > 0 {
      previous.index -= 1
    } else if cursor.epoch == 1 && cursor.batch == 0 {
      previous = Cursor(epoch: 0, index: setup.count - 1)
    } else {
      previous.index = iteration.count - 1
      if cursor.batch > 0 {
        previous.batch -= 1
      } else {
        previous.epoch -= 1
        previous.batch = batchesPerEpoch - 1
      }
    }
    if previous.epoch > 0, previous.batch > 0, iteration[previous.index].isOncePerEpoch {
      return self.cursor(before: previous)
    }
    return previous
  }

  /// What has been done when the equation at `cursor` comes next.
  public func position(at cursor: Cursor) -> Position {
    guard let done = self.cursor(before: cursor) else { return .start }
    let last = step(at: done)
    let next = step(at: cursor)
    let isPhaseFinished =
      next.phase != last.phase || cursor.epoch != done.epoch || cursor.batch != done.batch
    return Position(
      epoch: done.epoch, phase: last.phase,
      batch: batchesPerEpoch > 1 && done.epoch > 0 ? done.batch + 1 : nil,
      equation: isPhaseFinished ? nil : (last.target ?? last.text))
  }

  /// The cursor with which `phase` of the given epoch and batch begins.
  public func cursor(epoch: Int, batch: Int = 0, startOf phase: Phase) -> Cursor? {
    let steps = epoch == 0 ? setup : iteration
    guard
      let index = steps.firstIndex(where: { $0.phase == phase && !($0.isOncePerEpoch && batch > 0) }
      )
    else { return nil }
    return Cursor(epoch: epoch, batch: batch, index: index)
  }
}

import Networks

/// A moment as a user names it.
///
/// - `start`: before anything was done; also `0`.
/// - `end`: the furthest moment reached.
/// - `12`: epoch 12 done.
/// - `12.backward`, `3:2.forward`: a phase done, in the second batch of epoch 3; without a batch
///   the last one of the epoch.
/// - `12.backward.dW1`: one equation of it done.
/// - `12.start`: epoch 12 about to begin.
/// - `data`, `init`: these done.
public enum MomentReference: Sendable, Equatable {
  case start
  case end
  /// The batch is counted from 1; without a phase the whole epoch is meant.
  case after(epoch: Int, batch: Int? = nil, phase: Phase? = nil, equation: String? = nil)
  case beginning(ofEpoch: Int)

  public init(_ position: Position) {
    guard let phase = position.phase else {
      self = .start
      return
    }
    self = .after(
      epoch: position.epoch, batch: position.batch, phase: phase, equation: position.equation)
  }

  /// The epoch that it names, if it names one.
  public var epoch: Int? {
    switch self {
    case .start, .end: nil
    case .after(let epoch, _, _, _), .beginning(let epoch): epoch
    }
  }

  /// Reads a moment's text.
  ///
  /// - Throws: `MomentError` of a text that names no moment.
  public static func parse(_ text: String) throws(MomentError) -> MomentReference {
    let text = text.drop { $0 == " " }
    var parts = text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
    while parts.last?.last == " " { parts[parts.count - 1].removeLast() }
    switch parts[0] {
    case "start" where parts.count == 1: return .start
    case "end" where parts.count == 1: return .end
    case "data", "init": parts.insert("0", at: 0)
    default: break
    }
    let numbers = parts[0].split(separator: ":", omittingEmptySubsequences: false)
    guard numbers.count <= 2, let epoch = number(numbers[0]) else {
      throw .malformed(String(text))
    }
    var batch: Int?
    if numbers.count == 2 {
      guard let value = number(numbers[1]), value > 0 else { throw .malformed(String(text)) }
      batch = value
    }
    guard parts.count > 1 else {
      return epoch == 0 && batch == nil ? .start : .after(epoch: epoch, batch: batch)
    }
    if parts[1] == "start", parts.count == 2, batch == nil {
      return epoch == 0 ? .start : .beginning(ofEpoch: epoch)
    }
    let candidates = (epoch == 0 ? Phase.once : Phase.repeated).map(\.rawValue)
    guard let phase = Phase(rawValue: String(parts[1])), phase.isRepeated == (epoch > 0) else {
      throw .unknownPhase(String(parts[1]), candidates: candidates)
    }
    let equation = parts.count > 2 ? String(parts[2]) : nil
    return .after(epoch: epoch, batch: batch, phase: phase, equation: equation)
  }

  private static func number(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ 48...57 ~= $0 }), let value = Int(text),
      value < 1 << 40
    else { return nil }
    return value
  }
}

/// What is wrong with a moment that was asked for.
public enum MomentError: Error, Sendable, Equatable {
  case malformed(String)
  /// A word that is no phase, or none of that epoch.
  case unknownPhase(String, candidates: [String])
  case noSuchBatch(Int, count: Int)
  case unknownEquation(String, phase: Phase, candidates: [String])
  /// The program has no equations in that phase.
  case emptyPhase(Phase)
}

extension Run {
  /// Reads a moment's text as it is meant at this one: `forward` and `backward.dW1` are those of
  /// the epoch at hand, and in `3.dW1` the equation tells the phase.
  ///
  /// - Throws: `MomentError`, as `parse`.
  public func moment(_ text: String) throws(MomentError) -> MomentReference {
    var parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    func phase(_ name: String) -> Phase? {
      Phase(rawValue: name).flatMap { $0.isRepeated ? $0 : nil }
    }
    func phase(computing name: String) -> Phase? {
      program.steps(assigning: name).map(\.phase).first { $0.isRepeated }
    }
    let isOfThisEpoch =
      parts.first.map { first in
        let isWord = ["start", "end", "data", "init"].contains(first)
        return phase(first) != nil || !isWord && parts.count == 1 && phase(computing: first) != nil
      } ?? false
    if isOfThisEpoch { parts.insert("\(max(position.epoch, 1))", at: 0) }
    if parts.count == 2, Phase(rawValue: parts[1]) == nil, let phase = phase(computing: parts[1]) {
      parts.insert(phase.rawValue, at: 1)
    }
    return try MomentReference.parse(parts.joined(separator: "."))
  }

  /// Where a moment that was asked for is to be found.
  public enum Destination: Sendable, Equatable {
    case reached(TimelinePoint)
    /// Not reached yet: the run has to go on to this cursor.
    case ahead(Cursor)
  }

  /// Finds a moment of this line; where a change by hand was made, the moment after it.
  ///
  /// - Throws: `MomentError` of a batch or an equation that no program of this line has.
  public func find(_ reference: MomentReference) throws(MomentError) -> Destination {
    switch reference {
    case .start:
      return .reached(TimelinePoint(segment: 0, cursor: timeline.segments[0].startCursor))
    case .end: return .reached(end)
    default: break
    }
    let last = timeline.segments.count - 1
    var ahead: Cursor?
    var fault: MomentError?
    var between: TimelinePoint?
    for index in timeline.segments.indices.reversed() {
      let segment = timeline.segments[index]
      let cursor: Cursor
      do {
        cursor = try segment.program.cursor(of: reference)
      } catch {
        if fault == nil { fault = error }
        continue
      }
      if cursor < segment.startCursor {
        between = TimelinePoint(segment: index, cursor: segment.startCursor)
        continue
      }
      if cursor <= timeline.end(of: index) {
        return .reached(TimelinePoint(segment: index, cursor: cursor))
      }
      if index == last { ahead = cursor }
      break
    }
    if let ahead { return .ahead(ahead) }
    if let fault { throw fault }
    // It lies within what a change has taken out of a phase: the moment of the change is meant.
    return .reached(between ?? end)
  }

  /// Goes to a moment, running on where it has not been reached yet.
  ///
  /// - Parameter shouldStop: asked before each equation that is new; the run stops there, whole.
  /// - Returns: whether it got there.
  /// - Throws: `MomentError`, or `Failure` of an equation on the way.
  @discardableResult
  public mutating func go(
    to reference: MomentReference, shouldStop: (Run) -> Bool = { _ in false }
  ) throws -> Bool {
    switch try find(reference) {
    case .reached(let moment):
      try go(to: moment)
      return true
    case .ahead(let cursor):
      try go(to: end)
      var backoff = CompilationBackoff()
      while state.cursor < cursor {
        if shouldStop(self) { return false }
        if isAtEpochStart {
          let compiled = try runCompiled(
            cursor.epoch - state.cursor.epoch, &backoff, shouldStop)
          if compiled.isInterrupted { return false }
        }
        try advance(nextStep)
      }
      return true
    }
  }

  /// - Throws: `MomentError`, or `Failure` of an equation on the way.
  @discardableResult
  public mutating func go(to position: Position) throws -> Bool {
    try go(to: MomentReference(position))
  }
}

extension Program {
  /// The cursor right after what a reference names.
  func cursor(of reference: MomentReference) throws(MomentError) -> Cursor {
    switch reference {
    case .start, .end: return startCursor
    case .beginning(let epoch): return epoch == 0 ? startCursor : Cursor(epoch: epoch, index: 0)
    case .after(let epoch, let batch, let phase, let equation):
      let count = epoch == 0 ? 1 : batchesPerEpoch
      if let batch, batch > count { throw .noSuchBatch(batch, count: count) }
      let index = (batch ?? count) - 1
      guard let phase else {
        let last = epoch == 0 ? setup.count : iteration.count
        guard last > 0 else { return startCursor }
        return cursor(after: Cursor(epoch: epoch, batch: index, index: last - 1))
      }
      if let cursor = cursor(after: phase, epoch: epoch, batch: index, equation: equation) {
        return cursor
      }
      let steps = steps(in: phase)
      guard let equation, !steps.isEmpty else { throw .emptyPhase(phase) }
      throw .unknownEquation(equation, phase: phase, candidates: steps.compactMap(\.target))
    }
  }
}

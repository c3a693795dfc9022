import Arrays
import Equations
import Networks

extension ExplanationHistory {
  /// The moments of a run's own line, with the changes that were made by hand.
  public static func line(of run: Run) -> ExplanationHistory {
    let line = Line(run)
    return ExplanationHistory(
      value: { name, epoch in run.value(of: name, atEndOfEpoch: epoch) ?? line.value(name, epoch) },
      state: line.state)
  }
}

/// Goes to moments of a run's line, keeping some of the states.
private final class Line {
  private let run: Run
  /// For a run that begins in the midst of things.
  private let replay: Replay
  private var kept: [Cursor: RunState] = [:]
  private static let mostKept = 64

  init(_ run: Run) {
    self.run = run
    replay = Replay(run)
  }

  func value(_ name: String, _ endOfEpoch: Int) -> NDArray? {
    state(Cursor(epoch: endOfEpoch + 1, index: 0))?[name]
  }

  func state(_ cursor: Cursor) -> RunState? {
    if let known = kept[cursor] { return known }
    guard cursor >= run.timeline.segments[0].startCursor else { return replay.state(cursor) }
    var copy = run
    let moment = TimelinePoint(segment: run.segmentIndex(at: cursor), cursor: cursor)
    guard (try? copy.go(to: moment)) != nil, copy.state.cursor == cursor else { return nil }
    if kept.count >= Self.mostKept { kept = [:] }
    kept[cursor] = copy.state
    return copy.state
  }
}

extension Run {
  /// Whether something was changed by hand on the way to the present.
  var hasChangesBehind: Bool { timeline.current > 0 }

  /// Where an element of a value was changed by hand on the way to the equation at a cursor.
  func changes(of name: String, _ flat: Int, before cursor: Cursor) -> [Cursor] {
    (0...segmentIndex(at: cursor)).dropFirst().filter { index in
      guard timeline.segments[index].edits?.contains(where: { $0.assignment.name == name }) ?? false
      else { return false }
      guard let before = stateAtEnd(ofSegment: index - 1)?[name],
        let after = (try? timeline.start(of: index, seed: seed))?[name], before.shape == after.shape
      else { return true }
      return !before.element(at: flat).isIdentical(to: after.element(at: flat))
    }
    .map { timeline.segments[$0].startCursor }
  }

  /// The names of what was changed by hand on the way here and is not in the model as it is now, so
  /// that training that from the seed on gives other numbers: values, and after the first equation
  /// of an epoch anything at all. In the order of the changes, each once.
  public var changesOnTheWay: [String] {
    var names: [String] = []
    for segment in timeline.segments[...timeline.current].dropFirst() {
      for edit in segment.edits ?? [] where !names.contains(edit.assignment.name) {
        let isInModel =
          segment.startCursor <= Cursor(epoch: 1, index: 0)
          && segment.program.model.contains(edit.assignment)
        if !isInModel { names.append(edit.assignment.name) }
      }
    }
    return names
  }

  /// The segment of the line in which the equation at a cursor came next; where a change was made
  /// right there, the one after it.
  func segmentIndex(at cursor: Cursor) -> Int {
    timeline.segments[...timeline.current].indices.last {
      timeline.segments[$0].startCursor <= cursor
    } ?? 0
  }

  /// The program by which the equation at a cursor came next.
  func program(at cursor: Cursor) -> Program {
    hasChangesBehind ? timeline.segments[segmentIndex(at: cursor)].program : program
  }

  /// The last time before a cursor that a name was given its value by an equation, each stretch of
  /// the line by the program that it had.
  func lastExecution(of name: String, before cursor: Cursor) -> Program.Execution? {
    guard hasChangesBehind else { return program.lastExecution(of: name, before: cursor) }
    var cursor = cursor
    for index in (0...segmentIndex(at: cursor)).reversed() {
      let segment = timeline.segments[index]
      let execution = segment.program.lastExecution(of: name, before: cursor)
      if let execution, index == 0 || execution.cursor >= segment.startCursor { return execution }
      if index > 0 { cursor = timeline.end(of: index - 1) }
    }
    return nil
  }

  /// The state at the end of a segment, before the change that began the next.
  func stateAtEnd(ofSegment index: Int) -> RunState? {
    let segment = timeline.segments[index]
    let end = timeline.end(of: index)
    let frame = segment.frame(reaching: end)
    guard var state = frame ?? (try? timeline.start(of: index, seed: seed)) else { return nil }
    while state.cursor < end {
      guard
        (try? state.advance(segment.program.step(at: state.cursor), in: segment.program)) != nil
      else { return nil }
    }
    return state
  }
}

extension Model {
  /// Whether a change of the model is part of it: a setting's, an equation's, or that of something
  /// that has no value, such as the seed.
  fileprivate func contains(_ assignment: Assignment) -> Bool {
    if settingIndex(assignment.name) != nil { return true }
    if (try? change(by: assignment)) != nil { return true }
    return Phase.allCases.contains { phase in
      lines(assigning: assignment.name, in: phase).contains {
        $0.statement.text == assignment.text
      }
    }
  }
}

import Arrays
import Equations
import Networks

/// The runs of a session under their names, one of them at work, with the changes made to them so
/// that each can be taken back.
///
/// A value: copies share everything that does not change.
public struct Runs: Sendable {
  /// What changed something, and can be undone.
  public struct Change: Sendable {
    public enum Kind: Sendable {
      case intervention(Intervention)
      case fork(from: String)
      case reset
      case deletion
    }
    public let kind: Kind
    /// The run that it was done to; of a fork the new one.
    public let run: String
    /// The run that was made so that the changed one stays whole, if one was.
    public let newRun: String?
    /// Where the run stood.
    public let position: Position
  }

  public enum Fault: Error, Sendable, Equatable {
    case unknownRun(String, candidates: [String])
    case nameTaken(String)
    /// A name is made of letters, digits, `_` and `-`.
    case invalidName(String)
    case tooManyRuns(limit: Int)
    /// The current run cannot be deleted.
    case currentRun(String)
    case nothingToUndo
    case nothingToRedo
  }

  /// A change with all that it takes to go from one side of it to the other.
  private struct Entry: Sendable {
    let change: Change
    /// The runs concerned, as they are on the other side; `nil` where there is none.
    var runs: [KeptRun]
    var order: [String]
    var currentName: String
  }

  private struct KeptRun: Sendable {
    let name: String
    var run: Run?
    /// Where the run stood, if it has been set back to its start to take less memory.
    var moment: TimelinePoint?

    /// The run where it stood.
    var restored: Run? {
      guard let moment, var run else { return run }
      // It has been there, so nothing on the way can fail.
      try? run.go(to: moment)
      return run
    }
  }

  public static let mostRuns = 64
  /// How many changes can be undone.
  static let mostEntries = 200
  /// The bytes of keyframes of the last run that can be undone; each earlier one may hold half of
  /// that, but not less than the floor.
  static let undoBudget = 3 << 20
  static let undoFloor = 32 << 10
  /// Runs of so many changes are kept as they stand; of earlier ones the state is computed again.
  static let heldEntries = 4
  /// The bytes of keyframes of all runs but the current one.
  static let parkedBudget = 8 << 20

  /// Whether a change that would cut something off is made in a new run.
  public var keepsWhatIsCutOff = true
  /// The run at work.
  public var run: Run
  public private(set) var currentName: String
  /// The names of all runs, in the order in which they were made.
  public private(set) var names: [String]
  private var parked: [String: Run] = [:]
  private var done: [Entry] = []
  private var undone: [Entry] = []
  /// The change of the current run that waits for others, if one does.
  public internal(set) var openChange: OpenChange?

  public init(_ run: Run, name: String = "main") {
    self.run = run
    currentName = name
    names = [name]
  }

  public subscript(name: String) -> Run? { name == currentName ? run : parked[name] }

  /// The changes that `undo` takes back, the last one first.
  public var undoable: [Change] { done.reversed().map(\.change) }
  /// The run at work as it was before the last change that can be taken back.
  public var beforeLastChange: Run? {
    guard let entry = done.last else { return nil }
    return entry.runs.first { $0.name == entry.currentName }?.restored
  }
  /// The changes that `redo` makes again, the next one first.
  public var redoable: [Change] { undone.reversed().map(\.change) }
}

// MARK: - Changing

extension Runs {
  /// Changes a setting, a value or an equation of the current run (see `Run.set`).
  ///
  /// A change that would cut something off, in the past or because the run begins anew, is made in
  /// a new run, which becomes the current one; the old one stays whole, where it is.
  ///
  /// - Throws: what `Run.set` throws; nothing is changed then.
  @discardableResult
  public mutating func set(_ assignment: Assignment, in section: Phase? = nil) throws -> Change {
    var changed = run
    return commit(try changed.set(assignment, in: section), changed)
  }

  /// Goes on with another model (see `Run.set`), in a new run where something would be cut off.
  ///
  /// - Throws: what `Run.set` throws; nothing is changed then.
  @discardableResult
  public mutating func set(_ model: Model) throws -> Change {
    var changed = run
    let change = commit(try changed.set(model), changed)
    openChange = nil
    return change
  }

  private mutating func commit(_ intervention: Intervention, _ changed: Run) -> Change {
    let position = run.position
    let isCut =
      !run.isAtEnd || (intervention.restartedFrom != nil && run.finishedEpochs > 0)
    guard isCut, keepsWhatIsCutOff, names.count < Self.mostRuns else {
      note(.intervention(intervention), [currentName], at: position)
      run = changed
      return lastChange(.intervention(intervention), at: position)
    }
    let name = unusedName
    note(.intervention(intervention), [currentName, name], newRun: name, at: position)
    park(changed, as: name)
    return lastChange(.intervention(intervention), at: position)
  }

  /// Makes a copy of the current run under another name, and goes on in the copy. It ends here:
  /// what lies ahead is the first run's, so that a change in the copy cuts nothing off.
  ///
  /// - Throws: `Fault` of a name that is taken or none, and where there are runs enough.
  @discardableResult
  public mutating func fork(_ name: String) throws(Fault) -> Change {
    guard Self.isValid(name) else { throw .invalidName(name) }
    guard !names.contains(name) else { throw .nameTaken(name) }
    guard names.count < Self.mostRuns else { throw .tooManyRuns(limit: Self.mostRuns) }
    let (kind, position) = (Change.Kind.fork(from: currentName), run.position)
    note(kind, [currentName, name], newRun: name, run: name, at: position)
    var copy = run
    copy.timeline.end(at: copy.state)
    park(copy, as: name)
    return lastChange(kind, at: position)
  }

  /// Goes on in another run, which is where it was left.
  ///
  /// - Throws: `Fault.unknownRun`.
  public mutating func `switch`(to name: String) throws(Fault) {
    guard name != currentName else { return }
    guard let other = parked[name] else { throw .unknownRun(name, candidates: names) }
    parked[currentName] = run
    parked[name] = nil
    run = other
    currentName = name
    keepWithinBudget()
  }

  /// Deletes a run that is not the current one.
  ///
  /// - Throws: `Fault` of an unknown run, and of the current one.
  @discardableResult
  public mutating func delete(_ name: String) throws(Fault) -> Change {
    guard name != currentName else { throw .currentRun(name) }
    guard let old = parked[name] else { throw .unknownRun(name, candidates: names) }
    note(.deletion, [name], run: name, at: old.position)
    parked[name] = nil
    names.removeAll { $0 == name }
    return lastChange(.deletion, at: old.position)
  }

  /// Begins the current run again (see `Run.reset`).
  @discardableResult
  public mutating func reset() -> Change {
    let position = run.position
    note(.reset, [currentName], at: position)
    run.reset()
    return lastChange(.reset, at: position)
  }

  private mutating func park(_ new: Run, as name: String) {
    parked[currentName] = run
    run = new
    currentName = name
    names.append(name)
    keepWithinBudget()
  }

  private var unusedName: String {
    var stem = Substring(currentName)
    while let last = stem.last, last.isWholeNumber { stem.removeLast() }
    if stem.last == "-" { stem.removeLast() } else { stem = Substring(currentName) }
    var number = 2
    while names.contains("\(stem)-\(number)") { number += 1 }
    return "\(stem)-\(number)"
  }

  static func isValid(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 64
      && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
  }
}

// MARK: - Undo and redo

extension Runs {
  /// Takes the last change back: the runs that it concerned are exactly what they were before it.
  ///
  /// - Throws: `Fault.nothingToUndo`.
  @discardableResult
  public mutating func undo() throws(Fault) -> Change {
    guard let entry = done.popLast() else { throw .nothingToUndo }
    undone.append(exchange(entry))
    return entry.change
  }

  /// Makes the change again that was undone last: the runs are what they were when it was undone.
  ///
  /// - Throws: `Fault.nothingToRedo`.
  @discardableResult
  public mutating func redo() throws(Fault) -> Change {
    guard let entry = undone.popLast() else { throw .nothingToRedo }
    done.append(exchange(entry))
    return entry.change
  }

  /// Puts the entry's side of a change in place and returns the other side.
  private mutating func exchange(_ entry: Entry) -> Entry {
    var other = Entry(change: entry.change, runs: [], order: names, currentName: currentName)
    other.runs = entry.runs.map { KeptRun(name: $0.name, run: self[$0.name]) }
    parked[currentName] = run
    for kept in entry.runs { parked[kept.name] = kept.restored }
    names = entry.order
    // The current run of the other side is in the book: an entry concerns every run that is made.
    let name = parked[entry.currentName] == nil ? names[0] : entry.currentName
    if let next = parked.removeValue(forKey: name) {
      run = next
      currentName = name
    }
    keepWithinBudget()
    return other
  }

  /// Remembers how things are before a change of some runs.
  private mutating func note(
    _ kind: Change.Kind, _ concerned: [String], newRun: String? = nil, run name: String? = nil,
    at position: Position
  ) {
    let change = Change(
      kind: kind, run: name ?? newRun ?? currentName, newRun: newRun, position: position)
    done.append(
      Entry(
        change: change, runs: concerned.map { KeptRun(name: $0, run: self[$0]) }, order: names,
        currentName: currentName))
    undone = []
    if done.count > Self.mostEntries { done.removeFirst() }
    keepWithinBudget()
  }

  private func lastChange(_ kind: Change.Kind, at position: Position) -> Change {
    done.last?.change ?? Change(kind: kind, run: currentName, newRun: nil, position: position)
  }

  /// Thins the keyframes of what is only kept, which makes going about in it slower and changes
  /// nothing else.
  private mutating func keepWithinBudget() {
    let each = Self.parkedBudget / max(parked.count, 1)
    for name in parked.keys { parked[name]?.timeline.thin(to: each) }
    Self.lighten(&done)
    Self.lighten(&undone)
  }

  private static func lighten(_ entries: inout [Entry]) {
    var share = undoBudget
    for (age, entry) in entries.indices.reversed().enumerated() {
      for index in entries[entry].runs.indices {
        entries[entry].runs[index].run?.timeline.thin(to: max(share, undoFloor))
        if age >= heldEntries, entries[entry].runs[index].moment == nil {
          entries[entry].runs[index].moment = entries[entry].runs[index].run?.moment
          entries[entry].runs[index].run?.goToStart()
        }
      }
      share /= 2
    }
  }
}

// MARK: - Comparing

extension Runs {
  /// Compares two runs (see `Run.compared`).
  ///
  /// - Throws: `Fault.unknownRun`, or what `Run.compared` throws.
  public func compare(
    _ first: String, _ second: String, lossesAt epochs: [Int]? = nil
  ) throws -> RunComparison {
    guard let a = self[first] else { throw Fault.unknownRun(first, candidates: names) }
    guard let b = self[second] else { throw Fault.unknownRun(second, candidates: names) }
    return try a.compared(with: b, lossesAt: epochs)
  }
}

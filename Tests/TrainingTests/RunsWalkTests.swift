import Arrays
import Equations
import Support
import Testing

@testable import Training

/// Sessions: everything that a user can do to runs, against histories that only step forward.
@Suite struct RunsWalkTests {
  /// The plain counterpart of a `Runs`: whole copies of everything before each change.
  private struct PlainBook {
    struct State {
      var runs: [String: PlainHistory]
      var names: [String]
      var current: String
    }
    struct Entry {
      var concerned: [String]
      var other: State
    }
    var state: State
    var done: [Entry] = []
    var undone: [Entry] = []

    init(_ run: Run) {
      state = State(runs: ["main": PlainHistory(run)], names: ["main"], current: "main")
    }

    var history: PlainHistory {
      get { state.runs[state.current]! }
      set { state.runs[state.current] = newValue }
    }

    mutating func note(_ concerned: [String]) {
      done.append(Entry(concerned: concerned, other: state))
      undone = []
    }

    private mutating func exchange(_ entry: Entry) -> Entry {
      let mirror = Entry(concerned: entry.concerned, other: state)
      for name in entry.concerned { state.runs[name] = entry.other.runs[name] }
      state.names = entry.other.names
      state.current = entry.other.current
      return mirror
    }

    mutating func undo() { undone.append(exchange(done.removeLast())) }
    mutating func redo() { done.append(exchange(undone.removeLast())) }
  }

  @Test(arguments: 0..<5, 0..<6)
  func sessions(model: Int, seed: Int) throws {
    var dice = Dice(model * 77 + seed + 5)
    let run = try TestModels.run(TestModels.all[model], seed: UInt32(seed))
    var book = Runs(run)
    var plain = PlainBook(run)
    var log: [String] = []
    for number in 0..<60 {
      switch Int.random(in: 0..<12, using: &dice) {
      case 0, 1:
        let count = Int.random(in: 1...25, using: &dice)
        log.append("stepi \(count)")
        for _ in 0..<count { try book.run.stepEquation() }
        try plain.history.forward(count)
      case 2, 3:
        let count = Int.random(in: 1...6, using: &dice)
        log.append("run \(count)")
        var none = Breakpoints()
        _ = try book.run.run(.epochs(count), breakpoints: &none)
        while plain.history.present.state.cursor != book.run.state.cursor {
          try plain.history.forward(1)
        }
      case 4, 5:
        let count = Int.random(in: 1...60, using: &dice)
        log.append("back \(count)")
        try book.run.back(count, .equation)
        plain.history.back(count)
      case 6:
        log.append("goto end")
        try book.run.go(to: .end)
        plain.history.index = plain.history.entries.count - 1
      case 7 where !plain.done.isEmpty:
        log.append("undo")
        try book.undo()
        plain.undo()
      case 8 where !plain.undone.isEmpty:
        log.append("redo")
        try book.redo()
        plain.redo()
      case 9:
        if Bool.random(using: &dice), book.names.count < 5 {
          log.append("fork r\(number)")
          plain.note([plain.state.current, "r\(number)"])
          var copy = plain.history
          // What lies ahead stays with the run that it was copied from.
          copy.entries.removeSubrange((copy.index + 1)...)
          plain.state.runs["r\(number)"] = copy
          plain.state.names.append("r\(number)")
          plain.state.current = "r\(number)"
          try book.fork("r\(number)")
        } else if let name = book.names.randomElement(using: &dice) {
          log.append("switch \(name)")
          try book.switch(to: name)
          plain.state.current = name
        }
      default:
        guard let edit = TimelineTests.edits.randomElement(using: &dice) else { continue }
        log.append(edit)
        guard let change = try? book.set(try assignment(edit)) else { continue }
        let old = plain.state.current
        plain.note([old] + [change.newRun].compactMap { $0 })
        if let new = change.newRun {
          plain.state.runs[new] = plain.history
          plain.state.names.append(new)
          plain.state.current = new
        }
        try plain.history.set(edit)
      }
      #expect(book.currentName == plain.state.current)
      #expect(book.names == plain.state.names)
      expectSame(
        book.run, plain.history.present,
        "model \(model) seed \(seed): \(log.joined(separator: "; "))")
    }
  }
}

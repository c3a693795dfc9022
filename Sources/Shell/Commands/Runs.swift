import Arrays
import Equations
import Terminal
import Training

extension Command {
  static let undo = Command(
    "undo", group: .changing, summary: "take back the last change",
    help: """
      Takes back set, reset, fork or the deletion of a run, with the epochs that were run since; \
      redo makes it again, with them.
      """
  ) { session, argument in
    try argument.expectNone("undo")
    if let open = session.book.dropOpenChange() {
      return Acknowledgement(
        message: """
          Dropped: the change of \(Suggestions.list(open.names, .and)) that was held open. The \
          network is as it was before.
          """,
        type: "dropped")
    }
    let finished = session.run.finishedEpochs
    var report = try session.changing { book throws(Runs.Fault) in
      (try book.undo(), "Taken back")
    }
    report.epochsTaken = report.epochs(since: finished)
    return report
  }

  static let redo = Command(
    "redo", group: .changing, summary: "make an undone change again"
  ) { session, argument in
    try argument.expectNone("redo")
    return try session.changing { book throws(Runs.Fault) in (try book.redo(), "Made again") }
  }

  static let fork = Command(
    "fork", group: .changing, usage: "NAME",
    summary: "go on in a copy of the run, and keep this one as it is"
  ) { session, argument in
    guard !argument.isEmpty else {
      throw ShellError(
        "missing-argument", "what is the copy to be called?", hint: .verbatim("fork fast"))
    }
    return try session.changing { book throws(Runs.Fault) in
      (try book.fork(argument.text), "Forked")
    }
  }

  static let `switch` = Command(
    "switch", group: .changing, usage: "NAME", summary: "go on in another run",
    completion: .runs
  ) { session, argument in
    guard !argument.isEmpty else {
      throw ShellError("missing-argument", "switch to which run?", hint: .verbatim("runs"))
    }
    do throws(Runs.Fault) {
      try session.book.switch(to: argument.text)
      session.interrupted = nil
    } catch {
      throw Wording.describe(error)
    }
    return RunsReport(book: session.book)
  }

  static let runs = Command(
    "runs", group: .looking, usage: "[delete NAME]", summary: "list the runs side by side",
    completion: .runs
  ) { session, argument in
    if let (word, rest) = argument.firstWord {
      guard word == "delete", !rest.isEmpty else {
        throw ShellError(
          "unexpected-argument", "runs, or runs delete NAME", hint: .verbatim("help runs"))
      }
      return try session.deleteRun(rest.text)
    }
    return RunsReport(book: session.book)
  }
}

extension Session {
  mutating func deleteRun(_ name: String) throws -> ChangeReport {
    try changing { book throws(Runs.Fault) in (try book.delete(name), "Deleted") }
  }

  fileprivate mutating func changing(
    _ body: (inout Runs) throws(Runs.Fault) -> (Runs.Change, Phrase)
  ) throws -> ChangeReport {
    do throws(Runs.Fault) {
      let (change, verb) = try body(&book)
      return ChangeReport(verb: verb, change: change, run: run, currentName: book.currentName)
    } catch {
      throw Wording.describe(error)
    }
  }
}

extension Wording {
  static func describe(_ fault: Runs.Fault) -> ShellError {
    switch fault {
    case .unknownRun(let name, let candidates):
      ShellError(
        "unknown-run", "there is no run '\(name)'",
        hint: Suggestions.hint(for: name, among: candidates)
          ?? "the runs are \(Suggestions.list(candidates, .and))")
    case .nameTaken(let name):
      ShellError(
        "name-taken", "there is a run '\(name)' already", hint: .verbatim("switch \(name)"))
    case .invalidName(let name):
      ShellError("bad-name", "'\(name)' is no name for a run", hint: "letters, digits, _ and -")
    case .tooManyRuns(let limit):
      ShellError(
        "too-many-runs", "there are \(limit) runs already", hint: .verbatim("runs delete NAME"))
    case .currentRun(let name):
      ShellError("current-run", "\(name) is the run at work", hint: "switch to another first")
    case .nothingToUndo:
      ShellError("nothing-to-undo", "nothing was changed that could be taken back")
    case .nothingToRedo:
      ShellError("nothing-to-redo", "nothing was taken back that could be made again")
    }
  }
}

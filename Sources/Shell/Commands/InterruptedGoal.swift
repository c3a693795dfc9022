import Equations
import JSON
import Networks
import Terminal
import Training

/// What a run was to come to when Ctrl-C stopped it, for `continue` to go on with.
struct InterruptedGoal: Sendable {
  enum Kind: Sendable {
    /// So many whole epochs finished.
    case epochs(finished: Int)
    case until(Expression)
    /// So many more of what `step` or `stepi` does.
    case steps(command: String, count: Int)
  }

  var kind: Kind
  /// Where it was stopped.
  var cursor: Cursor

  /// The command that does the rest from where a run stands; `nil` where that is no longer on the
  /// way, or nothing is left.
  func command(for run: Run) -> String? {
    guard run.state.cursor >= cursor else { return nil }
    switch kind {
    case .epochs(let finished):
      let count = finished - run.finishedEpochs
      guard count > 0 else { return nil }
      // To run so many epochs includes data and init; to finish so many does not.
      return run.isInitialised ? "epoch \(count)" : "run \(count)"
    case .until(let condition):
      return "until \(condition.text)"
    case .steps(let command, let count):
      return run.state.cursor == cursor ? "\(command) \(count)" : nil
    }
  }
}

/// A command that another one stands for: the journal notes that one.
struct StandInReport: CommandResult {
  var result: any CommandResult
  var command: String

  var json: JSONValue { result.json }

  func journalText(for command: String, in session: Session) -> String? {
    result.journalText(for: self.command, in: session)
  }

  func write(to page: inout Page) { result.write(to: &page) }
}

extension Session {
  /// Does what another command would do.
  mutating func standIn(_ text: String) throws -> any CommandResult {
    let text = CommandText(text)
    guard let command = context.commands.named(text.word) else {
      throw ShellError("internal", "there is no command '\(text.word)'")
    }
    return StandInReport(result: try command.run(&self, text.argument), command: text.text)
  }
}

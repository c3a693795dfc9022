import JSON
import LineEditor
import System
import Terminal

/// Runs commands without a student: from a file, a pipe, or the command line.
///
/// Ctrl-C stops the command that is running, which answers with what it has done, and the rest are
/// not run.
package final class ScriptRunner: CommandLoop {
  package enum Format: String, Sendable, CaseIterable {
    case text, json
  }

  package var session: Session
  private let format: Format
  private let keepsGoing: Bool
  private let capabilities: TerminalCapabilities
  private let output = Output()

  package init(
    session: Session, format: Format, keepsGoing: Bool, isPlain: Bool
  ) {
    self.session = session
    self.format = format
    self.keepsGoing = keepsGoing
    capabilities = TerminalCapabilities.detect(environment: Environment.all, plain: isPlain)
    Signals.install(endingAtSecond: true)
    self.session.context.shouldStop = { Signals.interruptRequested() }
    self.session.context.shouldStopAtOnce = { Signals.interruptRequestedAgain() }
  }

  /// Runs every command of a text.
  ///
  /// - Returns: whether all that were run succeeded.
  package func run(_ text: String) -> Bool {
    var isSuccess = true
    for line in CommandText.lines(text) where !isOver(isSuccess) {
      if !run(line) { isSuccess = false }
    }
    return isSuccess && !Signals.interruptRequested()
  }

  private func isOver(_ isSuccess: Bool) -> Bool {
    session.isFinished || !(isSuccess || keepsGoing) || Signals.interruptRequested()
  }

  /// Runs the lines of standard input as they arrive, so that another program can talk to this one.
  package func runStandardInput() -> Bool {
    let reader = PlainReader()
    var isSuccess = true
    while !isOver(isSuccess) {
      switch reader.readLine(prompt: "") {
      case .line(let line):
        var splitter = CommandSplitter()
        splitter.read(line)
        while splitter.goesOn, case .line(let more) = reader.readLine(prompt: "") {
          splitter.read("\n" + more)
        }
        if !run(splitter.finished.map(\.text)) { isSuccess = false }
      // Pastes come from a terminal.
      case .block(let lines):
        if !run(CommandText.split(lines.joined(separator: "\n"))) { isSuccess = false }
      case .interrupted: return false
      case .endOfInput: return isSuccess
      }
    }
    return isSuccess && !Signals.interruptRequested()
  }

  /// Says what failed before a command could be run.
  package static func report(
    _ error: ShellError, format: Format, isPlain: Bool, translation: Translation? = nil
  ) {
    let outcome = Session.Outcome(command: "", result: .failure(error), position: "0.start")
    switch format {
    case .json:
      Output().write(outcome.json)
    case .text:
      var page = Page(
        capabilities: TerminalCapabilities.detect(
          environment: Environment.all, plain: isPlain, descriptor: 2),
        translation: translation)
      outcome.write(to: &page)
      Output(descriptor: 2).write(page.text)
    }
  }

  /// Says what came of something that is no command.
  package static func report(
    _ result: any CommandResult, format: Format, isPlain: Bool, translation: Translation? = nil
  ) {
    if format == .json { return Output().write(result.json) }
    var page = Page(
      capabilities: TerminalCapabilities.detect(environment: Environment.all, plain: isPlain),
      translation: translation)
    result.write(to: &page)
    Output().write(page.text)
  }

  package func goesOn(after outcome: Session.Outcome) -> Bool {
    (outcome.isSuccess || keepsGoing) && !Signals.interruptRequested()
  }

  package func show(_ outcome: Session.Outcome) {
    switch format {
    case .json:
      output.write(outcome.json)
    case .text:
      var page = Page(
        capabilities: capabilities, translation: session.context.translation)
      outcome.write(to: &page)
      output.write(page.text)
    }
  }
}

extension Output {
  /// Writes a line of JSON, however long it is.
  fileprivate func write(_ json: JSONValue) {
    json.write { self.write($0) }
    write("\n")
  }
}

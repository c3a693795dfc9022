import JSON
import LineEditor
import System
import Terminal

/// Runs commands without a student: from a file, a pipe, or the command line.
package final class ScriptRunner: CommandLoop {
  package enum Format: String, Sendable, CaseIterable {
    case text, json
  }

  var session: Session
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
  }

  /// Runs every command of a text.
  ///
  /// - Returns: whether all that were run succeeded.
  package func run(_ text: String) -> Bool { run(CommandText.split(text)) }

  /// Runs the lines of standard input as they arrive, so that another program can talk to this one.
  package func runStandardInput() -> Bool {
    let reader = PlainReader()
    var isSuccess = true
    while !session.isFinished, isSuccess || keepsGoing,
      case .line(var line) = reader.readLine(prompt: "")
    {
      while CommandText.goesOn(line), case .line(let more) = reader.readLine(prompt: "") {
        line += "\n" + more
      }
      if !run(CommandText.split(line)) { isSuccess = false }
    }
    return isSuccess
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

  func goesOn(after outcome: Session.Outcome) -> Bool { outcome.isSuccess || keepsGoing }

  func show(_ outcome: Session.Outcome) {
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

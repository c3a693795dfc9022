import Charts
import JSON
import LineEditor
import Shell
import Terminal
import Web

/// A session that another program talks to: requests come in, messages about them go out, a line of
/// JSON each.
package final class MachineSession: CommandLoop {
  /// Another number stands for what those cannot read who know this one.
  package static let protocolVersion = 1

  package var session: Session
  private let output: MachineOutput
  private let input: MachineInput
  private let progress: MachineProgress
  /// The request that is being executed, and how far it is.
  private var block: Block?

  /// Lines of commands, and what became of them so far.
  private struct Block {
    var request: MachineRequest
    var forms: MachineRequest.Forms
    /// The line whose commands are performed, counted from 1.
    var line = 1
    var performed = 0
    var failure: JSONValue?
  }

  package init(session: Session) {
    self.session = session
    let output = MachineOutput()
    let input = MachineInput(answering: output)
    let progress = MachineProgress(output)
    (self.output, self.input, self.progress) = (output, input, progress)
    Signals.install()
    self.session.context.shouldStop = { input.isInterrupted() }
    self.session.context.shouldStopAtOnce = { input.isInterruptedAgain() }
    self.session.context.progress = { progress.show($0) }
  }

  /// Answers until the session is left or the input ends.
  package func run() {
    while !session.isFinished, let next = input.next() {
      if next.isStopped {
        output.refuse(next.request, Self.interruption)
      } else {
        answer(next.request)
      }
    }
  }

  private static let interruption = ShellError(
    Session.interruptedCode, "stopped by an interrupt"
  ).json(in: "")

  private func answer(_ request: MachineRequest) {
    switch request.kind {
    case .hello:
      output.reply(to: request, greeting)
    case .execute(let code, let forms):
      execute(code, Block(request: request, forms: forms))
    case .complete(let place):
      output.reply(to: request, completion(at: place))
    case .inspect(let place, let width):
      output.reply(to: request, inspection(at: place, width: width))
    case .isComplete(let code):
      output.reply(to: request, [("complete", .bool(!Self.goesOn(code)))])
    case .picture(let plot, let width, let height):
      draw(plot, width, height, request)
    // It has been answered where it was read.
    case .interrupt: break
    }
  }

  private var greeting: [(String, JSONValue)] {
    [
      ("protocol", .integer(Self.protocolVersion)), ("version", .string(Session.version)),
      ("requests", .strings(MachineRequest.names)),
      ("language", .string(session.context.translation?.language ?? "en")),
      ("model", .string(session.run.program.model.name)),
    ] + standing
  }

  /// Where the session stands.
  private var standing: [(String, JSONValue)] {
    [("position", .string("\(session.run.position)")), ("prompt", .string(session.promptText))]
  }
}

// MARK: - Commands

extension MachineSession {
  private func execute(_ code: String, _ begun: Block) {
    block = begun
    progress.begin(begun.request.id, svg: begun.forms.svg)
    defer {
      progress.end()
      block = nil
    }
    for (line, commands) in Self.lines(of: code, turnsPage: session.lesson != nil) {
      block?.line = line
      guard run(commands), !session.isFinished, !input.isInterrupted() else { break }
    }
    guard let block else { return }
    let members =
      [
        ("commands", .integer(block.performed)), ("finished", .bool(session.isFinished)),
      ] + standing
    if input.isInterrupted() {
      output.refuse(block.request, Self.interruption, members)
    } else if let failure = block.failure {
      output.refuse(block.request, failure, members)
    } else {
      output.reply(to: block.request, members)
    }
  }

  /// The commands of a block, those of each line together. Nothing at all is Enter, which turns the
  /// page of a lesson.
  private static func lines(
    of code: String, turnsPage: Bool
  ) -> [(line: Int, commands: [String])] {
    if let whole = WholeText(code) { return [(1, [whole.command])] }
    if code.trimmed.isEmpty { return turnsPage ? [(1, [""])] : [] }
    return CommandText.numberedLines(code)
  }

  package func goesOn(after outcome: Session.Outcome) -> Bool {
    outcome.isSuccess && !input.isInterrupted()
  }

  package func show(_ outcome: Session.Outcome) {
    guard let current = block else { return }
    block?.performed += 1
    block?.failure = outcome.failure?.json(in: outcome.command)
    var members: [(String, JSONValue)] = [
      ("line", .integer(current.line)), ("outcome", outcome.json),
    ]
    if let width = current.forms.textWidth {
      let text = text(of: outcome, width: width, describesPictures: current.forms.svg)
      members.append(("text", .string(text)))
    }
    if case .success(let result) = outcome.result {
      if current.forms.svg {
        let translation = session.context.translation
        members.append(("pictures", .strings(result.pictures.map { $0.svg(translation) })))
      }
      if current.forms.html, let html = html(of: outcome, result, current.forms.textWidth ?? 80) {
        members.append(("html", .string(html)))
      }
    }
    output.send("outcome", to: current.request.id, members)
  }

  /// What a person is shown, as wide as is wanted.
  ///
  /// - Parameter describesPictures: whether they are shown besides, and what they show is said here.
  private func text(
    of outcome: Session.Outcome, width: Int, describesPictures: Bool = false
  ) -> String {
    let place = TerminalCapabilities(
      width: width, height: 24, isTerminal: false, color: .none, unicode: true, plain: false)
    var page = Page(capabilities: place, translation: session.context.translation)
    page.describesPictures = describesPictures
    outcome.write(to: &page)
    return page.text
  }

  /// The mathematics of a result, and what else it says.
  private func html(
    of outcome: Session.Outcome, _ result: any CommandResult, _ width: Int
  ) -> String? {
    guard let mathematics = result.mathematics else { return nil }
    var html = HTML()
    for equation in mathematics.equations { html += "<p>\(MathML.inline(equation.text))</p>\n" }
    if !mathematics.isAll { html += "<pre>\(text(of: outcome, width: width))</pre>\n" }
    return html.source
  }

  // MARK: Looking

  /// Performs a command on a copy, of which nothing stays.
  private func look(_ command: String) -> Session.Outcome {
    var copy = session
    return copy.perform(command)
  }

  private func draw(_ plot: String, _ width: Int, _ height: Int, _ request: MachineRequest) {
    let outcome = look("plot \(plot)")
    if case .success(let result) = outcome.result, let chart = result.pictures.first {
      return output.reply(
        to: request,
        [
          ("title", .string(chart.title.english)),
          ("summary", .strings(chart.summary.map(\.english))),
          (
            "svg",
            .string(chart.svg(width: width, height: height, session.context.translation))
          ),
        ])
    }
    output.refuse(request, outcome.failure?.json(in: outcome.command) ?? .null)
  }

  private func inspection(
    at place: MachineRequest.Place, width: Int
  ) -> [(String, JSONValue)] {
    // What there is no help on may have a value.
    guard let word = place.word,
      let outcome = ["help \(word)", "show \(word)"].lazy.map(look).first(where: \.isSuccess)
    else { return [("found", .bool(false))] }
    return [
      ("found", .bool(true)), ("word", .string(word)),
      ("text", .string(text(of: outcome, width: width))),
    ]
  }

  private func completion(at place: MachineRequest.Place) -> [(String, JSONValue)] {
    let line = place.line
    let result = Completer(session: session).complete(line.text, at: line.cursor)
    let start = line.scalars(upTo: result.replacing.lowerBound)
    let end = line.scalars(upTo: result.replacing.upperBound)
    return [
      ("start", .integer(line.start + start)), ("end", .integer(line.start + end)),
      (
        "candidates",
        .array(
          result.candidates.map {
            .object([("text", .string($0.text)), ("suffix", .string($0.suffix))])
          })
      ),
    ]
  }

  /// Whether a block ends within a command, a script's block or a model's section.
  private static func goesOn(_ code: String) -> Bool {
    if let whole = WholeText(code) { return whole.goesOn }
    return CommandText.goesOn(code)
  }
}

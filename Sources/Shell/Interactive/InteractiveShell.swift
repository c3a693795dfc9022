import LineEditor
import System
import Terminal
import Training

/// The shell at a terminal: reads a line, runs it, shows what it said, until the student leaves.
package final class InteractiveShell: CommandLoop {
  package var session: Session
  private var capabilities: TerminalCapabilities
  private let environment: [String: String]
  private let isPlain: Bool
  private let historyPath: String?
  private let output: Output
  /// The line that tells how far a long run has come.
  private let progress: ProgressLine
  private var keeper: SessionKeeper

  /// - Parameter keepsSessions: whether sessions are kept, and earlier ones offered again.
  package init(
    session: Session, environment: [String: String], isPlain: Bool, historyPath: String?,
    keepsSessions: Bool
  ) {
    self.session = session
    self.environment = environment
    self.isPlain = isPlain
    self.historyPath = historyPath
    capabilities = TerminalCapabilities.detect(environment: environment, plain: isPlain)
    // Where the terminal has gone the session is still to be ended well.
    output = Output(mayLose: true)
    progress = ProgressLine(output: output) { [environment, isPlain] in
      TerminalCapabilities.detect(environment: environment, plain: isPlain)
    }
    keeper = SessionKeeper(folder: keepsSessions ? JournalFolder.standard() : nil)
  }

  /// Runs until `quit` or the end of input.
  ///
  /// - Parameters:
  ///   - first: a command to begin with.
  ///   - isTour: whether the open lesson plays by itself until a key is pressed.
  package func run(first: String? = nil, asTour isTour: Bool = false) {
    let typed = makeLineReader(
      programName: "underhood", historyPath: historyPath,
      color: capabilities.color > .none
    ) { [weak self] line, cursor in
      guard let self else { return CompletionResult(replacing: cursor..<cursor, candidates: []) }
      return Completer(session: self.session).complete(line, at: cursor)
    }
    let reader = isTour ? makeTour(typed) : typed
    defer { reader.close() }
    Signals.install()
    session.context.shouldStop = { Signals.interruptRequested() }
    session.context.shouldStopAtOnce = { Signals.interruptRequestedAgain() }
    session.context.progress = { [progress] in progress.show($0) }
    session.context.now = { Time.sinceEpoch() }
    session.context.editor = editor
    var isResumed = false
    if isTour {
      say("This plays by itself. Enter goes on at once; any other key stops it.")
    } else {
      greet(reader)
      isResumed = offerEarlierSession(reader, first.flatMap { $0.hasPrefix("data ") ? $0 : nil })
    }
    showLesson()
    keep()
    if let first, !isResumed { perform(first, reader) }
    while !session.isFinished {
      switch reader.readLine(prompt: prompt) {
      case .line(let line):
        if let command = completed(line, reader) { perform(command, reader) }
      case .block(let lines):
        perform(lines, reader)
      case .interrupted:
        continue
      case .endOfInput:
        keep()
        output.write("\n")
        return
      }
    }
  }

  private func makeTour(_ reader: any LineReader) -> TourReader {
    TourReader(reader, output: output) { [weak self] in
      TourReader.Move(in: self?.session.lesson)
    } ended: { [weak self] end in
      switch end {
      case .stopped: self?.say("Stopped. From here it is yours: Enter goes on with the tour.")
      case .done: self?.say("From here it is yours.")
      }
    }
  }

  /// The student's own editor.
  private var editor: TextEditor {
    let environment = environment
    return TextEditor(
      edit: { (text) throws(ShellError) in
        try ExternalEditor.edit(text, environment: environment)
      },
      goesOn: { [isPlain, output] error, text, translation in
        let place = TerminalCapabilities.detect(environment: environment, plain: isPlain)
        var page = Page(capabilities: place, translation: translation)
        error.write(to: &page, command: text)
        page.paragraph("Enter opens the editor again; no and Enter leaves all as it was.")
        output.write(page.text)
        let reader = PlainReader(showsPrompt: true)
        guard case .line(let answer) = reader.readAnswer(prompt: Prompt(text: "> ")) else {
          return false
        }
        let word = answer.trimmed.lowercased()
        return word.isEmpty
          || !["no", page.words("no").string].contains { $0.hasPrefix(word) }
      })
  }

  private var prompt: Prompt {
    Prompt(
      text: "\(session.promptText)> ", color: capabilities.color > .none ? .cyan : nil)
  }

  /// The line with those that it goes on in; `nil` if it was given up.
  ///
  /// An empty line ends it: what is typed by mistake is said to be unfinished then.
  private func completed(_ line: String, _ reader: any LineReader) -> String? {
    var command = line
    var splitter = CommandSplitter()
    splitter.read(line)
    var prompt = prompt
    prompt.text = "... "
    while splitter.goesOn {
      switch reader.readLine(prompt: prompt) {
      case .line(let more) where more.trimmed.isEmpty: return command
      case .line(let more):
        command += "\n" + more
        splitter.read("\n" + more)
      case .block(let lines):
        // What it makes of the line, and whatever follows, waits for Enter like any block.
        perform(command.split(separator: "\n").map(String.init) + lines, reader)
        return nil
      case .interrupted: return nil
      case .endOfInput: return command
      }
    }
    return command
  }

  private func makePage() -> Page {
    Page(capabilities: capabilities, translation: session.context.translation)
  }

  /// Puts a page on the screen. What was worked out while it was written may have left its progress
  /// there.
  private func put(_ page: Page) {
    progress.clear()
    output.write(page.text)
  }

  private func greet(_ reader: any LineReader) {
    var page = makePage()
    let name = StyledText(session.run.program.model.name, .name)
    page.paragraph(
      "\(StyledText("Underhood", .heading)): the network \(name), one step at a time.")
    page.paragraph(
      """
      \(StyledText("step", .command)) begins, \(StyledText("lessons", .command)) guides you, \
      \(StyledText("help", .command)) says the rest.
      """)
    page.paragraph(
      """
      Your own: \(StyledText("data FILE", .command)) for a table, \
      \(StyledText("script FILE", .command)) for a NumPy script.
      """)
    if let problem = reader.historyProblem {
      page.paragraph(Wording.describe(problem).styled(.warning))
    }
    if let notice = session.takeNotice() { page.paragraph(notice) }
    put(page)
  }

  /// The lesson's page, or where the student left off with lessons.
  private func showLesson() {
    if let words = session.whereLeftOff() { say(words) }
    if let report = session.pageReport() { show(report) }
  }

  private func show(_ report: any CommandResult) {
    var page = makePage()
    report.write(to: &page)
    put(page)
  }

  /// Asks whether to go on with the session that was left last.
  ///
  /// - Parameter table: the command that looks at a table, where this session begins with one: then
  ///   only one that began so is meant.
  /// - Returns: whether one is gone on with that began with the table.
  private func offerEarlierSession(_ reader: any LineReader, _ table: String?) -> Bool {
    progress.speak(session.context.translation)
    let begin = table.map { (command: $0, folder: session.context.dataFolder?.place) }
    let found = keeper.earlier(startingLike: session.journal, first: begin)
    if let unreadable = found.unreadable { say(keeper.warning(unreadable)) }
    guard var earlier = found.earlier else { return false }
    var isCopy = false
    say(keeper.offer(earlier))
    while isWanted(reader, isCopy ? "Go on with a copy of it? [Y/n]" : "Go on with it? [Y/n]") {
      let resumption = keeper.resume(earlier, asCopy: isCopy, in: &session)
      progress.clear()
      switch resumption {
      case .done(let words):
        say(words)
        return table != nil && !session.journal.records.isEmpty
      case .stopped: say("Stopped. The earlier session is kept as it is.")
      case .changed(let now):
        earlier = now
        say("Another shell has gone on with it meanwhile.")
        say(keeper.offer(earlier))
      case .taken(let now):
        earlier = now
        isCopy = true
        say("Another shell has just taken it up.")
      }
    }
    let file = earlier.path.contains(" ") ? "\"\(earlier.path)\"" : earlier.path
    say("It is kept. \(StyledText("source \(file)", .command)) does its commands again.")
    return false
  }

  /// Whether the answer is yes. What is neither yes nor no is asked about again: a command typed
  /// here was meant for the prompt.
  private func isWanted(_ reader: any LineReader, _ question: Phrase) -> Bool {
    let page = makePage()
    let question = Prompt(text: page.words(question).string + " ")
    func means(_ answer: String, _ word: String) -> Bool {
      !answer.isEmpty && word.hasPrefix(answer)
    }
    while case .line(let line) = reader.readAnswer(prompt: question) {
      let answer = line.trimmed.lowercased()
      if answer.isEmpty || means(answer, "yes") || means(answer, page.words("yes").string) {
        return true
      }
      if means(answer, "no") || means(answer, page.words("no").string) {
        return false
      }
      say("Please answer yes or no; Enter alone is yes.")
    }
    return false
  }

  /// Puts what was accepted on the disk; what cannot be put there is said once.
  private func keep() {
    if let warning = keeper.keep(&session) { say(warning.styled(.warning)) }
  }

  private func say(_ text: Phrase) {
    var page = makePage()
    page.paragraph(text)
    put(page)
  }

  /// - Returns: whether all of it was performed, and succeeded.
  @discardableResult
  private func perform(_ line: String, _ reader: any LineReader) -> Bool {
    progress.speak(session.context.translation)
    var commands = CommandText.split(line)
    if commands.isEmpty {
      // A line of nothing but a comment is no wish to repeat.
      guard line.trimmed.isEmpty else { return true }
      commands = [""]
    }
    return performAll(commands, reader)
  }

  private func performAll(_ commands: [String], _ reader: any LineReader) -> Bool {
    let isSuccess = run(commands) { command in
      var outcome = session.perform(command)
      if let name = name(wantedBy: outcome, reader) {
        outcome = session.perform("\(command) as \(name)")
      }
      progress.clear()
      keep()
      if session.context.audience.takeLoss() {
        let words: Phrase =
          "The view has ended by itself. \(StyledText("view", .command)) opens another."
        say(words.styled(.warning))
      }
      return outcome
    }
    return isSuccess && !Signals.interruptRequested()
  }

  /// Ctrl-C stops what stands behind the semicolon too.
  package func goesOn(after outcome: Session.Outcome) -> Bool {
    outcome.isSuccess && !Signals.interruptRequested()
  }

  /// The student's name, where a command wants it: it is asked for, and `nil` is no answer.
  private func name(wantedBy outcome: Session.Outcome, _ reader: any LineReader) -> String? {
    guard case .failure(let error) = outcome.result, error.code == ShellError.missingName.code,
      case .line(let answer) = reader.readAnswer(prompt: Prompt(text: Wording.askName))
    else { return nil }
    // With quotation marks of its own a name would be taken for a part of one.
    let name = answer.filter { !"\"“”;#".contains($0) }.trimmed
    return name.isEmpty ? nil : "\"\(name)\""
  }

  package func show(_ outcome: Session.Outcome) {
    capabilities = TerminalCapabilities.detect(environment: environment, plain: isPlain)
    var page = makePage()
    outcome.write(to: &page)
    put(page)
  }
}

// MARK: - Pasted blocks

extension InteractiveShell {
  /// How many lines of a block are shown before it is run.
  private static let mostShown = 10

  /// A block that was pasted: shown, and performed when that is wanted, a line after the other as
  /// if each were typed, up to the first that fails or is stopped.
  private func perform(_ pasted: [String], _ reader: any LineReader) {
    let lines = CommandSplitter.whole(pasted)
    showBlock(pasted)
    let question: Phrase =
      pasted.count == 1
      ? "Pasted 1 line. Enter runs it, Ctrl-C drops it."
      : "Pasted \(pasted.count) lines. Enter runs them, Ctrl-C drops them."
    let words = makePage().words(question).string + " "
    guard case .line(let answer) = reader.readAnswer(prompt: Prompt(text: words)),
      answer.trimmed.isEmpty
    else { return say("None of it was run.") }
    if let command = WholeText(pasted.joined(separator: "\n"))?.command {
      progress.speak(session.context.translation)
      _ = performAll([command], reader)
      return
    }
    reader.keep(lines)
    for (index, line) in lines.enumerated() {
      if line.trimmed.isEmpty { continue }
      showBlock(line.split(separator: "\n").map(String.init))
      let isDone = perform(line, reader)
      if session.isFinished { return }
      guard isDone else {
        let rest = lines[(index + 1)...].reduce(0) { $0 + $1.split(separator: "\n").count }
        if rest > 0 {
          say(
            rest == 1
              ? "The last line of what was pasted was not run."
              : "The last \(rest) lines of what was pasted were not run.")
        }
        return
      }
    }
  }

  /// The lines behind the prompt, as they would look if they were typed.
  private func showBlock(_ lines: [String]) {
    var text = ""
    let room = max(capabilities.width * 4, 80)
    let prompt = "\(session.promptText)> "
    let indent = String(repeating: " ", count: TextWidth.columns(of: prompt))
    let shown = lines.count <= Self.mostShown ? lines.count : Self.mostShown - 2
    for (index, line) in lines.prefix(shown).enumerated() {
      let start = TextWidth.sanitize(String(line.prefix(room)))
      text += (index == 0 ? prompt : indent) + start
      text += (line.count > room ? (capabilities.unicode ? "…" : "...") : "") + "\n"
    }
    if shown < lines.count {
      let rest: Phrase = "and \(lines.count - shown) more lines"
      text += indent + makePage().words(rest).string + "\n"
    }
    output.write(text)
  }
}

extension InteractiveShell {
  /// Whether a student sits at a terminal: both its keyboard and its screen are ours.
  package static var isPossible: Bool {
    TerminalDevice.isTerminal(0) && TerminalDevice.isTerminal(1)
  }
}

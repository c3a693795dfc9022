import Equations
import Networks
import Training

/// A command of the shell. A new one is a file here and a line in `Command.all`.
package struct Command: Sendable {
  package enum Group: String, Sendable, CaseIterable {
    case stepping = "Stepping"
    case looking = "Looking"
    case changing = "Changing"
    case lessons = "Lessons"
    case other = "The rest"
  }

  /// What Tab completes after the command.
  package enum Completion: Sendable {
    case nothing, names, topics, lessons, languages, files, runs
    /// Names, or a group of them: `cache`.
    case values
    /// A name, and behind its `=` what may stand there.
    case assignment
    /// A phase, an equation's name, or `if` and a condition.
    case breakpoint
    /// The settings of a sweep with their `=`, and its options.
    case sweep
    case words([String])
    /// One of these, then a file.
    case wordsThenFiles([String])
  }

  typealias Body = @Sendable (inout Session, CommandText.Argument) throws -> any CommandResult

  package let name: String
  /// Fixed abbreviations and other names.
  package let aliases: [String]
  package let group: Group
  /// What follows the name: `[N]`.
  package let usage: String
  /// One line for the list of commands.
  package let summary: String
  /// More, for `help NAME`.
  package let help: String
  package let completion: Completion
  /// Whether Enter on an empty line does it again.
  package let isRepeatable: Bool
  let run: Body

  /// The help, paragraph by paragraph.
  var helpParagraphs: [String] { help.split(separator: "\n").map { String($0).trimmed } }

  /// Whether it leaves something outside the session, which is not to happen again when a session
  /// is played again.
  var writesFiles: Bool { ["write", "save", "hand-in", "report", "view"].contains(name) }

  /// Whether what is displayed is shown after it: it may have moved the run.
  var showsDisplays: Bool { group == .stepping || group == .changing }

  init(
    _ name: String, _ aliases: [String] = [], group: Group, usage: String = "", summary: String,
    help: String = "", completion: Completion = .nothing, isRepeatable: Bool = false,
    run: @escaping Body
  ) {
    self.name = name
    self.aliases = aliases
    self.group = group
    self.usage = usage
    self.summary = summary
    self.help = help
    self.completion = completion
    self.isRepeatable = isRepeatable
    self.run = run
  }

  /// Every command, in the order in which `help` shows them.
  package static let all: [Command] = [
    .step, .stepEquation, .epoch, .runEpochs, .until, .continue, .back, .backEquation,
    .reverseContinue, .goto, .reset,
    .break, .temporaryBreak, .watch, .info, .delete, .disable, .enable,
    .show, .shape, .plot, .live, .view, .why, .check, .diagnose, .stats,
    .display, .undisplay, .list, .where,
    .set, .undo, .redo, .fork, .switch, .runs, .compare, .sweep, .open,
    .lessons, .lesson, .page, .demo,
    .hint, .answer, .skip, .again, .play, .return, .progress, .handIn,
    .write, .help, .apropos, .history, .source, .save, .report, .language, .quit,
  ]

  package static func named(_ name: String) -> Command? {
    all.first { $0.name == name || $0.aliases.contains(name) }
  }
}

// MARK: - What was meant

extension Command {
  enum Resolution {
    case command(Command)
    case language(Statement)
  }

  /// What a typed line means: a command by its name, an abbreviation or a unique prefix, or else
  /// a statement of the language.
  static func resolve(_ input: CommandText, in session: Session) throws -> Resolution {
    if let question = questionTopic(input) { return .command(.helpOn(question)) }
    guard isCommandLike(input) else { return .language(try Parser.statement(input.text)) }
    if let exact = named(input.word) { return .command(exact) }
    // `for i in ...` is no short `fork`.
    let matches = input.word == "for" ? [] : all.filter { $0.name.hasPrefix(input.word) }
    // `for`, with which Python's loops begin, is no beginning of `fork`.
    if !matches.isEmpty, !isName(input.word, in: session), Parser.isAssignable(input.word) {
      if matches.count == 1 { return .command(matches[0]) }
      throw ShellError(
        "ambiguous-command",
        "'\(input.word)' could be \(Suggestions.list(matches.map(\.name)))",
        hint: "type more of it", range: 0..<input.word.utf8.count)
    }
    return .language(try statement(input, in: session))
  }

  /// `sigmoid?`, `W1?`, `?`.
  private static func questionTopic(_ input: CommandText) -> String? {
    guard input.text.hasSuffix("?") || input.text.hasPrefix("?") else { return nil }
    let topic = input.text.filter { $0 != "?" }.trimmed
    return topic.isEmpty || topic.contains(" ") ? (topic.isEmpty ? "" : nil) : topic
  }

  /// Whether what follows the first word leaves room for a command: `where` may be one,
  /// `where(...)` and `n = 3` are the language.
  private static func isCommandLike(_ input: CommandText) -> Bool {
    guard !input.word.isEmpty, input.word.first?.isNumber != true else { return false }
    let rest = input.text.utf8.dropFirst(input.word.utf8.count)
    guard let next = rest.first else { return true }
    switch next {
    case UInt8(ascii: "("): return FunctionTable.standard[input.word] == nil
    case UInt8(ascii: "["), UInt8(ascii: "."): return false
    default: break
    }
    let operators = ["=", "+=", "-=", "*=", "/=", "//=", "**=", "@=", "%="]
    let argument = input.argument.text
    return !operators.contains { argument.hasPrefix($0) && !argument.hasPrefix("==") }
  }

  private static func isName(_ word: String, in session: Session) -> Bool {
    session.scope.candidateNames.contains(word)
  }

  /// A line that begins with no command. If it is none of the language either, it was most likely
  /// meant as a command.
  private static func statement(_ input: CommandText, in session: Session) throws -> Statement {
    let isKnown =
      isName(input.word, in: session) || FunctionTable.standard[input.word] != nil
      || !Parser.isAssignable(input.word)
    do {
      let statement = try Parser.statement(input.text)
      if !isKnown, case .expression(let expression) = statement.kind,
        case .name = expression.node
      {
        throw unknown(input.word, in: session)
      }
      return statement
    } catch let error as LanguageError {
      if isKnown || input.argument.isEmpty { throw error }
      throw unknown(input.word, in: session)
    }
  }

  private static func unknown(_ word: String, in session: Session) -> ShellError {
    let candidates = all.flatMap { [$0.name] + $0.aliases.filter { $0.count > 2 } }
    return ShellError(
      "unknown-command", "there is no command or name '\(word)'",
      hint: Suggestions.familiar(word, loss: session.run.program.loss)
        ?? Suggestions.hint(for: word, among: candidates + session.scope.candidateNames)
        ?? .verbatim("help"), range: 0..<word.utf8.count)
  }
}

// MARK: - Arguments

extension CommandText.Argument {
  /// A count such as that of `step 3`; `standard` where there is none.
  func count(orElse standard: Int?, what: String) throws(ShellError) -> Int {
    let range = offset..<offset + max(text.utf8.count, 1)
    if isEmpty, let standard { return standard }
    guard !isEmpty else {
      throw ShellError(
        "missing-argument", "how many \(what)?", hint: "a whole number", range: range)
    }
    let digits = text.filter { $0 != "_" }
    guard let number = Int(digits), number > 0, number <= Expression.largestInteger else {
      throw ShellError(
        "bad-count", "'\(text)' is no number of \(what)", hint: "a whole number from 1",
        range: range)
    }
    return number
  }

  /// Refuses an argument where none is taken.
  func expectNone(_ command: String) throws(ShellError) {
    guard !isEmpty else { return }
    throw ShellError(
      "unexpected-argument", "\(command) takes nothing after it",
      hint: .verbatim("help \(command)"),
      range: offset..<offset + text.utf8.count)
  }

  /// A phase by its name.
  func phase() throws(ShellError) -> Phase? {
    if isEmpty { return nil }
    if let phase = Phase(rawValue: text) { return phase }
    let names = Phase.allCases.map(\.rawValue)
    let matches = Phase.allCases.filter { $0.rawValue.hasPrefix(text) }
    if matches.count == 1 { return matches[0] }
    throw ShellError(
      "unknown-phase", "there is no phase '\(text)'",
      hint: Suggestions.hint(for: text, among: names)
        ?? "the phases are \(Suggestions.list(names, .and))",
      range: offset..<offset + text.utf8.count)
  }
}

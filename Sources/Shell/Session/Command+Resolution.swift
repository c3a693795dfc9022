import Equations
import Training

/// A line as it was typed, with what it means where it was typed: found once, for all who ask.
package struct TypedLine {
  package let text: CommandText
  /// What it means, or why it means nothing.
  package let meaning: Result<Command.Resolution, any Error>

  package init(_ text: CommandText, in session: Session) {
    let text = PythonHabits.ownWords(for: text)
    self.text = text
    meaning = Result { try Command.resolve(text, in: session) }
  }

  /// The command that it gives, if it gives one.
  package var command: Command? {
    if case .success(.command(let command)) = meaning { command } else { nil }
  }
}

extension Command {
  package enum Resolution {
    case command(Command)
    case language(Statement)
    /// An assignment to several names in one line.
    case assignments([Statement])

    init(_ statements: [Statement]) {
      self = statements.count == 1 ? .language(statements[0]) : .assignments(statements)
    }
  }

  /// What a typed line means: a command by its name, an abbreviation or a unique prefix, or else
  /// a statement of the language.
  ///
  /// - Throws: `ShellError` of a word that means nothing, `LanguageError` of a statement that is
  ///   none.
  package static func resolve(_ input: CommandText, in session: Session) throws -> Resolution {
    if let question = questionTopic(input) { return .command(.helpOn(question)) }
    if input.text.dropFirst(input.word.count).first == ".", !isName(input.word, in: session),
      let advice = PythonHabits.advice(forLibrary: input.word)
    {
      throw ShellError(
        "python-library", "\(input.word) is one of Python's libraries, and not here",
        hint: advice, range: 0..<input.word.utf8.count)
    }
    guard isCommandLike(input) else { return Resolution(try Parser.line(input.text)) }
    let commands = session.context.commands
    if let print = try PythonHabits.print(input) { return .command(print) }
    if let exact = commands.named(input.word), !isMeantAsName(input, exact, in: session) {
      return .command(exact)
    }
    let matches = input.word == "for" ? [] : commands.all.filter { $0.name.hasPrefix(input.word) }
    // `for`, with which Python's loops begin, is no beginning of `fork`.
    if !matches.isEmpty, !isName(input.word, in: session), Parser.isAssignable(input.word) {
      if matches.count == 1 { return .command(matches[0]) }
      throw ShellError(
        "ambiguous-command",
        "'\(input.word)' could be \(Suggestions.list(matches.map(\.name)))",
        hint: "type more of it", range: 0..<input.word.utf8.count)
    }
    return Resolution(try statements(input, in: session))
  }

  /// `sigmoid?`, `W1?`, `?`.
  private static func questionTopic(_ input: CommandText) -> String? {
    guard input.text.hasSuffix("?") || input.text.hasPrefix("?") else { return nil }
    let topic = input.text.filter { $0 != "?" }.trimmed
    return !topic.contains(" ") || Glossary.word(topic) != nil ? topic : nil
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
    // `m, n = X.shape`.
    if next == UInt8(ascii: ","), input.text.contains("=") { return false }
    let operators = ["=", "+=", "-=", "*=", "/=", "//=", "**=", "@=", "%=", "&=", "|=", "^="]
    let argument = input.argument.text
    // `help +=`.
    if operators.contains(argument) { return true }
    return !operators.contains { argument.hasPrefix($0) && !argument.hasPrefix("==") }
  }

  /// Whether the abbreviation of a command is a name here, which looks and changes nothing: alone,
  /// or where a calculation goes on with it, as in `b + 1`. `s 2` is the command.
  private static func isMeantAsName(
    _ input: CommandText, _ command: Command, in session: Session
  ) -> Bool {
    guard command.name != input.word, isName(input.word, in: session) else { return false }
    let rest = input.argument.text
    if rest.isEmpty { return true }
    return rest.first.map { "+-*/@%<>=!&|^".contains($0) } ?? false
      && (try? Parser.line(input.text)) != nil
  }

  private static func isName(_ word: String, in session: Session) -> Bool {
    session.scope.candidateNames.contains(word)
  }

  /// A line that begins with no command. If it is none of the language either, it was most likely
  /// meant as a command.
  private static func statements(
    _ input: CommandText, in session: Session
  ) throws -> [Statement] {
    let isKnown =
      isName(input.word, in: session) || FunctionTable.standard[input.word] != nil
      || !Parser.isAssignable(input.word)
    do {
      let statements = try Parser.line(input.text)
      if !isKnown, case .expression(let expression) = statements[0].kind,
        case .name = expression.node
      {
        throw unknown(input.word, in: session)
      }
      return statements
    } catch let error as LanguageError {
      if isKnown || input.argument.isEmpty { throw error }
      throw unknown(input.word, in: session)
    }
  }

  private static func unknown(_ word: String, in session: Session) -> ShellError {
    let candidates = session.context.commands.all.flatMap {
      [$0.name] + $0.aliases.filter { $0.count > 2 }
    }
    return ShellError(
      "unknown-command", "there is no command or name '\(word)'",
      hint: Suggestions.familiar(word, loss: session.run.program.loss)
        ?? Glossary.word(word).map { "\($0.name)? says what it means" }
        ?? Suggestions.hint(for: word, among: candidates + session.scope.candidateNames)
        ?? .verbatim("help"), range: 0..<word.utf8.count)
  }
}

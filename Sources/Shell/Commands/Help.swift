import Equations
import JSON
import Networks
import Terminal
import Training

extension Command {
  static let help = Command(
    "help", ["h"], group: .other, usage: "[TOPIC]",
    summary: "this list, or more about a command, a function or a topic",
    help: "help step, help sigmoid, help functions, help model, help adam. NAME? does the same.",
    completion: .topics
  ) { session, argument in
    do {
      return try HelpReport.about(argument.text, in: session)
    } catch var error as ShellError {
      error.range = argument.range
      throw error
    }
  }

  static let apropos = Command(
    "apropos", group: .other, usage: "WORD", summary: "find commands and functions by a word"
  ) { session, argument in
    guard !argument.isEmpty else {
      throw ShellError("missing-argument", "find what?", hint: .verbatim("apropos gradient"))
    }
    return HelpReport.mentioning(argument.text, among: session.context.commands)
  }

  /// `W1?`: help on a topic as a command of its own.
  static func helpOn(_ topic: String) -> Command {
    Command("help", group: .other, summary: "") { session, _ in
      try HelpReport.about(topic, in: session)
    }
  }
}

/// A page of help.
struct HelpReport: CommandResult {
  struct Entry: Sendable {
    var term: String
    var text: Phrase
    /// What is shown instead of the term, where that is words.
    var label: Phrase?

    func shown(_ page: Page) -> String { label.map { page.words($0).string } ?? term }
  }

  var topic: String
  var paragraphs: [Phrase] = []
  var sections: [(title: Phrase, entries: [Entry])] = []
  /// Lines that are shown as they are.
  var code: String = ""
  /// Other names of a command or a function.
  var aliases: [String] = []
  /// What it means as a word of the subject.
  var word: Glossary.Word?

  var json: JSONValue {
    .object([
      ("type", .string("help")), ("topic", .string(topic)),
      ("text", .strings((paragraphs + [word?.text].compactMap(\.self)).map(\.english))),
      (
        "entries",
        .array(
          sections.flatMap(\.entries).map {
            .object([("term", .string($0.term)), ("text", .string($0.text.english))])
          })
      ),
      ("code", .string(code)), ("lesson", word.map { .string($0.lesson) } ?? .null),
    ])
  }

  func write(to page: inout Page) {
    for paragraph in paragraphs { page.paragraph(paragraph) }
    if aliases.isEmpty {
      page.block(code, indent: 2, style: .code)
    } else {
      let names: Phrase = "(also \(aliases.joined(separator: ", ")))"
      page.line("  " + StyledText(code, .code) + "   " + page.words(names, .code))
    }
    // A narrow window has no room for two columns.
    let room = min(30, page.capabilities.width / 2 - 4)
    let terms = sections.flatMap(\.entries).map { TextWidth.columns(of: $0.shown(page)) }
    let width = min(terms.max() ?? 0, room) + 2
    for section in sections {
      page.paragraph(section.title.styled(.heading))
      for entry in section.entries {
        let term = entry.shown(page)
        var marker = "  " + TextWidth.pad(StyledText(term, .command), to: width, .left)
        if TextWidth.columns(of: term) > width - 2 {
          // A long signature stands on a line of its own.
          page.line(marker)
          marker = ""
        }
        page.paragraph(entry.text, indent: width + 2, marker: marker)
      }
    }
    if let word { write(word, to: &page) }
  }

  private func write(_ word: Glossary.Word, to page: inout Page) {
    page.paragraph(word.text)
    page.block(word.example, indent: 2, style: .code)
    page.paragraph(Self.place(of: word).styled(.dim))
  }

  /// Where a word is taught.
  static func place(of word: Glossary.Word) -> Phrase {
    "Where it is explained: \(StyledText("lesson \(word.lesson)", .command))"
  }
}

extension HelpReport {
  /// Topics that are neither a command nor a function.
  private static func topics(_ all: CommandSet) -> [String: HelpReport] {
    var topics = [
      "commands": commands(all), "functions": functions, "model": model, "optimizers": optimizers,
      "keys": keys, "words": words, "phases": phases, "metrics": metrics, "files": files,
      Metric.accuracy.rawValue: metrics, Metric.validationLoss.rawValue: metrics,
      Metric.validationAccuracy.rawValue: metrics,
    ]
    for (names, report) in settings {
      for name in names { topics[name] = report }
    }
    return topics
  }

  static func about(_ topic: String, in session: Session) throws -> HelpReport {
    let all = session.context.commands
    if topic.isEmpty { return overview(all) }
    let asked = topic
    let topic = PythonWords.withoutModules(asked)
    // np.load is the function, load a command as well.
    if topic != asked, let report = function(topic) { return report }
    let word = Glossary.word(topic)
    if var report = named(topic, in: session) ?? word.map({ HelpReport(topic: $0.name) }) {
      report.word = word
      return report
    }
    let matches = all.all.filter { $0.name.hasPrefix(topic) }
    if matches.count == 1 { return page(of: matches[0]) }
    throw ShellError(
      "unknown-topic", "there is no help on '\(topic)'",
      hint: Suggestions.hint(for: topic, among: allTopics(all)) ?? .verbatim("help"))
  }

  /// Help on what has just this name.
  private static func named(_ topic: String, in session: Session) -> HelpReport? {
    let all = session.context.commands
    if let command = all.named(topic) { return page(of: command) }
    if let report = function(topic) { return report }
    if let optimizer = Optimizer.named(topic) { return page(of: optimizer) }
    if let report = topics(all)[topic] { return report }
    return variable(topic, in: session)
  }

  private static func function(_ name: String) -> HelpReport? {
    if FileCall.Function(rawValue: name) != nil { return files }
    return FunctionTable.standard[name].map(page(of:))
  }

  static func allTopics(_ commands: CommandSet) -> [String] {
    commands.all.map(\.name) + topics(commands).keys.sorted() + Optimizer.all.map(\.name)
      + FunctionTable.standard.names + Glossary.words.map(\.name)
  }

  /// The words of the glossary, on a screen.
  private static var words: HelpReport {
    var report = HelpReport(topic: "words")
    report.sections = [
      (
        "Words",
        Glossary.parts.map { part in
          let names = part.words.map(\.name).joined(separator: ", ")
          return Entry(term: part.title.english, text: .verbatim(names), label: part.title)
        }
      )
    ]
    report.paragraphs = [
      "gradient? or help gradient says what a word means, and where it is taught."
    ]
    return report
  }

  /// The commands by name, on less than a screen.
  static func overview(_ commands: CommandSet) -> HelpReport {
    var report = HelpReport(topic: "")
    report.sections = [
      (
        "Commands",
        Command.Group.allCases.map { group in
          let names = commands.all.filter { $0.group == group }.map(\.name)
          return Entry(
            term: group.rawValue, text: .verbatim(names.joined(separator: ", ")),
            label: Phrase(key: group.rawValue))
        }
      )
    ]
    report.paragraphs = [
      """
      step does the next phase of training and shows it; Enter does the next one. Any expression \
      shows its value: np.sum(A2 > 0.5). Unique beginnings of commands work too (sho for show).
      """,
      """
      help COMMAND says more, and so do help commands, help functions, help words, help model, \
      help optimizers, help keys, and NAME? for anything with a name: gradient?
      """,
    ]
    return report
  }

  /// The commands with what they do.
  private static func commands(_ commands: CommandSet) -> HelpReport {
    var report = HelpReport(topic: "commands")
    for group in Command.Group.allCases {
      let entries = commands.all.filter { $0.group == group }.map { command in
        Entry(term: "\(command.name) \(command.usage)".trimmed, text: Phrase(key: command.summary))
      }
      if !entries.isEmpty { report.sections.append((Phrase(key: group.rawValue), entries)) }
    }
    report.paragraphs = [
      """
      Unique beginnings of commands work too (sho for show); s, n, c, b, p are short for step, \
      continue, rewind, print.
      """
    ]
    return report
  }

  static func page(of command: Command) -> HelpReport {
    HelpReport(
      topic: command.name,
      paragraphs: command.help.isEmpty
        ? ["\(Phrase(key: command.summary))."] : command.helpParagraphs.map(Phrase.init(key:)),
      code: "\(command.name) \(command.usage)".trimmed, aliases: command.aliases)
  }

  static func page(of function: Function) -> HelpReport {
    HelpReport(
      topic: function.name, paragraphs: [Phrase(key: function.summary)],
      code: function.signature, aliases: function.aliases)
  }

  static func page(of optimizer: Optimizer) -> HelpReport {
    HelpReport(
      topic: optimizer.name,
      paragraphs: ["\(Phrase(key: optimizer.summary)) (\(optimizer.source))"],
      code: "\(optimizer.signature)\n\n" + optimizer.equations.joined(separator: "\n"))
  }

  /// A name of the network: where it comes from.
  private static func variable(_ name: String, in session: Session) -> HelpReport? {
    let program = session.run.program
    if let setting = program.settings.first(where: { $0.name == name }) {
      return HelpReport(
        topic: name, paragraphs: ["\(name) is a setting; set \(name) = ... changes it."],
        code: "\(name) = \(setting.expression.text)")
    }
    let steps = program.steps(assigning: name)
    guard !steps.isEmpty else { return nil }
    let phases = steps.map(\.phase.rawValue)
    return HelpReport(
      topic: name,
      paragraphs: [
        program.parameters.contains(name)
          ? "\(name) is a parameter, computed in \(Suggestions.list(phases, .and))."
          : "\(name) is computed in \(Suggestions.list(phases, .and))."
      ],
      code: steps.map(\.text).joined(separator: "\n"))
  }

  static func mentioning(_ word: String, among all: CommandSet) -> HelpReport {
    let lower = word.lowercased()
    func mentions(_ texts: String...) -> Bool {
      texts.contains { $0.lowercased().contains(lower) }
    }
    let commands = all.all.filter {
      mentions($0.name, $0.summary, $0.help)
    }
    .map { Entry(term: $0.name, text: Phrase(key: $0.summary)) }
    let functions = FunctionTable.standard.functions.filter { mentions($0.name, $0.summary) }
      .map { Entry(term: $0.name, text: Phrase(key: $0.summary)) }
    let optimizers = Optimizer.all.filter { mentions($0.name, $0.summary) }
      .map { Entry(term: $0.name, text: Phrase(key: $0.summary)) }
    let words = Glossary.words.filter { mentions($0.name, $0.text.english) }
      .map { Entry(term: $0.name, text: $0.text) }
    let topics = Self.topics(all).filter { mentions($0.key, Phrase($0.value.paragraphs).english) }
      .keys.sorted().map { Entry(term: "help \($0)", text: "") }
    var report = HelpReport(topic: word)
    if !commands.isEmpty { report.sections.append(("Commands", commands)) }
    if !functions.isEmpty { report.sections.append(("Functions", functions)) }
    if !optimizers.isEmpty { report.sections.append(("Optimizers", optimizers)) }
    if !topics.isEmpty { report.sections.append(("Topics", topics)) }
    if !words.isEmpty { report.sections.append(("Words", words)) }
    if report.sections.isEmpty { report.paragraphs = ["Nothing mentions '\(word)'."] }
    return report
  }

  // MARK: Topics

  static let functions = HelpReport(
    topic: "functions",
    paragraphs: [
      """
      np. and np.random. may be written in front of any of them. Without np., sum, max, min, round \
      and range are Python's: sum(A) adds the rows of a matrix up, np.sum(A) all its elements. In \
      equations of an epoch, epoch is its number, counted from 1: lr / (1 + 0.01 * epoch).
      """
    ],
    sections: [
      (
        "Functions",
        FunctionTable.standard.functions.map {
          Entry(term: $0.signature, text: Phrase(key: $0.summary))
        }
      )
    ])

  static let optimizers = HelpReport(
    topic: "optimizers", paragraphs: ["One of them stands in the update section."],
    sections: [
      ("Optimizers", Optimizer.all.map { Entry(term: $0.signature, text: Phrase(key: $0.summary)) })
    ])

  static let phases = HelpReport(
    topic: "phases",
    paragraphs: [
      """
      data and init come once, then in every epoch forward, loss, backward and update. A position \
      such as 3.backward names what has just been done.
      """
    ])

  static let model = HelpReport(
    topic: "model",
    paragraphs: [
      """
      A model is a text of sections; each line in them is an equation. Examples are columns. The \
      backward section is derived, unless the model writes its own. Load one with \
      underhood --model FILE; set changes one while it runs. This is the article's:
      """
    ], code: Model.articleText)

  static let keys = HelpReport(
    topic: "keys",
    paragraphs: [
      """
      Enter on an empty line repeats step, stepi or epoch. Tab completes. Up and Down walk through \
      the history, Ctrl-R searches it. Ctrl-C abandons the line or stops a run, Ctrl-D leaves. \
      Emacs keys, or vi keys with 'bind -v' in ~/.editrc.
      """
    ])
}

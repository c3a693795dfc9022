import Phrases

extension ManualPage {
  /// underhood(1): the program, its subcommands and its options.
  static func program(_ line: CommandLineDescription, _ words: Wordings) -> ManualPage {
    let shared = line.shared
    var description: [Block] = []
    var examples: [Block] = []
    for block in words.discussion(line.program.discussion) {
      if case .code = block { examples.append(block) } else { description.append(block) }
    }
    let synopsis = line.subcommands.map { Self.synopsis(of: $0, in: line, words) }.joined(
      separator: "\n")
    var summary = words.string(Phrase(key: line.program.abstract))
    if summary.last == "." { summary.removeLast() }
    return ManualPage(
      name: line.program.name, number: 1, summary: summary,
      sections: [
        words.section("Synopsis", [.code(synopsis)]),
        words.section("Description", description),
        words.section("Options", shared.map { .entry(entry($0, words)) }),
        words.section(
          "Subcommands", line.subcommands.flatMap { subcommand($0, shared: shared, words) }),
        words.section("Examples", examples),
        words.section("Environment", environment(words)),
        words.section("Files", files(words)),
        words.section("Exit status", statuses(words)),
      ])
  }

  static func synopsis(
    of command: CommandLineDescription.Command, in line: CommandLineDescription, _ words: Wordings
  ) -> String {
    var parts = [line.program.name]
    parts.append(command.name == line.standard ? "[\(command.name)]" : command.name)
    let options = command.arguments.filter { !$0.isPositional }
    for option in options where !option.isOptional { parts.append(words.term(option)) }
    if options.contains(where: {
      $0.isOptional && !["--help", "--version"].contains($0.names.last)
    }) {
      parts.append(words.string("[options]"))
    }
    for argument in command.arguments where argument.isPositional {
      let term = words.term(argument)
      parts.append(argument.isOptional ? "[\(term)]" : term)
    }
    return parts.joined(separator: " ")
  }

  private static func subcommand(
    _ command: CommandLineDescription.Command, shared: [CommandLineDescription.Argument],
    _ words: Wordings
  ) -> [Block] {
    var blocks: [Block] = [.heading(command.name)]
    if !command.abstract.isEmpty { blocks.append(words.paragraph(Phrase(key: command.abstract))) }
    blocks += words.discussion(command.discussion)
    let own = command.arguments.filter { !shared.contains($0) }
    blocks += own.map { .entry(entry($0, words)) }
    let others = command.arguments.filter(shared.contains).compactMap(\.names.last)
    if !others.isEmpty {
      let list = Phrase.list(others.map { Phrase(StyledText($0, .code)) }, .and)
      blocks.append(words.paragraph("It takes of the options above: \(list)."))
    }
    return blocks
  }

  private static func entry(
    _ argument: CommandLineDescription.Argument, _ words: Wordings
  ) -> Entry {
    Entry(words.term(argument), [.paragraph(about(argument, words))])
  }

  /// What is said of an option: what it does, which values it takes and which one it has without it.
  static func about(
    _ argument: CommandLineDescription.Argument, _ words: Wordings
  ) -> StyledText {
    var text = words.text(Phrase(key: argument.abstract))
    if !argument.choices.isEmpty {
      text.append(" ")
      text += words.text("One of \(Phrase.list(argument.choices)).")
    }
    if let initial = argument.initial {
      text.append(" ")
      text += words.text("Without it: \(initial).")
    }
    return text
  }

  // MARK: The program's surroundings

  private static func environment(_ words: Wordings) -> [Block] {
    let languages: Phrase = "The language that you read; the first that is set decides."
    return [
      words.entry("UNDERHOOD_LESSONS", "The folder of the lessons."),
      words.entry("UNDERHOOD_LANGUAGE, LC_ALL, LC_MESSAGES, LANG", languages),
      words.entry(
        "UNDERHOOD_KERNELS",
        """
        The widest vectors that are computed with: scalar, sse2, neon, avx2 or avx512. The numbers \
        are the same with all of them.
        """),
      words.entry("UNDERHOOD_THREADS", "The most threads that an epoch takes."),
      words.entry("XDG_STATE_HOME", "Where the program keeps its own files."),
      words.entry(
        "JUPYTER_DATA_DIR", "Where kernel --install writes, in the place of Jupyter's own folder."),
      words.entry("HOME", "Your folder, in which they are otherwise."),
      words.entry("EDITRC", "The file with your keys, in the place of ~/.editrc."),
      words.entry("VISUAL, EDITOR", "The editor that the command edit starts."),
      words.entry("NO_COLOR", "Nothing is coloured if it is set."),
      words.entry(
        "TERM, COLORTERM", "What the terminal can do; dumb is text without colour or redrawing."),
      words.entry("COLUMNS, LINES", "The size of the page where the output is no terminal."),
    ]
  }

  private static func files(_ words: Wordings) -> [Block] {
    [
      words.entry(
        "~/.local/state/underhood/sessions", "The commands of each session, to go on after a crash."
      ),
      words.entry("~/.local/state/underhood/progress", "What has been done in lessons."),
      words.entry("~/.local/state/underhood/student", "Your name, once you have said it."),
      words.entry("~/.local/state/underhood/history", "The lines that Up brings back."),
      words.entry("~/.editrc", "Your keys; see editrc(5)."),
    ]
  }

  private static func statuses(_ words: Wordings) -> [Block] {
    [
      words.entry("0", "Every command succeeded."),
      words.entry("1", "A command failed, or what was looked at is not in order."),
      words.entry("64", "The command line was not understood."),
      words.entry("74", "The output could not be written."),
    ]
  }
}
